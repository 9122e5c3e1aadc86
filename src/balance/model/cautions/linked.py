"""Links of incidents to initiatives: none at all, few, or some that have to be taken on trust."""

from __future__ import annotations

from balance.model.cautions.kinds import caution
from balance.model.fit import Fit
from balance.report import Caution

FEW_LINKS = 60
LEAST_MEASURED = 0.5


def no_links(fit: Fit) -> Caution | None:
    """Whether no incident leads to an initiative, so that every effect is assumed."""
    if not fit.has_initiatives or fit.history.linked_counts.any():
        return None
    return caution("no_links", 0.05, incidents=len(fit.history.incidents))


def few_links(fit: Fit) -> Caution | None:
    """Whether effects rest on few linked incidents."""
    linked = int(fit.history.linked_counts.sum())
    measured = fit.coupling.measured.get("late", 0.0)
    if not fit.has_initiatives or not linked or (linked >= FEW_LINKS and measured >= LEAST_MEASURED):
        return None
    return caution("few_links", 0.0, linked=linked)


def links_on_trust(fit: Fit) -> Caution | None:
    """How many links nothing contradicts and nothing proves, and how many of the change-caused incidents have none."""
    linked, count = int(fit.history.linked_counts.sum()), len(fit.history.incidents)
    if not linked or not fit.has_initiatives:
        return None
    caused = float(fit.coupling.change_caused_share.mean()) * count
    return caution("links_on_trust", 0.0, linked=linked, caused=caused, without=max(caused - linked, 0.0) / caused)


DETECTORS = (no_links, few_links, links_on_trust)
