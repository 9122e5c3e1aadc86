"""What a change of plan does to both axes."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.language import noted, say
from balance.report import Report
from balance.scenario import Comparison

UNCHANGED = 1e-12
SAME_READINGS = noted(
    "Both plans stand on the same 256 readings of the evidence, so the difference is not luck of the draw."
)


def what_if(report: Report, comparison: Comparison) -> Finding:
    """The verdict on a plan beside today's, on the same readings of the evidence."""
    return Finding(
        "what-if",
        _headline(comparison),
        say(SAME_READINGS)
        if _unchanged(comparison)
        else f"{_numbers(report, comparison)} {say(SAME_READINGS)}".strip(),
        tuple(report.facts.get("plan_left_out", ())),
    )


def _headline(comparison: Comparison) -> str:
    if _unchanged(comparison):
        return say("Move a slider to test a change of plan.")
    value = formats.direction(comparison.more_value, comparison.less_value)
    risk = formats.direction(comparison.less_risk, comparison.more_risk)
    hedge = _hedge(value) or _hedge(risk)
    match _side(value), _side(risk):
        case "better", "better":
            return (
                say("This plan probably lands more value at less risk.") if hedge
                else say("This plan lands more value and takes less risk.")
            )  # fmt: skip
        case "worse", "worse":
            return (
                say("This plan probably lands less value and takes more risk.") if hedge
                else say("This plan lands less value and takes more risk.")
            )  # fmt: skip
        case "better", "worse":
            return say("This plan probably buys value with risk.") if hedge else say("This plan buys value with risk.")
        case "worse", "better":
            return (
                say("This plan probably buys safety with value.") if hedge
                else say("This plan buys safety with value.")
            )  # fmt: skip
        case _:
            return _one_sided(value, risk)


def _side(found: formats.Direction) -> str:
    sides = {"signal": "better", "probably": "better", "not": "worse", "probably not": "worse"}
    return sides.get(found, found)


def _one_sided(value: formats.Direction, risk: formats.Direction) -> str:
    """The verdict where at least one axis stays the same or is too close to call."""
    if value not in ("same", "open"):
        rest = (
            noted("{plan} at the same risk.") if risk == "same"
            else noted("{plan}; what it does to risk is too close to call.")
        )  # fmt: skip
        return say(rest, plan=say(_LANDS[_side(value) == "better", _hedge(value)]))
    if risk not in ("same", "open"):
        rest = (
            noted("{plan} at the same value.") if value == "same"
            else noted("{plan}; what it does to value is too close to call.")
        )  # fmt: skip
        return say(rest, plan=say(_TAKES[_side(risk) == "better", _hedge(risk)]))
    return (
        say("This change moves neither value nor risk.")
        if value == risk == "same"
        else say("This change is too small to call.")
    )


_LANDS = {
    (True, False): noted("This plan lands more value"), (True, True): noted("This plan probably lands more value"),
    (False, False): noted("This plan lands less value"), (False, True): noted("This plan probably lands less value"),
}  # fmt: skip
_TAKES = {
    (True, False): noted("This plan takes less risk"), (True, True): noted("This plan probably takes less risk"),
    (False, False): noted("This plan takes more risk"), (False, True): noted("This plan probably takes more risk"),
}  # fmt: skip
"""What a plan does to one axis, by whether it is better there and whether that is only probable."""


def _hedge(found: formats.Direction) -> bool:
    return found in ("probably", "probably not")


def _unchanged(comparison: Comparison) -> bool:
    differences = comparison.difference.values()
    return all(abs(part or 0.0) < UNCHANGED for d in differences for part in (d.value, d.low, d.high))


def _numbers(report: Report, comparison: Comparison) -> str:
    value, chance = comparison.difference["value_landing_next_year"], comparison.difference["chance_beyond_limit"]
    bad_year = comparison.difference["bad_year_loss"]
    parts = []
    if value.known:
        parts.append(
            say("Value landing next year {value}", value=formats.money(value.value, report.currency, signed=True))
        )
    if chance.known:
        parts.append(say("chance beyond the limit {chance} in 100", chance=formats.points(chance.value)))
    elif bad_year.known:
        parts.append(
            say("the bad year {bad_year}", bad_year=formats.money(bad_year.value, report.currency, signed=True))
        )
    if comparison.better_on_both is not None:
        parts.append(
            say(
                "better on both in {better_on_both} of 100 readings",
                better_on_both=formats.in_100(comparison.better_on_both),
            )
        )
    return f"{'; '.join(parts)}. {_pulled(comparison)}".strip() if parts else ""


def _pulled(comparison: Comparison) -> str:
    """Why a difference may lie past the likely ones."""
    if all(change.typical is None for change in comparison.difference.values()):
        return ""
    return say("Where a middle is named, a few readings move far more than the rest and pull the average away from it.")
