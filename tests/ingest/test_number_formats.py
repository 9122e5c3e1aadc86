"""What a number format says, code by code, and that any code is read without raising."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.number_formats import Shown, as_digits, says_something, shown


@pytest.mark.parametrize(
    "code", ["General", "@", "0", "0.00", "#,##0", "#,##0.00;[Red]-#,##0.00", "yyyy-mm-dd", "[h]:mm:ss", "# ?/?",
             "0.00E+00", "mmm-yy", "[$-F800]dddd, mmmm dd, yyyy", "d-mmm-yy", '_(* #,##0_);_(* "-"_);_(@_)'],
)  # fmt: skip
def test_most_formats_say_nothing(code):
    assert shown(code) == Shown()
    assert not says_something(code)


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('"$"#,##0', "$"), ("$#,##0.00", "$"), ("[$$-409]#,##0", "USD"), ("[$$-1009]#,##0", "CAD"), ("£#,##0", "GBP"),
        ("[$€-407] #,##0.00", "EUR"), ("#,##0.00\\ [$€-1]", "EUR"), ('#,##0 "EUR"', "EUR"), ("[$CHF-807] 0", "CHF"),
        ("[$kr-41D] #,##0", "SEK"), ("[$kr.-406] 0", "DKK"), ("[$¥-804]0", "CNY"), ("[$¥-411]0", "JPY"),
        ("[$Dhs-3801]0", "AED"), ("[$XYZ] 0", "XYZ"), ("[$-409]0", None),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "$"),
        ("_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-", "EUR"), ('0.0"€m"', "EUR"), ('0.0 "kEUR"', "EUR"),
    ],
)  # fmt: skip
def test_currencies(code, currency):
    assert shown(code).currency == currency


@pytest.mark.parametrize(
    ("code", "scale", "unit"),
    [
        ("#,##0,", 1e3, None), ("0.0,,", 1e6, None), ('0.0,,"M"', 1e6, 1e6), ('#,##0.0,," Mio"', 1e6, 1e6),
        ('0.0"M"', 1.0, 1e6), ('0"k"', 1.0, 1e3), ('"€"0.0,,"m"', 1e6, 1e6), ("0,.0", 1e3, None),
        ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', 1e6, 1e6), ("#,##0", 1.0, None), ('0 "days"', 1.0, None),
    ],
)  # fmt: skip
def test_units(code, scale, unit):
    assert (shown(code).scale, shown(code).unit) == (scale, unit)


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("dd/mm/yyyy", "day first"), ("d.m.yy;@", "day first"), ("dd/mm/yyyy hh:mm", "day first"),
        ("[$-409]m/d/yyyy", "month first"), ("m/d/yy h:mm AM/PM", "month first"), ("[Red]dd-mm-yyyy", "day first"),
        ("yyyy/mm/dd", None), ("dd mmm yyyy", None), ("mmmm d, yyyy", None), ("d/m", None), ("h:mm:ss", None),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month(code, order):
    assert shown(code).order == order


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("00000", 7, "00007"), ("00000", 1234567, "1234567"), ("000", -7, "-007"),
        ("000-00-0000", 78051120, "078-05-1120"),
        ('"INC"0000000', 42, "INC0000042"), ("\\P\\-000", 9, "P-009"), ("00000", 7.5, None), ("00000", 1e300, None),
    ],
)  # fmt: skip
def test_fixed_digits_are_shown_as_a_person_sees_them(code, number, text):
    assert as_digits(shown(code).digits, float(number)) == text


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0\\ %;[Red]-0.0%"])
def test_percent(code):
    assert shown(code).percent


def test_a_percent_sign_that_is_only_written_is_none():
    assert not shown('0"%"').percent


@given(st.text(alphabet='0#?,.%$€£"\\_*[]-;dmyhsMKAP/@ E+()gG', max_size=60))
def test_any_code_is_read(code):
    told = shown(code)
    assert told == shown(code)
    if told.digits:
        as_digits(told.digits, 7.0)
