"""What the number format of a cell says about its value: percent, currency, unit, order of day and month, digits.

A format decides what a person sees: 0.25 as "25%", 7 as "00007", 12,000,000 as "12.0M". Only what can
change how a value is meant is read; colours, conditions and alignment say nothing. Standard library
only: the child process uses it to tell which formats are worth handing over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from balance.ingest.currencies import CODES, currency_of
from balance.ingest.units import NOT_IN_FORMATS, UNITS

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Formats without a code of their own; the others say nothing or depend on the machine that shows them."""
LONGEST = 1000
MOST_DIGITS = 1e15
"""From this number on a cell is not shown with a fixed number of digits."""
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(AM/PM|A/P)|(.)', re.DOTALL | re.IGNORECASE)
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = set("$€£¥₹₩₽₺₪฿+-/():!^&'~{}<>= ")
_DATE_CHARACTERS = set("ymdhseagbYMDHSEAGB")
_SIGN = r"us\$|[$€£¥]|eur|usd|gbp|chf|cad|aud"
_UNIT = "|".join(sorted(set(UNITS) - NOT_IN_FORMATS, key=len, reverse=True))
_GLUED = re.compile(rf"(?P<before>{_SIGN})?\s*(?P<unit>{_UNIT})\s*(?P<after>{_SIGN})?")
_BY_LOCALE = {
    "$": {0x409: "USD", 0x1009: "CAD", 0xC0C: "CAD", 0xC09: "AUD", 0x1409: "NZD", 0x4809: "SGD", 0x1004: "SGD",
          0xC04: "HKD", 0x3C09: "HKD", 0x80A: "MXN", 0x404: "TWD", 0x2C0A: "ARS", 0x340A: "CLP", 0x240A: "COP"},
    "kr": {0x41D: "SEK", 0x81D: "SEK", 0x406: "DKK", 0x414: "NOK", 0x814: "NOK", 0x40F: "ISK"},
    "¥": {0x411: "JPY", 0x804: "CNY"}, "￥": {0x411: "JPY", 0x804: "CNY"}, "r": {0x1C09: "ZAR", 0x436: "ZAR"},
    "zł": {0x415: "PLN"}, "kč": {0x405: "CZK"}, "ft": {0x40E: "HUF"}, "fr": {0x100C: "CHF", 0x807: "CHF"},
    "lei": {0x418: "RON"}, "лв": {0x402: "BGN"}, "rp": {0x421: "IDR"}, "rm": {0x43E: "MYR"}, "dhs": {0x3801: "AED"},
}  # fmt: skip

Token = tuple[Literal["literal", "placeholder", "bracket"], str]


class Shown(NamedTuple):
    """What one number format says. `scale` is what it divides by before showing, `unit` what its letter stands for."""

    percent: bool = False
    currency: str | None = None
    scale: float = 1.0
    unit: float | None = None
    order: Literal["day first", "month first"] | None = None
    digits: tuple[str, ...] = ()
    """Zeros and literal characters of a format that shows whole numbers with a fixed number of digits."""


@lru_cache(maxsize=4096)
def shown(code: str) -> Shown:
    """What a number format says.

    >>> shown('[$€-407] #,##0.00').currency, shown('0.0,,"M"').scale, shown("dd/mm/yyyy").order, shown("0%").percent
    ('EUR', 1000000.0, 'day first', True)
    """
    if len(code) > LONGEST:
        return Shown()
    sections = _sections(code)
    if _is_date(sections[0]):
        return Shown(order=_order(sections[0]))
    marks = [mark for mark in map(_mark, sections[0]) if mark != (None, None)]
    scaled = [section for section in sections if any(kind == "placeholder" and c in "0#?" for kind, c in section)]
    return Shown(
        percent=("placeholder", "%") in sections[0],
        currency=next((currency for currency, _ in marks if currency), None),
        scale=_scale(scaled[0]) if scaled else 1.0,
        unit=next((unit for _, unit in marks if unit), None),
        digits=_digits(sections[0]),
    )


def is_time(code: str) -> bool:
    """Whether a number format shows a day, a time of day or a span of time.

    >>> is_time("[h]:mm"), is_time("yyyy-mm-dd"), is_time("#,##0.00")
    (True, True, False)
    """
    return len(code) <= LONGEST and (_is_date(_sections(code)[0]) or _SPAN.search(code) is not None)


def says_something(code: str) -> bool:
    """Whether a format can change how a value is meant."""
    return shown(code) != Shown()


def as_digits(digits: tuple[str, ...], number: float) -> str | None:
    """A whole number in a format of fixed digits as a person sees it, None where it is none.

    >>> as_digits(shown("00000").digits, 7.0), as_digits(shown('"INC"0000').digits, 12.0)
    ('00007', 'INC0012')
    """
    if not number.is_integer() or abs(number) >= MOST_DIGITS:
        return None
    left = list(str(abs(int(number))))
    places = [place for place, character in enumerate(digits) if character == "0"]
    filled = dict.fromkeys(places, "0")
    for place in reversed(places[1:]):
        filled[place] = left.pop() if left else "0"
    filled[places[0]] = "".join(left) or "0"
    text = "".join(filled.get(place, character[-1:]) for place, character in enumerate(digits))
    return f"-{text}" if number < 0 else text


def _sections(code: str) -> list[list[Token]]:
    sections: list[list[Token]] = [[]]
    for kind, text in _tokens(code):
        if (kind, text) == ("placeholder", ";"):
            sections.append([])
        else:
            sections[-1].append((kind, text))
    return sections


def _tokens(code: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(code):
        quoted, escaped, bracket, half_day, plain = match.groups()
        if quoted or escaped:
            yield "literal", quoted or escaped
        elif bracket is not None:
            yield "bracket", bracket
        elif half_day:
            yield "placeholder", "AP"
        elif plain:
            yield ("literal" if plain in _LITERAL else "placeholder"), plain


def _is_date(section: list[Token]) -> bool:
    words = "".join(text for kind, text in section if kind == "placeholder").lower()
    if "general" in words:
        return False
    return any(kind == "placeholder" and text in _DATE_CHARACTERS for kind, text in section)


def _order(section: list[Token]) -> Literal["day first", "month first"] | None:
    """The order of day and month where both are numbers and the year does not come first."""
    if any(kind == "bracket" and text.upper().startswith(("$-F800", "$-F400")) for kind, text in section):
        return None
    letters = "".join(text if kind == "placeholder" else " " for kind, text in section).lower()
    parts = re.findall(r"y+|m+|d+", re.sub(r"h+\W*m+|m+\W*s+", " ", letters))
    if [part[0] for part in parts] == ["d", "m", "y"] and len(parts[1]) <= 2:
        return "day first"
    return "month first" if [part[0] for part in parts] == ["m", "d", "y"] and len(parts[0]) <= 2 else None


def _mark(token: Token) -> tuple[str | None, float | None]:
    """The currency and the unit that a token names."""
    kind, text = token
    if kind == "bracket":
        if not text.startswith("$"):
            return None, None
        symbol, _, locale = text[1:].rpartition("-") if "-" in text else (text[1:], "", "")
        return (_of_locale(symbol.strip(), locale), None) if symbol.strip() else (None, None)
    word = text.strip(" .\u00a0()").casefold() if kind == "literal" else ""
    if not word:
        return None, None
    glued = _GLUED.fullmatch(word)
    if glued:
        return currency_of(glued["before"] or glued["after"] or ""), UNITS[glued["unit"]]
    return currency_of(word), None


def _of_locale(symbol: str, locale: str) -> str:
    """The currency of a symbol in a place; a symbol that is not known stands for itself."""
    known = currency_of(symbol)
    try:
        place = int(locale[-4:], 16) if locale else 0
    except ValueError:
        place = 0
    by_place = _BY_LOCALE.get(symbol.casefold().rstrip("."), {}).get(place)
    if by_place and (known not in CODES or known == "JPY"):
        return by_place
    return known or symbol


def _scale(section: list[Token]) -> float:
    """A thousand for each comma that follows the last digit before or after the decimal point."""
    digits = "".join(text for kind, text in section if kind == "placeholder" and text in "0#?,.")
    whole, _, part = digits.partition(".")
    commas = len(whole) - len(whole.rstrip(",")) + len(part) - len(part.rstrip(","))
    return 1000.0 ** min(commas, 5)


def _digits(section: list[Token]) -> tuple[str, ...]:
    shown = [(kind, text) for kind, text in section if kind != "bracket"]
    if any(kind == "placeholder" and text != "0" for kind, text in shown):
        return ()
    zeros = sum(kind == "placeholder" for kind, _ in shown)
    written = "".join(text for kind, text in shown if kind == "literal")
    if zeros < 2 and not (zeros and re.search(r"\w", written)):
        return ()
    if any(_mark(token) != (None, None) for token in shown):
        return ()
    return tuple("0" if kind == "placeholder" else f"={character}" for kind, text in shown for character in text)
