"""Security in delivery told: when it joins, what is behind a guardrail, how current the assessments are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.report import Report
from balance.securing import Assessment, Coverage, Joining, Securing

STAGE = {"design": "at design", "build": "during build", "late": "late", "not_yet": "not yet", "": "not stated"}
FELT_LATE = 0.5
"""From this share of late ones on, the page says so first."""


def security(found: Securing, report: Report) -> Finding:
    """The whole screen in one sentence: whether security comes in time, and how much of what moves it covers."""
    late, cover, seen = found.joining, found.coverage, found.assessment
    parts = [part for part in (_late(late), _behind(cover, report)) if part]
    if not late.loaded and not len(found.yields.controls):
        headline = "Nothing loaded says how security and delivery work together."
        return Finding("security", headline, "Load initiatives and a register of controls to see it.")
    headline = sentence("; ".join(parts)) if parts else "When security joins, and what it covers, is not stated."
    text = " ".join(part for part in (_effect(late), _seen(seen), _overdue(found)) if part)
    return Finding("security", headline, text)


def joining(found: Joining, report: Report) -> Finding:
    """What joining late does to incidents, and how many initiatives it concerns."""
    if not found.opened:
        needs = () if found.loaded else needed(("the table initiatives (security_joined)",), "when security joins")
        headline = "No initiative is open." if found.loaded else "When security joins cannot be said yet."
        return Finding("joining", headline, "", needs)
    unstated = found.opened - found.stated
    needs = () if found.stated else needed(("initiatives: security_joined",), "when security joined each")
    if found.stated and unstated:
        needs = (f"{formats.count(unstated, 'open initiative')} without a stated stage, taken as half way.",)
    if not found.effect.known:
        headline = (
            f"Security joined {found.stated - found.late} of {formats.count(found.stated, 'open initiative')} at design"
        )
        headline = headline if found.stated else "When security joined is not stated for any open initiative"
        wants = needed(("the table incidents (initiative_id or change_id)",), "what joining late does to incidents")
        return Finding("joining", sentence(headline), "", (*needs, *wants), stages(found))
    return Finding("joining", sentence(_brings(found)), _measured(found), (*needs, *_raw(found)), stages(found))


def coverage(found: Coverage, report: Report) -> Finding:
    """How much of what moves is behind a guardrail, and where nothing is."""
    needs = needed(found.missing, "what is covered")
    if not formats.sayable(found.at_least):
        headline = "What guardrails cover cannot be said yet."
        return Finding("guardrails", headline, "", needs, technologies(found, report))
    bare = [row["technology"] for row in _moving(found) if not row["at_most"] > 0]
    behind = f"{_share(found)} of {_what(found, report)} is behind a guardrail"
    headline = behind
    if bare and found.at_most > 0:
        named = formats.listed([formats.technology(one) for one in bare])
        headline = f"{named} {'has' if len(bare) == 1 else 'have'} no guardrail"
    text = f"{_policies(found)} {behind + '.' if headline != behind else ''}".strip()
    return Finding("guardrails", sentence(headline), text, (*needs, *_uncounted(found)),
                   technologies(found, report))  # fmt: skip


def assessments(found: Assessment, report: Report) -> Finding:
    """How many open initiatives have no current assessment, and what they expose."""
    rows = found.initiatives
    needs = needed(found.missing, "how current assessments are")
    if rows.empty:
        return Finding("assessments", "No initiative is open: there is nothing to assess.", "", needs)
    if not found.stated:
        return Finding("assessments", "No security assessment of an open initiative is recorded.", _open(found), needs)
    count = formats.count(len(rows), "open initiative")
    if not found.not_current:
        return Finding("assessments", f"Every one of {count} was assessed within a year.", _open(found), needs)
    headline = f"{found.not_current} of {count} {_were(found.not_current)} not assessed within a year"
    if formats.sayable(found.exposed_share):
        headline += f" and {'carries' if found.not_current == 1 else 'carry'} {formats.chance(found.exposed_share)}"
        headline += " of their expected loss"
    return Finding("assessments", sentence(headline), _open(found), needs)


def stages(found: Joining) -> pd.DataFrame:
    """stage, initiatives, value, expected_loss, multiplier, low, high, incidents, open_years, per_year."""
    rows = found.stages
    held = pd.DataFrame({
        "stage": [STAGE[stage] for stage in rows["stage"]], "initiatives": rows["opened"], "value": rows["value"],
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
        told.append(f"the column {column} in {table}" if column else what)
    return (f"Add {formats.listed(told)} to see {shown}.",) if told else ()


def _late(found: Joining) -> str:
    if not found.stated:
        return ""
    of = formats.count(found.stated, "open initiative")
    if not found.late:
        return f"security joined every one of {of} at design"
    if found.late / found.stated >= FELT_LATE:
        return f"security joined {found.late} of {of} after design"
    return f"security joined {found.stated - found.late} of {of} at design"


def _behind(found: Coverage, report: Report) -> str:
    if not formats.sayable(found.at_least):
        return ""
    return f"{_share(found).lower()} of {_what(found, report)} is behind a guardrail"


def _share(found: Coverage) -> str:
    least, most = formats.in_100(found.at_least), formats.in_100(found.at_most)
    if found.at_most <= 0:
        return "Nothing"
    return f"{least} in 100" if least == most else f"Between {least} and {most} in 100"


def _what(found: Coverage, report: Report) -> str:
    moved = {
        "value": f"the {formats.money(found.moved, report.currency)} a year that moves onto technology",
        "budget": f"the {formats.money(found.moved, report.currency)} being spent on technology",
    }
    return moved.get(found.weighed_by, "the initiatives that move onto technology")


def _effect(found: Joining) -> str:
    return "" if not found.effect.known else f"{_brings(found)}; {_measured(found)}"


def _brings(found: Joining) -> str:
    times, ends = formats.factor(found.effect.value), formats.factor_range(found.effect)
    low, high = found.effect.low or 0.0, found.effect.high or 0.0
    if low > 1:
        return f"Joining late brings {times} the incidents of joining at design (likely {ends})"
    if high < 1:
        return f"Joining late comes with {times} the incidents of joining at design (likely {ends})"
    return f"Whether joining late brings more incidents could be chance: {times} (likely {ends})"


def _measured(found: Joining) -> str:
    return f"{formats.in_100(found.effect.measured)} in 100 of that is from own data, the rest is assumed."


def _raw(found: Joining) -> tuple[str, ...]:
    return ("Incidents per year are as counted; the multiplier is corrected for technology, size, load and unit.",)


def _seen(found: Assessment) -> str:
    if not found.stated or not found.not_current:
        return ""
    count = formats.count(len(found.initiatives), "open initiative")
    said = f"{found.not_current} of {count} {_were(found.not_current)} not assessed within a year"
    if not formats.sayable(found.exposed_share):
        return f"{said}."
    return f"{said}; they carry {formats.chance(found.exposed_share)} of what open work may lose."


def _overdue(found: Securing) -> str:
    due = found.reviews.overdue
    if not found.reviews.cadenced:
        return ""
    return f"{formats.count(due, 'review')} of controls {'is' if due == 1 else 'are'} overdue."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _open(found: Assessment) -> str:
    if not formats.sayable(found.findings):
        return ""
    count = formats.count(found.findings, "finding of assessments is open", "findings of assessments are open")
    old = formats.sayable(found.oldest_days)
    return f"{count}; the oldest is {formats.count(found.oldest_days, 'day')} old." if old else f"{count}."


def _moving(found: Coverage) -> list[dict[str, Any]]:
    rows = found.technologies
    return [{str(k): v for k, v in row.items()} for row in rows[rows["initiatives"] > 0].to_dict("records")]


def _policies(found: Coverage) -> str:
    only = [row["technology"] for row in _moving(found) if not row["guardrails"] and row["policies"]]
    if not only:
        return ""
    named = formats.listed([formats.technology(str(one)) for one in only])
    return sentence(f"for {named} there are policies, which say what to do and do not hold anybody to it")


def _uncounted(found: Coverage) -> tuple[str, ...]:
    """What is not in the share."""
    said = []
    without = int(found.technologies["without_share"].sum())
    if without:
        said.append(f"{formats.count(without, 'guardrail')} state no coverage and count for nothing.")
    if found.everywhere:
        count = formats.count(found.everywhere, "control")
        said.append(f"{count} name no technology and are counted under none of them.")
    if found.without_technology:
        said.append(
            f"{formats.count(found.without_technology, 'initiative')} without a stated technology: not counted."
        )
    said.append("Guardrails of one technology may overlap: at least the strongest, at most all of them added up.")
    return tuple(said)
