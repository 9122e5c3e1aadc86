"""LibreOffice as the other program that opens what we write: a part of it that is there, with a profile of its own.

One start at a time may use a profile, and the machine's user or another process of tests may be using the usual one.
"""

import shutil
import subprocess
from pathlib import Path

from tests.waiting import PATIENCE_SECONDS

PARTS = {"xlsx": "libsclo.so", "pdf": "libsdlo.so"}
"""What writes a workbook, and what a deck as pages: on Linux a machine may have one without the other."""


def office(kind: str) -> str | None:
    """The program that writes that kind of file; None where it or the part of it is not on this machine."""
    found = shutil.which("soffice")
    parts = {path.name for path in Path(found).resolve().parent.glob("lib*lo.so")} if found else set()
    return None if parts and PARTS[kind] not in parts else found


def converted(document: Path, kind: str, folder: Path) -> Path:
    """A document as LibreOffice opened and wrote it, in that folder."""
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office(kind), own, "--headless", "--convert-to", kind, "--outdir", folder, document]
    subprocess.run(words, check=True, timeout=PATIENCE_SECONDS, capture_output=True)
    return folder / f"{document.stem}.{kind}"
