"""How likely an incident came from each initiative, and why: suggestions with a score, never counted unasked.

The score is a chance 0..1: the prior share of incidents that initiatives cause, spread over those that were in
flight or had just gone live, times the evidence; all initiatives and none at all share the whole of 1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.linking.clues import Clues, gather
from balance.linking.evidence import Array, Codes
from balance.linking.reasons import because

LIKELY = 0.7
"""From this score on a link is worth a look: of simulated ones 95 in 100 are right, as `docs/method.md` says."""

CAUSED, LEAST_CAUSED = 0.5, 0.1
"""The share of incidents that initiatives cause, and the least it is taken for among those not linked yet."""

CELLS = 1_000_000
"""So many pairs of incident and initiative are weighed at once."""

COLUMNS = ("incident_id", "initiative_id", "score", "because")


def suggest(
    incidents: pd.DataFrame, initiatives: pd.DataFrame, changes: pd.DataFrame | None, unlinked: npt.NDArray[np.bool_],
    refused: pd.DataFrame, least: float = LIKELY,
) -> pd.DataFrame:  # fmt: skip
    """The likely initiative of each incident without a link, best first.

    Args: the tables of `schema`; `unlinked` says of each incident that it has no link yet; `refused` has the pairs
    incident_id, initiative_id a person refused. Returns: incident_id, initiative_id, score (0..1), because (a
    sentence), for scores of at least `least`.
    """
    count = int(unlinked.sum())
    if not count or not len(initiatives):
        return pd.DataFrame(columns=list(COLUMNS)).astype({"score": "float64"})
    opened = incidents["opened_at"].to_numpy(dtype="datetime64[us]")
    ordered = incidents.iloc[np.lexsort((opened, ~unlinked))].reset_index(drop=True)
    initiatives = initiatives.reset_index(drop=True)
    clues = gather(ordered, initiatives, changes)
    best, score = _best(clues, count, _refused(refused, ordered, initiatives), _prior(count / len(incidents)))
    kept = np.flatnonzero(score >= least)
    rows = kept[np.lexsort((ordered["incident_id"].to_numpy(dtype=object)[kept].astype(str), -score[kept]))]
    return pd.DataFrame({
        "incident_id": ordered["incident_id"].to_numpy(dtype=object)[rows],
        "initiative_id": initiatives["initiative_id"].to_numpy(dtype=object)[best[rows]],
        "score": score[rows],
        "because": [because(clues, int(row), int(best[row])) for row in rows],
    })  # fmt: skip


def _prior(unlinked_share: float) -> float:
    """The share of the incidents without a link that initiatives caused: what is left of the usual share.

    >>> round(_prior(1.0), 2), round(_prior(0.7), 2), round(_prior(0.2), 2)
    (0.5, 0.29, 0.1)
    """
    return float(np.clip((CAUSED - (1 - unlinked_share)) / unlinked_share, LEAST_CAUSED, CAUSED))


def _best(clues: Clues, count: int, refused: tuple[Codes, Codes], prior: float) -> tuple[Codes, Array]:
    """The likeliest initiative of each of the first `count` incidents, and its score."""
    best, score = np.zeros(count, dtype=np.intp), np.zeros(count)
    step = max(CELLS // max(len(clues.initiatives), 1), 1)
    for start in range(0, count, step):
        part = slice(start, min(start + step, count))
        columns = clues.windows.columns(clues.opened(part))
        if len(columns):
            chances = _chances(clues, part, columns, refused, prior)
            best[part], score[part] = columns[chances.argmax(axis=1)], chances.max(axis=1)
    return best, np.round(score, 6)


def _chances(clues: Clues, part: slice, columns: Codes, refused: tuple[Codes, Codes], prior: float) -> Array:
    """The chance of each of these initiatives for some incidents; what is left to 1 is the chance of none."""
    weights = clues.windows.weights(clues.opened(part), columns)
    inside = (refused[0] >= part.start) & (refused[0] < part.stop) & np.isin(refused[1], columns)
    weights[refused[0][inside] - part.start, np.searchsorted(columns, refused[1][inside])] = 0.0
    total = weights.sum(axis=1, keepdims=True)
    odds = prior * weights / np.where(total > 0, total, 1.0) * np.exp(clues.ratios(part, columns))
    chances: Array = odds / (odds.sum(axis=1, keepdims=True) + 1 - prior)
    return chances


def _refused(refused: pd.DataFrame, incidents: pd.DataFrame, initiatives: pd.DataFrame) -> tuple[Codes, Codes]:
    at = pd.Index(incidents["incident_id"].to_numpy(dtype=object)).get_indexer(pd.Index(refused["incident_id"]))
    of = pd.Index(initiatives["initiative_id"].to_numpy(dtype=object)).get_indexer(pd.Index(refused["initiative_id"]))
    known = (at >= 0) & (of >= 0)
    return at[known], of[known]
