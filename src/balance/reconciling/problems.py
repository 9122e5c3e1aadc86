"""What a person should know about how an upload differs from what was known before: warnings and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from balance import formats
from balance.errors import Problem, Severity
from balance.reconciling.tables import Reconciliation, TableReconciliation, median_days
from balance.reconciling.telling import SHOWN, label, some, told_sum
from balance.schema import TABLES

BEGUN = ("in_flight", "on_hold", "done")
"""Where a planned finish that moves changes what is on time."""
LONG_DAYS, FEW_MOVED, FEW_SHARE = 30, 2, 0.05
"""One or two plans put right by some days are ordinary; a month, or many plans at once, need a look."""


def problems_of(found: Reconciliation) -> tuple[Problem, ...]:
    """Warnings where a number is no longer what it seems, notes where a person may want to know."""
    return tuple(problem for table in found.tables for problem in _table(table, found.currency))


def _table(table: TableReconciliation, currency: str) -> Iterator[Problem]:
    if table.compared_with is None:
        return
    yield from _rows_fell(table)
    yield from _vanished(table, currency)
    yield from _returned(table)
    yield from _sums(table, currency)
    yield from _emptied(table)
    yield from _moved(table, currency)
    yield from _back(table)
    yield from _removed(table)
    yield from _revised(table, currency)


def _problem(
    table: TableReconciliation, code: str, severity: Severity, found: str, expected: str, fix: str, column: str = ""
) -> Problem:
    return Problem(
        code, severity, table.file, table.sheet, column=column or None, found=found, expected=expected, fix=fix
    )


def _since(table: TableReconciliation) -> str:
    return formats.day(table.compared_with)


def _rows_fell(table: TableReconciliation) -> Iterator[Problem]:
    if table.rows_fell:
        yield _problem(
            table, "rows-fell", "warning", f"{formats.count(table.rows, 'row')} of {table.table}",
            f"about as many as on {_since(table)}, which had {table.rows_before}",
            "See whether the export was filtered, cut off or stopped half way.",
        )  # fmt: skip


def _vanished(table: TableReconciliation, currency: str) -> Iterator[Problem]:
    """Ids that are missing: a warning where the initiative was not finished."""
    gone, thing = table.vanished[~table.vanished["held"]], table.table.removesuffix("s")
    serious, other = gone[gone["not_finished"]], gone[~gone["not_finished"]]
    if len(serious):
        yield _problem(
            table, "ids-vanished", "warning",
            f"{formats.count(len(serious), f'unfinished {thing}')} missing: {_some_named(serious, currency)}",
            f"every id of {_since(table)}",
            "They count as gone, not as finished. Export them again with their stage, or leave it if that is right."
            + _renamed(serious),
        )  # fmt: skip
    if len(other):
        yield _problem(
            table, "ids-vanished", "note",
            f"{formats.count(len(other), thing)} missing: {_some_named(other, currency)}",
            f"every id of {_since(table)}", "Nothing to do if they were left out on purpose.",
        )  # fmt: skip


def _renamed(gone: pd.DataFrame) -> str:
    """What to do about missing ids whose names stand beside new ids."""
    called = gone[gone["now_called"].notna()]
    if not len(called):
        return ""
    pairs = some([f"{row.id} as {row.now_called}" for row in called.head(SHOWN).itertuples()], len(called))
    return (
        f" The same names stand beside new ids ({pairs}): where these are the same, give them the ids they had, "
        "or their history ends here."
    )


def _some_named(rows: pd.DataFrame, currency: str) -> str:
    return some(_named(rows, currency), len(rows)) + _together(rows, currency)


def _named(rows: pd.DataFrame, currency: str) -> list[str]:
    return [_one(row, currency) for row in rows.head(SHOWN).to_dict("records")]


def _one(row: dict[Any, Any], currency: str) -> str:
    facts = [_stage(row["stage"])] if isinstance(row["stage"], str) else []
    facts += [formats.money(row["budget"], currency)] if row["budget"] == row["budget"] else []
    return f"{row['id']} ({', '.join(facts)})" if facts else str(row["id"])


def _stage(stage: object) -> str:
    return label(str(stage))


def _together(rows: pd.DataFrame, currency: str) -> str:
    budget = float(rows["budget"].sum())
    return f"; {formats.money(budget, currency)} of budget" if budget and len(rows) > 1 else ""


def _returned(table: TableReconciliation) -> Iterator[Problem]:
    if table.returned:
        yield _problem(
            table, "ids-returned", "note",
            f"{formats.count(len(table.returned), 'id')} of earlier, missing on {_since(table)}, here again: "
            f"{some(list(table.returned))}",
            "ids that stay", "Nothing to do: they are open again as their stage says.",
        )  # fmt: skip


def _sums(table: TableReconciliation, currency: str) -> Iterator[Problem]:
    """Amounts that went blank, and amounts that all moved by one factor."""
    whole = set(table.emptied["column"]) if len(table.emptied) else set()
    for column in table.sums:
        name = column.column.replace("_", "-")
        if column.blanked_cells and column.column not in whole:
            yield _problem(
                table, f"{name}-went-blank", "warning", told_sum(column, table, currency).rstrip("."),
                f"the {formats.count(column.blanked_cells, 'amount')} of {_since(table)}, or newer ones",
                "A sum that falls because cells are missing is not progress: fill them in, or say 0 where it is 0.",
                column.column,
            )  # fmt: skip
        if column.factor is not None:
            yield _problem(
                table, f"{name}-scaled", "warning",
                f"nearly all amounts are {formats.factor(column.factor)} what they were on {_since(table)}",
                "amounts in the same unit and currency",
                "See whether the unit, the currency or its rate is another one now.", column.column,
            )  # fmt: skip


def _emptied(table: TableReconciliation) -> Iterator[Problem]:
    """Columns that were filled and are empty or absent: a warning where an answer rests on them."""
    columns = {column.name: column for column in TABLES[table.table].columns}
    names = [str(name) for name in table.emptied.get("column", [])]
    needed = [n for n in names if columns[n].required or columns[n].improves or columns[n].type == "money"]
    groups: tuple[tuple[list[str], Severity], ...] = (
        (needed, "warning"),
        ([n for n in names if n not in needed], "note"),
    )
    for group, severity in groups:
        if group:
            yield _problem(
                table, "column-emptied", severity,
                f"not one cell in {formats.listed([label(name) for name in group])}",
                f"cells as on {_since(table)}",
                "Export the column again, or map it, unless it is meant to be empty.",
                group[0] if len(group) == 1 else "",
            )  # fmt: skip


def _moved(table: TableReconciliation, currency: str) -> Iterator[Problem]:
    for column, rows in table.moved.items():
        if len(rows) and column == "budget":
            yield _budgets_moved(table, rows, currency)
        elif len(rows):
            yield _dates_moved(table, column, rows)


def _dates_moved(table: TableReconciliation, column: str, rows: pd.DataFrame) -> Problem:
    later, middle = int((rows["days"] > 0).sum()), median_days(rows)
    serious = column == "finish_planned" and _baselines_slip(rows[rows["stage"].isin(BEGUN)], table.rows)
    told = (
        f"{label(column)} of {formats.count(len(rows), 'initiative')} moved, {later} of them later, "
        f"by {abs(middle):.0f} days {'later' if middle > 0 else 'earlier'} in the median; "
        f"the largest: {some([f'{one.id} {one.days:+.0f} days' for one in rows.head(SHOWN).itertuples()], len(rows))}"
    )
    fix = (
        "What is on time is counted against these dates: put what is expected now into finish_forecast, "
        "and keep the date that was approved."
        if column == "finish_planned"
        else "Nothing to do if the dates were put right."
    )
    code = "finish-moved" if column == "finish_actual" else "baseline-moved"
    return _problem(table, code, "warning" if serious else "note", told, f"dates as on {_since(table)}", fix, column)


def _baselines_slip(begun: pd.DataFrame, of_rows: int) -> bool:
    """Whether plans of begun work moved so far, or so many of them, that on time means something else now."""
    return bool((begun["days"].abs() >= LONG_DAYS).any()) or len(begun) > max(FEW_MOVED, FEW_SHARE * of_rows)


def _budgets_moved(table: TableReconciliation, rows: pd.DataFrame, currency: str) -> Problem:
    return _problem(
        table, "baseline-moved", "note",
        f"budget of {formats.count(len(rows), 'initiative')} is another one now, "
        f"{formats.money(float(rows['change'].sum()), currency, signed=True)} in all; the largest: "
        f"{some(_changes(rows, currency), len(rows))}",
        f"budgets as on {_since(table)}", "Nothing to do if the changes were approved.", "budget",
    )  # fmt: skip


def _changes(rows: pd.DataFrame, currency: str) -> list[str]:
    first = rows.head(SHOWN)
    moved = zip(first["id"].tolist(), first["change"].tolist(), strict=True)
    return [f"{name} {formats.money(change, currency, signed=True)}" for name, change in moved]


def _back(table: TableReconciliation) -> Iterator[Problem]:
    if not len(table.back):
        return
    undone = table.back["before"] == "done"
    groups: tuple[tuple[pd.DataFrame, Severity], ...] = ((table.back[undone], "warning"), (table.back[~undone], "note"))
    for rows, severity in groups:
        if len(rows):
            each = [
                f"{one.id} from {_stage(one.before)} to {_stage(one.after)}" for one in rows.head(SHOWN).itertuples()
            ]
            yield _problem(
                table, "stage-went-back", severity,
                f"{formats.count(len(rows), 'initiative')} went backwards: {some(each, len(rows))}",
                "stages that only go forward", "See which of the two is right; what was done counted as finished.",
                "stage",
            )  # fmt: skip


def _removed(table: TableReconciliation) -> Iterator[Problem]:
    codes = {"finish_actual": "finish-removed", "finish_planned": "baseline-removed"}
    whole = set(table.emptied["column"]) if len(table.emptied) else set()
    for column, rows in table.removed.items():
        if len(rows) and column not in whole:
            yield _problem(
                table, codes[column], "warning",
                f"{label(column)} of {formats.count(len(rows), 'initiative')} was filled and is empty: "
                f"{some([str(name) for name in rows['id'].head(SHOWN)], len(rows))}",
                f"the dates of {_since(table)}", "Put the dates back, or see what was undone.", column,
            )  # fmt: skip


def _revised(table: TableReconciliation, currency: str) -> Iterator[Problem]:
    rows = table.revised
    if not len(rows):
        return
    yield _problem(
        table, "loss-revised", "note",
        f"loss of {formats.count(len(rows), 'incident')} is another one than before, "
        f"{formats.money(float(rows['change'].sum()), currency, signed=True)} in all; the largest: "
        f"{some(_changes(rows, currency), len(rows))}",
        f"losses as on {_since(table)}", "Nothing to do: the newest amount counts.", "loss",
    )  # fmt: skip
