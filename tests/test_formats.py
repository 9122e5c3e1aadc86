"""Every number on a screen is said by one rule: two figures, honest denominators, true minus signs."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balance import formats, language
from balance.ranges import UNKNOWN, Range

FINITE = st.floats(-1e13, 1e13, allow_nan=False)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (9_960_000, "£10M"), (996_000, "£1.0M"), (1_000, "£1.0k"), (999.6, "£1.0k"), (12.3, "£12"),
        (1.25e9, "£1.3bn"), (-24.4e6, "−£24M"), (0.0, "£0"), (np.float64(3.2e6), "£3.2M"), (np.int64(40_000), "£40k"),
    ],
)  # fmt: skip
def test_money_has_two_figures_and_its_scale(amount, shown):
    assert formats.money(amount, "GBP") == shown


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), pd.NA, np.nan])
def test_what_cannot_be_said_is_a_dash(nothing):
    for say in (formats.money, formats.chance, formats.in_100, formats.number, formats.months, formats.factor,
                formats.percent, formats.points, formats.count):  # fmt: skip
        assert say(nothing) == "–"


def test_a_missing_day_is_a_dash():
    assert formats.day(pd.NaT) == "–"
    assert formats.quarter(pd.Timestamp("2026-09-30")) == "Q3 2026"
    assert formats.day(date(2026, 1, 5)) == "5 Jan 2026"


@given(st.floats(0, 1))
def test_a_chance_is_never_none_or_all_of_100(share):
    assert formats.in_100(share) in {"under 1", "over 99"} | {str(k) for k in range(1, 100)}


@given(FINITE)
def test_money_never_shows_a_hyphen_for_a_minus(amount):
    assert "-" not in formats.money(amount, "GBP", signed=True)


@given(FINITE.filter(lambda amount: abs(amount) >= 1))
def test_a_signed_amount_carries_the_sign_of_the_amount(amount):
    shown = formats.money(amount, "GBP", signed=True)
    assert shown.startswith("+" if amount > 0 else "−") or re.search(r"£0", shown)


@given(st.floats(1, 1e11))
@example(1.46875)
def test_what_money_says_is_within_a_twentieth_of_the_amount(amount):
    shown = formats.money(amount)
    digits, letter = re.fullmatch(r"([\d,.]+)(\D*)", shown).groups()
    said = float(digits.replace(",", "")) * {"": 1, "k": 1e3, "M": 1e6, "bn": 1e9}[letter]
    assert said == pytest.approx(amount, rel=0.051, abs=0.51 if amount < 1000 else 0.0)


def test_a_range_names_its_unit_and_uses_one_scale():
    assert formats.money_range(Range(0.9e6, 0.4e6, 1.2e6), "GBP") == "£0.4M to £1.2M"
    assert formats.money_range(Range(0.2e6, -0.2e6, 1.2e6), "GBP", bare=True, signed=True) == "−0.2 to +1.2"
    assert formats.money_range(UNKNOWN, "GBP") == "–"
    assert formats.chance_range(UNKNOWN) == "–"


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9))
def test_steps_add_up_after_rounding(steps):
    shown = formats.add_up(steps, sum(steps))
    assert sum(shown) == pytest.approx(round(sum(steps), 1), abs=0.051)
    assert all(abs(a - b) <= 0.1 + 1e-6 for a, b in zip(shown, steps, strict=True))


def test_numbers_and_their_units_do_not_part():
    glued = formats.unbroken("in 23 in 100, under 1 in 100, Q3 2026, 7.1 months")
    assert "\u00a0" in glued
    assert glued.replace("\u00a0", " ") == "in 23 in 100, under 1 in 100, Q3 2026, 7.1 months"
    assert " 100" not in glued


@pytest.mark.parametrize("spoken", [one for one in language.LOCALES if one != language.ENGLISH])
def test_days_and_amounts_do_not_part_in_any_locale(spoken):
    language.speak(spoken)
    try:
        when = date(2026, 9, 30)
        whole = [formats.day(when), formats.month(when), formats.quarter(when), formats.money(-8.3e6, "CHF"),
                 formats.money(8.3e5, "EUR"), formats.money(2.1e9, "JPY"), formats.count(12345)]  # fmt: skip
        for told in whole:
            plain = told.replace("\u00a0", " ").replace("\u202f", " ")
            assert f"by {plain.replace(' ', chr(0xA0))}, or" == formats.unbroken(f"by {plain}, or")
    finally:
        language.speak(language.ENGLISH)
