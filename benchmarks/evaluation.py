"""What a slider costs: CPU of one evaluation, of a cold fit, and of the loss curves against bare numpy."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from balance.assumptions import resolve
from balance.company import Company
from balance.schema import FRAME_TYPES, TABLES

AS_OF = date(2026, 9, 30)


def company(initiatives: int = 80, classes: int = 8, incidents_per_quarter: float = 40, seed: int = 7) -> Company:
    """A made-up company: ten units, twelve quarters, about two in five initiatives open."""
    rng = np.random.default_rng(seed)
    day = pd.Timestamp(AS_OF)
    begun = -rng.uniform(-60, 1095, initiatives)
    planned = rng.uniform(180, 720, initiatives)
    taken = planned * rng.lognormal(0.1, 0.35, initiatives)
    done = begun + taken < 0
    stage = np.where(begun > 0, "approved", np.where(done, "done", "in_flight"))
    starts = day + pd.to_timedelta(np.round(begun), unit="D")
    ids = [f"I-{number:03d}" for number in range(initiatives)]
    table = pd.DataFrame({
        "initiative_id": ids, "name": [f"Initiative {number}" for number in range(initiatives)], "stage": stage,
        "start_planned": starts, "start_actual": starts.where(begun <= 0),
        "finish_planned": starts + pd.to_timedelta(np.round(planned), unit="D"),
        "finish_actual": (starts + pd.to_timedelta(np.round(taken), unit="D")).where(done),
        "business_unit": rng.choice([f"Unit {letter}" for letter in "ABCDEFGHIJ"], initiatives),
        "technology": rng.choice(["cloud", "ai", "erp", "cloud; ai", "iot", ""], initiatives),
        "category": rng.choice(["run", "grow", "transform", "mandatory"], initiatives),
        "budget": rng.lognormal(13, 0.8, initiatives), "actual_cost": rng.lognormal(12, 0.5, initiatives),
        "annual_value": rng.lognormal(13, 0.9, initiatives),
        "security_joined": rng.choice(["design", "build", "late", "not_yet"], initiatives), "gone": False,
    })  # fmt: skip
    count = rng.poisson(incidents_per_quarter * 12)
    opened = day - pd.to_timedelta(rng.uniform(0, 1095, count), unit="D")
    loss = rng.lognormal(10.5, 1.4, count)
    incidents = pd.DataFrame({
        "incident_id": [f"INC{number}" for number in range(count)], "opened_at": opened,
        "class": rng.choice([f"class {number}" for number in range(classes)], count),
        "loss": np.where(rng.random(count) < 0.5, loss, np.nan),
        "initiative_id": np.where(rng.random(count) < 0.4, rng.choice(ids, count), None), "gone": False,
    })  # fmt: skip
    stated = pd.DataFrame({"key": ["loss_limit"], "value": ["40000000"]})
    return Company(AS_OF, resolve(stated), typed(table, "initiatives"), typed(incidents, "incidents"))


def typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The frame with the types that the store hands out."""
    types = {column.name: FRAME_TYPES[column.type] for column in TABLES[table].columns if column.name in frame}
    return frame.astype(types)
