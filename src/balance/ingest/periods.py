"""A written month, quarter, half, week, year or fiscal year, and from when to when it lasts.

A period is kept as its first month and its length in months (a week as its first day). A fiscal year named by
one year is the year it ends in; its start month is stated elsewhere.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PeriodForm = Literal["month", "quarter", "half", "week", "year", "months", "fiscal"]

_MONTH_NAMES = (
    "january jan januar janner jaenner janvier janv enero ene janeiro januari gennaio genn gen",
    "february feb februar feber fevrier fevr fev febrero fevereiro februari febbraio febbr",
    "march mar marz maerz mrz mars marzo marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio mei maggio magg mag",
    "june jun juni juin junio junho giugno giu",
    "july jul juli juillet juil julio julho luglio lug",
    "august aug aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre set setembro settembre sett",
    "october oct oktober okt octobre octubre outubro out ottobre ott",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dezembro dicembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

_YEAR = r"(?P<y>(?:19|20)\d{2}|'\d{2})"
_LOOSE = r"(?P<y>(?:19|20)\d{2}|'?\d{2})"
_FY = r"(?P<fy>(?:FY|GJ|fiscal(?: year)?)\s*)"
_TO = r"(?:\s?[-/–]\s?(?P<to>\d{2}(?:\d{2})?))?"
_QUARTER_WORD = r"(?:quarter|quartal|kwartaal|trimestre|trim\.?|qtr\.?)"
_HALF_WORD = r"(?:half(?:[- ]year)?|halbjahr|semestre|sem\.?|hj\.?)"
_PART = (
    r"(?:(?:Q|QTR\.?\s?|Quarter\s|Quartal\s|T|Trimestre\s)(?P<q>[1-4])|(?P<q2>[1-4])(?:Q|T)"
    rf"|(?P<q3>[1-4])(?:st|nd|rd|th|er|e|ème|º|°|o|\.)?\s*{_QUARTER_WORD}"
    r"|(?:H|HJ\s?|S|Semestre\s|Halbjahr\s)(?P<h>[12])|(?P<h2>[12])(?:H|HJ|S)"
    rf"|(?P<h3>[12])(?:st|nd|er|e|ème|º|°|o|\.)?\s*{_HALF_WORD})"
)
_GAP = r"[\s\-/,.]*(?:of\s+|de\s+|del\s+)?"
_PART_YEAR = re.compile(rf"{_FY}?{_PART}{_GAP}(?P<fy2>(?:FY|GJ)\s*)?{_LOOSE}{_TO}", re.IGNORECASE)
_YEAR_PART = re.compile(
    rf"{_FY}?(?P<y>(?:19|20)\d{{2}}|(?<=FY)'?\d{{2}}|(?<=FY )'?\d{{2}}){_TO}[\s\-/,.]*{_PART}", re.IGNORECASE
)
_FISCAL = re.compile(rf"{_FY}'?(?P<y>\d{{4}}|\d{{2}}){_TO}|(?P<y2>(?:19|20)\d{{2}})\s?[-/–]\s?(?P<to2>\d{{4}}|\d{{2}})",
                     re.IGNORECASE)  # fmt: skip
_WEEK_NAME = r"(?:KW|CW|W|WK|WW|weeks?|week no\.?|woche|semaine|semana|sem)\.?\s*"
_WEEK = re.compile(
    rf"{_WEEK_NAME}(?P<w>\d{{1,2}})[\s\-/,.]*(?:of\s+|de\s+)?{_LOOSE}|(?P<y2>(?:19|20)\d{{2}})[\s\-/]*{_WEEK_NAME}"
    r"(?P<w2>\d{1,2})(?:-(?P<day>[1-7]))?|(?P<w3>\d{1,2})\.\s?(?:KW|woche)[\s\-/,.]*(?P<y3>(?:19|20)\d{2})",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?P<name>[^\W\d_]{{3,12}})(?:\.?,?[\s\-/.]*(?:de\s+|del\s+|of\s+)?{_YEAR}|\.?-(?P<short>\d{{2}}))"
)
_YEAR_NAME = re.compile(r"(?P<y>(?:19|20)\d{2})[\s\-/.]+(?P<name>[^\W\d_]{3,12})\.?")
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_MONTHS = re.compile(
    r"(?P<a>[^\W\d_]{3,12})\.?(?:[\s\-/.]*(?P<ya>(?:19|20)\d{2}))?\s*(?:-|–|—|/|to|bis|until|à|a|until)\s*"
    rf"(?P<b>[^\W\d_]{{3,12}})\.?[\s\-/.,]+(?:de\s+)?{_YEAR}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """A written period: its form, the year named, and its place in the year.

    `first` is the number within the year (the month, the quarter, the half, the week; 0 for a whole year).
    `months` is its length; `begins` is 1 where a fiscal year is named by the year it begins in.
    """

    form: PeriodForm
    year: int
    first: int = 0
    months: int = 0
    begins: int = 0
    short_year: bool = False


def read_period(text: str) -> Period | None:
    """Read one period, None where the text is none.

    >>> read_period("Q3 FY22-23").form, read_period("H2 2024").months, read_period("KW 12/2024").first
    ('fiscal', 6, 12)
    """
    bare = " ".join(text.replace("(", " ").replace(")", " ").split())
    return next((found for found in _readings(bare) if found is not None), None)


def _readings(text: str) -> Iterator[Period | None]:
    yield _read_months(text)
    yield _read_month(text)
    yield _read_part(text)
    yield _read_week(text)
    yield _read_fiscal(text)
    yield Period("year", int(text), 0, 12) if re.fullmatch(r"(?:19|20)\d{2}", text) else None


def _read_month(text: str) -> Period | None:
    match = _YEAR_MONTH.fullmatch(text)
    number = int(match["m"] or match["m2"]) if match else 0
    if match and 1 <= number <= 12:
        return Period("month", int(match["y"] or match["y2"]), number, 1)
    named = _MONTH.fullmatch(text)
    month = month_of(named["name"]) if named else None
    if named and month:
        year, short = year_of(named["y"] or named["short"])
        return Period("month", year, month, 1, short_year=short)
    turned = _YEAR_NAME.fullmatch(text)
    month = month_of(turned["name"]) if turned else None
    return Period("month", int(turned["y"]), month, 1) if turned and month else None


def _read_months(text: str) -> Period | None:
    """Months from one to another ("Jan–Mar 2024", "Nov 2023 - Jan 2024"): `first` counts from the first year."""
    match = _MONTHS.fullmatch(text)
    first, last = (month_of(match["a"]), month_of(match["b"])) if match else (None, None)
    if match is None or first is None or last is None:
        return None
    end = year_of(match["y"])[0]
    begin = int(match["ya"]) if match["ya"] else (end if first <= last else end - 1)
    months = (end - begin) * 12 + last - first + 1
    return Period("months", begin, first, months) if 1 <= months <= 120 else None


def _read_part(text: str) -> Period | None:
    match = _PART_YEAR.fullmatch(text) or _YEAR_PART.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    quarter, half = (next((int(parts[name]) for name in names if parts.get(name)), 0)
                     for names in (("q", "q2", "q3"), ("h", "h2", "h3")))  # fmt: skip
    number, months = (quarter, 3) if quarter else (half, 6)
    if parts.get("fy") or parts.get("fy2") or parts.get("to"):
        return _fiscal(parts["y"], parts.get("to"), number, months)
    year, short = year_of(parts["y"])
    return Period("quarter" if quarter else "half", year, number, months, short_year=short)


def _read_fiscal(text: str) -> Period | None:
    match = _FISCAL.fullmatch(text)
    return _fiscal(match["y"] or match["y2"], match["to"] or match["to2"], 0, 12) if match else None


def _fiscal(start: str, until: str | None, number: int, months: int) -> Period | None:
    year = year_of(start)[0]
    if until is None:
        return Period("fiscal", year, number, months)
    return Period("fiscal", year, number, months, 1) if (year + 1) % 100 == int(until) % 100 else None


def _read_week(text: str) -> Period | None:
    match = _WEEK.fullmatch(text)
    if match is None or match["day"]:
        return None
    year, short = year_of(match["y"] or match["y2"] or match["y3"])
    week = int(match["w"] or match["w2"] or match["w3"])
    return Period("week", year, week, short_year=short) if 1 <= week <= 53 else None


def bounds(period: Period, fiscal_start: int | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a period; None for a week that the year lacks or a fiscal year without a start.

    >>> bounds(Period("half", 2024, 2, 6), None)
    (datetime.date(2024, 7, 1), datetime.date(2024, 12, 31))
    >>> bounds(Period("fiscal", 2023, 1, 3), 4)
    (datetime.date(2022, 4, 1), datetime.date(2022, 6, 30))
    """
    if not 1 <= period.year <= 9990:
        return None
    if period.form == "week":
        return _week(period)
    year, month = period.year, 1
    if period.form == "fiscal":
        if fiscal_start is None:
            return None
        year, month = (year if period.begins or fiscal_start == 1 else year - 1), fiscal_start
    step = 1 if period.form == "months" else period.months
    begin = year * 12 + month - 1 + max(0, period.first - 1) * step
    end = begin + period.months - 1
    last = calendar.monthrange(end // 12, end % 12 + 1)[1]
    return dt.date(begin // 12, begin % 12 + 1, 1), dt.date(end // 12, end % 12 + 1, last)


def _week(period: Period) -> tuple[dt.date, dt.date] | None:
    try:
        return dt.date.fromisocalendar(period.year, period.first, 1), dt.date.fromisocalendar(
            period.year, period.first, 7
        )
    except ValueError:
        return None


def year_of(text: str) -> tuple[int, bool]:
    """A year as written, and whether it has two digits: those lie in 1970..2069."""
    number = int(text.lstrip("'"))
    if number >= 100:
        return number, False
    return number + (2000 if number < 70 else 1900), True


def month_of(name: str) -> int | None:
    """The number of a month by its name or abbreviation in seven languages, None where it is none.

    >>> month_of("März"), month_of("déc"), month_of("Foo")
    (3, 12, None)
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return MONTHS.get("".join(char for char in plain if not unicodedata.combining(char)))
