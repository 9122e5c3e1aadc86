"""Who did what and when, with the value before and after: chosen from the audit, and told as rows, lines and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pandas as pd

from balance import formats, store
from balance.language import noted, plain, say
from balance.store import Store

MISSING = formats.MISSING
EMPTY: tuple[object, ...] = (None, "", [], {})
SHORT = 12
"""So much of a hash is shown; the files to take along hold it in full."""
_HASH = re.compile(r"[0-9a-f]{32,}")
_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""How the program writes days: an amount such as 20261231 is none."""
_OWN_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
DEEDS = (
    noted("load"), noted("load again"), noted("drop"), noted("undrop"), noted("purge"), noted("purge finished"),
    noted("retention"), noted("restore"), noted("save mapping"), noted("remove mapping"), noted("accepted link"),
    noted("refused link"), noted("withdraw link"), noted("state assumption"), noted("withdraw assumption"),
    noted("undo assumption"), noted("save scenario"), noted("remove scenario"), noted("save decision"),
    noted("settle decision"), noted("remove decision"), noted("freeze forecasts"), noted("freeze pack"),
    noted("delete frozen pack"), noted("word pack"), noted("wait for a person"), noted("replaced what waited"),
    noted("dismissed what waited"),
)  # fmt: skip
"""What the record calls what was done: kept in English, said in the language of who reads."""
FIELDS = (
    noted("as of"), noted("tables"), noted("files"), noted("rows"), noted("data hash"), noted("corrections"),
    noted("mends"), noted("dropped"), noted("loaded by"), noted("levers"), noted("actions"), noted("why"),
    noted("decision"), noted("owner"), noted("due on"), noted("scenario"), noted("outcome"), noted("decision id"),
    noted("choice"), noted("rested on"), noted("settled on"), noted("snapshot"), noted("version"), noted("own words"),
    noted("changes"), noted("key"), noted("value"), noted("low"), noted("high"), noted("unit"), noted("stated on"),
    noted("reason"), noted("columns"), noted("values"), noted("dates"), noted("answers"), noted("sheet"),
    noted("table"), noted("snapshots"), noted("originals"), noted("audit rows"), noted("packs"), noted("account"),
)  # fmt: skip
"""What of a thing the record holds."""
HEAD = ("number", "at", "who", "what", "subject", "before", "after")
Line = tuple[str, ...]


def changes(
    kept: Store, since: date | None = None, until: date | None = None, who: str = "", what: str = ""
) -> pd.DataFrame:
    """The rows of the audit, oldest first: from a day to a day in UTC, of one person, of what was done (part of it).

    NotAllowed for whoever may not see them.
    """
    rows = store.audit(kept)
    days = rows["changed_at"].dt.date
    wanted = pd.Series(True, index=rows.index)
    if since is not None:
        wanted &= days >= since
    if until is not None:
        wanted &= days <= until
    if who.strip():
        wanted &= rows["who"].str.casefold() == who.strip().casefold()
    if what.strip():
        wanted &= rows["what"].str.contains(what.strip(), case=False, regex=False)
    return rows[wanted].reset_index(drop=True)


def as_json(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row with its moment in UTC, and the values before and after as they were kept."""
    return [
        {
            "number": int(row["number"]), "at": f"{row['changed_at'].isoformat()}Z", "who": row["who"],
            "what": row["what"], "subject": row["subject"], "before": _value(row["before"]),
            "after": _value(row["after"]),
        }
        for row in rows.to_dict("records")
    ]  # fmt: skip


def as_lines(rows: pd.DataFrame) -> list[Line]:
    """A head and a line of texts for each row, to take along as a table."""
    return [HEAD, *(_line(row) for row in rows.to_dict("records"))]


def in_words(row: Mapping[Any, Any]) -> str:
    """What of a row changed, from what to what; of something new what it is."""
    told = []
    for name, before, after in differences(row):
        called = f"{name}: " if name else ""
        new = not isinstance(row["before"], str)
        told.append(f"{called}{after}" if new else f"{called}{before or MISSING} → {after or MISSING}")
    return "; ".join(told)


def differences(row: Mapping[Any, Any]) -> Iterator[tuple[str, str, str]]:
    """What of a row changed, in words: name, before, after; a value that is no record has no name."""
    yield from _between("", _value(row["before"]), _value(row["after"]))


def _between(name: str, was: Any, now: Any, key: str = "") -> Iterator[tuple[str, str, str]]:  # noqa: ANN401
    """The difference of two values, part by part where they are records."""
    was, now = _opened(was), _opened(now)
    if was == now or (was in EMPTY and now in EMPTY):
        return
    if key == "tables" or not isinstance(was or now, dict) or not isinstance(now or was, dict):
        yield name, _said(was), _said(now)
        return
    was, now = was or {}, now or {}
    for key in [*was, *(one for one in now if one not in was)]:
        yield from _between(f"{name} {_word(key)}".strip(), was.get(key), now.get(key), f"{name}{key}")


def _opened(value: Any) -> Any:  # noqa: ANN401 - JSON is any
    """A record kept as text opened, a list of records as one by name; what a decision rested on by its day."""
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict) and {"as_of", "data_hash"} <= set(value):
        told = noted("the numbers of {day} (data {hash})")
        return say(told, day=_said(value["as_of"]), hash=_said(value["data_hash"]))
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return {str(one.get("sheet") or one.get("name") or at): one for at, one in enumerate(value, 1)}
    return value


def _word(key: str) -> str:
    """A name of the program as words; a name that somebody gave stays as it is."""
    return plain(key) if _OWN_NAME.fullmatch(key) else key


def _line(row: Mapping[Any, Any]) -> Line:
    texts = (row[name] if isinstance(row[name], str) else "" for name in HEAD[2:])
    return (str(row["number"]), f"{row['changed_at'].isoformat()}Z", *texts)


def _value(kept: object) -> Any:  # noqa: ANN401
    return json.loads(kept) if isinstance(kept, str) else None


def _said(value: object) -> str:
    """A value as people write it: days, numbers and lists; of a hash what tells it from others."""
    if isinstance(value, dict):
        return ", ".join(_counted(key, one) for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if value is None or isinstance(value, bool):
        return "" if value is None else say("yes") if value else say("no")
    if isinstance(value, int | float):
        return formats.exactly(value)
    return _text(str(value))


def _counted(key: str, value: object) -> str:
    """A number of rows with its noun, where it is one; else the value and its name."""
    if isinstance(value, int) and not isinstance(value, bool) and key.endswith("s") and _OWN_NAME.fullmatch(key):
        return formats.count(value, key.removesuffix("s"))
    return f"{_said(value)} {_word(key)}"


def _text(value: str) -> str:
    if _HASH.fullmatch(value):
        return value[:SHORT]
    with suppress(ValueError):
        if not _WRITTEN_DAY.match(value):
            return value
        moment = datetime.fromisoformat(value)
        return formats.day(moment) if len(value) == len("2026-09-30") else formats.moment(moment)
    return value
