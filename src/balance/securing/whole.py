"""All of security in delivery in one value."""

from __future__ import annotations

from dataclasses import dataclass

from balance.model.fit import Fit
from balance.report import Report
from balance.scenario import Outcome
from balance.securing.adaptation import Adaptation, adaptation
from balance.securing.assessment import Assessment, assessment
from balance.securing.covering import Coverage, covering
from balance.securing.joining import Joining, joining
from balance.securing.learning import Learning, learning
from balance.securing.register import register
from balance.securing.reviews import Reviews, reviews
from balance.securing.yields import Yields, yields


@dataclass(frozen=True, eq=False)
class Securing:
    """How security and delivery work together, on one day and under one plan."""

    joining: Joining
    coverage: Coverage
    assessment: Assessment
    reviews: Reviews
    yields: Yields
    adaptation: Adaptation
    learning: Learning


def securing(fit: Fit, outcome: Outcome, report: Report) -> Securing:
    """Everything that is told of security in delivery, from the fit and the plan the report is of.

    What an initiative exposes is the report's own number. Any table may be missing: each part says what it lacks.
    """
    carried = report.risk.initiatives
    exposed = {} if carried.empty else dict(
        zip(carried["initiative_id"].astype(str), carried["expected_annual_loss"].astype(float), strict=True)
    )  # fmt: skip
    rows = register(fit.company)
    return Securing(
        joining(fit, exposed), covering(fit, rows, exposed), assessment(fit, exposed), reviews(rows),
        yields(fit, rows, outcome), adaptation(rows), learning(fit),
    )  # fmt: skip
