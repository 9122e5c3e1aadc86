"""The tables of controls on the screen of security in delivery: reviews, times to adapt, training, indicators."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from balance import figures, formats
from balance.findings.indicators import now, said
from balance.language import label, say
from balance.report import Indicator, Report
from balance.securing import Adaptation, Coverage, Reviews
from balance.ui import blocks, session
from balance.ui.explained import CROSSED
from balance.ui.security import Told

MOST_REVIEWS = 10


def waiting_chart(found: Adaptation, report: Report) -> tuple[figures.Figure, Told]:
    """From asked to in force, one ring per control; and as a table."""
    drawn = figures.waiting_times(
        found.controls, report.as_of, half_days=found.median_days.value, slowest_days=found.slowest_days,
        mode=session.mode(), phone=session.phone(),
    )  # fmt: skip
    columns = [
        blocks.Column("Control"),
        blocks.Column("Kind"),
        blocks.Column("Asked for"),
        blocks.Column("In force"),
        blocks.Column("Took", "right", help=say("From the day it was asked for; so far, where it still waits.")),
    ]
    rows = [
        (row["name"], row["kind"] or formats.MISSING, _day(report, row["asked_days"]),
         say("still waiting") if row["waiting"] else _day(report, row["done_days"]), formats.months(row["took_days"]))
        for row in found.controls.to_dict("records")
    ]  # fmt: skip
    return drawn, (columns, rows)


def reviews_table(found: Reviews, report: Report) -> blocks.Safe:
    """What is due for review, the longest overdue first."""
    columns = [
        blocks.Column("Control or policy"),
        blocks.Column("Who", help=say("The owner in the register.")),
        blocks.Column("Last reviewed", help=say("Where it never was, the day it came into force counts.")),
        blocks.Column("Every"),
        blocks.Column("Due"),
    ]
    rows = [
        (row["name"], row["owner"] or formats.MISSING,
         _day(report, -row["reviewed_days"]) if formats.sayable(row["reviewed_days"]) else "never",
         formats.count(row["every_days"], "day"), _due(row["overdue_days"]))
        for row in found.due.head(MOST_REVIEWS).to_dict("records")
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _due(overdue: float) -> object:
    if overdue > 0:
        return blocks.pill(say("{days} over", days=formats.count(overdue, "day")), "bad", "▲")
    return say("in {days}", days=formats.count(-overdue, "day")) if overdue < 0 else say("today")


def training_table(found: Coverage, report: Report) -> blocks.Safe:
    """Each training in force: for which technology, and whom it has reached."""
    columns = [
        blocks.Column("Training"),
        blocks.Column("Technology"),
        blocks.Column("0 to 100", width="28%", help=say("Dot: the share reached")),
        blocks.Column("Reached", "right", help=say("The share of those it is for, as the register states it.")),
    ]
    rows = [
        (row["name"], formats.listed([formats.technology(tag) for tag in row["tags"]]) or say("everybody"),
         blocks.strip(blocks.Strip(_known(row["coverage"]), None, None, 0.0, 1.0, said=say("share reached"))),
         formats.percent(row["coverage"]))
        for row in found.training.sort_values(["coverage", "name"]).to_dict("records")
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _known(value: float) -> float | None:
    return value if formats.sayable(value) else None


def indicators_table(report: Report) -> blocks.Safe:
    """Every key-risk indicator beside its threshold, those above it first."""
    columns = [
        blocks.Column("Key-risk indicator"),
        blocks.Column("Now", "right"),
        blocks.Column(
            "Threshold", "right", help=say("Stated by the company under Assumptions, or our suggestion until then.")
        ),
        blocks.Column("Finding", help=say(CROSSED)),
    ]
    order = sorted(report.indicators, key=lambda each: (not each.crossed, each.assumed, each.value is None))
    return blocks.table(columns, [
        (label(each.meaning), now(each), _threshold(each), _crossed(each))
        for each in order
    ])  # fmt: skip


def _threshold(indicator: Indicator) -> blocks.Safe:
    whose = say("our suggestion") if indicator.assumed else say("agreed")
    return blocks.strong(said(indicator, indicator.threshold), whose)


def _crossed(indicator: Indicator) -> object:
    """Whether it is above; a threshold nobody agreed on crosses nothing, so it has no colour."""
    if indicator.crossed is None:
        return blocks.pill("not known", "open", "○")
    if indicator.assumed:
        return blocks.pill(
            say("above what we suggest") if indicator.crossed else say("within what we suggest"),
            "open",
            "△" if indicator.crossed else "○",
        )
    return blocks.pill("above", "bad", "▲") if indicator.crossed else blocks.pill("within", "good", "✓")


def _day(report: Report, days: float) -> str:
    return formats.MISSING if pd.isna(days) else formats.day(report.as_of + timedelta(days=float(days)))
