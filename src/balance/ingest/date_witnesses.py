"""What a column of dates can be compared with: the same rows as last known, and unmapped columns of certain days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balance.ingest.datetexts import read_date_text
from balance.ingest.grid import MOMENT, TEXT, Cells, Rows
from balance.ingest.instants import DateLook, look
from balance.ingest.order_evidence import ambiguous
from balance.ingest.recognise import Recognised
from balance.schema import Column

SAMPLE = 30
MOSTLY = 0.9


Earlier = Callable[[Iterable[str]], pd.DataFrame | None]
"""The rows of a table that were last known of some ids; None where nothing of it ever was."""


def with_last_time(looks: Mapping[str, DateLook], ids: Cells, key: str, earlier: Earlier) -> dict[str, DateLook]:
    """The columns whose order is open, each with the days its rows held when the table was last known."""
    wanted = [name for name, seen in looks.items() if ambiguous(seen)]
    texts = ids.as_text().str.strip()
    rows = earlier(texts.dropna()) if wanted else None
    if rows is None or not len(rows):
        return dict(looks)
    known = rows.drop_duplicates(key)
    wanted = [name for name in wanted if name in known]
    places = pd.Index(known[key].to_numpy(dtype=object)).get_indexer(texts.to_numpy(dtype=object))
    return dict(looks) | {name: replace(looks[name], before=_days(known[name], places)) for name in wanted}


def _days(column: pd.Series, places: np.ndarray) -> np.ndarray:
    days = column.to_numpy(dtype="datetime64[us]").astype("datetime64[D]")
    return np.where(places < 0, np.datetime64("NaT", "D"), days[places])


def certain_days(found: Recognised, rows: Rows) -> Sequence[DateLook]:
    """The columns that were not mapped and hold dates which can be read one way only."""
    mapped = {place for entry in found.columns for place in entry.source.places}
    column = Column("unmapped", "moment", "")
    cells = [cells.take(rows) for place, cells in enumerate(found.sheet.columns) if place not in mapped]
    return [look(one, column, "", found.table.name) for one in cells if _certain(one)]


def _certain(cells: Cells) -> bool:
    texts = [cells.texts[code] for code in cells.used[:SAMPLE]]
    days = sum(read_date_text(text).form == "day" for text in texts)
    if texts:
        return days >= MOSTLY * len(texts)
    return bool(cells.of(MOMENT).any()) and not bool(cells.of(TEXT).any())
