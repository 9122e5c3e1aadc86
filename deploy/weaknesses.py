"""Looks up known weaknesses of the tested packages with pip-audit, and says when that could not be done.

Where an index knows no weaknesses, pip-audit leaves every package out and calls that a success: here it is none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NONE, FOUND, NOT_LOOKED_UP = 0, 1, 3


def main(words: list[str]) -> int:
    """Look up what constraints.txt pins with the tool that is named; 0 none known, 1 some are, 3 not looked up."""
    asked = ["--requirement", str(ROOT / "constraints.txt"), "--no-deps", "--disable-pip", "--timeout", "10"]
    told = subprocess.run([words[0], *asked, "--format", "json", "--progress-spinner", "off"], capture_output=True,
                          text=True)  # fmt: skip
    status, lines = judged(told.stdout)
    print("\n".join(lines or told.stderr.strip().splitlines()[-1:]))
    return status


def judged(document: str) -> tuple[int, list[str]]:
    """What the tool's answer means, with a line for each weakness, or for what it could not look up.

    >>> judged('{"dependencies": [{"name": "a", "skip_reason": "Dependency not found"}]}')
    (3, ['1 of 1 packages could not be looked up: a.'])
    """
    try:
        packages: list[dict[str, Any]] = json.loads(document)["dependencies"]
    except (ValueError, KeyError):
        return NOT_LOOKED_UP, []
    weak = [f"{one['name']} {one['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none'}"
            for one in packages for known in one.get("vulns", ())]  # fmt: skip
    left = [one["name"] for one in packages if "vulns" not in one]
    if packages and not left:
        return (FOUND if weak else NONE), weak
    told = (
        f"{len(left)} of {len(packages)} packages could not be looked up: {', '.join(left) or 'none was asked about'}."
    )
    return (FOUND if weak else NOT_LOOKED_UP), [*weak, told]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
