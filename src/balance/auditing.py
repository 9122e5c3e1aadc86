"""Who did what and when, with the value before and after: chosen from the audit, and told as rows, lines and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from balance import store
from balance.store import Store

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


def differences(row: Mapping[Any, Any]) -> Iterator[tuple[str, str, str]]:
    """What of a row changed: name, before, after; a value that is no record has no name."""
    before, after = _value(row["before"]), _value(row["after"])
    if not isinstance(before or after, dict) or not isinstance(after or before, dict):
        yield "", _said(before), _said(after)
        return
    was, now = before or {}, after or {}
    for name in [*was, *(one for one in now if one not in was)]:
        if was.get(name) != now.get(name):
            yield name, _said(was.get(name)), _said(now.get(name))


def _line(row: Mapping[Any, Any]) -> Line:
    texts = (row[name] if isinstance(row[name], str) else "" for name in HEAD[2:])
    return (str(row["number"]), f"{row['changed_at'].isoformat()}Z", *texts)


def _value(kept: object) -> Any:  # noqa: ANN401
    return json.loads(kept) if isinstance(kept, str) else None


def _said(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
