"""What `balance audit` does: who changed what and when, listed or written to a table."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from balance import formats
from balance.commands.answer import DONE, Answer


def audit(chosen: argparse.Namespace) -> Answer:
    """The rows of the audit that were asked for, oldest first."""
    from balance import auditing, mending, store

    kept = store.open_store(chosen.database, create=False)
    rows = auditing.changes(kept, chosen.since, chosen.until, chosen.who, chosen.what)
    document = {"status": "ok", "changes": auditing.as_json(rows)}
    if chosen.out is not None:
        mending.write_table(auditing.as_lines(rows), chosen.out, "Audit")
        return DONE, document, f"{formats.count(len(rows), 'change')} written to {chosen.out}."
    lines = formats.lined_up([_line(row) for row in rows.to_dict("records")], HEAD)
    return DONE, document, "\n".join(lines) or "No such change is on record."


HEAD = ("When (UTC)", "Who", "What", "Of what", "Before and after")
LONGEST = 120
"""So much of one change is listed; a file written with --out and --json hold it in full."""


def _line(row: Mapping[Any, Any]) -> tuple[str, ...]:
    from balance import auditing

    told = auditing.in_words(row)
    shown = told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
    return formats.moment(row["changed_at"]), row["who"], row["what"], row["subject"], shown
