"""How numbers, money and dates are written in the locale in force; English is known here, the others Babel knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from balance.language import ENGLISH, PSEUDO, locale

if TYPE_CHECKING:
    from babel import Locale

SCALES = {"k": "1000", "M": "1000000", "bn": "10000000000"}
"""The letters of thousands, millions and billions in English here, and the power by which Babel knows theirs."""

OWN = {("de", "k"): "Tsd."}
"""Where the Unicode data writes a scale out and its language has an abbreviation that everybody reads."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Conventions:
    """The marks of a locale: between whole and part, between thousands; whether the currency stands before a number,
    what stands between them, and what thousands, millions and billions are called."""

    locale: str
    decimal: str = "."
    group: str = ","
    currency_first: bool = True
    apart: str = ""
    """What stands between a number and its scale or currency."""
    scales: Mapping[str, str] = field(default_factory=dict)

    @property
    def english(self) -> bool:
        """Whether dates are written the way they are written in English here."""
        return self.locale in (ENGLISH, PSEUDO)


def conventions() -> Conventions:
    """Those of the locale in force."""
    return _of(locale())


@lru_cache(maxsize=8)
def _of(name: str) -> Conventions:
    if name in (ENGLISH, PSEUDO):
        return Conventions(name)
    from babel import Locale  # a large package of data, for who needs it

    known = Locale.parse(name, sep="-")
    marks = known.number_symbols["latn"]
    pattern = known.currency_formats["standard"].pattern
    first = pattern.index("¤") < pattern.index("0")
    apart = "" if known.language == "en" else "\N{NO-BREAK SPACE}"
    scales = {letter: _scale(known, letter) for letter in SCALES}
    return Conventions(name, marks["decimal"], marks["group"], first, apart, scales)


def _scale(known: Locale, letter: str) -> str:
    """What a locale calls thousands, millions or billions after a number."""
    short = known.compact_decimal_formats["short"]["other"][SCALES[letter]].pattern
    told = short.strip("0").replace("'", "").strip()
    return told or OWN[known.language, letter]


def scale_name(letter: str) -> str:
    """What the locale in force calls thousands (k), millions (M) or billions (bn).

    >>> scale_name("bn")
    'bn'
    """
    return conventions().scales.get(letter, letter)


def digits(english: str) -> str:
    """A number written the English way, in the marks of the locale.

    >>> digits("1,234.5")
    '1,234.5'
    """
    marks = conventions()
    if marks.decimal == "." and marks.group == ",":
        return english
    return english.translate({ord(","): marks.group, ord("."): marks.decimal})


def separators() -> str:
    """The mark between whole and part and the one between thousands, as figures want them."""
    marks = conventions()
    return marks.decimal + marks.group


def dated(when: date, skeleton: str) -> str:
    """A date by one of the skeletons of Unicode: `yMMMd` a day, `yMMM` a month, `yQQQ` a quarter."""
    return _dated(date(when.year, when.month, when.day), skeleton, locale())


@lru_cache(maxsize=4096)
def _dated(when: date, skeleton: str, name: str) -> str:
    if name in (ENGLISH, PSEUDO):
        month = MONTHS[when.month - 1]
        english = {
            "yMMMd": f"{when.day} {month} {when.year}",
            "yMMM": f"{month} {when.year}",
            "yQQQ": f"Q{(when.month - 1) // 3 + 1} {when.year}",
        }
        return english[skeleton]
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, when, locale=name.replace("-", "_"))
