"""Appendix: every loss class in numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from balance import formats
from balance.boardpack import costliest, wording
from balance.boardpack.beside import NOTHING, Beside
from balance.boardpack.costliest import Costliest
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.language import say, say_count
from balance.report import Report

SHOWN = 14

FEW = 7
"""Up to so many classes are written large."""


COSTLIEST = 4
"""Incidents that have room under few classes."""


def slides(report: Report, beside: Beside = NOTHING) -> tuple[Slide, ...]:
    """One slide, or none without classes; under few of them the incidents that cost most."""
    if not len(report.risk.classes):
        return ()
    found = costliest.of_past_year(beside.incidents) if len(report.risk.classes) <= FEW else None
    return (
        Slide(
            layout="table" if found is None else "followed",
            title=_title(report) if found is None else _title_of(found),
            subtitle=say(
                "Each class: how often, how costly, how much of it is our own record; in brackets likely ranges"
            ),
            blocks=(_classes(report),) if found is None else (_classes(report), _costliest(found, report.currency)),
            notes=wording.notes({}, (), report),
            footer=wording.footer(report),
            sheets=("Classes", "Costliest"),
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


def _title_of(found: Costliest) -> str:
    shown = min(COSTLIEST, len(found.rows))
    return say_count(
        "Appendix: {shown} of {incidents} made {share} in 100 of the past year's known losses",
        "Appendix: {shown} of {incidents} made {share} in 100 of the past year's known losses",
        shown, shown=shown, incidents=formats.count(found.count, "incident"),
        share=formats.in_100(found.share(shown)),
    )  # fmt: skip


def _costliest(found: Costliest, currency: str) -> Table:
    left = len(found.rows) - COSTLIEST
    return Table(
        title=say("The costliest incidents of the past year"),
        subtitle=say("Losses as recorded; {incidents} of the year without one", incidents=formats.count(found.without))
        if found.without
        else say("Losses as recorded"),
        columns=(
            Column(say("Incident"), 5.0),
            Column(say("Class"), 2.6),
            Column(say("Opened"), 1.3, "right"),
            Column(say("Over within"), 1.3, "right"),
            Column(say("Loss"), 1.2, "right"),
        ),
        rows=tuple(_incident(row, currency) for row in found.rows.head(COSTLIEST).to_dict("records")),
        alt=say("The costliest incidents of the past year with class, day, how long each lasted and its loss."),
        more=wording.further(left, "incident with a smaller loss", "incidents with a smaller loss"),
    )


def _incident(row: Mapping[Hashable, Any], currency: str) -> tuple[Cell, ...]:
    over = say("still open") if row["open"] else formats.span(row["hours_to_resolve"])
    return (
        Cell(str(row["title"] or row["incident_id"]), bold=True),
        Cell(str(row["class"]), "soft"),
        Cell(formats.day(row["opened_at"]), "soft"),
        Cell(over, "soft"),
        Cell(formats.money(float(row["loss"]), currency), bold=True),
    )


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
        Cell(wording.money_and_range(typical, currency)),
        Cell(wording.money_and_range(expected, currency)),
        Cell(wording.own_data(expected), "soft"),
        Cell(formats.in_100(float(row["share_of_tail"])), bold=True),
    )
