"""The numbers of security in delivery that can be traced: what each is, and the rows it rests on."""

from __future__ import annotations

from balance.pipeline import Analysis
from balance.provenance import rows
from balance.provenance.number import COUPLING_KEYS, LOSS_KEYS, MONEY_KEYS, Number
from balance.provenance.rows import Part

COVERED = ("kind", "status", "technology", "coverage")
REVIEWED = ("kind", "status", "in_force_on", "last_reviewed", "review_every_days", "owner")
PAYING = ("status", "class", "technology", "coverage", "frequency_reduction_low", "frequency_reduction_high",
          "loss_reduction_low", "loss_reduction_high", "annual_cost", "in_force_on")  # fmt: skip
LEARNING_KEYS = ("effect:learning", "effect:learning_levels", "effect:learning_rough")
ASSESSED = ("stage", "last_assessed", "findings_open", "oldest_finding_on")


def _controls(analysis: Analysis, columns: tuple[str, ...], role: str = "every row") -> Part:
    return rows.part(analysis.company, "controls", role, columns)


def _joining(analysis: Analysis) -> list[Part]:
    return [rows.running(analysis, ("stage", "security_joined", "annual_value")), rows.linked(analysis),
            rows.exposed(analysis)]  # fmt: skip


def _paying(analysis: Analysis) -> list[Part]:
    return [_controls(analysis, PAYING), rows.counted(analysis, (*rows.LOSSES, "technology"))]


def _learning(analysis: Analysis) -> list[Part]:
    return [rows.begun(analysis), rows.exposed(analysis), rows.linked(analysis)]


SECURITY = (
    Number("security_in_delivery.joining", "When security joined, and what joining late does",
           "Running initiatives by security_joined; the effect is fitted to the incidents linked to initiatives.",
           _joining, COUPLING_KEYS),
    Number("security_in_delivery.coverage", "How much of what moves is behind a guardrail",
           "Per technology the coverage of guardrails and controls in force: at least the greatest, at most the sum. "
           "Each initiative counts with its value by its least covered technology.",
           lambda a: [_controls(a, COVERED), rows.running(a, ("stage", "technology", "annual_value", "budget"))],
           MONEY_KEYS),
    Number("security_in_delivery.assessment", "How current assessments are",
           "Days from last_assessed to the as-of date, per initiative in flight.",
           lambda a: [rows.open_now(a, ASSESSED)]),
    Number("security_in_delivery.reviews", "Reviews that are due",
           "last_reviewed, or in_force_on where it never was, plus review_every_days, against the as-of date.",
           lambda a: [_controls(a, REVIEWED)]),
    Number("security_in_delivery.yields", "What controls avoid beside what they cost",
           "Expected loss of the class, the part of it with the control's technology, times coverage and reductions, "
           "less annual_cost, in every reading of the evidence.", _paying, LOSS_KEYS),
    Number("security_in_delivery.adaptation", "From asked to in force",
           "Days from requested_on to in_force_on; what waits counts as not done yet.",
           lambda a: [_controls(a, ("status", "requested_on", "in_force_on"))]),
    Number("security_in_delivery.learning", "Incidents by experience with a technology",
           "Incidents linked to each initiative by how many began with its newest technology before it.",
           _learning, (*COUPLING_KEYS, *LEARNING_KEYS)),
    Number("security_in_delivery.training", "Whom training has reached", "The coverage of rows of kind training.",
           lambda a: [_controls(a, ("kind", *COVERED[1:], "last_reviewed"))]),
)  # fmt: skip
"""Named as in the report's document, part by part."""
