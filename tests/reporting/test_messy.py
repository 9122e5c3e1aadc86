"""Companies with columns missing, cells blank, dates off and sums absurd: an answer, no warning, no broken range."""

import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import fit
from balance.ranges import Range
from balance.reporting import report_of
from balance.scenario import ACTIONS, BASE, compare, evaluate, levers, scenario

KEPT = ("initiative_id", "incident_id", "name", "stage", "class", "opened_at", "gone")
STAGES = ("idea", "approved", "in_flight", "on_hold", "done", "cancelled")


def messy(frame, rng):
    frame = frame.copy()
    for column in [name for name in frame.columns if name not in KEPT]:
        chance = rng.random()
        if chance < 0.15:
            frame = frame.drop(columns=column)
        elif chance < 0.35:
            frame[column] = frame[column].where(rng.random(len(frame)) < rng.random())
        elif chance < 0.5 and frame[column].dtype == float:
            frame[column] = frame[column] * rng.choice([0.0, 1e-12, 1e12, -1.0])
        elif chance < 0.7 and str(frame[column].dtype).startswith("datetime"):
            frame[column] = frame[column] + pd.to_timedelta(rng.integers(-3000, 3000, len(frame)), unit="D")
    return frame


def messy_company(rng, seed):
    clean = company(int(rng.integers(1, 15)), int(rng.integers(1, 5)), float(rng.choice([0.2, 1, 5])), seed=seed)
    initiatives = messy(clean.initiatives, rng)
    initiatives = initiatives.assign(
        stage=rng.choice(STAGES, len(initiatives)), gone=rng.random(len(initiatives)) < 0.1
    )
    amounts = {key: 10 ** rng.uniform(0, 12) for key in ("loss_limit", "revenue", "materiality_floor", "loss_cap")}
    stated = {key: amount for key, amount in amounts.items() if rng.random() < 0.5}
    given = resolve(pd.DataFrame({"key": list(stated), "value": [repr(amount) for amount in stated.values()]}))
    known = {"incidents": date(2026, int(rng.integers(1, 10)), 1)}
    return Company(clean.as_of, given, initiatives, messy(clean.incidents, rng), table_dates=known)


@pytest.mark.parametrize("seed", range(8))
def test_a_messy_company_gets_an_answer(seed):
    rng = np.random.default_rng(seed)
    given = messy_company(rng, seed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = fit(given)
        base = evaluate(fitted, BASE)
        found = report_of(given, fitted, base)
        asked = {lever.name: float(rng.uniform(lever.least, lever.greatest)) for lever in levers(fitted)}
        actions = {str(name): str(rng.choice(ACTIONS)) for name in fitted.plan.rows["initiative_id"]}
        change = compare(fitted, base, evaluate(fitted, scenario("any", asked, actions)))
    ranges = [*vars(found.velocity).values(), *vars(found.risk).values(), *change.base.values(),
              *change.scenario.values(), *change.difference.values()]  # fmt: skip
    for part in ranges:
        if isinstance(part, Range) and part.known:
            assert np.isfinite([part.value, part.low, part.high]).all()
            assert part.low <= part.value <= part.high
