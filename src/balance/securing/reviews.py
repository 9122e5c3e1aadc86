"""Controls and policies whose review is due, or comes due soon."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.language import noted
from balance.securing.register import lacking, working

AHEAD_DAYS = 90


@dataclass(frozen=True, eq=False)
class Reviews:
    """What is to be reviewed, the longest overdue first.

    due: control_id, name, kind, owner, reviewed_days (since the last review; NaN never), every_days, overdue_days
    (negative: comes due in so many days); only what is due now or within the next 90 days.
    """

    due: pd.DataFrame
    overdue: int
    cadenced: int
    """In force with a cadence and a day to count from."""
    without: int
    """In force without one: nobody is told when to look."""
    missing: tuple[str, ...]


def reviews(rows: pd.DataFrame) -> Reviews:
    """Which controls and policies in force are past their review, and which come due within 90 days.

    Args: the register. Due = last review (never reviewed: the day it came into force) plus its cadence. Missing:
    without a cadence, or any day to count from, nothing is due; such rows are counted.
    """
    there = rows[working(rows)]
    since = there["last_reviewed"].fillna(there["in_force_on"])
    frame = pd.DataFrame({
        "control_id": there["control_id"], "name": there["name"], "kind": there["kind"], "owner": there["owner"],
        "reviewed_days": -there["last_reviewed"], "every_days": there["review_every_days"],
        "overdue_days": -since - there["review_every_days"],
    })  # fmt: skip
    known = frame[frame["overdue_days"].notna()]
    due = known[known["overdue_days"] > -AHEAD_DAYS]
    due = due.sort_values(["overdue_days", "name"], ascending=[False, True], kind="stable").reset_index(drop=True)
    overdue = int(np.count_nonzero(known["overdue_days"] > 0))
    return Reviews(due, overdue, len(known), len(frame) - len(known), _missing(rows))


def _missing(rows: pd.DataFrame) -> tuple[str, ...]:
    if not len(rows):
        return (noted("the table controls (last_reviewed, review_every_days)"),)
    return tuple(f"controls: {name}" for name in lacking(rows, "status", "last_reviewed", "review_every_days"))
