"""The panel of initiatives and quarters, and the effects fitted to it.

A row is one initiative in one quarter in which it was open; the response counts the incidents linked to it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.model import draws
from balance.model.coupling import Coupling, dispersed, drawn_share, effects_drawn, weights_of
from balance.model.history import History
from balance.model.plan import Load, tag_matrix
from balance.model.priors import beta_prior, prior

Array = npt.NDArray[np.float64]

MOST_TECHNOLOGIES = 24
INTERCEPT_SD = 10.0


@dataclass(frozen=True)
class Panel:
    """Columns (rows, 3 + tags + 1), linked incidents, activity and unit-quarter of every row."""

    x: Array
    y: Array
    exposure: Array
    cell: npt.NDArray[np.int64]


def technologies(rows: pd.DataFrame) -> tuple[str, ...]:
    """The technology tags in use, the 24 most frequent, in alphabetical order.

    >>> technologies(pd.DataFrame({"tags": [("iot", "ai"), ("ai",)]}))
    ('ai', 'iot')
    """
    counted = Counter(tag for tags in rows["tags"] for tag in tags)
    frequent = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TECHNOLOGIES]
    return tuple(sorted(tag for tag, _ in frequent))


def panel(history: History, past: Load, tags: tuple[str, ...]) -> Panel:
    """One row per initiative and quarter with more than a hundredth of the quarter worked."""
    row, quarter = np.nonzero(history.open_share > 0.01)
    rows = history.portfolio
    x = np.column_stack([
        np.ones(len(row)),
        rows["score"].to_numpy(dtype=float)[row],
        tag_matrix(rows, tags)[row],
        rows["log_size"].to_numpy(dtype=float)[row],
        past.log_load[past.unit[row], quarter] if len(row) else np.zeros(0),
    ])  # fmt: skip
    cell = past.unit[row] * history.quarters + quarter if len(row) else np.zeros(0, dtype=np.int64)
    return Panel(x, history.linked_counts[row, quarter], history.open_share[row, quarter], cell)


def fit_coupling(history: History, past: Load, assumptions: Assumptions) -> Coupling:
    """What late security, technology, size and load do to incidents, as far as linked incidents can tell.

    Without links every effect is its assumption, with `measured` 0.
    """
    tags = technologies(history.portfolio)
    stated = [prior(assumptions, key) for key in _keys(tags)]
    means, sds = np.array([0.0, *(mean for mean, _ in stated)]), np.array([INTERCEPT_SD, *(sd for _, sd in stated)])
    data = panel(history, past, tags)
    fit = dispersed(data.x, data.y, data.exposure, means, sds, data.cell)
    named = draws.columns("effects", draws.EFFECTS)
    by_tag = draws.columns("technology", tags)
    u = [named["panel_intercept"], named["late_joining"], *(by_tag[tag] for tag in tags), named["size"],
         named["load_risk"]]  # fmt: skip
    effects = effects_drawn(fit, u)
    weights = dict(zip(["late", *(f"technology:{tag}" for tag in tags), "size", "load"], weights_of(fit, sds)[1:],
                       strict=True))  # fmt: skip
    other, other_sd = prior(assumptions, "effect:load_other")
    share = beta_prior(assumptions, "effect:change_caused_share")
    return Coupling(
        tags, effects[:, 1], effects[:, 2:-2], effects[:, -2], effects[:, -1],
        other + other_sd * draws.normal(named["load_other"]),
        drawn_share(history.linked, len(history.incidents), share, named["change_caused_share"]),
        weights, fit.dispersion,
    )  # fmt: skip


def _keys(tags: tuple[str, ...]) -> list[str]:
    by_tag = [f"effect:technology:{tag}" for tag in tags]
    return ["effect:late_joining", *by_tag, "effect:size", "effect:load_risk"]
