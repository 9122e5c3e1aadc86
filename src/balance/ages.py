"""How old assumptions are on a day, and which are due for another look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from balance.assumptions import KNOWN, Assumptions, Stated
from balance.thresholds import PUBLISHED_YEARS, STATED_YEARS

YEAR = 365.25

LASTING = ("reporting_currency", "fiscal_year_start_month", "review:")
"""What does not grow old."""


@dataclass(frozen=True)
class Due:
    """An assumption that is due for another look: how old it is, and whether it is a published figure."""

    row: Stated
    years: float
    published: bool


def years_old(row: Stated, as_of: date) -> float | None:
    """How old an assumption is on a day: since it was stated, or since the year its source speaks of; None: unknown.

    A figure of a year is taken to be of its end, so that nothing is called old too early.

    >>> years_old(Stated("loss_limit", 1.0, stated_on=date(2024, 9, 30), assumed=False), date(2026, 9, 30))
    2.0
    >>> years_old(Stated("effect:x", 1.0, year=2021), date(2026, 9, 30)), years_old(Stated("x", 1.0), date(2026, 9, 30))
    (4.7, None)
    """
    since = row.stated_on
    if since is None and row.year is not None and date.min.year <= row.year <= date.max.year:
        since = date(row.year, 12, 31)
    return None if since is None else round(max((as_of - since).days, 0) / YEAR, 1)


def due(assumptions: Assumptions, as_of: date) -> tuple[Due, ...]:
    """Assumptions that are older than the stated number of years, oldest first.

    Published figures and own statements each have their limit; what nobody stated and has no default has no age.
    """
    found = []
    for row in assumptions.rows.values():
        years, published = years_old(row, as_of), row.assumed
        limit = limit_of(assumptions, published)
        if row.value is not None and not row.key.startswith(LASTING) and years is not None and years > limit:
            found.append(Due(row, years, published))
    return tuple(sorted(found, key=lambda each: (-each.years, each.row.key)))


def limit_of(assumptions: Assumptions, published: bool) -> float:
    """The age in years from which a published figure, or an own statement, is due for another look."""
    key = PUBLISHED_YEARS if published else STATED_YEARS
    stated = assumptions.number(key)
    return float(KNOWN[key].value or 0.0) if stated is None else stated
