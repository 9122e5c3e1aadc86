"""Appendix: what is taken as given, with who said so, and how old it is."""

from __future__ import annotations

from collections.abc import Sequence

from balance import ages, findings, formats, stating
from balance.assumptions import Stated
from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.company import Company
from balance.report import Report

SHOWN = 15
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
            title=f"Appendix: {told.headline.removesuffix('.')}",
            subtitle="Stated by us first, then what is due for another look. △ marks what is due",
            blocks=(_table(ordered, due, report),),
            notes=wording.notes({told.topic: told}, (told.topic,), report),
            footer=wording.footer(report),
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
            Column("Assumption", 3.7),
            Column("Value", 1.5, "right"),
            Column("Likely", 1.7, "right"),
            Column("Unit", 1.3),
            Column("From", 1.9),
            Column("Reason or source", 4.0),
            Column("Years old", 0.8, "right"),
        ),
        rows=tuple(_row(row, row.key in due, report) for row in ordered[:SHOWN]),
        alt="Assumptions with value, likely range, who stated them or where they were published, and their age.",
        more=f"and {formats.count(left, 'further assumption')}, all in the workbook with their sources"
        if left > 0
        else "",
    )


def _row(row: Stated, due: bool, report: Report) -> tuple[Cell, ...]:
    age = ages.years_old(row, report.as_of)
    money = row.unit == report.currency or row.unit == "reporting currency"
    said = formats.MISSING if age is None else formats.number(age, decimals=1)
    likely = f"{_shown(row.low, money)} to {_shown(row.high, money)}" if stating.has_range(row) else ""
    return (
        Cell(stating.meaning(row.key), bold=not row.assumed),
        Cell(_shown(row.value, money), bold=True),
        Cell(likely, "soft"),
        Cell("" if money else row.unit, "soft"),
        Cell("assumed" if row.assumed else row.owner or "stated by us", "soft" if row.assumed else "ink"),
        Cell(f"{row.source} ({row.year})" if row.assumed and row.year else row.reason or row.source, "soft"),
        Cell(f"△ {said}" if due else said, "bad" if due else "soft"),
    )


def _shown(value: float | str | None, money: bool) -> str:
    if isinstance(value, str) or value is None:
        return value or formats.MISSING
    return formats.money(value, "") if money and value >= 1000 else f"{value:.3g}"
