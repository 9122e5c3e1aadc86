"""Writes the part *Every file* of ARCHITECTURE.md anew from the files' own first lines; `make docs` runs it.

A row of a Python file repeats the first line of its docstring. Rows of other files are written by hand and kept.
"""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "ARCHITECTURE.md"
BEGIN = "## Every file"
TOP_LEVEL = ("*.py", "*.toml", "*.md", "*.txt", "Makefile", "LICENSE", ".importlinter", ".streamlit/*", ".ci/run")
ROOMS = ("src/balance/**/*.py", "src/balance/**/*.sql", "pages/*.py")
HEAD = "| file | does |\n|---|---|\n"


def written(text: str) -> str:
    """The map with its last part as the tree stands now."""
    before, _, old = text.partition(BEGIN)
    by_hand = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", old, flags=re.MULTILINE))
    return before + BEGIN + "\n\n" + "\n\n".join(_part(title, paths, by_hand) for title, paths in _groups()) + "\n"


def _groups() -> Iterable[tuple[str, list[str]]]:
    top = sorted({_name(path) for pattern in TOP_LEVEL for path in ROOT.glob(pattern)})
    rooms = sorted({_name(path) for pattern in ROOMS for path in ROOT.glob(pattern)})
    yield "The top level:", top
    yield "The screens:", [path for path in rooms if path.startswith("pages/")]
    own = [path for path in rooms if path.startswith("src/")]
    yield "The package's own files:", [path for path in own if path.count("/") == 2]
    for room in dict.fromkeys(path.split("/")[2] for path in own if path.count("/") > 2):
        yield f"`{room}`:", [path for path in own if path.startswith(f"src/balance/{room}/")]


def _part(title: str, paths: list[str], by_hand: dict[str, str]) -> str:
    rows = [f"| `{path}` | {_does(ROOT / path) or by_hand.get(path, '')} |" for path in paths]
    return f"{title}\n\n{HEAD}" + "\n".join(rows)


def _does(path: Path) -> str:
    """The first line of a Python file's docstring; empty for other files."""
    if path.suffix != ".py":
        return ""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return told.partition("\n")[0].rstrip(".").replace("|", "\\|")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    MAP.write_text(written(MAP.read_text(encoding="utf-8")), encoding="utf-8")
