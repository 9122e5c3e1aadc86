"""The files of one date: loaded where they are clean, else set aside for a person with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from balance import store, uploading
from balance.store import Standing, Store
from balance.uploading import Upload
from balance.watching.copies import Dropped, on_disk
from balance.watching.judging import Why, carriers, needs, would_replace
from balance.watching.outcome import Aside, Loaded

WHO = "drop folder"


@dataclass(frozen=True)
class Desk:
    """Where the work is done: the database, the mapping to read with, and what became of each content so far."""

    database: str
    mapping: Mapping[str, Any] | None
    standings: Mapping[tuple[date | None, str], Standing]

    def new(self, as_of: date | None, file: Dropped) -> bool:
        """Whether this content was never dealt with for this date."""
        return (as_of, file.sha256) not in self.standings


def existing(database: str) -> Store | None:
    """The store, where there is one."""
    return store.existing_store(database)


def deal(desk: Desk, as_of: date, files: Sequence[Dropped]) -> Loaded | Aside | None:
    """Load what is new for a date, or set it aside; None where nothing is new.

    What is new alone is loaded where it touches no table that is loaded for the date. Otherwise it would replace
    rows, so it is loaded together with what still lies beside it in the folder; where the rows to be replaced came
    from a file that the folder does not hold any more, a person decides.
    """
    fresh = [file for file in files if desk.new(as_of, file)]
    if not fresh:
        return None
    answered = _with_what_waits(desk, as_of, files)
    if answered:
        return answered
    loaded, why, tables = _tried(desk, as_of, fresh, ())
    if loaded or why:
        return loaded or set_aside(desk, as_of, fresh, why)
    beside = [file for file in files if desk.standings.get((as_of, file.sha256), "counts") != "settled"]
    missing = carriers(existing(desk.database), as_of, tables) - {file.label for file in beside}
    if missing:
        return set_aside(desk, as_of, fresh, would_replace(as_of, tables, missing))
    loaded, why, _ = _tried(desk, as_of, beside, tables)
    return loaded or set_aside(desk, as_of, beside, why)


def _with_what_waits(desk: Desk, as_of: date, files: Sequence[Dropped]) -> Loaded | None:
    """The load of what is new together with what waits beside it, where that answers what was open in both.

    A marked workbook that comes back mended needs its original; a file of incidents may need the assumptions.
    """
    both = [file for file in files if desk.standings.get((as_of, file.sha256), "waits") == "waits"]
    if all(desk.new(as_of, file) for file in both):
        return None
    return _tried(desk, as_of, both, ())[0]


def _tried(
    desk: Desk, as_of: date, files: Sequence[Dropped], replaced: Sequence[str]
) -> tuple[Loaded | None, Why | None, tuple[str, ...]]:
    """The load, or why a person is needed, or the tables that it would replace beyond those that it may."""
    with on_disk(files) as paths:
        checked = uploading.check(desk.database, paths, as_of=as_of, mapping=desk.mapping)
    why = needs(checked)
    if why is not None:
        return None, why, ()
    tables = _tables(checked)
    if not replaced and carriers(existing(desk.database), as_of, tables):
        return None, None, tables
    return _kept(desk, as_of, files, checked), None, ()


def _tables(checked: Upload) -> tuple[str, ...]:
    return tuple(name for name, part in checked.document["tables"].items() if part["rows"])


def _kept(desk: Desk, as_of: date, files: Sequence[Dropped], checked: Upload) -> Loaded:
    done = uploading.keep(desk.database, checked, as_of=as_of, mapping=desk.mapping, who=WHO)
    taken = [(file.label, file.sha256, b"") for file in files]
    kept = store.open_store(desk.database)
    store.settle_covered(kept, as_of, taken, WHO)
    store.not_again(kept, as_of, [file.sha256 for file in files])
    told = done.document["snapshot"]
    return Loaded(as_of, told["id"], tuple(file.label for file in files), told["repeated"])


def set_aside(desk: Desk, as_of: date | None, files: Sequence[Dropped], why: Why | None) -> Aside:
    """Keep the files in the store, with the reason, until a person loads or dismisses them."""
    said = why or Why("A person is needed.")
    contents = [(file.label, file.sha256, file.content) for file in files]
    kept = store.open_store(desk.database)
    store.wait_for_person(kept, contents, said.sentence, as_of=as_of, details=said.details, who=WHO)
    return Aside(as_of, tuple(file.label for file in files), said.sentence)
