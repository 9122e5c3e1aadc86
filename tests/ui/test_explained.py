"""A head that stands on several screens is explained as what it is on each of them."""

from types import SimpleNamespace

import pytest

from balance.errors import Problem
from balance.ranges import Range
from balance.ui import explained, initiative
from balance.ui.intake import problems


def test_what_changes_without_an_initiative_is_explained_as_a_change():
    moved = Range(-0.02, -0.03, -0.01)
    names = ("value_landing_next_year", "bad_year_loss", "chance_beyond_limit")
    comparison = SimpleNamespace(difference=dict.fromkeys(names, moved), less_risk=0.9, more_value=0.1)
    shown = initiative._freed(SimpleNamespace(comparison=comparison), SimpleNamespace(currency="GBP"))
    assert len(shown) == 3
    assert all("if it alone is paused" in number.help for number in shown)
    assert not any(number.help == explained.meaning(number.label) for number in shown)


@pytest.mark.parametrize("head", explained.MEANINGS)
def test_every_head_that_explains_itself_says_what_it_is(head):
    assert explained.meaning(head)
    assert explained.meaning(head) != head


def test_what_was_expected_of_a_cell_is_no_forecast():
    assert "What should stand there" in str(problems._table([a_problem()], "Problems"))


def a_problem() -> Problem:
    return Problem(
        severity="error", code="a-code", file="a.xlsx", sheet="Sheet1", cell="B2", column="Loss", found="x",
        expected="an amount", fix="write an amount",
    )  # fmt: skip
