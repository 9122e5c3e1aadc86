"""From a number, an initiative or an incident to the file, the sheet and the row it rests on."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from balance import store
from balance.assumptions import Stated
from balance.errors import BalanceError, Problem
from balance.pipeline import Analysis
from balance.provenance.amended import Amended, amended
from balance.provenance.columns import ColumnRead, columns_read
from balance.provenance.numbers import numbers_of
from balance.provenance.rows import PLACE, Part
from balance.provenance.things import parts_of, tables_with
from balance.ranges import Range
from balance.report import Report
from balance.roles import Action, needs
from balance.schema import TABLES
from balance.store import Store

Place = tuple[str, str, int]
"""File, sheet and row."""


@dataclass(frozen=True)
class Given:
    """One assumption that was used, and where it was stated: in a row of a file, on screen, or nowhere (assumed)."""

    stated: Stated
    place: Place | None
    snapshot_id: str = ""


@dataclass(frozen=True)
class Original:
    """A file that rows came from, as it was uploaded."""

    snapshot_id: str
    as_of: date
    file: str
    sha256: str


@dataclass(frozen=True)
class Trace:
    """Everything one number, initiative or incident rests on."""

    what: str
    title: str
    how: str
    value: Range | float | int | bool | None
    as_of: date
    data_hash: str
    parts: tuple[Part, ...]
    columns: tuple[ColumnRead, ...]
    assumptions: tuple[Given, ...]
    originals: tuple[Original, ...]
    problems: tuple[Problem, ...]
    """What was wrong in one of the rows, or in a cell of it, and how it was dealt with."""
    amended: tuple[Amended, ...]
    """What people gave in place of what the files say."""

    @property
    def rows(self) -> int:
        """How many rows it rests on; one that serves twice counts once."""
        places = {(part.table, key) for part in self.parts for key in part.rows[part.key]}
        return len(places)


@needs(Action.TRACE)
def trace(kept: Store, analysis: Analysis, what: str) -> Trace:
    """Where a number of the report, or a row by its id, comes from; BalanceError says what there is instead."""
    numbers = numbers_of(analysis)
    name = what.strip()
    if name in numbers:
        number = numbers[name]
        parts, keys, value = tuple(number.parts(analysis)), number.keys, value_of(analysis.report, name)
        return _whole(kept, analysis, (name, number.title, number.how), value, parts, keys)
    tables = tables_with(analysis.company, name)
    if tables:
        parts = tuple(part for table in tables for part in parts_of(analysis, table, name))
        said = (name, _called(analysis, tables[0], name), "One row, as it was read, and the rows that belong to it.")
        return _whole(kept, analysis, said, None, parts, ())
    if name in analysis.company.assumptions.rows:
        said = (name, name, "Taken as given.")
        return _whole(kept, analysis, said, analysis.company.assumptions.number(name), (), (name,))
    raise BalanceError(_unknown(name, analysis, list(numbers)))


def _called(analysis: Analysis, table: str, name: str) -> str:
    frame: pd.DataFrame = getattr(analysis.company, table)
    row = frame[frame[TABLES[table].key] == name].iloc[0]
    for column in ("name", "title"):
        if isinstance(row.get(column), str):
            return str(row[column])
    return f"{table} {name}"


def _unknown(name: str, analysis: Analysis, numbers: Sequence[str]) -> str:
    ids = [str(one) for table in ("initiatives", "incidents") for one in _ids(analysis, table)]
    near = difflib.get_close_matches(name, [*numbers, *ids], n=3, cutoff=0.5)
    wish = f"Did you mean {' or '.join(near)}?" if near else f"Name an id, or one of {', '.join(numbers)}."
    return f"Nothing is called {name!r} as of {analysis.company.as_of}. {wish}"


def _ids(analysis: Analysis, table: str) -> Sequence[object]:
    frame: pd.DataFrame | None = getattr(analysis.company, table)
    return [] if frame is None else frame[TABLES[table].key].tolist()


def value_of(report: Report, name: str) -> Any:  # noqa: ANN401 - a Range, a number, a yes or no
    """The number itself, as the report has it; None where it is a whole table or cannot be said."""
    room, _, rest = name.partition(".")
    if room in ("findings", "incidents", "horizon", "security_in_delivery"):
        return None
    if room == "indicators":
        return next(sign.value for sign in report.indicators if sign.name == rest)
    if room == "quality" and rest != "score":
        return next(part.score for part in report.quality.parts if part.part == rest)
    if room == "coupling":
        return next(effect.multiplier for effect in report.coupling if effect.effect == rest)
    if rest.startswith("classes."):
        table = report.risk.classes
        return table.loc[table["class"] == rest.removeprefix("classes."), "expected_annual_loss"].iloc[0]
    if rest.endswith("_elsewhere"):
        return report.risk.elsewhere.get(rest.removesuffix("_elsewhere"))
    value = getattr(getattr(report, room), rest)
    return None if isinstance(value, pd.DataFrame) else value


def _whole(
    kept: Store, analysis: Analysis, said: tuple[str, str, str], value: Any,  # noqa: ANN401
    parts: tuple[Part, ...], keys: Sequence[str],
) -> Trace:  # fmt: skip
    company = analysis.company
    given = _given(kept, analysis, keys)
    return Trace(
        *said, value, company.as_of, company.data_hash, parts,
        columns=columns_read(kept, parts), assumptions=given,
        originals=_originals(kept, parts, given), problems=_problems(kept, parts),
        amended=amended(kept, parts),
    )  # fmt: skip


def _given(kept: Store, analysis: Analysis, keys: Sequence[str]) -> tuple[Given, ...]:
    """The assumptions of those keys that have a value, with where each was stated."""
    if not keys:
        return ()
    stated = store.stated_assumptions(kept, analysis.company.as_of).set_index("key")
    used = [
        row for key, row in sorted(analysis.company.assumptions.rows.items())
        if row.value is not None and any(key.startswith(one) if one.endswith(":") else key == one for one in keys)
    ]  # fmt: skip
    return tuple(_with_place(row, stated) for row in used)


def _with_place(row: Stated, stated: pd.DataFrame) -> Given:
    if row.assumed or row.key not in stated.index:
        return Given(row, None)
    said = stated.loc[row.key]
    if not isinstance(said["source_file"], str):
        return Given(row, None)
    place = str(said["source_file"]), str(said["source_sheet"] or ""), int(str(said["source_row"]))
    return Given(row, place, str(said["snapshot_id"]))


def _originals(kept: Store, parts: Sequence[Part], given: Sequence[Given]) -> tuple[Original, ...]:
    cited = {(name, file) for part in parts
             for name, file in zip(part.rows["snapshot_id"], part.rows["source_file"], strict=True)}  # fmt: skip
    cited |= {(one.snapshot_id, one.place[0]) for one in given if one.place}
    days = {row.id: row.as_of for row in store.list_snapshots(kept)}
    found = [
        Original(name, days[name], file, sha256)
        for name in sorted({name for name, _ in cited}, key=lambda one: (days[one], one))
        for file, sha256 in store.originals_of(kept, name)
        if (name, file) in cited
    ]
    return tuple(found)


def _problems(kept: Store, parts: Sequence[Part]) -> tuple[Problem, ...]:
    """What was wrong in the rows themselves, each problem once."""
    places = {
        (row["snapshot_id"], row["source_file"], row["source_sheet"] or "", row["source_row"])
        for part in parts
        for row in part.rows[list(PLACE)].to_dict("records")
    }
    return tuple(
        problem
        for name in sorted({place[0] for place in places})
        for problem in store.problems_of(kept, name)
        if (name, problem.file, problem.sheet or "", problem.row) in places
    )
