"""A marked workbook that comes back: found out, compared with what went out, and turned into corrections.

The original is then read with those corrections, so that only what was mended changes. Where the
original is not known any more, or the sheets cannot be laid beside each other, the workbook is a
complete copy and is read as a file of its own; that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from balance import formats, store
from balance.corrections import Correction, Kind, row_address
from balance.errors import Problem
from balance.ingest import Limits, Workbook, read_content
from balance.ingest.corrections import ASTRAY, KINDS, correct
from balance.ingest.grid import EMPTY, ERROR, MOMENT, Cells, Sheet
from balance.mending.alignment import Alignment, Unlike, align
from balance.mending.origin import Origin, origin_of, own_sheets, written_names
from balance.mending.plain import differ, holdable, laid_on, outside
from balance.store import Store

WHY = "mended workbook"
MOST_NAMED = 12
MOST_CHANGED = 50_000
"""More changes than this are a new file, not a mended one."""


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
    alone: list[Workbook] = []
    given = Given(kept, limits, {}, [], [], [])
    for book, origin in origins:
        if origin is not None:
            try:
                given.mended[origin.sha256] = _compared(given, read.get(origin.sha256), book, origin)
            except Unlike as why:
                alone.append(replace(book, sheets=own_sheets(book)))
                given.problems.append(_read_alone(book, origin, str(why)))
    read |= given.mended
    return _completed(given, _named_apart([*(known.book for known in read.values()), *alone]), as_of, answers)


@dataclass(frozen=True)
class Given:
    """What the marked workbooks of one call have given so far."""

    kept: Store | None
    limits: Limits
    mended: dict[str, Known]
    corrections: list[Correction]
    fresh: list[Correction]
    problems: list[Problem]


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
    if given.kept is None or snapshot_id is None:
        return None
    name = next(name for name, sha256 in store.originals_of(given.kept, snapshot_id) if sha256 == origin.sha256)
    return Known(read_content(name, store.original(given.kept, origin.sha256), given.limits), snapshot_id)


def _named_apart(books: Sequence[Workbook]) -> tuple[Workbook, ...]:
    """The workbooks with a number after a name that two of them have."""
    named: list[Workbook] = []
    for book in books:
        number = sum(other.name == book.name for other in named) + 1
        named.append(book if number == 1 else _renamed(book, f"{book.name} ({number})"))
    return tuple(named)


def _renamed(book: Workbook, name: str) -> Workbook:
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


def changes(
    original: Workbook, out: Sequence[Correction], back: Workbook
) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """What was changed between the workbook that went out and the one that came back, and cells that came back faulty.

    Unlike where the two cannot be laid beside each other.
    """
    went = correct([original], out).books[0]
    returned = {sheet.name: sheet for sheet in own_sheets(back)}
    names = written_names(original)
    astray = [name for name in names if name not in returned]
    if astray:
        raise Unlike(f"the sheet {astray[0]!r} is missing or has another name")
    if len(returned) > len(names):
        raise Unlike(f"the sheet {next(name for name in returned if name not in names)!r} was added")
    found: list[Correction | Problem] = []
    for name, sheet in zip(names, went.sheets, strict=True):
        try:
            found += _changed_cells(original.sha256, sheet, returned[name])
        except Unlike as why:
            raise Unlike(f"{why} in the sheet {name!r}") from why
    made = (replace(one, why=f"{WHY} {back.name}") for one in found if isinstance(one, Correction))
    return tuple(made), tuple(one for one in found if isinstance(one, Problem))


def _changed_cells(sha256: str, sheet: Sheet, back: Sheet) -> Iterator[Correction | Problem]:
    beyond = outside(back, sheet)
    if beyond:
        raise Unlike(beyond)
    if not sheet.rows:
        return
    out, came = [holdable(cells) for cells in sheet.columns], laid_on(back, sheet)
    rows = align(out, came)
    differing = sum(int(differ(a, rows.out, b, rows.back).sum()) for a, b in zip(out, came, strict=True))
    if differing + len(rows.gone) > MOST_CHANGED:
        raise Unlike(f"more than {MOST_CHANGED:,} cells or rows were changed")
    for row in rows.gone:
        yield Correction(sha256, sheet.name, row_address(sheet.row_number(row)), "")
    for place, (ours, theirs) in enumerate(zip(out, came, strict=True)):
        for one in _changed_column(sha256, sheet, place, rows, ours, theirs):
            yield one if isinstance(one, Correction) else replace(one, file=back.file)


def _changed_column(
    sha256: str, sheet: Sheet, place: int, rows: Alignment, ours: Cells, theirs: Cells
) -> Iterator[Correction | Problem]:
    for at in np.flatnonzero(differ(ours, rows.out, theirs, rows.back)):
        row, back = int(rows.out[at]), int(rows.back[at])
        code = int(theirs.kind[back])
        if code == ERROR:
            yield _still_faulty(sheet, row, place, theirs.shown(back))
            continue
        kind: Kind = next((kind for kind, held in KINDS.items() if held == code), "text")
        meant = _exactly(theirs, back)
        yield Correction(sha256, sheet.name, sheet.cell(row, place), "" if code == EMPTY else meant, kind=kind)


def _exactly(cells: Cells, row: int) -> str:
    """The content of a cell in full: a moment to the fraction of a second."""
    if cells.kind[row] == MOMENT and cells.number[row] % 1:
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=float(cells.number[row]))).isoformat(" ")
    return cells.shown(row)


def _still_faulty(sheet: Sheet, row: int, place: int, found: str) -> Problem:
    return Problem(
        "mended-cell-faulty", "error", "", sheet.name or None, sheet.cell(row, place), sheet.row_number(row),
        found=found, expected="a value", fix="Type a value instead of the formula, or open the workbook in Excel and "
        "save it so that its value is stored; until then the cell stays as it was.",
    )  # fmt: skip


def _completed(given: Given, books: tuple[Workbook, ...], as_of: date | None, answers: Mapping[str, str]) -> HandedBack:
    """The files beside those they were loaded with, read again the way they were read then."""
    made, fresh, said = tuple(given.corrections), tuple(given.fresh), tuple(given.problems)
    ids = {known.snapshot_id for known in given.mended.values()}
    snapshot_id = ids.pop() if len(ids) == 1 else None
    if given.kept is None or snapshot_id is None:
        return HandedBack(books, made, fresh, said, answers=answers)
    kept = given.kept
    info = next(info for info in store.list_snapshots(kept) if info.id == snapshot_id)
    same_day = as_of is None or info.as_of == as_of
    beside, told = _beside(kept, snapshot_id, books, given.limits) if same_day else ((), ())
    return HandedBack(
        (*books, *beside), made, fresh, (*said, *told), snapshot_id if same_day else None,
        store.mapping_of(kept, snapshot_id) | {"saved": True}, store.answers_of(kept, snapshot_id) | dict(answers),
    )  # fmt: skip


def _beside(
    kept: Store, snapshot_id: str, books: Sequence[Workbook], limits: Limits
) -> tuple[tuple[Workbook, ...], tuple[Problem, ...]]:
    """The other files of the snapshot, so that what was accepted of them stays."""
    here = {book.sha256 for book in books} | {book.name for book in books}
    others = [(n, sha) for n, sha in store.originals_of(kept, snapshot_id) if sha not in here and n not in here]
    read = tuple(read_content(name, store.original(kept, sha256), limits) for name, sha256 in others)
    return read, tuple(
        Problem("file-read-again", "note", name, found="a file that was loaded together with the mended one",
                expected="the same files as before", fix="Nothing to do: it is read again as it is kept.")
        for name, _ in others
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


def _read_alone(book: Workbook, origin: Origin, why: str) -> Problem:
    return Problem(
        "workbook-own-file", "note", book.name,
        found=f"a marked workbook of {origin.file or 'another file'}, and {why}",
        expected="the same rows, columns and sheets with mended cells",
        fix="Nothing to do: it holds a complete copy and is read as a file of its own.",
    )  # fmt: skip
