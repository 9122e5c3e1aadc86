"""What one more million would buy, in speed and in safety."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.ranges import Range
from balance.spending import Curve, Spending

_SMALL = 0.005
_CAVEATS = (
    "Only initiatives in the list can be paid for: what the last of the money lands is the most that more of it, for "
    "the same kind of work, can be expected to land.",
    "What more controls prevent is an assumption until own controls have been in force long enough to show it.",
)


def spending(found: Spending, currency: str) -> Finding:
    """The sentence that sets the two side by side."""
    speed, safety = _speed(found.speed, currency), _safety(found.safety, found.of_chance, currency)
    if not speed and not safety:
        return Finding("spending", "What more money would buy needs budgets, or a list of incidents.", "")
    headline = "; ".join(part for part in (speed, safety) if part)
    text = " ".join(part for part in (_likely(found.speed, currency), _missing(found)) if part)
    return Finding("spending", f"{headline[0].upper()}{headline[1:]}.", text, _CAVEATS)


def _speed(curve: Curve, currency: str) -> str:
    if not curve.points or curve.bought.value is None:
        return ""
    step, lands = formats.money(curve.step, currency), curve.bought.value
    if abs(lands) < _SMALL * max(curve.points[-1].comes.value or 0.0, 1.0):
        return f"the last {step} for initiatives lands nothing to speak of next year"
    if lands < 0:
        more = formats.money(-lands, currency)
        return f"without the last {step} for initiatives {more} more would land: too much is open"
    return f"the last {step} for initiatives lands {formats.money(lands, currency)} a year"


def _safety(curve: Curve, of_chance: bool, currency: str) -> str:
    if not curve.points or curve.bought.value is None:
        return ""
    return f"{formats.money(curve.step, currency)} more for controls moves {_moved(curve.bought, of_chance, currency)}"


def _moved(change: Range, of_chance: bool, currency: str) -> str:
    if of_chance:
        return f"the chance beyond the limit by {formats.points(change.value)} in 100"
    return f"a bad year by {formats.money(change.value, currency, signed=True)}"


def _likely(curve: Curve, currency: str) -> str:
    if not curve.points or not formats.known(curve.bought):
        return ""
    likely, step = formats.money_range(curve.bought, currency), formats.money(curve.step, currency)
    return f"Likely {likely} of value for the last {step}."


def _missing(found: Spending) -> str:
    if not found.speed.points:
        return "Speed needs what initiatives cost and are worth: the columns budget and annual_value."
    return "" if found.safety.points else "Safety needs a list of incidents."
