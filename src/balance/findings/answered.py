"""What each screen can answer with what is loaded, and what one more column, table or statement would add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from balance.company import Company
from balance.language import label, noted, say

Needs = tuple[str, ...]
"""`table`, `table.column`, `assumptions.key`, or several of them with | between, of which one is enough."""

_LINK = "incidents.initiative_id|incidents.change_id"
_DONE = ("initiatives.start_actual", "initiatives.finish_actual")

PAGES: Mapping[str, tuple[tuple[str, Needs], ...]] = {
    "Overview": (
        (noted("what lands next year, in money"), ("initiatives.annual_value",)),
        (noted("how long work takes"), _DONE),
        (noted("what a bad year costs"), ("incidents",)),
        (noted("the same from our own losses"), ("incidents.loss",)),
        (noted("whether that is inside the board's appetite"), ("incidents", "assumptions.loss_limit")),
    ),
    "Trade-off": (
        (noted("what many open initiatives do to delivery"), _DONE),
        (noted("whether late security brings incidents"), ("initiatives.security_joined", _LINK)),
        (noted("which technologies bring incidents"), ("initiatives.technology", _LINK)),
        (noted("whether large initiatives bring more"), ("initiatives.budget", _LINK)),
        (noted("which plans no other beats"), ("initiatives.annual_value", "incidents")),
    ),
    "Velocity": (
        (noted("when each will be done"), ("initiatives.finish_planned",)),
        (noted("what landed and what lands, in money"), ("initiatives.annual_value",)),
        (noted("how long work takes"), _DONE),
        (noted("what finishes on time"), ("initiatives.finish_planned", "initiatives.finish_actual")),
        (noted("our dates beside the owners' own"), ("initiatives.finish_forecast",)),
        (noted("our cost beside the owners' own"), ("initiatives.forecast_cost",)),
        (noted("what the biggest project far over would do"), ("initiatives.budget", "incidents")),
    ),
    "Initiatives": (
        (noted("what each is worth, and what a week late costs"), ("initiatives.annual_value",)),
        (noted("how ready each side is"),
         ("initiatives.business_readiness|initiatives.technical_readiness|initiatives.security_readiness",)),
        (noted("what exposure each brings"), ("initiatives", "incidents")),
        (noted("which incidents came with it"), ("initiatives", _LINK)),
        (noted("what waits for what"), ("initiatives.depends_on",)),
        (noted("who runs it"), ("initiatives.owner",)),
    ),
    "Risk": (
        (noted("what a bad year costs"), ("incidents",)),
        (noted("the same from our own losses"), ("incidents.loss",)),
        (noted("whether the board accepts it"), ("incidents", "assumptions.loss_limit")),
        (noted("whether it can be paid for"), ("incidents", "assumptions.cash_buffer")),
        (noted("which initiatives bring it"), ("initiatives", _LINK)),
        (noted("how severe incidents of other firms compare"),
         ("incidents", "assumptions.revenue|assumptions.severe_frequency")),
    ),
    "Incidents": (
        (noted("how many there are, and whether more than chance"), ("incidents",)),
        (noted("how soon they are noticed"), ("incidents.detected_at", "incidents.occurred_at")),
        (noted("how soon they are over"), ("incidents.resolved_at",)),
        (noted("what they came from"), (_LINK,)),
        (noted("which unit they hit"), ("incidents.business_unit",)),
        (noted("what they cost"), ("incidents.loss",)),
        (noted("when notices are due"), ("incidents.aware_at|incidents.detected_at",)),
    ),
    "Horizon": (
        (noted("what runs on which technology"), ("initiatives.technology",)),
        (noted("which technologies incidents hit"), ("incidents.technology",)),
        (noted("how ready each is"), ("initiatives.security_readiness|initiatives.technical_readiness",)),
        (noted("what holds it back"), ("controls.technology",)),
        (noted("what one bad event would do"), ("incidents",)),
    ),
    "Track record": (
        (noted("whether dates were kept"), ("initiatives.finish_actual",)),
        (noted("whether incidents came as forecast"), ("incidents",)),
        (noted("whether losses came as forecast"), ("incidents.loss",)),
    ),
}  # fmt: skip
"""The answers of each screen, and all that each of them needs."""

BY_PARTS: Mapping[str, tuple[tuple[str, Needs], ...]] = {
    "What-if": (
        (noted("what a change of plan lands, in money"), ("initiatives.annual_value",)),
        (noted("what it does to the chance beyond the board's limit"), ("incidents", "assumptions.loss_limit")),
        (noted("what security joining late work now prevents"), ("initiatives.security_joined", _LINK)),
        (noted("whether it is better on both"), ("initiatives.annual_value", "incidents")),
    ),
    "Board pack": (
        (noted("the slides of value and delivery"), ("initiatives",)),
        (noted("the slides of exposure and incidents"), ("incidents",)),
        (noted("the slides of what both do to each other, and of the plans to decide on"),
         ("initiatives.annual_value", "incidents")),
    ),
    "Security in delivery": (
        (noted("when security joins, and what that does"), ("initiatives.security_joined", _LINK)),
        (noted("how much of what moves is covered by guardrails"), ("initiatives.technology", "controls.technology")),
        (noted("how current assessments are, and what they found"),
         ("initiatives.last_assessed|initiatives.findings_open",)),
        (noted("which reviews are due"), ("controls.last_reviewed",)),
        (noted("what controls yield"), ("controls.annual_cost", "incidents")),
        (noted("how long from a need to the control in force"), ("controls.requested_on", "controls.in_force_on")),
        (noted("whether new technology is learnt"), ("initiatives.technology", _LINK)),
    ),
    "Data quality": (
        (noted("how good the rows are, and what that does to the ranges"), ("initiatives", "incidents")),
        (noted("which cells are worth mending first"), ("initiatives", "incidents")),
    ),
    "Assumptions": (
        (noted("which assumptions drive the answer"), ("initiatives.annual_value", "incidents")),
        (noted("what would turn the verdict"), ("incidents", "assumptions.loss_limit")),
    ),
}  # fmt: skip
"""The same of screens that say themselves, part by part, what they lack once something is loaded."""

_STATED = {
    "loss_limit": noted("the board's limit (loss_limit)"), "revenue": noted("yearly revenue"),
    "cash_buffer": noted("the cash for a bad year (cash_buffer)"),
}  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """The answers of one screen: those that can be given, and those that cannot with what they lack."""

    given: tuple[str, ...]
    open: tuple[tuple[str, tuple[str, ...]], ...]
    """Each answer that cannot be given, and what it lacks, in words."""
    next: str
    """What one more column, table or statement would add most; empty where nothing is missing."""


def answered(page: str, company: Company) -> Answered:
    """What a screen can say of a company, and what would add most to it."""
    given, open_ = [], []
    for words, needs in PAGES.get(page, ()):
        lacking = tuple(need for need in needs if not any(_there(one, company) for one in need.split("|")))
        (open_.append((words, lacking)) if lacking else given.append(words))
    told = tuple((say(words), tuple(_named(need, company) for need in lacking)) for words, lacking in open_)
    return Answered(tuple(say(words) for words in given), told, _next(open_, company))


def wanted(page: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every answer of a screen with all that it needs, in words: for whoever has loaded nothing yet."""
    return tuple((say(words), tuple(map(_written, needs))) for words, needs in ({**PAGES, **BY_PARTS}).get(page, ()))


def _there(need: str, company: Company) -> bool:
    table, _, column = need.partition(".")
    if table == "assumptions":
        return company.assumptions.rows[column].value is not None
    frame = getattr(company, table)
    if frame is None or not column:
        return frame is not None and len(frame) > 0
    return column in frame and bool(frame[column].notna().any())


def _named(need: str, company: Company) -> str:
    """What is lacking, as people look for it: a list where that is not there at all, else a column or a statement."""
    table = need.partition("|")[0].partition(".")[0]
    return _written(table if getattr(company, table) is None else need)


def _written(need: str) -> str:
    """A need in words: a list, a column of it, or a statement."""
    table, _, column = need.partition("|")[0].partition(".")
    if table == "assumptions":
        return say("{what} under Assumptions", what=say(_STATED[column]))
    if not column:
        return say("a list of {table}", table=label(table))
    return say("a column {column} in {table}", column=column, table=label(table))


def _next(open_: list[tuple[str, tuple[str, ...]]], company: Company) -> str:
    """The one lack whose filling gives most answers, those that lack nothing else first."""
    lacks = [(words, {_named(need, company) for need in lacking}) for words, lacking in open_]
    alone = Counter(next(iter(lack)) for _, lack in lacks if len(lack) == 1)
    if not alone:
        alone = Counter(one for _, lack in lacks for one in lack)
    if not alone:
        return ""
    best = max(alone, key=lambda one: (alone[one], -list(alone).index(one)))
    alike = [words for words, lack in lacks if lack == {best}] or [words for words, lack in lacks if best in lack]
    adds = "; ".join(say(words) for words in alike[:3])
    return say("{what} would add: {answers}", what=best[:1].upper() + best[1:], answers=adds)
