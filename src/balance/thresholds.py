"""Thresholds a company may argue with: the key-risk indicators, and when an assumption is due for another look."""

from __future__ import annotations

from typing import NamedTuple


class Threshold(NamedTuple):
    """A number that must not be passed; `greatest` is the most it can be, None for no bound."""

    key: str
    meaning: str
    value: float
    unit: str
    greatest: float | None = None


SHARE = "share 0..1"

INDICATORS = (
    Threshold("kri:unlinked_share", "Incidents that lead to no initiative", 0.5, SHARE, 1.0),
    Threshold("kri:missing_loss_share", "Incidents without a recorded loss", 0.5, SHARE, 1.0),
    Threshold("kri:incidents_quarter", "Incidents of the last quarter against a usual one", 1.5, "times"),
    Threshold("kri:load", "Initiatives open today against the usual number", 1.3, "times"),
    Threshold("kri:joined_late_share", "Open initiatives that security joined at build or later", 0.5, SHARE, 1.0),
    Threshold("kri:past_due_share", "Open initiatives past their planned finish", 0.25, SHARE, 1.0),
    Threshold("kri:unassessed_share", "Open initiatives not assessed for security within a year", 0.25, SHARE, 1.0),
    Threshold("kri:findings", "Open security findings for each open initiative", 5.0, "findings"),
    Threshold("kri:oldest_finding_days", "Age of the oldest open security finding", 180.0, "days"),
    Threshold("kri:overdue_reviews_share", "Controls and policies in force with an overdue review", 0.1, SHARE, 1.0),
    Threshold("kri:data_age_days", "Age of the oldest table that the answer rests on", 100.0, "days"),
)
"""Each crossed when the indicator is above it. Conventions, meant to be replaced by the company's own."""

PUBLISHED_YEARS, STATED_YEARS = "review:published_years", "review:stated_years"

REVIEWS = (
    Threshold(PUBLISHED_YEARS, "A published figure older than this is due for another look", 3.0, "years"),
    Threshold(STATED_YEARS, "An own statement older than this is due for another look", 1.0, "years"),
)
