"""Which of the plans beside today's the numbers recommend, and in which words."""

from __future__ import annotations

from collections.abc import Sequence

from balance import formats
from balance.language import say
from balance.options import Option
from balance.ranges import UNKNOWN
from balance.report import Report

PLANS = 3
SAVED = 4


def shown(suggested: Sequence[Option], saved: Sequence[Option]) -> list[Option]:
    """The plans on the slide: those people saved, and as many suggested ones as there is room for."""
    return [*saved[:SAVED], *suggested[: max(PLANS - len(saved), 0)]]


def recommendation(report: Report, plans: Sequence[Option], saved: Sequence[Option] = ()) -> str:
    """What the numbers would have us do, in a sentence or two; honest where they do not choose."""
    beside = shown(plans, saved)
    if not beside:
        return say("No other plan stands beside today's, so none is recommended.")
    if one_half(report):
        return say(
            "{moved}. What it does to the other axis cannot be said: its table is not loaded.",
            moved=moves_most(report, beside),
        )
    best, sure = _best(beside), clearly_best(plans, saved)
    if sure is None:
        return say(
            "No plan is clearly better on both axes. “{title}” comes nearest: {moved}. Choosing "
            "it is a trade, and the board's to make.",
            title=best.title,
            moved=_moved(report, best),
        )
    return say("Choose “{title}”: {moved}; {sure}.", title=best.title, moved=_moved(report, best), sure=how_often(best))


def one_half(report: Report) -> bool:
    """Whether only one of the two tables is loaded, so that a plan can be judged by one axis alone."""
    return report.velocity.in_flight is None or not report.risk.bad_year_loss.known


def moves_most(report: Report, beside: Sequence[Option]) -> str:
    """The first of the plans and what it changes."""
    best = _best(beside)
    return say("“{title}”: {moved}", title=best.title, moved=_moved(report, best))


def clearly_best(plans: Sequence[Option], saved: Sequence[Option] = ()) -> Option | None:
    """The plan the numbers recommend; none where they do not choose."""
    beside = shown(plans, saved)
    best = _best(beside) if beside else None
    share = None if best is None else best.comparison.better_on_both
    return best if share is not None and formats.evidence(share) in ("signal", "probably") else None


def how_often(plan: Option) -> str:
    """In how many readings a plan is better on one axis and no worse on the other."""
    return say("better and no worse in {share} of 100 readings", share=formats.in_100(plan.comparison.better_on_both))


def _best(beside: Sequence[Option]) -> Option:
    return max(beside, key=lambda plan: plan.comparison.better_on_both or 0.0)


def _moved(report: Report, plan: Option) -> str:
    """What a plan changes, with likely ranges."""
    change, currency = plan.comparison.difference, report.currency
    told = []
    value = change.get("value_landing_next_year", UNKNOWN)
    if formats.known(value):
        range_ = formats.money_range(value, currency, signed=True)
        moved = say(
            "{value} value next year (likely {range})",
            value=formats.money(value.value, currency, signed=True),
            range=range_,
        )
        told.append(say("the same value next year") if value.still else moved)
    chance, loss = (change.get(name, UNKNOWN) for name in ("chance_beyond_limit", "bad_year_loss"))
    if report.risk.limit is not None and formats.known(chance):
        limit, range_ = formats.money(report.risk.limit, currency), formats.points_range(chance)
        told.append(
            say(
                "{chance} in 100 for a year beyond {limit} (likely {range})",
                chance=formats.points(chance.value),
                limit=limit,
                range=range_,
            )
        )
    elif formats.known(loss):
        range_ = formats.money_range(loss, currency, signed=True)
        told.append(
            say(
                "{loss} in a bad year (likely {range})",
                loss=formats.money(loss.value, currency, signed=True),
                range=range_,
            )
        )
    return formats.listed(told) or say("what it changes cannot be said yet")
