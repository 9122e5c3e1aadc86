"""The whole history of the sample company for one seed: everything that happened, known or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import numpy as np
import pandas as pd

from balance.sample.calendar import month_of, quarter_ends
from balance.sample.changes import draw_changes
from balance.sample.delivery import Delivery, deliver
from balance.sample.incidents import draw_causes, write_up
from balance.sample.initiatives import Initiative, draw_initiatives
from balance.sample.truth import Truth

SHORTEST = 12
"""Quarters simulated at least, so that a shorter sample is the end of the usual one."""

MONTHS_BEFORE, MONTHS_AFTER = 15, 84

COURSE = 24
"""Chosen so that the usual seed gives a company of ordinary luck: neither all late nor spared of losses."""


@dataclass(frozen=True)
class World:
    """What happened; the exports show parts of it."""

    seed: int
    quarters: tuple[date, ...]
    initiatives: tuple[Initiative, ...]
    delivery: Delivery
    incidents: pd.DataFrame
    changes: pd.DataFrame
    truth: Truth = field(default_factory=Truth)


def simulate(seed: int, quarters: int) -> World:
    """Lets the company live through its quarters; the same seed gives the same company."""
    truth, streams = Truth(), _streams(seed)
    ends = quarter_ends(max(quarters, SHORTEST))
    first = month_of(ends[0]) - MONTHS_BEFORE
    initiatives = draw_initiatives(next(streams), truth, first)
    delivery = deliver(initiatives, truth, first, month_of(ends[-1]) - first + MONTHS_AFTER)
    causes = draw_causes(next(streams), initiatives, delivery, truth, ends)
    incidents = write_up(next(streams), causes, initiatives, delivery, truth)
    changes, linked = draw_changes(next(streams), incidents, initiatives, delivery, ends)
    return World(seed, ends[-quarters:], initiatives, delivery, linked, changes, truth)


def _streams(seed: int) -> Iterator[np.random.Generator]:
    """Independent random numbers for each step, so that one step's change leaves the others alone."""
    return (np.random.default_rng([seed, COURSE, step]) for step in count(1))
