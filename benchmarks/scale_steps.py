"""The steps of `scale`, each in a process of its own: what they took is printed as a line of JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

from balance import frugal, pipeline, store, uploading
from balance.scenario import Scenario
from benchmarks.big_company import quarter_end, write_quarter
from benchmarks.loading import all_processor_time
from benchmarks.scale import INITIATIVES, QUARTERS

PLANS = 15


def load(database: str, incidents: int, first: int = 0, count: int = QUARTERS) -> None:
    """The files of so many quarters, written and then loaded as the dashboard does, in one process as it is one."""
    frugal.be_frugal()
    for number in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            files = write_quarter(Path(folder), number, incidents // QUARTERS, INITIATIVES // QUARTERS)
            forget_most()
            begun, spent = time.perf_counter(), all_processor_time()
            uploaded = uploading.load(database, files, as_of=quarter_end(number))
            if uploaded.status == "refused":
                raise RuntimeError(f"the files of the benchmark were refused: {uploaded.text[:2000]}")
        tell(seconds=time.perf_counter() - begun, processor_s=all_processor_time() - spent, peak_mb=most_mb())


def copy(file: str, database: str) -> None:
    """A file into a server, compared by reading both back."""
    frugal.be_quick()
    begun, spent = time.perf_counter(), all_processor_time()
    store.copy(file, database)
    tell(seconds=time.perf_counter() - begun, processor_s=all_processor_time() - spent, peak_mb=most_mb())


def report(database: str) -> None:
    """The report of the newest date in a process that knows nothing yet, and some plans beside it."""
    frugal.be_quick()
    begun, spent = time.perf_counter(), all_processor_time()
    store.list_snapshots(store.open_store(database, create=False))
    opened = time.perf_counter()
    analysis = pipeline.analysis_of(database)
    done = time.perf_counter()
    tell(
        opened=opened - begun,
        seconds=done - opened,
        processor_s=all_processor_time() - spent,
        peak_mb=most_mb(),
        plan_ms=median(plan_ms(analysis, 0.8 + 0.02 * at) for at in range(PLANS)),
    )


def plan_ms(analysis: pipeline.Analysis, pace: float) -> float:
    """Processor time of one plan nobody has asked for, in ms."""
    before = time.process_time()
    pipeline.what_if(analysis, Scenario(pace=pace))
    return (time.process_time() - before) * 1000


def forget_most() -> None:
    """Begin to count the most memory anew, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def most_mb() -> float:
    """The most memory this process has had since it began to count, in MB."""
    with suppress(OSError):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def tell(**figures: float) -> None:
    """One line for whoever started this."""
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], *map(int, sys.argv[3:]))
    elif sys.argv[1] == "copy":
        copy(sys.argv[2], sys.argv[3])
    else:
        report(sys.argv[2])
