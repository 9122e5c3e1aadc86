"""How far the cells of a workbook reach: looked for where the reading gave up, to name the sheet that is to blame."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial
from typing import Any

from balance.ingest.sandbox.packing import Most, Refused, Sink
from balance.ingest.sandbox.scan import BROKEN, PIECE
from balance.ingest.sandbox.scan_cells import column_number
from balance.ingest.sandbox.scan_xlsx import sheet_parts

ROWS, COLUMNS = 1_048_576, 16_384
_PLACE = re.compile(rb"""\sr=["']([A-Z]{2,8})?(\d{1,18})["']""")


def reach(content: bytes, most: Most, _: Sink) -> dict[str, Any]:
    """The first sheet whose cells lie too far apart to be held, as a refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part, sheet in sheet_parts(archive).items():
                rows, columns = _reach(archive, part)
                if rows * columns > most.cells or rows > ROWS or columns > COLUMNS:
                    far = f"cells as far out as row {rows}, column {columns}"
                    return {"refused": "sheet-too-far", "sheet": sheet, "because": far}
    except (Refused, *BROKEN):
        return {}
    return {}


def _reach(archive: zipfile.ZipFile, part: str) -> tuple[int, int]:
    rows, columns = 1, 1
    with archive.open(part) as file:
        for piece in iter(partial(file.read, PIECE), b""):
            for letters, number in set(_PLACE.findall(piece)):
                rows = max(rows, int(number))
                columns = max(columns, column_number(letters) + 1 if letters else 1)
    return rows, columns
