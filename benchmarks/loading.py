"""Loading a large workbook, child processes and store included, against bare reading of the same file.

Each size is loaded in turns with bare calamine: by the clock on the wall and by processor time. What a
load does after the reading is measured alone, and the memory of the process that loads in one of its own.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest import mock

import openpyxl
import python_calamine

from balance import uploading
from balance.ingest import intake, read_files
from balance.ingest.limits import Limits
from balance.ingest.reader import Workbook, read_workbook
from benchmarks.measurement import Measurement, against, in_turns

SMALL, LARGE, CHECKED = 20_000, 200_000, 100_000
REPEAT = {SMALL: 5, LARGE: 3}
LIMIT = {SMALL: 3.0, LARGE: 2.5}
GROWTH_LIMIT = 1.2
VALIDATION_LIMIT_MS = 500.0
MEMORY_LIMIT_MB = 1_200.0
AS_OF = date(2026, 9, 30)
COLUMNS = (
    "incident_id", "opened_at", "class", "title", "state", "severity", "occurred_at", "detected_at", "resolved_at",
    "business_unit", "service", "technology", "initiative_id", "third_party", "loss", "loss_low", "loss_high",
    "downtime_hours", "records_affected", "detected_by",
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """What one load took, and bare reading beside it, in ms: on the wall and of processors."""

    elapsed: tuple[float, float]
    processor: tuple[float, float]


def measure() -> list[Measurement]:
    """Two sizes, what grows between them, what the checks cost, and the memory of the larger one."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {rows: Path(folder) / f"incidents{rows}.xlsx" for rows in (SMALL, CHECKED, LARGE)}
        for rows, path in paths.items():
            write_workbook(path, rows)
        spent = {rows: load_times(paths[rows], REPEAT[rows], Path(folder)) for rows in (SMALL, LARGE)}
        return [
            *(figure for rows in spent for figure in ratios(rows, spent[rows])),
            growth(spent),
            validation(paths[CHECKED]),
            *memory(paths[LARGE], Path(folder)),
        ]


def ratios(rows: int, spent: Spent) -> list[Measurement]:
    """A load against bare reading, on the wall and of processors."""
    name = f"load of {rows:,} rows × {len(COLUMNS)} against bare reading"
    return [against(f"{name}, processor", *spent.processor, LIMIT[rows]),
            against(f"{name}, elapsed", *spent.elapsed, LIMIT[rows])]  # fmt: skip


def growth(spent: dict[int, Spent]) -> Measurement:
    """Processor time of the larger load against that of the smaller one, grown in line with its rows."""
    larger, smaller = spent[LARGE].processor[0], spent[SMALL].processor[0]
    return against(f"growth of a load from {SMALL:,} to {LARGE:,} rows", larger, smaller * LARGE / SMALL, GROWTH_LIMIT)


def load_times(workbook: Path, repeat: int, folder: Path) -> Spent:
    """Medians of whole loads into empty stores and of bare readings, in turns."""
    fresh = (folder / f"{workbook.stem}-{number}.duckdb" for number in range(2 * repeat + 2))
    both: list[tuple[float, ...]] = []
    for clock in (time.perf_counter, all_processor_time):
        runs = (lambda: load_into(next(fresh), workbook), lambda: read_bare(workbook))
        both.append(in_turns(*runs, repeat=repeat, clock=clock))
    return Spent((both[0][0], both[0][1]), (both[1][0], both[1][1]))


def load_into(database: Path, workbook: Path) -> None:
    """One load into an empty store; a refusal would make the figure worthless."""
    uploaded = uploading.load(str(database), [workbook], as_of=AS_OF)
    if uploaded.status == "refused":
        raise RuntimeError(f"the workbook of the benchmark was refused: {uploaded.text}")


def read_bare(workbook: Path) -> None:
    """The rows as calamine gives them."""
    python_calamine.CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()


def validation(workbook: Path) -> Measurement:
    """What understanding, judging and checking cost once the cells are read."""
    book = read_workbook(workbook, workbook.name, replace(Limits(), child_wall_seconds=600.0))
    if book.refused:
        raise RuntimeError(f"the workbook of the benchmark was refused: {book.problems[0]}")

    def given(path: Path, name: str, limits: Limits) -> Workbook:
        return book

    with mock.patch.object(intake, "read_workbook", given):
        (spent,) = in_turns(lambda: read_files([workbook], as_of=AS_OF), repeat=5)
    return Measurement(f"validation of {CHECKED:,} rows after reading", spent, limit=VALIDATION_LIMIT_MS)


def memory(workbook: Path, folder: Path) -> Iterator[Measurement]:
    """The most memory of a process that loads, and of its children, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.loading", str(folder / "memory.duckdb"), str(workbook)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    own, children = map(float, told)
    name = f"memory while {LARGE:,} rows are loaded"
    yield Measurement(f"{name}, the process that loads", own, "MB", limit=MEMORY_LIMIT_MB)
    yield Measurement(f"{name}, the larger of its children", children, "MB", limit=Limits().child_memory_bytes / 2**20)


def peaks(arguments: Sequence[str]) -> tuple[float, float]:
    """Load, and tell the greatest memory of this process and of its children in MB."""
    load_into(Path(arguments[0]), Path(arguments[1]))
    unit = 2**20 if sys.platform == "darwin" else 2**10
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, children = (resource.getrusage(who).ru_maxrss / unit for who in whose)
    return own, children


def all_processor_time() -> float:
    """Processor time of this process and of the children it has waited for, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def write_workbook(path: Path, rows: int) -> None:
    """A large export of incidents, always the same."""
    chance = random.Random(7)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("incidents")
    sheet.append(COLUMNS)
    for number in range(rows):
        sheet.append(row(number, chance))
    book.save(path)


def row(number: int, chance: random.Random) -> list[object]:
    """One incident with every cell filled."""
    opened = datetime(2023, 10, 1, 8) + timedelta(minutes=7 * number)
    loss = round(chance.lognormvariate(10, 1.4), 2)
    return [
        f"INC{number:07d}", opened, chance.choice(("outage", "phishing", "data leak", "malware")),
        f"Service {number % 40} did not answer", "closed", chance.choice(("1", "2", "3", "4")), opened,
        opened + timedelta(minutes=20), opened + timedelta(hours=chance.randint(1, 60)), f"Unit {number % 6}",
        f"Service {number % 40}", chance.choice(("cloud", "ai; cloud", "iot", "erp")), f"I{number % 80:03d}",
        chance.choice(("yes", "no")), loss, round(loss / 2, 2), round(loss * 2, 2), round(chance.random() * 8, 1),
        chance.randint(0, 5000), chance.choice(("monitoring", "user", "third party")),
    ]  # fmt: skip


if __name__ == "__main__":
    print(*peaks(sys.argv[1:]))
