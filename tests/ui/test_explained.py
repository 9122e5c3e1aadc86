"""A head that stands on several screens is explained as what it is on each of them."""

from types import SimpleNamespace

import pytest

from balance.errors import Problem
from balance.ranges import Range
from balance.ui import blocks, explained, initiative, where_from
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


HEADS = ("Value a year", "Own incidents", "Mark", "When", "Who", "What", "Before and after", "Likely range", "Bad year")


@pytest.mark.parametrize("head", HEADS)
def test_heads_of_the_screens_explain_themselves(head):
    assert "title=" in blocks.table([blocks.Column(head)], [("1",)])


@pytest.mark.parametrize("chance", [0.95, 0.8, 0.5, 0.2, 0.05])
def test_a_mark_says_what_puts_it_there(chance):
    assert "of 100 readings" in blocks.against_appetite(chance).replace("\N{NO-BREAK SPACE}", " ")


def test_a_change_says_whether_it_could_be_chance():
    told = [blocks.numbers([blocks.Number("Loss", "£1M", change="down", tone=tone)]) for tone in ("open", "good")]
    assert ["Could be chance" in told[0], "A signal" in told[1]] == [True, True]


def test_a_column_of_ours_says_what_it_holds():
    part = SimpleNamespace(table="initiatives")
    assert where_from._meant(part, "finish_planned") == "The finish it was approved with"
    assert where_from._meant(part, "snapshot_id") == ""


def test_what_was_expected_of_a_cell_is_no_forecast():
    assert "What should stand there" in str(problems._table([a_problem()], "Problems"))


def a_problem() -> Problem:
    return Problem(
        severity="error", code="a-code", file="a.xlsx", sheet="Sheet1", cell="B2", column="Loss", found="x",
        expected="an amount", fix="write an amount",
    )  # fmt: skip
