"""Quotes of a text file that are never closed: they make one cell of the rows that follow, which nobody would see."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from balance.ingest.sandbox.packing import Refused

LEAST_SWALLOWED = 2
LEAST_PARTS = 3
"""How many separators a row must have so that a single swallowed one cannot be a sentence with commas."""
LOOKED_AT = 1000
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
    parts = max(map(len, rows[:LOOKED_AT]), default=1) - 1
    shapes = _usual_shapes(rows[1:LOOKED_AT], parts)
    line, lines = 1, list[str]()
    for lines, row in _written(text, separator, len(rows)):
        if len(lines) > 1 and (
            _all_are_rows(lines, separator, parts) or _holds_rows(row, lines, separator, parts, shapes)
        ):
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


def _holds_rows(
    row: Sequence[str], lines: Sequence[str], separator: str, parts: int, shapes: Mapping[int, str]
) -> bool:
    """Whether a cell holds several lines that are rows of the table.

    In a row that is whole, with every quote closed where a cell ends, they must also look like the rows around them.
    """
    within = [cell.splitlines() for cell in row if "\n" in cell or "\r" in cell]
    whole = len(row) - 1 == parts and not _ends_at_an_opening("".join(lines), separator)
    usual = shapes if whole else {}
    swallowed = (
        sum(line.count(separator) == parts and _looks_usual(line.split(separator), usual) for line in cell)
        for cell in within
    )
    return parts >= 2 and any(count >= LEAST_SWALLOWED for count in swallowed)


def _usual_shapes(rows: Sequence[Sequence[str]], parts: int) -> dict[int, str]:
    """How most cells of a column are shaped, for the columns of a table that have a usual shape."""
    whole = [row for row in rows if len(row) - 1 == parts and not any("\n" in cell or "\r" in cell for cell in row)]
    counted = ((place, Counter(_shape(row[place]) for row in whole).most_common(1)) for place in range(parts + 1))
    return {place: most[0][0] for place, most in counted if most and 2 * most[0][1] > len(whole)}


def _looks_usual(cells: Sequence[str], shapes: Mapping[int, str]) -> bool:
    """Whether the cells of a line have the usual shapes of their columns, all but one of them."""
    other = sum(_shape(cells[place]) != shape for place, shape in shapes.items())
    return other <= 1


def _shape(text: str) -> str:
    """A text with every number and every word alike.

    >>> _shape("INC0012"), _shape("2026-05-01 08:30")
    ('a0', '0-0-0 0:0')
    """
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", text.strip()))


def _is_open(record: str, separator: str) -> bool:
    """Whether the text ends within quotes: what a quote behind a letter more does is the sign."""
    if '"' not in record:
        return False
    *_, row = csv.reader(io.StringIO(f'{record}{_MARK}"', newline=""), delimiter=separator)
    return bool(row) and row[-1].endswith(_MARK)
