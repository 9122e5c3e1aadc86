"""What the search for undominated plans costs, on made-up companies of about 60 and 500 initiatives that run."""

from __future__ import annotations

from collections.abc import Callable

from balance.frontier import Frontier, frontier
from balance.model.fit import fit
from balance.scenario import BASE, evaluate
from benchmarks.evaluation import company
from benchmarks.measurement import Measurement, in_turns, timed

LIMIT_MS, LARGE_LIMIT_MS = 3_000.0, 15_000.0


def measure() -> list[Measurement]:
    """The whole search with every plan evaluated exactly, from the fit and today's outcome on."""
    small, large = search(120), search(1000)
    (usual,) = in_turns(small, repeat=3)
    return [
        Measurement("frontier, 58 initiatives run, 8 classes", usual, limit=LIMIT_MS),
        Measurement("frontier, 497 initiatives run", timed(large), limit=LARGE_LIMIT_MS),
    ]


def search(initiatives: int) -> Callable[[], Frontier]:
    """A search that only needs to be started."""
    fitted = fit(company(initiatives, seed=3))
    base = evaluate(fitted, BASE)
    return lambda: frontier(fitted, base)
