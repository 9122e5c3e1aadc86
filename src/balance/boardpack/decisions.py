"""Slide 6: what the board is asked to decide; and its short form on slide 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from balance import formats
from balance.boardpack import balance_chart, recommended, wording
from balance.boardpack.slides import Block, Cell, Column, Decision, Item, Notice, Points, Slide, Table
from balance.deciding import Followed
from balance.findings import Finding
from balance.language import noted, say, say_count
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Report

NOTHING = Notice(
    noted("No decision has been put and no plan promises more"),
    noted("Put one on the board page, or save a plan on the what-if page, and it stands here with its effects."),
)

OPEN = noted("○ could be chance")
"""What the mark says of an effect whose likely range holds both signs."""

_Part = TypeVar("_Part")

SHORT = 3
LONG = 6
LARGE = 3


def asked_for(
    report: Report, plans: Sequence[Option], given: Sequence[Decision], kept: Sequence[Followed] = ()
) -> tuple[Decision, ...]:
    """What is asked: as worded for this pack, else the open decisions kept on its day, those with owner and date first;
    without any, the plans worth choosing and the limit that is not stated."""
    if given:
        return tuple(given)
    if kept:
        ordered = sorted(kept, key=lambda one: (not one.decision.owner, one.decision.due_on or date.max))
        named = {_plain(plan.title): plan for plan in plans}
        return tuple(_of_kept(one, report, named.get(_plain(one.decision.decision))) for one in ordered)
    unlimited = report.risk.limit is None and report.risk.bad_year_loss.known
    asked = [of_plan(plan) for plan in plans[: SHORT - unlimited]]
    if unlimited:
        bad_year = formats.money(report.risk.bad_year_loss.value, report.currency)
        asked.append(
            Decision(
                say("State the loss limit and its chance"),
                effect=say("a bad year costs {bad_year}: acceptable?", bad_year=bad_year),
            )
        )
    return tuple(asked)


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _of_kept(one: Followed, report: Report, same: Option | None) -> Decision:
    """A kept decision; its effects are those of the plan it chooses, as forecast when it was kept, or of the suggested
    plan that it calls by its name."""
    if same is not None and not one.decision.scenario:
        said = "; ".join(part for part in (one.decision.choice, one.decision.why) if part)
        worded = of_plan(same)
        return replace(worded, text=one.decision.decision, owner=one.decision.owner, due=one.decision.due_on,
                       effect=said or worded.effect)  # fmt: skip
    row, rested = one.decision, one.rested
    told = {} if rested is None or not row.scenario or rested.currency != report.currency else rested.difference
    chosen = say("the plan “{scenario}”", scenario=row.scenario) if row.scenario else ""
    return Decision(
        text=row.decision, owner=row.owner, due=row.due_on,
        effect="; ".join(part for part in (row.choice, chosen, row.why) if part),
        value=told.get("value_landing_next_year", UNKNOWN), chance=told.get("chance_beyond_limit", UNKNOWN),
        bad_year=told.get("bad_year_loss", UNKNOWN),
    )  # fmt: skip


def of_plan(plan: Option) -> Decision:
    """A plan as a decision, with what it changes."""
    change = plan.comparison.difference
    return Decision(
        text=plan.title,
        effect=plan.what,
        value=change.get("value_landing_next_year", UNKNOWN),
        chance=change.get("chance_beyond_limit", UNKNOWN),
        bad_year=change.get("bad_year_loss", UNKNOWN),
    )


def slide(report: Report, findings: Mapping[str, Finding], plans: Sequence[Option], asked: Sequence[Decision]) -> Slide:
    """Each decision with its effect, owner and date, and what stands if nothing is decided."""
    title = say_count(
        "We ask the board for {count} decision",
        "We ask the board for {count} decisions",
        len(asked),
        count=formats.word(len(asked)),
    )
    if not asked:
        title = say("Nothing is asked of the board today")
    elif _alternatives(plans, asked):
        title = say("We ask the board to choose a plan")
    many, table = len(asked) > LARGE or recommended.one_half(report), _table(report, asked, LONG)
    return Slide(
        layout="many_decisions" if many else "decisions",
        title=title,
        subtitle=say("Effects are differences against today's plan, with their likely range") if asked else "",
        blocks=(table, _otherwise(report, asked))
        if many
        else (table, _drawn(report, asked), _otherwise(report, asked)),
        notes=wording.notes(findings, ("what-if",), report, *(f"{d.text}: {d.effect}." for d in asked if d.effect)),
        footer=wording.footer(report),
        sheets=("Decisions", "Options", "Answer", "Balance"),
    )


def short_table(report: Report, plans: Sequence[Option], asked: Sequence[Decision]) -> Block:
    """The first decisions in one line each, for the answer slide."""
    if not asked:
        return Notice(say(NOTHING.title), say(NOTHING.text))
    head = (
        say("We ask the board to choose one")
        if _alternatives(plans, asked)
        else say("We ask the board to decide today")
    )
    if _any_open(report, asked[:SHORT]):
        head += f" ({say(OPEN)})"
    columns = (Column(head, 5.2), *_effect_columns(report, asked), Column(say("Owner and date"), 2.6))
    rows = tuple(
        (Cell(f"{at}  {d.text}", bold=True), *_effects(d, report, asked), Cell(_owner(d)))
        for at, d in enumerate(asked[:SHORT], start=1)
    )
    return Table("", "", columns, rows, alt=say("Decisions asked, with their effects, owner and date."))


def _alternatives(plans: Sequence[Option], asked: Sequence[Decision]) -> bool:
    """Whether every decision is one of several plans, of which one can be chosen."""
    titles = {plan.title for plan in plans}
    return len(asked) > 1 and all(decision.text in titles for decision in asked)


def _table(report: Report, asked: Sequence[Decision], most: int) -> Block:
    if not asked:
        return Notice(say(NOTHING.title), say(NOTHING.text))
    columns = (
        Column(say("Decision"), 2.5, lines=3),
        Column(say("What it does"), 3.8, lines=4),
        *_effect_columns(report, asked),
        Column(say("Owner"), 1.2, lines=2),
        Column(say("By"), 0.9, lines=2),
    )
    rows = tuple(
        (
            Cell(f"{at}  {decision.text}", bold=True),
            Cell(decision.effect, "soft"),
            *_effects(decision, report, asked),
            Cell(decision.owner or say("to be named"), "ink" if decision.owner else "soft"),
            Cell(formats.day(decision.due) if decision.due else say("to be set"), "ink" if decision.due else "soft"),
        )
        for at, decision in enumerate(asked[:most], start=1)
    )
    more = (
        say("and {decisions}", decisions=formats.count(len(asked) - most, "further decision"))
        if len(asked) > most
        else ""
    )
    alt = say("Decisions asked, with effects, owner and date.")
    return Table("", "", columns, rows, alt=alt, more=more, large=len(asked) <= LARGE)


def _risk(decision: Decision, report: Report) -> Range:
    """What the decision does to the risk: to the chance, or to the bad year where no limit is stated."""
    return decision.bad_year if report.risk.limit is None else decision.chance


def _unit(changes: Iterable[Range]) -> formats.Scale:
    return formats.scale_of(*(end for change in changes for end in (change.value, change.low, change.high)))


def _effect_columns(report: Report, asked: Sequence[Decision]) -> tuple[Column, ...]:
    value = formats.money_unit(report.currency, _unit(decision.value for decision in asked))
    loss = formats.money_unit(report.currency, _unit(decision.bad_year for decision in asked))
    limit = report.risk.limit
    risk = (
        say("Bad year, {loss}", loss=loss)
        if limit is None
        else say("Chance beyond {limit}, in 100", limit=formats.money(limit, report.currency))
    )
    return _of_what_is_loaded(report, Column(say("Value next year, {value}", value=value), 2.4), Column(risk, 2.3))


def _of_what_is_loaded(report: Report, value: _Part, risk: _Part) -> tuple[_Part, ...]:
    """The two effects of a decision, without the one of which no table is loaded."""
    known = report.velocity.in_flight is not None, report.risk.bad_year_loss.known
    told = tuple(part for part, is_loaded in zip((value, risk), known, strict=True) if is_loaded)
    return told or (value, risk)


def _effects(decision: Decision, report: Report, asked: Sequence[Decision]) -> tuple[Cell, ...]:
    value, risk = decision.value, _risk(decision, report)
    first = _money_effect(value, _unit(each.value for each in asked))
    if report.risk.limit is None:
        return _of_what_is_loaded(report, first, _money_effect(risk, _unit(each.bad_year for each in asked)))
    return _of_what_is_loaded(report, first, _effect(risk, formats.points(risk.value), formats.points_range(risk)))


def _money_effect(change: Range, unit: formats.Scale) -> Cell:
    range_ = formats.ends(change, lambda end: formats.scaled(end, unit, signed=True))
    return _effect(change, formats.scaled(change.value, unit, signed=True), range_)


def _effect(change: Range, value: str, range_: str) -> Cell:
    if not formats.known(change):
        return Cell(formats.MISSING, "soft")
    if change.still:
        return Cell(say("unchanged"), "soft")
    return Cell(value, bold=True, rest=f"({range_}){' ○' if _is_open(change) else ''}")


def _is_open(change: Range) -> bool:
    """Whether the likely range holds both signs."""
    return formats.known(change) and not change.still and (change.low or 0.0) <= 0 <= (change.high or 0.0)


def _any_open(report: Report, asked: Sequence[Decision]) -> bool:
    return any(_is_open(change) for each in asked for change in (each.value, _risk(each, report)))


def _owner(decision: Decision) -> str:
    told = [decision.owner, formats.day(decision.due) if decision.due else ""]
    return ", ".join(part for part in told if part) or say("to be named")


def _drawn(report: Report, asked: Sequence[Decision]) -> Block:
    """Where each decision alone would take us, on the chart of the first slide."""
    return balance_chart.chart(report, None, destinations(report, asked[:LONG]))


def destinations(report: Report, asked: Sequence[Decision]) -> tuple[balance_chart.Destination, ...]:
    """Where each decision alone would take us, by its number in the list; those with unknown effects are left out."""
    name, risk = balance_chart.risk_axis(report)
    value = report.velocity.value_landing_next_year
    goals: list[balance_chart.Destination] = []
    for at, decision in enumerate(asked, start=1):
        change = decision.chance if name == "chance_beyond_limit" else decision.bad_year
        if formats.known(change) and formats.known(decision.value) and risk.known and value.known:
            there = (risk.value or 0.0) + (change.value or 0.0), (value.value or 0.0) + (decision.value.value or 0.0)
            goals += balance_chart.destination(str(at), *there, change, decision.value)
    return tuple(goals)


def _otherwise(report: Report, asked: Sequence[Decision]) -> Block:
    risk, velocity = report.risk, report.velocity
    items = []
    if risk.chance_beyond_limit is not None and risk.chance_beyond_limit.known and risk.limit is not None:
        said = formats.chance(risk.chance_beyond_limit.value)
        items.append(
            Item(
                say("Risk stays"),
                say(
                    "{said} for a loss beyond {limit} next year",
                    said=said,
                    limit=formats.money(risk.limit, report.currency),
                ),
            )
        )
    elif risk.bad_year_loss.known:
        said = formats.money(risk.bad_year_loss.value, report.currency)
        items.append(Item(say("Risk stays"), say("5 in 100 next years cost more than {said}", said=said)))
    if velocity.value_landing_next_year.known:
        said = formats.money(velocity.value_landing_next_year.value, report.currency)
        range_ = formats.money_range(velocity.value_landing_next_year, report.currency)
        items.append(Item(say("Value stays"), say("{said} a year lands (likely {range})", said=said, range=range_)))
    if _any_open(report, asked):
        items.append(Item("○", say("marks an effect that could be chance: its likely range holds both signs")))
    return Points(say("If nothing is decided"), tuple(items))
