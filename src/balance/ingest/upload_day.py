"""Whether the day an upload is said to speak of can be one that a company's files speak of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from balance.errors import Problem

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)
"""No list of initiatives or incidents is older, and years and forecasts beyond the last cannot be reckoned with."""


def day_problems(as_of: date | None) -> Iterator[Problem]:
    """The date of the upload where nobody can mean it, such as one with a mistyped century: it refuses the upload."""
    if as_of is not None and not FIRST <= as_of <= LAST:
        yield Problem(
            "date-impossible", "error", found=f"{as_of.isoformat()} as the date of the upload",
            expected=f"a date from {FIRST.isoformat()} to {LAST.isoformat()}",
            fix="Give the day for which the files are true.",
        )  # fmt: skip
