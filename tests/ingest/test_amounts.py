"""One written amount read alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.amounts import read_amount


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$1,234,567.89", 1234567.89, "$"), ("£2.5m", 2.5e6, "GBP"), ("€ 3 bn", 3e9, "EUR"), ("(1,200)", -1200, None),
        ("-$5", -5, "$"), ("$-5", -5, "$"), ("5-", -5, None), ("USD 12.5k", 12500, "USD"), ("12.5 kEUR", 12500, "EUR"),
        ("1'234'567.50 CHF", 1234567.5, "CHF"), ("10 Mio. EUR", 1e7, "EUR"),
        ("US$ 4", 4, "USD"), ("1.5e6", 1.5e6, None),
        ("−7", -7, None), ("$66.843", 66.843, "$"), (".5", 0.5, None), ("12,34,567", 1234567, None),
        ("T€ 450", 450e3, "EUR"), ("450 TEUR", 450e3, "EUR"), ("Mio. € 12", 12e6, "EUR"), ("£m 3.4", 3.4e6, "GBP"),
        ("$(1,234)", -1234, "$"), ("2.5 crore", 2.5e7, None), ("₹ 12 lakh", 1.2e6, "INR"),
        ("₹ 3,50,00,000", 3.5e7, "INR"), ("₹ 2.5 CR", 2.5e7, "INR"), ("\uffe51000", 1000, "JPY"),
        ("2.5 Cr", 2.5e7, None),
        ("~1.2m", 1.2e6, None), ("approx. $4m", 4e6, "$"), ("ca. 3 Mio. €", 3e6, "EUR"), ("c. £5m", 5e6, "GBP"),
        ("2 million dollars", 2e6, "$"), ("5 000 kr", 5000, "kr"), ("1\u202f234\u202f567 €", 1234567, "EUR"),
        ("$1.2m (est.)", 1.2e6, "$"), ("5000 EUR approx.", 5000, "EUR"), ("3m (geschätzt)", 3e6, None),
        ("95 Prozent", 95, None), ("50 per cent", 50, None),
        ("7'500.-", 7500, None), ("5'000.– CHF", 5000, "CHF"), ("5.—", 5, None), ("€ 950.--", 950, "EUR"),
        ("'8000", 8000, None), ("3,000-", -3000, None), ("12\u200b", 12, None), ("\ufeff$5", 5, "$"),
        ("($1.2m)", -1.2e6, "$"), ("1 234 567 EUR", 1234567, "EUR"), ("£5 million", 5e6, "GBP"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text, value, currency):
    amount = read_amount(text)
    assert amount.value() == pytest.approx(value)
    assert amount.currency == currency


@pytest.mark.parametrize("text", ["500 CR", "$500 CR", "1,250.00CR"])
def test_a_credit_of_the_books_is_not_ten_million_times_its_amount(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234.567,89 €", 1234567.89), ("1 234,5", 1234.5), ("3,5 Mio", 3.5e6), ("1.234", 1234), ("5.000,- €", 5000)],
)
def test_amounts_with_a_decimal_comma(text, value):
    assert read_amount(text).value(",") == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("1.50", "point"), ("1,50", "comma"), ("1,234.5", "point"), ("1.234,5", "comma"), ("1,234,567", "point"),
        ("1.234.567", "comma"), ("1.234", "either point"), ("1,234", "either comma"), ("0.011", "point"),
        ("0,250", "comma"), ("12345.678", "point"), ("12", "plain"), ("1 234,500", "comma"),
    ],
)  # fmt: skip
def test_what_the_digits_say_about_the_decimal_sign(text, speaks):
    assert read_amount(text).speaks == speaks


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12 apples",
        "1.2.3",
        "1,23,4",
        "--5",
        "(5",
        "$",
        "12 FTE",
        "1,2,3.4.5",
        "5 - 6",
        "1 234 567 kg",
        "500.- 800.-",  # two amounts, not 500,800
        "1,- 200",
        "\xad500",  # many programs show a soft hyphen as a hyphen: it may be a minus
        "1" * 99,
    ],
)
def test_what_is_no_amount(text):
    assert read_amount(text) is None


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "${:,}", "{:,} EUR", "{:d}", "€{:,}", "USD {:,}"]))
def test_formatting_then_reading_whole_amounts_is_the_identity(number, pattern):
    assert read_amount(pattern.format(number)).value() == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_formatting_then_reading_cents_is_the_identity_in_both_conventions(number):
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_amount(english).value(".") == read_amount(german).value(",") == float(number)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_without_raising(text):
    amount = read_amount(text)
    for sign in ".,":
        value = amount.value(sign) if amount else None
        assert value is None or isinstance(value, float)
        assert value is None or not math.isnan(value)


@pytest.mark.parametrize(("text", "speaks"), [("1.500,-", "comma"), ("1,500.-", "point"), ("1.500.--", "comma"),
                                              ("500,-", "plain"), ("12.50,-", "point")])  # fmt: skip
def test_a_dash_for_cents_says_that_the_mark_before_three_digits_parts_thousands(text, speaks):
    assert read_amount(text).speaks == speaks
