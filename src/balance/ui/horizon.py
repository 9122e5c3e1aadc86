"""What the horizon screen shows: each technology in a table, and what each stress test does to the year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from balance import figures, findings, formats, pipeline
from balance.figures import Scale, Struck
from balance.findings.horizon import source_of
from balance.findings.incident_record import change
from balance.language import noted, say
from balance.model.signal import Direction
from balance.pipeline import Analysis
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.stress_tests import StressTest, StressTests
from balance.ui import blocks, session
from balance.ui.explained import STRIP
from balance.ui.show import figure

MEANS = {"cash_buffer": noted("cash"), "cash_and_insurance": noted("cash and insurance")}


def technologies(answer: Analysis) -> pd.DataFrame:
    """The technologies of the company under the plan on the screen, worked out once."""
    return _technologies(_key(answer), answer)


def tests(answer: Analysis) -> StressTests | None:
    """Its stress tests, worked out once."""
    return _tests(_key(answer), answer)


def _key(answer: Analysis) -> str:
    return f"{session.database()}|{answer.company.data_hash}|{answer.company.as_of}|{answer.outcome.scenario}"


@st.cache_resource(max_entries=16, show_spinner=False)
def _technologies(key: str, _answer: Analysis) -> pd.DataFrame:
    return pipeline.technologies_of(_answer)


@st.cache_resource(max_entries=16, show_spinner=False)
def _tests(key: str, _answer: Analysis) -> StressTests | None:
    return pipeline.stress_tests_of(_answer)


def technology_table(rows: pd.DataFrame, report: Report) -> blocks.Safe:
    """One row per technology that anything loaded speaks of."""
    shown = [row for row in rows.to_dict("records") if row["initiatives"] or row["incidents"]]
    shares = [row["share_of_loss"].high or 0.0 for row in shown]
    most = min(max([*shares, 0.05]) * 1.05, 1.0)
    columns = [
        blocks.Column("Technology"),
        blocks.Column("Open initiatives", "right"),
        blocks.Column("Of next year's loss, in 100", "right"),
        blocks.Column(say("0 to {most:.0f}", most=most * 100), width="15%", help=say(STRIP)),
        blocks.Column("Incidents, past year", "right"),
        blocks.Column("Times as many incidents", "right"),
        blocks.Column("Ready: technical, security", "right"),
        blocks.Column("Guardrail covers", "right"),
    ]
    return blocks.table(columns, [_technology(row, most, report) for row in shown])


def _technology(row: Mapping[Any, Any], most: float, report: Report) -> tuple[object, ...]:
    share: Range = row["share_of_loss"]
    drawn = blocks.Strip(share.value, share.low, share.high, 0.0, most, said=say("likely range"))
    worth = formats.money(row["annual_value"], report.currency) if row["annual_value"] else say("no value stated")
    return (
        row["name"],
        blocks.strong(row["initiatives"], say("{worth} a year", worth=worth) if row["annual_value"] else worth)
        if row["initiatives"] else say("none"),
        blocks.strong(formats.in_100(share.value), formats.chance_range(share)) if share.known else None,
        blocks.strip(drawn),
        _incidents(row),
        _multiplier(row["multiplier"]),
        _ready(row),
        _guarded(row),
    )  # fmt: skip


def _incidents(row: Mapping[Any, Any]) -> object:
    if row["incidents"] is None or row["incidents"] != row["incidents"]:
        return None
    moved = row["direction"] if isinstance(row["direction"], Direction) else None
    before = row["incidents_before"]
    known = None if before is None or before != before else int(before)
    now = int(row["incidents"])
    signal = moved is not None and moved.evidence == "signal"
    tone = "open" if moved is None or not signal else "bad" if moved.sign > 0 else "good"
    mark = "" if moved is None else "● " if signal else "○ "
    said = change(moved, known, now).partition(": ")[0] if moved is not None else say("no year before")
    word = "" if moved is None else say(", signal") if signal else say(", chance")
    return blocks.Safe(f'<b>{now}</b> <small class="b-{tone}">{mark}{blocks.text(said + word)}</small>')


def _multiplier(multiplier: Range) -> object:
    if not multiplier.known:
        return None
    measured = say("{measured} in 100 measured", measured=formats.in_100(multiplier.measured))
    return _two_lines(formats.factor(multiplier.value), formats.factor_range(multiplier), measured)


def _two_lines(lead: str, rest: str, under: str) -> blocks.Safe:
    """A number with its range, and what qualifies it on a line of its own."""
    return blocks.Safe(f"{blocks.strong(lead, rest)}<br><small>{blocks.text(under)}</small>")


def _ready(row: Mapping[Any, Any]) -> object:
    sides = [row["technical_readiness"], row["security_readiness"]]
    said = [formats.in_100(side) if formats.sayable(side) else formats.MISSING for side in sides]
    if not row["initiatives"]:
        return None
    low = formats.sayable(sides[1]) and sides[1] < findings.READY
    return blocks.strong(
        f"{said[0]}, {said[1]}{' △' if low else ''}",
        say("of {readiness_known}", readiness_known=row["readiness_known"])
        if row["readiness_known"]
        else say("not stated"),
    )


def _guarded(row: Mapping[Any, Any]) -> object:
    count = row["guardrails"]
    if count is None or count != count:
        return None
    if not count:
        return blocks.Safe(f"{blocks.strong(say('none'))} ▲") if row["initiatives"] else say("none")
    covers = row["guardrail_coverage"]
    said = formats.percent(covers) if formats.sayable(covers) else say("not stated")
    return blocks.strong(said, say("the only one") if count == 1 else say("widest of {count}", count=int(count)))


def stress(found: StressTests, report: Report) -> None:
    """The picture of the stress tests, worst first, and the same as a table."""
    told = findings.stress(found, report)
    scales, rows = stress_picture(found, report)
    columns, table = stress_rows(found, report)
    figure(
        figures.stress_rows(scales, rows, mode=session.mode(), phone=session.phone()),
        "stress",
        title=told.headline,
        how_to_read=say(
            "{text} ○ the year as forecast, ● with the event on top; dashed, what the board allows.", text=told.text
        ),
        columns=columns,
        rows=table,
    )


def stress_picture(found: StressTests, report: Report) -> tuple[list[Scale], list[Struck]]:
    """Scales and rows of the picture: the chance beyond the limit where there is one, and the bad year."""
    currency, bad = report.currency, [test.bad_year.value or 0.0 for test in found.tests]
    base_bad = found.bad_year.value or 0.0
    tolerated = found.limit if found.limit is not None and found.limit_chance is not None else None
    year = Scale(
        say("Bad year, 5 in 100 cost more"),
        base_bad,
        formats.money(base_bad, currency),
        max([*bad, base_bad]) * 1.12,
        tolerated,
        say("limit {tolerated}", tolerated=formats.money(tolerated, currency)) if tolerated is not None else "",
    )
    scales = [year]
    beyond = found.chance_beyond_limit
    if beyond is not None and beyond.value is not None:
        title = say("Chance beyond {limit}, in 100", limit=formats.money(found.limit, currency))
        allowed = found.limit_chance
        scales.insert(
            0,
            Scale(
                title,
                beyond.value,
                formats.in_100(beyond.value),
                1.0,
                allowed,
                say("allowed {allowed}", allowed=formats.in_100(allowed)) if allowed is not None else "",
            ),
        )
    rows = []
    for test in ordered(found):
        values: list[float] = [test.bad_year.value or 0.0]
        said = [formats.money(test.bad_year.value, currency)]
        if len(scales) > 1:
            chance = (test.chance_beyond_limit or UNKNOWN).value or 0.0
            values.insert(0, chance)
            said.insert(0, formats.in_100(chance))
        rows.append(Struck(test.title, tuple(values), tuple(said)))
    return scales, rows


def ordered(found: StressTests) -> list[StressTest]:
    """The stress tests, the worst first."""
    return sorted(found.tests, key=lambda test: -((test.chance_beyond_limit or test.bad_year).value or 0.0))


def stress_rows(found: StressTests, report: Report) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """Every number of the picture, with its likely range."""
    heads = [
        say("Event"),
        say("Chance beyond the limit"),
        say("Likely"),
        say("Adds"),
        say("Bad year"),
        say("Likely"),
        say("Value landing next year"),
    ]
    columns = [blocks.Column(head, "left" if at == 0 else "right") for at, head in enumerate(heads)]
    rows = [
        (say("The year as forecast"), *_numbers(found.chance_beyond_limit, None, found.bad_year, found.value, report))
    ]
    rows += [
        (test.title, *_numbers(test.chance_beyond_limit, test.chance_more, test.bad_year, test.value, report))
        for test in ordered(found)
    ]
    return columns, list[tuple[object, ...]](rows)


def _numbers(
    beyond: Range | None, more: Range | None, bad: Range, value: Range, report: Report
) -> tuple[object, ...]:  # fmt: skip
    return (
        formats.chance(beyond.value) if beyond else None,
        formats.chance_range(beyond) if beyond and formats.known(beyond) else None,
        say("{more} in 100", more=formats.points(more.value)) if more else None,
        formats.money(bad.value, report.currency), formats.money_range(bad, report.currency),
        formats.money(value.value, report.currency),
    )  # fmt: skip


def assumed_table(found: StressTests, report: Report) -> blocks.Safe:
    """What is assumed of each event, where that comes from, and what it does to the headline numbers and to cash."""
    key = next((name for name in ("cash_and_insurance", "cash_buffer") if name in found.means), None)
    means = (
        say("Beyond {means}, {sum}", means=say(MEANS[key]), sum=formats.money(found.means[key], report.currency))
        if key
        else say("Beyond cash")
    )
    columns = [
        blocks.Column("Event", width="25%"), blocks.Column("Typical cost", "right"),
        blocks.Column("In 100 years", "right",
                      help=say("How many such events are expected in a hundred years like the next")),
        blocks.Column("Chance beyond the limit", "right"), blocks.Column(means, "right"),
        blocks.Column("Value landing", "right"), blocks.Column("Assumed from", width="20%"),
    ]  # fmt: skip
    return blocks.table(columns, [_assumed(test, found, key, report) for test in ordered(found)])


def _assumed(test: StressTest, found: StressTests, key: str | None, report: Report) -> tuple[object, ...]:
    name = blocks.Safe(f"<b>{blocks.text(test.title)}</b><br><small>{blocks.text(test.story)}</small>")
    before = found.chance_beyond_limit
    chance, more = None, test.chance_more or UNKNOWN
    if test.chance_beyond_limit is not None and before is not None:
        moved = say(
            "{before} → {chance_beyond_limit} in 100",
            before=formats.in_100(before.value),
            chance_beyond_limit=formats.in_100(test.chance_beyond_limit.value),
        )
        chance = _two_lines(
            moved,
            "",
            say("{more}, likely {likely}", more=formats.points(more.value), likely=formats.points_range(more)),
        )
    paid = (
        None
        if key is None
        else say(
            "{before} → {after} in 100",
            before=formats.in_100(test.beyond[key][0]),
            after=formats.in_100(test.beyond[key][1]),
        )
    )
    return (
        name,
        blocks.strong(formats.money(test.cost.value, report.currency), formats.money_range(test.cost, report.currency)),
        _in_100_years(test.per_year),
        chance, paid, _landing(test, report),
        blocks.Safe(f"<small>{blocks.text('; '.join(source_of(test)))}</small>"),
    )  # fmt: skip


def _in_100_years(per_year: Range) -> object:
    """How often an event is expected, in a hundred years: a rate below one a year says little to anybody."""
    if not per_year.known:
        return None
    low, value, high = (100 * (end or 0.0) for end in (per_year.low, per_year.value, per_year.high))
    return blocks.strong(formats.number(value), formats.number_range(Range(value, low, high)))


def _landing(test: StressTest, report: Report) -> object:
    if not test.value_change.known:
        return say("as before")
    return blocks.strong(
        formats.money(test.value_change.value, report.currency, signed=True),
        say("likely {likely}", likely=formats.money_range(test.value_change, report.currency, signed=True)),
    )
