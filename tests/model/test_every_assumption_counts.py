"""Whatever the model takes as given is a row that a person can edit, and editing it moves what it should."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company
from tests.simulated import recording
from tests.simulated.cases import CASES
from tests.simulated.world import world

from balance.assumptions import KNOWN, resolve
from balance.model import severe
from balance.model.coupling import APART, ROUGH
from balance.model.cut_off import cut_off
from balance.model.delivery import DeliveryPrior
from balance.model.fit import delivery_prior, fit, pace_of_starts
from balance.model.level import LevelPrior
from balance.model.losses import level_prior
from balance.model.newcomers import Pace
from balance.model.severity import SeverityPrior
from balance.model.single_event import Overrun, mean_cost
from balance.securing.learning import LearningPrior, learning_prior
from balance.sensitivity import answering
from balance.stating import name, recentred

SOURCES = Path(__file__).parents[2] / "src" / "balance"

EFFECTS = tuple(key for key in KNOWN if key.startswith("effect:"))

ONE_BY_ONE = (
    "duration_tail_start", "duration_tail_exponent", "duration_tail_end", "loss_median_weight", "loss_pooled_weight",
    "starts_forgetting", "starts_by_unit", "load_worlds", "load_rough", "unit_level", "unit_scatter",
    "joined_at_build", "joined_unknown", "approved_start", "undated_stop", "level_trend_chance", "severe_unlike",
)  # fmt: skip
"""Those that move a headline number of a company that leaves in its tables what each of them stands in for."""


@pytest.fixture(scope="module")
def gaps():
    """A company with gaps: approved work without a start, work on hold that nobody dated, joining that nobody names,
    losses above the published floor; newcomers are reckoned with."""
    kind = replace(CASES["severe_no_floor"], luck=(1.0, 1.0), initiatives=(50, 60), per_quarter=(30.0, 30.0),
                   announced=0.4)  # fmt: skip
    made = recording.company(world(kind, 6), 2e6)
    table = made.initiatives.copy()
    approved, going = (table.index[table["stage"] == stage] for stage in ("approved", "in_flight"))
    assert len(approved) > 1
    assert len(going) > 2
    table.loc[approved[0], "start_planned"] = pd.NaT
    table.loc[going[0], ["stage", "finish_planned"]] = ["on_hold", pd.NaT]
    table.loc[going[1:3], "security_joined"] = None
    stated = pd.DataFrame({"key": ["loss_limit", "loss_cap", "revenue", "effect:unplanned_starts"],
                           "value": ["2e6", "5e7", "2e9", "1"]})  # fmt: skip
    return replace(made, initiatives=table, assumptions=resolve(stated))


@pytest.fixture(scope="module")
def ask(gaps):
    """A way to ask for the headline numbers of that company under one changed assumption."""
    return answering(fit(gaps))


@pytest.mark.parametrize("key", [f"effect:{short}" for short in ONE_BY_ONE])
def test_an_edit_of_a_row_moves_a_headline_number_and_its_default_none(ask, key):
    row, base = resolve(None).rows[key], ask(None, False)
    assert ask(replace(row, assumed=False), False) == base
    assert any(ask(recentred(row, end), False) != base for end in (row.low, row.high))


def test_the_length_of_plans_that_nobody_made_is_what_is_assumed():
    made = company(12, 2, 8)
    table = made.initiatives.drop(columns=["finish_planned", "finish_actual", "finish_forecast"], errors="ignore")
    for days in (273.75, 400.0):
        given = resolve(pd.DataFrame({"key": ["effect:plan_length"], "value": [str(days)]}))
        rows = fit(replace(made, initiatives=table, assumptions=given)).history.portfolio
        assert not rows["plan_known"].any()
        assert set(rows["planned_days"]) == {days}


def test_the_doubt_about_a_record_that_seems_cut_off_is_what_is_assumed(gaps):
    late = pd.Timestamp(gaps.as_of) - pd.Timedelta(days=91)
    last = gaps.incidents.index[gaps.incidents["opened_at"] > late]
    thin = replace(gaps, incidents=gaps.incidents.drop(last[2:]))
    widths = []
    for doubt in ("0.15", "0.25"):
        given = resolve(pd.DataFrame({"key": ["effect:level_doubt"], "value": [doubt]}))
        why, width = cut_off(fit(replace(thin, assumptions=given)))
        assert why.startswith("The last quarter has")
        widths.append(width)
    assert widths[1] - 1 == pytest.approx((widths[0] - 1) * 0.15 / 0.25)


def test_what_the_biggest_project_costs_above_its_budget_follows_the_tail():
    stated = pd.DataFrame({"key": ["effect:duration_tail_start", "effect:duration_tail_exponent",
                                   "effect:duration_tail_end"], "value": ["2", "1", "8"]})  # fmt: skip
    tail = delivery_prior(resolve(stated)).tail
    assert (tail.start, tail.end) == (2.0, 8.0)
    # a Pareto with the exponent 1 between 2 and 8: mean ln(8 / 2) / (1 / 2 - 1 / 8)
    assert tail.mean == pytest.approx(np.log(4) / (1 / 2 - 1 / 8), rel=1e-5)
    assert mean_cost(Overrun(3.0, tail)) == pytest.approx(3.0 * (tail.mean - 1.0), rel=1e-5)
    assert Overrun(1.0, tail).chance_above(1.0) == pytest.approx(1.0)
    assert Overrun(1.0, tail).chance_above(3.0) == pytest.approx((1 / 4 - 1 / 8) / (1 / 2 - 1 / 8), rel=1e-5)


def test_defaults_in_code_repeat_the_documented_rows():
    given = resolve(None)
    for repeated, stated in ((DeliveryPrior(), delivery_prior(given)), (LevelPrior(), level_prior(given))):
        for field in repeated.__dataclass_fields__:
            if field != "tail":
                assert np.allclose(getattr(repeated, field), getattr(stated, field), rtol=2e-3, atol=1e-3), field
    assert DeliveryPrior().tail == delivery_prior(given).tail
    assert Pace() == pace_of_starts(given)
    assert LearningPrior() == learning_prior(given)
    documented = {
        "median_weight": "loss_median_weight", "pooled_weight": "loss_pooled_weight", "weight": "loss_weight",
        "shape": "loss_spread_weight", "spread": "loss_spread", "lognormal": "lognormal_losses",
        "second_above": "second_kind_above", "alone": "kinds_by_class",
    }  # fmt: skip
    for field, key in documented.items():
        assert getattr(SeverityPrior(), field) == given.number(f"effect:{key}"), key
    pairs = {"load_worlds": APART, "load_rough": ROUGH, "severe_unlike": severe.RARELY, "severe_alike": severe.SHAPE}
    assert {key: given.number(f"effect:{key}") for key in pairs} == pairs


@pytest.mark.parametrize("key", EFFECTS)
def test_every_effect_is_read_somewhere_and_says_where_it_comes_from(key):
    row = KNOWN[key]
    assert row.low is not None
    assert row.low <= row.value <= row.high
    assert row.low < row.high
    assert row.least <= row.low
    assert row.high <= row.greatest
    assert row.source
    assert row.year
    assert len(name(key)) < 40 or key == "effect:technology"  # shown for each technology by itself
    assert f'"{key}"' in USED


def _used() -> str:
    files = (path for path in SOURCES.rglob("*.py") if path.name not in ("known_assumptions.py", "stating.py"))
    return "".join(path.read_text(encoding="utf-8") for path in files)


USED = _used()
