"""How velocity and risk pull on each other, and how much of that is measured."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.language import noted, say, say_count
from balance.report import Effect, Report

MEASURED = 0.5
"""An effect that own data carries at least this far counts as measured."""

SUBJECTS = {
    "load": noted("twice the work at once brings # the incidents per open initiative"),
    "security_joined_late": noted("initiatives that security joined late cause # the incidents"),
    "size": noted("twice the budget brings # the incidents"),
    "technology": noted("initiatives with {tag} cause # the incidents"),
}


def trade_off(report: Report) -> Finding:
    """The strongest link between delivery and risk that the evidence carries."""
    known = [effect for effect in report.coupling if effect.multiplier.known]
    if not known:
        headline = say("Initiatives and incidents together show how they pull on each other.")
        return Finding("trade-off", headline, say("Load both tables."))
    sure = [effect for effect in known if _is_clear(effect)]
    strongest = max(sure or known, key=_strength)
    told = said(strongest)
    headline = sentence(
        told if sure else say("no link between delivery and risk is certain yet; the strongest: {told}", told=told)
    )
    return Finding("trade-off", headline, _text(report), _caveats(report), effects_table(report))


def said(effect: Effect) -> str:
    """One effect as a statement with its number.

    >>> from balance.ranges import Range
    >>> said(Effect("load", Range(1.3, 1.1, 1.5), ""))
    'twice the work at once brings ×1.3 the incidents per open initiative (likely ×1.1 to ×1.5)'
    >>> said(Effect("technology:ai", Range(1.004, 1.001, 1.02), ""))
    'initiatives with AI cause ×1.0 the incidents (likely ×1.0)'
    """
    name, _, tag = effect.effect.partition(":")
    subject = say(SUBJECTS.get(name, effect.meaning), tag=formats.technology(tag))
    value = formats.factor(effect.multiplier.value)
    return say(
        "{subject} (likely {likely})",
        subject=subject.replace("#", value),
        likely=formats.factor_range(effect.multiplier),
    )


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
    effects = len(report.coupling)
    own = sum((effect.multiplier.measured or 0) >= MEASURED for effect in report.coupling)
    if effects and own == effects:
        return say("All effects of the model ({count}) rest mostly on own data.", count=formats.word(effects))
    if not own:
        return say(
            "None of {coupling} effects rests mostly on own data; they rest mostly on stated assumptions, which can be "
            "edited.",
            coupling=formats.word(effects),
        )
    return say_count(
        "{how_many} of {coupling} effects rest mostly on own data; the other rests mostly on a stated assumption, "
        "which can be edited.",
        "{how_many} of {coupling} effects rest mostly on own data; the others rest mostly on stated assumptions, "
        "which can be edited.",
        effects - own,
        how_many=formats.word(own).capitalize(),
        coupling=formats.word(effects),
    )


def _caveats(report: Report) -> tuple[str, ...]:
    return (*_unlinked(report), *_assumed(report), *cautions.told(report, cautions.EFFECTS, least=0.0))


def _unlinked(report: Report) -> tuple[str, ...]:
    """How many incidents tell nothing about what ties delivery to risk."""
    count, unlinked = report.facts.get("incidents") or 0, report.facts.get("unlinked") or 0
    if not count:
        return ()
    if not unlinked:
        return (
            say("Every one of {incidents} is linked to an initiative.", incidents=formats.count(count, "incident")),
        )
    share = formats.chance(unlinked / count)
    return (
        say(
            "{unlinked} of {count} incidents counted ({share}) have no link to an initiative; the others carry this.",
            unlinked=formats.count(unlinked),
            count=formats.count(count),
            share=share,
        ),
    )


def _assumed(report: Report) -> tuple[str, ...]:
    load = next((e for e in report.coupling if e.effect == "load"), None)
    if load is None or (load.multiplier.measured or 0) >= MEASURED:
        return ()
    return (
        say("Whether more work at once brings more incidents still rests mostly on an assumption, not on own data."),
    )
