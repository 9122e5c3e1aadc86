"""The board pack of the sample company: its outline, and each format drawn from it."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from balance import boardpack, packing, pipeline, store, way_here
from balance.boardpack.pdf.browsers import browser
from benchmarks.measurement import Measurement, in_turns
from benchmarks.sample_store import sample_store

GATHER_LIMIT_MS, LAYOUT_LIMIT_MS = 700.0, 200.0
LIMITS_MS = {"pptx": 1_000.0, "html": 1_000.0, "xlsx": 1_500.0}
PRINTED = ("pdf", "paper")
PDF_LIMIT_MS = 4_000.0
LIVE_LIMIT_MS = 1_000.0


def measure() -> list[Measurement]:
    """What is worked out once, the outline that follows every change of words, and each format."""
    kept = store.open_store(sample_store(), create=False)
    analysis = pipeline.analysis_of(sample_store())
    trail = way_here.trail(kept, analysis.company.as_of)
    gathered = packing.gather(analysis, kept)
    outline = packing.laid_out(analysis, gathered, trail)
    steps = in_turns(
        lambda: packing.gather(analysis, kept), lambda: packing.laid_out(analysis, gathered, trail),
        lambda: packing.levers_of(analysis), repeat=5,
    )  # fmt: skip
    names = ("pack: findings, plans and record gathered", "pack: outline", "pack: grid of live levers")
    told = [Measurement(name, value, limit=limit) for name, value, limit in
            zip(names, steps, (GATHER_LIMIT_MS, LAYOUT_LIMIT_MS, LIVE_LIMIT_MS), strict=True)]  # fmt: skip
    writes = [lambda name=name: boardpack.render(outline, name) for name in LIMITS_MS]
    drawn = in_turns(*writes, repeat=5)
    told += [Measurement(f"pack: {name}", value, limit=limit)
             for (name, limit), value in zip(LIMITS_MS.items(), drawn, strict=True)]  # fmt: skip
    return told + _printed(replace(outline, live=None))


def _printed(outline: boardpack.Outline) -> list[Measurement]:
    """A PDF takes the time of a browser's process, so it is timed by the clock on the wall."""
    if browser() is None:
        print("no browser: the PDF is not measured", file=sys.stderr)
        return []
    printed = [lambda name=name: boardpack.render(outline, name) for name in PRINTED]
    values = in_turns(*printed, repeat=3, clock=time.perf_counter)
    return [Measurement(f"pack: {name}, by the clock", value, limit=PDF_LIMIT_MS)
            for name, value in zip(PRINTED, values, strict=True)]  # fmt: skip
