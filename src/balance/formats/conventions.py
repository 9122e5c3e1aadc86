"""How numbers, money and dates are written in the locale in force; English is known here, the others Babel knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from balance.language import ENGLISH, PSEUDO, locale

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Conventions:
    """The marks of a locale: between whole and part, between thousands; whether the currency stands before a number."""

    locale: str
    decimal: str = "."
    group: str = ","
    currency_first: bool = True

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
    return Conventions(name, marks["decimal"], marks["group"], pattern.index("¤") < pattern.index("0"))


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
