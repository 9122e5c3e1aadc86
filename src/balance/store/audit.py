"""Who changed what and when, with the value before and after; only ever added to."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from balance.errors import StoreError
from balance.roles import Action, needs
from balance.store.connection import Session, Store, now, person, reading, writing


def note(session: Session, who: str, what: str, subject: str, *, before: object = None, after: object = None) -> None:
    """Add one row to the audit within the transaction that makes the change."""
    session.execute(
        "INSERT INTO audit SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM audit",
        now(), person(who), what, subject, _text(before), _text(after),
    )  # fmt: skip


@needs(Action.COPY)
@contextlib.contextmanager
def taking(store: Store, what: str, subject: str, after: object = None) -> Iterator[None]:
    """What is done within takes everything somewhere, and the audit says so before: what was taken then says it, too.

    `what` is backup, copy or export, `subject` names where. StoreError where the audit cannot be written: then nothing
    is taken. Where it fails, the audit says that as well, if it can.
    """
    _note_alone(store, what, subject, after)
    try:
        yield
    except BaseException:
        with contextlib.suppress(StoreError):
            _note_alone(store, f"{what} failed", subject, None)
        raise


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
