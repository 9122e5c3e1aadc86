"""Workbooks whose bytes depend on their content alone: no clock, no machine, no user in them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_FIXED_MOMENT = b"2026-01-01T00:00:00Z"
_FIXED_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def save_workbook(book: Workbook, path: Path) -> Path:
    """Writes the workbook so that the same content always gives the same file."""
    book.properties.creator = book.properties.lastModifiedBy = "Balance"
    written = BytesIO()
    book.save(written)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_clock(written.getvalue()))
    return path


def _without_clock(content: bytes) -> bytes:
    """The same archive with fixed times inside."""
    fixed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, _FIXED_ZIP_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            target.writestr(entry, _MOMENT.sub(rb"\g<1>" + _FIXED_MOMENT + rb"\g<3>", source.read(name)))
    return fixed.getvalue()
