"""Appendix: every loss class in numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.language import say
from balance.report import Report

SHOWN = 14

FEW = 7
"""Up to so many classes are written large."""


def slides(report: Report) -> tuple[Slide, ...]:
    """One slide, or none without classes."""
    if not len(report.risk.classes):
        return ()
    return (
        Slide(
            layout="table",
            title=_title(report),
            subtitle=say(
                "Each class: how often, how costly, how much of it is our own record; in brackets likely ranges"
            ),
            blocks=(_classes(report),),
            notes=wording.notes({}, (), report),
            footer=wording.footer(report),
            sheets=("Classes",),
        ),
    )


def _title(report: Report) -> str:
    rows = report.risk.classes
    first = rows.sort_values(["share_of_tail", "class"], ascending=[False, True]).iloc[0]
    share = formats.in_100(float(first["share_of_tail"]))
    return say(
        "Appendix: {share} in 100 of what bad years cost comes from {name}",
        share=share, name=wording.brief(str(first["class"])),
    )  # fmt: skip


def _classes(report: Report) -> Table:
    rows = report.risk.classes.sort_values(["share_of_tail", "class"], ascending=[False, True])
    left = len(rows) - SHOWN
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Class"), 2.6),
            Column(say("Own incidents"), 1.1, "right"),
            Column(say("Known losses"), 1.1, "right"),
            Column(say("A year"), 1.8, "right"),
            Column(say("Typical loss"), 2.2, "right"),
            Column(say("Expected loss next year"), 2.4, "right"),
            Column(say("Own data, of 100"), 1.1, "right"),
            Column(say("Of the bad year, in 100"), 1.1, "right"),
        ),
        rows=tuple(_row(row, report.currency) for row in rows.head(SHOWN).to_dict("records")),
        alt=say("Every class of loss with frequency, typical loss, expected loss and how much is own data."),
        more=wording.further(left, "smaller class", "smaller classes"),
        large=len(rows) <= FEW,
    )


def _row(row: Mapping[Hashable, Any], currency: str) -> tuple[Cell, ...]:
    rate, typical, expected = row["per_year"], row["typical_loss"], row["expected_annual_loss"]
    return (
        Cell(str(row["class"]), bold=True),
        Cell(formats.count(float(row["incidents"])), "soft"),
        Cell(formats.count(float(row["known_losses"])), "soft"),
        Cell(f"{formats.number(rate.value)} ({formats.number_range(rate)})"),
        Cell(f"{formats.money(typical.value, currency)} ({formats.money_range(typical, bare=True)})"),
        Cell(f"{formats.money(expected.value, currency)} ({formats.money_range(expected, bare=True)})"),
        Cell(wording.own_data(expected), "soft"),
        Cell(formats.in_100(float(row["share_of_tail"])), bold=True),
    )
