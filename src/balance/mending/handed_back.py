"""A marked workbook that comes back: found out, compared with what went out, and turned into corrections.

The original is then read with those corrections, so that only what was mended changes. Where the
original is not known any more, or the sheets cannot be laid beside each other, the workbook is a
complete copy and is read as a file of its own; that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from balance import formats, store
from balance.corrections import Correction
from balance.errors import Problem
from balance.ingest import Limits, Original, Workbook, read_content
from balance.ingest.corrections import ASTRAY, correct
from balance.mending.alignment import Unlike
from balance.mending.comparison import changes
from balance.mending.origin import Origin, data_of, origin_of, own_sheets
from balance.store import Store

MOST_NAMED = 12


@dataclass(frozen=True)
class HandedBack:
    """The files as they are to be read, the corrections that came with marked workbooks, and what is said of it."""

    books: tuple[Workbook, ...]
    corrections: tuple[Correction, ...] = ()
    fresh: tuple[Correction, ...] = ()
    """Those of the corrections that this time brought; the others were made before."""
    problems: tuple[Problem, ...] = ()
    mends: str | None = None
    """The snapshot that the marked workbooks were made from, where it is loaded again for its date."""
    mapping: Mapping[str, Any] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    originals: tuple[Original, ...] = ()
    """The marked workbooks themselves, kept with the originals as what was handed in."""


@dataclass(frozen=True)
class Known:
    """An original that is known here, and the snapshot it was loaded with."""

    book: Workbook
    snapshot_id: str | None


def take_back(
    books: Sequence[Workbook], kept: Store | None, as_of: date | None, limits: Limits, answers: Mapping[str, str]
) -> HandedBack:
    """The files with every marked workbook among them replaced by its original and what was mended in it."""
    origins = [(book, origin_of(book)) for book in books]
    if not any(origin for _, origin in origins):
        return HandedBack(tuple(books), answers=answers)
    read = {book.sha256: Known(book, None) for book, origin in origins if origin is None}
    given = Given(kept, limits, {}, [], [], [], [])
    here = {book.sha256 for book in books}
    claims = [(book, origin) for book, origin in origins if origin is not None]
    for book, origin in sorted(claims, key=lambda claim: claim[1].sha256 in here):
        try:
            given.mended[origin.sha256] = _compared(given, read.get(origin.sha256), book, origin)
        except Unlike as why:
            given.problems.append(_read_alone(given, book, origin, str(why)))
            read[book.sha256] = Known(replace(book, sheets=own_sheets(book)), None)
            read.pop(origin.sha256, None)  # the workbook is a copy of it
    read |= given.mended
    return _completed(given, _named_apart([known.book for known in read.values()]), as_of, answers)


@dataclass(frozen=True)
class Given:
    """What the marked workbooks of one call have given so far."""

    kept: Store | None
    limits: Limits
    mended: dict[str, Known]
    corrections: list[Correction]
    fresh: list[Correction]
    problems: list[Problem]
    handed: list[Original]


def _compared(given: Given, among: Known | None, book: Workbook, origin: Origin) -> Known:
    """The original of a marked workbook, with what was changed in it noted down."""
    known = given.mended.get(origin.sha256) or _original(given, among, origin)
    if known is None:
        raise Unlike("the file it was made from is not kept here")
    earlier = _earlier(given.kept, known, origin)
    changed, wrong = changes(known.book, earlier.out, book)
    given.corrections.extend(_together(earlier, changed))
    given.fresh.extend(changed)
    given.problems.extend([*_said(book, known.book, changed), *wrong])
    given.handed.append(Original(book.sha256, book.name, book.content))
    return known


@dataclass(frozen=True)
class Earlier:
    """The corrections an upload had: those in the workbook that went out, and those that hold now."""

    out: tuple[Correction, ...]
    now: tuple[Correction, ...]


def _original(given: Given, among: Known | None, origin: Origin) -> Known | None:
    """The original: one of the files given together with the workbook, or one that is kept."""
    snapshot_id = store.snapshot_with(given.kept, origin.sha256) if given.kept is not None else None
    if among is not None:
        return replace(among, snapshot_id=snapshot_id)
    name = store.name_of_original(given.kept, origin.sha256) if given.kept is not None else None
    if given.kept is None or name is None:
        return None
    book = read_content(name, store.original(given.kept, origin.sha256), given.limits)
    return Known(data_of(book, ()) or book, snapshot_id)


def _named_apart(books: Sequence[Workbook]) -> tuple[Workbook, ...]:
    """The workbooks with a number after a name that two of them have."""
    names = formats.apart(book.name for book in books)
    return tuple(_renamed(book, name) for book, name in zip(books, names, strict=True))


def _renamed(book: Workbook, name: str) -> Workbook:
    if book.name == name:
        return book
    return replace(book, name=name, sheets=tuple(replace(sheet, file=name) for sheet in book.sheets))


def _earlier(kept: Store | None, known: Known, origin: Origin) -> Earlier:
    recorded = store.corrections_of(kept, known.snapshot_id) if kept is not None and known.snapshot_id else ()
    mine = tuple(one for one in recorded if one.sha256 == origin.sha256)
    if any(problem.code == ASTRAY for problem in correct([known.book], origin.corrections).problems):
        return Earlier((), mine)
    return Earlier(origin.corrections, _over(origin.corrections, mine))


def _over(first: Sequence[Correction], then: Sequence[Correction]) -> tuple[Correction, ...]:
    """Corrections with later ones put over them, cell by cell."""
    return tuple({(one.sha256, one.sheet, one.cell): one for one in (*first, *then)}.values())


def _together(earlier: Earlier, changed: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections that hold, those that came back over them; a row left out comes in again when it is mended."""
    touched = {(one.sheet, one.place[0]) for one in changed if one.place and not one.whole_row}
    still = [one for one in earlier.now if not (one.whole_row and one.place and (one.sheet, one.place[0]) in touched)]
    return _over(still, changed)


def _completed(given: Given, books: tuple[Workbook, ...], as_of: date | None, answers: Mapping[str, str]) -> HandedBack:
    """The files beside those they were loaded with, read again the way they were read then."""
    back = HandedBack(
        books, tuple(given.corrections), tuple(given.fresh), tuple(given.problems), answers=answers,
        originals=tuple(given.handed),
    )  # fmt: skip
    ids = {known.snapshot_id for known in given.mended.values()}
    snapshot_id = ids.pop() if len(ids) == 1 else None
    if given.kept is None or snapshot_id is None:
        return back
    kept = given.kept
    back = replace(
        back, mapping=store.mapping_of(kept, snapshot_id) | {"saved": True},
        answers=store.answers_of(kept, snapshot_id) | dict(answers),
    )  # fmt: skip
    of_date = {info.id: info.as_of for info in store.list_snapshots(kept)}.get(snapshot_id)
    return _with_others(back, given, kept, snapshot_id) if as_of in (None, of_date) else back


def _with_others(back: HandedBack, given: Given, kept: Store, snapshot_id: str) -> HandedBack:
    """The same with the other files of the snapshot and what was corrected in them, so that what was accepted stays."""
    here = {book.sha256 for book in back.books} | {book.name for book in back.books}
    files = store.originals_of(kept, snapshot_id)
    hashes = {sha256 for _, sha256 in files}
    others = [(name, sha256) for name, sha256 in files if sha256 not in here and name not in here]
    read = [read_content(name, store.original(kept, sha256), given.limits) for name, sha256 in others]
    beside = [book for one in read for book in [data_of(one, hashes)] if book is not None]
    unmended = {book.sha256 for book in (*back.books, *beside)} - set(given.mended)
    before = [one for one in store.corrections_of(kept, snapshot_id) if one.sha256 in unmended]
    notes = [
        Problem("file-read-again", "note", book.name, found="a file that was loaded together with the mended one",
                expected="the same files as before", fix="Nothing to do: it is read again as it is kept.")
        for book in beside
    ]  # fmt: skip
    return replace(
        back, books=(*back.books, *beside), corrections=(*back.corrections, *before),
        problems=(*back.problems, *notes), mends=snapshot_id,
    )  # fmt: skip


def _said(book: Workbook, original: Workbook, changed: Sequence[Correction]) -> Iterator[Problem]:
    cells = [one.cell for one in changed if not one.whole_row]
    rows = [one.cell.split(":")[0] for one in changed if one.whole_row]
    parts = [f"{formats.count(len(cells), 'cell')} changed ({_few(cells)})"] if cells else []
    parts += [f"{formats.count(len(rows), 'row')} deleted ({_few(rows)})"] if rows else []
    yield Problem(
        "workbook-mended", "note" if changed else "warning", book.name,
        found=f"the marked workbook of {original.name} with {' and '.join(parts) or 'nothing changed'}",
        expected="cells mended",
        fix=f"Nothing to do: {original.name} is read again with them." if changed
            else "Mend the marked cells, save the workbook and hand it in again.",
    )  # fmt: skip


def _few(places: Sequence[str]) -> str:
    return ", ".join(places[:MOST_NAMED]) + (
        f" and {len(places) - MOST_NAMED} more" if len(places) > MOST_NAMED else ""
    )


def _read_alone(given: Given, book: Workbook, origin: Origin, why: str) -> Problem:
    others = _loaded_with(given.kept, origin.sha256)
    more = f" Give {', '.join(others)} with it: they were loaded together." if others else ""
    return Problem(
        "workbook-own-file", "note", book.name,
        found=f"a marked workbook of {origin.file or 'another file'}, and {why}",
        expected="the same rows, columns and sheets with mended cells",
        fix=f"Nothing to do: it holds a complete copy and is read as a file of its own.{more}",
    )  # fmt: skip


def _loaded_with(kept: Store | None, sha256: str) -> list[str]:
    """The names of the files that were loaded together with one of that content."""
    snapshot_id = store.snapshot_with(kept, sha256) if kept is not None else None
    if kept is None or snapshot_id is None:
        return []
    return [name for name, other in store.originals_of(kept, snapshot_id) if other != sha256]
