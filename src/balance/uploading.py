"""Files to a snapshot: check says what load would do, load does it, both tell it in one document.

`check` writes nothing, not even an empty store. `load` is all or nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from balance import forecasting, frugal, ingest, keeping, mending, stopping, store
from balance.corrections import Correction
from balance.earlier import Beside, beside_earlier
from balance.errors import BalanceError
from balance.happening import happened
from balance.ingest import Intake, Limits, Workbook
from balance.ingest.limits import MB
from balance.mending import HandedBack, Marked
from balance.reconciling import Reconciliation
from balance.remembering import Said, said_of
from balance.roles import Action, needs
from balance.saved_mappings import (
    edited,
    remove_mapping,
    rename_mapping,
    save_mapping,
    saved_mapping,
    saved_mappings,
)
from balance.settings import Settings, load_settings
from balance.store import Store
from balance.telling_uploads import document_of, lines_of, status_of

__all__ = [
    "Reader", "Upload", "check", "edited", "keep", "load", "marked", "read_limits", "remove_mapping", "rename_mapping",
    "reported_as_of", "save_mapping", "saved_mapping", "saved_mappings",
]  # fmt: skip

Reader = Callable[[Sequence[Path], Limits], list[Workbook]]
EXIT_STATUS = {"ok": 0, "attention": 1, "refused": 2}


@dataclass(frozen=True)
class Upload:
    """What happened, or would happen, to the files."""

    status: str
    document: dict[str, Any]
    intake: Intake
    snapshot_id: str | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
    reconciliation: Reconciliation = field(default_factory=Reconciliation)
    answers: Mapping[str, str] = field(default_factory=dict)
    """The answers in force: those given, and those kept with a workbook that came back mended."""
    mends: str | None = None
    """The snapshot whose marked workbooks came back mended."""
    said: Said = field(default_factory=lambda: Said(None, {}))
    """What was said about it, now and earlier."""

    @property
    def exit_status(self) -> int:
        """The command line's exit status for it."""
        return EXIT_STATUS[self.status]

    @property
    def text(self) -> str:
        """The document for a person, in lines."""
        return "\n".join(lines_of(self.status, self.document, self.intake, self.reconciliation))


def check(
    database: str,
    files: Sequence[Path],
    *,
    as_of: date | None = None,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction | str] = (),
    read: Reader = ingest.read_books,
) -> Upload:
    """What `load` would do with the files; nothing is written.

    `corrections` are made in the cells before rows are judged, as values or as typed (`FILE!SHEET!F12=2026-03-05`).
    `read` is how the files become workbooks, for who has read them already.
    """
    with _little_kept():
        understood = _understood(database, files, as_of, mapping, answers or {}, corrections, read)
    document = document_of(understood.beside, as_of)
    document["mapping"] = understood.beside.intake.mapping
    return _upload(status_of(understood.beside.intake, refuse_questions=False), document, understood)


@needs(Action.LOAD)
def load(
    database: str,
    files: Sequence[Path],
    *,
    as_of: date,
    mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    who: str = "",
    corrections: Sequence[Correction | str] = (),
) -> Upload:
    """Keep one snapshot of every table found in the files, or change nothing and say why; corrections as in `check`.

    It waits once for a store in use, for all it reads and writes, its forecasts among them.
    """
    begun = time.monotonic()
    with _a_load(len(files), begun), store.one_wait(database):
        understood = _understood(database, files, as_of, mapping, answers or {}, corrections)
        done = _kept(database, _upload("", {}, understood), understood.beside, as_of, mapping or {}, who)
    return _told(done, begun)


@needs(Action.LOAD)
def keep(
    database: str, checked: Upload, *, as_of: date, mapping: Mapping[str, Any] | None = None, who: str = ""
) -> Upload:
    """Keep exactly what `check` has read, with the same date and mapping; refused as `load` would be."""
    beside = Beside(checked.intake, checked.reconciliation, checked.document["changes_since_last"])
    begun = time.monotonic()
    with _a_load(len(checked.intake.files), begun), store.one_wait(database):
        done = _kept(database, checked, beside, as_of, mapping or {}, who)
    return _told(done, begun)


def reported_as_of(file: Path, mapping: Mapping[str, Any] | None = None) -> tuple[date, ...]:
    """The days a file itself says it speaks of, in a column such as "Reported as of"; empty where none does."""
    return ingest.reported_as_of(file, mapping=mapping, limits=_limits(load_settings()))


def _kept(database: str, upload: Upload, beside: Beside, as_of: date, mapping: Mapping[str, Any], who: str) -> Upload:
    status, document = status_of(beside.intake, refuse_questions=True), document_of(beside, as_of)
    if status == "refused":
        return replace(upload, status=status, document={"status": status} | document, mapping={})
    kept = store.open_store(database)
    lost = forecasting.before_load(kept, as_of)
    given = mapping or upload.said.mapping or {}
    saved = keeping.save(kept, beside.intake, as_of, given, upload.answers, who, upload.mends, upload.said.repeats)
    told = [] if all(one.repeated for one in saved) else lost
    told += forecasting.after_load(kept, [one.snapshot_id for one in saved])
    told += keeping.read_otherwise(kept, beside.intake, as_of, saved)
    if told:
        beside = replace(beside, intake=replace(beside.intake, problems=(*beside.intake.problems, *told)))
        status, document = status_of(beside.intake, refuse_questions=True), document_of(beside, as_of)
    newest = saved[-1]
    document["snapshot"] = {"id": newest.snapshot_id, "as_of": newest.as_of, "repeated": newest.repeated}
    document["snapshots"] = keeping.as_json(beside.intake, as_of, saved)
    done = {"status": status} | document
    return replace(upload, status=status, document=done, intake=beside.intake, snapshot_id=newest.snapshot_id)


@dataclass(frozen=True)
class _Understood:
    """An upload as it is understood, what of it came back mended, and what was said about it."""

    beside: Beside
    back: HandedBack
    said: Said


def _upload(status: str, document: dict[str, Any], understood: _Understood) -> Upload:
    beside, back = understood.beside, understood.back
    return Upload(
        status,
        {"status": status} | document,
        beside.intake,
        mapping=beside.intake.mapping,
        reconciliation=beside.reconciliation,
        answers=back.answers,
        mends=back.mends,
        said=understood.said,
    )


@contextmanager
def _a_load(files: int, begun: float) -> Iterator[None]:
    """A load is finished before a stop, keeps little, and is told where it fails as a whole."""
    with _little_kept(), stopping.at_work():
        try:
            yield
        except BaseException as failed:
            seconds = time.monotonic() - begun
            happened("load refused", outcome="failed", files=files, seconds=seconds, kind=type(failed).__name__)
            raise


def _told(done: Upload, begun: float) -> Upload:
    """Tell what became of a load in counts and ids: nothing of what stands in the files, nor their names."""
    intake, refused = done.intake, done.status == "refused"
    happened(
        "load refused" if refused else "load",
        outcome=done.status,
        files=len(intake.files),
        rows=0 if refused else sum(len(frame) for frame in intake.frames.values()),
        held=len(intake.held),
        problems=len(intake.problems),
        snapshot=done.snapshot_id or "",
        seconds=round(time.monotonic() - begun, 3),
    )
    return done


@contextmanager
def _little_kept() -> Iterator[None]:
    """What an upload takes of memory is the system's again when it is done: a server goes on for weeks.

    Before it begins too, for the upload before it may have been let go of since.
    """
    _hand_back()
    try:
        yield
    finally:
        _hand_back()


def _hand_back() -> None:
    store.hand_back_unused()
    frugal.hand_back()


def _existing(database: str) -> Store | None:
    return store.existing_store(database)


def _understood(
    database: str,
    files: Sequence[Path],
    as_of: date | None,
    mapping: Mapping[str, Any] | None,
    answers: Mapping[str, str],
    corrections: Sequence[Correction | str],
    read: Reader = ingest.read_books,
) -> _Understood:
    """The files as they are understood; a marked workbook among them is taken as its original with what was mended."""
    kept, limits = _existing(database), read_limits()
    stated = store.stated_assumptions(kept, as_of) if kept else None
    before = store.known_before(kept, as_of) if kept else None
    last_known = partial(store.rows_known, before) if before else None
    books = read(files, limits)
    said = said_of(kept, [book.sha256 for book in books], as_of, mapping, answers, corrected=bool(corrections))
    back = mending.take_back(books, kept, as_of, limits, said.answers)
    wanted = mending.with_typed(corrections, back)
    intake = ingest.understand(
        back.books, as_of=as_of, mapping=said.mapping or back.mapping, answers=back.answers, stated=stated,
        limits=limits, corrections=wanted, last_known=last_known, earlier=said.earlier, known=said.known,
    )  # fmt: skip
    told, handed_in = (*back.problems, *intake.problems), (*intake.originals, *back.originals)
    intake = replace(intake, problems=told, originals=handed_in)
    return _Understood(beside_earlier(kept, intake, as_of, before), back, said)


@needs(Action.MEND)
def marked(
    database: str,
    named: Sequence[str],
    folder: Path,
    as_of: date | None = None,
    mapping: Mapping[str, Any] | None = None,
) -> list[tuple[Path, Marked]]:
    """Marked workbooks of snapshots, named by their id, and of files, written into a folder.

    Files named are read together, as `check` reads them.
    """
    files = [Path(name) for name in named if Path(name).is_file()]
    ids = [name for name in named if not Path(name).is_file()]
    kept = _existing(database)
    if ids and kept is None:
        raise BalanceError(f"{ids[0]} is no file, and there is no store at {database} that could know it.")
    made = [one for name in ids if kept for one in mending.of_snapshot(kept, name, read_limits())]
    if files:
        checked = check(database, files, as_of=as_of, mapping=mapping)
        made += mending.of_intake(checked.intake, read_limits())
    made = mending.named_apart(made)
    return list(zip(mending.write(made, folder), made, strict=True))


def read_limits() -> Limits:
    """What reading one file may take, as the settings say."""
    return _limits(load_settings())


def _limits(settings: Settings) -> Limits:
    """What one file may ask of the machine, as the settings say it; the processor's clock stops a little earlier."""
    return Limits(
        file_bytes=settings.upload_mb * MB,
        unpacked_bytes=settings.load_unpacked_mb * MB,
        rows=settings.load_rows,
        cells=settings.load_cells,
        child_memory_bytes=settings.load_memory_mb * MB,
        child_wall_seconds=float(settings.load_seconds),
        child_cpu_seconds=max(settings.load_seconds - 3, 1),
    )
