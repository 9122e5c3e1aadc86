"""How often the truth lies in the ranges, over many made-up companies of each kind; writes docs/calibration.md.

    python -m tests.simulated.calibrate --companies 500 --seeds final --processes 2

What is measured already for exactly this code is kept in the cache and not measured again.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_SEED = {"tuning": 1_000, "final": 50_000}
MOST_COMPANIES = 40_000
"""Fewer than lie between the two sets of seeds, so that they never meet."""

BATCH = 10
MEASURED = ("src/balance/model", "src/balance/scenario", "src/balance/reporting", "src/balance/findings",
            "src/balance/schema", "src/balance/assumptions.py", "src/balance/ranges.py", "tests/simulated")  # fmt: skip
NOT_MEASURED = ("calibrate.py", "table.py", "covering.py", "correcting.py")
"""Files of this folder that no score depends on."""

WARNED = 30
"""Of so many companies of each kind the product's own warnings are asked."""

WHOLE = "whole"
"""The last score of every company in the cache."""

Scores = dict[str, float]


def main(words: list[str] | None = None) -> int:
    """Measures what is asked for and writes the table."""
    asked = arguments(words)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    cache = Path(asked.cache) / fingerprint() / asked.seeds
    cache.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    measure(asked, cache)
    took = time.monotonic() - began
    from tests.simulated.correcting import section_of, with_section
    from tests.simulated.table import document

    results = {name: read(cache / f"{name}.csv", seeds(asked)) for name in asked.cases}
    text = document(results, asked.seeds, asked.companies)
    out = Path(asked.out)
    kept = section_of(out.read_text(encoding="utf-8")) if out.is_file() else ""
    out.write_text(with_section(text, kept) if kept else text, encoding="utf-8")
    print(f"{asked.out} written; measuring took {took:.0f} s.")
    return 0


def arguments(words: list[str] | None) -> argparse.Namespace:
    """What is asked for on the command line."""
    from tests.simulated.cases import CASES

    parser = argparse.ArgumentParser(
        prog="calibrate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--companies", type=int, default=500, help="of each kind; 500 by default")
    parser.add_argument("--cases", default=",".join(CASES), help="kinds, with commas; all by default")
    parser.add_argument(
        "--seeds", choices=FIRST_SEED, default="final", help="the set for settings, or the one kept apart"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="all processors by default")
    parser.add_argument("--cache", default=str(ROOT / "artefacts" / "calibration"), help="folder of what is measured")
    parser.add_argument("--out", default=str(ROOT / "docs" / "calibration.md"), help="the document to write")
    asked = parser.parse_args(words)
    asked.cases = [name for name in asked.cases.split(",") if name]
    unknown = [name for name in asked.cases if name not in CASES]
    if unknown or not 0 < asked.companies < MOST_COMPANIES:
        parser.error(f"no such kind: {', '.join(unknown)}; there are {', '.join(CASES)}" if unknown else "--companies")
    return asked


def seeds(asked: argparse.Namespace) -> range:
    """The seeds of the companies asked for."""
    return range(FIRST_SEED[asked.seeds], FIRST_SEED[asked.seeds] + asked.companies)


def measure(asked: argparse.Namespace, cache: Path) -> None:
    """Judges the companies that the cache does not know, a few at a time."""
    missing = {name: sorted(set(seeds(asked)) - set(known(cache / f"{name}.csv"))) for name in asked.cases}
    jobs = [(name, tuple(part)) for name, wanted in missing.items() for part in batches(wanted)]
    warned = seeds(asked).start + WARNED
    if not jobs:
        return
    pool = ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn"))
    try:
        waiting = [pool.submit(batch, name, part, warned) for name, part in jobs]
        for number, done in enumerate(as_completed(waiting), 1):
            name, rows, seconds = done.result()
            append(cache / f"{name}.csv", rows)
            if number % 20 == 0 or number == len(jobs):
                print(f"{number} of {len(jobs)} batches; {name}: {seconds / BATCH:.2f} s a company", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)


def batches(wanted: list[int]) -> Iterator[list[int]]:
    """The seeds, a few at a time."""
    return (wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))


def batch(name: str, wanted: tuple[int, ...], warned: int) -> tuple[str, list[tuple[int, str, float]], float]:
    """Judges a few companies of one kind: rows of seed, score and number, and the processor time it took."""
    from tests.simulated.cases import CASES
    from tests.simulated.judging import judged

    began = time.process_time()
    scores = {seed: judged(CASES[name], seed, with_warnings=seed < warned) for seed in wanted}
    whole = {seed: found | {WHOLE: 1.0} for seed, found in scores.items()}
    rows = [(seed, score, number) for seed, found in whole.items() for score, number in found.items()]
    return name, rows, time.process_time() - began


def append(path: Path, rows: Iterable[tuple[int, str, float]]) -> None:
    """Adds measured scores to the file of a kind, on lines of their own whatever a stopped run left there."""
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write("\n")
        csv.writer(file).writerows((seed, score, repr(float(number))) for seed, score, number in rows)


def known(path: Path) -> dict[int, Scores]:
    """The scores measured already, by seed; a company whose last score is missing was not measured to its end."""
    found: dict[int, Scores] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for seed, score, number in filter(None, map(parsed, csv.reader(file))):
                found.setdefault(seed, {})[score] = number
    return {seed: scores for seed, scores in found.items() if scores.pop(WHOLE, None)}


def parsed(row: list[str]) -> tuple[int, str, float] | None:
    """Seed, score and number of a line; None for one that was cut short."""
    try:
        seed, score, number = row
        return int(seed), score, float(number)
    except ValueError:
        return None


def read(path: Path, wanted: range) -> list[Scores]:
    """The scores of the companies asked for, in the order of their seeds."""
    found = known(path)
    return [found[seed] for seed in wanted if seed in found]


def fingerprint() -> str:
    """Changes whenever code that a score depends on changes."""
    digest = hashlib.sha256()
    for place in MEASURED:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if file.name not in NOT_MEASURED and not file.name.startswith("test_"):
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
