"""The numbers behind the slides: every number of the report as tables, each with its derivation and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from balance.boardpack.behind import choices, evidence, exposure, headlines, initiatives
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
) -> tuple[Sheet, ...]:
    """The tables in the order of the slides; one that would be empty is left out."""
    made = (
        headlines.answer(report), choices.balance(report, trail, plans), headlines.velocity(report),
        initiatives.sheet(report, company), headlines.exposure(report), exposure.appetite(report),
        exposure.exceedance(report), exposure.classes(report), exposure.effects(report),
        choices.options(report, plans), choices.decisions(report, asked), evidence.quality(report),
        evidence.assumptions(company), evidence.incidents(company), evidence.findings_told(findings),
        evidence.method(report),
    )  # fmt: skip
    return tuple(sheet for sheet in made if sheet.rows)
