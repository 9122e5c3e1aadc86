"""What `balance audit` does: who changed what and when, listed or written to a table."""

from __future__ import annotations

import argparse

from balance.commands.answer import DONE, Answer


def audit(chosen: argparse.Namespace) -> Answer:
    """The rows of the audit that were asked for, oldest first."""
    from balance import auditing, mending, store

    kept = store.open_store(chosen.database, create=False)
    rows = auditing.changes(kept, chosen.since, chosen.until, chosen.who, chosen.what)
    document = {"status": "ok", "changes": auditing.as_json(rows)}
    lines = auditing.as_lines(rows)
    if chosen.out is not None:
        mending.write_table(lines, chosen.out, "Audit")
        return DONE, document, f"{len(rows):,} changes are in {chosen.out}."
    return DONE, document, "\n".join("  ".join(line[1:5]) for line in lines[1:]) or "No such change is on record."
