"""The empty workbook: one sheet per table, every column with its meaning, its type and its choices.

Header cells carry the column names of the schema, so that a filled template is read without a question.
Row 1 is the header and data begins in row 2.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from balance import schema
from balance.assumptions import KNOWN, PREFIXES
from balance.workbook import save_workbook

INSTRUCTIONS_SHEET = "Read me first"
ROWS = 5_000
"""Rows that have number formats and checks; more may be filled in."""

NUMBER_FORMATS: dict[schema.Type, str] = {
    "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "share": "0%", "number": "0.##",
    "count": "0", "id": "@", "text": "General", "choice": "@", "tags": "@", "flag": "General",
}  # fmt: skip
WIDTHS: dict[schema.Type, int] = {"text": 26, "moment": 18, "tags": 20, "choice": 16, "id": 16}

REQUIRED = PatternFill("solid", fgColor="FF1F3A5F")
OPTIONAL = PatternFill("solid", fgColor="FF5F6B7A")

STEPS = (
    "Fill one sheet for each table you have. Initiatives and incidents carry the answer; one is enough.",
    "Dark headers are required, grey ones improve an answer. Point at a header to read what the column means.",
    "One row per initiative, incident, change, control or assumption. Leave out totals and blank rows.",
    "Leave a cell empty where you do not know: an unknown sum is not zero.",
    "Dates are real dates. Money is in the reporting currency, or carries its currency in the cell, as in USD 1,200.",
    "Shares are percentages or numbers from 0 to 1. Several technologies or initiatives are separated by a semicolon.",
    "Rename nothing: the headers are read by name. Columns may be moved, left out, or added; added ones are ignored.",
    "Delete the sheets you do not fill in. Save as .xlsx and upload it with the date the data speaks of.",
)


def write_template(path: Path) -> Path:
    """Writes the empty workbook; the same schema always gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _instructions(book.create_sheet(INSTRUCTIONS_SHEET))
    for table in schema.TABLES.values():
        _table(book.create_sheet(table.name), table)
    for sheet in book.worksheets:
        _for_paper(sheet)
    return save_workbook(book, path)


def _for_paper(sheet: Worksheet) -> None:
    """Landscape, with all columns on one page's width and the header on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.title != INSTRUCTIONS_SHEET:
        sheet.print_title_rows = "1:1"


def _instructions(sheet: Worksheet) -> None:
    """How to fill in the workbook, and the keys of the assumptions sheet."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110
    lines = [("Balance: the quarter's data", ""), *((f"Step {n}", step) for n, step in enumerate(STEPS, start=1))]
    lines += [("", ""), ("Sheet", "What one row is")]
    lines += [(table.name, table.meaning) for table in schema.TABLES.values()]
    lines += [("", ""), ("Keys of the sheet assumptions", "What they mean")]
    lines += [(known.key, known.meaning) for known in KNOWN.values()]
    lines += [(f"{prefix}…", meaning) for prefix, meaning in PREFIXES.items()]
    for line in lines:
        sheet.append(line)
    for row in sheet.iter_rows(max_col=2):
        row[0].font = Font(name="Calibri", size=11, bold=True)
        row[1].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(name="Calibri", bold=True, size=14)


def _table(sheet: Worksheet, table: schema.Table) -> None:
    """One sheet: the header with its notes, and the format and check of each column."""
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 30
    for position, column in enumerate(table.columns, start=1):
        letter = get_column_letter(position)
        head = sheet.cell(1, position, column.name)
        head.font = Font(name="Calibri", size=11, bold=True, color="FFFFFFFF")
        head.fill = REQUIRED if column.required else OPTIONAL
        head.alignment = Alignment(vertical="center")
        head.comment = _note(column)
        sheet.column_dimensions[letter].width = WIDTHS.get(column.type, max(13, len(column.name) + 3))
        sheet.column_dimensions[letter].number_format = NUMBER_FORMATS[column.type]
        check = _check(column)
        if check is not None:
            check.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(check)


def note_of(column: schema.Column) -> str:
    """What a person filling in a column should know, in a few lines."""
    lines = [f"{column.meaning}.", "Required." if column.required else "Optional.", rule_of(column)]
    if column.improves:
        lines.append(f"Improves {column.improves}.")
    return "\n".join(line for line in lines if line)


def rule_of(column: schema.Column) -> str:
    """What a cell of the column may hold.

    >>> rule_of(schema.INITIATIVES.column("percent_complete"))
    'A share from 0 % to 100 %.'
    """
    if column.choices:
        return f"One of: {', '.join(column.choices)}."
    least = f", {column.low:g} or more" if column.low is not None else ""
    unit = f" ({column.unit})" if column.unit else ""
    return {
        "id": "Text, the same from quarter to quarter.", "text": "Text.", "choice": "Text.",
        "tags": "Words separated by a semicolon.", "date": "A date.", "moment": "A date, with the time if known.",
        "money": f"A sum of money{least}{unit}.", "share": "A share from 0 % to 100 %.",
        "number": f"A number{least}{unit}.", "count": f"A whole number{least}{unit}.", "flag": "TRUE or FALSE.",
    }[column.type]  # fmt: skip


def _note(column: schema.Column) -> Comment:
    text = note_of(column)
    note = Comment(text, "Balance")
    note.width, note.height = 300, 36 + 17 * (len(text) // 42 + text.count("\n") + 1)
    return note


def _check(column: schema.Column) -> DataValidation | None:
    """The check a spreadsheet program makes while a person types; it warns and never forbids."""
    check = _bounds(column)
    if check is not None:
        check.allow_blank, check.errorStyle = True, "warning"
        check.errorTitle, check.error = column.name, rule_of(column)
    return check


def _bounds(column: schema.Column) -> DataValidation | None:
    if column.choices:
        return DataValidation("list", formula1=f'"{",".join(column.choices)}"')
    if column.type == "flag":
        return DataValidation("list", formula1='"TRUE,FALSE"')
    if column.type == "share":
        return DataValidation("decimal", formula1="0", formula2="1", operator="between")
    if column.type in ("date", "moment"):
        return DataValidation("date", formula1="32874", operator="greaterThanOrEqual")
    if column.low is None:
        return None
    kind: Literal["whole", "decimal"] = "whole" if column.type == "count" else "decimal"
    return DataValidation(kind, formula1=f"{column.low:g}", operator="greaterThanOrEqual")
