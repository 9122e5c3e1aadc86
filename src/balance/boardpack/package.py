"""The same content gives the same bytes: office files are zip archives, and their clocks are stopped here."""

from __future__ import annotations

import io
import re
import zipfile

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip archive can name."""

_CLOCK = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def stilled(content: bytes, moment: str) -> bytes:
    """The same office file with every clock in it set to `moment` (ISO 8601), embedded workbooks included."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xlsx"):
                part = stilled(part, moment)
            elif name == "docProps/core.xml":
                part = _CLOCK.sub(rb"\g<1>" + moment.encode() + rb"\g<3>", part)
            target.writestr(_entry(name), part)
    return told.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    entry.create_system = 0
    return entry
