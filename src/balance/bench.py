"""The project's own benchmarks: ratios against a floor measured in the same run."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import asdict
from types import ModuleType
from typing import Any

from balance.errors import BalanceError
from balance.places import ROOT

BENCHMARKS = ROOT / "benchmarks"


def bench(*, whole: int = 0) -> tuple[dict[str, Any], str]:
    """Run every benchmark; the document and the same as lines for a person. `whole`: with so many incidents."""
    measurements = _suite().all_measurements(whole=whole)
    document = {"measurements": [asdict(measurement) for measurement in measurements]}
    return document, "\n".join(str(measurement) for measurement in measurements)


def _suite() -> ModuleType:
    """`benchmarks/` stands beside the package, not in it: it needs the project's checkout."""
    entry = BENCHMARKS / "run.py"
    if not entry.exists():
        raise BalanceError("The benchmarks stand in the project's folder `benchmarks`, which is not here.")
    sys.path.insert(0, str(BENCHMARKS.parent))
    spec = importlib.util.spec_from_file_location("benchmarks.run", entry)
    if spec is None or spec.loader is None:
        raise BalanceError(f"{entry.name} could not be read as a module.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
