"""The appendix: what a board member asks for who wants to see more than the messages."""

from __future__ import annotations

from collections.abc import Mapping

from balance.boardpack import method
from balance.boardpack.appendix import assumptions, classes, initiatives, steps, stresses
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Slide
from balance.company import Company
from balance.findings import Finding
from balance.report import Report

__all__ = ["slides"]


def slides(
    report: Report, findings: Mapping[str, Finding], company: Company | None, beside: Beside, unscored: str
) -> tuple[Slide, ...]:
    """Initiatives, classes and stress tests, assumptions, data quality, method; a part without rows is left out."""
    return (
        *initiatives.slides(report),
        *classes.slides(report, beside),
        *stresses.slides(report, beside),
        *assumptions.slides(report, company),
        method.slide(report, findings, unscored),
        steps.slide(report),
    )
