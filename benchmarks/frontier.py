"""What the search for undominated plans costs with about 60 and 500 initiatives that run, and what it loses with 12."""

from __future__ import annotations

from collections.abc import Callable

from balance.frontier import Frontier, frontier
from balance.model.fit import fit
from balance.scenario import BASE, evaluate
from benchmarks.evaluation import company
from benchmarks.every_plan import area_lost, small_company, today
from benchmarks.measurement import Measurement, in_turns, timed

LIMIT_MS, LARGE_LIMIT_MS = 3_000.0, 15_000.0

AREA_LIMIT = 1.0
"""Area lost against the best of every plan, in 100 of the greatest value."""

SMALL = ((31, 1), (33, 3))
"""Seeds and units of companies of which every plan is tried: some hundred each."""


def measure() -> list[Measurement]:
    """The whole search with every plan evaluated exactly, from the fit and today's outcome on."""
    small, large = search(120), search(1000)
    (usual,) = in_turns(small, repeat=3)
    return [
        Measurement("frontier, 58 initiatives run, 8 classes", usual, limit=LIMIT_MS),
        Measurement("frontier, 497 initiatives run", timed(large), limit=LARGE_LIMIT_MS),
        Measurement("area lost against every plan, 12 initiatives", lost(1.0), "%", limit=AREA_LIMIT),
        Measurement("the same, six tenths of the money", lost(0.6), "%", limit=AREA_LIMIT),
    ]


def lost(budget: float) -> float:
    """The worst area lost of a few small companies, in 100 of the greatest value."""
    levers = {} if budget >= 1.0 else {"budget": budget}
    fits = (small_company(12, units, seed, late=1) for seed, units in SMALL)
    return 100 * max(area_lost(fitted, today(fitted, **levers))[0] for fitted in fits)


def search(initiatives: int) -> Callable[[], Frontier]:
    """A search that only needs to be started."""
    fitted = fit(company(initiatives, seed=3))
    base = evaluate(fitted, BASE)
    return lambda: frontier(fitted, base)
