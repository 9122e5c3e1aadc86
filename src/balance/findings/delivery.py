"""What lands, when, and whether too much is going on at once."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.report import Report, Velocity

PROBABLY = 0.7


def velocity(report: Report) -> Finding:
    """How many of the open initiatives will make their date, and what lands next year."""
    told = report.velocity
    rows = told.initiatives
    if told.in_flight is None:
        return Finding(
            "velocity", "No initiatives are loaded yet.", "Load a list of initiatives to see what lands and when."
        )
    if rows.empty:
        return Finding(
            "velocity", "Nothing is open: nothing will land next year.", _pace(report), _caveats(report), rows
        )
    return Finding("velocity", sentence(_dates(rows["chance_on_time"])), _pace(report), _caveats(report), rows)


def _dates(chances: pd.Series) -> str:
    stated = chances.dropna()
    surely = int((stated >= PROBABLY).sum())
    late = int((stated <= 1 - PROBABLY).sum())
    unclear = len(stated) - surely - late
    if stated.empty:
        return "no open initiative states when it should finish"
    return (
        f"of {formats.count(len(stated), 'open or approved initiative')}, {_some(surely)} will probably make "
        f"{'its date' if surely == 1 else 'their date'}, {_some(unclear)} could go either way "
        f"and {_some(late)} will probably be late"
    )


def _some(count: int) -> str:
    return formats.word(count) if count else "none"


def _pace(report: Report) -> str:
    told = report.velocity
    parts = []
    if told.finished_per_quarter.known:
        parts.append(f"{formats.number(told.finished_per_quarter.value)} initiatives finish in a quarter.")
    if told.cycle_time_days.known:
        parts.append(
            f"Half of them take longer than {formats.months(told.cycle_time_days.value)} "
            f"(likely {formats.months_range(told.cycle_time_days)})."
        )
    if told.value_landing_next_year.known:
        parts.append(
            f"Next year lands {formats.money(told.value_landing_next_year.value, report.currency)} of yearly value "
            f"(likely {formats.money_range(told.value_landing_next_year, report.currency)})."
        )
    return " ".join(parts)


def _caveats(report: Report) -> tuple[str, ...]:
    return (*_without_value(report.velocity), *cautions.told(report, cautions.DELIVERY))


def _without_value(told: Velocity) -> tuple[str, ...]:
    missing = told.without_value or 0
    if not missing:
        return ()
    return (f"{formats.count(missing, 'initiative')} without a stated yearly value: counted, but landing no money.",)
