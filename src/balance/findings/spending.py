"""What one more million would buy, in speed and in safety."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.language import noted, say
from balance.ranges import Range
from balance.spending import Curve, Spending

_SMALL = 0.005
_CAVEATS = (
    noted("Whole initiatives wait where money is short, so the line rises in steps."),
    noted(
        "Only initiatives in the list can be paid for: what the last of the money lands is "
        "the most that more of it, for the same kind of work, can be expected to land."
    ),
    noted("What more controls prevent is an assumption until own controls have been in force long enough to show it."),
)


def spending(found: Spending, currency: str) -> Finding:
    """The sentence that sets the two side by side."""
    speed, safety = _speed(found.speed, currency), _enough(found, currency) or _safety(found, currency)
    if not speed and not safety:
        return Finding("spending", say("What more money would buy needs budgets, or a list of incidents."), "")
    headline = "; ".join(part for part in (speed, safety) if part)
    text = " ".join(part for part in (_likely(found.speed, currency), _how(found, currency), _missing(found)) if part)
    return Finding("spending", f"{headline[0].upper()}{headline[1:]}.", text, tuple(map(say, _CAVEATS)))


def _speed(curve: Curve, currency: str) -> str:
    if not curve.points or curve.bought.value is None:
        return ""
    step, lands = formats.money(curve.step, currency), curve.bought.value
    if abs(lands) < _SMALL * max(curve.points[-1].comes.value or 0.0, 1.0):
        return say("the last {step} for initiatives lands hardly anything next year", step=step)
    if lands < 0:
        more = formats.money(-lands, currency)
        return say(
            "without the last {step} for initiatives {more} more would land: too much is open", step=step, more=more
        )
    return say("the last {step} for initiatives lands {lands} a year", step=step, lands=formats.money(lands, currency))


def _enough(found: Spending, currency: str) -> str:
    """What it costs to be inside the appetite, where we are not and more controls alone are enough."""
    if found.inside is None or found.inside.money is None:
        return ""
    return say(
        "{money} a year more for controls would bring us inside the limit",
        money=formats.money(found.inside.money, currency),
    )


def _safety(found: Spending, currency: str) -> str:
    curve = found.safety
    if not curve.points or curve.bought.value is None:
        return ""
    return say(
        "{step} more for controls {moved}",
        step=formats.money(curve.step, currency),
        moved=_moved(curve.bought, found.of_chance, currency),
    )


def _how(found: Spending, currency: str) -> str:
    """How sure it is that the amount is enough, or that no amount tried is."""
    needed = found.inside
    if needed is None:
        return ""
    if needed.money is None:
        most = formats.money(needed.most, currency)
        return say("Not even {most} a year for controls alone would bring us inside the limit.", most=most)
    enough = say(
        "{money} is enough in {sure} of 100 readings",
        money=formats.money(needed.money, currency),
        sure=formats.in_100(needed.sure),
    )
    more = _safety(found, currency)
    return f"{enough}; {more}." if more else f"{enough}."


def _moved(change: Range, of_chance: bool, currency: str) -> str:
    """What it does to the risk, in words: a sign in a sentence is read over."""
    by = change.value or 0.0
    much = say("{number} in 100", number=formats.in_100(abs(by))) if of_chance else formats.money(abs(by), currency)
    what = say("the chance beyond the limit") if of_chance else say("a bad year")
    if by == 0 or (of_chance and abs(by) < _SMALL):
        return say("hardly moves {what}", what=what)
    told = noted("lowers {what} by {much}") if by < 0 else noted("raises {what} by {much}")
    return say(told, what=what, much=much)


def _likely(curve: Curve, currency: str) -> str:
    if not curve.points or not formats.known(curve.bought):
        return ""
    likely, step = formats.money_range(curve.bought, currency), formats.money(curve.step, currency)
    return say("Likely {likely} of value for the last {step}.", likely=likely, step=step)


def _missing(found: Spending) -> str:
    if not found.speed.points:
        return say("Speed needs what initiatives cost and are worth: the columns budget and annual_value.")
    return "" if found.safety.points else say("Safety needs a list of incidents.")
