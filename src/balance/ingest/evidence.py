"""What the values of a column say about what the column is.

How many of them its type can read; whether they are traffic lights, yes and no, links to rows of another table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import numpy as np

from balance.ingest.choices import FLAGS, codes_of, meaning, normal, plain
from balance.ingest.datetexts import read_date_text
from balance.ingest.decimals import read_quantity
from balance.ingest.durations import read_duration
from balance.ingest.grid import FLAG, MOMENT, NUMBER, SPAN, TEXT, Cells
from balance.ingest.withheld import withheld_reason
from balance.schema import Column

SAMPLE = 300
LEAST_REPEATING = 4
LEAST_PLACES = 5
_PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?\s*%?")
_LIKE_ID = re.compile(r"(?=.*\d)[^\s,;]{1,40}")
_LIST = re.compile(r"[,;\r\n]+")
_HEALTH = (
    "red,amber,green,yellow,amber red,amber green,red amber,green amber,r,a,g,y,on track,at risk,off track,healthy,"
    "good,fair,poor,needs attention,blue,grey,gray,ok,on schedule,delayed,behind,critical,warning,"
    "grun,gelb,rot,im plan,kritisch,gefahrdet,verzogert,vert,orange,rouge,jaune,en bonne voie,a risque,en retard,"
    "verde,ambar,amarillo,rojo,en riesgo,en plazo,retrasado,amarelo,vermelho,em risco,no prazo,atrasado"
)
HEALTH = frozenset(_HEALTH.split(","))
_KINDS_OF_ISSUE = {
    "initiatives": "epic,initiative,project,programme,program,feature,theme,story,task,demand,idea,capability,projekt",
    "incidents": "incident,[system] incident,security incident,outage,breach,major incident,storung,vorfall",
    "changes": "change,[system] change,change request,release,deployment,anderung,standard change,normal change",
}
_ISSUE_HEADERS = frozenset(
    {"issuetype", "worktype", "requesttype", "tickettype", "vorgangstyp", "tasktype", "sysclassname"}
)
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
    valued = [text for text in texts if text.strip() and (withheld_reason(text) is None or _chosen(column, text))]
    typed = cells.kind[np.isin(cells.kind, (NUMBER, MOMENT, FLAG, SPAN))][:SAMPLE]
    looked_at = len(valued) + len(typed)
    if not looked_at:
        return 1.0, 0
    good = sum(_readable(column, text) for text in valued) + int(np.isin(typed, _KINDS.get(column.type, ())).sum())
    return good / looked_at, looked_at


def _chosen(column: Column, text: str) -> bool:
    """Whether a word is one of the column's choices: "done" is no date, and a stage."""
    return column.type == "choice" and meaning(column, text) is not None


def table_votes(header: str, cells: Cells) -> dict[str, float]:
    """How far a column of kinds of issue says which table its rows are of; nothing where it is no such column."""
    if header not in _ISSUE_HEADERS:
        return {}
    texts = [plain(normal(cells.texts[code])) for code in cells.used[:SAMPLE]]
    kinds = {table: kinds.split(",") for table, kinds in _KINDS_OF_ISSUE.items()}
    return {table: sum(text in words for text in texts) / max(len(texts), 1) for table, words in kinds.items()}


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
    texts = {plain(normal(cells.texts[code])) for code in cells.used[:SAMPLE]} - {""}
    return bool(texts) and sum(text in HEALTH for text in texts) >= 0.5 * len(texts)


def is_yes_no(cells: Cells) -> bool:
    """Whether a column says yes or no and nothing else."""
    texts = {normal(cells.texts[code]) for code in cells.used[:SAMPLE]} - {""}
    words = any(len(text) > 1 for text in texts)
    return (words and texts <= set(FLAGS)) or bool(cells.of(FLAG).any())


def is_number(cells: Cells) -> bool:
    """Whether a column holds plain numbers and nothing else, as cells or as text."""
    texts = [text for code in cells.used[:SAMPLE] if withheld_reason(text := cells.texts[code].strip()) is None]
    return all(_PLAIN_NUMBER.fullmatch(text) for text in texts) and bool(texts or cells.of(NUMBER).any())


def are_places(cells: Cells) -> bool:
    """Whether a column of "states" holds those of a country, not those of work: many codes of two capitals."""
    texts = [cells.texts[code].strip() for code in cells.used[:SAMPLE]]
    return len(texts) >= LEAST_PLACES and all(len(text) == 2 and text.isalpha() and text.isupper() for text in texts)


def are_codes(column: Column, cells: Cells) -> bool:
    """Whether every value of a column is a number code of a tool that the schema knows."""
    return bool(column.codes and len(cells.used) < SAMPLE and codes_of(column, distinct(cells)))


def every_text(cells: Cells) -> frozenset[str]:
    """Every distinct value of a column as text, without spaces around."""
    numbers = (cells.shown(int(row)) for row in np.flatnonzero(cells.of(NUMBER)))
    return frozenset((*(cells.texts[code].strip() for code in cells.used), *numbers))


def distinct(cells: Cells) -> list[str]:
    """Some of the distinct values of a column as text."""
    numbers = np.flatnonzero(cells.of(NUMBER))[:SAMPLE]
    shown = [cells.texts[code] for code in cells.used[:SAMPLE]] + [cells.shown(int(row)) for row in numbers]
    return list(dict.fromkeys(text.strip() for text in shown))


def one_for_all(cells: Cells) -> float:
    """How far a column repeats itself: 0 where every filled cell differs, towards 1 where few values fill them all."""
    some = cells.take(np.flatnonzero(cells.filled)[:SAMPLE])
    if len(some) < LEAST_REPEATING:
        return 0.0
    different = len(set(zip(some.code.tolist(), np.nan_to_num(some.number).tolist(), strict=True)))
    return 1.0 - different / len(some)


def link_misfit(cells: Cells, table: str, known: Set[str]) -> float:
    """1 where values cannot be ids of rows of that table, 0 where they are known ids or look like them.

    `known` are the ids of the table in the same upload and in the last snapshot, empty where there are none.
    """
    parts = [part for text in distinct(cells) for part in several(text) if withheld_reason(part) is None]
    if not parts:
        return 0.0
    if is_yes_no(cells):
        return 1.0
    if not known.isdisjoint(parts):
        return 0.0
    alike = sum(_LIKE_ID.fullmatch(part) is not None for part in parts) >= 0.5 * len(parts)
    other = [vote for name, vote in _votes(parts).items() if name != table]
    if not alike or max(other) >= 0.5:
        return 1.0
    shapes = {shape(name) for name in known}
    return 1.0 if shapes and not any(shape(part) in shapes for part in parts) else 0.0


def several(text: str) -> list[str]:
    """The ids that one cell names: one, or a list of them parted by commas, semicolons or line breaks.

    >>> several("CHG1, CHG2"), several("CHG1")
    (['CHG1', 'CHG2'], ['CHG1'])
    """
    return [part.strip() for part in _LIST.split(text) if part.strip()]


def shape(name: str) -> str:
    """An id with every run of digits as one 9, to compare how ids are made.

    >>> shape("PRJ0012-a")
    'PRJ9-A'
    """
    return re.sub(r"\d+", "9", name).upper()


def id_votes(cells: Cells) -> dict[str, float]:
    """How far the ids of a column follow the numbering of each table's usual tool."""
    texts = [cells.texts[code] for code in cells.used[:SAMPLE]]
    return _votes(texts) if texts and cells.of(TEXT).any() else {}


def _votes(texts: Sequence[str]) -> dict[str, float]:
    return {
        table: sum(pattern.match(text) is not None for text in texts) / len(texts) for table, pattern in _ID.items()
    }
