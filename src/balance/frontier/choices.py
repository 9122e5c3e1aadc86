"""What may be chosen: run, secure first or pause, for every initiative of the plan, and the rules that bind them.

A plan is an array of small whole numbers, one per row of the plan: 0 run, 1 secure first, 2 pause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.fit import Fit
from balance.scenario import Scenario
from balance.schema import tags_of

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Choice = npt.NDArray[np.int8]

RUN, SECURE, PAUSE = 0, 1, 2
WORDS = ("run", "secure_first", "pause")

ROUNDING = 1e-9
"""Sums of money and people may pass their limit by this share."""


@dataclass(frozen=True, eq=False)
class Choices:
    """What may be done with each of n initiatives, and what all of them together may need."""

    ids: tuple[str, ...]
    may_secure: Mask
    """Where security did not join at design."""
    may_pause: Mask
    """Not what is mandatory, nor what something mandatory needs."""
    needs: Mask
    """`needs[i, j]`: i runs only while j runs; chains followed, (n, n)."""
    cost: Array
    """Money each needs next year."""
    people: Array
    """People each needs; unstated ones none."""
    most_cost: float
    """Infinite where nothing limits it."""
    most_people: float
    most_running: float = np.inf
    """How many may run at once, at most."""

    @property
    def size(self) -> int:
        """How many initiatives can be decided."""
        return len(self.ids)


def choices(fit: Fit, around: Scenario) -> Choices:
    """What may be done with the initiatives of a company, at the levers of `around`.

    A smaller budget bounds the money; `people_available` and `initiatives_at_once`, where stated, the people and how
    many may run. An initiative needs those that
    its `depends_on` names, as far as they are part of the plan: done ones need nothing, others cannot be decided.
    """
    plan = fit.plan
    ids = tuple(str(name) for name in plan.rows["initiative_id"])
    needs = _needs(ids, _column(fit, ids, "depends_on"))
    held = plan.protected | needs[plan.protected].any(axis=0) if len(ids) else np.zeros(0, dtype=bool)
    people = np.nan_to_num(pd.to_numeric(_column(fit, ids, "people"), errors="coerce").to_numpy(float, na_value=0.0))
    budget = 1.0 if around.budget is None else around.budget
    return Choices(
        ids, plan.score > 0, ~held, needs, plan.cost, np.maximum(people, 0.0),
        budget * float(plan.cost.sum()) if budget < 1.0 else np.inf,
        _most(fit, "people_available"), _most(fit, "initiatives_at_once"),
    )  # fmt: skip


def _most(fit: Fit, key: str) -> float:
    """What an assumption leaves; infinite where it is not stated."""
    stated = fit.assumptions.number(key)
    return float(stated) if stated is not None and stated > 0 else np.inf


def _column(fit: Fit, ids: tuple[str, ...], name: str) -> pd.Series:
    """A column of the company's table for the initiatives of the plan, in their order."""
    table = fit.company.initiatives
    if table is None or name not in table or not ids:
        return pd.Series([None] * len(ids), dtype="object")
    found = table.drop_duplicates("initiative_id", keep="last").set_index(table_ids(table))[name]
    return found.reindex(list(ids)).reset_index(drop=True)


def table_ids(table: pd.DataFrame) -> pd.Index:
    """The ids of a table as text, one per id, in the order of `drop_duplicates`."""
    return pd.Index(table.drop_duplicates("initiative_id", keep="last")["initiative_id"].astype(str))


def _needs(ids: tuple[str, ...], told: pd.Series) -> Mask:
    """Who needs whom, chains followed."""
    place = {name.strip().lower(): row for row, name in enumerate(ids)}
    needs = np.zeros((len(ids), len(ids)), dtype=bool)
    for row, text in enumerate(told):
        for name in tags_of(text):
            if name in place and place[name] != row:
                needs[row, place[name]] = True
    for middle in np.flatnonzero(needs.any(axis=0) & needs.any(axis=1)):
        needs |= needs[:, middle][:, None] & needs[middle][None, :]
    np.fill_diagonal(needs, False)
    return needs


def mended(chosen: Choices, plans: Choice) -> Choice:
    """The same plans, (m, n), as the rules allow them: what must run runs, and who needs a paused one pauses too.

    >>> two = Choices(("a", "b"), np.array([True, False]), np.array([True, True]),
    ...               np.array([[False, True], [False, False]]), np.ones(2), np.zeros(2), np.inf, np.inf)
    >>> mended(two, np.array([[1, 2], [2, 1]], dtype=np.int8)).tolist()
    [[2, 2], [2, 0]]
    """
    allowed = np.where((plans == PAUSE) & ~chosen.may_pause, RUN, plans)
    allowed = np.where((allowed == SECURE) & ~chosen.may_secure, RUN, allowed)
    waits = (allowed == PAUSE).astype(np.float32) @ chosen.needs.T.astype(np.float32) > 0
    return np.where(waits, PAUSE, allowed).astype(np.int8)


def changed(chosen: Choices, plan: Choice, rows: Index) -> Choice:
    """Every plan that differs in one of these rows, with what that brings along: (m, n).

    Pausing one pauses who needs it; running one runs what it needs.
    """
    plans = []
    for row in rows:
        for action in (RUN, SECURE, PAUSE):
            if action == plan[row] or (action == SECURE and not chosen.may_secure[row]):
                continue
            other = plan.copy()
            if action != PAUSE:
                other[chosen.needs[row] & (plan == PAUSE)] = RUN
            other[row] = action
            plans.append(other)
    if not plans:
        return np.zeros((0, chosen.size), dtype=np.int8)
    return mended(chosen, np.array(plans, dtype=np.int8))


def scarce(chosen: Choices) -> Array:
    """What each initiative needs of what there is too little of, as a share of what there is: (kinds, n).

    Kinds are money, people and places, each only where running everything would need more than there is.

    >>> two = Choices(("a", "b"), *[np.ones(2, dtype=bool)] * 2, np.zeros((2, 2), dtype=bool), np.array([3.0, 1.0]),
    ...               np.zeros(2), 2.0, 5.0)
    >>> scarce(two).tolist()
    [[1.5, 0.5]]
    """
    each = (chosen.cost, chosen.people, np.ones(chosen.size))
    most = (chosen.most_cost, chosen.most_people, chosen.most_running)
    kinds = [need / there for need, there in zip(each, most, strict=True) if need.sum() > there * (1 + ROUNDING)]
    return np.array(kinds).reshape(-1, chosen.size)


def within(chosen: Choices, plans: Choice) -> Mask:
    """Which plans, (m, n), keep to the money, the people and the places there are."""
    return np.asarray(((plans != PAUSE) @ scarce(chosen).T <= 1 + ROUNDING).all(axis=1))


def binding(chosen: Choices) -> bool:
    """Whether running everything would need more money, people or places than there are."""
    return len(scarce(chosen)) > 0


def actions(chosen: Choices, plan: Choice) -> tuple[tuple[str, str], ...]:
    """The plan as pairs of initiative id and action, by id."""
    return tuple(sorted((name, WORDS[action]) for name, action in zip(chosen.ids, plan.tolist(), strict=True)))


def scenario_of(chosen: Choices, plan: Choice, around: Scenario) -> Scenario:
    """The plan as the scenario that the what-if evaluates, at the levers of `around`."""
    return replace(around, name="frontier", actions=actions(chosen, plan))


def part(chosen: Choices, rows: Index) -> Choices:
    """The choices of some rows that need none of the others; what all may need together is left open."""
    return Choices(
        tuple(chosen.ids[row] for row in rows), chosen.may_secure[rows], chosen.may_pause[rows],
        chosen.needs[np.ix_(rows, rows)], chosen.cost[rows], chosen.people[rows], np.inf, np.inf,
    )  # fmt: skip
