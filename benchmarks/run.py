"""All benchmarks, one after the other: what `balance bench` prints."""

from __future__ import annotations

import inspect
import signal
import sys
from importlib import import_module

from benchmarks.measurement import REFERENCE_MS, Measurement, against, judged
from benchmarks.yardstick import yardstick_ms

MODULES = (
    "annual_loss", "evaluation", "fitting", "frontier", "loading", "odd_workbooks", "packing", "sensitivity", "serving",
    "slider",
    "crowd",
    "scale",
    "peers",
)  # fmt: skip


def all_measurements(*, whole: int = 0) -> list[Measurement]:
    """Every figure, the yardstick first; each is told on standard error as it comes, so that a run cut short told some.

    `whole` measures people for longer, and a company of so many incidents.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended on the way out
    yardstick = yardstick_ms()
    first = against("yardstick: 10,000 simulated years, against the reference machine", yardstick, REFERENCE_MS)
    measurements = _told([judged(first, yardstick)])
    for name in MODULES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        measure = import_module(f"benchmarks.{name}").measure
        found = measure(whole=whole) if "whole" in inspect.signature(measure).parameters else measure()
        measurements += _told([judged(measurement, yardstick) for measurement in found])
    return measurements


def _told(measurements: list[Measurement]) -> list[Measurement]:
    for measurement in measurements:
        print(f"  {measurement}", file=sys.stderr, flush=True)
    return measurements
