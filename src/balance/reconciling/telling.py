"""How an upload differs from what was known before, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from balance import formats
from balance.reconciling.sums import ColumnSum
from balance.reconciling.tables import Reconciliation, Superseded, TableReconciliation

SHOWN = 5
TOLERANCE = 0.005
"""So far, as a share, a file's own total may be from the sum of its rows, for it is often rounded."""


def lines_of(found: Reconciliation, changed: Mapping[str, int] | None = None) -> list[str]:
    """A few plain lines for each table: its rows, and each sum that moved with what explains it.

    `changed` is how many ids have another cell than before, by table.
    """
    lines = [line for table in found.tables for line in _table(table, found.currency, (changed or {}).get(table.table))]
    return lines + [
        f"One {currency} is {now:g} in the reporting currency; it was {was:g}, so amounts in it moved with the rate."
        for currency, (was, now) in found.rates.items()
    ]


def _table(table: TableReconciliation, currency: str, changed: int | None) -> Iterator[str]:
    if table.superseded is not None:
        yield _superseded(table, table.superseded, currency)
    if table.compared_with is None:
        yield f"{table.table}: nothing earlier is loaded to compare with."
    else:
        yield _rows(table, "" if changed is None else f", {changed} changed")
        yield from filter(None, (told_sum(column, table, currency) for column in table.sums))
    yield from filter(None, (_own_total(column, currency) for column in table.sums))


def _superseded(table: TableReconciliation, last: Superseded, currency: str) -> str:
    moved = [f"{label(name)} {formats.money(by, currency, signed=True)}" for name, by in last.differences.items() if by]
    beside = f"; beside it {', '.join(moved)}" if moved else ""
    return (
        f"{table.table}: snapshot {last.snapshot} is of the same date, with {formats.count(last.rows, 'row')}; "
        f"{last.new} of these rows are not in it and {last.gone} of its rows are not here{beside}."
    )


def _rows(table: TableReconciliation, changed: str) -> str:
    day = formats.day(table.compared_with)
    if table.by_period:
        return (
            f"{table.table}: {table.new} new{changed} since {day}; earlier ones stay, for each file holds one period."
        )
    rows, gone = formats.count(table.rows, "row"), len(table.vanished)
    return f"{table.table}: {rows}, {table.rows_before} on {day}: {table.new} new{changed}, {gone} gone."


def _own_total(column: ColumnSum, currency: str) -> str:
    """The file's own row of totals beside the sum of its rows."""
    if column.own_total is None:
        return ""
    if abs(column.own_total - column.in_file) <= TOLERANCE * max(abs(column.own_total), abs(column.in_file)):
        return f"The file's own total of {label(column.column)} agrees with its rows."
    stated, summed = (formats.money(total, currency) for total in (column.own_total, column.in_file))
    return f"The file's own total of {label(column.column)} is {stated}; its rows add up to {summed}."


def told_sum(column: ColumnSum, table: TableReconciliation, currency: str) -> str:
    """One sum in a sentence: how far it moved since when, and the parts that explain it; empty where it did not.

    >>> parts = {"new": 0.0, "gone": -1.0, "changed": 0.0, "blanked": -3.0, "filled": 0.0}
    >>> column = ColumnSum("budget", 6.0, 6.0, None, 10.0, -4.0, **parts, gone_rows=1, blanked_cells=2)
    >>> told_sum(column, TableReconciliation("initiatives", 3, (column,)), "GBP")
    'Budget fell by £4 to £6: −£3 because 2 cells are blank that were filled; −£1 from 1 initiative gone.'
    """
    if not column.difference and not any(column.parts):
        return ""
    scale, total = formats.scale_of(column.difference, *column.parts), column.difference or 0.0
    steps = [(part, text) for part, text in _parts(column, table, currency) if part]
    decimals = 1 if scale.letter else 0
    shown = formats.add_up([part / scale.divisor for part, _ in steps], total / scale.divisor, decimals)
    told = [f"{_step(step, scale, currency)} {text}" for step, (_, text) in zip(shown, steps, strict=True) if step]
    return f"{label(column.column).capitalize()} {_moved(column, sum(shown), scale, currency)}: {'; '.join(told)}."


def _step(step: float, scale: formats.Scale, currency: str, *, signed: bool = True) -> str:
    """A part with one decimal of the scale they all share, so that what is read adds up."""
    sign = "" if not signed else formats.MINUS if step < 0 else "+"
    return sign + formats.in_scale(f"{abs(step):,.{1 if scale.letter else 0}f}", currency, scale)


def _moved(column: ColumnSum, shown: float, scale: formats.Scale, currency: str) -> str:
    now = formats.money(column.now, currency)
    if not column.difference:
        return f"is {now} as before"
    word = "fell" if column.difference < 0 else "rose"
    return f"{word} by {_step(shown, scale, currency, signed=False)} to {now}"


def _parts(column: ColumnSum, table: TableReconciliation, currency: str) -> list[tuple[float, str]]:
    """Each part with what it comes from; what is missing first, for that is no progress."""
    thing, gone = table.table.removesuffix("s"), "gone or held back" if _any_held(table) else "gone"
    when = f" on {formats.day(table.compared_with)}" if table.compared_with else ""
    blank = f"because {formats.count(column.blanked_cells, 'cell')} {_are(column.blanked_cells)} blank that"
    parts = (
        (column.blanked, f"{blank} {_were(column.blanked_cells)} filled{when}"),
        (column.gone, f"from {formats.count(column.gone_rows, thing)} {gone}"),
        (
            column.changed,
            f"from {formats.count(column.changed_cells, 'changed cell')}{_factor(column)}{_rated(column, currency)}",
        ),
        (column.new, f"from {formats.count(column.new_rows, f'new {thing}')}"),
        (column.filled, f"from {formats.count(column.filled_cells, 'cell')} filled in"),
    )
    return [(part or 0.0, text) for part, text in parts]


def _rated(column: ColumnSum, currency: str) -> str:
    """The part that an exchange rate alone makes, where there is one."""
    if not column.by_rate_cells:
        return ""
    by = formats.money(column.by_rate or 0.0, currency, signed=True)
    return f", of which {by} in {formats.count(column.by_rate_cells, 'cell')} by the exchange rate alone"


def _any_held(table: TableReconciliation) -> bool:
    return len(table.vanished) > 0 and bool(table.vanished["held"].any())


def _factor(column: ColumnSum) -> str:
    return "" if column.factor is None else f", nearly all by the same factor {formats.factor(column.factor)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def label(column: str) -> str:
    """A column as people say it.

    >>> label("finish_planned")
    'finish planned'
    """
    return column.replace("_", " ")


def some(names: list[str], count: int | None = None) -> str:
    """The first few of a list, and how many more there are of `count` in all.

    >>> some(list("ABCDEFG")), some(["A"], 3)
    ('A, B, C, D, E and 2 more', 'A and 2 more')
    """
    more = (len(names) if count is None else count) - len(names[:SHOWN])
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
