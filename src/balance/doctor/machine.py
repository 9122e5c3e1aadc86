"""The machine: disk, rights to write, port, browser and fonts for PDF, clock."""

from __future__ import annotations

import errno
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from balance.boardpack.pdf.browsers import browser as found_browser
from balance.boardpack.pdf.printing import printed
from balance.doctor.finding import Finding
from balance.errors import BalanceError

MB = 2**20
LEAST_FREE_MB = 500
"""What should be free beside what the store takes now: a load, a backup and a purge each write a copy."""

CLOCK_SLACK = timedelta(minutes=5)


def disk(folder: Path, store_bytes: int = 0, least_free_mb: int = LEAST_FREE_MB) -> Finding:
    """Whether there is room for the store to be written once more, and a little."""
    free = shutil.disk_usage(_existing(folder)).free
    needed = store_bytes + least_free_mb * MB
    found = f"{free // MB:,} MB free at {folder}"
    if free < needed:
        mend = f"Make room: {needed // MB:,} MB should be free, so that the store can be copied. See balance retain."
        return Finding("disk", "error" if free < store_bytes + 50 * MB else "warning", found, mend)
    return Finding("disk", "ok", found)


def writing(folders: Sequence[Path]) -> Finding:
    """Whether files can be written where Balance needs to; it is tried, for rights do not tell it all."""
    refused = [f"{folder} ({why})" for folder in folders if (why := _refusal(folder))]
    if refused:
        mend = (
            "Give the account that runs Balance the right to write there, or name other places with BALANCE_DATABASE, "
            "BALANCE_BACKUP_FOLDER and TMPDIR."
        )
        return Finding("writing", "error", f"no file can be written in {' and '.join(refused)}", mend)
    return Finding("writing", "ok", f"files can be written in {' and '.join(str(folder) for folder in folders)}")


def port(address: str, number: int, setting: str = "port", place: str = "address") -> Finding:
    """Whether a port is free; a dashboard that is running already takes it rightly."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, number))
        except OSError as refused:
            found = f"port {number} of {address} cannot be taken ({refused.strerror})"
            elsewhere = isinstance(refused, socket.gaierror) or refused.errno == errno.EADDRNOTAVAIL
            mend = f"If that is not Balance running already, name another with BALANCE_{setting.upper()}."
            if elsewhere:
                mend = f"{address} is no address of this machine: name one that is with BALANCE_{place.upper()}."
            return Finding(setting.replace("_", " "), "warning", found, mend)
    return Finding(setting.replace("_", " "), "ok", f"port {number} of {address} is free")


def browser() -> Finding:
    """Whether there is a browser that prints to PDF; it is tried, for one that starts may not be let print."""
    found = found_browser()
    if found is None:
        mend = "For PDF packs install Chromium (Debian: apt-get install chromium); all else works without."
        return Finding("browser", "note", "no Chrome, Chromium or Edge, so packs cannot be written as PDF", mend)
    told = _said([str(found), "--version"])
    if told is None:
        mend = "Mend or reinstall it; packs can be written in the other formats meanwhile."
        return Finding("browser", "warning", f"{found} is there and does not start", mend)
    try:
        printed(b"<!doctype html><title>Balance</title>", date.today())
    except BalanceError as refused:
        said = str(refused).partition(" Print the HTML")[0]
        mend = "Mend that; packs can be written in the other formats, and the HTML pack printed from a browser."
        return Finding("browser", "warning", said, mend)
    return Finding("browser", "ok", f"{told.strip() or found} prints")


def fonts() -> Finding:
    """Whether there are fonts to print with, where the system can be asked."""
    if shutil.which("fc-list") is None:
        return Finding("fonts", "note", "there is no fc-list here to ask; Windows and macOS have enough")
    families = {
        line.strip() for line in (_said(["fc-list", "--format", "%{family}\n"]) or "").splitlines() if line.strip()
    }
    if not families:
        mend = "For readable PDF packs install some (Debian: apt-get install fonts-liberation)."
        return Finding("fonts", "warning", "there is not one font on this machine", mend)
    return Finding("fonts", "ok", f"{len(families)} families")


def clock(last_change_at: datetime | None, now: datetime | None = None) -> Finding:
    """Whether the clock runs behind what the store has seen: dates of loads and of the audit would be wrong."""
    moment = now or datetime.now(UTC).replace(tzinfo=None)
    if last_change_at is not None and last_change_at > moment + CLOCK_SLACK:
        found = (
            f"it is {moment:%Y-%m-%d %H:%M} UTC here, and the store was last changed {last_change_at:%Y-%m-%d %H:%M}"
        )
        return Finding("clock", "warning", found, "Set the clock, best by NTP (timedatectl set-ntp true).")
    return Finding("clock", "ok", f"{moment:%Y-%m-%d %H:%M} UTC, after all that the store has seen")


def _refusal(folder: Path) -> str:
    """Why no file can be written in a folder, or in the nearest that is there where it is not made yet; else empty."""
    try:
        with tempfile.NamedTemporaryFile(dir=_existing(folder), prefix=".balance-doctor-") as probe:
            probe.write(b"1")
    except OSError as refused:
        return refused.strerror or str(refused)
    return ""


def _existing(folder: Path) -> Path:
    place = folder.expanduser().absolute()
    return next(parent for parent in (place, *place.parents) if parent.is_dir())


def _said(words: list[str]) -> str | None:
    try:
        told = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout if told.returncode == 0 else None
