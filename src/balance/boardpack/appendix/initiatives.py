"""Appendix: the largest open and approved initiatives, one line each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.boardpack.velocity import on_time
from balance.language import plain, say
from balance.report import Report

SHOWN = 15


def slides(report: Report) -> tuple[Slide, ...]:
    """One slide, or none without initiatives."""
    rows = report.velocity.initiatives
    if not len(rows):
        return ()
    ordered = rows.sort_values(["annual_value", "initiative_id"], ascending=[False, True])
    return (
        Slide(
            layout="table",
            title=_title(report),
            subtitle=say("Largest value first. Dates are the plan corrected by how earlier initiatives turned out"),
            blocks=(_table(ordered, report),),
            notes=(
                say(
                    "On time: chance to finish on or before the planned date. Bad year: share of what "
                    "the worst 5 in 100 years cost. Every initiative stands in the workbook with the row "
                    "it was read from."
                ),
                wording.how_sure(report),
            ),
            footer=wording.footer(report),
            sheets=("Initiatives",),
        ),
    )


def _title(report: Report) -> str:
    """The largest by value, as a share of the value of all that state one."""
    values = report.velocity.initiatives["annual_value"].dropna().sort_values(ascending=False)
    whole, count = float(values.sum()), len(report.velocity.initiatives)
    if count <= SHOWN or whole <= 0:
        return say(
            "Appendix: {initiatives}, line by line", initiatives=formats.count(count, "open or approved initiative")
        )
    share = formats.in_100(float(values.head(SHOWN).sum()) / whole)
    return say(
        "Appendix: {shown} of {count} open or approved initiatives carry {share} in 100 of the value",
        shown=SHOWN,
        count=count,
        share=share,
    )


def _table(ordered: pd.DataFrame, report: Report) -> Table:
    risks = report.risk.initiatives
    carried = dict(zip(risks["initiative_id"], risks["share_of_tail"], strict=True)) if len(risks) else {}
    shown, left = ordered.head(SHOWN), len(ordered) - SHOWN
    unit = formats.scale_of(*shown["annual_value"].dropna().tolist())
    carry = (Column(say("Of the bad year, in 100"), 0.95, "right"),) if carried else ()
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Initiative"), 3.3),
            Column(say("Unit"), 1.85),
            Column(say("Stage"), 0.9),
            Column(say("Planned"), 1.05, "right"),
            Column(say("Even chance by"), 1.15, "right"),
            Column(say("80 in 100 by"), 1.15, "right"),
            Column(say("On time, of 100"), 1.05, "right"),
            Column(
                say("Value a year, {money_unit}", money_unit=formats.money_unit(report.currency, unit)), 0.9, "right"
            ),
            *carry,
        ),
        rows=tuple(_row(row, unit, carried) for row in shown.to_dict("records")),
        alt=say("The largest initiatives with stage, dates, chance to be on time, value and share of the bad year."),
        more=wording.further(left, "smaller initiative"),
    )


def _row(row: Mapping[Hashable, Any], unit: formats.Scale, carried: Mapping[Any, float]) -> tuple[Cell, ...]:
    value = row["annual_value"]
    return (
        Cell(str(row["name"] or row["initiative_id"]), bold=True),
        Cell(_word(row["business_unit"]), "soft"),
        Cell(plain(_word(row["stage"])), "soft"),
        Cell(formats.day(row["finish_planned"]), "soft"),
        Cell(_date(row["finish_p50"])),
        Cell(_date(row["finish_p80"]), "soft"),
        on_time(row["chance_on_time"]),
        Cell(formats.scaled(value, unit) if formats.sayable(value) else formats.MISSING),
        *((Cell(formats.in_100(carried.get(row["initiative_id"]))),) if carried else ()),
    )


def _date(value: Any) -> str:  # noqa: ANN401 - what a cell of a frame holds
    return say("over 10 years") if pd.isna(value) else formats.day(value)


def _word(value: object) -> str:
    return value if isinstance(value, str) and value else formats.MISSING
