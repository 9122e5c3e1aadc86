"""What is kept with a fit: the last answers of each fit, and nothing of a fit that is gone."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from weakref import ref

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance.model.fit import fit
from balance.model.loss_shapes import drawn
from balance.scenario import Scenario, evaluate, in_brief
from balance.scenario.curve import grid, kept_sizes, kept_transforms, on_the_grid_of
from balance.scenario.evaluation import _delivered
from balance.scenario.kept import kept_with_fit
from balance.scenario.year import deliver

COMPANY = company(6, 2, 4, seed=4)


@pytest.fixture
def asked():
    """A kept function, and every question that had to be worked out."""
    worked_out = []

    @kept_with_fit(most=2)
    def answer(fitted, question, *, loud=False):
        worked_out.append((question, loud))
        return f"{question}{'!' if loud else ''}"

    return answer, worked_out


def test_the_same_question_is_worked_out_once_for_each_fit(asked):
    answer, worked_out = asked
    one, other = fit(COMPANY), fit(COMPANY)
    assert [answer(one, "a"), answer(one, "a"), answer(one, "a", loud=True), answer(other, "a")] == [
        "a",
        "a",
        "a!",
        "a",
    ]
    assert worked_out == [("a", False), ("a", True), ("a", False)]


def test_visitors_in_many_threads_may_ask_at_once(asked):
    answer, _ = asked
    fitted, before = fit(COMPANY), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(6) as visitors:
            told = list(visitors.map(lambda n: answer(fitted, str(n % 5)), range(3_000)))
    finally:
        sys.setswitchinterval(before)
    assert told == [str(n % 5) for n in range(3_000)]


def test_what_was_asked_longest_ago_goes_first(asked):
    answer, worked_out = asked
    fitted = fit(COMPANY)
    for question in ("a", "b", "a", "c", "a", "b"):
        answer(fitted, question)
    assert [question for question, _ in worked_out] == ["a", "b", "c", "b"]


def test_where_there_is_room_more_answers_are_kept_and_the_least_number_of_them_always():
    worked_out = []

    @kept_with_fit(most=2, room_mb=24e-6)
    def answer(fitted, question, length):
        worked_out.append(question)
        return (np.zeros(length), question)

    fitted = fit(COMPANY)
    for question in ("a", "b", "c", "a", "b", "c", "d", "a", "b"):  # three of eight bytes each have room, a fourth not
        answer(fitted, question, 1)
    assert worked_out == ["a", "b", "c", "d", "a", "b"]
    for question in ("large", "larger", "large", "larger"):
        answer(fitted, question, 100)
    assert worked_out[6:] == ["large", "larger"]


def test_a_lever_that_only_changes_incidents_asks_for_the_delivery_that_is_kept(monkeypatch):
    fitted, delivered = fit(COMPANY), []
    monkeypatch.setattr("balance.scenario.evaluation.deliver", lambda *asked: delivered.append(1) or deliver(*asked))
    plan = Scenario("plan", pace=1.25, secure_at_design=0.5)
    outcomes = [
        evaluate(fitted, replace(plan, **moved))
        for moved in ({}, {"threat": 1.5}, {"response_time": 0.8}, {"control_spend": 1e4}, {"name": "called otherwise"})
    ]
    assert len(delivered) == 1
    assert {outcome.year for outcome in outcomes} == {outcomes[0].year}
    paused = {"actions": ((fitted.plan.ids[0], "pause"),)}
    for moved in ({"pace": 1.0}, {"wip_limit": 1.0}, {"secure_at_design": 0.2}, {"budget": 0.6}, paused):
        evaluate(fitted, replace(plan, **moved))
    assert len(delivered) == 6


def test_many_people_at_once_find_what_their_plan_delivers_while_only_other_levers_move(monkeypatch):
    fitted, delivered = fit(COMPANY), []
    monkeypatch.setattr("balance.scenario.evaluation.deliver", lambda *asked: delivered.append(1) or deliver(*asked))
    monkeypatch.setattr(_delivered, "room_bytes", 0.0)  # of a large company one plan has room in all its parts
    people = [Scenario(f"plan {one}", pace=0.5 + one / 100) for one in range(80)]
    before = [in_brief(fitted, plan) for plan in people]
    after = [in_brief(fitted, replace(plan, threat=1.5)) for plan in people]
    assert len(delivered) == 80
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one.value, other.value)


def test_a_plan_in_brief_says_the_same_as_the_whole_outcome():
    fitted = fit(COMPANY)
    plan = Scenario("plan", pace=1.25, secure_at_design=0.5, response_time=0.8, threat=1.5)
    told, whole = in_brief(fitted, plan), evaluate(fit(COMPANY), plan)
    for name in ("value", "landed", "ratio", "ratio_first_quarter", "rates", "costly", "mean_loss", "appetite"):
        np.testing.assert_array_equal(getattr(told, name), getattr(whole, name))
    assert told.bad_year.predictive == whole.bad_year.predictive


def test_what_is_large_goes_with_its_fit():
    fitted = fit(COMPANY)
    kept = kept_sizes(fitted, 1.0, 0)
    again = kept_sizes(fitted, 1.0, 0)
    assert again is kept
    seen_fit, seen = ref(fitted), ref(kept)
    del fitted, kept, again
    gc.collect()
    assert (seen_fit(), seen()) == (None, None)


def test_a_fit_made_anew_gives_the_same_transforms():
    one, other = (kept_transforms(fit(COMPANY), 1.0, 0, 1.0) for _ in range(2))
    assert one is not other
    np.testing.assert_array_equal(one.planes, other.planes)


def test_losses_of_another_shape_are_transformed_anew():
    base = fit(COMPANY)
    losses = base.losses
    other = replace(base, losses=replace(losses, shape=drawn(np.ones(losses.mu.shape, dtype=np.intp))))
    on_the_grid_of(base, other)
    assert grid(other, 0) == grid(base, 0)
    assert not np.array_equal(kept_sizes(other, 1.0, 0).parts[0], kept_sizes(base, 1.0, 0).parts[0])


def test_losses_of_today_are_handed_on_and_those_of_another_response_time_are_not():
    base = fit(COMPANY)
    kept_sizes(base, 0.5, 0)
    other = replace(base, effects=replace(base.effects, response=base.effects.response + 1))
    on_the_grid_of(base, other)
    assert kept_sizes(other, 1.0, 0) is kept_sizes(base, 1.0, 0)
    assert kept_sizes(other, 0.5, 0).means.max() < kept_sizes(base, 0.5, 0).means.max()
