"""Slide 2: how fast we deliver and what lands when."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from balance import formats
from balance.boardpack import axes, numbers, wording
from balance.boardpack.slides import (
    Axis,
    Cell,
    Column,
    Notice,
    Number,
    Numbers,
    Role,
    Series,
    Slide,
    Table,
    Tone,
    XYChart,
)
from balance.findings import Finding, on_time_counts
from balance.language import noted, say, say_count
from balance.report import Report

LEGEND = noted(
    "▲ planned · ● even chance of being done · bar: to 80 in 100 · thin line: 10 to 90 in 100 · orange: probably late"
)

PLANNED = noted("Planned")

SHOWN = 9
"""Rows of the forecast that fit on a slide."""

FARTHEST = 5 * 365
"""Days after which a forecast is drawn at the edge."""

LATE = 0.31
"""A chance of being on time below this is marked, as on the screens."""


def slide(report: Report, findings: Mapping[str, Finding]) -> Slide:
    """Pace in four numbers and the forecast of the largest initiatives."""
    return Slide(
        layout="velocity",
        title=wording.headline(findings, "velocity", say("What lands, and when")),
        subtitle=wording.text(findings, "velocity"),
        blocks=(Numbers(_numbers(report)), forecast(report)),
        notes=wording.notes(findings, ("velocity",), report, on_time_counts(report), _load(report)),
        footer=wording.footer(report),
        sheets=("Velocity", "Initiatives", "Findings"),
    )


def _numbers(report: Report) -> tuple[Number, ...]:
    told = report.velocity
    rate = told.finished_per_quarter
    on_time = told.on_time_share
    before = report.facts.get("value_landed_year_before")
    return (
        numbers.value_landing(report),
        Number(
            say("Value landed in the past year"),
            formats.money(told.value_landed_past_year, report.currency),
            likely=say("the year before {before}", before=formats.money(before, report.currency))
            if formats.sayable(before)
            else say("counted")
            if told.in_flight is not None
            else "",
        ),
        Number(
            say("Finished per quarter"),
            formats.number(rate.value),
            say("initiatives") if formats.known(rate) else "",
            say("likely {likely}", likely=formats.number_range(rate))
            if formats.known(rate)
            else say("nothing has finished yet"),
            range=rate,
        ),
        Number(
            say("Finished on time, past year"),
            formats.in_100(on_time.value),
            say("in 100") if formats.known(on_time) else "",
            say("likely {likely}; of what finished", likely=formats.chance_range(on_time))
            if formats.known(on_time)
            else say("nothing finished past year"),
            range=on_time,
        ),
    )


def forecast(report: Report, most: int = SHOWN) -> Table | Notice:
    """The largest open initiatives with their forecast, at most so many."""
    rows = report.velocity.initiatives
    if report.velocity.in_flight is None:
        return Notice(say("No initiatives are loaded"), say("Load a list of initiatives to see what lands and when."))
    if not len(rows):
        return Notice(
            say("Nothing is open"), say("No initiative is in flight or approved, so nothing will land next year.")
        )
    ranked = rows.sort_values(["annual_value", "finish_p50", "initiative_id"], ascending=[False, True, True])
    shown = ranked.head(most).reset_index(drop=True)
    unit = formats.scale_of(*[float(value) for value in shown["annual_value"].dropna()])
    return Table(
        title=_title(shown, len(rows)),
        subtitle=say(LEGEND),
        columns=_columns(formats.money_unit(report.currency, unit)),
        rows=tuple(_row(row, unit) for row in shown.to_dict("records")),
        alt=say(
            "Forecast finish of the {shown} largest of {initiatives}.",
            shown=len(shown),
            initiatives=formats.count(len(rows), "open initiative"),
        ),
        chart=_chart(shown, report.as_of),
        more=wording.further(len(rows) - len(shown), "smaller initiative"),
    )


def _title(shown: pd.DataFrame, of: int) -> str:
    chances = shown["chance_on_time"].dropna()
    late, count = int((chances < LATE).sum()), formats.word(len(shown))
    largest = say("the open initiatives") if of == len(shown) else say("the {shown} largest initiatives", shown=count)
    if chances.empty:
        return say("When {largest} will be done: none states a planned date", largest=largest)
    if not late:
        return say("None of {largest} will probably miss its date", largest=largest)
    if late == len(shown) > 1:
        return say("All of {largest} will probably miss their date", largest=largest)
    return say_count(
        "{late} of {largest} will probably miss its date",
        "{late} of {largest} will probably miss their date",
        late,
        late=formats.word(late).capitalize(),
        largest=largest,
    )


def _columns(unit: str) -> tuple[Column, ...]:
    return (
        Column(say("Initiative"), 2.85, lines=2),
        Column(say("{unit} a year", unit=unit), 0.75, "right"),
        Column(say(PLANNED), 1.0, "right"),
        Column(say("Even chance by"), 1.08, "right"),
        Column(say("80 in 100 by"), 1.0, "right"),
        Column(say("In 100 on time"), 0.8, "right"),
    )


def _row(row: Mapping[Hashable, Any], unit: formats.Scale) -> tuple[Cell, ...]:
    value = row["annual_value"]
    return (
        Cell(str(row["name"] or row["initiative_id"])),
        Cell(formats.scaled(float(value) if isinstance(value, int | float) else None, unit)),
        Cell(_day(row["finish_planned"], formats.MISSING), "soft"),
        Cell(_day(row["finish_p50"], say("over 10 years")), bold=True),
        Cell(_day(row["finish_p80"], say("over 10 years"))),
        on_time(row["chance_on_time"]),
    )


def on_time(chance: object) -> Cell:
    """The chance to keep the date, marked where it will probably be missed."""
    share = float(chance) if isinstance(chance, float) and formats.sayable(chance) else None
    late = share is not None and share < LATE
    return Cell(f"△\N{NO-BREAK SPACE}{formats.in_100(share)}" if late else formats.in_100(share),
                "bad" if late else "ink", bold=True)  # fmt: skip


def _day(when: object, otherwise: str) -> str:
    day = _date(when)
    return formats.day(day) if day else otherwise


def _date(when: object) -> date | None:
    return when.date() if isinstance(when, pd.Timestamp) and not pd.isna(when) else None


def _chart(shown: pd.DataFrame, as_of: date) -> XYChart:
    last = pd.Timestamp(as_of) + pd.Timedelta(days=FARTHEST)
    columns = ["finish_p10", "finish_p50", "finish_p80", "finish_p90"]
    ends = [_date(min(when, last)) for name in columns for when in shown[name].dropna()]
    x = axes.dates(ends, as_of)
    return XYChart(
        title="",
        subtitle="",
        x=x,
        y=Axis("", 0.0, float(len(shown)), 1.0, "rows"),
        series=_series(shown, x),
        alt=say(
            "Forecast rows of {initiatives}: planned date, even chance and likely range.",
            initiatives=formats.count(len(shown), "initiative"),
        ),
    )


def _series(shown: pd.DataFrame, x: Axis) -> tuple[Series, ...]:
    places = [len(shown) - 0.5 - row for row in range(len(shown))]
    late = (shown["chance_on_time"] < LATE).to_numpy()
    held, missed = (
        [place if late[row] == wanted else None for row, place in enumerate(places)] for wanted in (False, True)
    )
    p50, p80 = shown["finish_p50"], shown["finish_p80"]
    drawn = (
        _spans("10 to 90 in 100", "likely", shown["finish_p10"], shown["finish_p90"], places, x),
        _spans("50 to 80 in 100", "core", p50, p80, held, x),
        _spans(say("50 to 80 in 100, probably late"), "core", p50, p80, missed, x, "bad"),
        _dots(say("Even chance of being done"), "point", p50, places, x),
        _dots(say("Planned"), "planned", shown["finish_planned"], [place - 0.3 for place in places], x),
    )
    return tuple(part for part in drawn if part.x)


def _spans(
    name: str, role: Role, low: pd.Series, high: pd.Series, places: Sequence[float | None], x: Axis, tone: Tone = "soft"
) -> Series:
    """One line per row with a gap between rows; a missing end is drawn to the edge, a missing place not at all."""
    xs: list[float] = []
    ys: list[float | None] = []
    for start, end, place in zip(low, high, places, strict=True):
        if place is not None and _date(start) is not None:
            first, last = _place(start, x), _place(end, x)
            xs += [first, last, last]
            ys += [place, place, None]
    return Series(name, role, tuple(xs), tuple(ys), tone)


def _dots(name: str, role: Role, days: pd.Series, places: list[float], x: Axis) -> Series:
    kept = [(_place(day, x), place) for day, place in zip(days, places, strict=True) if _drawn(day, x)]
    return Series(name, role, tuple(at for at, _ in kept), tuple(place for _, place in kept))


def _drawn(day: object, x: Axis) -> bool:
    when = _date(day)
    return when is not None and x.least <= axes.serial(when) <= x.greatest


def _place(day: object, x: Axis) -> float:
    when = _date(day)
    return x.greatest if when is None else min(max(axes.serial(when), x.least), x.greatest)


def _load(report: Report) -> str:
    load = report.velocity.load_effect
    if not formats.known(load):
        return ""
    return say(
        "When work in progress doubles, one initiative goes {load} as fast (likely {likely}; {measured}).",
        load=formats.factor(load.value),
        likely=formats.factor_range(load),
        measured=wording.measured(load),
    )
