"""Problems and held rows as tables a person can take away: for the list of a marked workbook, as csv and as xlsx.

Whatever a cell of an upload holds, a spreadsheet program shows it as text and never runs it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from balance import formats
from balance.corrections import Correction
from balance.errors import BalanceError, Problem
from balance.mending.plain import plain

HEAD = ("Status", "Sheet", "Cell", "Column", "Found", "Expected", "What to do")
PROBLEM_HEAD = ("severity", "code", "file", "sheet", "cell", "row", "column", "found", "expected", "fix")
STATUS = {"error": "needs you", "warning": "look", "note": "noted"}
_ORDER = ("error", "warning", "note")
MOST_OF_A_NAME = 80
MOST_COMMENTS, MOST_LISTED = 20_000, 100_000
"""How many comments and lines of the list one workbook holds: spreadsheet programs become slow beyond."""

Line = tuple[str, ...]


def how_to(problems: Sequence[Problem], held: pd.DataFrame, made: Sequence[Correction]) -> list[str]:
    """What stands above the list: how much there is to mend, what the colours mean, how to hand it back."""
    counts = [(sum(p.severity == severity for p in problems), words) for severity, words in (
        ("error", "must be mended"), ("warning", "to look at"), ("note", "only noted"))]  # fmt: skip
    told = ", ".join(f"{count:,} {words}" for count, words in counts)
    done = f" Corrections made before: {len(made):,}." if made else ""
    commented = sum(p.severity != "note" and p.cell is not None for p in problems) + len(held) + len(made)
    capped = (
        f" Only the first {MOST_COMMENTS:,} carry a comment; all are listed below." if commented > MOST_COMMENTS else ""
    )
    return [
        f"Rows held back: {len(held):,}. Of the places below, {told}.{done}",
        "Orange cells must be mended, yellow ones are worth a look; point at one to read why. Pale orange rows are "
        f"held back, blue cells were corrected before, grey rows are left out.{capped}",
        "Mend the cells in their sheets, or delete a row that is wrong. Keep the order of rows and columns and the "
        "names of sheets.",
        "Save it as .xlsx and add it on the Data screen, or give it to `balance load`: only what you changed is read "
        "anew.",
    ]  # fmt: skip


def rows(problems: Iterable[Problem], made: Iterable[Correction], names: Mapping[str, str]) -> list[Line]:
    """The lines of the list: errors, warnings, notes, what was corrected; sheets by the name they are written under."""
    lines: list[Line] = [
        (STATUS[p.severity], names.get(p.sheet or "", p.sheet or ""), p.cell or "", p.column or "", p.found,
         p.expected, p.fix)
        for p in sorted(problems, key=lambda p: _ORDER.index(p.severity))
    ]  # fmt: skip
    lines += [
        ("left out" if one.whole_row else "corrected", names.get(one.sheet, one.sheet), one.cell, one.column,
         one.found or "", one.meant, one.why)
        for one in made
    ]  # fmt: skip
    more = len(lines) - MOST_LISTED
    return lines if more <= 0 else [*lines[:MOST_LISTED], ("", "", "", "", f"{more:,} more are not listed", "", "")]


def problems_table(problems: Iterable[Problem]) -> list[Line]:
    """Every problem in a line, under its head."""
    told = (problem.as_json() for problem in problems)
    return [PROBLEM_HEAD, *(tuple(_text(one[name]) for name in PROBLEM_HEAD) for one in told)]


def held_table(held: pd.DataFrame) -> list[Line]:
    """Every row held back in a line: why and where, then its cells under the headers they had."""
    cells = [json.loads(text) for text in held["cells"]]
    headers = list(dict.fromkeys(name for row in cells for name in row))
    places = zip(held["reasons"], held["table"], held["file"], held["sheet"], held["row"], strict=True)
    lines = [
        (*map(_text, place), *(_text(row.get(name)) for name in headers))
        for place, row in zip(places, cells, strict=True)
    ]
    return [("why held", "table", "file", "sheet", "row", *headers), *lines]


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value)


def as_csv(table: Iterable[Line]) -> bytes:
    """A table as csv that spreadsheet programs open as it is and run nothing of."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([formats.disarmed(plain(text)) for text in line] for line in table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterable[Line], title: str) -> bytes:
    """A table as a workbook of one sheet in which every cell is text."""
    from xlsxwriter import Workbook  # large, and few visitors ask for it

    drawn = io.BytesIO()
    book = Workbook(drawn, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                            "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"title": title, "author": "Balance", "created": datetime(1980, 1, 1)})
    page, head, body = book.add_worksheet(title), book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    page.set_column(0, 20, 22)
    for row, line in enumerate(table):
        for column, text in enumerate(line):
            page.write_string(row, column, plain(text), body if row else head)
    book.close()
    return drawn.getvalue()


def write_table(table: Sequence[Line], path: Path, title: str) -> Path:
    """Write a table as the kind of file its name says; BalanceError where that is neither csv nor xlsx."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise BalanceError(f"{path} is neither .csv nor .xlsx. Name a file that ends in one of them.")
    path.write_bytes(as_csv(table) if kind == ".csv" else as_xlsx(table, title))
    return path


def safe_name(name: str, what: str, kind: str) -> str:
    """A file name made of the name of an upload, whatever that is.

    >>> safe_name("../q3: plan.xlsx", " - to mend", "xlsx")
    'q3_ plan - to mend.xlsx'
    """
    stem = re.split(r"[/\\\\]", name)[-1].rsplit(".", 1)[0]
    kept = re.sub(r"[^\w .()+-]", "_", stem).strip(" .")[:MOST_OF_A_NAME].strip(" .")
    return f"{kept or 'upload'}{what}.{kind}"
