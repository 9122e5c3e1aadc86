"""What the name of a file or folder says: the date it speaks of, and how to call it without harm.

>>> [str(day) for day in dates_in("incidents 2026-09-30.xlsx")]
['2026-09-30']
>>> [str(day) for day in dates_in("2026Q3_projects.csv")]
['2026-09-30']
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

MOST_BYTES = 180
"""Longer names, as a file system counts, are shortened in the middle: their end still says what kind of file it is."""

_DAY = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_QUARTER = re.compile(r"(?<![A-Za-z0-9])(20\d\d)[-_ ]?Q([1-4])(?![A-Za-z0-9])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"(?<![A-Za-z0-9])Q([1-4])[-_ ]?(20\d\d)(?![A-Za-z0-9])", re.IGNORECASE)
_FISCAL = re.compile(r"FY|fiscal", re.IGNORECASE)
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(?=\.|$)", re.IGNORECASE)


def dates_in(name: str, fiscal_start: int = 1) -> tuple[date, ...]:
    """Every date in a name, oldest first: 2026-09-30, 20260930, or the end of a quarter like 2026Q3.

    A quarter is taken for one of the calendar, so it says nothing where the fiscal year starts in another month
    than January or the name itself speaks of a fiscal year.
    """
    calendar_quarters = fiscal_start == 1 and not _FISCAL.search(name)
    return tuple(sorted({*_days(name), *(_quarters(name) if calendar_quarters else ())}))


def _days(name: str) -> Iterator[date]:
    for found in _DAY.finditer(name):
        with suppress(ValueError):  # eight digits that are no date
            yield date(int(found[1]), int(found[3]), int(found[4]))


def _quarters(name: str) -> Iterator[date]:
    for found in _QUARTER.finditer(name):
        yield _quarter_end(int(found[1]), int(found[2]))
    for found in _QUARTER_FIRST.finditer(name):
        yield _quarter_end(int(found[2]), int(found[1]))


def _quarter_end(year: int, quarter: int) -> date:
    month = 3 * quarter
    return date(year, month, calendar.monthrange(year, month)[1])


def date_of_folder(name: str) -> date | None:
    """The date a folder is named by; None where its name is anything but a date like 2026-09-30.

    >>> date_of_folder("2026-02-30") is None
    True
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", name, re.ASCII):
        return None
    with suppress(ValueError):
        return date.fromisoformat(name)
    return None


def label(name: str) -> str:
    """A file's name as text that may be shown, stored and used for a copy in a folder of our own; never a path.

    >>> label("..\\\\..\\\\evil\\n.xlsx")
    '.._.._evil_.xlsx'
    >>> label("con.xlsx")
    '_con.xlsx'
    """
    readable = name.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "_" for letter in readable)
    bare = kept.lstrip().rstrip(" .") or "file"
    safe = f"_{bare}" if _RESERVED.match(bare) else bare
    return _shortened(safe)


def _shortened(name: str) -> str:
    """The name with letters taken from its middle until it fits; a letter is never cut in two.

    >>> len(_shortened("名" * 100 + ".xlsx").encode()) <= MOST_BYTES
    True
    """
    if len(name.encode()) <= MOST_BYTES:
        return name
    half = (MOST_BYTES - len("…".encode())) // 2
    begin, end = name.encode()[:half], name.encode()[-half:]
    return f"{begin.decode(errors='ignore')}…{end.decode(errors='ignore')}"
