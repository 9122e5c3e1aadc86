"""One written date, read as far as it can be read alone.

A numeric date (`05/03/2026`) is left as its two numbers: which of them is the day is decided for the
whole column elsewhere. Years of two digits lie in 1970..2069. A zone is dropped: the local time counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Form = Literal["day", "numeric", "month", "quarter", "fiscal", "serial", "unreadable"]

_TIME = (
    r"(?P<hour>\d{1,2})[:hH.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?:Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2})?"
)
_TAIL = rf"(?:(?:\s*,?\s*(?:at|um|à)?\s*|[Tt]){_TIME})?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TAIL}")
_COMPACT = re.compile(rf"(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:[Tt ]?{_TIME})?")
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}|\d{{2}}){_TAIL}"
)
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-/.]*(?:of\s+|de\s+)?(?P<name>[^\W\d_]{{3,12}})\.?,?"
    rf"[\s\-/.,]*(?:de\s+|of\s+)?(?P<y>\d{{4}}|'?\d{{2}}){_TAIL}"
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.?[\s\-/]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\-/,]+(?P<y>\d{{4}}|'\d{{2}})"
    rf"{_TAIL}"
)
_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,12})\.?,?[\s\-/.]+(?:de\s+)?(?P<y>\d{4}|'\d{2})")
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_QUARTER = re.compile(
    r"(?P<fy>FY\s*)?(?:Q(?:tr|uarter)?\.?\s?(?P<q>[1-4])|(?P<q2>[1-4])Q|(?P<q3>[1-4])(?:st|nd|rd|th)\s+quarter)"
    r"[\s\-/,]*(?:of\s+)?(?P<fy2>FY\s*)?(?P<y>\d{4}|'?\d{2})(?:[-/–](?P<to>\d{2,4}))?"
    r"|(?P<fy3>FY\s*)?(?P<y3>\d{4}|(?<=FY)'?\d{2}|(?<=FY )\d{2})(?:[-/–](?P<to3>\d{2,4}))?[\s\-/]*Q(?P<q4>[1-4])",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"(?:FY|fiscal(?: year)?)\s*'?(?P<y>\d{4}|\d{2})(?:\s?[-/–]\s?(?P<to>\d{2,4}))?"
                     r"|(?P<y2>(?:19|20)\d{2})\s?[-/–]\s?(?P<to2>\d{2}|\d{4})", re.IGNORECASE)  # fmt: skip
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")

_MONTH_NAMES = (
    "january jan januar janner jaenner janvier janv enero ene janeiro",
    "february feb februar fevrier fevr fev febrero fevereiro",
    "march mar marz maerz mrz mars marzo marco",
    "april apr avril avr abril abr",
    "may mai mayo maio",
    "june jun juni juin junio junho",
    "july jul juli juillet juil julio julho",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre set setembro",
    "october oct oktober okt octobre octubre outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


@dataclass(frozen=True)
class DateText:
    """What one text says: its form, the numbers found, and the time of day in seconds."""

    form: Form
    year: int = 0
    first: int = 0
    second: int = 0
    seconds: float = 0.0
    short_year: bool = False
    dots: bool = False


UNREADABLE = DateText("unreadable")


@lru_cache(maxsize=65536)
def read_date_text(text: str) -> DateText:
    """Read one date as far as it can be read alone.

    >>> read_date_text("June 9, 2016").form, read_date_text("29/2/2016 01:16").first
    ('day', 29)
    """
    stripped = " ".join(text.split())
    if not 4 <= len(stripped) <= 60:
        return UNREADABLE
    for read in (_read_iso, _read_numeric, _read_named, _read_period, _read_serial):
        found = read(stripped)
        if found is not None:
            return found
    return UNREADABLE


def _read_iso(text: str) -> DateText | None:
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        return None
    return _timed(DateText("day", int(match["y"]), int(match["m"]), int(match["d"])), match)


def _read_numeric(text: str) -> DateText | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    year, short = _year(match["y"])
    dots = match["sep"] == "."
    return _timed(DateText("numeric", year, int(match["a"]), int(match["b"]), short_year=short, dots=dots), match)


def _read_named(text: str) -> DateText | None:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        match = pattern.fullmatch(text)
        month = _month(match["name"]) if match else None
        if match and month:
            year, short = _year(match["y"])
            return _timed(DateText("day", year, month, int(match["d"]), short_year=short), match)
    match = _MONTH.fullmatch(text)
    month = _month(match["name"]) if match else None
    return DateText("month", _year(match["y"])[0], month) if match and month else None


def _read_period(text: str) -> DateText | None:
    match = _YEAR_MONTH.fullmatch(text)
    month = int(match["m"] or match["m2"]) if match else 0
    if match and 1 <= month <= 12:
        return DateText("month", int(match["y"] or match["y2"]), month)
    match = _QUARTER.fullmatch(text)
    if match:
        quarter = int(match["q"] or match["q2"] or match["q3"] or match["q4"])
        until = match["to"] or match["to3"]
        fiscal = bool(match["fy"] or match["fy2"] or match["fy3"] or until)
        return _fiscal_year(match["y"] or match["y3"], until, quarter) if fiscal else DateText(
            "quarter", _year(match["y"] or match["y3"])[0], quarter)  # fmt: skip
    match = _FISCAL.fullmatch(text)
    return _fiscal_year(match["y"] or match["y2"], match["to"] or match["to2"], 0) if match else None


def _fiscal_year(start: str, until: str | None, quarter: int) -> DateText:
    """A fiscal year or quarter: `second` is 1 where the year named is the one it begins in, 0 where it ends."""
    year = _year(start)[0]
    if until is None:
        return DateText("fiscal", year, quarter, 0)
    return DateText("fiscal", year, quarter, 1) if (year + 1) % 100 == int(until) % 100 else UNREADABLE


def _read_serial(text: str) -> DateText | None:
    return DateText("serial", seconds=float(text)) if _SERIAL.fullmatch(text) else None


def _timed(found: DateText, match: re.Match[str]) -> DateText:
    if match["hour"] is None:
        return found
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return UNREADABLE
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return UNREADABLE
    seconds = hour * 3600 + minute * 60 + second
    return DateText(found.form, found.year, found.first, found.second, seconds, found.short_year, found.dots)


def _year(text: str) -> tuple[int, bool]:
    number = int(text.lstrip("'"))
    if number >= 100:
        return number, False
    return number + (2000 if number < 70 else 1900), True


def _month(name: str) -> int | None:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return MONTHS.get("".join(char for char in plain if not unicodedata.combining(char)))
