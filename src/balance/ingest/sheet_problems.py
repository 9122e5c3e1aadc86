"""Problems of whole files and sheets: no table, columns missing, headers set aside, sheets on their side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance.errors import Problem
from balance.ingest.grid import Sheet
from balance.ingest.headers import known_anywhere
from balance.ingest.reader import Workbook
from balance.ingest.recognise import Recognised, missing_columns
from balance.ingest.text_problems import text_problems
from balance.schema import TABLES

FIRST_COLUMN_KNOWN = 3


def file_problems(books: Sequence[Workbook], found: Sequence[Recognised]) -> Iterator[Problem]:
    """What is to be said of the files and of the sheets as wholes."""
    for book in books:
        yield from book.problems
    some = any(sheet.complete for sheet in found)
    for sheet in found:
        if sheet.table_found is not None and sheet.missing:
            yield missing_columns(sheet) if sheet.likely or not some else _left_aside(sheet)
        elif sheet.table_found is None and sheet.sheet.rows:
            yield _left_aside(sheet) if some else _not_recognised(sheet)
        if sheet.table_found is not None:
            yield from _not_taken(sheet)
        yield from text_problems(sheet)
    if books and not any(sheet.sheet.rows for sheet in found):
        yield from (_no_rows(book) for book in books if not book.refused)


def header_alone(found: Recognised, others_filled: bool) -> Problem:
    """A table with its header and not one row: nothing to load, or a sheet nobody filled in beside others."""
    sheet = found.sheet
    if others_filled:
        return Problem("sheet-empty", "note", sheet.file, sheet.name or None, found="a header without rows",
                       expected="rows, or no such sheet", fix="Nothing to do: the table stays as it was.")  # fmt: skip
    return Problem("rows-missing", "error", sheet.file, sheet.name or None, found="a header without rows",
                   expected="at least one row", fix="Export the table again, with its rows.")  # fmt: skip


def _left_aside(found: Recognised) -> Problem:
    sheet = found.sheet
    return Problem("sheet-left-out", "note", sheet.file, sheet.name or None, found="a sheet that is no table of ours",
                   expected="headers of " + ", ".join(TABLES),
                   fix="Nothing to do if the sheet is not meant to be read.")  # fmt: skip


def _not_recognised(found: Recognised) -> Problem:
    sheet = found.sheet
    if found.header_found is None and is_transposed(sheet):
        return Problem("sheet-transposed", "error", sheet.file, sheet.name or None,
                       found="the names of the columns down the first column", expected="one row of headers on top",
                       fix="Copy the table in Excel and paste it with Paste Special, Transpose.")  # fmt: skip
    header = f"headers {', '.join(found.unmapped[:40])}" if found.header_found else "no row of headers that are known"
    return Problem("table-not-recognised", "error", sheet.file, sheet.name or None, found=header,
                   expected="the headers of one of " + ", ".join(TABLES),
                   fix="Give the columns the names of the template, or name them in a mapping file.")  # fmt: skip


def is_transposed(sheet: Sheet) -> bool:
    """Whether a sheet names its columns down its first column."""
    if len(sheet.columns) < 2 or sheet.rows > 200:
        return False
    return known_anywhere(sheet.columns[0].shown(row).strip() for row in range(sheet.rows)) >= FIRST_COLUMN_KNOWN


def _not_taken(found: Recognised) -> Iterator[Problem]:
    """A header with a known name whose values speak against the column: not taken, and said so."""
    sheet = found.sheet
    for source, column, exact in found.not_taken:
        texts = [text for text in source.cells.texts if text.strip() and text != source.header][:3]
        wanted = f"one of {', '.join(column.choices)}" if column.choices else f"a {column.type}"
        yield Problem(
            "column-not-taken", "warning" if exact else "note", sheet.file, sheet.name or None,
            sheet.cell(found.header.row, source.places[0]), sheet.row_number(found.header.row), column.name,
            f"{source.header!r} with values such as {', '.join(repr(text[:40]) for text in texts) or 'none'}", wanted,
            f"Nothing to do if it is not {column.name}; else give its values a meaning in a mapping file.",
        )  # fmt: skip


def _no_rows(book: Workbook) -> Problem:
    return Problem("file-empty", "error", book.name, found="no cells", expected="a table with a header and rows",
                   fix="Export the file again.")  # fmt: skip
