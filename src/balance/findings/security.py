"""Security in delivery told: when it joins, what is behind a guardrail, how current the assessments are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.language import label, noted, say, say_count
from balance.report import Report
from balance.securing import Assessment, Coverage, Joining, Securing

STAGE = {
    "design": noted("at design"),
    "build": noted("during build"),
    "late": noted("late"),
    "not_yet": noted("not yet"),
    "": noted("not stated"),
}
FELT_LATE = 0.5
"""From this share of late ones on, the page says so first."""


def security(found: Securing, report: Report) -> Finding:
    """The whole screen in one sentence: whether security comes in time, and how much of what moves it covers."""
    late, cover, seen = found.joining, found.coverage, found.assessment
    parts = [part for part in (_late(late), _behind(cover, report)) if part]
    if not late.loaded and not len(found.yields.controls):
        headline = say("Nothing loaded says how security and delivery work together.")
        return Finding("security", headline, say("Load initiatives and a register of controls to see it."))
    headline = sentence("; ".join(parts)) if parts else say("When security joins, and what it covers, is not stated.")
    text = " ".join(part for part in (_effect(late), _seen(seen), _overdue(found)) if part)
    return Finding("security", headline, text)


def joining(found: Joining, report: Report) -> Finding:
    """What joining late does to incidents, and how many initiatives it concerns."""
    if not found.opened:
        needs = (
            ()
            if found.loaded
            else needed((say("the table initiatives (security_joined)"),), say("when security joins"))
        )
        headline = say("No initiative is open.") if found.loaded else say("When security joins cannot be said yet.")
        return Finding("joining", headline, "", needs)
    unstated = found.opened - found.stated
    needs = () if found.stated else needed(("initiatives: security_joined",), say("when security joined each"))
    if found.stated and unstated:
        needs = (
            say(
                "{initiatives} without a stated stage, taken as half way.",
                initiatives=formats.count(unstated, "open initiative"),
            ),
        )
    if not found.effect.known:
        headline = say(
            "Security joined {stated} of {initiatives} at design",
            stated=found.stated - found.late,
            initiatives=formats.count(found.stated, "open initiative"),
        )
        headline = headline if found.stated else say("When security joined is not stated for any open initiative")
        wants = needed(
            (say("the table incidents (initiative_id or change_id)"),), say("what joining late does to incidents")
        )
        return Finding("joining", sentence(headline), "", (*needs, *wants), stages(found))
    return Finding("joining", sentence(_brings(found)), _measured(found), (*needs, *_raw(found)), stages(found))


def coverage(found: Coverage, report: Report) -> Finding:
    """How much of what moves is behind a guardrail, and where nothing is."""
    needs = needed(found.missing, say("what is covered"))
    if not formats.sayable(found.at_least):
        headline = say("What guardrails cover cannot be said yet.")
        return Finding("guardrails", headline, "", needs, technologies(found, report))
    bare = [row["technology"] for row in _moving(found) if not row["at_most"] > 0]
    behind = say("{share} of {what} is behind a guardrail", share=_share(found), what=_what(found, report))
    headline = behind
    if bare and found.at_most > 0:
        named = formats.listed([formats.technology(one) for one in bare])
        headline = say_count("{named} has no guardrail", "{named} have no guardrail", len(bare), named=named)
    text = f"{_policies(found)} {behind + '.' if headline != behind else ''}".strip()
    return Finding("guardrails", sentence(headline), text, (*needs, *_uncounted(found)),
                   technologies(found, report))  # fmt: skip


def assessments(found: Assessment, report: Report) -> Finding:
    """How many open initiatives have no current assessment, and what they expose."""
    rows = found.initiatives
    needs = needed(found.missing, say("how current assessments are"))
    if rows.empty:
        return Finding("assessments", say("No initiative is open: there is nothing to assess."), "", needs)
    if not found.stated:
        return Finding(
            "assessments", say("No security assessment of an open initiative is recorded."), _open(found), needs
        )
    count = formats.count(len(rows), "open initiative")
    if not found.not_current:
        return Finding(
            "assessments", say("Every one of {count} was assessed within a year.", count=count), _open(found), needs
        )
    headline = _not_current(found, count)
    if formats.sayable(found.exposed_share):
        headline = say_count(
            "{first} and carries {share} of their expected loss", "{first} and carry {share} of their expected loss",
            found.not_current, first=headline, share=formats.chance(found.exposed_share),
        )  # fmt: skip
    return Finding("assessments", sentence(headline), _open(found), needs)


def stages(found: Joining) -> pd.DataFrame:
    """stage, initiatives, value, expected_loss, multiplier, low, high, incidents, open_years, per_year."""
    rows = found.stages
    held = pd.DataFrame({
        "stage": [say(STAGE[stage]) for stage in rows["stage"]], "initiatives": rows["opened"], "value": rows["value"],
        "expected_loss": rows["expected_loss"], "multiplier": [r.value for r in rows["multiplier"]],
        "low": [r.low for r in rows["multiplier"]], "high": [r.high for r in rows["multiplier"]],
        "incidents": rows["incidents"], "open_years": rows["open_years"],
        "per_year": [r.value for r in rows["per_year"]],
    })  # fmt: skip
    return held[((rows["opened"] > 0) | (rows["seen"] > 0)).to_numpy()].reset_index(drop=True)


def technologies(found: Coverage, report: Report) -> pd.DataFrame:
    """technology, guardrails, at_least, at_most, policies, training, initiatives, value, budget, expected_loss."""
    return found.technologies.drop(columns="without_share").assign(
        technology=[formats.technology(one) for one in found.technologies["technology"]]
    )


def needed(missing: Sequence[str], shown: str) -> tuple[str, ...]:
    """Which table or column would add an answer.

    >>> needed(("controls: coverage", "the table incidents (loss)"), "which controls pay")
    ('Add the column coverage in controls and the table incidents (loss) to see which controls pay.',)
    """
    told = []
    for what in missing:
        table, _, column = what.partition(": ")
        of_table = noted("the column {column} in {table}")
        told.append(say(of_table, column=label(column), table=label(table)) if column else label(what))
    return (say("Add {told} to see {shown}.", told=formats.listed(told), shown=shown),) if told else ()


def _late(found: Joining) -> str:
    if not found.stated:
        return ""
    of = formats.count(found.stated, "open initiative")
    if not found.late:
        return say("security joined every one of {of} at design", of=of)
    if found.late / found.stated >= FELT_LATE:
        return say("security joined {late} of {of} after design", late=found.late, of=of)
    return say("security joined {stated} of {of} at design", stated=found.stated - found.late, of=of)


def _behind(found: Coverage, report: Report) -> str:
    if not formats.sayable(found.at_least):
        return ""
    return say("{share} of {what} is behind a guardrail", share=_share(found).lower(), what=_what(found, report))


def _share(found: Coverage) -> str:
    least, most = formats.in_100(found.at_least), formats.in_100(found.at_most)
    if found.at_most <= 0:
        return say("Nothing")
    return (
        say("{least} in 100", least=least)
        if least == most
        else say("Between {least} and {most} in 100", least=least, most=most)
    )


def _what(found: Coverage, report: Report) -> str:
    moved = {
        "value": say(
            "the {moved} a year that moves onto technology", moved=formats.money(found.moved, report.currency)
        ),
        "budget": say("the {moved} being spent on technology", moved=formats.money(found.moved, report.currency)),
    }
    return moved.get(found.weighed_by) or say("the initiatives that move onto technology")


def _effect(found: Joining) -> str:
    return "" if not found.effect.known else f"{_brings(found)}; {_measured(found, begins=False)}"


def _brings(found: Joining) -> str:
    times, ends = formats.factor(found.effect.value), formats.factor_range(found.effect)
    low, high = found.effect.low or 0.0, found.effect.high or 0.0
    if low > 1:
        return say(
            "Joining late brings {times} the incidents of joining at design (likely {ends})", times=times, ends=ends
        )
    if high < 1:
        return say(
            "Joining late comes with {times} the incidents of joining at design (likely {ends})", times=times, ends=ends
        )
    return say(
        "Whether joining late brings more incidents could be chance: {times} (likely {ends})", times=times, ends=ends
    )


def _measured(found: Joining, *, begins: bool = True) -> str:
    """How much of the effect is measured; as a sentence of its own, or going on with one."""
    told = say(
        "{measured} in 100 of that is from own data, the rest is assumed.",
        measured=formats.in_100(found.effect.measured),
    )
    return told[:1].upper() + told[1:] if begins else told


def _raw(found: Joining) -> tuple[str, ...]:
    return (say("Incidents per year are as counted; the multiplier is corrected for technology, size, load and unit."),)


def _seen(found: Assessment) -> str:
    if not found.stated or not found.not_current:
        return ""
    count = formats.count(len(found.initiatives), "open initiative")
    said = _not_current(found, count)
    if not formats.sayable(found.exposed_share):
        return f"{said}."
    return say(
        "{said}; they carry {exposed_share} of what open work may lose.",
        said=said,
        exposed_share=formats.chance(found.exposed_share),
    )


def _overdue(found: Securing) -> str:
    due = found.reviews.overdue
    if not found.reviews.cadenced:
        return ""
    return say_count("{count} review of controls is overdue.", "{count} reviews of controls are overdue.", due,
                     count=formats.count(due))  # fmt: skip


def _not_current(found: Assessment, count: str) -> str:
    return say_count(
        "{some} of {count} was not assessed within a year", "{some} of {count} were not assessed within a year",
        found.not_current, some=found.not_current, count=count,
    )  # fmt: skip


def _open(found: Assessment) -> str:
    if not formats.sayable(found.findings):
        return ""
    count = formats.count(found.findings, "finding of assessments is open", "findings of assessments are open")
    old = formats.sayable(found.oldest_days)
    return (
        say("{count}; the oldest is {days} old.", count=count, days=formats.count(found.oldest_days, "day"))
        if old
        else f"{count}."
    )


def _moving(found: Coverage) -> list[dict[str, Any]]:
    rows = found.technologies
    return [{str(k): v for k, v in row.items()} for row in rows[rows["initiatives"] > 0].to_dict("records")]


def _policies(found: Coverage) -> str:
    only = [row["technology"] for row in _moving(found) if not row["guardrails"] and row["policies"]]
    if not only:
        return ""
    named = formats.listed([formats.technology(str(one)) for one in only])
    return sentence(
        say("for {named} there are policies, which say what to do and do not hold anybody to it", named=named)
    )


def _uncounted(found: Coverage) -> tuple[str, ...]:
    """What is not in the share."""
    said = []
    without = int(found.technologies["without_share"].sum())
    if without:
        said.append(
            say("{guardrails} state no coverage and count for nothing.", guardrails=formats.count(without, "guardrail"))
        )
    if found.everywhere:
        count = formats.count(found.everywhere, "control")
        said.append(say("{count} name no technology and are counted under none of them.", count=count))
    if found.without_technology:
        said.append(
            say(
                "{initiatives} without a stated technology: not counted.",
                initiatives=formats.count(found.without_technology, "initiative"),
            )
        )
    said.append(say("Guardrails of one technology may overlap: at least the strongest, at most all of them added up."))
    return tuple(said)
