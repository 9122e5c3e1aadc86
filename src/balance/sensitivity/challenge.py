"""What would have to be true for the verdict to turn: the smallest change of each assumption that does it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from balance.assumptions import Stated
from balance.model.fit import Fit
from balance.scenario import BASE, Scenario
from balance.sensitivity.answers import Answer, Ask, answering
from balance.sensitivity.varied import varied
from balance.stating import moved, number_of, recentred, spreads_away

MOST = 3.0
"""Further than so many spreads from what is assumed nothing is looked for: fewer than 3 in 1000 lie beyond."""

CLOSE = 0.01
"""A turning point is found to within this many spreads."""

EVEN = 0.5
"""A plan is called better on both where more than this share of the readings says so."""


@dataclass(frozen=True)
class Turn:
    """An assumption that can turn the verdict: as it is, and restated where the verdict has just turned."""

    row: Stated
    there: Stated
    away: float
    """How far that is, in spreads; negative where the value is lower."""
    answer: Answer
    """The answer there."""


@dataclass(frozen=True)
class Challenge:
    """The verdict, and what would turn it, nearest first."""

    plan: str
    about: str
    """`appetite`: whether the board's points hold; `plan`: whether a plan is better than today's on both axes."""
    holds: bool
    """The verdict: inside appetite, or better on both."""
    base: Answer
    turns: tuple[Turn, ...]
    firm: tuple[Stated, ...]
    """Assumptions no value of which within `MOST` spreads turns the verdict."""


def challenge(
    fitted: Fit,
    plan: Scenario = BASE,
    *,
    about: str = "appetite",
    ask: Ask | None = None,
    progress: Callable[[float], None] | None = None,
) -> Challenge | None:
    """The smallest change of each single assumption that turns the verdict; None where there is no verdict.

    Args: the fit; the plan; what the verdict is about (`appetite` or `plan`); a way of asking already at hand;
    told of progress, 0..1. Each assumption is moved with its doubt, as stating it would, by bisection on its own
    scale; what is given turns the verdict exactly when it is stated.
    """
    ask = ask or answering(fitted, plan)
    base, rows, turns, firm = ask(None, False), varied(fitted), [], []
    if margin(base, about) is None:
        return None
    for at, row in enumerate(rows):
        found = _turn(row, base, about, ask)
        turns += [found] if found else []
        firm += [] if found else [row]
        if progress is not None:
            progress((at + 1) / len(rows))
    turns.sort(key=lambda turn: (abs(turn.away), turn.row.key))
    return Challenge(plan.name, about, holds(base, about), base, tuple(turns), tuple(firm))


def margin(answer: Answer, about: str) -> float | None:
    """How far the verdict is from turning: above 0 it holds, at 0 just so for the appetite and not for a plan."""
    if about == "plan":
        return None if answer.better_on_both is None else answer.better_on_both - EVEN
    return None if answer.beyond_appetite is None else -answer.beyond_appetite


def holds(answer: Answer, about: str) -> bool:
    """The verdict under an answer."""
    found = margin(answer, about)
    return found is not None and (found > 0 if about == "plan" else found >= 0)


def _turn(row: Stated, base: Answer, about: str, ask: Ask) -> Turn | None:
    """The nearest value at which the verdict turns, on either side."""
    found = [turn for side in (-1.0, 1.0) if (turn := _on_side(row, side, base, about, ask)) is not None]
    return min(found, key=lambda turn: abs(turn.away), default=None)


def _on_side(row: Stated, side: float, base: Answer, about: str, ask: Ask) -> Turn | None:
    """The nearest value on one side at which the verdict turns."""
    before, kept = holds(base, about), (0.0, _left(base, base, about))
    for there in (_end(row, side), moved(row, side * MOST)):  # its likely end too, for an answer that turns back
        answer, away = ask(there, False), abs(spreads_away(row, number_of(there) or 0.0))
        if answer == base or not kept[0] < away:
            continue
        if holds(answer, about) != before:
            turned = _between(row, side, kept, (away, _left(answer, base, about)), base, about, ask)
            return _told(row, side, turned, before, about, ask)
        kept = (away, _left(answer, base, about))
    return None


def _end(row: Stated, side: float) -> Stated:
    """The assumption at that end of its likely range, as the tornado sets it."""
    return recentred(row, float((row.high if side > 0 else row.low) or 0.0))


def _left(answer: Answer, base: Answer, about: str) -> float:
    """How much of the verdict is left: positive where it is as it was, negative where it has turned."""
    found = margin(answer, about) or 0.0
    return found if holds(base, about) else -found


def _between(
    row: Stated, side: float, kept: tuple[float, float], turned: tuple[float, float], base: Answer, about: str, ask: Ask
) -> float:  # fmt: skip
    """How far away the verdict has just turned, between a place where it holds and one where it does not.

    By inverse quadratic interpolation where that is sure to close in, else by halves. Reference: Chandrupatla 1997.
    """
    new, other, part = turned, kept, 0.5
    while abs(other[0] - new[0]) > CLOSE:
        place = new[0] + part * (other[0] - new[0])
        answer = ask(moved(row, side * place), False)
        left = _left(answer, base, about)
        had_turned, has_turned = new is turned, holds(answer, about) != holds(base, about)
        before, other = (new, other) if had_turned == has_turned else (other, new)
        new = (place, left)
        kept, turned = (kept, new) if has_turned else (new, turned)
        edge = CLOSE / 2 / max(abs(other[0] - new[0]), CLOSE / 2)
        part = min(max(_part(new, other, before), edge), 1 - edge) if edge < 0.5 else 0.5
    return turned[0]


def _part(new: tuple[float, float], other: tuple[float, float], before: tuple[float, float]) -> float:
    """How far from the newest place to the other end to look next, as a part of the way, from three places."""
    (x1, f1), (x2, f2), (x3, f3) = new, other, before
    if len({f1, f2, f3}) < 3:
        return 0.5
    xi, phi = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
    if not (phi * phi < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    return f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)


def _told(row: Stated, side: float, away: float, before: bool, about: str, ask: Ask) -> Turn | None:
    """The turning point as a value a person can state: three figures, rounded onwards, and turning exactly."""
    for step in range(6):
        value = number_of(moved(row, side * (away + step * step * CLOSE)))
        there = recentred(row, onwards(float(value or 0.0), side))
        answer = ask(there, True)
        if holds(answer, about) != before:
            return Turn(row, there, spreads_away(row, number_of(there) or 0.0), answer)
    return None


def onwards(value: float, side: float, figures: int = 3) -> float:
    """A value with so many figures, rounded up where `side` is positive and down where it is negative.

    >>> onwards(0.123456, 1.0), onwards(0.123456, -1.0), onwards(-1234.5, 1.0)
    (0.124, 0.123, -1230.0)
    """
    if value == 0.0:
        return 0.0
    power = figures - 1 - math.floor(math.log10(abs(value)))
    whole = math.ceil(value * 10.0**power - 1e-9) if side > 0 else math.floor(value * 10.0**power + 1e-9)
    return float(f"{whole}e{-power}")
