"""What changed since last time: each headline number then and now, and whether it left its likely range.

A change is called a signal only where the earlier number lies outside today's likely range; inside it, it
could be chance. That is the same bar, 90 in 100, as everywhere else, for an earlier number taken as known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from balance import formats
from balance.language import noted, say, say_count
from balance.ranges import Range
from balance.report import Report

Say = Callable[[float | None], str]


@dataclass(frozen=True)
class Change:
    """One number then and now in words; `better` is None where it has no good side."""

    measure: str
    before: str
    now: str
    moved: str
    signal: bool
    better: bool | None
    before_value: float | None = None
    now_range: Range | None = None

    @property
    def told(self) -> str:
        """The change as one line."""
        if not self.moved:
            return say("unchanged")
        told = noted("{moved}: signal") if self.signal else noted("{moved}: could be chance")
        return say(told, moved=self.moved)


def changes(now: Report, before: Report) -> dict[str, Change]:
    """Every headline number that both reports have, by name."""
    money, signed = _money(now), _signed_money(now)
    limit_before = before.risk.chance_beyond_limit if now.risk.limit == before.risk.limit else None
    v, w, r, s = now.velocity, before.velocity, now.risk, before.risk
    beyond = say("Chance beyond {limit}, in 100", limit=money(now.risk.limit))
    found = {
        "value": _change(
            say("Value landing next year"), v.value_landing_next_year, w.value_landing_next_year, money, signed, True
        ),
        "chance": _change(beyond, r.chance_beyond_limit, limit_before, formats.in_100, formats.points, False),
        "bad_year": _change(say("Loss in a bad year"), r.bad_year_loss, s.bad_year_loss, money, signed, False),
        "cycle_time": _change(
            say("Time from start to done"), v.cycle_time_days, w.cycle_time_days, formats.months, _signed_months, False
        ),
        "incidents": _change(
            say("Incidents next quarter"),
            r.incidents_next_quarter,
            s.incidents_next_quarter,
            formats.number,
            _signed,
            False,
        ),
        "finished": _change(
            say("Finished in a quarter"), v.finished_per_quarter, w.finished_per_quarter, formats.number, _signed, True
        ),
    }
    return {key: change for key, change in found.items() if change is not None}


def headline(found: dict[str, Change], since: str) -> str:
    """Which numbers moved more than chance would move them."""
    signals = [change for change in found.values() if change.signal and change.moved]
    if not found:
        return say("Nothing to compare with yet")
    if not signals:
        return say("Since {since} no headline number moved more than chance would move it", since=since)
    said = formats.listed([f"{change.measure[:1].lower()}{change.measure[1:]}" for change in signals[:3]])
    return say_count(
        "Since {since} {count} number moved more than chance: {said}",
        "Since {since} {count} numbers moved more than chance: {said}",
        len(signals), since=since, count=formats.count(len(signals)), said=said,
    )  # fmt: skip


def _change(
    measure: str, now: Range | None, before: Range | None, told: Say, signed: Say, more_is_better: bool
) -> Change | None:
    if now is None or before is None or not formats.known(now) or before.value is None or now.value is None:
        return None
    shift = now.value - before.value
    moved = signed(shift) if told(now.value) != told(before.value) else ""
    signal = bool(moved) and not (now.low or 0.0) <= before.value <= (now.high or 0.0)
    return Change(
        measure, told(before.value), told(now.value), moved, signal, (shift > 0) == more_is_better, before.value, now
    )


def _money(report: Report) -> Say:
    return lambda value: formats.money(value, report.currency)


def _signed_money(report: Report) -> Say:
    return lambda value: formats.money(value, report.currency, signed=True)


def _signed(value: float | None) -> str:
    return formats.number(value, signed=True)


def _signed_months(days: float | None) -> str:
    return say(
        "{number} months", number=formats.number((days or 0.0) / formats.DAYS_PER_MONTH, decimals=1, signed=True)
    )
