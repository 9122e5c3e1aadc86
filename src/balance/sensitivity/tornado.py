"""What each assumption moves: the answer at the low and at the high end of its likely range, all else as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from balance.assumptions import Stated
from balance.model.fit import Fit
from balance.scenario import BASE, Scenario
from balance.sensitivity.answers import Answer, Ask, answering
from balance.sensitivity.varied import varied
from balance.stating import recentred


@dataclass(frozen=True)
class Swing:
    """One assumption, and the answer where it is thought to lie at least and at most."""

    row: Stated
    low: Answer
    high: Answer
    measured: float | None
    """How much of this effect own data carries, 0..1; None where that has no meaning."""

    def of(self, measure: str, base: Answer) -> float:
        """How far a number moves between the ends, the base included; 0 where it cannot be said."""
        known = [each for each in (self.low.of(measure), self.high.of(measure), base.of(measure)) if each is not None]
        return max(known) - min(known) if len(known) == 3 else 0.0


@dataclass(frozen=True)
class Tornado:
    """What each assumption moves, the largest swing first."""

    plan: str
    base: Answer
    measures: tuple[str, ...]
    """The headline numbers told: value and chance beyond the limit; without a limit expected loss and bad year."""
    swings: tuple[Swing, ...]

    def largest(self, measure: str) -> Swing | None:
        """The assumption that moves this number most; None where none moves it."""
        most = max(self.swings, key=lambda swing: swing.of(measure, self.base), default=None)
        return most if most is not None and most.of(measure, self.base) > 0 else None


def tornado(
    fitted: Fit, plan: Scenario = BASE, *, ask: Ask | None = None, progress: Callable[[float], None] | None = None
) -> Tornado:
    """What each assumption moves in the headline numbers.

    Args: the fit; the plan; a way of asking already at hand; told of progress, 0..1. Each assumption is set to the
    ends of its likely range with the doubt it had: what stating that value would do. An effect that own data
    carry moves little, whatever is assumed of it.
    """
    ask = ask or answering(fitted, plan)
    rows, base = varied(fitted), ask(None, False)
    swings = []
    for at, row in enumerate(rows):
        ends = [ask(recentred(row, float(end or 0.0)), False) for end in (row.low, row.high)]
        swings.append(Swing(row, ends[0], ends[1], measured_of(fitted, row.key)))
        if progress is not None:
            progress((at + 1) / len(rows))
    measures = measures_of(base)
    return Tornado(plan.name, base, measures, tuple(_sorted(swings, base, measures)))


def measures_of(base: Answer) -> tuple[str, ...]:
    """The numbers that are told for a company: those that can be said."""
    risk = ("expected_annual_loss", "bad_year_loss") if base.chance_beyond_limit is None else ("chance_beyond_limit",)
    return tuple(name for name in ("value_landing_next_year", *risk) if base.of(name) is not None)


def measured_of(fitted: Fit, key: str) -> float | None:
    """How much of an effect own data carries, 0..1; None for what is no effect that data could tell."""
    coupling, delivery = fitted.coupling.measured, fitted.delivery
    if key.startswith("effect:technology:"):
        return coupling.get(key.removeprefix("effect:"))
    found = {
        "effect:late_joining": coupling.get("late"), "effect:size": coupling.get("size"),
        "effect:load_risk": coupling.get("load"), "effect:load_delivery": delivery.measured,
        "effect:duration_median": delivery.measured_duration, "effect:duration_spread": delivery.measured_duration,
    }  # fmt: skip
    return found.get(key)


def _sorted(swings: list[Swing], base: Answer, measures: tuple[str, ...]) -> list[Swing]:
    """The largest first: each number's swings are taken as shares of its largest, and the greater share counts.

    Of two that are largest of one number each, the one that moves risk comes first.
    """
    most = {name: max((swing.of(name, base) for swing in swings), default=0.0) or 1.0 for name in measures}

    def weight(swing: Swing) -> float:
        return max((swing.of(name, base) / most[name] for name in measures), default=0.0)

    def order(swing: Swing) -> tuple[float, float, str]:
        return -round(weight(swing), 12), -swing.of(measures[-1], base) if measures else 0.0, swing.row.key

    return sorted(swings, key=order)
