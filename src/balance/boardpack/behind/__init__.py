"""The numbers behind the slides: every number of the report as tables, each with its derivation and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from balance.boardpack.behind import (
    bridged,
    changed,
    choices,
    evidence,
    exposure,
    followed,
    happened,
    headlines,
    initiatives,
    record,
)
from balance.boardpack.beside import NOTHING, Beside
from balance.boardpack.sheets import Sheet
from balance.boardpack.slides import Decision
from balance.company import Company
from balance.findings import Finding
from balance.options import Option
from balance.report import Report

__all__ = ["sheets"]


def sheets(
    report: Report,
    findings: Mapping[str, Finding],
    trail: pd.DataFrame | None,
    plans: Sequence[Option],
    asked: Sequence[Decision],
    company: Company | None,
    beside: Beside = NOTHING,
) -> tuple[Sheet, ...]:
    """The tables in the order of the slides; one that would be empty is left out."""
    made = (
        headlines.answer(report), choices.balance(report, trail, plans), changed.sheet(report, beside.before),
        *bridged.sheets(report, beside.bridge, None if beside.before is None else beside.before.as_of),
        headlines.velocity(report), initiatives.sheet(report, company), headlines.exposure(report),
        exposure.appetite(report), exposure.exceedance(report), exposure.years(report), exposure.classes(report),
        exposure.effects(report), choices.options(report, plans), followed.plans(beside.saved),
        choices.decisions(report, asked), happened.record(report, beside.incidents),
        happened.costly(report, beside.incidents),
        happened.stresses(report, beside.stress), *record.sheets(beside.record),
        followed.decisions(beside.followed, report), evidence.quality(report), evidence.assumptions(company),
        evidence.incidents(company), evidence.findings_told(findings), evidence.method(report),
    )  # fmt: skip
    return tuple(sheet for sheet in made if sheet.rows)
