"""What is to run next year, laid out for the delivery loop: one row per open or approved initiative.

Rows stand unit by unit, within a unit by value per remaining time (what a limit keeps first). Times are in
quarters of 91.25 days from the as-of date, draws along the last axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model import draws
from balance.model.coupling import LEAST_USUAL, Coupling, load
from balance.model.delivery import Delivery, remaining_ratio
from balance.model.newcomers import Newcomers
from balance.model.portfolio import QUARTER_DAYS, activity

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

ROWS_AT_ONCE = 16
"""Initiatives whose work left is looked for together: few enough for the processor's cache, which halves the time."""


@dataclass(frozen=True)
class Load:
    """Work in progress of the past: units, the usual load of each, and its logarithm against that."""

    units: tuple[str, ...]
    unit: Index
    """Unit of every initiative of the portfolio, (initiatives,)."""
    usual: Array
    """Work in progress that initiatives of the unit typically met (geometric mean over their time), (units,); the
    unit's own plan where it has no history."""
    mean: Array
    """Mean work in progress over the history, (units,)."""
    log_load: Array
    """ln(work in progress / usual), (units, quarters)."""
    felt: Array
    """The same as each initiative met it in each quarter while it was open, (initiatives, quarters); 0 elsewhere."""


@dataclass(frozen=True)
class Plan:
    """The initiatives that run next year (n rows) and all that decides when they land and what they expose."""

    rows: pd.DataFrame
    """The portfolio's columns of these initiatives, in the plan's order."""
    unit: Index
    """Place of each row's unit among the units with something to run, (n,)."""
    member: Array
    """1 where the row is of the unit, (units, n)."""
    first: Index
    """First row of each of these units."""
    usual: Array
    """Usual load of these units."""
    idle_usual: Array
    """Usual load of the units with nothing to run."""
    work: Array
    """Work left in quarters at usual load, (n, K)."""
    starts_in: Array
    planned: Array
    """Planned length in quarters, (n,)."""
    multiplier: Array
    """Incidents of this initiative against the company's ordinary one, apart from when security joined, (n, K)."""
    score: Array
    value: Array
    """Annual value, 0 where not stated, (n,)."""
    cost: Array
    """Money needed next year, (n,); unstated ones take the median."""
    protected: npt.NDArray[np.bool_]
    """Mandatory ones: a smaller budget pauses them last."""
    most_open: Index
    """How many each unit would have open at most next year, newcomers included, (units,)."""
    newcomers: Newcomers
    """What starts beside the plan in these units."""
    idle_newcomers: Newcomers
    """The same for the units with nothing to run."""

    @property
    def size(self) -> int:
        """How many initiatives run."""
        return len(self.rows)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Id of each row."""
        return tuple(str(name) for name in self.rows["initiative_id"])

    @cached_property
    def valued_share(self) -> float:
        """The share of the rows with a stated value; 1 without rows."""
        return float(self.rows["annual_value"].notna().mean()) if len(self.rows) else 1.0

    @cached_property
    def late(self) -> npt.NDArray[np.bool_]:
        """Where security joined late, (n,)."""
        return self.rows["late"].to_numpy(dtype=bool)

    @cached_property
    def up_to(self) -> npt.NDArray[np.float32]:
        """1 where a column's row stands in the row's unit, at the row or before it, (n, n)."""
        same: npt.NDArray[np.bool_] = self.unit[:, None] == self.unit
        return np.tril(same).astype(np.float32)


FINE = 6
"""Parts of a quarter in which load is looked at: about a fortnight."""


def past_load(rows: pd.DataFrame, open_share: Array, end: float = 0.0) -> Load:
    """How much each unit had open in the past, against what its initiatives usually met.

    Args: portfolio, activity (initiatives, quarters), the day on which the last quarter ends. A unit without any
    history is measured against its own plan.

    Plans are made for the load that work usually meets, not for the calendar's mean: more is worked on in crowded
    months than in quiet ones, so the first lies above the second.
    """
    units, unit = np.unique(rows["business_unit"].to_numpy(dtype=object).astype(str), return_inverse=True)
    in_progress = load(open_share, unit, len(units))
    mean = np.maximum(in_progress[:, covered_quarters(open_share)].mean(axis=1), LEAST_USUAL)
    met, worked = _met(rows, open_share, unit, len(units), end)
    planned = np.maximum(np.bincount(unit, rows["running"].to_numpy(dtype=float), len(units)), LEAST_USUAL)
    by_unit = np.bincount(unit, worked.sum(axis=1), len(units))
    log_met = np.bincount(unit, (worked * met).sum(axis=1), len(units)) / np.maximum(by_unit, 1e-9)
    usual = np.where(by_unit > 0, np.maximum(np.exp(log_met), LEAST_USUAL), planned)
    log_load, felt = np.log(in_progress / usual[:, None]), np.where(worked > 0, met - np.log(usual)[unit][:, None], 0.0)
    return Load(tuple(str(name) for name in units), unit, usual, np.where(by_unit > 0, mean, planned), log_load, felt)


def _met(rows: pd.DataFrame, open_share: Array, unit: Index, units: int, end: float) -> tuple[Array, Array]:
    """Mean log work in progress over the fortnights of each quarter in which an initiative was open, and their sum.

    The quarter's own mean would not do: where one initiative is alone for half of a quarter, it is half an initiative.
    """
    count, quarters = open_share.shape
    if not count:
        return np.zeros((0, quarters)), np.zeros((0, quarters))
    fine = activity(rows, quarters, end, FINE)
    met = (fine * np.log(load(fine, unit, units))[unit]).reshape(count, quarters, FINE).sum(axis=2)
    worked = fine.reshape(count, quarters, FINE).sum(axis=2)
    return met / np.maximum(worked, 1e-9), worked


def covered_quarters(open_share: Array) -> npt.NDArray[np.bool_]:
    """The quarters the table of initiatives speaks of, (quarters,): not those before its first rows began.

    >>> covered_quarters(np.array([[0.0, 0.0, 1.0, 0.5]])).tolist()
    [False, False, True, True]
    """
    total = open_share.sum(axis=0)
    begun = np.flatnonzero(total >= 0.1 * total.max(initial=0.0))
    covered = np.zeros(len(total), dtype=bool)
    covered[begun[0] if len(begun) else 0 :] = True
    return covered


def load_felt(past: Load, open_share: Array, rows: pd.DataFrame) -> Array:
    """How crowded each initiative found it while it was open: mean log load over its life, (initiatives,).

    Args: past load, activity (initiatives, quarters), portfolio. What of its life lies before the record is taken to
    have met the usual load. 0 where it was not open in the history.

    >>> past = Load(("a",), np.array([0]), np.ones(1), np.ones(1), np.zeros((1, 2)), np.array([[0.0, 2.0]]))
    >>> load_felt(past, np.array([[1.0, 1.0]]), pd.DataFrame({"begun": [-365.0], "ended": [0.0]})).tolist()
    [0.5]
    """
    life = (rows["ended"] - rows["begun"]).to_numpy(dtype=float) / QUARTER_DAYS
    worked = np.maximum(open_share.sum(axis=1), 1e-9)
    return np.asarray((open_share * past.felt).sum(axis=1) / np.fmax(worked, life))


def plan(rows: pd.DataFrame, past: Load, work: Array, coupling: Coupling, coming: Newcomers) -> Plan:
    """Lay out what runs next year with the `work_left` in every draw, and what starts beside it."""
    place = np.flatnonzero(rows["running"].to_numpy(dtype=bool))
    ahead = rows["starts_in"].to_numpy(dtype=float)[place] / QUARTER_DAYS + work.mean(axis=1)
    value = np.nan_to_num(rows["annual_value"].to_numpy(dtype=float)[place])
    order = np.lexsort((-value / np.maximum(ahead, 1 / 3), past.unit[place]))
    place, work, ahead = place[order], work[order], ahead[order]
    chosen = rows.iloc[place].reset_index(drop=True)
    present, unit = np.unique(past.unit[place], return_inverse=True)
    starts_in = chosen["starts_in"].to_numpy(dtype=float) / QUARTER_DAYS
    beside = coming.of(present)
    known = np.bincount(unit[starts_in < 4.0], minlength=len(present))
    return Plan(
        rows=chosen, unit=unit, member=(unit == np.arange(len(present))[:, None]).astype(float),
        first=np.searchsorted(unit, np.arange(len(present))), usual=past.usual[present],
        idle_usual=np.delete(past.usual, present), work=work, starts_in=starts_in,
        planned=chosen["planned_days"].to_numpy(dtype=float) / QUARTER_DAYS,
        multiplier=multipliers(chosen, coupling), score=chosen["score"].to_numpy(dtype=float), value=value[order],
        cost=_cost(chosen, ahead), protected=chosen["category"].to_numpy(dtype=object) == "mandatory",
        most_open=(known + np.ceil(beside.open.max(axis=1, initial=0.0))).astype(np.int64),
        newcomers=beside, idle_newcomers=coming.of(np.setdiff1d(np.arange(len(past.units)), present)),
    )  # fmt: skip


def work_left(
    rows: pd.DataFrame, past: Load, felt: Array, delivery: Delivery, shift: Array, stretched: float = 1.0
) -> Array:
    """Quarters of work left of what runs next year, in the portfolio's order, (n, K).

    Args: portfolio, past load, the load each initiative felt, durations; `shift` is by how much each unit runs over
    the company, (units, K); all is `stretched` where the company states that earlier dates came late.
    """
    place = np.flatnonzero(rows["running"].to_numpy(dtype=bool))
    return _left(rows.iloc[place], felt[place], delivery, shift[past.unit[place]]) * stretched


def _left(rows: pd.DataFrame, felt: Array, delivery: Delivery, shift: Array) -> Array:
    planned = rows["planned_days"].to_numpy(dtype=float)
    elapsed = np.where(rows["open"].to_numpy(dtype=bool), -np.nan_to_num(rows["begun"].to_numpy(dtype=float)), 0.0)
    used = (np.maximum(elapsed, 0.0) / planned)[:, None] * np.exp(-felt[:, None] * delivery.slowdown - shift)
    u = draws.numbered("finish", len(rows))
    told = delivery.median, delivery.spread, delivery.tail_weight, delivery.tail
    ratio = np.concatenate([
        remaining_ratio(used[at : at + ROWS_AT_ONCE], u[at : at + ROWS_AT_ONCE], *told)
        for at in range(0, max(len(rows), 1), ROWS_AT_ONCE)
    ])  # fmt: skip
    return np.asarray(ratio * np.exp(shift) * planned[:, None] / QUARTER_DAYS)


def multipliers(rows: pd.DataFrame, coupling: Coupling) -> Array:
    """Incident multiplier of technology and size per initiative and draw, (n, K)."""
    logs = rows["log_size"].to_numpy(dtype=float)[:, None] * coupling.size
    return np.exp(np.clip(logs + tag_matrix(rows, coupling.technologies) @ coupling.technology.T, -8, 8))


def tag_matrix(rows: pd.DataFrame, technologies: tuple[str, ...]) -> Array:
    """Which initiative has which technology tag, 0 or 1, (initiatives, tags).

    >>> tag_matrix(pd.DataFrame({"tags": [("ai",), ()]}), ("ai", "iot")).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    place = {tag: column for column, tag in enumerate(technologies)}
    matrix = np.zeros((len(rows), len(technologies)))
    for row, tags in enumerate(rows["tags"]):
        for tag in tags:
            if tag in place:
                matrix[row, place[tag]] = 1.0
    return matrix


def _cost(rows: pd.DataFrame, ahead: Array) -> Array:
    """Money each needs next year: what is left to spend, spread over the time it still runs."""
    left = rows["cost_left"].to_numpy(dtype=float)
    known = left[~np.isnan(left)]
    left = np.where(np.isnan(left), float(np.median(known)) if len(known) else 1.0, left)
    return np.asarray(left * np.minimum(1.0, 4.0 / np.maximum(ahead, 0.1)))
