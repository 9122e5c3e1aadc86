"""One turn of watching: every date whose files have settled is loaded, or waits for a person.

Files are left in the folder as they are. What was dealt with is known by its content and date from the store, so that
nothing is loaded twice, whoever renames, copies or restores files, and no right to write into the folder is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from balance import store
from balance.errors import BalanceError
from balance.store import Store
from balance.watching.copies import Dropped, hashed, told_apart
from balance.watching.dating import Dated, said_by_columns, said_by_place, which_date
from balance.watching.dealing import Desk, deal, existing, set_aside
from balance.watching.folder import Entry, Ignored, Listing, Mark
from balance.watching.judging import Why
from balance.watching.outcome import Aside, Loaded, Turn


@dataclass
class Memory:
    """What need not be worked out again while files stay as they are."""

    hashes: dict[Path, tuple[Mark, Dropped]] = field(default_factory=dict)
    days: dict[str, Dated] = field(default_factory=dict)

    def forget_all_but(self, entries: Sequence[Entry]) -> None:
        """Keep what is known of files that are still there; a watcher may run for years."""
        here = {entry.path for entry in entries}
        self.hashes = {path: known for path, known in self.hashes.items() if path in here}
        used = {file.sha256 for _, file in self.hashes.values()}
        self.days = {sha256: said for sha256, said in self.days.items() if sha256 in used}


def turn(
    database: str, listing: Listing, quiet: frozenset[Path], memory: Memory, mapping: Mapping[str, Any] | None = None
) -> Turn:
    """Deal with the files that have settled, oldest date first; a date with a file on its way is left for later."""
    done = Turn(ignored=list(listing.ignored))
    kept = existing(database)
    desk = Desk(database, mapping, store.standings(kept) if kept else {})
    fiscal = _fiscal_start(kept)
    moving = [entry for entry in (*listing.files, *listing.unfinished) if entry.path not in quiet]
    busy = {_date_of(entry, fiscal) for entry in moving}
    done.later = [entry.place for entry in moving if not entry.unfinished]
    memory.forget_all_but(listing.files)
    files = list(_read([entry for entry in listing.files if entry.path in quiet], memory, done))
    dated = [(file, _dated(file, desk, fiscal, memory)) for file in files]
    for as_of in sorted({said.as_of for _, said in dated if said}, key=lambda day: day or date.max):
        of_date = [(file, said) for file, said in dated if said and said.as_of == as_of]
        if as_of in busy:
            done.later += [file.entry.place for file, _ in of_date if desk.new(as_of, file)]
        else:
            _note(done, desk, as_of, of_date)
    return done


def _note(done: Turn, desk: Desk, as_of: date | None, dated: Sequence[tuple[Dropped, Dated]]) -> None:
    """Deal with the files of one date and note what came of it; whatever happens, the other dates go on."""
    files = _once_each([file for file, _ in dated], done)
    try:
        came = deal(desk, as_of, files) if as_of else _without_date(desk, files, dated)
    except (BalanceError, OSError) as refused:
        done.failed.append(f"{_names(files)} will be tried again: {_sentence(refused)}")
        return
    except Exception as fault:  # a fault of ours in one file must not stop the others
        came = _after_fault(done, desk, as_of, files, fault)
    if isinstance(came, Loaded):
        done.loaded.append(came)
    elif isinstance(came, Aside):
        done.aside.append(came)


def _without_date(desk: Desk, files: Sequence[Dropped], dated: Sequence[tuple[Dropped, Dated]]) -> Aside | None:
    fresh = [file for file in files if desk.new(None, file)]
    said = {file.sha256: one.because for file, one in dated}
    return set_aside(desk, None, fresh, Why(*which_date([said[file.sha256] for file in fresh]))) if fresh else None


def _after_fault(
    done: Turn, desk: Desk, as_of: date | None, files: Sequence[Dropped], fault: Exception
) -> Aside | None:
    """What we could not deal with waits for a person like anything else that needs one."""
    why = Why(f"Reading them ended in a fault of the program ({type(fault).__name__}: {fault}).")
    try:
        return set_aside(desk, as_of, [file for file in files if desk.new(as_of, file)], why)
    except (BalanceError, OSError) as refused:
        done.failed.append(f"{_names(files)} will be tried again: {_sentence(refused)}")
        return None


def _sentence(error: Exception) -> str:
    said = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return " ".join(said.split())


def _names(files: Sequence[Dropped]) -> str:
    return ", ".join(file.entry.place for file in files)


def _date_of(entry: Entry, fiscal: int) -> date | None:
    said = said_by_place(entry, fiscal)
    return said.as_of if said else None


def _fiscal_start(kept: Store | None) -> int:
    """The month the fiscal year is stated to start in; January where nothing is stated."""
    if kept is None:
        return 1
    stated = store.stated_assumptions(kept)
    said = [str(value) for value in stated.loc[stated["key"] == "fiscal_year_start_month", "value"]]
    return int(said[0]) if said and said[0].isdecimal() else 1


def _read(entries: Sequence[Entry], memory: Memory, done: Turn) -> Iterator[Dropped]:
    """Each file with its hash; one that cannot be read is named and stops no other."""
    for entry in entries:
        known = memory.hashes.get(entry.path)
        try:
            file = known[1] if known and known[0] == entry.mark else hashed(entry)
        except OSError as error:
            done.ignored.append(Ignored(entry.place, f"it cannot be read ({_sentence(error)})", attention=True))
            continue
        memory.hashes[entry.path] = (entry.mark, file)
        yield file


def _dated(file: Dropped, desk: Desk, fiscal: int, memory: Memory) -> Dated | None:
    """The day of a file; None where no day can be seen and it was dealt with under whatever day a person gave it."""
    said = said_by_place(file.entry, fiscal)
    if said is not None and said.as_of is not None:
        return said
    if any(sha256 == file.sha256 and (day is None or standing == "counts")
           for (day, sha256), standing in desk.standings.items()):  # fmt: skip
        return None
    if said is None and file.sha256 not in memory.days:
        try:
            memory.days[file.sha256] = said_by_columns(file, desk.mapping)
        except OSError as error:
            return Dated(None, f"{file.label} could not be read again ({_sentence(error)})")
        except Exception as fault:  # a fault of ours in one file must not stop the others
            memory.days[file.sha256] = Dated(None, f"{file.label} could not be understood ({_sentence(fault)})")
    return said or memory.days[file.sha256]


def _once_each(files: Sequence[Dropped], done: Turn) -> list[Dropped]:
    """The files without those whose content another one has already."""
    first: dict[str, Dropped] = {}
    for file in files:
        same = first.setdefault(file.sha256, file)
        if same is not file:
            done.ignored.append(Ignored(file.entry.place, f"its content is that of {same.entry.place}"))
    return told_apart(list(first.values()))
