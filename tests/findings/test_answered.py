"""What each screen can answer: all with all tables, less with less, and what would add most is really missing."""

from dataclasses import replace

import pytest
from benchmarks.evaluation import company

from balance.findings.answered import BY_PARTS, PAGES, answered, wanted
from balance.schema import TABLES

WHOLE = company(30, 3, 12, seed=4)
EMPTY = replace(WHOLE, initiatives=None, incidents=None, changes=None, controls=None)


@pytest.mark.parametrize("page", [*PAGES, *BY_PARTS])
def test_what_is_needed_exists(page):
    for _, needs in (PAGES | BY_PARTS)[page]:
        for need in "|".join(needs).split("|"):
            table, _, column = need.partition(".")
            assert table in {*TABLES, "assumptions"}
            if table != "assumptions" and column:
                assert column in {one.name for one in TABLES[table].columns}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_loaded_answers_nothing_and_says_what_to_load(page):
    told = answered(page, EMPTY)
    assert told.given == ()
    assert len(told.open) == len(PAGES[page])
    assert told.next.startswith("A list of in")


def test_one_more_column_is_one_more_answer():
    rows = WHOLE.initiatives.assign(annual_value=float("nan"))
    less, more = (answered("Overview", replace(WHOLE, initiatives=one)) for one in (rows, WHOLE.initiatives))
    assert set(more.given) - set(less.given) == {"what lands next year, in money"}
    assert less.open[0] == ("what lands next year, in money", ("a column annual_value in initiatives",))


def test_what_lacks_nothing_else_is_told_first():
    told = answered("Risk", replace(WHOLE, initiatives=None, incidents=WHOLE.incidents.assign(loss=float("nan"))))
    assert told.next == "A column loss in incidents would add: the same from our own losses"


def test_a_page_without_a_list_says_nothing():
    told = answered("Data", EMPTY)
    assert (told.given, told.open, told.next) == ((), (), "")


@pytest.mark.parametrize("page", [*PAGES, *BY_PARTS])
def test_who_has_nothing_is_told_every_answer_and_the_columns_it_takes(page):
    told = wanted(page)
    assert len(told) == len((PAGES | BY_PARTS)[page])
    assert all(words and needs for words, needs in told)


def test_the_columns_are_named_where_the_list_itself_is_not_there():
    assert ("what lands next year, in money", ("a column annual_value in initiatives",)) in wanted("Overview")
    assert ("what a bad year costs", ("a list of incidents",)) in wanted("Overview")
    assert (
        "what would turn the verdict",
        ("a list of incidents", "the board's limit (loss_limit) under Assumptions"),
    ) in wanted("Assumptions")
    assert wanted("Audit") == ()
