"""Whether our ranges can be trusted, said only when enough of them have been scored to tell.

Fewer than 8 scores: too early. From 8 to 24 only gross failure is called. From 25 on there is a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from balance.model.draws import EDGE, normal
from balance.model.signal import (
    overcaution_limit,
    overconfidence_limit,
    quarters_until_detectable,
    scores_until_told,
)
from balance.track_record.scores import RANGES

Verdict = Literal["too early", "no gross failure", "holds", "over-confident", "too cautious", "too high", "too low"]

FEWEST, ENOUGH = 8, 25
GROSS_BIAS, BIAS = 2.576, 1.645
"""Mean normal place times the root of the number of scores beyond which a record leans: 1 and 10 in 100 by chance."""

DISCRETE = 0.02
"""Ranges of small counts hold more than they say; beyond this the flag limit is that of what they truly hold."""

TAMED = 0.2
"""Losses filled in with their mean scatter less than losses do: with more of them no range is called too wide."""

VERDICTS = ("quantity", "scores", "overlapping", "in_80", "in_90", "bias", "verdict", "more_needed")
"""One row per quantity: forecasts that count, those that overlap with one that does or had too many losses filled in,
hits, the mean place in spreads (above 0: more came than was forecast), the verdict, how many more scores it takes."""

IMPROVEMENTS = (-0.10, -0.25, -0.50)
SHARES = (0.5, 0.7, 0.8)
"""What a range that says 90 in 100 may truly hold."""


def verdicts(scores: pd.DataFrame) -> pd.DataFrame:
    """The verdict on every quantity that has a score, in the columns of `VERDICTS`.

    `finished_next_quarter` is judged by unit, because initiatives of one unit share its load; the company's total is
    shown beside and not counted twice.
    """
    judged = scores[(scores["quantity"] != "finished_next_quarter") | (scores["subject"] != "")]
    rows = [_judged(name, judged[judged["quantity"] == name]) for name in RANGES if (judged["quantity"] == name).any()]
    return pd.DataFrame(rows, columns=list(VERDICTS))


def _judged(name: str, scores: pd.DataFrame) -> tuple[object, ...]:
    counted = scores[scores["counts"]]
    n, hits_80, hits_90 = len(counted), int(counted["in_80"].sum()), int(counted["in_90"].sum())
    places = np.clip(counted["place"].to_numpy(dtype=float), EDGE, 1 - EDGE)
    bias = float(normal(places).mean()) if n else float("nan")
    held_80, held_90 = (_held(counted[f"promised_{level}"], level / 100) for level in (80, 90))
    said = verdict(n, hits_80, hits_90, bias, held_80, held_90)
    if said == "too cautious" and counted["missing_share"].fillna(0.0).mean() > TAMED:
        said = "holds"
    return name, n, len(scores) - n, hits_80, hits_90, bias, said, max(0, (FEWEST if n < FEWEST else ENOUGH) - n)


def _held(promised: pd.Series, level: float) -> float:
    mean = float(promised.mean()) if len(promised) else level
    return mean if mean > level + DISCRETE else level


def verdict(
    scores: int, hits_80: int, hits_90: int, bias: float, held_80: float = 0.8, held_90: float = 0.9
) -> Verdict:
    """The verdict on a record of ranges.

    Args: scores that count; how many outcomes lay in the 80 and in the 90 in 100 range; mean normal place of the
    outcomes; the shares that the two ranges truly hold by their own distributions.

    >>> verdict(7, 0, 0, 0.0), verdict(8, 3, 5, 0.0), verdict(25, 20, 23, 0.1), verdict(25, 25, 25, 0.0)
    ('too early', 'over-confident', 'holds', 'too cautious')
    """
    if scores < FEWEST:
        return "too early"
    if hits_90 <= overconfidence_limit(scores, held_90):
        return "over-confident"
    leaning = bias * float(np.sqrt(scores))
    if abs(leaning) > (BIAS if scores >= ENOUGH else GROSS_BIAS):
        return "too low" if leaning > 0 else "too high"
    if scores < ENOUGH:
        return "no gross failure"
    return "too cautious" if hits_80 >= overcaution_limit(scores, held_80) else "holds"


def scores_needed() -> Mapping[float, int | None]:
    """How many scores it takes to find out ranges that say 90 in 100 and truly hold this share."""
    return {share: scores_until_told(share) for share in SHARES}


def detectable(per_quarter: float, quarters: int, dispersion: float) -> pd.DataFrame:
    """In how many quarters a change of the incidents would show, 80 times in 100: change, quarters (missing: never).

    Args: incidents a quarter now; quarters of own history; dispersion of the counts. Waiting more than 30 years is
    called never.

    >>> detectable(50.0, 8, 1.0)["quarters"].tolist()
    [nan, 3.0, 1.0]
    """
    known = per_quarter > 0 and quarters > 0
    found = [
        quarters_until_detectable(per_quarter, quarters, change, dispersion) if known else None
        for change in IMPROVEMENTS
    ]
    return pd.DataFrame({"change": IMPROVEMENTS, "quarters": pd.array(found, dtype="Float64")}).astype("float64")
