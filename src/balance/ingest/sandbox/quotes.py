"""Quotes of a text file that are never closed: they make one cell of the rows that follow, which nobody would see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache

from balance.ingest.sandbox.packing import Refused

LEAST_SWALLOWED = 2
LEAST_PARTS = 3
"""How many separators a row must have so that a single swallowed one cannot be a sentence with commas."""
_MARK = "x"


def refuse_open_quotes(text: str, rows: Sequence[Sequence[str]], separator: str) -> None:
    """Refuse a text in which a quote takes in rows or is closed nowhere, with the line in which it was opened."""
    if '"' not in text:
        return
    body = text.removesuffix("\n").removesuffix("\r")
    if _breaks(body) + 1 == len(rows):  # every row is one line, so that only the last can hold an open quote
        if _is_open(text[max(body.rfind("\n"), body.rfind("\r")) + 1 :], separator):
            raise _closed_nowhere(len(rows))
        return
    parts = max(map(len, rows[:1000]), default=1) - 1
    line, lines = 1, list[str]()
    for lines, row in _written(text, separator, len(rows)):
        if len(lines) > 1 and (_all_are_rows(lines, separator, parts) or _holds_rows(row, separator, parts)):
            raise Refused("quote-open", f"a quote in line {line} that takes in the text to line "
                                        f"{line + len(lines) - 1}", line)  # fmt: skip
        line += len(lines)
    if _is_open("".join(lines), separator):
        raise _closed_nowhere(line - len(lines))


def _closed_nowhere(line: int) -> Refused:
    return Refused("quote-open", f"a quote in line {line} that is closed nowhere after it", line)


def _breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _written(text: str, separator: str, most: int) -> Iterator[tuple[list[str], list[str]]]:
    """The lines of each row as written, and its cells."""
    lines: list[str] = []

    def noted() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            lines.append(line)
            yield line

    for _, row in zip(range(most), csv.reader(noted(), delimiter=separator), strict=False):
        yield lines.copy(), row
        lines.clear()


def _all_are_rows(lines: Sequence[str], separator: str, parts: int) -> bool:
    """Whether every line of what was read as one row is a row of the table itself, and no quote ends as it should."""
    own = (parts in (line.count(separator), len(next(csv.reader([line], delimiter=separator))) - 1) for line in lines)
    return parts >= LEAST_PARTS and all(own) and _ends_at_an_opening("".join(lines), separator)


def _ends_at_an_opening(record: str, separator: str) -> bool:
    """Whether a cell over several lines ends nowhere, or at a quote that stands where that of a later cell opens.

    >>> _ends_at_an_opening('1,"a\\n2,"b"', ","), _ends_at_an_opening('1,"a\\n2,b"', ",")
    (True, False)
    """
    for cell in _cells(separator).finditer(record):
        inside, after = cell["inside"], cell["after"]
        if inside is not None and ("\n" in inside or "\r" in inside):
            opens = inside.endswith((separator, "\n", "\r"))
            if opens or after is None or after:
                return True
    return False


@cache
def _cells(separator: str) -> re.Pattern[str]:
    """The cells of a record: what stands within quotes, and what follows them, which is nothing where all is well."""
    sign = re.escape(separator)
    quoted = rf'"(?P<inside>[^"]*+(?:""[^"]*+)*+)(?:"(?P<after>[^{sign}\r\n]*+)|\Z)'
    return re.compile(rf"(?:{quoted}|[^{sign}\r\n]*+)(?:{sign}|[\r\n]++|\Z)")


def _holds_rows(row: Sequence[str], separator: str, parts: int) -> bool:
    """Whether a cell holds several lines that are rows of the table."""
    within = (cell.splitlines() for cell in row if "\n" in cell or "\r" in cell)
    swallowed = (sum(line.count(separator) == parts for line in lines) for lines in within)
    return parts >= 2 and any(count >= LEAST_SWALLOWED for count in swallowed)


def _is_open(record: str, separator: str) -> bool:
    """Whether the text ends within quotes: what a quote behind a letter more does is the sign."""
    if '"' not in record:
        return False
    *_, row = csv.reader(io.StringIO(f'{record}{_MARK}"', newline=""), delimiter=separator)
    return bool(row) and row[-1].endswith(_MARK)
