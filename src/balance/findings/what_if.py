"""What a change of plan does to both axes."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.report import Report
from balance.scenario import Comparison

UNCHANGED = 1e-12


def what_if(report: Report, comparison: Comparison) -> Finding:
    """The verdict on a plan beside today's, on the same readings of the evidence."""
    text = "Both plans stand on the same 256 readings of the evidence, so the difference is not luck of the draw."
    return Finding(
        "what-if",
        _headline(comparison),
        text if _unchanged(comparison) else f"{_numbers(report, comparison)} {text}".strip(),
    )


def _headline(comparison: Comparison) -> str:
    if _unchanged(comparison):
        return "Move a slider to test a change of plan."
    value = formats.evidence(comparison.more_value)
    risk = formats.evidence(comparison.less_risk)
    good, bad = ("signal", "probably"), ("not", "probably not")
    hedge = "" if {value, risk} <= {"signal", "not"} else "probably "
    if value in good and risk in good:
        return f"This plan {f'{hedge}lands more value at' if hedge else 'lands more value and takes'} less risk."
    if value in bad and risk in bad:
        return f"This plan {hedge}lands less value and takes more risk."
    if value in good and risk in bad:
        return f"This plan {hedge}buys value with risk."
    if value in bad and risk in good:
        return f"This plan {hedge}buys safety with value."
    return _one_sided(value, risk)


def _one_sided(value: formats.Evidence, risk: formats.Evidence) -> str:
    words = {"signal": "", "not": "", "probably": "probably ", "probably not": "probably "}
    if value != "open":
        more = "more" if value in ("signal", "probably") else "less"
        return f"This plan {words[value]}lands {more} value; what it does to risk is too close to call."
    if risk != "open":
        less = "less" if risk in ("signal", "probably") else "more"
        return f"This plan {words[risk]}takes {less} risk; what it does to value is too close to call."
    return "This change is too small to call."


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
    return "; ".join(parts) + "." if parts else ""
