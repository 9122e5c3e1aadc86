"""Who carries the risk: the parts add up, and what an initiative moves is what exposing a little more does."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.reporting.exposure import risk
from balance.reporting.velocity import initiatives, lost_per_week
from balance.scenario import BASE, Scenario, evaluate

COMPANY = company(24, 3, 12, seed=4)


def stated(**rows):
    told = pd.DataFrame({"key": list(rows), "value": [str(value) for value in rows.values()]})
    return replace(COMPANY, assumptions=resolve(told))


PLAIN = fit(COMPANY)
SEVERE = fit(stated(revenue=5e8, loss_limit=2e7))


@pytest.mark.parametrize(("fitted", "scenario"), [
    (PLAIN, BASE), (SEVERE, BASE), (PLAIN, Scenario(response_time=0.6, pace=1.3, secure_at_design=0.5, wip_limit=4.0)),
], ids=["plain", "severe", "moved"])  # fmt: skip
def test_what_initiatives_and_others_carry_adds_up(fitted, scenario):
    outcome = evaluate(fitted, scenario)
    told = risk(fitted, outcome)
    by_class, carried = told.classes, told.initiatives
    assert by_class["share_of_tail"].sum() == pytest.approx(1.0, abs=1e-12)
    mean = sum(found.value for found in by_class["expected_annual_loss"])
    assert mean == pytest.approx(told.expected_annual_loss.value)
    for name, whole in (("expected_annual_loss", mean), ("share_of_tail", 1.0)):
        assert carried[name].sum() + told.elsewhere[name] == pytest.approx(whole)
        assert (carried[name] >= 0).all()
        assert 0 < told.elsewhere[name] < whole
    assert (carried[["moves_bad_year_by", "moves_chance_by"]] >= 0).all(axis=None)


@pytest.mark.parametrize("fitted", [PLAIN, SEVERE], ids=["plain", "severe"])
def test_what_an_initiative_moves_is_what_exposing_a_little_more_does(fitted):
    base = evaluate(fitted, BASE)
    told = risk(fitted, base).initiatives
    for row in range(0, fitted.plan.size, 3):
        step, moved = 0.02, []
        for side in (1 + step, 1 - step):
            exposed = fitted.plan.multiplier.copy()
            exposed[row] *= side
            moved.append(evaluate(replace(fitted, plan=replace(fitted.plan, multiplier=exposed)), BASE, base.level))
        more, less = moved
        chance = (more.beyond_limit.mean() - less.beyond_limit.mean()) / (2 * step)
        year = (more.bad_year.predictive - less.bad_year.predictive) / (2 * step)
        mean = (more.expected_loss.mean() - less.expected_loss.mean()) / (2 * step)
        assert told["moves_chance_by"][row] == pytest.approx(chance, rel=2e-3, abs=1e-7)
        assert told["moves_bad_year_by"][row] == pytest.approx(year, rel=0.02)
        assert told["expected_annual_loss"][row] == pytest.approx(mean, rel=1e-6)


def test_the_worst_years_split_by_initiative_are_not_the_mean_year_in_small():
    told = risk(PLAIN, evaluate(PLAIN, BASE)).initiatives
    of_mean = told["expected_annual_loss"] / told["expected_annual_loss"].sum()
    of_tail = told["share_of_tail"] / told["share_of_tail"].sum()
    assert (of_mean - of_tail).abs().max() > 1e-4


def test_without_a_limit_nothing_is_said_of_the_chance():
    fitted = fit(stated(revenue=1e9))
    told = risk(fitted, evaluate(fitted, BASE))
    assert told.classes["moves_chance_by"].isna().all()
    assert told.initiatives["moves_chance_by"].isna().all()
    assert told.initiatives["moves_bad_year_by"].notna().all()


def test_value_is_what_may_land_k16():
    """Values 1, 2, 4 with chances 0.5, 0.7, 0.9: mean 5.5, standard deviation 1.59, at least 6 with chance 0.63."""
    value, chance = np.array([1.0, 2.0, 4.0]), np.array([0.5, 0.7, 0.9])
    every = np.array(np.meshgrid(*[[0, 1]] * 3, indexing="ij")).reshape(3, -1)
    weight = np.prod(np.where(every, chance[:, None], 1 - chance[:, None]), axis=0)
    draws = np.repeat(every, np.round(1000 * weight).astype(int), axis=1)
    plan = replace(PLAIN.plan, rows=PLAIN.plan.rows.head(3).assign(annual_value=value), value=value)
    finish = np.where(draws == 1, 1.0, 9.0)
    outcome = evaluate(PLAIN, BASE)
    landing = replace(outcome, year=replace(outcome.year, finish=finish))
    told = initiatives(replace(PLAIN, plan=plan), landing)
    assert told["expected_value"].sum() == pytest.approx(5.5)
    landed = value @ landing.year.landed
    assert landed.std() == pytest.approx(1.5905974, rel=1e-7)
    assert (landed >= 6).mean() == pytest.approx(0.63)


def test_a_week_late_costs_what_landing_a_little_later_loses():
    outcome = evaluate(PLAIN, BASE)
    told = initiatives(PLAIN, outcome)
    finish, value = outcome.year.finish, PLAIN.plan.value
    weeks = 91.25 / 7 / 2
    late, early = (value * (finish + side * weeks * 7 / 91.25 <= 4.0).mean(axis=1) for side in (1, -1))
    assert told["landed_lost_per_week"].fillna(0.0).to_numpy() == pytest.approx((early - late) / (2 * weeks), rel=0.02)
    assert (told["landed_lost_per_week"].dropna() >= 0).all()
    assert lost_per_week(np.zeros((0, 5))).tolist() == []


def test_the_typical_loss_of_a_class_follows_the_response_time_like_its_mean():
    outcome = evaluate(SEVERE, Scenario(response_time=0.5))
    found, losses = risk(SEVERE, outcome).classes["typical_loss"], SEVERE.losses
    longer = SEVERE.effects.response * np.log(0.5)
    for c, told in enumerate(found):
        centre = losses.mu[:, c] + losses.shares.duration[c] * longer + losses.sigma[:, c] * losses.shape.middle[:, c]
        assert told.value == pytest.approx(np.minimum(np.exp(centre), losses.cap[c]).mean())
    today = risk(SEVERE, evaluate(SEVERE, BASE)).classes["typical_loss"]
    assert [told.value for told in today] == [pytest.approx(value) for value in losses.medians.mean(axis=0)]
    assert any(told.value < now.value for told, now in zip(found, today, strict=True))
