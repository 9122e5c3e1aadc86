"""Who changed what and when, with the value before and after; only ever added to."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from balance.errors import StoreError
from balance.happening import happened
from balance.roles import Action, needs
from balance.store.connection import Session, Store, may_be_written, now, person, reading, writing

HOUR = timedelta(hours=1)

LATE = timedelta(minutes=1)
"""What is written longer after it happened says when that was."""

WRITTEN = "%Y-%m-%dT%H:%M:%SZ"
"""How a row says a moment (UTC)."""


def note(session: Session, who: str, what: str, subject: str, *, before: object = None, after: object = None) -> None:
    """Add one row to the audit within the transaction that makes the change."""
    session.execute(
        "INSERT INTO audit SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM audit",
        now(), person(who), what, subject, _text(before), _text(after),
    )  # fmt: skip


@needs(Action.COPY)
@contextlib.contextmanager
def taking(store: Store, what: str, subject: str, after: object = None) -> Iterator[bool]:
    """What is done within takes everything somewhere, and the audit says so before: what was taken then says it, too.

    `what` is backup, copy or export, `subject` names where. StoreError where the audit cannot be written: then nothing
    is taken. Where it fails, the audit says that as well, if it can. Of a store that can only be read, by a right or
    on a standby, the log alone says it; what is yielded is whether the audit does.
    """
    happened("taken", kind=what)
    noted = may_be_written(store)
    if noted:
        _note_alone(store, what, subject, after)
    try:
        yield noted
    except BaseException:
        with contextlib.suppress(StoreError):
            if noted:
                _note_alone(store, f"{what} failed", subject, None)
        raise


@needs(Action.COPY)
def note_noticed(
    store: Store, who: str, what: str, subject: str, at: str = "", met: datetime | None = None, account: str = ""
) -> None:
    """Add that somebody signed in or was refused something, unless that stands there: of the same moment, or where
    none is known of the same hour. For the program itself, whoever it was that was met.

    `met` is when it was noticed (UTC): where that is a while ago, for the store was busy, the row says it. `account` is
    the sign-in house's own word for whom, which stands beside a name that may change.
    """
    moment = met or now()
    said = at or (f"{moment:{WRITTEN}}" if now() - moment > LATE else "")
    after = {name: word for name, word in {"at": said, "account": account}.items() if word} or None
    known = "SELECT changed_at, after FROM audit WHERE who = $1 AND what = $2 AND subject = $3 AND "
    with writing(store) as session:
        if at:
            told = (canonical(after), canonical({"at": at}))  # earlier versions knew no account
            there = bool(session.rows(f"{known} after IN ($4, $5) LIMIT 1", who, what, subject, *told))
        else:
            rows = session.rows(f"{known} changed_at > $4", who, what, subject, moment - HOUR)
            there = any(abs(_happened_at(*row) - moment) < HOUR for row in rows)
        if not there:
            note(session, who, what, subject, after=after)


def _happened_at(written_at: datetime, after: str | None) -> datetime:
    """When something was noticed: as its row says where it was written later, else when it was written."""
    said = json.loads(after).get("at") if after else None
    return datetime.strptime(said, WRITTEN) if said else written_at


def _note_alone(store: Store, what: str, subject: str, after: object) -> None:
    with writing(store) as session:
        note(session, "", what, subject, after=after)


@needs(Action.AUDIT)
def audit(store: Store) -> pd.DataFrame:
    """Every change, oldest first: number, changed_at (UTC), who, what, subject, before and after (JSON text or NA)."""
    with reading(store) as session:
        rows = session.table("SELECT number, changed_at, who, what, subject, before, after FROM audit ORDER BY number")
    texts = dict.fromkeys(("who", "what", "subject", "before", "after"), "str")
    frame: pd.DataFrame = rows.to_pandas()
    return frame.astype({"number": "int64", "changed_at": "datetime64[us]"} | texts)


def canonical(value: Any) -> str:  # noqa: ANN401
    """JSON text that is the same for the same content."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def _text(value: object) -> str | None:
    return None if value is None else canonical(value)
