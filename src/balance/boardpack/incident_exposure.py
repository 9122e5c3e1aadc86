"""What one incident teaches of next year's exposure, as a block and as half of a title: without it beside with it."""

from __future__ import annotations

from collections.abc import Mapping

from balance import formats
from balance.boardpack.happened import Happened
from balance.boardpack.slides import Block, Cell, Column, Notice, Table
from balance.language import say
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.scenario import Comparison


def moved(report: Report, happened: Happened) -> str:
    """What the incident changes in next year's exposure, as half of a title."""
    if happened.change is None:
        return say("what it changes in the exposure cannot be said")
    if report.risk.limit is not None:
        name, limit = "chance_beyond_limit", formats.money(report.risk.limit, report.currency)
        before, after = (formats.in_100(part.get(name, UNKNOWN).value) for part in _sides(happened.change))
        what = say("the chance of a year beyond {limit}", limit=limit)
        return (
            say("{what} stays {after} in 100", what=what, after=after)
            if before == after
            else say("{what} goes from {before} to {after} in 100", what=what, before=before, after=after)
        )
    before, after = (
        formats.money(part.get("bad_year_loss", UNKNOWN).value, report.currency) for part in _sides(happened.change)
    )
    return (
        say("a bad year still costs {after}", after=after)
        if before == after
        else say("a bad year goes from {before} to {after}", before=before, after=after)
    )


def _sides(change: Comparison) -> tuple[Mapping[str, Range], Mapping[str, Range]]:
    return change.base, change.scenario


def exposure(report: Report, happened: Happened) -> Block:
    """The numbers of next year without the incident, with it, and by how much they differ."""
    change = happened.change
    if change is None:
        return Notice(
            say("The exposure without this incident cannot be worked out"),
            say("Without it nothing is left that the model could read; with more incidents or initiatives it can."),
        )
    limit = "" if report.risk.limit is None else formats.money(report.risk.limit, report.currency)
    names = (
        ("chance_beyond_limit", say("Chance beyond {limit}, in 100", limit=limit)),
        ("bad_year_loss", say("Loss in a bad year")),
        ("expected_annual_loss", say("Loss in an average year")),
        ("value_landing_next_year", say("Value landing")),
    )
    rows = tuple(_measure(report, change, name, said) for name, said in names
                 if _moves(change, name))  # fmt: skip
    if not rows:
        return Notice(say("The exposure cannot be said yet"), say("It needs incidents with dates and classes."))
    columns = (
        Column(say("Next year"), 1.45, lines=2), Column(say("Without it"), 0.85, "right"),
        Column(say("With it"), 0.75, "right"),
        Column(say("Difference (likely)"), 2.1, "right"),
    )  # fmt: skip
    return Table(
        say("Exposure without it and with it"),
        say("The same readings of the evidence; what it teaches, not its own cost"),
        columns,
        rows,
        alt=say("Next year's exposure without the incident, with it, and the difference."),
    )


def _moves(change: Comparison, name: str) -> bool:
    """Whether a number is worth a row: risk always, value only where the incident moves it."""
    told = change.difference.get(name, UNKNOWN)
    return formats.known(told) and (name != "value_landing_next_year" or bool(told.low or told.value or told.high))


def _measure(report: Report, change: Comparison, name: str, said: str) -> tuple[Cell, ...]:
    before, after, moved = (part[name] for part in (change.base, change.scenario, change.difference))
    if name == "chance_beyond_limit":
        shown = [formats.in_100(before.value), formats.in_100(after.value)]
        step, range_ = formats.points(moved.value), formats.points_range(moved)
    else:
        shown = [formats.money(part.value, report.currency) for part in (before, after)]
        step = formats.money(moved.value, report.currency, signed=True)
        range_ = formats.money_range(moved, report.currency, signed=True, bare=_one_scale(moved))
    same = " ○" if (moved.low or 0.0) <= 0 <= (moved.high or 0.0) else ""
    return (Cell(said), Cell(shown[0]), Cell(shown[1], bold=True), Cell(step, bold=True, rest=f"({range_}){same}"))


def _one_scale(moved: Range) -> bool:
    return formats.scale_of(moved.value) == formats.scale_of(moved.value, moved.low, moved.high)
