"""Writes the table of settings in docs/operations.md anew from the settings themselves; `make docs` runs it.

Rows of variables that are no setting of the program are written by hand and kept.
"""

import re
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from balance.settings import PREFIX, Settings

PAGE = Path(__file__).with_name("operations.md")
HEAD = "| setting | means | default |\n|---|---|---|\n"


def written(text: str) -> str:
    """The page with its table of settings as the program has them now."""
    before, head, rest = text.partition(HEAD)
    table, end, after = rest.partition("\n\n")
    own = {PREFIX + setting.name.upper() for setting in fields(Settings)}
    by_hand = [row for row in table.splitlines() if re.findall(r"^\| `(\w+)`", row)[0] not in own]
    return before + head + "\n".join([*map(_row, fields(Settings)), *by_hand]) + end + after


def _row(setting: Field[Any]) -> str:
    told = setting.metadata
    choices = f": {', '.join(told['choices'])}" if told["choices"] else ""
    default = setting.default
    shown = "not set" if default == "" else f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
    return f"| `{PREFIX}{setting.name.upper()}` | {told['meaning']}{choices} | {shown} |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
