"""Days, months, quarters and durations."""

from __future__ import annotations

from datetime import date, datetime

from balance.formats.conventions import dated, digits
from balance.formats.numbers import MISSING, known, number, sayable
from balance.language import noted_count, say, say_count
from balance.ranges import Range

DAYS_PER_MONTH = 365.25 / 12


def day(when: date | datetime | None) -> str:
    """A day.

    >>> day(date(2026, 9, 30)), day(None)
    ('30 Sep 2026', '–')
    """
    return dated(when, "yMMMd") if _is_date(when) and when else MISSING


def month(when: date | datetime | None) -> str:
    """A month.

    >>> month(date(2026, 9, 30))
    'Sep 2026'
    """
    return dated(when, "yMMM") if _is_date(when) and when else MISSING


def month_range(first: date | datetime | None, last: date | datetime | None) -> str:
    """Two months, or the first alone where the last lies beyond what can be worked out.

    >>> month_range(date(2027, 2, 1), date(2028, 3, 1)), month_range(date(2027, 2, 1), None), month_range(None, None)
    ('Feb 2027 to Mar 2028', 'from Feb 2027, end open', '–')
    """
    if not _is_date(first):
        return MISSING
    if not _is_date(last):
        return say("from {first}, end open", first=month(first))
    return say("{first} to {last}", first=month(first), last=month(last))


def quarter(when: date | datetime | None) -> str:
    """A calendar quarter.

    >>> quarter(date(2026, 9, 30))
    'Q3 2026'
    """
    return dated(when, "yQQQ") if _is_date(when) and when else MISSING


def months(days: float | None) -> str:
    """A duration of days in months, one decimal.

    >>> months(216), months(None)
    ('7.1 months', '–')
    """
    if days is None or not sayable(days):
        return MISSING
    return say("{number} months", number=digits(f"{days / DAYS_PER_MONTH:.1f}"))


def months_range(range_: Range) -> str:
    """The likely range of a duration given in days, as bare months.

    >>> months_range(Range(216, 195, 240))
    '6.4 to 7.9'
    """
    if range_.low is None or range_.high is None or not known(range_):
        return MISSING
    low, high = (digits(f"{end / DAYS_PER_MONTH:.1f}") for end in (range_.low, range_.high))
    return say("{low} to {high}", low=low, high=high)


def likely_months(range_: Range) -> str:
    """The likely range of a duration given in days, with its word; where both ends are one, that it cannot be told.

    >>> likely_months(Range(216, 195, 240)), likely_months(Range(472.0, 472.0, 472.0))
    ('likely 6.4 to 7.9', 'too few or too alike for a range')
    """
    if known(range_) and range_.low == range_.high:
        return say("too few or too alike for a range")
    return say("likely {likely}", likely=months_range(range_))


def by_whom(who: str, at: date) -> str:
    """Who did something and on which day; the day alone where nobody gave a name.

    >>> by_whom("Ann", date(2026, 3, 1)), by_whom(" ", date(2026, 3, 1))
    ('by Ann on 1 Mar 2026', 'on 1 Mar 2026')
    """
    return say("by {who} on {day}", who=who.strip(), day=day(at)) if who.strip() else say("on {day}", day=day(at))


_SPANS = (
    (*noted_count("{count} day", "{count} days"), 1 / 24, 48.0),
    (*noted_count("{count} hour", "{count} hours"), 1.0, 0.995),
    (*noted_count("{count} minute", "{count} minutes"), 60.0, 1 / 60),
)
"""Each unit of a time of response, for one and for many: how many in an hour, and from how many hours on."""


def span(hours: float | None) -> str:
    """A time of response in the unit people would use: minutes, hours, or days from two days on.

    >>> span(0.68), span(6.83), span(115.3), span(1.0), span(48.0), span(0.0), span(None)
    ('41 minutes', '6.8 hours', '4.8 days', '1 hour', '2 days', 'under a minute', '–')
    """
    if hours is None or not sayable(hours):
        return MISSING
    for one, many, per_hour, from_hours in _SPANS:
        if hours >= from_hours:
            shown = number(hours * per_hour)
            return say_count(one, many, 1 if shown == "1" else round(max(hours * per_hour, 2)), count=shown)
    return say("under a minute")


def moment(when: date | datetime | None) -> str:
    """A day with its time of day.

    >>> moment(datetime(2026, 9, 30, 7, 5)), moment(None)
    ('30 Sep 2026, 07:05', '–')
    """
    if not isinstance(when, datetime) or not _is_date(when):
        return day(when)
    return f"{day(when)}, {when.hour:02d}:{when.minute:02d}"


def _is_date(when: object) -> bool:
    return isinstance(when, date) and when == when  # a missing Timestamp is not equal to itself
