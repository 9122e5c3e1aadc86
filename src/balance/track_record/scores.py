"""Forecasts scored: was the outcome in the range, where in the forecast did it lie, how good were the chances.

Two forecasts whose periods overlap share what happened in both; only one of them counts towards a verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.track_record.distribution import place_in

RANGES = (
    "incidents_next_quarter", "loss_next_quarter", "value_next_quarter", "finished_next_quarter",
    "incidents_next_year", "loss_next_year", "value_next_year", "finished_next_year",
)  # fmt: skip
"""Quantities with a range that is held against what came, in the order of tables."""

CHANCES = ("finished_by", "finish_in_days", "chance_beyond_limit", "bad_year_loss")
"""Quantities that say how likely something is."""

PROMISED = {"finish_in_days": 0.8, "bad_year_loss": 0.05}
"""The chance that a date and the bad year promise by what they are: done by the date for 80 in 100, passed in 5. A date
beyond the last that is given promises nothing: it is scored by the chance that was said to be done by then."""

MOST_MISSING = 0.6
"""A loss of which more than this share of the incidents had to be filled in says too little to count."""

SCORES = (
    "as_of", "quantity", "subject", "due_on", "how", "model_version", "q05", "q10", "q50", "q90", "q95", "expected",
    "outcome", "missing_share", "in_80", "in_90", "place", "promised_80", "promised_90", "counts",
)  # fmt: skip
"""One row per range whose day has come: `how` it was made (frozen, afterwards), the range and the mean, what came, the
share of its losses that was filled in, whether it lay in the 80 and the 90 in 100 range, where it lay (0..1), what
share the two ranges truly held (more than they say where a count is small), and whether it counts."""

FINISHES = ("as_of", "quantity", "subject", "unit", "due_on", "how", "chance", "outcome", "brier", "counts")
"""One row per chance whose day has come: 1 it happened, 0 it did not; `brier` the squared distance of the two."""


def range_scores(known: pd.DataFrame) -> pd.DataFrame:
    """The ranges among forecasts with their outcomes, scored, in the columns of `SCORES`, oldest first.

    `known` has the columns of the forecasts, `how`, and those of `outcomes.OUTCOME`.
    """
    rows = known[known["quantity"].isin(RANGES) & known["outcome"].notna() & known["curve"].notna()].copy()
    rows["in_80"] = (rows["outcome"] >= rows["q10"]) & ~(rows["outcome"] > rows["q90"])
    rows["in_90"] = (rows["outcome"] >= rows["q05"]) & ~(rows["outcome"] > rows["q95"])
    rows["place"] = [place_in(curve, came) for curve, came in zip(rows["curve"], rows["outcome"], strict=True)]
    rows["promised_80"] = _promised(rows["curve"], rows["q10"], rows["q90"])
    rows["promised_90"] = _promised(rows["curve"], rows["q05"], rows["q95"])
    rows["counts"] = apart(rows) & ~(rows["missing_share"] > MOST_MISSING)
    order = {name: place for place, name in enumerate(RANGES)}
    rows["place_in_table"] = rows["quantity"].map(order)
    ordered = rows.sort_values(["as_of", "place_in_table", "subject"], kind="stable")
    return ordered[list(SCORES)].reset_index(drop=True)


def _promised(curves: Iterable[str], low: Iterable[float], high: Iterable[float]) -> npt.NDArray[np.float64]:
    """The share that each range holds by the forecast's own distribution."""
    held = []
    for curve, least, most in zip(curves, low, high, strict=True):
        values, at_most = (np.asarray(part, dtype=np.float64) for part in json.loads(curve))
        close = 1e-9 * max(abs(least), 1.0)
        under = np.searchsorted(values, least - close)
        upto = len(values) if np.isnan(most) else np.searchsorted(values, most + close, side="right")
        chances = np.concatenate([[0.0], at_most])
        held.append(float(chances[upto] - chances[under]))
    return np.array(held, dtype=np.float64)


def chance_scores(known: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """The chances among forecasts with their outcomes, scored, in the columns of `FINISHES`, oldest first.

    `units` names the unit of each initiative id. A date beyond the last that is given, of which no chance was kept
    either, cannot be scored.
    """
    rows = known[known["quantity"].isin(CHANCES) & known["outcome"].notna()].copy()
    rows["chance"] = _said(rows)
    rows = rows[rows["chance"].notna() | (rows["quantity"] != "finish_in_days")].copy()
    rows["unit"] = [units.get(subject, "") for subject in rows["subject"]]
    rows["brier"] = (rows["chance"] - rows["outcome"]) ** 2
    rows["counts"] = apart(rows) & ~(rows["missing_share"] > MOST_MISSING)
    ordered = rows.sort_values(["as_of", "quantity", "due_on", "subject"], kind="stable")
    return ordered[list(FINISHES)].reset_index(drop=True)


def _said(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The chance each forecast names, or promises by what it is."""
    promised = rows["quantity"].map(PROMISED).to_numpy(dtype=float)
    undated = ((rows["quantity"] == "finish_in_days") & rows["q80"].isna()).to_numpy()
    named = rows["chance"].to_numpy(dtype=float)
    return np.where(np.isnan(promised) | undated, named, promised)


def apart(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which forecasts do not overlap with an earlier one of the same quantity and subject that counts.

    The oldest counts, then the next one made on or after the day it came due. Chances of one initiative compete
    over all their days, the nearest first, so that one finish counts once a quarter.

    >>> days = pd.to_datetime(["2026-03-31", "2026-05-15", "2026-06-30"])
    >>> made = pd.DataFrame({"quantity": "loss", "subject": "", "as_of": days, "due_on": days + pd.Timedelta(days=91)})
    >>> apart(made).tolist()
    [True, False, True]
    """
    counted = np.zeros(len(rows), dtype=bool)
    until: dict[tuple[str, str], pd.Timestamp] = {}
    keys = list(zip(rows["as_of"], rows["due_on"], rows["quantity"], rows["subject"], strict=True))
    for at in sorted(range(len(keys)), key=lambda at: keys[at][:2]):
        made, due, quantity, subject = keys[at]
        if made >= until.get((quantity, subject), pd.Timestamp.min):
            counted[at] = True
            until[quantity, subject] = due
    return counted
