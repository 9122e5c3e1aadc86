"""What each assumption moves: nothing where nothing reads it, the right way where something does, as stating would."""

from dataclasses import replace

import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import resolve
from balance.model.fit import fit
from balance.scenario import BASE, Scenario, evaluate
from balance.sensitivity import answering, tornado, varied
from balance.sensitivity.tornado import measures_of
from balance.stating import recentred, with_row

SMALL = company(24, 3, 12)


def under(**values):
    stated = pd.DataFrame({"key": list(values), "value": [str(value) for value in values.values()]})
    return replace(SMALL, assumptions=resolve(stated))


FITTED = fit(under(loss_limit=4e6, loss_limit_chance=0.2))
ASK = answering(FITTED)
FOUND = tornado(FITTED, ask=ASK)


def swing(key, found=FOUND):
    return next(each for each in found.swings if each.row.key == key)


def test_every_assumption_with_a_range_is_there_once():
    keys = [each.row.key for each in FOUND.swings]
    assert sorted(keys) == [row.key for row in varied(FITTED)]
    assert {"effect:technology:ai", "effect:loss_median", "loss_cap"} <= set(keys)
    assert not {"effect:technology", "loss_limit", "kri:load", "revenue"} & set(keys)


@pytest.mark.parametrize("key", ["effect:control_programme", "effect:response_time", "effect:secure_delay"])
def test_what_todays_plan_does_not_touch_moves_nothing(key):
    assert all(swing(key).of(measure, FOUND.base) == 0.0 for measure in FOUND.measures)


@pytest.mark.parametrize("key", ["kri:load", "review:stated_years", "people_available"])
def test_what_no_answer_reads_is_not_worked_out_again(key):
    row = replace(FITTED.assumptions.rows[key], value=2.0)
    assert ASK(row, False) is ASK(None, False)


def test_what_delivery_alone_reads_leaves_the_value_of_losses_where_it_was():
    losses = swing("effect:missing_loss_shift")
    assert losses.of("value_landing_next_year", FOUND.base) == 0.0
    assert losses.of("chance_beyond_limit", FOUND.base) > 0.0


def test_swings_go_the_right_way():
    shift, tail, cap = swing("effect:missing_loss_shift"), swing("effect:duration_tail_weight"), swing("loss_cap")
    assert shift.low.chance_beyond_limit > FOUND.base.chance_beyond_limit > shift.high.chance_beyond_limit
    assert tail.low.value_landing_next_year > FOUND.base.value_landing_next_year > tail.high.value_landing_next_year
    assert cap.low.expected_annual_loss < FOUND.base.expected_annual_loss <= cap.high.expected_annual_loss


def test_an_effect_that_own_data_carry_moves_less_than_one_they_do_not():
    without = fit(replace(FITTED.company, incidents=FITTED.company.incidents.assign(initiative_id=None)))
    blind = tornado(without)
    for key in ("effect:late_joining", "effect:load_risk"):
        told, untold = swing(key), swing(key, blind)
        assert (told.measured or 0) > (untold.measured or 0)
    assert sum(swing(f"effect:{key}", blind).of("chance_beyond_limit", blind.base) for key in ("size", "load_risk")) > 0


@pytest.mark.parametrize("key", ["effect:missing_loss_shift", "effect:duration_tail_weight", "effect:late_joining"])
def test_an_end_is_what_stating_it_gives(key):
    row = swing(key).row
    stated = recentred(row, row.high)
    again = evaluate(fit(replace(FITTED.company, assumptions=with_row(FITTED.assumptions, stated))), BASE)
    assert swing(key).high.value_landing_next_year == again.value.mean()
    assert swing(key).high.chance_beyond_limit == pytest.approx(again.beyond_limit.mean(), abs=2e-3)
    assert ASK(stated, True).chance_beyond_limit == again.beyond_limit.mean()


def test_the_largest_swing_stands_first_and_the_order_is_fixed():
    sizes = [each.of("chance_beyond_limit", FOUND.base) for each in FOUND.swings]
    values = [each.of("value_landing_next_year", FOUND.base) for each in FOUND.swings]
    assert max(sizes) in (sizes[0], sizes[1])
    assert max(values) in (values[0], values[1])
    assert tornado(FITTED) == FOUND


def test_without_a_limit_the_losses_speak():
    assert measures_of(tornado(fit(under())).base) == (
        "value_landing_next_year", "expected_annual_loss", "bad_year_loss",
    )  # fmt: skip
    assert FOUND.measures == ("value_landing_next_year", "chance_beyond_limit")


@pytest.mark.slow
def test_half_of_the_data_tells_its_half():
    initiatives, incidents = replace(SMALL, incidents=None), replace(SMALL, initiatives=None)
    assert tornado(fit(initiatives)).measures == ("value_landing_next_year",)
    assert "value_landing_next_year" not in tornado(fit(incidents)).measures


@pytest.mark.slow
def test_levers_that_a_plan_moves_move_its_answer():
    plan = Scenario("more controls", control_spend=FITTED.programme_cost)
    found = tornado(FITTED, plan)
    effect = swing("effect:control_programme", found)
    assert effect.low.chance_beyond_limit > found.base.chance_beyond_limit > effect.high.chance_beyond_limit


def test_progress_is_told_to_the_end():
    told = []
    tornado(FITTED, ask=ASK, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
