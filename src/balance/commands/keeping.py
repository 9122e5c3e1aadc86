"""What is kept: snapshots, links, copies of the store."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from balance.commands.answer import DONE, Answer, pair


def snapshots(chosen: argparse.Namespace) -> Answer:
    """Every snapshot, newest last."""
    from balance import documents, roles, store
    from balance.roles import Action

    roles.require(Action.TRACE)
    snapshots = store.list_snapshots(store.open_store(chosen.database, create=False))
    document = documents.snapshots_document(snapshots)
    lines = [
        f"{row['id']}  {row['as_of']}  {row['tables']}{'  dropped' if row['dropped'] else ''}"
        for row in document["snapshots"]
    ]
    return DONE, document, "\n".join(lines) or "No snapshots yet."


def diff(chosen: argparse.Namespace) -> Answer:
    """What changed between two snapshots."""
    from balance import store

    document = store.compare_snapshots(store.open_store(chosen.database, create=False), chosen.a, chosen.b)
    return DONE, document, "\n".join(_difference(table, part) for table, part in document.items())


def _difference(table: str, part: Mapping[str, Any]) -> str:
    changed = {row["id"] for row in part["changed"]}
    return f"{table}: {len(part['new'])} new, {len(changed)} changed, {len(part['gone'])} gone"


def of_snapshot(name: str, done: str) -> Callable[[argparse.Namespace], Answer]:
    """The command that does `name` to one snapshot."""

    def run(chosen: argparse.Namespace) -> Answer:
        from balance import store

        getattr(store, f"{name}_snapshot")(store.open_store(chosen.database, create=False), chosen.id)
        return DONE, {"status": "ok", "snapshot": chosen.id}, f"Snapshot {chosen.id} {done}."

    return run


def links(chosen: argparse.Namespace) -> Answer:
    """Which initiative each incident came from; accepting, refusing and undoing come first."""
    from balance import linking, pipeline, store

    kept = store.open_store(chosen.database, create=False)
    accept, refuse, undo = (
        [pair(text, option, "INCIDENT=INITIATIVE") for text in getattr(chosen, option[2:])]
        for option in ("--accept", "--refuse", "--undo")
    )
    pipeline.decide_links(kept, accept, refuse, undo)
    found = pipeline.links_of(kept, chosen.as_of)
    document = {"status": "ok"} | linking.as_json(found)
    return DONE, document, "\n".join(linking.lines_of(found))


def backup(chosen: argparse.Namespace) -> Answer:
    """A consistent copy of the store."""
    from balance import store

    store.backup(store.open_store(chosen.database, create=False), chosen.path)
    return DONE, {"status": "ok", "snapshot": None}, f"A consistent copy is in {chosen.path}."


def restore(chosen: argparse.Namespace) -> Answer:
    """The store replaced by a copy."""
    from balance import store

    store.restore(chosen.path, chosen.database)
    return DONE, {"status": "ok", "snapshot": None}, f"{chosen.database} is now the copy in {chosen.path}."


def copy(chosen: argparse.Namespace) -> Answer:
    """Everything a store holds written to another, file or server, and proven to be the same."""
    from balance import store

    made = store.copy(chosen.source, chosen.target)
    document = {"status": "ok", "snapshot": None, "content_hash": made.content_hash, "rows": made.rows}
    total = sum(made.rows.values())
    return DONE, document, f"{chosen.target} holds the same as {chosen.source}: {total} rows, hash {made.content_hash}."
