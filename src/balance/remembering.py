"""What earlier loads understood, for the next one: columns, values, orders of dates and the answers people gave.

It stands between `ingest` and `store`, which do not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from balance import __version__, store
from balance.store import Store, Understood

MOST_LOADS = 60


@dataclass(frozen=True)
class Said:
    """What is said about an upload, now and earlier.

    `earlier` are entries of mapping files, the newest first, with the date and the answers of their load; `known` the
    ids of each table; `repeats` by as-of date the snapshots that these files, nothing new being said, only repeat.
    """

    mapping: Mapping[str, Any] | None
    answers: Mapping[str, str]
    earlier: tuple[Mapping[str, Any], ...] = ()
    known: Mapping[str, Set[str]] = field(default_factory=dict)
    repeats: Mapping[date, str] = field(default_factory=dict)


def said_of(
    kept: Store | None, contents: Sequence[str], as_of: date | None, mapping: Mapping[str, Any] | None,
    answers: Mapping[str, str], *, corrected: bool = False,
) -> Said:  # fmt: skip
    """What is said about an upload, with what the store remembers.

    `contents` are the hashes of its files. The same files for the same date, with nothing said or the same again, are
    read as they were the first time; not so where cells were corrected then or are now.
    """
    loads = store.understood(kept) if kept else ()
    if kept is None or not loads:
        return Said(mapping, answers)
    hashes = frozenset(filter(None, contents))
    same = [load for load in loads if load.hashes == hashes and not load.corrected and _of_that_date(load, as_of)]
    first = next((load for load in same if not corrected and _says_nothing_new(load, mapping, answers)), None)
    if first is not None:
        mapping, answers = first.given, first.answers
    others = [load for load in loads if load not in same and not load.dropped]
    return Said(
        mapping, answers, _entries(others, as_of), store.ids_known(kept, as_of),
        _repeated(first, loads) if first is not None else {},
    )  # fmt: skip


def _of_that_date(load: Understood, as_of: date | None) -> bool:
    """Whether a load was made for the date, or is one of several dated reports that were kept of the same files."""
    dated = any(key.startswith("as_of_column:") for key in load.answers)
    return load.as_of == as_of or (dated and as_of is not None and load.as_of <= as_of)


def _repeated(first: Understood, loads: Sequence[Understood]) -> dict[date, str]:
    """The snapshots of the same files, of which the same was said, as far as this program made them."""
    return {
        load.as_of: load.snapshot_id
        for load in reversed(loads)
        if (load.hashes, load.given, load.answers) == (first.hashes, first.given, first.answers)
        and not load.corrected
        and load.program_version == __version__
    } | ({first.as_of: first.snapshot_id} if first.program_version == __version__ else {})


def _says_nothing_new(load: Understood, mapping: Mapping[str, Any] | None, answers: Mapping[str, str]) -> bool:
    nothing = not mapping and not answers
    return nothing or ((mapping or None) == (load.given or None) and dict(answers) == load.answers)


def _entries(loads: Sequence[Understood], as_of: date | None) -> tuple[Mapping[str, Any], ...]:
    """The sheets of the loads: those of earlier dates first, the nearest date first."""
    day = as_of or date.max
    ordered = sorted(loads, key=lambda load: (load.as_of > day, abs((load.as_of - day).days)))[:MOST_LOADS]
    return tuple(
        {**sheet, "as_of": load.as_of.isoformat(), "answers": {**load.answers, **sheet.get("answers", {})}}
        for load in ordered
        for sheet in load.mapping.get("sheets", ())
        if isinstance(sheet, dict) and isinstance(sheet.get("columns"), dict)
    )
