"""The sheets of an .ods: cells that hold an error or a formula without a value, percentages, currencies, dates."""

from __future__ import annotations

import re
import zipfile

from balance.ingest.sandbox.packing import Most, Refused
from balance.ingest.sandbox.scan import NO_VALUE, Looked, nothing
from balance.ingest.sandbox.xml_parts import bare, parse

_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_PARTS = {"day": "dd", "month": "mm", "year": "yyyy"}
MOST_STYLES = 10_000
HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")


class DateStyles:
    """Which parts of a date the styles of cells show, in their order, as a number format code."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.of_cells: dict[str, str] = {}
        self.of_columns: list[tuple[int, str]] = []
        self.name, self.parts = "", list[str]()

    def start(self, local: str, attributes: dict[str, str]) -> None:
        """An element begins: a style, a part of it, or a column with a style for its cells."""
        if local == "date-style":
            self.name, self.parts = _first(attributes, "name"), []
        elif local in _PARTS and self.name:
            self.parts.append("mmm" if _first(attributes, "textual") == "true" else _PARTS[local])
        elif local == "style" and len(self.of_cells) < MOST_STYLES:
            self.of_cells[_first(attributes, "name")] = _first(attributes, "data-style-name")
        elif local == "table-column" and len(self.of_columns) < MOST_STYLES:
            times, style = _times(attributes, "number-columns-repeated"), _first(attributes, "default-cell-style-name")
            self.of_columns.append((times, style))

    def end(self) -> None:
        """A style of dates ends."""
        if len(self.codes) < MOST_STYLES:
            self.codes[self.name] = "/".join(self.parts[:8])
        self.name = ""

    def of(self, style: str, column: int) -> str:
        """The format code of a cell's own style, else of its column's; empty where it has none."""
        return self.codes.get(self.of_cells.get(style or self._of_column(column), ""), "")

    def _of_column(self, column: int) -> str:
        for times, style in self.of_columns:
            if column < times:
                return style
            column -= times
        return ""


class Book:
    """Where the parsing is, and what was found in each sheet so far."""

    def __init__(self, most: Most) -> None:
        self.sheets: dict[str, Looked] = {}
        self.formats: list[str] = []
        self.looked, self.most = nothing(), most
        self.row = self.column = self.rows = self.columns = self.told_columns = 0
        self.cell: dict[str, str] | None = None
        self.text_seen, self.found = "", list[tuple[int, str]]()
        self.styles = DateStyles()
        self.told: set[tuple[int, str]] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = bare(name)
        if local == "table":
            self.looked = nothing()
            self.sheets[_first(attributes, "name")] = self.looked
            self.row, self.told, self.told_columns = 0, set(), 0
            self.styles.of_columns.clear()
        elif local == "table-row":
            self.column, self.rows = 0, _times(attributes, "number-rows-repeated")
            if _first(attributes, "visibility") in HIDDEN:
                self.looked.hide(self.row, self.row + self.rows - 1)
        elif local in _CELLS:
            self.cell, self.text_seen = attributes, ""
            self.columns = _times(attributes, "number-columns-repeated")
        else:
            if local == "table-column":
                self._column(attributes)
            self.styles.start(local, attributes)

    def _column(self, attributes: dict[str, str]) -> None:
        times = _times(attributes, "number-columns-repeated")
        if _first(attributes, "visibility") in HIDDEN:
            self.looked.hide_columns(self.told_columns, self.told_columns + times - 1)
        self.told_columns += times

    def text(self, text: str) -> None:
        """Characters inside a cell; only so many as an error has."""
        if self.cell is not None and len(self.text_seen) < 40:
            self.text_seen += text

    def end(self, name: str) -> None:
        """An element ends."""
        local = bare(name)
        if local in _CELLS and self.cell is not None:
            self._judge(self.cell)
            self.column, self.cell = self.column + self.columns, None
        elif local == "table-row":
            self._repeat()
            self.row += self.rows
        elif local == "date-style":
            self.styles.end()

    def _judge(self, cell: dict[str, str]) -> None:
        types = {value for key, value in cell.items() if bare(key) == "value-type"}
        formula = any(bare(key) == "formula" for key in cell)
        if "error" in types or (formula and _ERROR.fullmatch(self.text_seen.strip())):
            self._note(f"!{self.text_seen.strip() or 'an error'}")
        elif formula and not types:
            self._note(f"!{NO_VALUE}")
        elif "percentage" in types:
            self._note("0%")
        elif "currency" in types and _first(cell, "currency"):
            self._note(f"[${_first(cell, 'currency')[:8]}] 0")
        elif "date" in types:
            self._note_date(self.styles.of(_first(cell, "style-name"), self.column))

    def _note_date(self, code: str) -> None:
        """Note the format of a date once for each column: all that is wanted of it is the order of day and month."""
        if code and (self.column, code) not in self.told:
            self.told.add((self.column, code))
            self.columns, every = 1, self.columns
            self._note(code)
            self.columns = every

    def _note(self, what: str) -> None:
        if self.columns > self.most.cells or self.column > 20_000:
            raise Refused("too-large", f"cells as far out as column {self.column + self.columns}")
        self.found += [(self.column + more, what) for more in range(min(self.columns, 20_000))]

    def _repeat(self) -> None:
        """Note the row's cells as often as the row is repeated."""
        if self.found and self.rows * len(self.found) > self.most.cells:
            raise Refused("too-large", f"{self.rows:,} repeated rows")
        for row in range(self.row, self.row + self.rows) if self.found else ():
            for column, what in self.found:
                if what.startswith("!"):
                    self.looked.fault(row, column, what[1:])
                else:
                    self.looked.format(row, column, self._place(what))
        self.found = []

    def _place(self, code: str) -> int:
        if code not in self.formats:
            self.formats.append(code)
        return self.formats.index(code)


def scan_ods(archive: zipfile.ZipFile, most: Most) -> tuple[dict[str, Looked], list[str]]:
    """What is found in each sheet, by its name, and the formats they refer to."""
    book = Book(most)
    for _ in parse(archive, "content.xml", book.start, book.end, book.text):
        pass
    return book.sheets, book.formats


def _first(attributes: dict[str, str], wanted: str) -> str:
    return next((value for key, value in attributes.items() if bare(key) == wanted), "")


def _times(attributes: dict[str, str], wanted: str) -> int:
    text = _first(attributes, wanted)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
