"""Heavy tails, huge limits, tiny losses, a cap below the usual loss: an answer, or how far it goes."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.model.loss_curve import AnnualLoss, Grid
from balance.scenario import BASE, evaluate, headlines
from balance.scenario.comparison import worked_out

COMPANY = company(10, 2, 5, seed=11)


def answer(loss, **stated):
    given = resolve(pd.DataFrame({"key": list(stated), "value": [str(value) for value in stated.values()]}))
    fitted = fit(replace(COMPANY, assumptions=given, incidents=COMPANY.incidents.assign(loss=loss)))
    outcome = evaluate(fitted, BASE)
    return headlines(fitted, outcome), outcome


def known(scale=1.0, spread=1.0):
    return scale * COMPANY.incidents["loss"] ** spread


CASES = {
    "heavy tails": (known(1e-6, 3.0), {"loss_cap": 1e15}),
    "a huge limit": (known(), {"loss_limit": 1e14}),
    "tiny losses": (known(1e-9), {"loss_limit": 1.0}),
    "a cap below the usual loss": (known(), {"loss_cap": 100.0}),
    "a limit beyond the cap": (known(), {"loss_cap": 1e5, "loss_limit": 1e9}),
}


@pytest.mark.parametrize("name", list(CASES))
def test_there_is_an_answer(name):
    loss, stated = CASES[name]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        found, outcome = answer(loss, **stated)
    for headline in ("expected_annual_loss", "bad_year_loss"):
        told = found[headline]
        assert np.isfinite([told.value, told.low, told.high]).all()
        assert told.low <= told.value <= told.high
    assert (np.diff(outcome.loss.predictive) <= 0).all()
    assert outcome.loss.bad_year(0.01).predictive >= outcome.loss.bad_year(0.05).predictive
    if "loss_limit" in stated:
        assert 0 <= found["chance_beyond_limit"].value <= 1


def test_a_cap_below_the_usual_loss_makes_every_loss_the_cap():
    found, outcome = answer(known(), loss_cap=100.0)
    assert found["expected_annual_loss"].value == pytest.approx(100.0 * outcome.costly.sum(axis=1).mean(), rel=0.02)


def test_what_lies_beyond_the_grid_stands_at_its_end_and_says_more():
    loss = AnnualLoss(Grid(64.0, 64), np.full((4, 64), 0.5), np.full(4, 1e3))
    told = worked_out(SimpleNamespace(loss=loss), loss.bad_year(), 0.5)
    assert (told.value, told.high, told.beyond) == (64.0, 64.0, 64.0)
    assert told.as_json()["more_than"] == 64.0
    near = worked_out(SimpleNamespace(loss=loss), loss.bad_year(0.6), 0.5)
    assert near.beyond is None
