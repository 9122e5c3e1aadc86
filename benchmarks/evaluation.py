"""What a moved slider and a cold fit cost, on a made-up company."""

from __future__ import annotations

import gc
import itertools
import tracemalloc
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import Fit, fit
from balance.scenario import Scenario, evaluate, headlines
from balance.scenario.evaluation import course
from balance.scenario.year import deliver
from balance.schema import FRAME_TYPES, TABLES
from benchmarks.measurement import Measurement, against, in_turns

LIMIT_MS, LARGE_LIMIT_MS = 12.0, 25.0
FIT_LIMIT_MS = 400.0
CACHE_LIMIT_MB = 60.0

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


def measure() -> list[Measurement]:
    """A moved slider with every reading, its delivery loop alone, a cold fit, their growth and what a fit keeps."""
    small, large, varied = company(), company(300), company(classes=4)
    fitted, larger, fewer = fit(small), fit(large), fit(varied)
    moved = Scenario(pace=1.1, control_spend=50_000.0, wip_limit=30.0)
    loop, steps = course(fitted, moved), itertools.count()

    def anew(lever: str, plan: Scenario) -> Scenario:
        """The plan with a lever where nobody has moved it yet, so that what follows from it is not kept."""
        return replace(plan, **{lever: getattr(plan, lever) + 1e-6 * next(steps)})

    slider, secured, bigger, simpler, delivery, cold, cold_large = in_turns(
        lambda: answer(fitted, anew("pace", moved)),
        lambda: answer(fitted, anew("secure_at_design", Scenario(secure_at_design=0.5))),
        lambda: answer(larger, anew("pace", moved)), lambda: answer(fewer, anew("pace", moved)),
        lambda: deliver(fitted, loop), lambda: fit(small), lambda: fit(large), repeat=11, warm=2,
    )  # fmt: skip
    return [
        Measurement("scenario after a slider, 80 initiatives, 8 classes, 256 draws", slider, limit=LIMIT_MS),
        Measurement("the same, security brought in", secured, limit=LIMIT_MS),
        Measurement("the same, 300 initiatives", bigger, limit=LARGE_LIMIT_MS),
        against("the same, 300 initiatives, against 80", bigger, slider, limit=300 / 80),
        against("the same, 8 classes, against 4", slider, simpler, limit=2.0),
        Measurement("delivery loop alone", delivery),
        Measurement("cold fit, 80 initiatives, 480 incidents", cold, limit=FIT_LIMIT_MS),
        Measurement("cold fit, 300 initiatives", cold_large, limit=FIT_LIMIT_MS),
        against("cold fit, 300 initiatives, against 80", cold_large, cold, limit=300 / 80),
        Measurement("what a fit keeps after 20 moved sliders", kept_mb(large), "MB", limit=CACHE_LIMIT_MB),
    ]


def kept_mb(known: Company) -> float:
    """Memory that a fit and what is kept with it hold after every kind of lever was moved, in MB."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    fitted = fit(known)
    for step in range(20):
        answer(fitted, Scenario(response_time=0.5 + 0.07 * step, pace=1.0 + 0.01 * step, threat=1.0 + 0.02 * step))
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return held / 1e6


def answer(fitted: Fit, moved: Scenario) -> float:
    """Everything a moved slider shows: both axes, the bad year, the chance beyond the limit and the curve."""
    outcome = evaluate(fitted, moved)
    read = headlines(fitted, outcome)
    assert outcome.loss is not None
    return float(outcome.loss.exceedance()["chance"].iloc[1]) + (read["bad_year_loss"].value or 0.0)
