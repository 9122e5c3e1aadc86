"""All benchmarks, one after the other: what `balance bench` prints."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.measurement import REFERENCE_MS, Measurement, against, judged
from benchmarks.yardstick import yardstick_ms

MODULES = (
    "annual_loss", "evaluation", "fitting", "frontier", "loading", "odd_workbooks", "packing", "sensitivity", "serving",
    "slider",
    "peers",
)  # fmt: skip


def all_measurements() -> list[Measurement]:
    """Every figure, the yardstick first; what is being measured is told on standard error."""
    yardstick = yardstick_ms()
    measurements = [
        against("yardstick: 10,000 simulated years, against the reference machine", yardstick, REFERENCE_MS)
    ]
    for module in MODULES:
        print(f"measuring {module} …", file=sys.stderr, flush=True)
        measurements += import_module(f"benchmarks.{module}").measure()
    return [judged(measurement, yardstick) for measurement in measurements]
