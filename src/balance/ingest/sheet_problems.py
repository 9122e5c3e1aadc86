"""Problems of whole files and sheets: no table, columns missing, headers set aside, sheets on their side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import numpy as np

from balance.errors import Problem
from balance.ingest.asking import was_left_out
from balance.ingest.doubtful import example_values
from balance.ingest.fitness import LINKS
from balance.ingest.grid import Sheet
from balance.ingest.merged_cells import merged_problems
from balance.ingest.nearest_table import named_as_ours
from balance.ingest.other_lists import other_list
from balance.ingest.reader import Workbook
from balance.ingest.recognise import Recognised
from balance.ingest.shapes import is_pivot, is_transposed
from balance.ingest.text_problems import text_problems
from balance.schema import TABLES, Column

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def file_problems(books: Sequence[Workbook], found: Sequence[Recognised]) -> Iterator[Problem]:
    """What is to be said of the files and of the sheets as wholes."""
    for book in books:
        yield from book.problems
    read = {sheet.sheet.file for sheet in found if sheet.complete}
    for sheet in found:
        if sheet.table_found is not None and sheet.missing:
            yield missing_columns(sheet) if sheet.likely or not read else _left_aside(sheet, read)
        elif sheet.table_found is None and sheet.sheet.rows and not (read and sheet.questions):
            yield _left_aside(sheet, read) if _may_be_left(sheet, read) else _not_recognised(sheet)
        if sheet.table_found is not None:
            yield from _not_taken(sheet)
            yield from merged_problems(sheet)
        yield from text_problems(sheet)
    yield from _several_tables(found)
    if books and not any(sheet.sheet.rows for sheet in found):
        yield from (_no_rows(book) for book in books if not book.refused)


def _may_be_left(found: Recognised, read: Set[str]) -> bool:
    """Whether a sheet that is no table may be left out: beside one that was read, unless it is all there is of a file.

    Of a file of which nothing was read, what holds no rows and columns may be, and what was left out as answered.
    """
    sheet = found.sheet
    beside = sheet.file in read or was_left_out(sheet, found.said)
    return bool(read) and (beside or (found.header_found is None and not is_transposed(sheet) and not is_pivot(sheet)))


def header_alone(found: Recognised, others_filled: bool) -> Problem:
    """A table with its header and not one row: nothing to load, or a sheet nobody filled in beside others."""
    sheet = found.sheet
    if others_filled:
        return Problem("sheet-empty", "note", sheet.file, sheet.name or None, found="a header without rows",
                       expected="rows, or no such sheet", fix="Nothing to do: the table stays as it was.")  # fmt: skip
    return Problem("rows-missing", "error", sheet.file, sheet.name or None, found="a header without rows",
                   expected="at least one row", fix="Export the table again, with its rows.")  # fmt: skip


def missing_columns(found: Recognised) -> Problem:
    """The problem of a table that lacks required columns; it names exactly those, and the headers found."""
    names = ", ".join(found.missing)
    headers = [name for name in dict.fromkeys(found.header.names) if name]
    first, *others = (column for column in found.table.required if column.name in found.missing)
    more = [f"{column.name} (often called {', '.join(column.synonyms[:3])})" for column in others]
    expected = f"{found.table.name} with {first.name} (often called {', '.join(first.synonyms[:3])})"
    return Problem(
        "column-missing", "error", found.sheet.file, found.sheet.name or None,
        row=found.header_number, column=names,
        found="headers " + ", ".join(" ".join(header.split())[:80] for header in headers),
        expected="; ".join([expected, *more]),
        fix=f"Add {'a column' if len(found.missing) == 1 else 'columns'} {names} to the export, or answer which of the "
            "headers it is.",
    )  # fmt: skip


def _several_tables(found: Sequence[Recognised]) -> Iterator[Problem]:
    """A note for each sheet that was read as several tables."""
    apart: dict[tuple[str, str], list[str]] = {}
    for sheet in (one.sheet for one in found):
        if sheet.part:
            apart.setdefault((sheet.file, sheet.name), []).append(sheet.part)
    for (file, name), places in apart.items():
        yield Problem("sheet-several-tables", "note", file, name or None, places[0].partition(":")[0],
                      found=f"{len(places)} tables on one sheet ({', '.join(places)})", expected="one table on a sheet",
                      fix="Nothing to do: each is read as a sheet of its own.")  # fmt: skip


def _left_aside(found: Recognised, read: Set[str]) -> Problem:
    sheet = found.sheet
    if found.header_found is None and is_pivot(sheet):
        return Problem("sheet-pivot", "note", sheet.file, sheet.name or None, found="a pivot table, which holds sums",
                       expected="rows", fix="Nothing to do: the rows behind it are what is read.")  # fmt: skip
    other = other_list(found.header_found.names) if found.header_found and found.table_found is None else None
    if other is not None:
        return Problem("sheet-left-out", "note", sheet.file, sheet.name or None, found=f"what looks like {other.name}",
                       expected="one of " + ", ".join(TABLES), fix=f"Nothing to do. {other.instead}")  # fmt: skip
    if was_left_out(sheet, found.said):
        return Problem("sheet-left-out", "note", sheet.file, sheet.name or None, found="a sheet left out as answered",
                       expected="a sheet that is to be read",
                       fix="Nothing to do, or answer otherwise.")  # fmt: skip
    missed = sheet.file not in read or named_as_ours(sheet)
    return Problem("sheet-left-out", "warning" if missed else "note", sheet.file, sheet.name or None,
                   found="a sheet that is no table of ours", expected="headers of " + ", ".join(TABLES),
                   fix="Nothing to do if the sheet is not meant to be read.")  # fmt: skip


def _not_recognised(found: Recognised) -> Problem:
    sheet = found.sheet
    if was_left_out(sheet, found.said):
        return Problem("sheet-left-out", "error", sheet.file, sheet.name or None, found="a sheet left out as answered",
                       expected="something to load",
                       fix="Answer otherwise, or load a file that has what is missing.")  # fmt: skip
    if found.header_found is None and is_transposed(sheet):
        return Problem("sheet-transposed", "error", sheet.file, sheet.name or None,
                       found="the names of the columns down the first column", expected="one row of headers on top",
                       fix="Copy the table in Excel and paste it with Paste Special, Transpose.")  # fmt: skip
    if found.header_found is None and is_pivot(sheet):
        return Problem("sheet-pivot", "error", sheet.file, sheet.name or None, found="a pivot table, which holds sums",
                       expected="one row for each initiative, incident, change or control",
                       fix="Export the rows the pivot was made from.")  # fmt: skip
    other = other_list(found.header_found.names) if found.header_found else None
    if other is not None:
        return Problem("table-not-recognised", "error", sheet.file, sheet.name or None,
                       found=f"what looks like {other.name}: headers {', '.join(found.unmapped[:40])}",
                       expected="one of " + ", ".join(TABLES),
                       fix=f"{other.instead} If it is one of these tables all the same, answer which.")  # fmt: skip
    if found.header_found is None and sheet.written is not None:
        return _not_recognised_text(sheet)
    header = f"headers {', '.join(found.unmapped[:40])}" if found.header_found else "no row of headers that are known"
    return Problem("table-not-recognised", "error", sheet.file, sheet.name or None, found=header,
                   expected="the headers of one of " + ", ".join(TABLES),
                   fix="Say which table it is where that is asked, give the columns the names of the template, "
                   "or name them in a mapping file.")  # fmt: skip


def _not_recognised_text(sheet: Sheet) -> Problem:
    """A text in which no headers were found: how it begins, and whether it goes by the name of a workbook."""
    filled = np.flatnonzero(~sheet.blank)
    if not len(filled):
        return Problem("table-not-recognised", "error", sheet.file, found="rows of empty cells alone",
                       expected="the headers of one of " + ", ".join(TABLES),
                       fix="Export the table again, with its rows.")  # fmt: skip
    begins = " ".join("".join(sheet.row_texts(int(filled[0]))).split())[:60]
    named = sheet.file.lower().endswith(WORKBOOKS)
    what = "plain text under the name of a workbook" if named else "plain text"
    columns = "without columns" if len(sheet.columns) == 1 else "with no row of headers that are known"
    return Problem("table-not-recognised", "error", sheet.file, found=f"{what}, {columns}; it begins {begins!r}",
                   expected="the headers of one of " + ", ".join(TABLES),
                   fix="Export the table itself as .xlsx or .csv. If this is it, answer which row holds the headers, "
                   "or name them in a mapping file.")  # fmt: skip


def _not_taken(found: Recognised) -> Iterator[Problem]:
    """A header with a known name whose values speak against the column: not taken, and said so."""
    sheet = found.sheet
    for source, column, exact in found.not_taken:
        texts = ", ".join(repr(text[:40]) for text in example_values(source)) or "none"
        header = found.header
        cell = sheet.cell(header.row, source.places[0]) if header.row >= 0 else None
        yield Problem(
            "column-not-taken", "warning" if exact else "note", sheet.file, sheet.name or None,
            cell, found.header_number, column.name, f"{source.header!r} with values such as {texts}", _wanted(column),
            f"Nothing to do if it is not {column.name}; else give its values a meaning in a mapping file.",
        )  # fmt: skip


def _wanted(column: Column) -> str:
    if column.choices:
        return f"one of {', '.join(column.choices)}"
    if column.name in LINKS:
        return f"ids of {LINKS[column.name]}"
    meant = column.meaning[0].lower() + column.meaning[1:]
    return f"words that tell {meant}" if column.type == "text" else f"a {column.type}: {meant}"


def _no_rows(book: Workbook) -> Problem:
    return Problem("file-empty", "error", book.name, found="no cells", expected="a table with a header and rows",
                   fix="Export the file again.")  # fmt: skip
