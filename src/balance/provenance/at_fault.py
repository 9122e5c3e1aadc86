"""The rows each part of data quality speaks of: those that lack something, so that they can be mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from balance.model import at_fault
from balance.pipeline import Analysis
from balance.provenance import rows
from balance.provenance.rows import Part

_ENDS = {"initiatives": ("stage", *rows.DATES), "incidents": ("opened_at", "resolved_at", "state")}


def _empty(analysis: Analysis) -> list[Part]:
    fit, whole = analysis.fit, analysis.company
    return [
        rows.part(whole, "initiatives", "begun, without the dates that say how long it took", ("stage", *rows.DATES),
                  at_fault.without_duration(fit)),
        rows.part(whole, "initiatives", "in flight or approved, without a value", ("stage", "annual_value"),
                  at_fault.without_value(fit)),
        rows.part(whole, "initiatives", "without a word on when security joined", ("stage", "security_joined"),
                  at_fault.without_joining(fit)),
        rows.part(whole, "incidents", "without a loss", rows.LOSSES, at_fault.without_loss(fit)),
    ]  # fmt: skip


def _dated(analysis: Analysis) -> list[Part]:
    whole = analysis.company
    return [rows.part(whole, table, "every row, with the file it is of", columns) for table, columns in _ENDS.items()]


def _contradicted(analysis: Analysis) -> list[Part]:
    wrong = at_fault.contradicted(analysis.fit)
    found = [
        rows.part(analysis.company, table, "dates that contradict each other or the stage", columns, wrong[table])
        for table, columns in _ENDS.items()
    ]
    return [*found, rows.open_now(analysis, ("stage", *rows.DATES))]


def _unlinked(analysis: Analysis) -> list[Part]:
    fit, whole = analysis.fit, analysis.company
    return [
        rows.part(whole, "incidents", "without a link to an initiative", rows.LINKS, at_fault.without_link(fit)),
        rows.part(whole, "incidents", "with a link that looks false", rows.LINKS, at_fault.with_doubtful_link(fit)),
    ]


def _without_loss(analysis: Analysis) -> list[Part]:
    ids = at_fault.without_loss(analysis.fit)
    return [rows.part(analysis.company, "incidents", "without a loss", rows.LOSSES, ids)]


def _newest(analysis: Analysis) -> list[Part]:
    ids = at_fault.of_last_quarter(analysis.fit)
    return [rows.part(analysis.company, "incidents", "of the newest quarter", rows.LOSSES, ids)]


PARTS: Mapping[str, tuple[str, str, Callable[[Analysis], list[Part]]]] = {
    "completeness": (
        "Completeness: rows with empty cells that matter",
        "What filled cells teach beside what all of them would; shown are the rows with an empty cell.", _empty),
    "freshness": (
        "Freshness: what each table is of",
        "The age of each table against the as-of date, and what chance may have moved since.", _dated),
    "consistency": (
        "Consistency: dates that contradict each other",
        "Pairs of dates compared, and work in progress against finishes and times; shown are the rows that do not fit, "
        "and what is in flight.", _contradicted),
    "links": (
        "Links: incidents that lead to no initiative",
        "Linked incidents beside those that changes are thought to have caused; shown are the ones without a link.",
        _unlinked),
    "losses": (
        "Losses: incidents without a loss",
        "Known losses beside all incidents, class by class; shown are the incidents without one.", _without_loss),
    "truncation": (
        "Truncation: whether the record is cut off",
        "A silence at the end, a thin last quarter, or losses that pile up at a floor; shown is the newest quarter.",
        _newest),
}  # fmt: skip
"""By the part's name: its title, how its score comes about, and its rows."""
