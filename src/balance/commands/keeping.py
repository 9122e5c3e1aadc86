"""What is kept: snapshots, links, copies of the store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balance import formats
from balance.commands.answer import ATTENTION, DONE, Answer, pair
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.store import Store


def snapshots(chosen: argparse.Namespace) -> Answer:
    """Every snapshot, newest last."""
    from balance import documents, roles, store
    from balance.roles import Action

    roles.require(Action.TRACE)
    snapshots = store.list_snapshots(store.open_store(chosen.database, create=False))
    document = documents.snapshots_document(snapshots)
    return DONE, document, "\n".join(_snapshots(document["snapshots"])) or "No snapshots yet."


def _snapshots(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line for each snapshot, with how many rows of each table it holds."""
    tables = list(dict.fromkeys(name for row in rows for name in row["tables"]))
    lines = [
        (
            row["id"], formats.day(row["as_of"]), f"{formats.moment(row['loaded_at'])} UTC",
            *(formats.count(row["tables"].get(name, 0)) for name in tables), "dropped" if row["dropped"] else "",
        )
        for row in rows
    ]  # fmt: skip
    head = ("Snapshot", "As of", "Loaded", *map(str.capitalize, tables), "")
    return formats.lined_up(lines, head, right=range(3, 3 + len(tables)))


def diff(chosen: argparse.Namespace) -> Answer:
    """What changed between two snapshots."""
    from balance import store

    document = store.compare_snapshots(store.open_store(chosen.database, create=False), chosen.a, chosen.b)
    lines = [(table.capitalize(), *_difference(part)) for table, part in document.items()]
    told = formats.lined_up(lines, ("Table", "New", "Changed", "Gone"), right=(1, 2, 3))
    return DONE, document, "\n".join(told) or "The two snapshots have no table in common."


def _difference(part: Mapping[str, Any]) -> list[str]:
    """How many ids are new, changed and gone."""
    changed = {row["id"] for row in part["changed"]}
    return [formats.count(len(ids)) for ids in (part["new"], changed, part["gone"])]


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


def purge(chosen: argparse.Namespace) -> Answer:
    """One snapshot deleted for good, with proof that its files are gone from the store's file."""
    from balance import roles, store
    from balance.roles import Action

    roles.require(Action.PURGE)  # before anything is read, or anybody is asked
    kept = store.open_store(chosen.database, create=False)
    agreed = _agreed(kept, chosen.id, asked=not chosen.with_packs)
    if "://" in chosen.database:
        packs = store.purge_snapshot(kept, chosen.id, agreed=agreed)
        document = {"status": "ok", "snapshot": chosen.id, "frozen_packs": list(packs)}
        return DONE, document, f"Snapshot {chosen.id} is deleted for good.{_gone_with_it(packs)}"
    proof = store.purge_with_proof(kept, chosen.id, agreed=agreed)
    status = "ok" if proof.holds else "attention"
    told = f"Snapshot {chosen.id} is deleted for good. {proof}{_gone_with_it(proof.packs)}"
    shown = asdict(proof)
    document = {"status": status, "snapshot": chosen.id, "frozen_packs": list(shown.pop("packs")), "proof": shown}
    return DONE if proof.holds else ATTENTION, document, told


def _agreed(kept: Store, snapshot_id: str, *, asked: bool) -> tuple[str, ...] | None:
    """The frozen packs that may go with a snapshot: asked for at the terminal, refused where nobody can be asked."""
    from balance import formats, store

    packs = [one for one in store.frozen_packs(kept) if one.snapshot_id == snapshot_id]
    if not asked or not packs:
        return () if asked else None
    told = "; ".join(f"{one.id} ({one.title}, frozen {formats.by_whom(one.frozen_by, one.frozen_at)})" for one in packs)
    count = formats.count(len(packs), "board pack is frozen", "board packs are frozen")
    what = f"{count} with snapshot {snapshot_id}, and would be deleted for good with it: {told}."
    if sys.stdin is None or not sys.stdin.isatty():
        raise BalanceError(
            f"{what} Nothing was changed. Say --with-packs to delete them too; `pack --frozen` and "
            "`pack --frozen ID --out DIR` list them and write their files."
        )
    sys.stderr.write(f"{what}\nDelete them too? Type yes: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() != "yes":
        raise BalanceError("Nothing was changed.")
    return tuple(one.id for one in packs)


def _gone_with_it(packs: Sequence[str]) -> str:
    return f" The packs frozen with it are deleted too: {', '.join(packs)}." if packs else ""


def retain(chosen: argparse.Namespace) -> Answer:
    """What is older than the settings keep it, deleted for good."""
    from balance import store
    from balance.settings import load_settings

    settings = load_settings()
    periods = store.Periods(settings.keep_snapshots_days, settings.keep_originals_days, settings.keep_audit_days)
    due = store.retain(store.open_store(chosen.database, create=False), periods, preview=chosen.preview)
    document = {"status": "ok", "deleted": not chosen.preview} | asdict(due)
    done = "Would be deleted" if chosen.preview else "Deleted for good"
    counts = (
        (len(due.snapshots), "snapshot"), (len(due.packs), "frozen pack"), (len(due.originals), "uploaded file"),
        (due.audit_rows, "audit row"),
    )  # fmt: skip
    text = f"{done}: {formats.listed([formats.count(number, thing) for number, thing in counts])}."
    if due.packs:
        text += f" Frozen packs: {', '.join(due.packs)}."
    return DONE, document, text


def export(chosen: argparse.Namespace) -> Answer:
    """Everything that is kept, in open formats."""
    from balance import exporting

    if not chosen.all:
        raise BalanceError(
            "Say --all: every table with the audit, every uploaded file and every frozen pack are written."
        )
    done = exporting.export(chosen.database, chosen.out, chosen.formats.split(","))
    document = {"status": "ok", "tables": done.rows, "files": len(done.files)}
    written = f"{formats.count(len(done.files), 'file')} in {done.folder}"
    return DONE, document, f"{written}; {exporting.MANIFEST} lists them with their hashes."


def backup(chosen: argparse.Namespace) -> Answer:
    """A consistent copy of the store."""
    from balance import store

    if chosen.keep is not None:
        return _kept_backup(chosen)
    if chosen.path is None:
        raise BalanceError("Name the file to write, or say --keep N to write into the folder for backups.")
    store.backup(store.open_store(chosen.database, create=False), chosen.path)
    return DONE, {"status": "ok", "snapshot": None}, f"A consistent copy is in {chosen.path}."


def _kept_backup(chosen: argparse.Namespace) -> Answer:
    from balance import store
    from balance.settings import load_settings

    folder = load_settings().backup_folder
    if not folder or chosen.path is not None or chosen.keep < 1:
        raise BalanceError(
            "--keep N, at least 1, stands without a file, and BALANCE_BACKUP_FOLDER names where to write."
        )
    kept = store.keep_backup(store.open_store(chosen.database, create=False), Path(folder), chosen.keep)
    document = {"status": "ok", "snapshot": None, "path": str(kept.path), "removed": [str(old) for old in kept.removed]}
    told = f"{kept.path} is written and read back whole: {formats.count(kept.condition.snapshots, 'snapshot')}."
    return DONE, document, f"{told} Deleted: {formats.count(len(kept.removed), 'older backup')}."


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
    return (
        DONE,
        document,
        f"{chosen.target} holds the same as {chosen.source}: {formats.count(total, 'row')}, hash {made.content_hash}.",
    )
