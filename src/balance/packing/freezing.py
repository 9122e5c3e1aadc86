"""Freezing a pack with the snapshot it quotes, and fetching it again byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from balance import boardpack, store
from balance.boardpack import Outline
from balance.errors import BalanceError
from balance.report import Report
from balance.store import FrozenPack, Store


def freeze(
    kept: Store, report: Report, outline: Outline, written: Mapping[str, bytes], who: str = ""
) -> tuple[str, bool]:
    """Keep files by format with the snapshot whose numbers they quote; the pack's id, and whether it was new."""
    files = [(format_, boardpack.file_name(outline, format_), content) for format_, content in written.items()]
    return store.freeze_pack(
        kept, _snapshot(kept, report.as_of), files, scenario=outline.scenario, title=outline.title,
        data_hash=report.data_hash, model_version=report.model_version, who=who,
    )  # fmt: skip


def _snapshot(kept: Store, as_of: date) -> str:
    """The snapshot a report of that day rests on last."""
    found = [row.id for row in store.list_snapshots(kept) if not row.dropped and row.as_of <= as_of]
    if not found:
        raise BalanceError("There is no snapshot to freeze the pack with.")
    return found[-1]


def frozen_of(kept: Store, pack_id: str) -> FrozenPack:
    """The frozen pack of that id, or of the only one that begins so."""
    found = [one for one in store.frozen_packs(kept) if pack_id and one.id.startswith(pack_id)]
    if len(found) != 1:
        many = "Several frozen packs begin with" if found else "There is no frozen pack"
        raise BalanceError(f"{many} {pack_id!r}. `balance pack --frozen` lists them.")
    return found[0]


def fetch(kept: Store, pack: FrozenPack, format_: str) -> bytes:
    """The bytes of one file of a frozen pack, as they were frozen."""
    for one in pack.files:
        if one.format == format_:
            return store.frozen_content(kept, one.sha256)
    has = ", ".join(one.format for one in pack.files)
    raise BalanceError(f"The frozen pack {pack.id} has no {format_}; it has {has}.")
