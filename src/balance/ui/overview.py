"""What the overview shows: four numbers with strips, where we stand, what changed, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd
import streamlit as st

from balance import figures, formats, language
from balance.findings.changes import Change
from balance.language import noted, say
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.ui import blocks, session
from balance.ui.address import presenting
from balance.ui.explained import BEYOND
from balance.ui.show import show


def headline_numbers(report: Report, changed: dict[str, Change]) -> blocks.Safe:
    """Value, chance beyond the limit, time from start to done, bad year: each with range, strip and change."""
    return blocks.numbers(
        [_value(report, changed), _chance(report, changed), _time(report, changed), _bad_year(report, changed)]
    )


def position(report: Report, label: str = noted("Today"), tone: figures.Tone = "ink") -> figures.Position:
    """Where a report stands on the balance chart."""
    return figures.Position(language.label(label), value_axis(report), risk_axis(report), tone)


def value_axis(report: Report) -> Range:
    """What y shows: value landing next year, or initiatives finished in a year where values are missing."""
    told = report.velocity
    if not told.counts_speak:
        return told.value_landing_next_year
    pace = told.finished_per_quarter
    if pace.value is None or pace.low is None or pace.high is None:
        return UNKNOWN
    return Range(4 * pace.value, 4 * pace.low, 4 * pace.high)


def risk_axis(report: Report) -> Range:
    """What x shows: the chance beyond the limit, or the bad year where no limit is stated."""
    risk = report.risk
    return risk.bad_year_loss if risk.limit is None else risk.chance_beyond_limit or UNKNOWN


def trail_for(report: Report, trail: pd.DataFrame) -> pd.DataFrame | None:
    """The trail in the axes of the chart; none where initiatives are counted instead of valued."""
    if report.velocity.counts_speak or trail.empty:
        return None
    risk = "bad_year_loss" if report.risk.limit is None else "chance_beyond_limit"
    return trail.rename(columns={"value_landing_next_year": "value", risk: "risk"})[["as_of", "value", "risk"]]


def frame_for(report: Report, trail: pd.DataFrame) -> figures.Frame:
    """The fixed axes for today's plan, its trail and the appetite."""
    return figures.frame_of(
        position(report),
        trail_for(report, trail),
        currency=report.currency,
        limit=report.risk.limit,
        allowed=report.risk.limit_chance,
        counts=report.velocity.counts_speak,
    )


@dataclass(frozen=True)
class Ground:
    """What the balance chart of a company stands on, whatever plan is shown on it: its axes, and the way to today."""

    frame: figures.Frame
    trail: pd.DataFrame | None
    way: figures.Way


def ground_of(base: Report, trail: pd.DataFrame) -> Ground:
    """The ground of a company's balance chart, for pages that draw it often."""
    frame, shown = frame_for(base, trail), trail_for(base, trail)
    return Ground(frame, shown, figures.way_of(shown, frame))


def balance_figure(
    base: Report,
    on: Ground | pd.DataFrame,
    plan: figures.Position | None = None,
    height: int = 400,
    today: figures.Position | None = None,
    frontier: pd.DataFrame | None = None,
    history: bool = True,
    others: Sequence[figures.Position] = (),
    widths: Sequence[float] = figures.MAIN_WIDTHS,
    pick: bool = False,
) -> figures.Figure:
    """The balance chart of today's plan, of another beside it, and of the best reachable; on the same axes always.

    `on` is the trail, or the ground where it is known already.
    """
    phone, ground = session.phone(), on if isinstance(on, Ground) else ground_of(base, on)
    return figures.balance_chart(
        today or position(base),
        ground.frame,
        allowed=base.risk.limit_chance,
        trail=ground.way if history else None,
        scenario=plan,
        frontier=frontier,
        others=others,
        mode=session.mode(),
        phone=phone,
        height=360 if phone else height,
        widths=widths,
        pick=pick,
    )


def balance_rows(trail: pd.DataFrame, report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The numbers of the balance chart as a table."""
    columns = [
        blocks.Column("Date"),
        blocks.Column("Value a year", "right"),
        blocks.Column("Chance beyond limit", "right"),
        blocks.Column("Bad year", "right"),
    ]
    rows = [
        (
            formats.day(row["as_of"]),
            formats.money(row["value_landing_next_year"], report.currency),
            formats.chance(row["chance_beyond_limit"]),
            formats.money(row["bad_year_loss"], report.currency),
        )
        for row in trail.to_dict("records")
    ]
    return columns, list[tuple[object, ...]](rows)


def changes_table(changed: dict[str, Change]) -> blocks.Safe:
    """Then and now of every headline number, with whether it is more than chance."""
    columns = [
        blocks.Column("Number"),
        blocks.Column("Then", "right"),
        blocks.Column("Now", "right"),
        blocks.Column("Change"),
    ]
    rows = [(change.measure, change.before, blocks.strong(change.now), _mark(change)) for change in changed.values()]
    return blocks.table(columns, rows)


def decision_cards(asked: tuple[Option, ...], report: Report) -> blocks.Safe:
    """The plans worth deciding on, each with what it does beside today's."""
    return blocks.cards(
        [(f"{at} {option.title}", _effects(option, report)) for at, option in enumerate(asked, start=1)]
    )


def show_decisions(asked: tuple[Option, ...], report: Report) -> None:
    """The plans worth deciding on, under their heading."""
    with st.container(key="decisions"):
        show(blocks.section("Plans worth deciding on", "Differences to today's plan, with their likely range."))
        show(decision_cards(asked, report))


def offer_plans(asked: tuple[Option, ...]) -> None:
    """A button for each plan, which puts it on the What-if desk."""
    for column, (at, option) in zip(st.columns(len(asked)), enumerate(asked, start=1), strict=True):
        kind: Literal["primary", "secondary"] = "primary" if at == 1 else "secondary"
        if column.button(say("Try plan {at} in What-if", at=at), key=f"try_{at}", width="stretch", type=kind):
            session.try_option(option)
            st.switch_page("pages/what_if.py")


def _effects(option: Option, report: Report) -> dict[str, object]:
    change = option.comparison.difference
    value, chance, bad = (
        change.get(name, UNKNOWN) for name in ("value_landing_next_year", "chance_beyond_limit", "bad_year_loss")
    )
    facts: dict[str, object] = {}
    if formats.known(value):
        facts[say("Value")] = (
            say("unchanged")
            if value.still
            else (
                say(
                    "{value} a year ({range})",
                    value=formats.money(value.value, report.currency, signed=True),
                    range=formats.money_range(value, signed=True, bare=True),
                )
            )
        )
    if formats.known(chance):
        facts[say("Risk")] = say(
            "{chance} in 100 ({range})", chance=formats.points(chance.value), range=formats.points_range(chance)
        )
    elif formats.known(bad):
        facts[say("Bad year")] = formats.money(bad.value, report.currency, signed=True)
    if option.comparison.better_on_both is not None:
        facts[say("Better, no worse")] = say(
            "{better_on_both} of 100 readings", better_on_both=formats.in_100(option.comparison.better_on_both)
        )
    return facts if presenting() else facts | {say("How"): option.what}


def _mark(change: Change) -> blocks.Safe:
    if not change.moved:
        return blocks.text(say("unchanged"))
    if not change.signal:
        return blocks.Safe(f'<span class="b-open">○ {blocks.text(change.moved)}</span>')
    tone = "good" if change.better else "bad"
    return blocks.Safe(f'<b class="b-{tone}">● {blocks.text(change.moved)}</b>')


def _value(report: Report, changed: dict[str, Change]) -> blocks.Number:
    told = report.velocity
    if told.counts_speak or not formats.known(told.value_landing_next_year):
        pace = told.finished_per_quarter
        return _number(
            say("Finished in a quarter"),
            formats.number(pace.value),
            "initiatives",
            say("likely {likely}", likely=formats.number_range(pace))
            if formats.known(pace)
            else say("needs a list of initiatives"),
            changed.get("finished"),
            pace,
        )
    ahead = told.value_landing_next_year
    return _number(
        say("Value landing next year"),
        formats.money(ahead.value, report.currency),
        say("a year"),
        say("likely {likely}", likely=formats.money_range(ahead, bare=True)),
        changed.get("value"),
        ahead,
    )


def _chance(report: Report, changed: dict[str, Change]) -> blocks.Number:
    risk = report.risk
    if risk.limit is None or risk.chance_beyond_limit is None:
        loss = risk.expected_annual_loss
        return _number(
            say("Loss in an average year"),
            formats.money(loss.value, report.currency),
            "",
            say("likely {likely}; no limit is stated", likely=formats.money_range(loss, bare=True))
            if formats.known(loss)
            else say("needs a list of incidents"),
            None,
            loss,
        )
    beyond = risk.chance_beyond_limit
    shown = _number(
        say("Chance loss exceeds {limit}", limit=formats.money(risk.limit, report.currency)),
        formats.beside(beyond.value, risk.limit_chance, formats.in_100),
        "in 100",
        say(
            "likely {likely}; limit {limit_chance}",
            likely=formats.chance_range(beyond),
            limit_chance=formats.in_100(risk.limit_chance),
        ),
        changed.get("chance"),
        beyond,
        limit=risk.limit_chance,
    )
    return replace(shown, pill=blocks.against_appetite(risk.chance_inside), help=say(BEYOND))


def _time(report: Report, changed: dict[str, Change]) -> blocks.Number:
    cycle = report.velocity.cycle_time_days
    number, _, unit = formats.months(cycle.value).partition(" ")
    likely = (
        say("{likely}; half take longer", likely=formats.likely_months(cycle))
        if formats.known(cycle)
        else say("too few initiatives have finished")
        if report.facts.get("finished")
        else say("needs dates of finished work")
    )
    return _number(say("Time from start to done"), number, unit, likely, changed.get("cycle_time"), cycle)


def _bad_year(report: Report, changed: dict[str, Change]) -> blocks.Number:
    bad = report.risk.bad_year_loss
    likely = (
        say("likely {likely}", likely=formats.money_range(bad, bare=True))
        if formats.known(bad)
        else say("needs a list of incidents")
    )
    return _number(
        say("Loss in a bad year"),
        formats.money(bad.value, report.currency),
        say("exceeded in 5 of 100"),
        likely,
        changed.get("bad_year"),
        bad,
    )


def _number(
    label: str, value: str, unit: str, likely: str, change: Change | None, range_: Range, limit: float | None = None
) -> blocks.Number:
    if not formats.known(range_):
        return blocks.Number(label, formats.MISSING, "", likely)
    before = change.before_value if change else None
    tone: figures.Tone = "open" if not (change and change.signal) else "good" if change.better else "bad"
    if change:
        likely = say("{likely}; last time {before}", likely=likely, before=change.before)
    return blocks.Number(label, value, unit, likely, moved(change), tone, strip_of(range_, before, limit, label))


def moved(change: Change | None) -> str:
    """How a number moved since last time, with its arrow; empty where nothing is known of before."""
    if change is None:
        return ""
    if not change.moved:
        return say("unchanged since last time")
    return f"{'▼' if change.moved.startswith(formats.MINUS) else '▲'} {change.told}"


def strip_of(range_: Range, before: float | None = None, limit: float | None = None, said: str = "") -> blocks.Strip:
    """A strip on a scale of its own that holds the range, the number before and the limit."""
    ends = [part for part in (range_.low, range_.high, range_.value, before, limit) if part is not None]
    least, greatest = (min(ends), max(ends)) if ends else (0.0, 0.0)
    room = 0.35 * (greatest - least) or 1.0
    floor = 0.0 if least >= 0 else least - room
    return blocks.Strip(
        range_.value,
        range_.low,
        range_.high,
        max(least - room, floor),
        greatest + room,
        before,
        limit,
        say("{said}: likely range, dashed line the limit, ring the number before", said=said),
    )
