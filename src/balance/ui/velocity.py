"""What the velocity screen shows as tables, and the words for the effects of the joint model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from balance import figures, formats
from balance.findings import on_time_counts
from balance.findings.changes import Change
from balance.language import label, noted, say
from balance.ranges import Range
from balance.report import Report
from balance.ui import blocks, overview
from balance.ui.address import presenting

EFFECTS = {
    "load": noted("Work in progress doubles"),
    "security_joined_late": noted("Security joins late, not at design"),
    "size": noted("An initiative has twice the budget"),
}
SPEED = noted("When load doubles")
AT_A_DESK, IN_A_ROOM = 12, 8
"""Forecasts in the chart: beside the page's text, and on one view of a presentation with the verdict."""


def forecast_rows(report: Report) -> pd.DataFrame:
    """The open initiatives with most at stake by the week, in the order of the chart: as many as a room can read."""
    most = IN_A_ROOM if presenting() else AT_A_DESK
    rows = report.velocity.initiatives
    weight = rows["cost_of_delay_per_week"].fillna(0.0) * (1 - rows["chance_on_time"].fillna(0.5))
    return rows.assign(weight=weight).sort_values(["weight", "name"], ascending=[False, True], kind="stable").head(most)


def forecast_story(shown: int, all_: int) -> str:
    """What the chart of forecasts shows.

    >>> forecast_story(8, 23)
    'When it will be done: the eight with most at stake'
    """
    which = say("the {shown}", shown=formats.word(shown)) if all_ > shown else "those"
    return say("When it will be done: {which} with most at stake", which=which)


def forecast_table(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The forecast of every open initiative as a table."""
    columns = [
        blocks.Column("Initiative"),
        blocks.Column("Planned"),
        blocks.Column("In 50 of 100 by"),
        blocks.Column("In 80 of 100 by"),
        blocks.Column("On time", "right"),
        blocks.Column("A week late costs", "right"),
    ]
    rows = [
        (
            row["name"],
            formats.day(row["finish_planned"]),
            formats.day(row["finish_p50"]),
            formats.day(row["finish_p80"]),
            formats.chance(row["chance_on_time"]),
            formats.money(row["cost_of_delay_per_week"], report.currency),
        )
        for row in report.velocity.initiatives.to_dict("records")
    ]
    return columns, list[tuple[object, ...]](rows)


FORECAST_READ = noted(
    "▼ planned (◂ before today). ● done by here in 50 of 100, bar to 80, line 10 to 90. △: probably late."
)


def pace_numbers(report: Report, changed: Mapping[str, Change]) -> blocks.Safe:
    """What landed and lands, how much finishes, on time, how long it takes; and how each moved since last time."""
    told, currency = report.velocity, report.currency
    months, _, unit = formats.months(told.cycle_time_days.value).partition(" ")
    pace, on_time, ahead = told.finished_per_quarter, told.on_time_share, told.value_landing_next_year
    shown = [
        blocks.Number(
            "Value landed, past year",
            formats.money(told.value_landed_past_year, currency),
            say("a year") if told.value_landed_past_year is not None else "",
            say("of {initiatives} finished", initiatives=formats.count(told.finished_past_year, 'initiative')),
            help=say("The yearly value of what finished in the past four quarters"),
        ),
        _moving(noted("Value landing next year"), formats.money(ahead.value, currency), say("a year"),
                _likely(formats.money_range(ahead, bare=True)), changed.get("value")),
        _moving(noted("Finished in a quarter"), formats.number(pace.value), "", _likely(formats.number_range(pace)),
                changed.get("finished")),
        _moving(noted("Finished on time"), formats.in_100(on_time.value), "in 100",
                _likely(formats.chance_range(on_time)), None),
        _moving(noted("Time from start to done"), months, unit, _cycle(told.cycle_time_days),
                changed.get("cycle_time")),
    ]  # fmt: skip
    return blocks.Safe(blocks.numbers(shown) + blocks.caveats([on_time_counts(report)]))


def _moving(label: str, value: str, unit: str, likely: str, change: Change | None) -> blocks.Number:
    tone: figures.Tone = "open" if not (change and change.signal) else "good" if change.better else "bad"
    return blocks.Number(label, value, unit, likely, overview.moved(change), tone)


def effects(report: Report) -> list[tuple[str, Range]]:
    """Every effect on incidents as people say it."""
    return [(_said(effect.effect), effect.multiplier) for effect in report.coupling]


def speed(report: Report) -> list[tuple[str, Range]]:
    """The effect of load on delivery."""
    return [(say(SPEED), report.velocity.load_effect)] if formats.known(report.velocity.load_effect) else []


def effects_table(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """Every effect with its range, how much is measured and what it means."""
    told = [(_said(effect.effect), effect.multiplier, effect.meaning) for effect in report.coupling]
    return _effects_columns(say("Times as many")), [*_effects_rows(told), *speed_table(report)[1]]


def speed_table(report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The effect of load on delivery with its range, how much is measured and what it means."""
    meaning = say("Below 1: each initiative is slower when more are open")
    return _effects_columns(say("Times as fast")), _effects_rows(
        [(name, times, meaning) for name, times in speed(report)]
    )


def _effects_columns(times: str) -> list[blocks.Column]:
    return [
        blocks.Column("Effect"),
        blocks.Column(times, "right"),
        blocks.Column("Likely range", "right"),
        blocks.Column("From own data, in 100", "right"),
        blocks.Column("Meaning", width="38%"),
    ]


def _effects_rows(told: Sequence[tuple[str, Range, str]]) -> list[tuple[object, ...]]:
    return [
        (name, formats.factor(times.value), formats.factor_range(times), formats.in_100(times.measured), meaning)
        for name, times, meaning in told
    ]


def load_story(report: Report) -> str:
    """What twice as many open initiatives would finish, by the fitted effect."""
    effect = report.velocity.load_effect
    if effect.value is None or effect.low is None or effect.high is None:
        return say("What finishes when more or fewer are open")
    times = formats.number(2 * effect.value, decimals=1)
    low, high = (formats.number(2 * end, decimals=1) for end in (effect.low, effect.high))
    ends = low if low == high else say("{low} to {high}", low=low, high=high)
    return say("Twice as many open would finish {times} times as much (likely {ends})", times=times, ends=ends)


def record_story(record: pd.DataFrame, thing: str = noted("Finished"), column: str = "finished") -> str:
    """Whether any quarter stands out from chance."""
    _, rule = figures.signals(record[column].to_numpy(dtype=float))
    if len(record) < figures.FEWEST:
        return say(
            "{thing} in each quarter: {quarters}, too few to call",
            thing=label(thing),
            quarters=formats.count(len(record), "quarter"),
        )
    told = (
        noted("{thing} in each quarter: more than chance")
        if rule
        else noted("{thing} in each quarter: no quarter stands out from chance")
    )
    return say(told, thing=label(thing))


def cycle_story(report: Report) -> str:
    """How long half of all work takes."""
    half = report.velocity.cycle_time_days
    return (
        say("Half of all work takes more than {half}", half=formats.months(half.value))
        if half.known
        else say("How long work took")
    )


def cycle_rows(times: pd.DataFrame) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """How long each finished initiative took, the newest first."""
    columns = [blocks.Column("Initiative"), blocks.Column("Done on"), blocks.Column("Months", "right")]
    newest = times.sort_values("finish_actual", ascending=False).to_dict("records")
    rows = [(row["name"], formats.day(row["finish_actual"]), formats.number(row["days"] / formats.DAYS_PER_MONTH))
            for row in newest]  # fmt: skip
    return columns, list[tuple[object, ...]](rows)


def load_rows(record: pd.DataFrame, report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """What was open and what finished in each of the quarters shown, and today."""
    columns = [
        blocks.Column("Quarter to"),
        blocks.Column("Open at its end", "right"),
        blocks.Column("Finished", "right"),
    ]
    rows: list[tuple[object, ...]] = [
        (formats.day(row["quarter_end"]), row["in_flight"], row["finished"]) for row in record.to_dict("records")
    ]
    pace = report.velocity.finished_per_quarter
    likely = say("likely {likely}", likely=formats.number_range(pace))
    return columns, [
        *rows,
        (say("Today, by the fit"), report.velocity.in_flight, blocks.strong(formats.number(pace.value), likely)),
    ]


def record_rows(record: pd.DataFrame) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The record by quarter as a table."""
    columns = [
        blocks.Column("Quarter to"),
        blocks.Column("Finished", "right"),
        blocks.Column("Open at its end", "right"),
    ]
    rows = [(formats.day(row["quarter_end"]), row["finished"], row["in_flight"]) for row in record.to_dict("records")]
    return columns, list[tuple[object, ...]](rows)


def _likely(ends: str) -> str:
    return say("not enough data") if ends == formats.MISSING else say("likely {ends}", ends=ends)


def _cycle(days: Range) -> str:
    return formats.likely_months(days) if formats.known(days) else say("not enough data")


def _said(effect: str) -> str:
    if effect.startswith("technology:"):
        tag = effect.removeprefix("technology:")
        return say("It works with {tag}", tag=formats.technology(tag))
    return label(EFFECTS.get(effect, effect.replace("_", " ")))
