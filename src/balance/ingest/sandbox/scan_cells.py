"""The cells of a sheet parsed one by one, and what is wrong with a cell: for sheets that are written unusually."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache

from balance.ingest.sandbox.packing import Refused
from balance.ingest.sandbox.scan import NO_VALUE, Looked, nothing
from balance.ingest.sandbox.xml_parts import bare, parse

ROWS, COLUMNS = 1_048_576, 16_384
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>|<is>")
_REFERENCE = re.compile(r"([A-Za-z]{1,6})(\d{1,15})")


def fault_of(attributes: bytes, inside: bytes) -> str | None:
    """What is wrong with a cell: its error, or that its formula has no value; a formula may well give empty text."""
    if b't="e"' in attributes:
        value = _VALUE.search(inside)
        return value[1].decode("utf-8", "replace")[:80] if value and value[1] else "an error"
    if b"<f" not in inside or _VALUE.search(inside) or (b't="str"' in attributes and b"<v" in inside):
        return None
    return NO_VALUE


@lru_cache(maxsize=20_000)
def column_number(letters: bytes) -> int:
    """The number of a column, A being 0.

    >>> column_number(b"AA")
    26
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


class Sheet:
    """The cell that is being parsed, and what was found so far."""

    def __init__(self, of_style: Mapping[str, int]) -> None:
        self.looked, self.of_style = nothing(), of_style
        self.row = self.column = -1
        self.inside = False
        self.style = self.type = self.value = ""
        self.formula = self.valued = self.listens = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = bare(name)
        if local == "row":
            self.row, self.column = _number(attributes.get("r"), self.row), -1
            if attributes.get("hidden") in ("1", "true"):
                self.looked.hide(self.row, self.row)
        elif local == "c":
            self._begin_cell(attributes)
        elif self.inside and local == "f":
            self.formula = True
        elif self.inside and local in ("v", "is"):
            self.valued = self.listens = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self.row, self.column = int(place[2]) - 1, column_number(place[1].encode())
        else:
            self.column += 1
        if not (0 <= self.row < ROWS and 0 <= self.column < COLUMNS):
            raise Refused("too-large", f"cells as far out as row {self.row + 1}, column {self.column + 1}")
        self.style, self.type, self.value = attributes.get("s", "0"), attributes.get("t", "n"), ""
        self.inside, self.formula, self.valued = True, False, False

    def text(self, text: str) -> None:
        """Characters inside a value; only so many as an error has."""
        if self.listens and len(self.value) < 80:
            self.value += text

    def end(self, name: str) -> None:
        """An element ends."""
        local = bare(name)
        if local in ("v", "is"):
            self.listens = False
        elif local == "c" and self.inside:
            self.inside = False
            self._judge()

    def _judge(self) -> None:
        if self.type == "e":
            self.looked.fault(self.row, self.column, self.value[:80] or "an error")
        elif self.formula and not self.value and not (self.type == "str" and self.valued):
            self.looked.fault(self.row, self.column, NO_VALUE)
        elif self.valued and self.style in self.of_style:
            self.looked.format(self.row, self.column, self.of_style[self.style])


def parse_cells(archive: zipfile.ZipFile, part: str, of_style: Mapping[str, int]) -> Looked:
    """What is found in one sheet, parsed as a whole."""
    sheet = Sheet(of_style)
    for _ in parse(archive, part, sheet.start, sheet.end, sheet.text):
        pass
    return sheet.looked


def _number(text: str | None, before: int) -> int:
    return int(text) - 1 if text and text.isascii() and text.isdigit() and len(text) < 16 else before + 1
