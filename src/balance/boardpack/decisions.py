"""Slide 6: what the board is asked to decide; and its short form on slide 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Block, Cell, Column, Decision, Item, Notice, Points, Slide, Table
from balance.findings import Finding
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Report

SHORT = 3
LONG = 6
LARGE = 4


def asked_for(report: Report, plans: Sequence[Option], given: Sequence[Decision]) -> tuple[Decision, ...]:
    """What is asked: as given by a person, else the plans worth choosing and the limit that is not stated."""
    if given:
        return tuple(given)
    asked = [_of_plan(plan) for plan in plans[:SHORT]]
    if report.risk.limit is None and report.risk.bad_year_loss.known:
        bad_year = formats.money(report.risk.bad_year_loss.value, report.currency)
        effect = f"a bad year costs {bad_year} (5 in 100); without a limit nobody can say whether that is acceptable"
        asked.append(Decision("State the loss the board does not want to exceed, and with which chance", effect=effect))
    return tuple(asked)


def _of_plan(plan: Option) -> Decision:
    change = plan.comparison.difference
    return Decision(
        text=plan.title,
        effect=plan.what,
        value=change.get("value_landing_next_year", UNKNOWN),
        chance=change.get("chance_beyond_limit", UNKNOWN),
    )


def slide(report: Report, findings: Mapping[str, Finding], plans: Sequence[Option], asked: Sequence[Decision]) -> Slide:
    """Each decision with its effect, owner and date, and what stands if nothing is decided."""
    title = f"We ask the board for {formats.word(len(asked))} {'decision' if len(asked) == 1 else 'decisions'}"
    if not asked:
        title = "Nothing is asked of the board today"
    elif _alternatives(plans, asked):
        title = "We ask the board to choose a plan"
    return Slide(
        layout="decisions",
        title=title,
        subtitle="Effects are differences against today's plan, with their likely range",
        blocks=(_table(report, asked, LONG), _otherwise(report)),
        notes=wording.notes(findings, ("what-if",), report, *(f"{d.text}: {d.effect}." for d in asked if d.effect)),
        footer=wording.footer(report),
    )


def short_table(report: Report, plans: Sequence[Option], asked: Sequence[Decision]) -> Block:
    """The first decisions in one line each, for the answer slide."""
    if not asked:
        return Notice("Nothing is asked of the board today", "No decision has been put and no plan promises more.")
    head = "We ask the board to choose one" if _alternatives(plans, asked) else "We ask the board to decide today"
    columns = (Column(head, 5.2), *_effect_columns(report, asked), Column("Owner and date", 2.6))
    rows = tuple(
        (Cell(f"{at}  {d.text}", bold=True), *_effects(d, asked), Cell(_owner(d)))
        for at, d in enumerate(asked[:SHORT], start=1)
    )
    return Table("", "", columns, rows, alt="Decisions asked, with their effects, owner and date.")


def _alternatives(plans: Sequence[Option], asked: Sequence[Decision]) -> bool:
    """Whether every decision is one of several plans, of which one can be chosen."""
    titles = {plan.title for plan in plans}
    return len(asked) > 1 and all(decision.text in titles for decision in asked)


def _table(report: Report, asked: Sequence[Decision], most: int) -> Block:
    if not asked:
        return Notice("Nothing is asked of the board today", "No decision has been put and no plan promises more.")
    columns = (
        Column("Decision", 3.6, lines=3),
        Column("What it does", 2.9, lines=3),
        *_effect_columns(report, asked),
        Column("Owner", 1.5, lines=2),
        Column("By", 1.25),
    )
    rows = tuple(
        (
            Cell(f"{at}  {decision.text}", bold=True),
            Cell(decision.effect, "soft"),
            *_effects(decision, asked),
            Cell(decision.owner or "to be named", "ink" if decision.owner else "soft"),
            Cell(formats.day(decision.due) if decision.due else "to be set", "ink" if decision.due else "soft"),
        )
        for at, decision in enumerate(asked[:most], start=1)
    )
    more = f"and {formats.count(len(asked) - most, 'further decision')}" if len(asked) > most else ""
    alt = "Decisions asked, with effects, owner and date."
    return Table("", "", columns, rows, alt=alt, more=more, large=len(asked) <= LARGE)


def _unit(asked: Sequence[Decision]) -> formats.Scale:
    return formats.scale_of(*(end for d in asked for end in (d.value.value, d.value.low, d.value.high)))


def _effect_columns(report: Report, asked: Sequence[Decision]) -> tuple[Column, ...]:
    limit, unit = report.risk.limit, formats.money_unit(report.currency, _unit(asked))
    beyond = "Chance beyond the limit" if limit is None else f"Chance beyond {formats.money(limit, report.currency)}"
    return (Column(f"Value next year, {unit}", 2.1), Column(f"{beyond}, in 100", 2.1))


def _effects(decision: Decision, asked: Sequence[Decision]) -> tuple[Cell, Cell]:
    unit, value = _unit(asked), decision.value
    said = [formats.scaled(end, unit, signed=True) for end in (value.value, value.low, value.high)]
    moved, range_ = formats.points(decision.chance.value), formats.points_range(decision.chance)
    return _effect(value, said[0], f"{said[1]} to {said[2]}"), _effect(decision.chance, moved, range_)


def _effect(change: Range, value: str, range_: str) -> Cell:
    if not formats.known(change):
        return Cell(formats.MISSING, "soft")
    open_ = (change.low or 0.0) <= 0 <= (change.high or 0.0)
    return Cell(value, bold=True, rest=f"({range_}){' ○' if open_ else ''}")


def _owner(decision: Decision) -> str:
    told = [decision.owner, formats.day(decision.due) if decision.due else ""]
    return ", ".join(part for part in told if part) or "to be named"


def _otherwise(report: Report) -> Block:
    risk, velocity = report.risk, report.velocity
    items = []
    if risk.chance_beyond_limit is not None and risk.chance_beyond_limit.known and risk.limit is not None:
        said = formats.chance(risk.chance_beyond_limit.value)
        items.append(
            Item("Risk stays", f"{said} for a loss beyond {formats.money(risk.limit, report.currency)} next year")
        )
    elif risk.bad_year_loss.known:
        said = formats.money(risk.bad_year_loss.value, report.currency)
        items.append(Item("Risk stays", f"5 in 100 next years cost more than {said}"))
    if velocity.value_landing_next_year.known:
        said = formats.money(velocity.value_landing_next_year.value, report.currency)
        range_ = formats.money_range(velocity.value_landing_next_year, report.currency)
        items.append(Item("Value stays", f"{said} a year lands (likely {range_})"))
    items.append(Item("○", "marks an effect that could be chance: its likely range holds both signs"))
    return Points("If nothing is decided", tuple(items))
