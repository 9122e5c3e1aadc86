"""How velocity and risk pull on each other, and how much of that is measured."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.report import Effect, Report

MEASURED = 0.5


def trade_off(report: Report) -> Finding:
    """The strongest link between delivery and risk that the evidence carries."""
    if not report.coupling:
        return Finding(
            "trade-off", "Initiatives and incidents together show how they pull on each other.", "Load both tables."
        )
    sure = [effect for effect in report.coupling if _is_clear(effect)]
    strongest = max(sure or report.coupling, key=_strength)
    headline = sentence(strongest.meaning if sure else f"no link is certain yet; the strongest: {strongest.meaning}")
    return Finding("trade-off", headline, _text(report), _caveats(report), effects_table(report))


def effects_table(report: Report) -> pd.DataFrame:
    """effect, meaning, multiplier, low, high, measured: one row per effect of the joint model."""
    rows = [
        (e.effect, e.meaning, e.multiplier.value, e.multiplier.low, e.multiplier.high, e.multiplier.measured)
        for e in report.coupling
    ]
    return pd.DataFrame(rows, columns=["effect", "meaning", "multiplier", "low", "high", "measured"])


def _is_clear(effect: Effect) -> bool:
    low, high = effect.multiplier.low, effect.multiplier.high
    return low is not None and high is not None and (low > 1 or high < 1)


def _strength(effect: Effect) -> float:
    value = effect.multiplier.value or 1.0
    return max(value, 1 / value) if value > 0 else 0.0


def _text(report: Report) -> str:
    measured = [e for e in report.coupling if (e.multiplier.measured or 0) >= MEASURED]
    return (
        f"{formats.word(len(measured)).capitalize()} of {formats.count(len(report.coupling), 'effect')} "
        f"rest mostly on own data; the others are stated assumptions that can be edited."
    )


def _caveats(report: Report) -> tuple[str, ...]:
    load = next((e for e in report.coupling if e.effect == "load"), None)
    if load is None or (load.multiplier.measured or 0) >= MEASURED:
        return ()
    return ("Whether more work at once brings more incidents still rests mostly on an assumption, not on own data.",)
