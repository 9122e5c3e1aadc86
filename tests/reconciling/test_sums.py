"""Sums now and before, and the parts between them that add up to the last digit."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.reconciling.pairs import pair
from balance.reconciling.sums import ColumnSum, compare_sums
from balance.schema import TABLES

AMOUNT = st.one_of(st.none(), st.just(0.0), st.floats(-1e9, 1e9), st.decimals(0, 10**9, places=2).map(float))
LIST = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), AMOUNT, max_size=10)


def rows(amounts, **more):
    frame = pd.DataFrame({"initiative_id": list(amounts), "budget": list(amounts.values())}).assign(**more)
    return frame.astype({"initiative_id": "str", "budget": "float64"})


def compared(now, before, gone=()) -> ColumnSum:
    away = [name in gone for name in before]
    return compare_sums(pair(TABLES["initiatives"], rows(now), rows(before, gone=np.array(away, bool))), "budget", None)


@given(LIST, LIST, st.sets(st.sampled_from("ABCDEFGHIJ")))
def test_the_parts_add_up_to_the_difference_to_the_last_digit(now, before, gone):
    found = compared(now, before, gone)
    exact = [Decimal(repr(part)) for part in found.parts]
    assert Decimal(repr(found.now)) - Decimal(repr(found.before)) == Decimal(repr(found.difference)) == sum(exact)


@given(LIST, LIST)
def test_the_sums_are_those_of_the_cells(now, before):
    found = compared(now, before)
    assert found.now == pytest.approx(sum(amount or 0.0 for amount in now.values()), abs=0.01)
    assert found.before == pytest.approx(sum(amount or 0.0 for amount in before.values()), abs=0.01)
    assert found.now == found.in_file


@given(LIST, LIST)
def test_there_and_back_is_the_same_with_the_other_sign(now, before):
    there, back = compared(now, before), compared(before, now)
    assert there.difference == -back.difference
    assert (there.new, there.filled, there.changed) == (-back.gone, -back.blanked, -back.changed)


@given(LIST)
def test_the_same_rows_differ_in_nothing(amounts):
    assert set(compared(amounts, amounts).parts) <= {0.0}


def test_each_part_is_told_apart():
    now = {"new": 5.0, "same": 10.0, "more": 12.0, "blank": None, "filled": 3.0}
    before = {"gone": 7.0, "same": 10.0, "more": 10.0, "blank": 20.0, "filled": None}
    found = compared(now, before)
    assert (found.new, found.gone, found.changed, found.blanked, found.filled) == (5.0, -7.0, 2.0, -20.0, 3.0)
    assert (found.now, found.before, found.difference) == (30.0, 47.0, -17.0)
    assert [found.new_rows, found.gone_rows, found.changed_cells, found.blanked_cells, found.filled_cells] == [1] * 5


def test_a_zero_is_an_amount_and_not_blank():
    found = compared({"A": 0.0}, {"A": 5.0})
    assert (found.changed, found.blanked) == (-5.0, 0.0)


def test_amounts_beyond_64_bits_add_up_too():
    found = compared({"A": 1e300, "B": 1.0}, {"A": 1e300, "B": 3.0})
    assert found.difference == -2.0


def test_an_id_that_comes_back_counts_as_new():
    found = compared({"A": 4.0, "B": 1.0}, {"A": 4.0, "B": 1.0}, gone={"A"})
    assert (found.before, found.new) == (1.0, 4.0)


def test_one_factor_for_nearly_all_amounts_is_found():
    before = {name: float(at) for at, name in enumerate("ABCDEFGHIJ", 1)}
    assert compared({name: amount * 1000 for name, amount in before.items()}, before).factor == 1000.0
    assert compared({name: amount + 1 for name, amount in before.items()}, before).factor is None
    assert compared(before, before).factor is None


def test_what_an_exchange_rate_alone_moved_is_told_apart():
    now = {"dollars": 80.0, "dollars too": 8.0, "dollars and more": 90.0, "euros": 55.0, "pounds": 7.0}
    before = {"dollars": 70.0, "dollars too": 7.0, "dollars and more": 70.0, "euros": 50.0, "pounds": 7.0}
    pairs = pair(TABLES["initiatives"], rows(now), rows(before, gone=np.zeros(5, bool)))
    found = compare_sums(pairs, "budget", None, [0.8 / 0.7, 1.1])
    assert (found.changed, found.by_rate, found.by_rate_cells) == (36.0, 16.0, 3)
    assert compare_sums(pairs, "budget", None).by_rate_cells == 0
