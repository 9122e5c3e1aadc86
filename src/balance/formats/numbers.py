"""Plain numbers, chances, shares and multipliers; percentages exist only here."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Real

from balance.formats.conventions import digits
from balance.language import say, say_count
from balance.ranges import Range

MISSING = "–"
MINUS = "−"


def in_100(share: float | None) -> str:
    """A chance as the bare whole number out of 100; never 0, never 100.

    >>> in_100(0.231), in_100(0.001), in_100(0.999), in_100(None)
    ('23', 'under 1', 'over 99', '–')
    """
    if share is None or not sayable(share):
        return MISSING
    number = share * 100
    if number < 0.995:
        return say("under 1")
    return say("over 99") if number > 99.005 else f"{min(max(math.floor(number + 0.5), 1), 99)}"


def chance(share: float | None) -> str:
    """A chance in words with its denominator.

    >>> chance(0.23), chance(0.0004), chance(1.0)
    ('23 in 100', 'under 1 in 100', 'over 99 in 100')
    """
    return MISSING if share is None or not sayable(share) else say("{number} in 100", number=in_100(share))


def chance_range(range_: Range) -> str:
    """The likely range of a chance as bare numbers.

    >>> chance_range(Range(0.23, 0.16, 0.32))
    '16 to 32'
    """
    if not known(range_):
        return MISSING
    low, high = in_100(range_.low), in_100(range_.high)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def beside(value: float | None, limit: float | None, said: Callable[[float | None], str]) -> str:
    """A number as `said` says it, told apart from the limit it stands beside where both would read the same.

    >>> beside(0.504, 0.5, percent), beside(0.046, 0.05, in_100), beside(0.05, 0.05, in_100), beside(0.26, 0.05, in_100)
    ('just over 50 %', 'just under 5', '5', '26')
    """
    shown = said(value)
    if value is None or limit is None or shown == MISSING or shown != said(limit):
        return shown
    if math.isclose(value, limit, rel_tol=1e-9) or shown in (say("under 1"), say("over 99")):
        return shown
    return say("just over {number}", number=shown) if value > limit else say("just under {number}", number=shown)


def points(difference: float | None) -> str:
    """The difference of two chances in points out of 100, always with its sign.

    >>> points(-0.09), points(0.021), points(0.001)
    ('−9', '+2', '0')
    """
    if difference is None or not sayable(difference):
        return MISSING
    number = math.floor(abs(difference) * 100 + 0.5)
    return "0" if number == 0 else f"{'+' if difference > 0 else MINUS}{number}"


def points_range(range_: Range) -> str:
    """The likely range of a difference of chances.

    >>> points_range(Range(-0.09, -0.13, -0.06))
    '−13 to −6'
    """
    return ends(range_, points) if known(range_) else MISSING


def ends(range_: Range, said: Callable[[float | None], str]) -> str:
    """Both ends of a range as `said` says them; of a difference that few readings pull away, the middle one as well.

    >>> ends(Range(7.0, -55.0, 7.0, typical=(-55.0, -2.0, 0.0)), number), ends(Range(-1.0, -1.0, 0.0), number)
    ('−55 to 0, middle −2', '−1 to 0')
    >>> ends(Range(-1.0, -1.0, 0.0, typical=(0.0, 0.0, 0.0)), number)
    'mostly 0'
    """
    if range_.typical is None:
        return say("{low} to {high}", low=said(range_.low), high=said(range_.high))
    low, middle, high = (said(part) for part in range_.typical)
    if low == high:
        return say("mostly {middle}", middle=middle)
    return say("{low} to {high}, middle {middle}", low=low, high=high, middle=middle)


def percent(share: float | None) -> str:
    """A share of a whole, for settings and coverage; chances are never said this way.

    >>> percent(0.062), percent(1.0), percent(None)
    ('6 %', '100 %', '–')
    """
    return MISSING if share is None or not sayable(share) else f"{share * 100:.0f} %"


def number(value: float | None, *, decimals: int | None = None, signed: bool = False) -> str:
    """A plain number: two significant figures, or whole where it is larger, or as many decimals as asked.

    >>> number(7.14), number(0.0312), number(123.4), number(1234.0), number(-3.2, signed=True), number(2.0)
    ('7.1', '0.031', '120', '1,200', '−3.2', '2')
    """
    if value is None or not sayable(value):
        return MISSING
    if decimals is not None:
        return sign_of(value, decimals, signed) + digits(f"{abs(value):,.{decimals}f}")
    shown = rounded(value)
    return sign_of(shown, 9, signed) + digits(f"{abs(shown):,.6f}".rstrip("0").rstrip("."))


def exactly(value: float, figures: int = 10) -> str:
    """A number with all its figures, up to so many, as it was stated.

    >>> exactly(12_000_000), exactly(0.871), exactly(-1.0), exactly(1e-7)
    ('12,000,000', '0.871', '−1', '0.0000001')
    """
    if not sayable(value):
        return MISSING
    shown = f"{abs(float(f'{value:.{figures}g}')):,.15f}".rstrip("0").rstrip(".")
    return (MINUS if value < 0 else "") + digits(shown)


def number_range(range_: Range, *, decimals: int | None = None) -> str:
    """The likely range of a plain number.

    >>> number_range(Range(7.1, 6.44, 7.86))
    '6.4 to 7.9'
    """
    if not known(range_):
        return MISSING
    low, high = (number(end, decimals=decimals) for end in (range_.low, range_.high))
    return say("{low} to {high}", low=low, high=high)


def count(value: float | None, thing: str = "", things: str = "") -> str:
    """A whole number with separators, with its noun in the right number.

    >>> count(1234), count(1, "initiative"), count(3, "initiative"), count(2, "company", "companies")
    ('1,234', '1 initiative', '3 initiatives', '2 companies')
    """
    if value is None or not sayable(value):
        return MISSING
    whole = round(value)
    shown = digits(f"{whole:,}")
    if not thing:
        return shown
    return say_count(f"{{count}} {thing}", f"{{count}} {things or f'{thing}s'}", whole, count=shown)


def factor(multiplier: float | None) -> str:
    """A multiplier: how many times as many.

    >>> factor(1.32), factor(0.5), factor(12.2)
    ('×1.3', '×0.50', '×12')
    """
    if multiplier is None or not sayable(multiplier):
        return MISSING
    decimals = 2 if multiplier < 0.995 else 1 if multiplier < 9.95 else 0
    return digits(f"×{multiplier:.{decimals}f}")


def factor_range(range_: Range) -> str:
    """The likely range of a multiplier.

    >>> factor_range(Range(1.3, 0.8, 2.13))
    '×0.80 to ×2.1'
    """
    if not known(range_):
        return MISSING
    low, high = factor(range_.low), factor(range_.high)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def rounded(value: float, figures: int = 2) -> float:
    """A number with that many significant figures, halves away from zero.

    >>> rounded(996_000), rounded(-0.0345), rounded(0)
    (1000000.0, -0.035, 0.0)
    """
    if abs(value) < 1e-200:
        return 0.0
    power = figures - 1 - math.floor(math.log10(abs(value)))
    shifted = math.floor(abs(value) * 10.0**power + 0.5 + 1e-9)
    return math.copysign(shifted / 10.0**power if power >= 0 else shifted * 10.0**-power, value)


def sayable(value: float | None) -> bool:
    """Whether there is a finite number to show."""
    return value is not None and isinstance(value, Real) and math.isfinite(value)


def known(range_: Range | None) -> bool:
    """Whether a range has all three numbers."""
    return range_ is not None and all(sayable(part) for part in (range_.value, range_.low, range_.high))


def sign_of(value: float, decimals: int, signed: bool) -> str:
    """The sign a rounded number is shown with: none at zero."""
    if round(abs(value), decimals) == 0:
        return ""
    return MINUS if value < 0 else "+" if signed else ""
