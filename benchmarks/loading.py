"""Loading 20,000 rows × 20 columns: check, child process and store included, against bare reading of the same file."""

from __future__ import annotations

import os
import random
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import python_calamine

from balance import uploading
from benchmarks.measurement import Measurement, against, in_turns

ROWS = 20_000
REPEAT = 5
LIMIT = 3.0
AS_OF = date(2026, 9, 30)
COLUMNS = (
    "incident_id", "opened_at", "class", "title", "state", "severity", "occurred_at", "detected_at", "resolved_at",
    "business_unit", "service", "technology", "initiative_id", "third_party", "loss", "loss_low", "loss_high",
    "downtime_hours", "records_affected", "detected_by",
)  # fmt: skip


def measure() -> list[Measurement]:
    """The whole `load` of a large workbook, and bare calamine, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "incidents.xlsx"
        write_workbook(workbook)
        fresh = (Path(folder) / f"{number}.duckdb" for number in range(REPEAT + 1))
        load, bare = in_turns(
            lambda: load_into(next(fresh), workbook),
            lambda: read_bare(workbook),
            repeat=REPEAT,
            clock=all_processor_time,
        )
    return [against("load of 20,000 rows × 20 against bare reading", load, bare, LIMIT)]


def load_into(database: Path, workbook: Path) -> None:
    """One load into an empty store; a refusal would make the figure worthless."""
    uploaded = uploading.load(str(database), [workbook], as_of=AS_OF)
    if uploaded.status == "refused":
        raise RuntimeError(f"the workbook of the benchmark was refused: {uploaded.text}")


def read_bare(workbook: Path) -> None:
    """The rows as calamine gives them."""
    python_calamine.CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()


def all_processor_time() -> float:
    """Processor time of this process and of the children it has waited for, in seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def write_workbook(path: Path) -> None:
    """A large export of incidents, always the same."""
    chance = random.Random(7)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("incidents")
    sheet.append(COLUMNS)
    for number in range(ROWS):
        sheet.append(row(number, chance))
    book.save(path)


def row(number: int, chance: random.Random) -> list[object]:
    """One incident with every cell filled."""
    opened = datetime(2023, 10, 1, 8) + timedelta(minutes=70 * number)
    loss = round(chance.lognormvariate(10, 1.4), 2)
    return [
        f"INC{number:07d}", opened, chance.choice(("outage", "phishing", "data leak", "malware")),
        f"Service {number % 40} did not answer", "closed", chance.choice(("1", "2", "3", "4")), opened,
        opened + timedelta(minutes=20), opened + timedelta(hours=chance.randint(1, 60)), f"Unit {number % 6}",
        f"Service {number % 40}", chance.choice(("cloud", "ai; cloud", "iot", "erp")), f"I{number % 80:03d}",
        chance.choice(("yes", "no")), loss, round(loss / 2, 2), round(loss * 2, 2), round(chance.random() * 8, 1),
        chance.randint(0, 5000), chance.choice(("monitoring", "user", "third party")),
    ]  # fmt: skip
