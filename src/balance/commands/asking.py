"""What the company's model answers: the report, where its numbers come from, other plans, the best plans."""

from __future__ import annotations

import argparse

from balance.commands.answer import DONE, Answer
from balance.errors import BalanceError


def report(chosen: argparse.Namespace) -> Answer:
    """Every headline number of the screens."""
    from balance import documents, findings, pipeline, securing

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of, chosen.scenario)
    told = findings.all_findings(analysis.report, analysis.comparison)
    text = "\n".join(f"{finding.headline}\n  {finding.text}" for finding in told)
    beside = {"security_in_delivery": securing.as_json(pipeline.securing_of(analysis))}
    return DONE, documents.report_document(analysis.report, told) | beside, text


def track_record(chosen: argparse.Namespace) -> Answer:
    """Earlier forecasts beside what came. Apart from the report: it depends on when each date was loaded."""
    from balance import documents, findings, forecasting, pipeline

    analysis = forecasting.with_record(chosen.database, pipeline.analysis_of(chosen.database, chosen.as_of))
    finding = findings.track_record(analysis.report)
    told = "\n".join((finding.headline, finding.text, *finding.caveats))
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
        document = documents.levers_document(pipeline.levers(analysis), pipeline.base_ranges(analysis))
        rows = [f"{row['name']}: {row['meaning']} ({row['least']} to {row['greatest']})" for row in document["levers"]]
        return DONE, document, "\n".join(rows)
    plan = pipeline.plan_of(analysis, chosen.set, chosen.action)
    comparison = pipeline.what_if(analysis, plan)
    if chosen.save is not None:
        pipeline.keep_scenario(chosen.database, chosen.save, plan)
    finding = findings.what_if(analysis.report, comparison)
    return DONE, documents.comparison_document(comparison), f"{finding.headline}\n{finding.text}"


def frontier(chosen: argparse.Namespace) -> Answer:
    """The undominated plans."""
    from balance import documents, findings, pipeline

    analysis = pipeline.analysis_of(chosen.database, chosen.as_of)
    found = pipeline.frontier_of(analysis)
    finding = findings.frontier(found, analysis.report.currency)
    return DONE, documents.frontier_document(found), f"{finding.headline}\n{finding.text}"
