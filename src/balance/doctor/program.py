"""The program itself: Python, the packages beside the tested set, the settings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from balance import __version__
from balance.doctor.finding import Finding
from balance.places import ROOT
from balance.settings import SettingsError, require_named_file, settings_file, stated_settings

OLDEST, NEWEST_TESTED = (3, 11), (3, 11)
LOCK = ROOT / "requirements.lock"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(;[^\\]*)?", re.MULTILINE)


def python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """Whether this Python is one that Balance is made for."""
    found = f"Python {version[0]}.{version[1]}, Balance {__version__}"
    oldest = f"{OLDEST[0]}.{OLDEST[1]}"
    if version < OLDEST:
        return Finding("python", "error", f"{found}; {oldest} is the oldest that will do", f"Install Python {oldest}.")
    if version > NEWEST_TESTED:
        newest = f"{NEWEST_TESTED[0]}.{NEWEST_TESTED[1]}"
        return Finding("python", "note", f"{found}; it was tested up to {newest}")
    return Finding("python", "ok", found)


def packages(lock: Path = LOCK) -> Finding:
    """Whether every package is there at the version the tested set names."""
    if not lock.is_file():
        return Finding("packages", "note", f"there is no tested set at {lock} to compare with")
    pins = list(pinned(lock.read_text(encoding="utf-8")))
    told = [(name, wanted, _installed(name), always) for name, wanted, always in pins]
    missing = [f"{name} {wanted} is missing" for name, wanted, there, always in told if there is None and always]
    other = [
        f"{name} is {there}, tested with {wanted}" for name, wanted, there, _ in told if there not in (None, wanted)
    ]
    mend = f"In Balance's environment: pip install --require-hashes -r {lock}"
    if missing:
        return Finding("packages", "error", "; ".join(missing + other), mend)
    if other:
        return Finding("packages", "warning", "; ".join(other), mend)
    return Finding("packages", "ok", f"all {len(pins)} as tested")


def pinned(text: str) -> Iterator[tuple[str, str, bool]]:
    """Name, version and whether it is needed on every system, of each package of a lock.

    >>> list(pinned("babel==2.18.0 \\\\\\n    --hash=sha256:0\\ncolorama==0.4.6 ; sys_platform == 'win32'"))
    [('babel', '2.18.0', True), ('colorama', '0.4.6', False)]
    """
    for name, version, condition in _PINNED.findall(text):
        yield name, version, not condition


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def settings() -> Finding:
    """Whether the settings can be used; every problem of them at once."""
    try:
        require_named_file()
        stated = [one for one in stated_settings() if one.source != "default"]
    except SettingsError as wrong:
        problems = " ".join(line.removeprefix("- ") for line in str(wrong).splitlines()[1:]) or str(wrong)
        return Finding(
            "settings", "error", problems, f"Mend {settings_file()} or the environment; see balance settings."
        )
    told = ", ".join(f"{one.name} from {one.source}" for one in stated)
    return Finding("settings", "ok", told or "all as they come")
