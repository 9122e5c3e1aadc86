"""What trying both ends of every assumption costs, against fitting and evaluating anew for each."""

from __future__ import annotations

from dataclasses import replace

from balance.model.fit import Fit, fit
from balance.scenario import BASE, evaluate
from balance.sensitivity import answering, challenge, tornado, varied
from balance.stating import recentred, with_row
from benchmarks.evaluation import company
from benchmarks.measurement import Measurement, against, in_turns

LIMIT_MS = 4000.0
"""A tornado is waited for in front of a screen."""

HALF = 0.5
"""A tornado may cost at most this part of fitting anew."""


def measure() -> list[Measurement]:
    """The tornado beside its naive way, and the challenge, for a company of 80 initiatives and 8 classes."""
    fitted = fit(company())
    ask = answering(fitted)
    quick, naive, turned = in_turns(
        lambda: tornado(fitted), lambda: anew(fitted), lambda: challenge(fitted, ask=ask), repeat=3
    )
    count = len(varied(fitted))
    return [
        Measurement(f"both ends of {count} assumptions", quick, limit=LIMIT_MS),
        against("the same, against fitting anew for each", quick, naive, HALF),
        Measurement("what would turn the verdict", turned),
    ]


def anew(fitted: Fit) -> None:
    """Both ends of every assumption, each fitted and evaluated from scratch."""
    for row in varied(fitted):
        for end in (row.low, row.high):
            given = with_row(fitted.assumptions, recentred(row, float(end or 0.0)))
            evaluate(fit(replace(fitted.company, assumptions=given)), BASE)
