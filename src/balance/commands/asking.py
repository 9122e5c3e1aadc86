"""What the company's model answers: the report, where its numbers come from, other plans, the best plans."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from balance import formats
from balance.commands import numbers
from balance.commands.answer import DONE, Answer
from balance.errors import BalanceError

if TYPE_CHECKING:
    from balance.findings import Finding


def report(chosen: argparse.Namespace) -> Answer:
    """Every headline number of the screens."""
    from balance import documents, findings, pipeline, securing

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of, chosen.scenario)
    told = findings.all_findings(analysis.report, analysis.comparison)
    plan = "today's plan" if analysis.report.scenario == "today" else f"plan {analysis.report.scenario}"
    head = f"As of {formats.day(analysis.report.as_of)}, {plan}, data {analysis.report.data_hash[:12]}"
    text = "\n".join([head, *told_findings(told)])
    beside = {"security_in_delivery": securing.as_json(pipeline.securing_of(analysis))}
    return DONE, documents.report_document(analysis.report, told) | beside, text


def told_findings(told: Iterable[Finding]) -> list[str]:
    """Each finding as its headline and, set in, what stands behind it."""
    return [line for one in told for line in (one.headline, *([f"  {one.text}"] if one.text else []))]


def track_record(chosen: argparse.Namespace) -> Answer:
    """Earlier forecasts beside what came. Apart from the report: it depends on when each date was loaded."""
    from balance import documents, findings, forecasting, pipeline

    analysis = forecasting.with_record(chosen.database, pipeline.analysis_of(chosen.database, chosen.as_of))
    finding = findings.track_record(analysis.report)
    told = "\n".join(part for part in (finding.headline, finding.text, *finding.caveats) if part)
    return DONE, documents.track_record_document(analysis.report, finding), told


def trace(chosen: argparse.Namespace) -> Answer:
    """The files, sheets and rows that a number, an initiative or an incident rests on."""
    from balance import pipeline, provenance, store

    kept = store.open_store(chosen.database, create=False)
    told = provenance.trace(kept, pipeline.analysis_of(chosen.database, chosen.as_of), chosen.what)
    return DONE, provenance.as_json(told), "\n".join(provenance.lines(told))


def what_if(chosen: argparse.Namespace) -> Answer:
    """Today's plan beside another, or the levers where none is moved."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    if not chosen.set and not chosen.action:
        if chosen.save is not None:
            raise BalanceError("There is no plan to save: state a lever with --set or an action with --action.")
        found = pipeline.levers(analysis)
        document = documents.levers_document(found, pipeline.base_ranges(analysis))
        return DONE, document, "\n".join(numbers.levers(found, analysis.report.currency))
    plan = pipeline.plan_of(analysis, chosen.set, chosen.action)
    comparison = pipeline.what_if(analysis, plan)
    if chosen.save is not None:
        pipeline.keep_scenario(chosen.database, chosen.save, plan)
    finding = findings.what_if(analysis.report, comparison)
    beside = numbers.four(
        comparison.base, comparison.scenario, comparison.difference, analysis.report.currency, ("Today", "This plan")
    )
    return DONE, documents.comparison_document(comparison), "\n".join([finding.headline, finding.text, "", *beside])


def frontier(chosen: argparse.Namespace) -> Answer:
    """The undominated plans."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    found = pipeline.frontier_of(analysis)
    finding = findings.frontier(found, analysis.report.currency)
    listed = numbers.plans(found, analysis.report.currency)
    return DONE, documents.frontier_document(found), "\n".join([finding.headline, finding.text, "", *listed])
