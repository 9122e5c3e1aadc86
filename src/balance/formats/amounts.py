"""Money: two significant figures, one scale, the currency once."""

from __future__ import annotations

from dataclasses import dataclass

from balance.formats.conventions import conventions, digits, scale_name
from balance.formats.numbers import MINUS, MISSING, ends, known, rounded, sayable, sign_of
from balance.ranges import Range

SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$", "ILS": "₪"}


@dataclass(frozen=True)
class Scale:
    """What a money number is divided by before it is shown, and the letter that says so."""

    divisor: float
    letter: str


UNITS = (Scale(1e9, "bn"), Scale(1e6, "M"), Scale(1e3, "k"), Scale(1.0, ""))


def scale_of(*amounts: float | None) -> Scale:
    """The one scale that suits all of these amounts: that of the largest.

    >>> scale_of(640_000, 6_400_000).letter
    'M'
    """
    largest = max((abs(rounded(amount)) for amount in amounts if amount is not None and sayable(amount)), default=0.0)
    return next((unit for unit in UNITS if largest >= unit.divisor), UNITS[-1])


def scaled(amount: float | None, scale: Scale, *, signed: bool = False) -> str:
    """The bare number in that scale: one decimal below 10, none from 10.

    >>> scaled(5_340_000, scale_of(7e6)), scaled(24_300_000, scale_of(24e6)), scaled(-480_000, scale_of(1e6))
    ('5.3', '24', '−0.5')
    """
    if amount is None or not sayable(amount):
        return MISSING
    number = rounded(amount) / scale.divisor
    decimals = 1 if abs(number) < 10 and scale.divisor > 1 else 0
    if decimals == 0 and abs(number) < 10:
        number = amount / scale.divisor  # 1.47 is 1: rounding it to 1.5 and then to 2 would be rounding twice
    return sign_of(number, decimals, signed) + digits(f"{abs(number):,.{decimals}f}")


def money(amount: float | None, currency: str = "", *, scale: Scale | None = None, signed: bool = False) -> str:
    """An amount of money with two significant figures, its currency and its scale.

    >>> money(6_412_000, "GBP"), money(24_300_000, "USD"), money(34_499, "EUR"), money(0, "GBP")
    ('£6.4M', '$24M', '€34k', '£0')
    >>> money(-480_000, "CHF", signed=True), money(1_200_000, "GBP", signed=True), money(None, "GBP")
    ('−CHF 480k', '+£1.2M', '–')
    """
    if amount is None or not sayable(amount):
        return MISSING
    if amount == 0:
        return _with_currency("0", currency, "")
    unit = scale or scale_of(amount)
    number = scaled(amount, unit, signed=signed)
    sign = number[0] if number[0] in MINUS + "+" else ""
    return sign + _with_currency(number.removeprefix(sign), currency, unit.letter)


def _with_currency(number: str, currency: str, letter: str) -> str:
    """The number with its currency where the locale has it: before, or after with a space that does not break."""
    marks, scale = conventions(), scale_name(letter)
    if marks.currency_first and not marks.apart:
        return f"{symbol(currency)}{number}{scale}"
    sign = symbol(currency).strip()
    parts = (sign, number, scale) if marks.currency_first else (number, scale, sign)
    return marks.apart.join(part for part in parts if part)


def in_scale(number: str, currency: str, scale: Scale) -> str:
    """A number said already in a scale, in the marks of English, with its currency and the name of the scale.

    >>> in_scale("1,240.5", "GBP", scale_of(2e6))
    '£1,240.5M'
    """
    return _with_currency(digits(number), currency, scale.letter)


def money_range(range_: Range, currency: str = "", *, signed: bool = False, bare: bool = False) -> str:
    """The likely range of an amount, unit once: with `bare` the numbers alone, for a place that names the unit.

    >>> r = Range(6.4e6, 5.3e6, 7.5e6)
    >>> money_range(r, "GBP"), money_range(r, "GBP", bare=True)
    ('£5.3M to £7.5M', '5.3 to 7.5')
    """
    if not known(range_):
        return MISSING
    scale = scale_of(range_.value, range_.low, range_.high)
    if bare:
        return ends(range_, lambda end: scaled(end, scale, signed=signed))
    return ends(range_, lambda end: money(end, currency, scale=scale, signed=signed))


def symbol(currency: str) -> str:
    """The sign of a currency before a number; a code without a sign is followed by a space.

    >>> symbol("GBP"), symbol("CHF"), symbol("")
    ('£', 'CHF ', '')
    """
    return SYMBOLS.get(currency, f"{currency} " if currency else "")


def money_unit(currency: str, scale: Scale) -> str:
    """How an axis or a column head names the unit of its numbers.

    >>> money_unit("GBP", scale_of(5e6))
    '£M'
    """
    marks, parts = conventions(), (symbol(currency).strip(), scale_name(scale.letter))
    return marks.apart.join(part for part in (parts if marks.currency_first else parts[::-1]) if part)
