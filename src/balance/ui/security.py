"""Security in delivery on the screen: its four numbers, its pictures and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from balance import figures, formats, pipeline
from balance.figures.range_rows import Row, Scale
from balance.findings.security import STAGE
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.ranges import Range
from balance.report import Report
from balance.securing import Assessment, Coverage, Joining, Learning, Securing, Yields
from balance.ui import blocks, session
from balance.ui.explained import MARKS, meaning

Told = tuple[Sequence[blocks.Column], Sequence[Sequence[object]]]
MOST_ASSESSED, MOST_ON_PHONE = 10, 5
LOSS_HELP = noted("What incidents that come with it may cost next year, on average over all readings of the evidence.")


def found(analysis: Analysis) -> Securing:
    """Security in delivery for the plan on the screen, worked out once for all visitors."""
    key = f"{session.database()}|{analysis.company.data_hash}|{analysis.company.as_of}"
    return _found(key, session.told(), analysis)


@st.cache_resource(max_entries=8, show_spinner=False)
def _found(key: str, told: str, _analysis: Analysis) -> Securing:
    return pipeline.securing_of(_analysis)


def joining_chart(found: Joining, report: Report) -> tuple[figures.Figure, Told]:
    """Incidents by the stage at which security joined, beside how many run and what they expose; and as a table."""
    rows = [row for row in found.stages.to_dict("records") if row["opened"] or row["seen"]]
    scale = Scale(say("Incidents against joining at design, times"), 1.0, formats.factor, steps=True)
    shown = [
        Row(
            say(STAGE[row["stage"]]),
            row["multiplier"],
            _effect_tone(row["multiplier"]),
            (
                formats.factor(row["multiplier"].value),
                f"{row['opened']}",
                formats.money(row["expected_loss"], report.currency),
            ),
            say(
                "Security joined {stage}: {value} the incidents, likely {likely}; {incidents} linked "
                "incidents in {open_years} initiative-years",
                stage=say(STAGE[row["stage"]]),
                value=formats.factor(row["multiplier"].value),
                likely=formats.factor_range(row["multiplier"]),
                incidents=row["incidents"],
                open_years=formats.number(row["open_years"]),
            ),
        )
        for row in rows
    ]
    alt = (
        say("Incidents by the stage at which security joined: ")
        + "; ".join(f"{r.name} {r.words[0]}" for r in shown)
        + "."
    )
    heads = (say("times"), say("open"), say("expected loss"))
    drawn = figures.range_rows(shown, heads, scale, alt, mode=session.mode(), phone=session.phone(), longest=12)
    return drawn, _joining_told(found, rows, report)


def _joining_told(found: Joining, rows: list[dict[Any, Any]], report: Report) -> Told:
    """The stages as a table; without an effect only what is open and what it is worth."""
    columns = [
        blocks.Column("Security joined"),
        blocks.Column("Open", "right", help=say("Initiatives in flight.")),
        blocks.Column(
            "Value a year", "right", help=say("What they are stated to be worth a year once they have landed.")
        ),
    ]
    told: list[tuple[object, ...]] = [
        (say(STAGE[row["stage"]]), row["opened"], formats.money(row["value"], report.currency)) for row in rows
    ]
    if not found.effect.known:
        return columns, told
    columns += [
        blocks.Column("Expected loss next year", "right", help=say(LOSS_HELP)),
        blocks.Column("Incidents, times", "right", help=say("Against joining at design, corrected for all else.")),
        blocks.Column("Likely", "right"),
        blocks.Column(
            "Linked incidents", "right", help=say("As counted in the record, for all that was ever open in it.")
        ),
        blocks.Column("a year open", "right", help=say("Linked incidents for each initiative-year open, as counted.")),
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
        blocks.Column("Behind a guardrail, in 100", "right", help=say("The strongest one; all of them added up.")),
        blocks.Column("Guardrails and controls in force"),
        blocks.Column("Policies"),
        blocks.Column("Trained", "right", help=say("The best training in force that names this technology.")),
        blocks.Column(
            "Initiatives", "right", help=say("Open and approved ones; one may stand under several technologies.")
        ),
        blocks.Column("Value a year", "right"),
        blocks.Column("Budget", "right"),
        blocks.Column("Expected loss next year", "right", help=say(LOSS_HELP)),
    ]
    told = [
        (row["technology"], _ends(row["at_least"], row["at_most"]), "; ".join(row["guardrails"]) or say("none"),
         "; ".join(row["policies"]) or formats.MISSING, formats.percent(row["training"]), row["initiatives"],
         *(formats.money(row[name], report.currency) for name in ("value", "budget", "expected_loss")))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return drawn, (columns, told)


def _ends(least: float, most: float) -> str:
    if not formats.sayable(least) or most <= 0:
        return formats.MISSING if not formats.sayable(least) else "0"
    low, high = formats.in_100(least), formats.in_100(most)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def assessed_first() -> int:
    """How many initiatives stand in sight; the others are a click away."""
    return MOST_ON_PHONE if session.phone() else MOST_ASSESSED


def assessments_table(found: Assessment, report: Report, least: int, most: int | None) -> blocks.Safe:
    """Open initiatives with their last assessment and what it left open, those that expose most first."""
    exposed = found.initiatives["expected_loss"].notna().any()
    columns = [
        blocks.Column("Initiative"),
        blocks.Column("Security joined"),
        blocks.Column("Last assessed", help=say("How long ago; orange where it was never, or more than a year ago.")),
        blocks.Column("Findings open", "right", help=say("Of the newest assessment.")),
        blocks.Column("Oldest finding", "right", help=say("Days since the oldest open finding was raised.")),
        blocks.Column(
            say("Expected loss next year") if exposed else say("Value a year"),
            "right",
            help=say(LOSS_HELP) if exposed else "",
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
        return blocks.pill("never", "bad", "▲", meaning("never", MARKS)) if stated else formats.MISSING
    said = say("{days} ago", days=formats.count(days, "day"))
    return said if days <= 365 else blocks.pill(said, "bad", "▲")


def yields_chart(found: Yields, report: Report) -> tuple[figures.Figure, Told]:
    """What each control avoids less what it costs, with the chance that it pays; and as a table."""
    rows = [row for row in found.controls.to_dict("records") if formats.sayable(row["pays"])]
    unit = formats.scale_of(*(end for row in rows for end in (row["net"].low, row["net"].high)))
    scale = Scale(
        say("Loss avoided less cost, {money_unit} a year", money_unit=formats.money_unit(report.currency, unit)),
        0.0,
        lambda amount: formats.scaled(amount, unit, signed=True),
    )
    shown = [
        Row(
            row["name"],
            row["net"],
            _pays_tone(row["pays"]),
            (formats.in_100(row["pays"]), formats.money(row["annual_cost"], report.currency)),
            say(
                "{name}: avoids {value} a year (likely {likely}) and costs {annual_cost}",
                name=row["name"],
                value=formats.money(row["avoided"].value, report.currency),
                likely=formats.money_range(row["avoided"], report.currency),
                annual_cost=formats.money(row["annual_cost"], report.currency),
            ),
        )
        for row in rows
    ]
    alt = (
        say("Chance that each control pays: ")
        + "; ".join(say("{name} {words} in 100", name=row.name, words=row.words[0]) for row in shown)
        + "."
    )
    drawn = figures.range_rows(shown, (say("pays, in 100"), say("costs a year")), scale, alt, mode=session.mode(),
                               phone=session.phone(), longest=44)  # fmt: skip
    return drawn, _yields_told(found, report)


def _pays_tone(chance: float) -> figures.Tone:
    return "good" if chance >= 0.9 else "bad" if chance <= 0.1 else "open"


def _yields_told(found: Yields, report: Report) -> Told:
    money = report.currency
    columns = [
        blocks.Column("Control"),
        blocks.Column("Acts on", help=say("Class of incident and technology; all where none is named.")),
        blocks.Column("Covers", "right"),
        blocks.Column(
            "Avoids a year", "right", help=say("Loss of its class, on its technology, times what it covers and takes.")
        ),
        blocks.Column("Likely", "right"),
        blocks.Column("Costs a year", "right"),
        blocks.Column(
            "Pays, in 100", "right", help=say("Readings of the evidence in which it avoids more than it costs.")
        ),
        blocks.Column("Missing"),
    ]
    rows = [
        (row["name"], "; ".join(part for part in (row["class"], row["technology"]) if part) or say("all incidents"),
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
        Row(
            name,
            row["per_year"],
            "ink",
            (formats.number(row["per_year"].value), f"{row['initiatives']}"),
            say(
                "{name}: {incidents} incidents in {open_years} initiative-years",
                name=name,
                incidents=row["incidents"],
                open_years=formats.number(row["open_years"]),
            ),
        )
        for name, row in zip(names, rows, strict=True)
    ]
    scale = Scale(say("Linked incidents in a year open"), None, formats.number, least=0.0)
    alt = say("Incidents a year open by experience: ") + "; ".join(f"{row.name} {row.words[0]}" for row in shown) + "."
    drawn = figures.range_rows(shown, (say("a year"), say("initiatives")), scale, alt, mode=session.mode(),
                               phone=session.phone(), longest=16)  # fmt: skip
    columns = [blocks.Column("Came before with its newest technology")]
    columns += [
        blocks.Column(head, "right")
        for head in (say("Initiatives"), say("Years open"), say("Incidents"), say("A year"), say("Likely"))
    ]
    told = [
        (name, row["initiatives"], formats.number(row["open_years"]), row["incidents"],
         formats.number(row["per_year"].value), formats.number_range(row["per_year"]))
        for name, row in zip(names, rows, strict=True)
    ]  # fmt: skip
    return drawn, (columns, told)


def _before(least: int, most: int) -> str:
    if most <= 0:
        return say("the first")
    return (
        say("{least} before", least=least) if least == most else say("{least} to {most} before", least=least, most=most)
    )
