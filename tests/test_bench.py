"""How figures of speed are judged."""

from types import SimpleNamespace

import pytest

from balance.bench import line_of, row_of


def measured(**parts):
    return SimpleNamespace(
        **({"name": "a step", "value": 20.0, "unit": "ms", "floor": None, "ratio": None, "limit": None} | parts)
    )


def test_a_ratio_is_judged_as_it_is():
    assert row_of(measured(floor=10.0, ratio=2.0, limit=2.0), yardstick_ms=98.0)["holds"] is True
    assert row_of(measured(floor=10.0, ratio=2.1, limit=2.0), yardstick_ms=98.0)["holds"] is False


@pytest.mark.parametrize(("yardstick", "holds"), [(9.8, True), (19.6, True), (4.9, False)])
def test_a_limit_in_ms_moves_with_the_yardstick(yardstick, holds):
    assert row_of(measured(limit=20.0), yardstick)["holds"] is holds


def test_memory_has_no_yardstick():
    row = row_of(measured(unit="MB", value=290.0, limit=300.0), yardstick_ms=98.0)
    assert (row["yardsticks"], row["holds"]) == (None, True)


def test_without_a_limit_nothing_is_promised():
    assert row_of(measured(), 9.8)["holds"] is None


def test_a_line_says_when_a_limit_is_broken():
    assert line_of(row_of(measured(floor=10.0, ratio=2.1, limit=2.0), 9.8)).endswith("limit 2 ×, BROKEN")
