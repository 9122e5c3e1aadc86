"""The stage at which security joined each initiative, what came of it, and what joining late does to incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.fit import Fit
from balance.model.observed import rate
from balance.model.portfolio import stage_score
from balance.model.priors import kept_to
from balance.ranges import UNKNOWN, Range, of_draws
from balance.securing.register import words

Array = npt.NDArray[np.float64]

STAGES = ("design", "build", "late", "not_yet", "")
"""When security joined, earliest first; empty where nobody stated it."""


@dataclass(frozen=True, eq=False)
class Joining:
    """When security joined, stage by stage.

    stages: stage, opened (initiatives in flight), value (their annual value, currency), expected_loss (next
    year, currency; NaN without incidents), multiplier (Range: incidents against joining at design, by the joint
    model), seen (initiatives ever open in the record), open_years (initiative-years there), incidents (linked to
    them), per_year (Range: linked incidents per initiative-year, uncorrected).
    """

    stages: pd.DataFrame
    opened: int
    """Initiatives in flight."""
    stated: int
    """Those of them that say when security joined."""
    late: int
    """Of these, those it joined at build or later, or not yet."""
    effect: Range
    """Incidents of an initiative that security joined late against one it joined at design."""
    loaded: bool
    """Whether there are initiatives at all."""


def joining(fit: Fit, expected_loss: Mapping[str, float]) -> Joining:
    """Lay out by stage what runs, what it exposes, and how many incidents came while it was open.

    Args: the fit; expected loss next year by initiative id. Missing: without links or incidents the effect is the
    assumption or unknown; an initiative without a stated stage stands in a row of its own.
    """
    rows = fit.history.portfolio
    at = stage_of(fit)
    worked = fit.history.open_share.sum(axis=1) / 4.0
    linked = fit.history.linked_counts.sum(axis=1)
    opened = rows["open"].to_numpy(dtype=bool)
    value = np.nan_to_num(rows["annual_value"].to_numpy(dtype=float))
    loss = np.array([expected_loss.get(str(one), np.nan) for one in rows["initiative_id"]])
    told = []
    for stage in STAGES:
        mine = at == stage
        runs = mine & opened
        told.append((
            stage, int(runs.sum()), float(value[runs].sum()), _sum(loss[runs]), effect_of(fit, stage),
            int((mine & (worked > 0)).sum()), float(worked[mine].sum()), int(linked[mine].sum()),
            rate(float(linked[mine].sum()), float(worked[mine].sum()), fit.coupling.dispersion)
            if fit.has_incidents else UNKNOWN,
        ))  # fmt: skip
    columns = ["stage", "opened", "value", "expected_loss", "multiplier", "seen", "open_years", "incidents",
               "per_year"]  # fmt: skip
    stated = opened & (at != "")
    return Joining(
        pd.DataFrame(told, columns=columns), int(opened.sum()), int(stated.sum()),
        int((stated & (at != "design")).sum()), effect_of(fit, "late"), fit.has_initiatives,
    )  # fmt: skip


def stage_of(fit: Fit) -> npt.NDArray[np.object_]:
    """The stage at which security joined each row of the portfolio; empty where nothing known is stated."""
    table = fit.company.initiatives
    if table is None:
        return np.zeros(0, dtype=object)
    stated = dict(zip(table["initiative_id"], words(table, "security_joined"), strict=True))
    found = [stated.get(one, "") for one in fit.history.portfolio["initiative_id"]]
    return np.array([stage if stage in STAGES else "" for stage in found], dtype=object)


def effect_of(fit: Fit, stage: str) -> Range:
    """Incidents of an initiative that security joined at this stage, against one it joined at design."""
    if not (fit.has_initiatives and fit.has_incidents) or stage == "":
        return UNKNOWN
    draws = np.exp(stage_score(stage, partial(kept_to, fit.assumptions)) * fit.coupling.late)
    return of_draws(draws, float(np.median(draws)), fit.coupling.measured["late"])


def _sum(amounts: Array) -> float:
    known = amounts[~np.isnan(amounts)]
    return float(known.sum()) if len(known) else float("nan")
