"""How figures of speed are judged."""

import pytest
from benchmarks.measurement import Measurement, against, judged


def test_a_ratio_is_judged_as_it_is():
    assert judged(against("a step", 20.0, 10.0, 2.0), yardstick_ms=98.0).holds is True
    assert judged(against("a step", 21.0, 10.0, 2.0), yardstick_ms=98.0).holds is False


@pytest.mark.parametrize(("yardstick", "holds"), [(9.8, True), (19.6, True), (4.9, False)])
def test_a_limit_in_ms_moves_with_the_yardstick(yardstick, holds):
    assert judged(Measurement("a step", 19.9, limit=20.0), yardstick).holds is holds


def test_memory_has_no_yardstick():
    told = judged(Measurement("memory", 290.0, "MB", limit=300.0), yardstick_ms=98.0)
    assert (told.yardsticks, told.holds) == (None, True)


def test_without_a_limit_nothing_is_promised():
    assert judged(Measurement("a step", 20.0), 9.8).holds is None


def test_a_line_says_when_a_limit_is_broken():
    assert str(judged(against("a step", 21.0, 10.0, 2.0), 9.8)).endswith("limit 2 ×, BROKEN")
