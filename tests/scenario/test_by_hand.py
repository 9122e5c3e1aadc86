"""Scenarios beside their formulas written out as loops: initiative by initiative, month by month, one draw at a time.

Nothing of the model's way of working is used here, only what was learnt: work left, effects, rates and losses.
"""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company
from scipy.stats import norm

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.scenario import Scenario, evaluate
from balance.scenario.evaluation import unit_limits

DRAWS = (0, 77, 200)


def in_units(of, **stated):
    rows = pd.DataFrame({"key": list(stated), "value": [str(value) for value in stated.values()]})
    units = np.array(["A", "B", "C"])[np.arange(len(of.initiatives)) % 3]
    return replace(of, initiatives=of.initiatives.assign(business_unit=units), assumptions=resolve(rows))


PLAIN = fit(in_units(company(30, 4, 12, seed=5)))
CROWDED = fit(in_units(company(36, 3, 20, seed=8), **{"effect:unplanned_starts": 1.5, "revenue": 4e8}))


def year_by_hand(fitted, k, runs, pace, work, limits):
    """Quarters to the finish (infinite beyond the year), exposure, of newcomers, and load of other incidents."""
    plan, effects = fitted.plan, fitted.coupling
    rows, units = range(plan.size), range(len(plan.usual))
    left = [work[i] if runs[i] else math.inf for i in rows]
    finish, exposure, beside, other = [math.inf] * plan.size, [0.0] * plan.size, 0.0, 0.0
    idle = range(len(plan.idle_usual))
    for month in range(12):
        present = [runs[i] * min(max(month + 1 - 3 * plan.starts_in[i], 0.0), 1.0) * (left[i] > 0) for i in rows]
        for u in units if limits is not None else ():
            waiting = [i for i in rows if plan.unit[i] == u and present[i] > 0]
            for i in waiting[int(limits[u]) :]:
                present[i] = 0.0
        load = {}
        for u in units:
            own = sum(present[i] for i in rows if plan.unit[i] == u)
            new = plan.newcomers.open[u, month] * plan.newcomers.luck[u, k]
            new = new if limits is None else min(new, max(limits[u] - own, 0.0))
            load[u] = max(own + new, 0.25) / plan.usual[u]
            beside += new * load[u] ** effects.load[k] / 12
            other += load[u] ** effects.load_other[k] / 12
        for u in idle:
            new = plan.idle_newcomers.open[u, month] * plan.idle_newcomers.luck[u, k]
            ahead = max(new, 0.25) / plan.idle_usual[u]
            beside += new * ahead ** effects.load[k] / 12
            other += ahead ** effects.load_other[k] / 12
        for i in rows:
            speed = pace * load[plan.unit[i]] ** -fitted.delivery.slowdown[k] / 3
            active = min(left[i] / speed, present[i])
            exposure[i] += active * load[plan.unit[i]] ** effects.load[k] / 12
            if present[i] > 0 and left[i] / speed <= present[i]:
                started = min(max(month + 1 - 3 * plan.starts_in[i], 0.0), 1.0)
                finish[i], left[i] = (month + 1 - started + active) / 3, 0.0
            else:
                left[i] -= active * speed
    return finish, exposure, beside, other / (len(units) + len(idle))


def by_hand(fitted, k, scenario):
    """Value landing, exposure ratio, and expected loss of one draw under a scenario without a smaller budget."""
    plan, effects, levers, past = fitted.plan, fitted.coupling, fitted.effects, fitted.past
    actions, pace, rows = dict(scenario.actions), scenario.pace or 1.0, range(plan.size)
    runs = [actions.get(name) not in ("pause", "stop") for name in plan.ids]
    share = [1.0 if actions.get(name) == "secure_first" else (scenario.secure_at_design or 0.0) * plan.late[i]
             for i, name in enumerate(plan.ids)]  # fmt: skip
    limits = unit_limits(fitted, scenario.wip_limit)
    work = [plan.work[i, k] for i in rows]
    finish, exposure, beside, other = year_by_hand(fitted, k, runs, pace, work, limits)
    late = [effects.late[k] * plan.score[i] for i in rows]
    joined = [(1 - share[i]) * math.exp(late[i])
              + share[i] * math.exp(late[i] - max(late[i], 0.0) * levers.secured[k]) for i in rows]  # fmt: skip
    if any(share):
        added = [share[i] * (plan.score[i] > 0) * plan.planned[i] * levers.secure_delay[k] for i in rows]
        longer = year_by_hand(fitted, k, runs, pace, [a + b for a, b in zip(work, added, strict=True)], limits)
        finish = longer[0]
        for i in rows:
            kept = exposure[i] + effects.follows_open[k] * (longer[1][i] - exposure[i])
            taken_off = math.exp(late[i]) / joined[i]
            exposure[i] = min(kept, exposure[i] * taken_off) if taken_off > 1 else exposure[i]
    exposed = sum(plan.multiplier[i, k] * joined[i] * exposure[i] for i in rows) + past.ordinary[k] * beside
    part = effects.change_caused_share[k]
    ratio = (part * min(exposed / past.exposure[k], 4.0) * pace ** levers.pace[k]
             + (1 - part) * other / past.other[k])  # fmt: skip
    value = sum(plan.value[i] for i in rows if finish[i] <= 4.0)
    return value, ratio, loss_by_hand(fitted, k, scenario, ratio)


def loss_by_hand(fitted, k, scenario, ratio):
    """Mean loss of the year, class by class."""
    losses, levers, total = fitted.losses, fitted.effects, 0.0
    controls = (1 - levers.programme[k]) ** ((scenario.control_spend or 0.0) / fitted.programme_cost)
    slower = math.log(scenario.response_time or 1.0)
    for c in range(len(losses.classes)):
        often = controls * (1.0 if c in losses.independent else ratio)
        often *= 1 + losses.shares.external[c] * ((scenario.threat or 1.0) - 1)
        centre = losses.mu[k, c] + losses.shares.duration[c] * levers.response[k] * slower
        total += losses.costly[k, c] * often * mean_by_hand(losses, k, c, centre)
    return total


def mean_by_hand(losses, k, c, centre):
    """Mean of one capped loss of one or two lognormal kinds."""
    mean, cap = 0.0, losses.cap[c]
    kinds = (getattr(losses.shape, name)[:, k, c] for name in ("share", "place", "width"))
    for share, place, width in zip(*kinds, strict=True):
        if share > 0:
            mu, sigma = centre + place * losses.sigma[k, c], width * losses.sigma[k, c]
            z = (math.log(cap) - mu) / sigma
            mean += share * (math.exp(mu + sigma**2 / 2) * norm.cdf(z - sigma) + cap * norm.sf(z))
    return mean


def single(fitted):
    """One initiative to secure, one to pause and one to stop."""
    ids = list(fitted.plan.ids)
    late = ids[int(np.argmax(fitted.plan.score))]
    others = [name for name in ids if name != late]
    return ((late, "secure_first"), (others[0], "pause"), (others[-1], "stop"))


SCENARIOS = (
    Scenario(), Scenario(wip_limit=7), Scenario(secure_at_design=0.6), Scenario(control_spend=250_000.0),
    Scenario(response_time=0.5), Scenario(response_time=1.7), Scenario(pace=1.3), Scenario(pace=0.7),
    Scenario(threat=1.8),
    Scenario(wip_limit=9, secure_at_design=1.0, control_spend=90_000.0, response_time=0.8, pace=1.2, threat=0.6),
)  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: "+".join(one.levers) or "today")
@pytest.mark.parametrize("fitted", [PLAIN, CROWDED], ids=["plain", "crowded"])
def test_every_lever_does_what_its_formula_says(fitted, scenario):
    agree(fitted, scenario)


@pytest.mark.parametrize("fitted", [PLAIN, CROWDED], ids=["plain", "crowded"])
def test_single_actions_do_what_the_formula_says(fitted):
    agree(fitted, Scenario(actions=tuple(sorted(single(fitted))), pace=1.1))


def agree(fitted, scenario):
    outcome = evaluate(fitted, scenario)
    for k in DRAWS:
        value, ratio, loss = by_hand(fitted, k, scenario)
        assert outcome.value[k] == pytest.approx(value, rel=1e-9)
        assert outcome.ratio[k] == pytest.approx(ratio, rel=1e-9)
        assert outcome.expected_loss[k] == pytest.approx(loss, rel=1e-6)


def test_the_crowded_company_has_newcomers_and_a_severe_class():
    assert CROWDED.plan.newcomers.open.any()
    assert CROWDED.losses.independent
    assert not PLAIN.plan.newcomers.open.any()
