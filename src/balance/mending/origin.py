"""The origin of a marked workbook: a hidden sheet that says which upload it was made from.

What it says is a claim of whoever hands the workbook in. It only leads to an original that is known
here by its content; what was changed is found by comparing cells, and every change is shown.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from balance import __version__
from balance.corrections import Correction, Kind
from balance.ingest import Workbook
from balance.ingest.corrections import KINDS
from balance.ingest.grid import Sheet

ORIGIN, LIST = "Balance origin", "What to mend"
"""The two sheets of a marked workbook that are not the analyst's."""
MARK, FORM = "Marked workbook of Balance", "1"
MOST_READ, WIDTH = 100_000, 5

_RESERVED = frozenset({ORIGIN.lower(), LIST.lower(), "history"})
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Origin:
    """What a marked workbook says of itself: the upload it shows, and the corrections already made in it."""

    sha256: str
    file: str
    corrections: tuple[Correction, ...] = ()


def lines(origin: Origin) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet."""
    made = [("correction", one.sheet, one.cell, one.meant, one.kind) for one in origin.corrections]
    head = [(MARK, FORM), ("made by", __version__), ("sha256", origin.sha256), ("file", origin.file)]
    return [*head, *made]


def origin_of(book: Workbook) -> Origin | None:
    """The origin a workbook claims; None where it is no marked workbook of a form that is known."""
    sheet = next((sheet for sheet in book.sheets if sheet.name == ORIGIN), None)
    if sheet is None or sheet.rows == 0 or len(sheet.columns) < 2:
        return None
    rows = [tuple(cells.shown(row) for cells in sheet.columns[:WIDTH]) for row in range(min(sheet.rows, MOST_READ))]
    if rows[0][:2] != (MARK, FORM):
        return None
    said = {row[0]: row[1] for row in rows}
    sha256 = said.get("sha256", "")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        return None
    made = tuple(one for row in rows if row[0] == "correction" for one in [_correction(sha256, row)] if one)
    return Origin(sha256, said.get("file", "")[:200], made)


def _correction(sha256: str, row: Sequence[str]) -> Correction | None:
    kind: Kind | None = next((kind for kind in KINDS if len(row) > 4 and row[4] == kind), None)
    return Correction(sha256, row[1], row[2], row[3], kind=kind) if kind else None


def data_of(book: Workbook, beside: Container[str]) -> Workbook | None:
    """A kept file as it is read again: a marked workbook whose original is kept beside it is not read itself."""
    origin = origin_of(book)
    if origin is None:
        return book
    return None if origin.sha256 in beside else replace(book, sheets=own_sheets(book))


def own_sheets(book: Workbook) -> tuple[Sheet, ...]:
    """The sheets of a marked workbook that are the analyst's."""
    return tuple(sheet for sheet in book.sheets if sheet.name not in (ORIGIN, LIST))


def written_names(book: Workbook) -> list[str]:
    """What each sheet of an upload is called in its marked workbook: its own name, as far as Excel takes it.

    The sheet of a text file takes the name of the file.
    """
    names: list[str] = []
    taken = set(_RESERVED)
    for sheet in book.sheets:
        stem = re.split(r"[/\\]", book.name)[-1].rsplit(".", 1)[0]
        wanted = _FORBIDDEN.sub("_", sheet.name or stem).strip("' ")[:31] or "Sheet"
        name, number = wanted, 1
        while name.lower() in taken:
            number += 1
            name = f"{wanted[: 31 - len(str(number)) - 3]} ({number})"
        taken.add(name.lower())
        names.append(name)
    return names
