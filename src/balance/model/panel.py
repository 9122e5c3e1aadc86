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
from balance.model.coupling import (
    Coupling,
    dispersed,
    drawn_share,
    effects_given,
    less_sure,
    part,
    two_worlds,
    weights_of,
)
from balance.model.history import History
from balance.model.plan import Load, tag_matrix
from balance.model.priors import beta_prior, kept_to, number, prior
from balance.ranges import evidence_weight

Array = npt.NDArray[np.float64]

MOST_TECHNOLOGIES = 24
INTERCEPT_SD = 10.0

MOST_UNITS = 24
FLAT_SD = 2.0
"""The load effect is fitted with hardly any prior; `two_worlds` puts the stated one to it."""


@dataclass(frozen=True)
class Panel:
    """Columns (rows, 3 + tags + units + 1), linked incidents, activity and unit-quarter of every row."""

    x: Array
    """Intercept, late, tags, size, one column for each of the busiest units, load."""
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
        past.unit[row][:, None] == busiest(history, past),
        past.felt[row, quarter],
    ])  # fmt: skip
    cell = past.unit[row] * history.quarters + quarter if len(row) else np.zeros(0, dtype=np.int64)
    return Panel(x, history.linked_counts[row, quarter], history.open_share[row, quarter], cell)


def busiest(history: History, past: Load) -> npt.NDArray[np.int64]:
    """The units that get an effect of their own: the 24 with the most linked incidents, none where there is only one.

    What a unit's incidents are usually like must not be read as an effect of its load: the level that is usual for
    it in the record need not be the one its people are made for.
    """
    if len(past.units) < 2:
        return np.zeros(0, dtype=np.int64)
    linked = np.bincount(past.unit, history.linked_counts.sum(axis=1), len(past.units))
    return np.sort(np.lexsort((np.arange(len(linked)), -linked))[:MOST_UNITS])


def fit_coupling(history: History, past: Load, assumptions: Assumptions) -> Coupling:
    """What late security, technology, size and load do to incidents, as far as linked incidents can tell.

    Without links every effect is its assumption, with `measured` 0.
    """
    tags = technologies(history.portfolio)
    data = panel(history, past, tags)
    own, apart = data.x.shape[1] - len(tags) - 4, kept_to(assumptions, "effect:unit_level")
    stated = [prior(assumptions, key) for key in _keys(tags)]
    stated = [(0.0, INTERCEPT_SD), *stated[:-1], *[(0.0, apart)] * own, (stated[-1][0], FLAT_SD)]
    means, sds = np.array([mean for mean, _ in stated]), np.array([sd for _, sd in stated])
    fit = dispersed(data.x, data.y, data.exposure, means, sds, data.cell, kept_to(assumptions, "effect:unit_scatter"))
    kept = [column for column in range(len(sds)) if not 3 + len(tags) <= column < 3 + len(tags) + own]
    fit, sds = part(fit, kept), sds[kept]
    named, load_prior = draws.columns("effects", draws.EFFECTS), prior(assumptions, "effect:load_risk")
    share = drawn_share(
        history.linked, len(history.incidents), beta_prior(assumptions, "effect:change_caused_share"),
        named["change_caused_share"],
    )  # fmt: skip
    doubt = number(assumptions, "effect:link_doubt", 0.0, 2.0) * without_link(history, float(share.mean()))
    load = two_worlds(
        fit, FLAT_SD, load_prior, kept_to(assumptions, "effect:load_worlds"), kept_to(assumptions, "effect:load_rough")
    )
    load = load.wider(doubt, evidence_weight(load.variance, load_prior[1] ** 2))
    fit = less_sure(fit, 1, doubt**2 * weights_of(fit, sds)[1])
    by_tag = draws.columns("technology", tags)
    u = [named["panel_intercept"], named["late_joining"], *(by_tag[tag] for tag in tags), named["size"]]  # fmt: skip
    by_load = load.drawn(named["load_risk"])
    effects = effects_given(fit, u, by_load)
    weights = dict(zip(["late", *(f"technology:{tag}" for tag in tags), "size"], weights_of(fit, sds)[1:-1],
                       strict=True))  # fmt: skip
    weights["load"] = evidence_weight(load.variance, load_prior[1] ** 2)
    other, other_sd = prior(assumptions, "effect:load_other")
    return Coupling(
        tags, effects[:, 1], effects[:, 2:-2], effects[:, -2], effects[:, -1],
        other + other_sd * draws.normal(named["load_other"]), load.follows_open(by_load, named["follows_open"]),
        share, weights, fit.dispersion,
    )  # fmt: skip


def without_link(history: History, change_caused: float) -> float:
    """The share of the incidents that changes cause which is not linked, 0..1, as far as that can be told."""
    caused = change_caused * len(history.incidents)
    return float(np.clip(1.0 - history.linked / caused, 0.0, 1.0)) if caused > 0 else 1.0


def _keys(tags: tuple[str, ...]) -> list[str]:
    by_tag = [f"effect:technology:{tag}" for tag in tags]
    return ["effect:late_joining", *by_tag, "effect:size", "effect:load_risk"]
