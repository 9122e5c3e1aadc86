"""Problems of a text file as such: two encodings, letters that look wrong, rows with more cells than headers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from balance.errors import Problem
from balance.ingest.grid import Sheet
from balance.ingest.recognise import Recognised

MOST_LISTED = 10
COUNTED = {"encoding-mixed": "line", "nul-bytes": "NUL byte"}
SAID = {
    "encoding-mixed": (
        "{count} that are not UTF-8 among others that are, the first being line {row}; read as Western "
        "European (cp1252)", "one encoding, UTF-8", "Save the file as UTF-8, or check the letters of those rows.",
    ),
    "encoding-unsure": (
        "no UTF-8, and {count} where letters look wrong as Western European (cp1252), the first in line {row}",
        "a file in UTF-8", "Save it as CSV UTF-8 if names look wrong.",
    ),
    "text-garbled": (
        "{count} where letters look as if they had been saved in the wrong encoding before, the first in line {row}",
        "letters as they were written", "Export the file again as UTF-8 if names look wrong.",
    ),
    "nul-bytes": (
        "{count}, the first in line {row}; they were left out", "text without control characters",
        "Export the file again if the rows around look cut off.",
    ),
}  # fmt: skip


def text_problems(found: Recognised) -> Iterator[Problem]:
    """What is to be said of a text file; other sheets have nothing to be said."""
    sheet = found.sheet
    for code, row, count in sheet.remarks:
        what, expected, fix = SAID[code]
        counted = f"{count} {COUNTED.get(code, 'place')}{'' if count == 1 else 's'}"
        yield Problem(code, "warning", sheet.file, sheet.name or None, row=row,
                      found=what.format(count=counted, row=row), expected=expected, fix=fix)  # fmt: skip
    if sheet.written is not None and found.header_found is not None and found.table_found is not None:
        yield from _longer_rows(sheet, found.header.row, found.header.names)


def _longer_rows(sheet: Sheet, header: int, names: tuple[str, ...]) -> Iterator[Problem]:
    """Rows with more cells than there are headers: their values have probably moved to the right."""
    width = max((place for place, name in enumerate(names, 1) if name), default=len(names))
    longer = np.zeros(sheet.rows, dtype=bool)
    for cells in sheet.columns[width:]:
        longer |= cells.filled
    rows = np.flatnonzero(longer[header + 1 :]) + header + 1
    if not len(rows):
        return
    shown = ", ".join(str(sheet.row_number(row)) for row in rows[:MOST_LISTED])
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    more = f" and {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
    yield Problem(
        "row-longer", "warning", sheet.file, sheet.name or None, sheet.cell(rows[0], width), sheet.row_number(rows[0]),
        found=f"more cells than the {width} headers in {count} ({shown}{more}): their values may have moved",
        expected="as many cells as headers",
        fix="Put cells that hold the separator in quotes, or take the separator out of them, and export again.",
    )  # fmt: skip
