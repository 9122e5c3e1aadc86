"""A large company's exports, quarter by quarter: the same files for the same size, whoever makes them.

An export of incidents holds those of its quarter; one of initiatives all that are known and not yet over for a year,
as trackers give them out. So each incident is in one snapshot, and an initiative in those of its life.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

FIRST_YEAR = 2016
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
CLASSES = ("outage", "phishing", "data leak", "malware", "insider", "change failure")
CLASS_SHARES = (0.38, 0.17, 0.05, 0.12, 0.03, 0.25)
TECHNOLOGIES = ("cloud", "ai; cloud", "iot", "erp", "5g", "mainframe", "quantum; ai")
UNITS, SERVICES = 12, 200
LOSS_SHARE = 0.15
"""So many incidents have a loss in the record; of most nobody wrote one down."""

Array = np.ndarray


def quarter_end(number: int) -> date:
    """The last day of a quarter, counted from 0."""
    month, day = QUARTER_ENDS[number % 4]
    return date(FIRST_YEAR + number // 4, month, day)


def write_quarter(folder: Path, number: int, incidents: int, initiatives: int) -> list[Path]:
    """The two exports of one quarter: so many incidents of its own, and the initiatives, so many new each quarter."""
    named = {
        "incidents": incidents_of(number, incidents, initiatives),
        "initiatives": initiatives_known(number, initiatives),
    }
    paths = [folder / f"{table}-{quarter_end(number)}.csv" for table in named]
    for path, frame in zip(paths, named.values(), strict=True):
        csv.write_csv(pa.Table.from_pandas(frame, preserve_index=False), path)
    return paths


def incidents_of(number: int, count: int, initiatives: int) -> pd.DataFrame:
    """The incidents of one quarter, in the order they were opened."""
    chance = np.random.default_rng([number, 1])
    begin, end = (np.datetime64(quarter_end(at), "s") for at in (number - 1, number))
    opened = begin + np.sort(chance.uniform(0, 1, count) * (end - begin).astype(float)).astype("timedelta64[s]")
    detected = np.minimum(opened + chance.exponential(3_000, count).astype("timedelta64[s]"), end)
    resolved = detected + chance.exponential(90_000, count).astype("timedelta64[s]")
    is_open = resolved > end
    loss = np.where(chance.random(count) < LOSS_SHARE, chance.lognormal(8.5, 1.4, count).round(2), np.nan)
    service = chance.integers(0, SERVICES, count)
    names = pd.Series([f"Service {at}" for at in range(SERVICES)])
    return pd.DataFrame({
        "incident_id": numbered("INC", number * count, count, 8),
        "opened_at": minutes(opened),
        "class": picked(chance, CLASSES, count, CLASS_SHARES),
        "title": (names + " did not answer")[service].to_numpy(),
        "state": np.where(is_open, "open", "closed"),
        "severity": picked(chance, ("1", "2", "3", "4"), count, (0.02, 0.08, 0.3, 0.6)),
        "detected_at": minutes(detected),
        "resolved_at": np.where(is_open, None, minutes(resolved)),
        "business_unit": [f"Unit {at}" for at in chance.integers(0, UNITS, count)],
        "service": names[service].to_numpy(),
        "technology": picked(chance, TECHNOLOGIES, count),
        "initiative_id": blamed(chance, number, count, initiatives),
        "loss": loss,
        "downtime_hours": (chance.exponential(2.0, count)).round(1),
        "records_affected": chance.integers(0, 5_000, count),
        "detected_by": picked(chance, ("monitoring", "user", "third party"), count),
    })  # fmt: skip


def blamed(chance: np.random.Generator, number: int, count: int, initiatives: int) -> Array:
    """The initiative behind an incident, for one in ten: one of the last two years."""
    known = (number + 1) * initiatives
    chosen = chance.integers(max(0, known - 8 * initiatives), known, count)
    names = numbered("I", 0, known, 5)
    return np.where(chance.random(count) < 0.1, names[chosen], None)


def initiatives_known(number: int, a_quarter: int) -> pd.DataFrame:
    """The initiatives as the tracker shows them at the end of a quarter."""
    drawn = pd.concat([initiatives_of(at, a_quarter) for at in range(max(0, number - 16), number + 1)])
    now = np.datetime64(quarter_end(number), "D")
    over = drawn["finish_actual"] <= now
    frame = drawn[~over | (drawn["finish_actual"] > now - 365)].copy()
    over = frame["finish_actual"] <= now
    begun = frame["start_actual"] <= now
    frame["stage"] = np.select([over, begun], ["done", "in_flight"], "approved")
    done = (now - frame["start_actual"]) / (frame["finish_actual"] - frame["start_actual"])
    frame["percent_complete"] = np.clip(done.fillna(0), 0, 1).round(2)
    frame["actual_cost"] = (frame["budget"] * frame["percent_complete"] * frame.pop("cost_factor")).round(0)
    frame.loc[~over, "finish_actual"] = np.datetime64("NaT")
    frame.loc[~begun, "start_actual"] = np.datetime64("NaT")
    return frame.reset_index(drop=True)


def initiatives_of(number: int, count: int) -> pd.DataFrame:
    """The initiatives that enter the plan in one quarter, with what will become of them."""
    chance = np.random.default_rng([number, 2])
    entered = np.datetime64(quarter_end(number), "D")
    start = entered + chance.integers(-60, 120, count)
    planned = chance.integers(120, 500, count)
    begun = start + chance.integers(0, 40, count)
    lasted = (planned * chance.lognormal(0.1, 0.3, count)).astype(int)
    return pd.DataFrame({
        "initiative_id": numbered("I", number * count, count, 5),
        "name": [f"Initiative {number * count + at}" for at in range(count)],
        "start_planned": start,
        "start_actual": begun,
        "finish_planned": start + planned,
        "finish_actual": begun + lasted,
        "business_unit": [f"Unit {at}" for at in chance.integers(0, UNITS, count)],
        "category": picked(chance, ("run", "grow", "transform", "mandatory"), count),
        "technology": picked(chance, TECHNOLOGIES, count),
        "security_joined": picked(chance, ("design", "build", "late", "not_yet"), count),
        "budget": chance.lognormal(13, 0.8, count).round(-3),
        "annual_value": chance.lognormal(13, 1.0, count).round(-3),
        "cost_factor": chance.lognormal(0.05, 0.15, count),
        "people": chance.integers(2, 30, count),
    })  # fmt: skip


def numbered(prefix: str, first: int, count: int, digits: int) -> Array:
    """Ids that sort as they are counted."""
    return np.array([f"{prefix}{at:0{digits}d}" for at in range(first, first + count)], dtype=object)


def picked(chance: np.random.Generator, choices: tuple[str, ...], count: int, shares: object = None) -> Array:
    """One of the choices for each row."""
    return chance.choice(np.array(choices, dtype=object), count, p=shares)


def minutes(moments: Array) -> Array:
    """Moments as a ticket system writes them."""
    return np.char.replace(np.datetime_as_string(moments, unit="m"), "T", " ")
