"""People at the sliders: what one of them asks for, hears and refuses to count."""

import asyncio
import math
import random
import time

import pytest
from benchmarks.crowd import REPLICAS, Told, figures_of, figures_where_uneven, sent_over
from benchmarks.visitors import Visitor, WentWrongError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import own_loop
from benchmarks import crowd, run


def visitor(taken=None):
    """Somebody before a page with two sliders."""
    one = Visitor(1, random.Random(1), set() if taken is None else taken)
    for label in ("Pace (1)", "Threat (1)"):
        message = ForwardMsg()
        message.delta.fragment_id = "f"
        slider = message.delta.new_element.slider
        slider.id, slider.label, slider.min, slider.max, slider.step = label, label, 0.0, 1.0, 0.5
        assert one._ended(message) is False
    one.values = dict.fromkeys(one.sliders, 0.5)
    return one


def test_nobody_asks_for_a_plan_that_was_asked_for():
    one = visitor()
    assert set(one.sliders) == {"Pace", "Threat"}
    first = [one._next() for _ in range(4)]  # the plans one move away from where it stands
    assert sorted(first) == [("Pace", 0.0), ("Pace", 1.0), ("Threat", 0.0), ("Threat", 1.0)]
    with pytest.raises(WentWrongError, match="no plan left"):
        one._next()


def test_an_answer_ends_with_a_script_that_does_not_run_itself_again():
    one, message = visitor(), ForwardMsg()
    ends = {}
    for name, status in ForwardMsg.ScriptFinishedStatus.items():
        message.script_finished = status
        if status != ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            ends[name] = one._ended(message)
    assert ends == {
        "FINISHED_SUCCESSFULLY": True, "FINISHED_EARLY_FOR_RERUN": False, "FINISHED_FRAGMENT_RUN_SUCCESSFULLY": True
    }  # fmt: skip
    message.script_finished = ForwardMsg.FINISHED_WITH_COMPILE_ERROR
    with pytest.raises(WentWrongError):
        one._ended(message)


def test_a_fault_on_the_page_is_an_error():
    message = ForwardMsg()
    message.delta.new_element.exception.type = "KeyError"
    with pytest.raises(WentWrongError, match="KeyError"):
        visitor()._ended(message)


def test_figures_of_a_crowd_say_when_the_promise_is_broken(capsys):
    told = Told(80, waited=[10.0] * 94 + [300.0] * 6, first=[5.0] * 19 + [900.0], wrong=["TimeoutError: "],
                seconds=10.0, replicas_s=5.0, busiest_s=3.0)  # fmt: skip
    figures = {figure.name.rpartition(": ")[2]: figure for figure in figures_of(told)}
    late = figures["answer, 95 of 100"]
    assert (late.value, late.limit) == (300.0, 250.0)
    early = figures["everybody's first answer, 95 of 100"]
    assert (early.value, early.limit) == (5.0, None), "a figure of its own; the promise holds for all answers"
    assert figures["processor time for an answer"].value == 50.0
    assert figures["errors, 0 sent to the other replica"].value == 1
    assert figures["processors taken by the replicas, 100 is one"].value == 50.0
    assert figures["by the busiest of them"].value == 30.0
    assert "TimeoutError" in capsys.readouterr().err
    told.waited = [10.0] * 95 + [300.0] * 5
    assert told.percentile(0.95) == 10.0


def test_the_first_answer_of_everybody_is_told_apart_and_counts_as_all_others(monkeypatch):
    class Person:
        port = 1

        async def move(self):
            await asyncio.sleep(0)

    monkeypatch.setattr(crowd, "EVERY_SECONDS", 0.01)
    told = Told(2)
    own_loop.run(crowd._moves(Person(), 1, time.monotonic(), 0.05, math.inf, [], told))
    assert (len(told.first), told.first) == (1, told.waited[:1])
    assert len(told.waited) > 1


def test_all_of_it_is_part_of_the_benchmarks():
    assert {"crowd", "scale"} <= set(run.MODULES)


@pytest.mark.parametrize("people", crowd.PEOPLE)
def test_one_in_ten_is_sent_over_and_leaves_the_replicas_as_even_as_they_were(people):
    gone = [at for at in range(people) if sent_over(at, REPLICAS)]
    assert len(gone) == people // 10
    from_each = [sum(at % REPLICAS == replica for at in gone) for replica in range(REPLICAS)]
    assert max(from_each) - min(from_each) <= 1


def test_what_an_uneven_crowd_waits_is_told_beside_what_is_promised_for_an_even_one():
    gone = [at for at in range(80) if sent_over(at, 1)]
    assert {at % REPLICAS for at in gone} == {0}
    told = Told(80, waited=[900.0] * 10, sent_over=len(gone), seconds=10.0, busiest_s=9.5)
    late, busiest = figures_where_uneven(told)
    assert (late.value, late.limit) == (900.0, None)
    assert (busiest.value, busiest.unit) == (95.0, "%")
    assert "all 8 sent over from the same replica" in late.name


def test_who_is_sent_over_finds_the_other_replica_and_moves_on(monkeypatch):
    class Person:
        port, moves = 1, []

        async def move(self):
            await asyncio.sleep(0)
            self.moves.append(self.port)

        async def go_to(self, port):
            self.port = port

    class Replica:
        def __init__(self, port):
            self.port = port

    monkeypatch.setattr(crowd, "EVERY_SECONDS", 0.01)
    told, one, begun = Told(2), Person(), time.monotonic()
    own_loop.run(crowd._moves(one, 0, begun, 0.05, begun + 0.02, [Replica(1), Replica(2)], told))
    assert (told.sent_over, told.wrong, one.moves[0], one.moves[-1]) == (1, [], 1, 2)
