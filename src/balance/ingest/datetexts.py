"""One written date, read as far as it can be read alone.

A numeric date (`05/03/2026`) is left as its two numbers: which of them is the day is decided for the
whole column elsewhere. Years of two digits lie in 1970..2069. A zone is dropped: the local time counts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from balance.ingest.periods import MONTHS, Period, month_of, read_period, year_of
from balance.ingest.unseen import as_seen
from balance.ingest.weekdays import without_weekday

__all__ = ["MONTHS", "UNREADABLE", "DateText", "Form", "read_date_text"]

Form = Literal[
    "day", "numeric", "month", "quarter", "half", "week", "year", "months", "fiscal", "serial", "epoch", "unreadable"
]
PERIODS = frozenset({"month", "quarter", "half", "week", "year", "months", "fiscal"})

_ZONE = r"(?:Z|[+-]\d{2}(?::?\d{2})?|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[A-Z]{2,4}T|[A-Z][a-z]+/[A-Z][A-Za-z_]+)"
_TIME = (
    r"(?P<hour>\d{1,2})[:hH.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    rf"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?P<zone>{_ZONE})?(?:\s*\[[A-Za-z_/]+\])?(?:\s+Uhr)?"
)
_TAIL = rf"(?:(?:\s*,?\s*(?:at|um|à)?\s*|[Tt]){_TIME})?"
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TAIL}")
_EASTERN = re.compile(rf"(?P<y>\d{{4}})\s?[年년.]\s?(?P<m>\d{{1,2}})\s?[月월.]\s?(?P<d>\d{{1,2}})\s?[日일]?{_TAIL}")
_COMPACT = re.compile(rf"(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:[Tt ]?{_TIME})?")
_ISO_WEEK = re.compile(r"(?P<y>\d{4})-?W(?P<w>\d{2})-(?P<d>[1-7])")
_NUMERIC = re.compile(
    rf"(?P<a>\d{{1,2}})\s?(?P<sep>[-/.])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y>\d{{4}}|'?\d{{2}}){_TAIL}"
)
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s\-/.]*(?:of\s+|de\s+)?(?P<name>[^\W\d_]{{3,12}})\.?,?"
    rf"[\s\-/.,]*(?:de\s+|del\s+|of\s+)?(?P<y>\d{{4}}|'?\d{{2}}){_TAIL}"
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\.?[\s\-/]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\-/,]+(?P<y>\d{{4}}|'\d{{2}})"
    rf"{_TAIL}"
)
_CLOCK_FIRST = re.compile(rf"{_WEEKDAY}(?P<name>[^\W\d_]{{3,12}})\s+(?P<d>\d{{1,2}})\s+{_TIME}\s+(?P<y>\d{{4}})")
_END_OF = re.compile(
    r"(?:(?:by |at )?(?:the )?end(?: of)?|(?:bis )?ende|fin(?: de)?|(?:a )?finales de|fim de|final de)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"([^()]*\d[^()]*?)\s*\([^\d()]{2,30}\)")
_SCHEDULED = re.compile(r"(?P<date>.*\d(?:[:h.]\d{2})?(?:\s?[AaPp][Mm])?)(?:\s+A)?\s?\*?")
"""A date with the marks of Primavera: A for what has happened, * for what a constraint holds in place."""
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


@dataclass(frozen=True)
class DateText:
    """What one text says: its form, the numbers found, and the time of day in seconds.

    `padded` says whether the numbers of a numeric date have leading zeros, None where none could have one.
    """

    form: Form
    year: int = 0
    first: int = 0
    second: int = 0
    seconds: float = 0.0
    short_year: bool = False
    dots: bool = False
    months: int = 0
    ends: bool = False
    padded: bool | None = None
    zone: str = ""
    remark: bool = False
    """Whether words in brackets follow the date, such as "(planned)"."""
    marked: bool = False
    """Whether a mark of Primavera follows the date: A for what has happened, * for a constraint."""
    weekdays: tuple[int, ...] = ()
    """The weekday named before a date, Monday being 0; both where languages read the name differently."""

    @property
    def period(self) -> Period | None:
        """The period named, None where the text is not one."""
        if self.form not in PERIODS:
            return None
        return Period(self.form, self.year, self.first, self.months, self.second, self.short_year)  # type: ignore[arg-type]


UNREADABLE = DateText("unreadable")


@lru_cache(maxsize=65536)
def read_date_text(text: str) -> DateText:
    """Read one date as far as it can be read alone.

    >>> read_date_text("05-Jan-26 A").marked, read_date_text("05-Jan-26*").second
    (True, 5)
    >>> read_date_text("June 9, 2016").form, read_date_text("29/2/2016 01:16").first
    ('day', 29)
    """
    stripped = " ".join(as_seen(text).split()).removeprefix("'").rstrip(" .;,")
    if not 4 <= len(stripped) <= 60:
        return UNREADABLE
    remark = _REMARK.fullmatch(stripped)
    if remark:
        return replace(read_date_text(remark[1]), remark=True)
    scheduled = _SCHEDULED.fullmatch(stripped)
    if scheduled and scheduled["date"] != stripped:
        bare = read_date_text(scheduled["date"])
        return replace(bare, marked=True) if bare.form in ("day", "numeric") else UNREADABLE
    plain, weekdays = without_weekday(stripped)
    if weekdays:
        found = _read_iso(plain) or _read_numeric(plain) or _read_named(plain)
        if found is not None:
            return replace(found, weekdays=weekdays) if found.form != "unreadable" else UNREADABLE
    for read in (_read_iso, _read_numeric, _read_named, _read_period, _read_number):
        found = read(stripped)
        if found is not None:
            return found
    return UNREADABLE


def _read_iso(text: str) -> DateText | None:
    match = _ISO.fullmatch(text) or _EASTERN.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is not None:
        seconds = _seconds(match)
        return UNREADABLE if seconds is None else DateText(
            "day", int(match["y"]), int(match["m"]), int(match["d"]), seconds, zone=match["zone"] or "")  # fmt: skip
    week = _ISO_WEEK.fullmatch(text)
    if week is None:
        return None
    try:
        day = dt.date.fromisocalendar(int(week["y"]), int(week["w"]), int(week["d"]))
    except ValueError:
        return UNREADABLE
    return DateText("day", day.year, day.month, day.day)


def _read_numeric(text: str) -> DateText | None:
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    seconds = _seconds(match)
    if seconds is None:
        return UNREADABLE
    year, short = year_of(match["y"])
    first, second = match["a"], match["b"]
    small = [part for part in (first, second) if int(part) < 10]
    padded = None if not small else all(len(part) == 2 for part in small)
    return DateText("numeric", year, int(first), int(second), seconds, short, match["sep"] == ".",
                    padded=padded, zone=match["zone"] or "")  # fmt: skip


def _read_named(text: str) -> DateText | None:
    for pattern in (_DAY_MONTH, _MONTH_DAY, _CLOCK_FIRST):
        match = pattern.fullmatch(text)
        month = month_of(match["name"]) if match else None
        if match and month:
            year, short = year_of(match["y"])
            seconds = _seconds(match)
            return UNREADABLE if seconds is None else DateText(
                "day", year, month, int(match["d"]), seconds, short, zone=match["zone"] or "")  # fmt: skip
    return None


def _read_period(text: str) -> DateText | None:
    """A period; "end of" one is its last day, whatever the column."""
    end = _END_OF.fullmatch(text)
    found = read_period(end["rest"] if end else text)
    if found is None:
        return None
    return DateText(found.form, found.year, found.first, found.begins, short_year=found.short_year,
                    months=found.months, ends=end is not None)  # fmt: skip


def _read_number(text: str) -> DateText | None:
    if _SERIAL.fullmatch(text):
        return DateText("serial", seconds=float(text.replace(",", ".")))
    return DateText("epoch", seconds=float(text)) if _EPOCH.fullmatch(text) else None


def _seconds(match: re.Match[str]) -> float | None:
    """The time of day a match names, in seconds; 0 where it names none, None where there is no such time."""
    if match["hour"] is None:
        return 0.0
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3600.0 + minute * 60 + second
