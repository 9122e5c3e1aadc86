"""The sample company: Brannock Voss, temperature-controlled logistics for food and medicine, invented throughout.

About 1.5 billion pounds of revenue, six business units and some sixty initiatives. Its generator knows the truth and
writes it beside the exports, so that any answer about the company can be checked.
"""

from __future__ import annotations

import json
from pathlib import Path

from balance.sample.exports import write_quarter
from balance.sample.told import truth_told
from balance.sample.world import simulate

__all__ = ["write_sample"]


def write_sample(out: Path, *, seed: int = 7, quarters: int = 12) -> tuple[Path, ...]:
    """Writes one folder of five workbooks per quarter-end and truth.json; the same seed gives the same bytes."""
    world = simulate(seed, quarters)
    written: list[Path] = []
    for position, day in enumerate(world.quarters):
        written += write_quarter(world, position, out / day.isoformat())
    truth = out / "truth.json"
    truth.write_text(json.dumps(truth_told(world), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return (*written, truth)
