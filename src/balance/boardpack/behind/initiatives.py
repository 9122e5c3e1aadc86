"""Every open or approved initiative: when it lands, what it is worth, what it exposes, and the row it was read from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from balance.boardpack.behind.entries import FROM_REPORT, day, number, word
from balance.boardpack.sheets import Entry, Heading, Plot, Sheet
from balance.company import Company
from balance.language import noted, say
from balance.report import Report
from balance.schema import PROVENANCE

DRAWN = 15
AHEAD = (
    noted("Days to 10 in 100"),
    noted("then to an even chance"),
    noted("then to 80 in 100"),
    noted("then to 90 in 100"),
)
FINISH = ("finish_p10", "finish_p50", "finish_p80", "finish_p90")


def sheet(report: Report, company: Company | None) -> Sheet:
    """The largest first; the chart shows the first of them."""
    told = _joined(report, company)
    money = report.currency
    headings = (
        Heading("Id", "text"),
        Heading(say("Initiative"), "text"),
        Heading(say("Unit"), "text"),
        Heading(say("Stage"), "text"),
        Heading(say("Start"), "date"),
        Heading(say("Planned finish"), "date"),
        Heading("10 in 100 by", "date"),
        Heading(say("Even chance by"), "date"),
        Heading("80 in 100 by", "date"),
        Heading("90 in 100 by", "date"),
        Heading(say("Chance on time (0..1)"), "chance"),
        Heading(say("Chance within a year (0..1)"), "chance"),
        Heading(say("Annual value, {money}", money=money), "money"),
        Heading(say("Expected value next year, {money}", money=money), "money"),
        Heading(say("Cost of a week's delay, {money}", money=money), "money"),
        Heading(say("Expected annual loss, {money}", money=money), "money"),
        Heading(say("Share of the bad year (0..1)"), "chance"),
        *(Heading(say(name), "count") for name in AHEAD),
        Heading(say("From file"), "text"),
        Heading(say("Sheet"), "text"),
        Heading(say("Row"), "count"),
    )
    plot = Plot(
        "spans",
        say("When the largest initiatives will be done"),
        say("Initiative"),
        tuple(map(say, AHEAD)),
        up_title=say("Days from the as-of date"),
        rows=DRAWN,
    )
    return Sheet(
        "Initiatives", say("When each initiative lands and what it exposes"),
        say("Dates: the plan corrected by how earlier initiatives turned out; empty beyond ten "
            "years. Expected value: annual value times the chance within a year. Week's delay: "
            "annual value times 7/365"),
        say("{from_report}; file, sheet and row of the table initiatives", from_report=say(FROM_REPORT)), headings,
        tuple(_row(row, report.as_of) for row in told.to_dict("records")), plot,
    )  # fmt: skip


def _joined(report: Report, company: Company | None) -> pd.DataFrame:
    told = report.velocity.initiatives
    risks = report.risk.initiatives.drop(columns="name", errors="ignore")
    if len(risks):
        told = told.merge(risks, on="initiative_id", how="left")
    read = company.initiatives if company is not None else None
    if read is not None and set(PROVENANCE) <= set(read.columns):
        told = told.merge(read[["initiative_id", *PROVENANCE]], on="initiative_id", how="left")
    return told.sort_values(["annual_value", "initiative_id"], ascending=[False, True])


def _row(row: Mapping[Hashable, Any], as_of: date) -> tuple[Entry, ...]:
    return (
        *(word(row[name]) for name in ("initiative_id", "name", "business_unit", "stage")),
        *(day(row[name]) for name in ("start", "finish_planned", *FINISH)),
        *(number(row[name]) for name in ("chance_on_time", "chance_within_year", "annual_value", "expected_value",
                                         "cost_of_delay_per_week")),
        number(row.get("expected_annual_loss")), number(row.get("share_of_tail")),
        *_ahead(row, as_of),
        word(row.get("source_file")), word(row.get("source_sheet")), number(row.get("source_row")),
    )  # fmt: skip


def _ahead(row: Mapping[Hashable, Any], as_of: date) -> tuple[Entry, ...]:
    """Days from each date to the next, the first from the as-of date."""
    told: list[Entry] = []
    before: date | None = as_of
    for name in FINISH:
        when = day(row[name])
        told.append((when - before).days if when is not None and before is not None else None)
        before = when
    return tuple(told)
