"""What lands, when, and whether too much is going on at once."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.language import say, say_count
from balance.report import Report, Velocity

PROBABLY = 0.7


def velocity(report: Report) -> Finding:
    """How many of the open initiatives will make their date, and what lands next year."""
    told = report.velocity
    rows = told.initiatives
    if told.in_flight is None:
        return Finding(
            "velocity",
            say("No initiatives are loaded yet."),
            say("Load a list of initiatives to see what lands and when."),
        )
    if rows.empty:
        return Finding(
            "velocity", say("Nothing is open: nothing will land next year."), _pace(report), _caveats(report), rows
        )
    return Finding("velocity", sentence(_dates(rows["chance_on_time"])), _pace(report), _caveats(report), rows)


def on_time_counts(report: Report) -> str:
    """Why much may have been on time and much be late all the same; empty where nothing is known of either.

    Args:
        report: What is told; `velocity.on_time_share` is the share 0..1 of what finished in the past year.
    Returns:
        One sentence for the place where the share stands.
    """
    if not report.velocity.on_time_share.known:
        return ""
    return say("On time counts what finished in the past year; what is late and still open is not "
               "in it, but is in the forecast.")  # fmt: skip


def _dates(chances: pd.Series) -> str:
    stated = chances.dropna()
    surely = int((stated >= PROBABLY).sum())
    late = int((stated <= 1 - PROBABLY).sum())
    unclear = len(stated) - surely - late
    if stated.empty:
        return say("no open initiative states when it should finish")
    return say_count(
        "of {initiatives}, {surely} will probably make its date, {unclear} could go either way and {late} will "
        "probably be late",
        "of {initiatives}, {surely} will probably make their date, {unclear} could go either way and {late} will "
        "probably be late",
        surely, initiatives=formats.count(len(stated), "open or approved initiative"), surely=_some(surely),
        unclear=_some(unclear), late=_some(late),
    )  # fmt: skip


def _some(count: int) -> str:
    return formats.word(count) if count else say("none")


def _pace(report: Report) -> str:
    told = report.velocity
    parts = []
    if told.finished_per_quarter.known:
        parts.append(
            say(
                "{finished_per_quarter} initiatives finish in a quarter.",
                finished_per_quarter=formats.number(told.finished_per_quarter.value),
            )
        )
    if told.cycle_time_days.known:
        parts.append(
            say(
                "Half of them take longer than {cycle_time_days} ({likely}).",
                cycle_time_days=formats.months(told.cycle_time_days.value),
                likely=formats.likely_months(told.cycle_time_days),
            )
        )
    if told.value_landing_next_year.known:
        parts.append(
            say(
                "Next year lands {value_landing_next_year} of yearly value (likely {likely}).",
                value_landing_next_year=formats.money(told.value_landing_next_year.value, report.currency),
                likely=formats.money_range(told.value_landing_next_year, report.currency),
            )
        )
    return " ".join(parts)


def _caveats(report: Report) -> tuple[str, ...]:
    return (*_without_value(report.velocity), *cautions.told(report, cautions.DELIVERY))


def _without_value(told: Velocity) -> tuple[str, ...]:
    missing = told.without_value or 0
    if not missing:
        return ()
    return (
        say(
            "{initiatives} without a stated yearly value: counted, but landing no money.",
            initiatives=formats.count(missing, "initiative"),
        ),
    )
