"""Which assumptions are varied: all that the model reads and that have a likely range."""

from __future__ import annotations

from balance.assumptions import Stated
from balance.model.fit import Fit
from balance.model.in_use import in_use
from balance.stating import has_range

DECIDED = (
    "loss_limit", "appetite:", "kri:", "review:", "cash_buffer", "insurance_cover", "people_available",
    "initiatives_at_once", "exchange_rate:", "reporting_currency", "fiscal_year_start_month", "revenue", "regime:",
    "stress:", "effect:learning",
)  # fmt: skip
"""What is decided, or known from the books, or moves no headline number: nothing to be unsure of."""

EVERY_KIND = "effect:technology"
"""What holds for every technology; each technology in use is varied by itself."""


def varied(fit: Fit) -> tuple[Stated, ...]:
    """The assumptions that are varied, as they are used, by key.

    >>> from datetime import date
    >>> from balance.assumptions import resolve
    >>> from balance.company import Company
    >>> from balance.model.fit import fit
    >>> [row.key for row in varied(fit(Company(date(2026, 9, 30), resolve(None))))][:2]
    ['effect:approved_start', 'effect:change_caused_share']
    """
    rows = in_use(fit)
    chosen = [key for key in sorted(rows) if has_range(rows[key]) and not key.startswith(DECIDED)]
    return tuple(rows[key] for key in chosen if key != EVERY_KIND)


def certain(fit: Fit) -> tuple[Stated, ...]:
    """What somebody stated without a range and nothing documents one for: taken as certain, and so not varied."""
    rows = fit.assumptions.rows
    left = [row for key, row in sorted(rows.items()) if not row.assumed and not key.startswith((*DECIDED, "class:"))]
    used = in_use(fit)
    return tuple(row for row in left if not has_range(used[row.key]))
