"""Blocks: what plans bring there is what a scenario does; dependencies join units."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance.frontier.blocks import alone, blocks, worth
from balance.frontier.choices import PAUSE, choices, mended, scenario_of
from balance.frontier.price import price
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, evaluate

COMPANY = company(40, 4, 12, seed=6)
FITTED = fit(COMPANY)
TODAY = evaluate(FITTED, BASE)
PRICE = price(FITTED, TODAY)
CHOSEN = choices(FITTED, BASE)
MOVED = Scenario(wip_limit=6.0, pace=1.3, secure_at_design=0.4)
RNG = np.random.default_rng(3)
PLANS = mended(CHOSEN, RNG.integers(0, 3, (12, CHOSEN.size)).astype(np.int8))


@pytest.mark.parametrize("around", [BASE, MOVED], ids=["base", "moved"])
def test_blocks_add_up_to_the_scenario(around):
    parts = blocks(FITTED, CHOSEN, PRICE, around)
    assert len(parts) > 1
    for plan in PLANS:
        outcome = evaluate(FITTED, scenario_of(CHOSEN, plan, around))
        assert sum(worth(part, plan[None, part.rows]).value[0] for part in parts) == pytest.approx(outcome.value.mean())


def test_exposure_follows_the_bad_year_near_today():
    parts = blocks(FITTED, CHOSEN, PRICE, BASE)
    nothing = np.zeros((1, CHOSEN.size), dtype=np.int8)
    for row in np.flatnonzero(CHOSEN.may_pause)[:6]:
        one = nothing.copy()
        one[0, row] = PAUSE
        said = sum(worth(p, one[:, p.rows]).exposure[0] - worth(p, nothing[:, p.rows]).exposure[0] for p in parts)
        exact = evaluate(FITTED, scenario_of(CHOSEN, one[0], BASE)).bad_year.predictive - TODAY.bad_year.predictive
        assert said == pytest.approx(exact, rel=0.15, abs=2e-4 * TODAY.bad_year.predictive)


def test_units_that_need_each_other_are_one_block():
    before = blocks(FITTED, CHOSEN, PRICE, BASE)
    table, ids = COMPANY.initiatives, CHOSEN.ids
    first, last = ids[0], ids[-1]
    linked = fit(replace(COMPANY, initiatives=table.assign(
        depends_on=[last if name == first else None for name in table["initiative_id"]])))  # fmt: skip
    chosen = choices(linked, BASE)
    after = blocks(linked, chosen, PRICE, BASE)
    assert len(after) == len(before) - 1
    assert sorted(np.concatenate([part.rows for part in after])) == list(range(chosen.size))


def test_alone_in_a_unit_of_one_is_the_unit():
    parts = blocks(FITTED, CHOSEN, PRICE, BASE)
    one = next(part for part in parts if part.size == 1 and FITTED.plan.starts_in[part.rows[0]] == 0)
    running, _ = alone(one, 1.0)
    assert running.value[0] <= FITTED.plan.value[one.rows[0]]
    assert running.exposure[0] > 0
