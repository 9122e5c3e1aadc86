"""The way here: where the company stood at each of the last snapshots, as it was known then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import pandas as pd

from balance import language, looking_back, pipeline, roles, store
from balance.bridging import Bridge
from balance.company import Company
from balance.errors import MovedOnError, NothingSeenError
from balance.looking_back import Ground
from balance.pipeline import Analysis
from balance.ranges import UNKNOWN
from balance.report import Report
from balance.store import Store

TRAIL = 8
"""Quarters shown of the way here."""

TRAILED = ("value_landing_next_year", "chance_beyond_limit", "bad_year_loss")

MOST_REPORTS = 24
"""Reports of earlier days kept at hand."""

MOST_DAYS = 240
"""Days of which is known what the store held on them."""

_REPORTS: dict[tuple[str, str], Report] = {}
"""By what was known, and the language its words are in."""
_HASHES: dict[tuple[str, str, date, frozenset[str] | None], str] = {}
"""What the store held of a day, by its path, its content, the day, and the units that whoever asks may see."""
_BRIDGES: dict[tuple[str, str, str], Bridge | None] = {}
"""By what was known on either date, and the language."""

_LOCK = threading.Lock()
_UNDER_WAY: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()
"""A lock for each answer that is being worked out: whoever asks for it meanwhile waits for that one."""

_UNASKED: Any = object()
Known = TypeVar("Known")


def trail(kept: Store, as_of: date | None = None, quarters: int = TRAIL, later: Company | None = None) -> pd.DataFrame:
    """Where the company stood at each of the last snapshots, as it was known then, oldest first.

    `later` is the company at hand, of that day or a later one.

    Columns: as_of (date), then the values of the report then: value_landing_next_year, chance_beyond_limit,
    bad_year_loss; NaN where nothing could be said.
    """
    days = sorted({snapshot.as_of for snapshot in store.list_snapshots(kept) if not snapshot.dropped})
    wanted = [day for day in days if as_of is None or day <= as_of][-quarters:]
    ground = None if later is None else looking_back.ground_of(later)
    rows = [_stood(report) for report in (report_on(kept, day, ground) for day in wanted) if report is not None]
    frame = pd.DataFrame(rows, columns=["as_of", *TRAILED])
    return frame.astype(dict.fromkeys(TRAILED, "float64"))


def report_on(kept: Store, day: date, ground: Ground | None = None) -> Report | None:
    """The report of today's plan as it was known on a day; the same content is fitted once in a process.

    `ground` is of the company on a later day, and spares reading what has stayed the same.
    None where nothing was loaded by then of the units that whoever looks may see.
    """
    speaks = language.locale()
    known = _REPORTS.get((_HASHES.get(_asked(kept, day), ""), speaks))
    if known is not None:
        return known
    company = _company(kept, day, ground)
    if company is None:
        return None
    return _once(_REPORTS, (company.data_hash, speaks), lambda: pipeline.analyse(company).report)


def bridge_to(kept: Store, analysis: Analysis) -> Bridge | None:
    """What led from the date before to an analysis' numbers, cause by cause; worked out once in a process.

    None where there is no earlier date, or nothing of it that can be set beside today's.
    """
    if analysis.previous_as_of is None:
        return None
    today, speaks = analysis.company.data_hash, language.locale()
    asked = _HASHES.get(_asked(kept, analysis.previous_as_of), ""), today, speaks
    known: Bridge | None = _BRIDGES.get(asked, _UNASKED)
    if known is not _UNASKED:
        return known
    earlier = _company(kept, analysis.previous_as_of, looking_back.ground_of(analysis.company))
    if earlier is None:
        return None
    return _once(_BRIDGES, (earlier.data_hash, today, speaks), lambda: pipeline.bridge_of(earlier, analysis))


def _once(memory: dict[Any, Known], key: Hashable, work: Callable[[], Known]) -> Known:
    """What is remembered under a key, worked out where it is not: once, however many ask for it at the same time."""
    with _LOCK:
        turn = _UNDER_WAY.setdefault((id(memory), key), threading.Lock())
    with turn:
        known: Known = memory.get(key, _UNASKED)
        if known is _UNASKED:
            known = work()
            _remember(memory, key, known, MOST_REPORTS)
        return known


def _remember(memory: dict[Any, Known], key: Hashable, known: Known, most: int) -> None:
    """Keep it, and no more than so many: the oldest goes first."""
    with _LOCK:
        memory[key] = known
        while len(memory) > most:
            del memory[next(iter(memory))]


def _asked(kept: Store, day: date) -> tuple[str, str, date, frozenset[str] | None]:
    """Under what to remember what the store holds of a day: another content, or other units, is another question."""
    return str(kept.path), store.revision(kept), day, roles.acting().units


def _company(kept: Store, day: date, ground: Ground | None = None) -> Company | None:
    """The company as it was known on a day, its hash remembered; None where nothing of it may be seen."""
    asked = _asked(kept, day)
    try:
        with store.only_at(asked[1]):
            company = _told_from(kept, day, ground) or pipeline.company_of(kept, day)[0]
    except MovedOnError:
        return _not_remembered(kept, day)
    except NothingSeenError:
        return None
    _remember(_HASHES, asked, company.data_hash, MOST_DAYS)
    return company


def _told_from(kept: Store, day: date, ground: Ground | None) -> Company | None:
    return None if ground is None else looking_back.company_on(kept, day, ground)


def _not_remembered(kept: Store, day: date) -> Company | None:
    """The same in the middle of changes, where nobody knows which of them was read."""
    try:
        return pipeline.company_of(kept, day)[0]
    except NothingSeenError:
        return None


def _stood(report: Report) -> tuple[date, float | None, float | None, float | None]:
    velocity, risk = report.velocity, report.risk
    chance = risk.chance_beyond_limit or UNKNOWN
    return report.as_of, velocity.value_landing_next_year.value, chance.value, risk.bad_year_loss.value
