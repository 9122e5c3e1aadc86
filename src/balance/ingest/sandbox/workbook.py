"""The worksheets of a spreadsheet file, as calamine reads them."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from balance.ingest.sandbox.packing import Most, Refused, Sink, pack_sheet

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_MERGED = 2000
ENDLESS = "a cell holds a time longer than any clock counts to"


def read_workbook(content: bytes, most: Most, sink: Sink) -> dict[str, Any]:
    """Every worksheet of a spreadsheet file; one cell with a time beyond every clock costs no more than itself."""
    try:
        return {"sheets": list(sheets_of(content, most, sink))}
    except (Refused, MemoryError):
        raise
    except BaseException as error:  # a reader's panic is none of Exception
        from balance.ingest.sandbox.endless import without_endless_times  # what few files need is not waited for

        mended = without_endless_times(content)
        if mended is None:
            raise Refused("unreadable", ENDLESS if isinstance(error, OverflowError) else str(error)[:300]) from error
    sink.clear()
    return {"sheets": list(sheets_of(mended, most, sink))}


def sheets_of(content: bytes, most: Most, sink: Sink) -> Iterable[dict[str, Any]]:
    """The worksheets one after the other."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                packed = read_sheet(book, meta.name, most, sink)
                yield packed | {"hidden": meta.visible != calamine.SheetVisibleEnum.Visible}
    except calamine.PasswordError as error:
        raise Refused("password-protected", "") from error
    except (calamine.CalamineError, ValueError) as error:
        raise Refused("unreadable", str(error)[:300]) from error


def read_sheet(book: CalamineWorkbook, name: str, most: Most, sink: Sink) -> dict[str, Any]:
    """One worksheet, from its first used cell."""
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return pack_sheet(name, [], (0, 0), sink)
    most.check(sheet.start[0] + sheet.height, 1)
    most.check(sheet.height, sheet.width)
    rows = list(itertools.islice(sheet.iter_rows(), sheet.start[0], None))
    merged = itertools.islice((area for area in sheet.merged_cell_ranges or () if area[1][0] > area[0][0]), MOST_MERGED)
    return pack_sheet(name, rows, sheet.start, sink) | {"merged": [[*first, *last] for first, last in merged]}
