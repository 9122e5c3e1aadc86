"""How often the truth lies in the ranges: made-up companies whose truth is known, from frames to answer.

Not part of `bench`. `python -m benchmarks.coverage 25` takes about half a second a company.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from balance.assumptions import resolve
from balance.company import Company
from balance.model.fit import Fit, fit
from balance.ranges import Draws
from balance.reporting.exposure import incidents_next_quarter
from balance.sample.exports import _before, _midnight, incidents_known
from balance.sample.futures import Futures, next_year
from balance.sample.views import initiatives_as_of
from balance.sample.world import World, simulate
from balance.scenario import BASE, Outcome, evaluate
from balance.schema import FRAME_TYPES, TABLES

LIMIT, CAP = 10e6, 25e6
FUTURES = 800


def known_company(world: World, position: int) -> Company:
    """What the tools of a made-up company knew at one of its quarter-ends."""
    day, end = world.quarters[position], _midnight(world.quarters[position])
    incidents = incidents_known(world, end)
    inside = (incidents["opened_at"] >= _before(world, 0)) & (incidents["opened_at"] < end)
    stated = pd.DataFrame({"key": ["loss_limit", "loss_cap"], "value": [str(LIMIT), str(CAP)]})
    return Company(
        day, resolve(stated), typed(initiatives_as_of(world, day), "initiatives"),
        typed(incidents[inside].copy(), "incidents"), world.changes[world.changes["finished_at"] < end],
    )  # fmt: skip


def typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The frame with the types that the store hands out."""
    for column in TABLES[table].columns:
        if column.name not in frame:
            continue
        kind = FRAME_TYPES[column.type]
        if kind == "float64":
            frame[column.name] = pd.to_numeric(frame[column.name], errors="coerce")
        elif kind.startswith("datetime"):
            frame[column.name] = pd.to_datetime(frame[column.name], errors="coerce").astype(kind)
    return frame


def hits(seed: int, position: int) -> dict[str, float]:
    """For one company: what lay in its 80 % range (1 or 0, or a share of its futures), and what was off by how much."""
    world = simulate(seed, 12)
    company = known_company(world, position)
    futures = next_year(world, company.as_of, FUTURES)
    fitted = fit(company)
    outcome = evaluate(fitted, BASE)
    return of_outcomes(fitted, outcome, futures) | of_losses(outcome, futures) | of_effects(fitted, world)


def of_outcomes(fitted: Fit, outcome: Outcome, futures: Futures) -> dict[str, float]:
    assert fitted.losses is not None
    low, high = np.quantile(outcome.value, [0.1, 0.9])
    count = incidents_next_quarter(fitted.losses, outcome)
    next_quarter = futures.incidents_next_quarter
    return {
        "value landing: futures in range": float(((futures.value >= low) & (futures.value <= high)).mean()),
        "value landing: bias of mean": float(outcome.value.mean() / futures.value.mean() - 1),
        "incidents next quarter: futures in range": float(
            ((next_quarter >= count.low) & (next_quarter <= count.high)).mean()
        ),
        "incidents next year: bias of mean": float(outcome.rates.sum(axis=1).mean() / futures.incidents.mean() - 1),
    }


def of_losses(outcome: Outcome, futures: Futures) -> dict[str, float]:
    assert outcome.bad_year is not None
    assert outcome.beyond_limit is not None
    bad = outcome.bad_year
    return {
        "expected loss in range": inside(float(futures.loss.mean()), outcome.expected_loss),
        "expected loss: bias of log mean": float(np.log(outcome.expected_loss.mean() / futures.loss.mean())),
        "bad year in range": inside(float(np.quantile(futures.loss, 0.95)), bad.draws),
        "bad year exceeded (0.05 wanted)": float((futures.loss > bad.predictive).mean()),
        "chance beyond limit in range": inside(float((futures.loss > LIMIT).mean()), outcome.beyond_limit),
    }


def of_effects(fitted: Fit, world: World) -> dict[str, float]:
    truth, found = world.truth, fitted.coupling
    tags = [(column, tag) for column, tag in enumerate(found.technologies) if tag in truth.technology_factors]
    return {
        "late joining in range": inside(np.log(truth.late_factor), found.late),
        "late joining: bias of log": float(found.late.mean() - np.log(truth.late_factor)),
        "technology in range": float(
            np.mean([inside(np.log(truth.technology_factors[tag]), found.technology[:, c]) for c, tag in tags])
        ),
        "size in range": inside(truth.size_elasticity, found.size),
        "load on incidents in range": inside(truth.load_risk, found.load),
        "load on incidents: bias": float(found.load.mean() - truth.load_risk),
        "load on delivery in range": inside(truth.load_delivery, fitted.delivery.slowdown),
    }


def inside(truth: float, draws: Draws) -> float:
    low, high = np.quantile(draws, [0.1, 0.9])
    return float(low <= truth <= high)


def main(companies: int = 25, quarter: int = 12, first_seed: int = 100) -> None:
    """Prints the mean over that many companies, seen after that many quarters."""
    table = pd.DataFrame([hits(first_seed + number, quarter - 1) for number in range(companies)])
    print(table.mean().round(3).to_string())


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
