"""Own figures beside published experience: what others found, what our data says alone, what is used, and the weights.

Only figures that somebody published are compared; conventions of the method are not experience.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import KNOWN
from balance.language import noted
from balance.model.fit import Fit
from balance.model.losses import Losses
from balance.ranges import Range, of_draws

Array = npt.NDArray[np.float64]

COLUMNS = ("key", "kind", "published", "stated", "source", "year", "own", "own_rows", "used", "weight")
FAR_OVER = 1.5
"""A duration beyond this multiple of the plan counts as far over, as in the published figure."""


def experience(fit: Fit) -> pd.DataFrame:
    """One row for each published figure that the answer rests on.

    Columns: key (of the assumption), kind (share, factor, money, per_year: what its numbers are), published (Range:
    what is taken before any own data), stated (bool: the company put its own figure in its place), source, year, own
    (what own rows say alone, None without any), own_rows (how many), used (Range) and weight (0..1, how much of what is
    used own data carries).
    """
    rows = [*_durations(fit), *_changes(fit), *(() if fit.losses is None else _losses(fit, fit.losses))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


Row = tuple[object, ...]


def _durations(fit: Fit) -> Iterator[Row]:
    """How long initiatives take against their plan."""
    if not fit.has_initiatives:
        return
    ratio = _finished_ratios(fit)
    delivery = fit.delivery
    own = float((ratio > FAR_OVER).mean()) if len(ratio) else None
    yield _row(fit, "effect:duration_tail_weight", "share", own, len(ratio), delivery.tail_weight, delivery.tail_weight)
    own = float(np.median(ratio)) if len(ratio) else None
    yield _row(fit, "effect:duration_median", "factor", own, len(ratio), np.exp(delivery.median), delivery.median)


def _changes(fit: Fit) -> Iterator[Row]:
    """How many incidents come of changes."""
    rows = fit.company.incidents
    if rows is None or not fit.has_incidents:
        return
    named = rows["change_id"].notna() if "change_id" in rows else pd.Series(dtype=bool)
    own = float(named.mean()) if named.any() else None
    used = fit.coupling.change_caused_share
    yield _row(fit, "effect:change_caused_share", "share", own, len(rows) if named.any() else 0, used, used)


def _losses(fit: Fit, losses: Losses) -> Iterator[Row]:
    """What one ordinary incident costs, and what severe ones do."""
    ordinary = [at for at in range(len(losses.classes)) if at not in losses.independent]
    if ordinary:
        cost = losses.costly[:, ordinary].mean(axis=0)
        share = cost / cost.sum() if cost.sum() > 0 else np.full(len(cost), 1 / len(cost))
        typical = np.exp(np.log(np.maximum(losses.medians[:, ordinary], 1e-9)) @ share)
        known = _known_losses(fit)
        own = float(known.median()) if len(known) else None
        weight = float(share @ losses.measured_loss[ordinary])
        yield _row(fit, "effect:loss_median", "money", own, len(known), typical, None, weight)
    if losses.severe is not None:
        yield from _severe(fit, losses)


def _severe(fit: Fit, losses: Losses) -> Iterator[Row]:
    severe = losses.severe
    if severe is None:
        return
    at = losses.independent[0]
    for key, value, drawn, weight in (
        ("severe_frequency", severe.per_year, losses.rates[:, at], losses.measured_rate[at]),
        ("severe_typical_loss", severe.typical_loss, losses.medians[:, at], losses.measured_loss[at]),
    ):
        known = KNOWN[key]
        within = known.within or 1.0
        own = None if key != "severe_frequency" else severe.own_events / max(fit.history.quarters / 4, 0.25)
        kind = "per_year" if key == "severe_frequency" else "money"
        published = Range(value, value / within, value * within)
        yield (key, kind, published, severe.stated, known.source, known.year, own, severe.own_events,
               of_draws(drawn), float(weight))  # fmt: skip


def _row(
    fit: Fit, key: str, kind: str, own: float | None, rows: int, used: Array, learnt: Array | None,
    weight: float | None = None,
) -> Row:  # fmt: skip
    given, known = fit.assumptions.rows[key], KNOWN[key]
    value = float(given.value) if isinstance(given.value, int | float) else float(known.value or 0.0)
    low, high = (given.low, given.high) if given.low is not None else (known.low, known.high)
    if weight is None and learnt is not None:
        _, sd = fit.assumptions.prior(key)
        weight = float(np.clip(1.0 - np.var(learnt) / sd**2, 0.0, 1.0)) if sd > 0 and rows else 0.0
    source, year = (known.source, known.year) if given.assumed else (given.reason or noted("stated by us"), given.year)
    return (key, kind, Range(value, low, high), not given.assumed, source, year, own, rows, of_draws(used), weight)


def _finished_ratios(fit: Fit) -> Array:
    """Actual over planned duration of what finished, where both are known."""
    rows = fit.history.portfolio
    done = rows[rows["ended"].notna() & rows["begun"].notna() & rows["plan_known"].astype(bool)] if len(rows) else rows
    if not len(done):
        return np.zeros(0)
    finished = done[done["finished_on"].notna()]
    ratio = (finished["finished_on"] - finished["begun"]) / finished["planned_days"]
    return ratio[np.isfinite(ratio) & (ratio > 0)].to_numpy(dtype=float)


def _known_losses(fit: Fit) -> pd.Series:
    rows = fit.company.incidents
    if rows is None or "loss" not in rows:
        return pd.Series(dtype="float64")
    known = pd.to_numeric(rows["loss"], errors="coerce").dropna()
    return known[known > 0]
