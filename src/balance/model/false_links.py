"""Links of incidents to initiatives that contradict the record itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from balance.model.history import History

FEWEST, LEAST_SHARE = 5, 0.05
"""Fewer than five, or than one in twenty, are slips."""


def doubtful_links(past: History) -> int:
    """How many links look false: outside the time in which the initiative was open, or between units that differ.

    Args: the history. Returns their number, 0 where they are few. Units say nothing where more than half of the links
    cross them: then incidents name who suffered and not who changed. A link without units is judged by time alone.
    """
    return int(doubtful(past).sum())


def doubtful(past: History) -> npt.NDArray[np.bool_]:
    """Which counted incidents those are, True or False for each."""
    mine = past.incidents["initiative"].to_numpy(dtype=int) >= 0
    linked = past.incidents[mine]
    row, quarter = linked["initiative"].to_numpy(dtype=int), linked["quarter"].to_numpy(dtype=int)
    open_then = np.maximum(past.open_share[row, quarter], past.open_share[row, np.maximum(quarter - 1, 0)]) > 0.01
    own = past.portfolio["business_unit"].to_numpy(dtype=object)[row].astype(str)
    unit = linked["unit"].to_numpy(dtype=object).astype(str)
    crosses = (own != "") & (unit != "") & (own != unit)
    if crosses.sum() > len(linked) / 2:
        crosses[:] = False
    found = np.zeros(len(past.incidents), dtype=bool)
    found[mine] = ~open_then | crosses
    return found if found.sum() >= max(FEWEST, LEAST_SHARE * len(linked)) else np.zeros_like(found)
