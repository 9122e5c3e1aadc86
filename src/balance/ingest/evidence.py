"""What the values of a column say about what the column is: the share of them that a type can read."""

from __future__ import annotations

import re

import numpy as np

from balance.ingest.choices import FLAGS, meaning, normal
from balance.ingest.datetexts import read_date_text
from balance.ingest.decimals import read_quantity
from balance.ingest.durations import read_duration
from balance.ingest.grid import FLAG, MOMENT, NUMBER, SPAN, TEXT, Cells
from balance.ingest.withheld import withheld_reason
from balance.schema import Column

SAMPLE = 300
_HEALTH = (
    "red,amber,green,yellow,amber red,amber green,red amber,green amber,r,a,g,y,on track,at risk,off track,healthy,"
    "good,fair,poor,needs attention,blue,grey,gray,ok,on schedule,delayed,behind"
)
HEALTH = frozenset(_HEALTH.split(","))
_ID = {
    "incidents": re.compile(r"\s*(?:INC|SIR|BRE|SEC|EVT|IM|LOSS)[-_ ]?\d", re.IGNORECASE),
    "changes": re.compile(r"\s*(?:CHG|CHANGE|RFC|CRQ|CR|STDCHG)[-_ ]?\d", re.IGNORECASE),
    "initiatives": re.compile(r"\s*(?:PRJ|PROJ|PRJTASK|DMND|INI|INIT|EPIC|PGM)[-_ ]?\d", re.IGNORECASE),
    "controls": re.compile(r"\s*(?:CTRL|CTL|CON|POL|GRD|TRN|CTRN)[-_ ]?\d", re.IGNORECASE),
}
_KINDS = {
    "date": (MOMENT, NUMBER), "moment": (MOMENT, NUMBER), "money": (NUMBER,), "number": (NUMBER, SPAN),
    "share": (NUMBER,), "count": (NUMBER,), "flag": (FLAG, NUMBER),
}  # fmt: skip


def readable_share(column: Column, cells: Cells) -> tuple[float, int]:
    """The share of sampled values the column's type can read, and how many were looked at."""
    if column.type in ("id", "text", "tags"):
        return 1.0, 0
    texts = [cells.texts[code] for code in cells.used[:SAMPLE]]
    valued = [text for text in texts if text.strip() and withheld_reason(text) is None]
    typed = cells.kind[np.isin(cells.kind, (NUMBER, MOMENT, FLAG, SPAN))][:SAMPLE]
    looked_at = len(valued) + len(typed)
    if not looked_at:
        return 1.0, 0
    good = sum(_readable(column, text) for text in valued) + int(np.isin(typed, _KINDS.get(column.type, ())).sum())
    return good / looked_at, looked_at


def _readable(column: Column, text: str) -> bool:
    if column.type in ("date", "moment"):
        return read_date_text(text).form != "unreadable"
    if column.type == "choice":
        return meaning(column, text) is not None
    if column.type == "flag":
        return normal(text) in FLAGS
    return read_quantity(text, column) != (None, None) or (column.unit == "hours" and read_duration(text) is not None)


def is_health(cells: Cells) -> bool:
    """Whether a column holds traffic lights, not stages of work."""
    texts = {normal(cells.texts[code]) for code in cells.used[:SAMPLE]} - {""}
    return bool(texts) and sum(text in HEALTH for text in texts) >= 0.5 * len(texts)


def id_votes(cells: Cells) -> dict[str, float]:
    """How far the ids of a column follow the numbering of each table's usual tool."""
    texts = [cells.texts[code] for code in cells.used[:SAMPLE]]
    if not texts or not cells.of(TEXT).any():
        return {}
    return {
        table: sum(pattern.match(text) is not None for text in texts) / len(texts) for table, pattern in _ID.items()
    }
