"""Levers a reader of the web page can move: every position is one that was computed, none lies between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance import formats
from balance.boardpack import wording
from balance.boardpack.behind.entries import FROM_REPORT, number, range_headings, three
from balance.boardpack.sheets import Entry, Heading, Kind, Sheet, Typed
from balance.boardpack.slides import Tone
from balance.language import noted, say
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.scenario import Comparison

MEASURES: tuple[tuple[str, str, Kind, int], ...] = (
    ("value_landing_next_year", noted("Value landing next year"), "money", 1),
    ("chance_beyond_limit", noted("Chance beyond the limit"), "chance", -1),
    ("bad_year_loss", noted("Loss in a bad year"), "money", -1),
    ("expected_annual_loss", noted("Loss in an average year"), "money", -1),
)


@dataclass(frozen=True)
class Setting:
    """One lever: its name as `what-if` knows it, what it means, its computed positions, and which is today's."""

    name: str
    meaning: str
    values: tuple[float, ...]
    said: tuple[str, ...]
    today: int = 0


@dataclass(frozen=True)
class Told:
    """One number of a position in words: where it would stand, how far it moves, its likely range, and how it reads."""

    value: str
    moved: str
    tone: Tone


@dataclass(frozen=True)
class Position:
    """What one computed combination of positions would bring."""

    at: tuple[int, ...]
    numbers: tuple[Told, ...]
    better: str
    compared: Comparison


@dataclass(frozen=True)
class Live:
    """All levers with every combination of their positions."""

    settings: tuple[Setting, ...]
    heads: tuple[str, ...]
    positions: tuple[Position, ...]


def live(report: Report, settings: Sequence[Setting], compared: Mapping[tuple[int, ...], Comparison]) -> Live:
    """The levers with what each combination brings, in the words of the what-if screen."""
    known = [measure for measure in MEASURES if measure[0] != "chance_beyond_limit" or report.risk.limit is not None]
    heads = tuple(_head(name, say(head), report) for name, head, _, _ in known)
    positions = tuple(
        Position(
            at,
            tuple(_told(one, name, kind, better, report.currency) for name, _, kind, better in known),
            ""
            if one.better_on_both is None
            else say("{better_on_both} of 100", better_on_both=formats.in_100(one.better_on_both)),
            one,
        )
        for at, one in compared.items()
    )
    return Live(tuple(settings), (*heads, say("Better on one axis, no worse on the other, of readings")), positions)


def _head(name: str, head: str, report: Report) -> str:
    if name != "chance_beyond_limit":
        return head
    return say("Chance that next year's loss exceeds {limit}", limit=formats.money(report.risk.limit, report.currency))


def _told(one: Comparison, name: str, kind: Kind, better: int, currency: str) -> Told:
    told, change = one.scenario.get(name, UNKNOWN), one.difference.get(name, UNKNOWN)
    if kind == "money":
        value = formats.money(told.value, currency)
        moved = say(
            "{change}, likely {money_range}",
            change=formats.money(change.value, currency, signed=True),
            money_range=_money_range(change, currency),
        )
    else:
        value = formats.chance(told.value)
        moved = say(
            "{change}, likely {likely}", change=formats.points(change.value), likely=formats.points_range(change)
        )
    return Told(value, moved if formats.known(change) else "", wording.tone(change, better))


def _money_range(change: Range, currency: str) -> str:
    return formats.money_range(change, currency, signed=True)


def sheet(told: Live | None, report: Report) -> Sheet:
    """Every computed position with its numbers unrounded."""
    settings = () if told is None else told.settings
    headings = [Heading(setting.name, "number") for setting in settings]
    for _, head, kind, _ in MEASURES:
        headings += [*range_headings(say(head), kind), *range_headings(say("{head}: difference", head=say(head)), kind)]
    rows = () if told is None else tuple(_row(told, position) for position in told.positions)
    return Sheet(
        "Levers", say("What each computed position of the web page's levers would bring"),
        say("Evaluated like a what-if on the same readings of the evidence, none between two. "
            "Money in {currency}", currency=report.currency),
        say(FROM_REPORT), (*headings, Heading(say("Better on one, no worse on the other (0..1)"), "chance")), rows,
    )  # fmt: skip


def _row(told: Live, position: Position) -> tuple[Entry, ...]:
    one = position.compared
    ends = (
        Typed(end, kind)
        for name, _, kind, _ in MEASURES
        for part in (one.scenario, one.difference)
        for end in three(part.get(name, UNKNOWN))
    )
    set_to = (setting.values[at] for setting, at in zip(told.settings, position.at, strict=True))
    return (*set_to, *ends, number(one.better_on_both))


def said(value: float, unit: str, currency: str) -> str:
    """A lever's position in words.

    >>> said(0.5, "share 0..1", "GBP"), said(12.0, "initiatives", "GBP"), said(400000.0, "GBP a year", "GBP")
    ('50 in 100', '12 initiatives', '£400k a year')
    """
    if unit == "share 0..1":
        return say("{value} in 100", value=formats.number(value * 100, decimals=0))
    if unit == f"{currency} a year":
        return say("{value} a year", value=formats.money(value, currency))
    return wording.plain(f"{formats.number(value, decimals=0)} {unit}")
