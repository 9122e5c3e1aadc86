"""Security in delivery on the screen: its four numbers, its pictures and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from balance import figures, formats, pipeline
from balance.figures.range_rows import Row, Scale
from balance.findings.security import STAGE
from balance.language import say
from balance.pipeline import Analysis
from balance.ranges import Range
from balance.report import Report
from balance.securing import Adaptation, Assessment, Coverage, Joining, Learning, Securing, Yields
from balance.ui import blocks, session

Told = tuple[Sequence[blocks.Column], Sequence[Sequence[object]]]
MOST_ASSESSED, MOST_ON_PHONE = 10, 5
LOSS_HELP = "What incidents that come with it may cost next year, on average over all readings of the evidence."


def found(analysis: Analysis) -> Securing:
    """Security in delivery for the plan on the screen, worked out once for all visitors."""
    key = f"{session.database()}|{analysis.company.data_hash}|{analysis.company.as_of}"
    return _found(key, session.told(), analysis)


@st.cache_resource(max_entries=8, show_spinner=False)
def _found(key: str, told: str, _analysis: Analysis) -> Securing:
    return pipeline.securing_of(_analysis)


def numbers(found: Securing, report: Report) -> blocks.Safe:
    """Four numbers: joined at design, behind a guardrail, assessed within a year, asked to in force; or none at all."""
    shown = [_joined(found.joining), _behind(found.coverage, report), _assessed(found.assessment),
             _in_force(found.adaptation)]  # fmt: skip
    return blocks.numbers(shown) if any(one.value != formats.MISSING for one in shown) else blocks.Safe("")


def _joined(found: Joining) -> blocks.Number:
    value = f"{found.stated - found.late} of {found.stated}" if found.stated else formats.MISSING
    effect = found.effect
    likely = f"late brings {formats.factor(effect.value)} the incidents, likely {formats.factor_range(effect)}"
    return blocks.Number(
        "Security joined at design", value, "open" if found.stated else "", likely if effect.known else
        "its effect needs linked incidents" if found.stated else "needs the column security_joined",
        help="Initiatives in flight that security joined at design, of those that say when it joined.",
    )  # fmt: skip


def _behind(found: Coverage, report: Report) -> blocks.Number:
    if not formats.sayable(found.at_least):
        return blocks.Number("Behind a guardrail", formats.MISSING, "", "needs controls with technology and coverage")
    least, most = formats.in_100(found.at_least), formats.in_100(found.at_most)
    what = f"of {formats.money(found.moved, report.currency)} {'a year' if found.weighed_by == 'value' else 'budget'}"
    return blocks.Number(
        "Behind a guardrail", least if least == most else f"{least} to {most}", "in 100",
        f"{what if found.weighed_by != 'initiatives' else 'of the initiatives'} that moves onto technology",
        help="At least the strongest guardrail of each technology, at most all of them added up. An initiative counts "
        "by its least covered technology.",
    )  # fmt: skip


def _assessed(found: Assessment) -> blocks.Number:
    count = len(found.initiatives)
    if not found.stated:
        return blocks.Number("Assessed within a year", formats.MISSING, "", "needs the column last_assessed")
    carried = f"the others carry {formats.chance(found.exposed_share)} of the expected loss"
    return blocks.Number(
        "Assessed within a year", f"{count - found.not_current} of {count}", "open",
        carried if found.not_current and formats.sayable(found.exposed_share) else "",
        help="Open initiatives whose last security assessment is at most a year old, of all that are in flight.",
    )  # fmt: skip


def _in_force(found: Adaptation) -> blocks.Number:
    if not found.median_days.known:
        return blocks.Number("From asked to in force", formats.MISSING, "", "needs requested_on and in_force_on")
    months, _, unit = formats.months(found.median_days.value).partition(" ")
    slow = f", slowest tenth {formats.months(found.slowest_days)}" if formats.sayable(found.slowest_days) else ""
    change, said = found.change, ""
    tone: figures.Tone = "open"
    if change is not None:
        said = f"{'▼ sooner' if change.sign > 0 else '▲ later'} than the year before: "
        said += (
            f"{'signal' if change.evidence == 'signal' else 'could be chance'} ({formats.in_100(change.chance)} of 100)"
        )
        tone = ("good" if change.sign > 0 else "bad") if change.evidence == "signal" else "open"
    return blocks.Number(
        "From asked to in force", months, unit, f"likely {formats.months_range(found.median_days)}{slow}", said, tone,
        help="Half of the controls that a finding or new threat asked for are in force by then; those still waiting "
        "are counted as not done yet.",
    )  # fmt: skip


def joining_chart(found: Joining, report: Report) -> tuple[figures.Figure, Told]:
    """Incidents by the stage at which security joined, beside how many run and what they expose; and as a table."""
    rows = [row for row in found.stages.to_dict("records") if row["opened"] or row["seen"]]
    scale = Scale("Incidents against joining at design, times", 1.0, formats.factor, steps=True)
    shown = [
        Row(say(STAGE[row["stage"]]), row["multiplier"], _effect_tone(row["multiplier"]),
            (formats.factor(row["multiplier"].value), f"{row['opened']}",
             formats.money(row["expected_loss"], report.currency)),
            f"Security joined {say(STAGE[row['stage']])}: {formats.factor(row['multiplier'].value)} the incidents, "
            f"likely "
            f"{formats.factor_range(row['multiplier'])}; {row['incidents']} linked incidents in "
            f"{formats.number(row['open_years'])} initiative-years")
        for row in rows
    ]  # fmt: skip
    alt = "Incidents by the stage at which security joined: " + "; ".join(f"{r.name} {r.words[0]}" for r in shown) + "."
    heads = ("times", "open", "expected loss")
    drawn = figures.range_rows(shown, heads, scale, alt, mode=session.mode(), phone=session.phone(), longest=12)
    return drawn, _joining_told(found, rows, report)


def _joining_told(found: Joining, rows: list[dict[Any, Any]], report: Report) -> Told:
    """The stages as a table; without an effect only what is open and what it is worth."""
    columns = [
        blocks.Column("Security joined"),
        blocks.Column("Open", "right", help="Initiatives in flight."),
        blocks.Column("Value a year", "right", help="What they are stated to be worth a year once they have landed."),
    ]
    told: list[tuple[object, ...]] = [
        (say(STAGE[row["stage"]]), row["opened"], formats.money(row["value"], report.currency)) for row in rows
    ]
    if not found.effect.known:
        return columns, told
    columns += [
        blocks.Column("Expected loss next year", "right", help=LOSS_HELP),
        blocks.Column("Incidents, times", "right", help="Against joining at design, corrected for all else."),
        blocks.Column("Likely", "right"),
        blocks.Column("Linked incidents", "right", help="As counted in the record, for all that was ever open in it."),
        blocks.Column("a year open", "right", help="Linked incidents for each initiative-year open, as counted."),
    ]
    return columns, [
        (*head, formats.money(row["expected_loss"], report.currency), formats.factor(row["multiplier"].value),
         formats.factor_range(row["multiplier"]), row["incidents"], formats.number(row["per_year"].value))
        for head, row in zip(told, rows, strict=True)
    ]  # fmt: skip


def _effect_tone(effect: Range) -> figures.Tone:
    if effect.value == 1.0 and effect.low == effect.high:
        return "ink"
    return "bad" if (effect.low or 0) > 1 else "good" if (effect.high or 9) < 1 else "open"


def coverage_chart(found: Coverage, report: Report) -> tuple[figures.Figure, Told]:
    """Guardrail coverage by technology beside what moves onto it; and as a table."""
    rows = found.technologies.assign(technology=[formats.technology(tag) for tag in found.technologies["technology"]])
    drawn = figures.coverage_rows(rows, currency=report.currency, mode=session.mode(), phone=session.phone())
    columns = [
        blocks.Column("Technology"),
        blocks.Column("Behind a guardrail, in 100", "right", help="The strongest one; all of them added up."),
        blocks.Column("Guardrails and controls in force"),
        blocks.Column("Policies"),
        blocks.Column("Trained", "right", help="The best training in force that names this technology."),
        blocks.Column("Initiatives", "right", help="Open and approved ones; one may stand under several technologies."),
        blocks.Column("Value a year", "right"),
        blocks.Column("Budget", "right"),
        blocks.Column("Expected loss next year", "right", help=LOSS_HELP),
    ]
    told = [
        (row["technology"], _ends(row["at_least"], row["at_most"]), "; ".join(row["guardrails"]) or "none",
         "; ".join(row["policies"]) or formats.MISSING, formats.percent(row["training"]), row["initiatives"],
         *(formats.money(row[name], report.currency) for name in ("value", "budget", "expected_loss")))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return drawn, (columns, told)


def _ends(least: float, most: float) -> str:
    if not formats.sayable(least) or most <= 0:
        return formats.MISSING if not formats.sayable(least) else "0"
    low, high = formats.in_100(least), formats.in_100(most)
    return low if low == high else f"{low} to {high}"


def assessed_first() -> int:
    """How many initiatives stand in sight; the others are a click away."""
    return MOST_ON_PHONE if session.phone() else MOST_ASSESSED


def assessments_table(found: Assessment, report: Report, least: int, most: int | None) -> blocks.Safe:
    """Open initiatives with their last assessment and what it left open, those that expose most first."""
    exposed = found.initiatives["expected_loss"].notna().any()
    columns = [
        blocks.Column("Initiative"),
        blocks.Column("Security joined"),
        blocks.Column("Last assessed", help="How long ago; orange where it was never, or more than a year ago."),
        blocks.Column("Findings open", "right", help="Of the newest assessment."),
        blocks.Column("Oldest finding", "right", help="Days since the oldest open finding was raised."),
        blocks.Column(
            "Expected loss next year" if exposed else "Value a year", "right", help=LOSS_HELP if exposed else ""
        ),
    ]
    rows = found.initiatives.iloc[least:most].to_dict("records")
    return blocks.table(columns, [
        (row["name"], say(STAGE[row["joined"]]), _ago(row["assessed_days"], found.stated),
         formats.count(row["findings_open"]), formats.count(row["oldest_days"], "day"),
         formats.money(row["expected_loss" if exposed else "value"], report.currency))
        for row in rows
    ])  # fmt: skip


def _ago(days: float, stated: bool) -> object:
    if not formats.sayable(days):
        return blocks.pill("never", "bad", "▲") if stated else formats.MISSING
    said = formats.count(days, "day") + " ago"
    return said if days <= 365 else blocks.pill(said, "bad", "▲")


def yields_chart(found: Yields, report: Report) -> tuple[figures.Figure, Told]:
    """What each control avoids less what it costs, with the chance that it pays; and as a table."""
    rows = [row for row in found.controls.to_dict("records") if formats.sayable(row["pays"])]
    unit = formats.scale_of(*(end for row in rows for end in (row["net"].low, row["net"].high)))
    scale = Scale(f"Loss avoided less cost, {formats.money_unit(report.currency, unit)} a year", 0.0,
                  lambda amount: formats.scaled(amount, unit, signed=True))  # fmt: skip
    shown = [
        Row(row["name"], row["net"], _pays_tone(row["pays"]),
            (formats.in_100(row["pays"]), formats.money(row["annual_cost"], report.currency)),
            f"{row['name']}: avoids {formats.money(row['avoided'].value, report.currency)} a year (likely "
            f"{formats.money_range(row['avoided'], report.currency)}) and costs "
            f"{formats.money(row['annual_cost'], report.currency)}")
        for row in rows
    ]  # fmt: skip
    alt = "Chance that each control pays: " + "; ".join(f"{row.name} {row.words[0]} in 100" for row in shown) + "."
    drawn = figures.range_rows(shown, ("pays, in 100", "costs a year"), scale, alt, mode=session.mode(),
                               phone=session.phone(), longest=44)  # fmt: skip
    return drawn, _yields_told(found, report)


def _pays_tone(chance: float) -> figures.Tone:
    return "good" if chance >= 0.9 else "bad" if chance <= 0.1 else "open"


def _yields_told(found: Yields, report: Report) -> Told:
    money = report.currency
    columns = [
        blocks.Column("Control"),
        blocks.Column("Acts on", help="Class of incident and technology; all where none is named."),
        blocks.Column("Covers", "right"),
        blocks.Column(
            "Avoids a year", "right", help="Loss of its class, on its technology, times what it covers and takes."
        ),
        blocks.Column("Likely", "right"),
        blocks.Column("Costs a year", "right"),
        blocks.Column("Pays, in 100", "right", help="Readings of the evidence in which it avoids more than it costs."),
        blocks.Column("Missing"),
    ]
    rows = [
        (row["name"], "; ".join(part for part in (row["class"], row["technology"]) if part) or "all incidents",
         formats.percent(row["coverage"]), formats.money(row["avoided"].value, money),
         formats.money_range(row["avoided"], money), formats.money(row["annual_cost"], money),
         formats.in_100(row["pays"]), row["why_not"] or formats.MISSING)
        for row in found.controls.to_dict("records")
    ]  # fmt: skip
    return columns, list[tuple[object, ...]](rows)


def learning_chart(found: Learning) -> tuple[figures.Figure, Told]:
    """Incidents of an initiative-year by how many came before it with its newest technology; and as a table."""
    rows = found.steps.to_dict("records")
    names = [_before(row["least"], row["most"]) for row in rows]
    shown = [
        Row(name, row["per_year"], "ink", (formats.number(row["per_year"].value), f"{row['initiatives']}"),
            f"{name}: {row['incidents']} incidents in {formats.number(row['open_years'])} initiative-years")
        for name, row in zip(names, rows, strict=True)
    ]  # fmt: skip
    scale = Scale("Linked incidents in a year open", None, formats.number, least=0.0)
    alt = "Incidents a year open by experience: " + "; ".join(f"{row.name} {row.words[0]}" for row in shown) + "."
    drawn = figures.range_rows(shown, ("a year", "initiatives"), scale, alt, mode=session.mode(),
                               phone=session.phone(), longest=16)  # fmt: skip
    columns = [blocks.Column("Came before with its newest technology")]
    columns += [blocks.Column(head, "right") for head in ("Initiatives", "Years open", "Incidents", "A year", "Likely")]
    told = [
        (name, row["initiatives"], formats.number(row["open_years"]), row["incidents"],
         formats.number(row["per_year"].value), formats.number_range(row["per_year"]))
        for name, row in zip(names, rows, strict=True)
    ]  # fmt: skip
    return drawn, (columns, told)


def _before(least: int, most: int) -> str:
    if most <= 0:
        return "the first"
    return f"{least} before" if least == most else f"{least} to {most} before"
