"""The flow from files to frames: read, recognise, choose rows, read values, convert, judge, check.

`read_files` writes nothing and raises nothing for what a file contains: everything a person should
know is in the `Intake` it returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from balance import formats
from balance.assumptions import Assumptions
from balance.corrections import Correction
from balance.errors import Problem
from balance.ingest import stated as stating
from balance.ingest.alike_ids import alike_ids
from balance.ingest.checks import check_rows
from balance.ingest.corrections import correct, named_columns
from balance.ingest.currency_marks import currency_problems
from balance.ingest.events import last_states
from balance.ingest.fitness import Known
from balance.ingest.format_problems import format_problems
from balance.ingest.hidden_cells import hidden_problems
from balance.ingest.hold import find_clashes, judge
from balance.ingest.limits import DEFAULT_LIMITS, Limits
from balance.ingest.mapping_file import mapping_used, unknown_in_mapping
from balance.ingest.mass_values import mass_problems
from balance.ingest.memory import with_memory
from balance.ingest.money import convert, reporting_currency
from balance.ingest.outcome import FileRead, Intake, Original, Part, file_read
from balance.ingest.problems import cell_problems, repeats_that_differ
from balance.ingest.reader import Workbook, read_workbook
from balance.ingest.recognise import Recognised
from balance.ingest.recognise_all import recognise_all
from balance.ingest.reports import choose_report
from balance.ingest.rows import Chosen, choose_once, choose_rows
from balance.ingest.said import Heard, Question, wrong_answers
from balance.ingest.scale import scale_problems
from balance.ingest.share_problems import share_problems
from balance.ingest.sheet_problems import file_problems, header_alone
from balance.ingest.sheet_values import AlsoKnown, LastKnown, SheetValues, nothing_known, read_values
from balance.ingest.shortened_ids import shortened_ids
from balance.ingest.taken import Taken, days_of_sheets, held_frame, ids_held, newest_frames, others_in_file, reports_of
from balance.ingest.totals import compare_totals, own_totals
from balance.ingest.upload_day import day_problems
from balance.ingest.weekday_problems import weekday_problems
from balance.schema import TABLES


def read_files(
    files: Sequence[Path], *, as_of: date | None = None, mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None, stated: pd.DataFrame | None = None, limits: Limits = DEFAULT_LIMITS,
    corrections: Sequence[Correction] = (), last_known: LastKnown | None = None,
    earlier: Sequence[Mapping[str, Any]] = (), known: Known | None = None,
) -> Intake:  # fmt: skip
    """Read files into typed frames of accepted rows, with everything a person should know about them.

    `last_known` gives the rows of a table that were last known of some ids, None where it never was: rows that are
    still the same witness how dates are read.
    `earlier` is what earlier loads understood, sheet by sheet, the newest first; `known` the ids of each table.
    """
    return understand(
        read_books(files, limits), as_of=as_of, mapping=mapping, answers=answers, stated=stated, limits=limits,
        corrections=corrections, last_known=last_known, earlier=earlier, known=known,
    )  # fmt: skip


def read_books(files: Sequence[Path], limits: Limits = DEFAULT_LIMITS) -> list[Workbook]:
    """The files with their sheets as they were read, nothing of them understood yet."""
    with ThreadPoolExecutor(limits.files_at_once) as pool:
        return list(pool.map(partial(read_workbook, limits=limits), files, _names(files)))


def understand(
    books: Sequence[Workbook], *, as_of: date | None = None, mapping: Mapping[str, Any] | None = None,
    answers: Mapping[str, str] | None = None, stated: pd.DataFrame | None = None, limits: Limits = DEFAULT_LIMITS,
    corrections: Sequence[Correction] = (), last_known: LastKnown | None = None,
    earlier: Sequence[Mapping[str, Any]] = (), known: Known | None = None,
) -> Intake:  # fmt: skip
    """Typed frames of the accepted rows of workbooks that were read, with the corrections made in them."""
    corrected, heard = correct(books, corrections), Heard()
    books = corrected.books
    found = recognise_all([sheet for book in books for sheet in book.sheets], mapping, answers, earlier, known, heard)
    chosen = {id(sheet): _choose(sheet, as_of) for sheet in found if sheet.complete}
    rows = {key: rows for key, (rows, _) in chosen.items()}
    taken, assumptions, spoken, read_off = _take(
        found, rows, stated, limits.addresses_per_column, as_of, last_known or nothing_known
    )
    questions = _questions(found, [asked for _, asked in chosen.values()], taken)
    problems = (
        *day_problems(as_of),
        *corrected.problems,
        *file_problems(books, found),
        *_row_problems(taken, as_of, limits, last_known or nothing_known, spoken),
        *wrong_answers(answers, questions, heard),
        *unknown_in_mapping(mapping, found),
    )
    return Intake(
        files=tuple(_file_reads(books, found, taken)),
        frames=newest_frames(taken),
        held=held_frame(taken),
        held_ids=ids_held(taken),
        reports=reports_of(taken),
        problems=problems,
        questions=questions,
        mapping=mapping_used(mapping, [(one.values.found, one.values.readings) for one in taken]),
        currency=spoken if read_off else None,
        originals=tuple(Original(book.sha256, book.name, book.content) for book in books if book.sha256),
        assumptions=assumptions,
        totals=_own_totals(taken),
        corrections=named_columns(corrected.made, found),
    )


def _choose(found: Recognised, as_of: date | None) -> tuple[Chosen, Question | None]:
    """The rows of a sheet that are read: data, once each, the last state of each, of one report or of each."""
    chosen, asked = choose_report(found, choose_rows(found), as_of)
    if asked is not None and found.said.recall([asked]):
        chosen, asked = choose_report(found, choose_rows(found), as_of)
    return choose_once(found, chosen if chosen.days is not None else last_states(found, chosen)), asked


def _names(files: Sequence[Path]) -> list[str]:
    """What to call each file: its name, with the folders that tell it from others of that name; a number comes last."""
    places = [(path.parent.resolve() / path.name).parts[1:] for path in files]
    ends = Counter(_end(place, length) for place in set(places) for length in range(1, len(place) + 1))
    return formats.apart(
        "/".join(next((place[-length:] for length in range(1, len(place)) if ends[_end(place, length)] == 1), place))
        for place in places
    )


def _end(place: Sequence[str], length: int) -> tuple[str, ...]:
    """The last parts of a path, as names are told apart: in whatever case."""
    return tuple(part.casefold() for part in place[-length:])


def _take(
    found: Sequence[Recognised],
    chosen: Mapping[int, Chosen],
    stated: pd.DataFrame | None,
    most: int,
    as_of: date | None,
    last_known: LastKnown,
) -> tuple[list[Taken], Assumptions, str, bool]:
    """Read, convert and judge every complete sheet; assumptions come first, for they govern the rest."""
    complete = [sheet for sheet in found if sheet.complete]
    first = [sheet for sheet in complete if sheet.table is TABLES["assumptions"]]
    said = {id(s): stating.with_plain_values(_values(s, chosen[id(s)], AlsoKnown()), stated) for s in first}
    assumptions = stating.in_force(stated, [values.frame for values in said.values()])
    start = _fiscal_start(assumptions)
    values = [
        said.get(id(s)) or _values(s, chosen[id(s)], AlsoKnown(as_of, start, partial(last_known, s.table.name)))
        for s in complete
    ]
    currency, read_off = reporting_currency(values, assumptions)
    row = assumptions.get("reporting_currency")
    converted = [convert(one, currency, assumptions, row is not None and not row.assumed) for one in values]
    taken = [Taken(chosen[id(s)], one, judge(one, currency, most)) for s, one in zip(complete, converted, strict=True)]
    for table in TABLES.values():
        same = [one for one in taken if one.table == table.name]
        if same:
            days = days_of_sheets([one.chosen for one in same], as_of)
            find_clashes(table, [one.values for one in same], [one.verdict for one in same], days, most)
    return taken, assumptions, currency, read_off


def _values(found: Recognised, chosen: Chosen, known: AlsoKnown) -> SheetValues:
    """The values of a sheet, with what was answered for an earlier load where it is asked again."""
    return with_memory(lambda: read_values(found, chosen.rows, known), found.said)


def _fiscal_start(assumptions: Assumptions) -> int | None:
    row = assumptions.get("fiscal_year_start_month")
    if row is None or row.assumed or not isinstance(row.value, int | float) or not 1 <= row.value <= 12:
        return None
    return int(row.value)


def _questions(
    found: Sequence[Recognised], reports: Sequence[Question | None], taken: Sequence[Taken]
) -> tuple[Question, ...]:
    """Every open question once."""
    asked = [question for sheet in found for question in sheet.questions]
    asked += [question for question in reports if question is not None]
    asked += [q for one in taken for reading in one.values.readings.values() for q in reading.questions]
    return tuple({question.key: question for question in asked}.values())


def _row_problems(
    taken: Sequence[Taken], as_of: date | None, limits: Limits, last_known: LastKnown, currency: str
) -> list[Problem]:
    problems: list[Problem] = []
    for one in taken:
        problems += one.chosen.problems
        if not one.chosen.read:
            problems.append(header_alone(one.values.found, others_in_file(one, taken)))
        problems += cell_problems(one.values, limits.addresses_per_column)
        problems += repeats_that_differ(one.values)
        problems += one.verdict.problems
        problems += check_rows(one.values, one.chosen.read, one.chosen.data, one.kept, as_of)
        problems += scale_problems(one.values, one.kept, partial(last_known, one.table))
        problems += mass_problems(one.values, one.kept)
        problems += currency_problems(one.values, currency)
        problems += format_problems(one.values)
        problems += weekday_problems(one.values)
        problems += share_problems(one.values)
        problems += shortened_ids(one.values)
        problems += hidden_problems(one.values)
        problems += compare_totals(one.values, one.chosen.totals)
    for table in TABLES:
        same = [(one.values, one.kept) for one in taken if one.table == table]
        problems += alike_ids(same) if same else ()
    return problems


def _file_reads(books: Sequence[Workbook], found: Sequence[Recognised], taken: Sequence[Taken]) -> list[FileRead]:
    done = {id(one.values.found): one for one in taken}
    reads = []
    for book in books:
        mine = [sheet for sheet in found if sheet.sheet.file == book.name]
        reads.append(file_read(book, [_part(sheet, done.get(id(sheet))) for sheet in mine]))
    return reads


def _part(found: Recognised, one: Taken | None) -> Part:
    if one is None:
        return found, None, None, None, None
    return found, one.chosen, one.values, one.converted.decisions, one.verdict


def _own_totals(taken: Sequence[Taken]) -> dict[str, dict[str, float]]:
    """By table and money column what the file's own row of totals says; only where each sheet of the table has one."""
    found: dict[str, dict[str, float]] = {}
    for name in TABLES:
        sheets = [own_totals(one.values, one.chosen.totals) for one in taken if one.table == name and one.chosen.read]
        shared = set.intersection(*(set(sheet) for sheet in sheets)) if sheets else set()
        if shared:
            found[name] = {column: sum(sheet[column] for sheet in sheets) for column in sorted(shared)}
    return found
