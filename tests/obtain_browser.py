"""A browser for the tests: the one this machine has, else one that is fetched, saying so.

`find_browser` looks for Chrome, Chromium or Edge (the variable BROWSER, then where the product looks for the
one it prints with, then Playwright's own download). Run as a program, this file obtains one where none is found:
Debian's package where it may install it, Playwright's download elsewhere.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from balance.boardpack.pdf.browsers import browsers

NO_BROWSER = (
    "No browser for the tests: neither Chrome, Chromium nor Edge was found, and none could be fetched. "
    "Install one, or name one in the variable BROWSER, and run the tests again."
)


def find_browser() -> Path | None:
    """The first browser that starts, or None."""
    return next((path for path in candidates() if path.is_file() and starts(path)), None)


def candidates() -> Iterator[Path]:
    """Every place where a browser of the Chromium family may be, best first; Playwright is asked only at the end."""
    named = shutil.which(os.environ.get("BROWSER", "") or "-")
    yield from [Path(named)] if named else []
    yield from browsers()
    yield from playwright_download()


def playwright_download() -> list[Path]:
    """Where Playwright keeps its own browser, whether or not it was fetched."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return [Path(playwright.chromium.executable_path)]


def starts(path: Path) -> bool:
    """Whether the program is a browser that works, not a stub that asks for another package."""
    if os.name == "nt":
        return True  # on Windows --version opens a window
    try:
        answer = subprocess.run([str(path), "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and any(word in answer.stdout for word in ("Chrom", "Edge"))


def obtain_browser() -> Path | None:
    """Fetch a browser in the way this system offers; None when neither way worked."""
    if may_install_packages():
        say("No browser found. Installing Debian's chromium package with apt-get.")
        call(["apt-get", "update", "-q"])
        call(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"])
        found = find_browser()
        if found:
            return found
        say("That did not bring a browser that starts.")
    say("Fetching Playwright's own Chromium.")
    call([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_browser()


def may_install_packages() -> bool:
    """Whether this is a Debian-like system and this user may install on it."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def call(words: list[str]) -> None:
    """Run a program and show what it says; what came of it is looked at afterwards."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(words, env=environment, check=False)


def say(text: str) -> None:
    """Tell the person what happens."""
    print(f"balance: {text}", flush=True)


def main() -> None:
    """Make sure there is a browser and say which."""
    browser = find_browser() or obtain_browser()
    say(f"Tests use the browser {browser}." if browser else NO_BROWSER)


if __name__ == "__main__":
    main()
