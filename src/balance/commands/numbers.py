"""The numbers of an answer in lines for a terminal: levers, plans, and the four numbers a plan is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from balance import formats

if TYPE_CHECKING:
    from balance.frontier import Frontier, Plan
    from balance.ranges import Range
    from balance.scenario import Lever

NAMED = {
    "value_landing_next_year": "Value landing next year",
    "expected_annual_loss": "Loss in an average year",
    "bad_year_loss": "Loss in a bad year",
    "chance_beyond_limit": "Chance beyond the limit",
}
SHOWN_PLANS = 10
"""So many of the best plans are listed, evenly along the curve, its two ends among them."""


def levers(found: Iterable[Lever], currency: str) -> list[str]:
    """Every lever with its bounds and where it stands today."""
    rows = [
        (one.name, *(_setting(one, value, currency) for value in (one.least, one.greatest, one.today)), one.meaning)
        for one in found
    ]
    return formats.lined_up(rows, ("Lever", "Least", "Most", "Today", "What it is"), right=(1, 2, 3))


def _setting(lever: Lever, value: float, currency: str) -> str:
    return formats.money(value, currency) if lever.unit.endswith("a year") else formats.exactly(value)


def four(
    before: Mapping[str, Range],
    after: Mapping[str, Range],
    difference: Mapping[str, Range],
    currency: str,
    head: tuple[str, str],
) -> list[str]:
    """The four numbers of two plans, each with its likely range, and how far they are apart."""
    rows = [
        (
            named,
            _said(name, before[name], currency),
            _said(name, after[name], currency),
            _apart(name, difference[name], currency),
        )
        for name, named in NAMED.items()
    ]
    return formats.lined_up(rows, ("", *head, "Difference"))


def _said(name: str, one: Range, currency: str) -> str:
    if not formats.known(one):
        return formats.MISSING
    if name == "chance_beyond_limit":
        return f"{formats.chance(one.value)} ({formats.chance_range(one)})"
    return f"{formats.money(one.value, currency)} ({formats.money_range(one, currency)})"


def _apart(name: str, one: Range, currency: str) -> str:
    if not formats.known(one):
        return formats.MISSING
    if name == "chance_beyond_limit":
        return f"{formats.points(one.value)} in 100 ({formats.points_range(one)})"
    return f"{formats.money(one.value, currency, signed=True)} ({formats.money_range(one, currency, signed=True)})"


HEAD = ("Plan", "Value next year", "Bad year", "Chance beyond", "Cost next year", "In flight", "Secured", "Paused")


def plans(found: Frontier, currency: str) -> list[str]:
    """Today's plan and some of those no other beats, the one that is advised among them and marked."""
    last = len(found.plans) - 1
    places = {round(last * at / (SHOWN_PLANS - 1)) for at in range(SHOWN_PLANS)} if last > 0 else set(range(last + 1))
    places |= {found.advised} if found.advised is not None else set()
    rows = [_plan("today", found.today, currency)]
    for place in sorted(places):
        mark = ", advised" if place == found.advised else ""
        rows.append(_plan(f"{place + 1} of {last + 1}{mark}", found.plans[place], currency))
    return formats.lined_up(rows, HEAD, right=range(1, len(HEAD)))


def _plan(name: str, plan: Plan, currency: str) -> tuple[str, ...]:
    chosen = list(dict(plan.actions).values())
    money = (formats.money(amount, currency) for amount in (plan.value, plan.exposure))
    return (
        name,
        *money,
        formats.chance(plan.chance_beyond_limit),
        formats.money(plan.cost, currency),
        formats.count(plan.in_flight),
        *(formats.count(chosen.count(action)) for action in ("secure_first", "pause")),
    )
