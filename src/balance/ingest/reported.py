"""The day a file says it speaks of, where neither its name nor a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from balance.ingest.events import as_of_column
from balance.ingest.limits import DEFAULT_LIMITS, Limits
from balance.ingest.reader import read_workbook
from balance.ingest.recognise import Recognised, recognise


def reported_as_of(
    file: Path, *, mapping: Mapping[str, Any] | None = None, limits: Limits = DEFAULT_LIMITS
) -> tuple[date, ...]:
    """Every day that a column such as "Reported as of" holds, oldest first; empty where no table has such a column."""
    book = read_workbook(file, file.name, limits)
    found = [recognise(sheet, mapping, None) for sheet in book.sheets]
    return tuple(sorted({day for sheet in found if sheet.complete for day in _days(sheet)}))


def _days(found: Recognised) -> list[date]:
    dated = as_of_column(found)
    if dated is None:
        return []
    known = dated[1][~np.isnat(dated[1])].astype("datetime64[D]")
    return [day for day in np.unique(known).tolist() if isinstance(day, date)]
