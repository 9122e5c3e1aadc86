"""Appendix: what is taken as given, with who said so, and how old it is."""

from __future__ import annotations

from collections.abc import Sequence

from balance import ages, findings, formats, stating
from balance.assumptions import Stated
from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.company import Company
from balance.formats.conventions import digits
from balance.language import label, noted, say
from balance.report import Report

SHOWN = 10
PLAIN = (
    "days",
    "years",
    noted("per year"),
    "losses",
    "findings",
    "incidents",
    "initiatives",
    noted("full-time people"),
)
"""Units that are words of their own; others are said by the meaning."""

FIRST = ("loss_limit", "loss_limit_chance", "appetite:", "loss_cap", "cash_buffer", "insurance_cover")
"""What the board itself decides, on top."""


def slides(report: Report, company: Company | None) -> tuple[Slide, ...]:
    """One slide, or none where the company is not at hand."""
    if company is None:
        return ()
    rows = [row for row in company.assumptions.rows.values() if row.value is not None]
    due = {one.row.key for one in ages.due(company.assumptions, company.as_of)}
    ordered = sorted(rows, key=lambda row: (row.assumed, _rank(row), row.key not in due, row.key))
    told = findings.assumptions(report)
    return (
        Slide(
            layout="table",
            title=say("Appendix: {headline}", headline=told.headline.removesuffix(".")),
            subtitle=say("Stated by us first, then what is due for another look. △ marks what is due"),
            blocks=(_table(ordered, due, report),),
            notes=wording.notes({told.topic: told}, (told.topic,), report),
            footer=wording.footer(report),
            sheets=("Assumptions",),
        ),
    )


def _rank(row: Stated) -> int:
    return next((at for at, known in enumerate(FIRST) if row.key.startswith(known)), len(FIRST))


def _table(ordered: Sequence[Stated], due: set[str], report: Report) -> Table:
    left = len(ordered) - SHOWN
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Assumption"), 4.1, lines=2),
            Column(say("Value (likely)"), 2.1, "right"),
            Column(say("From"), 1.8, lines=2),
            Column(say("Reason or source"), 4.6, lines=2),
            Column(say("Years old"), 0.8, "right"),
        ),
        rows=tuple(_row(row, row.key in due, report) for row in ordered[:SHOWN]),
        alt=say("Assumptions with value, likely range, who stated them or where they were published, and their age."),
        more=wording.further(left, "further assumption", where=say("all in the workbook with their sources")),
    )


def _row(row: Stated, due: bool, report: Report) -> tuple[Cell, ...]:
    age = ages.years_old(row, report.as_of)
    said = formats.MISSING if age is None else formats.number(age, decimals=1)
    return (
        Cell(_meaning(row, report.currency), bold=not row.assumed),
        Cell(_said(row.value, row, report.currency), bold=True, rest=_likely(row, report.currency)),
        Cell("assumed" if row.assumed else row.owner or say("stated by us"), "soft" if row.assumed else "ink"),
        Cell(f"{row.source} ({row.year})" if row.assumed and row.year else row.reason or row.source, "soft"),
        Cell(f"△ {said}" if due else said, "bad" if due else "soft"),
    )


def _meaning(row: Stated, currency: str) -> str:
    """What a key means; a point of the appetite by its money."""
    kind, _, end = row.key.partition(":")
    if kind == "appetite" and end.replace(".", "", 1).isdigit():
        return say("Accepted chance of a year that costs more than {end}", end=formats.money(float(end), currency))
    return stating.meaning(row.key)


def _likely(row: Stated, currency: str) -> str:
    if not stating.has_range(row):
        return ""
    low, high = (_said(end, row, currency) for end in (row.low, row.high))
    if row.unit == "share 0..1" and isinstance(row.low, float) and isinstance(row.high, float):
        low = formats.number(row.low * 100, decimals=0)  # the high end and the value say of what it is a part
        high = formats.number(row.high * 100, decimals=0)
    return say("({low} to {high})", low=low, high=high)


def _said(value: float | str | None, row: Stated, currency: str) -> str:
    """A value as people say it: money, so many in 100, times, or with its unit."""
    if isinstance(value, str) or value is None:
        return value or formats.MISSING
    if row.unit in (currency, "reporting currency"):
        return formats.money(value, currency)
    if row.unit == "share 0..1":
        return say("{value} in 100", value=formats.number(value * 100, decimals=0))
    if row.unit == "factor":
        return formats.factor(value)
    unit = label(row.unit) if row.unit in PLAIN and value is row.value else ""
    return f"{digits(f'{value:.3g}')} {unit}".strip()
