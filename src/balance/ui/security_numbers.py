"""The four numbers at the head of security in delivery: joined, covered, assessed, and from asked to in force."""

from __future__ import annotations

from balance import figures, formats
from balance.language import noted, say
from balance.report import Report
from balance.securing import Adaptation, Assessment, Coverage, Joining, Securing
from balance.ui import blocks


def numbers(found: Securing, report: Report) -> blocks.Safe:
    """Four numbers: joined at design, behind a guardrail, assessed within a year, asked to in force; or none at all."""
    shown = [_joined(found.joining), _behind(found.coverage, report), _assessed(found.assessment),
             _in_force(found.adaptation)]  # fmt: skip
    return blocks.numbers(shown) if any(one.value != formats.MISSING for one in shown) else blocks.Safe("")


def _joined(found: Joining) -> blocks.Number:
    value = (
        say("{some} of {all}", some=found.stated - found.late, all=found.stated) if found.stated else formats.MISSING
    )
    effect = found.effect
    likely = say(
        "late brings {effect} the incidents, likely {likely}",
        effect=formats.factor(effect.value),
        likely=formats.factor_range(effect),
    )
    return blocks.Number(
        "Security joined at design", value, "open" if found.stated else "", likely if effect.known else
        say("its effect needs linked incidents") if found.stated else say("needs the column security_joined"),
        help=say("Initiatives in flight that security joined at design, of those that say when it "
                 "joined."),
    )  # fmt: skip


def _behind(found: Coverage, report: Report) -> blocks.Number:
    if not formats.sayable(found.at_least):
        return blocks.Number("Behind a guardrail", formats.MISSING, "", "needs controls with technology and coverage")
    least, most = formats.in_100(found.at_least), formats.in_100(found.at_most)
    what = {
        "value": noted("of {moved} a year that moves onto technology"),
        "initiatives": noted("of the initiatives that moves onto technology"),
    }.get(found.weighed_by, noted("of {moved} budget that moves onto technology"))
    return blocks.Number(
        "Behind a guardrail",
        least if least == most else say("{least} to {most}", least=least, most=most),
        "in 100",
        say(what, moved=formats.money(found.moved, report.currency)),
        help=say(
            "At least the strongest guardrail of each technology, at most all of them added up. "
            "An initiative counts by its least covered technology."
        ),
    )


def _assessed(found: Assessment) -> blocks.Number:
    count = len(found.initiatives)
    if not found.stated:
        return blocks.Number("Assessed within a year", formats.MISSING, "", "needs the column last_assessed")
    carried = say(
        "the others carry {exposed_share} of the expected loss", exposed_share=formats.chance(found.exposed_share)
    )
    return blocks.Number(
        "Assessed within a year", say("{some} of {all}", some=count - found.not_current, all=count), "open",
        carried if found.not_current and formats.sayable(found.exposed_share) else "",
        help=say("Open initiatives whose last security assessment is at most a year old, of all that "
                 "are in flight."),
    )  # fmt: skip


_PACE = {
    (True, True): noted("▼ sooner than the year before: signal ({chance} of 100)"),
    (True, False): noted("▼ sooner than the year before: could be chance ({chance} of 100)"),
    (False, True): noted("▲ later than the year before: signal ({chance} of 100)"),
    (False, False): noted("▲ later than the year before: could be chance ({chance} of 100)"),
}


def _in_force(found: Adaptation) -> blocks.Number:
    if not found.median_days.known:
        return blocks.Number("From asked to in force", formats.MISSING, "", "needs requested_on and in_force_on")
    months, _, unit = formats.months(found.median_days.value).partition(" ")
    likely = formats.likely_months(found.median_days)
    if formats.sayable(found.slowest_days):
        likely = say("{likely}, slowest tenth {slow}", likely=likely, slow=formats.months(found.slowest_days))
    change, said = found.change, ""
    tone: figures.Tone = "open"
    if change is not None:
        said = say(_PACE[change.sign > 0, change.evidence == "signal"], chance=formats.in_100(change.chance))
        tone = ("good" if change.sign > 0 else "bad") if change.evidence == "signal" else "open"
    return blocks.Number(
        "From asked to in force",
        months,
        unit,
        likely,
        said,
        tone,
        help=say(
            "Half of the controls that a finding or new threat asked for are in force by then; "
            "those still waiting are counted as not done yet."
        ),
    )
