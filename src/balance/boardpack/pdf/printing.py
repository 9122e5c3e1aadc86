"""Printing a document to PDF in a browser that sees nothing else: a profile of its own, no network, a time limit."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from balance.boardpack import html
from balance.boardpack.pdf.browsers import browser
from balance.boardpack.slides import Outline
from balance.errors import BalanceError
from balance.settings import load_settings

LONGEST_SECONDS = 30.0

_CLOCK = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")

MISSING = (
    "The PDF needs Chrome, Chromium or Edge on this machine and none was found. Install one, or print the HTML "
    "pack to PDF from any browser."
)

UNBOXABLE = (
    "it may not box itself in here. Where a container or a unit is the box, set BALANCE_BROWSER_SANDBOX to no, else "
    "let this account make namespaces"
)
_BOX = re.compile(rb"usable sandbox|zygote_host|move to new namespace|credentials\.cc")
"""What browsers say where the system lets them make no sandbox."""

QUIET = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--disable-dev-shm-usage", "--disable-quic", "--disable-crash-reporter", "--disable-breakpad",
    "--metrics-recording-only", "--mute-audio", "--hide-scrollbars", "--password-store=basic", "--use-mock-keychain",
)  # fmt: skip

OFFLINE = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")
"""No name is resolved, and what does not need a name goes to a proxy that is not there."""


def write(outline: Outline) -> bytes:
    """The outline as the bytes of a .pdf; BalanceError with one sentence where it cannot be printed."""
    return printed(html.write(outline), outline.as_of)


def printed(document: bytes, day: date) -> bytes:
    """A web page of ours as the bytes of a .pdf dated that day; BalanceError where it cannot be printed."""
    found = browser()
    if found is None:
        raise BalanceError(MISSING)
    with tempfile.TemporaryDirectory(prefix="balance-pdf-", ignore_cleanup_errors=True) as folder:
        page, put = Path(folder) / "pack.html", Path(folder) / "pack.pdf"
        page.write_bytes(document)
        _print(found, page, put)
        return _stilled(put.read_bytes(), f"{day:%Y%m%d}")


def _stilled(content: bytes, day: str) -> bytes:
    """The same file with the moment of printing set to midnight of a day, in as many bytes."""
    return _CLOCK.sub(rb"\g<1>" + day.encode() + b"000000", content)


def _print(found: Path, page: Path, printed: Path) -> None:
    command = [
        str(found), *QUIET, *OFFLINE, *_unboxed(), f"--user-data-dir={page.parent / 'profile'}",
        "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={printed}", page.as_uri(),
    ]  # fmt: skip
    try:
        told = subprocess.run(
            command, timeout=LONGEST_SECONDS, capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise _failed(found, f"it took longer than {LONGEST_SECONDS:.0f} seconds") from None
    except OSError as wrong:
        raise _failed(found, str(wrong)) from None
    if not printed.is_file() or not printed.read_bytes().startswith(b"%PDF-"):
        raise _failed(found, UNBOXABLE if _BOX.search(told.stderr) else "it ended without a file")


def _failed(found: Path, why: str) -> BalanceError:
    return BalanceError(f"The PDF could not be printed with {found.name}: {why}. Print the HTML pack from a browser.")


def _unboxed() -> tuple[str, ...]:
    """The browser refuses its sandbox to the superuser of a container; there, and where it is said, it goes without.

    Its zygote makes a namespace even then, which a unit may forbid; without one it prints as well.
    """
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    said = load_settings().browser_sandbox == "no"
    return ("--no-sandbox", "--no-zygote") if said else ("--no-sandbox",) if root else ()
