"""One figure of speed or memory, and how figures are taken.

Times are processor time, so that other work on the machine disturbs them less, and medians. The
product and its floor are run in turns, so that what disturbs one disturbs the other.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

Unit = Literal["ms", "MB", "%", ""]


REFERENCE_MS = 9.8
"""What the yardstick takes on the machine for which limits in ms are given."""


@dataclass(frozen=True)
class Measurement:
    """A figure, the floor it stands on and the limit it must keep.

    `ratio` is the figure over its floor. `limit` holds for the ratio where there is a floor, else for
    the figure itself; None where nothing is promised. `yardsticks` gives a time as a multiple of the
    yardstick of the same run.
    """

    name: str
    value: float
    unit: Unit = "ms"
    floor: float | None = None
    ratio: float | None = None
    limit: float | None = None
    yardsticks: float | None = None
    holds: bool | None = None

    def __str__(self) -> str:
        parts = [f"{self.name}: {self.value:.3g} {self.unit}"]
        parts += [f"{self.ratio:.2f} × its floor of {self.floor:.3g}"] if self.ratio is not None else []
        parts += [f"{self.yardsticks:.2f} yardsticks"] if self.yardsticks is not None else []
        parts += [f"limit {self.limit:g}{' ×' if self.ratio is not None else ' ' + self.unit}"] if self.limit else []
        parts += [("holds" if self.holds else "BROKEN")] if self.holds is not None else []
        return ", ".join(parts)


def judged(measurement: Measurement, yardstick_ms: float) -> Measurement:
    """The figure beside its limit. A limit in ms stretches and shrinks with the yardstick, a ratio does not."""
    yardsticks = measurement.value / yardstick_ms if measurement.unit == "ms" else None
    if measurement.ratio is not None:
        compared = measurement.ratio
    else:
        compared = measurement.value if yardsticks is None else yardsticks * REFERENCE_MS
    holds = None if measurement.limit is None else compared <= measurement.limit
    return replace(measurement, yardsticks=yardsticks, holds=holds)


def against(name: str, value: float, floor: float, limit: float | None = None, unit: Unit = "ms") -> Measurement:
    """A figure as a ratio to its floor."""
    return Measurement(name, value, unit, floor, value / floor if floor else math.inf, limit)


def in_turns(
    *runs: Callable[[], Any], repeat: int = 7, clock: Callable[[], float] = time.process_time, warm: int = 1
) -> tuple[float, ...]:
    """The median time of each run in ms, all of them run in turns; the first `warm` rounds do not count."""
    rounds = [[timed(run, clock) for run in runs] for _ in range(warm + repeat)][warm:]
    return tuple(statistics.median(times) for times in zip(*rounds, strict=True))


def timed(run: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """What one run takes, in ms."""
    before = clock()
    run()
    return (clock() - before) * 1000


def each(run: Callable[[], Any], *, least_ms: float = 20.0) -> Callable[[], float]:
    """A timer for a run that is too short for the clock: it repeats it and answers ms per run."""
    times = max(1, math.ceil(least_ms / max(timed(run), 0.01)))

    def per_run() -> float:
        return timed(lambda: [run() for _ in range(times)]) / times

    return per_run
