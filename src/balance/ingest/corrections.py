"""Corrections put into the sheets after reading: single cells get another content, single rows are left out.

The file itself is never touched. A correction that finds another cell than it speaks of, or none at
all, is told as an error with its place, and nothing of the upload is kept until it is mended.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from balance.corrections import Correction, Kind, in_order
from balance.errors import Problem
from balance.ingest.grid import EMPTY, ERROR, FLAG, MOMENT, NUMBER, SPAN, TEXT, Cells, Sheet
from balance.ingest.reader import Workbook
from balance.ingest.recognise import Recognised

KINDS: dict[Kind, int] = {"text": TEXT, "number": NUMBER, "moment": MOMENT, "span": SPAN, "flag": FLAG}
ASTRAY = "correction-astray"
"""The code of a correction that cannot be made."""
MOST_FOUND = 500
"""How much of what a cell or row held is quoted; the whole of it stands in the original."""


@dataclass(frozen=True)
class Corrected:
    """Workbooks with their corrections made: which were made, and which could not be."""

    books: tuple[Workbook, ...]
    made: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()


def correct(books: Sequence[Workbook], corrections: Sequence[Correction]) -> Corrected:
    """The workbooks with every correction made.

    Corrections that say the same count once, and one that changes nothing is none. The order in which
    they are given has no part in it: two that want different things of one cell are both refused.
    """
    wanted = in_order(dict.fromkeys(corrections))
    if not wanted:
        return Corrected(tuple(books))
    told = list(_unknown(books, wanted))
    done: list[Workbook] = []
    made: list[Correction] = []
    for book in books:
        sheets = []
        for sheet in book.sheets:
            mine = [one for one in wanted if (one.sha256, one.sheet) == (book.sha256, sheet.name)]
            mended, changes, problems = _corrected_sheet(sheet, mine) if mine else (sheet, [], [])
            sheets.append(mended)
            made += changes
            told += problems
        done.append(replace(book, sheets=tuple(sheets)))
    return Corrected(tuple(done), in_order(made), (*told, *_rows_left_out(made)))


def named_columns(made: Sequence[Correction], found: Sequence[Recognised]) -> tuple[Correction, ...]:
    """The corrections with the column of the table that each of them touches, where it is one."""
    names: dict[tuple[str, str, int], str] = {}
    for sheet in found:
        for entry in sheet.columns:
            for column in entry.source.places:
                names[sheet.sheet.file, sheet.sheet.name, sheet.sheet.first_column + column] = entry.column.name
    return tuple(
        one
        if (place := one.place) is None or place[1] is None
        else replace(one, column=names.get((one.file, one.sheet, place[1]), ""))
        for one in made
    )


def _unknown(books: Sequence[Workbook], wanted: Sequence[Correction]) -> Iterator[Problem]:
    """Corrections of files or sheets that are not there."""
    sheets = {book.sha256: {sheet.name for sheet in book.sheets} for book in books}
    for one in wanted:
        if one.sha256 not in sheets:
            yield _astray(one, "no such file among these", "one of the files that are read")
        elif one.sheet not in sheets[one.sha256]:
            names = ", ".join(repr(name) for name in sorted(sheets[one.sha256])[:20])
            yield _astray(one, f"no sheet {one.sheet!r}", f"one of {names}" if names else "a file that can be read")


def _corrected_sheet(sheet: Sheet, wanted: Sequence[Correction]) -> tuple[Sheet, list[Correction], list[Problem]]:
    by_cell: dict[str, list[Correction]] = defaultdict(list)
    for one in wanted:
        by_cell[one.cell.upper().replace("$", "")].append(one)
    changes: dict[int, dict[int, Correction]] = defaultdict(dict)
    rows: list[Correction] = []
    problems: list[Problem] = []
    for same in by_cell.values():
        one, wrong = _agreed(sheet, same)
        if wrong is not None:
            problems.append(wrong)
        elif one.place is not None and one.place[1] is None:
            rows.append(one)
        elif one.place is not None and one.place[1] is not None and not _is_so(sheet, one.place[0], one.place[1], one):
            changes[one.place[1] - sheet.first_column][one.place[0] - sheet.first_row] = one
    columns = list(sheet.columns)
    for column, cells in changes.items():
        columns[column] = _with(columns[column], {row: _content(one) for row, one in cells.items()})
    aside = tuple(sorted({*sheet.aside, *(one.place[0] - sheet.first_row for one in rows if one.place)}))
    made = [*rows, *(one for cells in changes.values() for one in cells.values())]
    return replace(sheet, columns=tuple(columns), aside=aside), made, problems


def _agreed(sheet: Sheet, same: Sequence[Correction]) -> tuple[Correction, Problem | None]:
    """The one correction of a cell with what it finds there, or why it cannot be made."""
    one = replace(same[0], file=sheet.file)
    if len({(other.meant, other.kind) for other in same}) > 1:
        meant = " and ".join(repr(other.meant[:80]) for other in same)
        return one, _astray(one, f"{meant} at once", "one content for a cell")
    if one.place is None:
        return one, _astray(one, f"{one.cell!r}, which is no address of a cell", "an address like F12")
    row, column = one.place[0] - sheet.first_row, one.place[1]
    at = column - sheet.first_column if column is not None else 0
    if not 0 <= row < sheet.rows or not 0 <= at < len(sheet.columns):
        last = sheet.cell(sheet.rows - 1, len(sheet.columns) - 1) if sheet.columns else "none"
        return one, _astray(one, "no such cell", f"a cell up to {last}, the last one of the sheet")
    there = _shown(sheet, row, None if column is None else at)[:MOST_FOUND]
    astray = next((other for other in same if other.found is not None and other.found != there), None)
    if astray is not None:
        return one, _astray(one, there[:200], f"{(astray.found or '')[:200]!r}, which the correction speaks of")
    why = _content_fault(one)
    address = sheet.cell(row, at) if column is not None else one.cell
    return replace(one, found=there, cell=address), why


def _shown(sheet: Sheet, row: int, column: int | None) -> str:
    """A cell as a person reads it, or a whole row."""
    if column is not None:
        return sheet.columns[column].shown(row)
    return " | ".join(cells.shown(row)[:MOST_FOUND] for cells in sheet.columns[:MOST_FOUND])


def _is_so(sheet: Sheet, row: int, column: int, one: Correction) -> bool:
    """Whether the cell holds already what it is to hold."""
    return sheet.columns[column - sheet.first_column].shown(row - sheet.first_row) == one.meant


def _content_fault(one: Correction) -> Problem | None:
    try:
        _content(one)
    except (ValueError, OverflowError):
        return _astray(one, f"{one.meant[:80]!r}", f"a {one.kind}")
    return None


def _content(one: Correction) -> tuple[int, float, str]:
    """Kind, number and text of the mended cell."""
    if not one.meant.strip():
        return EMPTY, np.nan, ""
    kind = KINDS[one.kind]
    return kind, _READ[one.kind](one.meant), one.meant if kind == TEXT else ""


def _finite(text: str) -> float:
    number = float(text)
    if not np.isfinite(number):
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
    return (moment - dt.datetime(1970, 1, 1)) / dt.timedelta(seconds=1)


def _span(text: str) -> float:
    hours, minutes, seconds = text.lstrip("-").split(":")
    return (-1 if text.startswith("-") else 1) * (int(hours) * 3600.0 + int(minutes) * 60 + float(seconds))


_READ: dict[Kind, Callable[[str], float]] = {
    "text": lambda _: np.nan,
    "number": _finite,
    "moment": _seconds,
    "span": _span,
    "flag": lambda text: float(text.strip().upper() == "TRUE"),
}


def _with(cells: Cells, contents: Mapping[int, tuple[int, float, str]]) -> Cells:
    """One column with other contents in some of its cells, as if the file had held them."""
    kind, number, code = cells.kind.copy(), cells.number.copy(), cells.code.copy()
    form = None if cells.form is None else cells.form.copy()
    texts = list(cells.texts)
    known = {text: place for place, text in enumerate(texts)}
    formats = cells.formats if "" in cells.formats else (*cells.formats, "")
    plain_form = formats.index("")
    for row, (what, value, text) in contents.items():
        if text not in known:
            known[text] = len(texts)
            texts.append(text)
        if form is not None and (what, int(kind[row])) != (NUMBER, NUMBER):
            form[row] = plain_form  # what a format says of a number holds for another number only
        kind[row], number[row], code[row] = what, value, known[text]
    if not np.isin(kind, (TEXT, ERROR, EMPTY)).any():
        return Cells(kind, number, np.full(len(kind), -1, dtype=np.int32), (), form, formats)
    return _recoded(Cells(kind, number, code, tuple(texts), form, formats), known.get("", -1))


def _recoded(cells: Cells, blank: int) -> Cells:
    """The texts that are still there, in the order in which they come."""
    used = np.where(cells.code < 0, blank, cells.code)
    code, places = pd.factorize(used)
    texts = tuple(cells.texts[place] if place >= 0 else "" for place in places)
    return replace(cells, code=code.astype(np.int32), texts=texts)


def _rows_left_out(made: Sequence[Correction]) -> list[Problem]:
    return [
        Problem("row-left-out", "note", one.file, one.sheet or None, None, int(one.cell.split(":")[0]), None,
                f"a row left out as told{f': {one.why}' if one.why else ''} ({(one.found or '')[:120]})",
                "a row of data", "Nothing to do.")
        for one in in_order(made) if one.whole_row
    ]  # fmt: skip


def _astray(one: Correction, found: str, expected: str) -> Problem:
    place = one.place
    return Problem(
        ASTRAY, "error", one.file or one.sha256[:12], one.sheet or None, one.cell, place[0] + 1 if place else None,
        one.column or None, found, expected, "Take the correction back, or make it at the cell that is meant.",
    )  # fmt: skip
