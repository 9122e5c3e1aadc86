"""What a change of plan does to both axes."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.report import Report
from balance.scenario import Comparison

UNCHANGED = 1e-12
SAME_READINGS = "Both plans stand on the same 256 readings of the evidence, so the difference is not luck of the draw."


def what_if(report: Report, comparison: Comparison) -> Finding:
    """The verdict on a plan beside today's, on the same readings of the evidence."""
    return Finding(
        "what-if",
        _headline(comparison),
        SAME_READINGS if _unchanged(comparison) else f"{_numbers(report, comparison)} {SAME_READINGS}".strip(),
        tuple(report.facts.get("plan_left_out", ())),
    )


def _headline(comparison: Comparison) -> str:
    if _unchanged(comparison):
        return "Move a slider to test a change of plan."
    value = formats.direction(comparison.more_value, comparison.less_value)
    risk = formats.direction(comparison.less_risk, comparison.more_risk)
    hedge = _hedge(value) or _hedge(risk)
    match _side(value), _side(risk):
        case "better", "better":
            return f"This plan {f'{hedge}lands more value at' if hedge else 'lands more value and takes'} less risk."
        case "worse", "worse":
            return f"This plan {hedge}lands less value and takes more risk."
        case "better", "worse":
            return f"This plan {hedge}buys value with risk."
        case "worse", "better":
            return f"This plan {hedge}buys safety with value."
        case _:
            return _one_sided(value, risk)


def _side(found: formats.Direction) -> str:
    sides = {"signal": "better", "probably": "better", "not": "worse", "probably not": "worse"}
    return sides.get(found, found)


def _one_sided(value: formats.Direction, risk: formats.Direction) -> str:
    """The verdict where at least one axis stays the same or is too close to call."""
    if value not in ("same", "open"):
        rest = " at the same risk." if risk == "same" else "; what it does to risk is too close to call."
        return f"This plan {_hedge(value)}lands {'more' if _side(value) == 'better' else 'less'} value{rest}"
    if risk not in ("same", "open"):
        rest = " at the same value." if value == "same" else "; what it does to value is too close to call."
        return f"This plan {_hedge(risk)}takes {'less' if _side(risk) == 'better' else 'more'} risk{rest}"
    return (
        "This change moves neither value nor risk." if value == risk == "same" else "This change is too small to call."
    )


def _hedge(found: formats.Direction) -> str:
    return "probably " if found in ("probably", "probably not") else ""


def _unchanged(comparison: Comparison) -> bool:
    differences = comparison.difference.values()
    return all(abs(part or 0.0) < UNCHANGED for d in differences for part in (d.value, d.low, d.high))


def _numbers(report: Report, comparison: Comparison) -> str:
    value, chance = comparison.difference["value_landing_next_year"], comparison.difference["chance_beyond_limit"]
    bad_year = comparison.difference["bad_year_loss"]
    parts = []
    if value.known:
        parts.append(f"Value landing next year {formats.money(value.value, report.currency, signed=True)}")
    if chance.known:
        parts.append(f"chance beyond the limit {formats.points(chance.value)} in 100")
    elif bad_year.known:
        parts.append(f"the bad year {formats.money(bad_year.value, report.currency, signed=True)}")
    if comparison.better_on_both is not None:
        parts.append(f"better on both in {formats.in_100(comparison.better_on_both)} of 100 readings")
    return f"{'; '.join(parts)}. {_pulled(comparison)}".strip() if parts else ""


def _pulled(comparison: Comparison) -> str:
    """Why a difference may lie past the likely ones."""
    if all(change.typical is None for change in comparison.difference.values()):
        return ""
    return "Where a middle is named, a few readings move far more than the rest and pull the average away from it."
