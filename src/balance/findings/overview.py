"""The answer in one sentence: what we deliver and what we risk, in the same breath."""

from __future__ import annotations

from functools import partial

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.findings.quality import caveats_of
from balance.language import say, say_count
from balance.report import Report, Risk, Velocity

SAME = 0.05
"""Value within this share of the year before counts as 'as much'."""


def overview(report: Report) -> Finding:
    """The verdict of the first screen, with the numbers that carry it."""
    delivery, delivery_is_good = _delivery(report)
    risk, risk_is_good = _risk(report.risk)
    joint = say("{delivery}, and {risk}") if delivery_is_good == risk_is_good else say("{delivery}, but {risk}")
    headline = joint.format(delivery=delivery, risk=risk) if delivery and risk else delivery or risk
    caveats = (*caveats_of(report), *cautions.told(report, cautions.HEADLINES))
    return Finding("overview", sentence(headline or say("too little data to say anything yet")), _text(report), caveats)


def _delivery(report: Report) -> tuple[str, bool]:
    velocity = report.velocity
    if report.facts.get("done_undated"):
        return say("no file says when finished work landed"), False
    now, before, thing = _landed(velocity, report)
    if now is None:
        return "", False
    if before is None:
        return say("we landed {thing} worth having", thing=thing) if now > 0 else say(
            "nothing has landed in the past year"
        ), now > 0
    if now == 0 and before == 0:
        return say("nothing has landed in two years"), False
    if abs(now - before) <= SAME * max(before, 1e-9):
        return say("we deliver as much {thing} as a year ago", thing=thing), True
    return _compared(now > before, velocity.counts_speak, report).format(thing=thing), now > before


def _compared(more: bool, counts_speak: bool, report: Report) -> str:
    """More or less than a year ago, as sure as the few that finished in either year allow."""
    sure = report.facts.get("finished_more_chance" if counts_speak else "value_landed_more_chance")
    evidence = "signal" if sure is None else formats.evidence(sure if more else 1 - sure)
    if evidence == "signal":
        return (
            say("we deliver more {thing} than a year ago") if more else say("we deliver less {thing} than a year ago")
        )
    if evidence == "probably":
        return (
            say("we probably deliver more {thing} than a year ago")
            if more
            else say("we probably deliver less {thing} than a year ago")
        )
    return (
        say("we landed more {thing} than a year ago, which could be chance")
        if more
        else say("we landed less {thing} than a year ago, which could be chance")
    )


def _landed(velocity: Velocity, report: Report) -> tuple[float | None, float | None, str]:
    if velocity.counts_speak:
        return velocity.finished_past_year, report.facts.get("finished_year_before"), say("work")
    return velocity.value_landed_past_year, report.facts.get("value_landed_year_before"), say("value")


def _risk(risk: Risk) -> tuple[str, bool]:
    """The clause on the board's appetite, and whether it is good news."""
    if risk.bad_year_loss.value is None:
        return "", False
    if risk.chance_inside is None:
        return say("no limit is stated to hold our risk against"), False
    inside = formats.evidence(risk.chance_inside)
    match inside:
        case "signal":
            return say("we stay inside the risk the board allows"), True
        case "probably":
            return say("we probably stay inside the risk the board allows"), True
        case "open":
            return say("whether we stay inside the risk the board allows is too close to call"), False
        case "probably not":
            return say("we probably carry more risk than the board allows"), False
        case _:
            return say("we carry more risk than the board allows"), False


def _text(report: Report) -> str:
    parts = [_limit_sentence(report), _landed_sentence(report), _value_sentence(report)]
    return " ".join(part for part in parts if part)


def _limit_sentence(report: Report) -> str:
    risk = report.risk
    beyond = risk.chance_beyond_limit
    if beyond is None or risk.limit is None or not beyond.known:
        if not risk.bad_year_loss.known:
            return say("No incidents are loaded, so nothing is said about risk.")
        bad_year = formats.money(risk.bad_year_loss.value, report.currency)
        return say(
            "A bad year costs more than {loss} (5 in 100). State a limit to see whether that is acceptable.",
            loss=bad_year,
        )
    limit = formats.money(risk.limit, report.currency)
    allowed, own = formats.in_100(risk.limit_chance), formats.beside(beyond.value, risk.limit_chance, formats.in_100)
    return say(
        "Chance of losing more than {limit} next year: {chance} (likely {range}); the board allows {allowed}.",
        limit=limit, chance=f"{own} in 100", range=formats.chance_range(beyond), allowed=allowed,
    )  # fmt: skip


def _landed_sentence(report: Report) -> str:
    """What the clause on delivery compares: the past year beside the year before, where both are known."""
    if report.facts.get("done_undated"):
        return say_count(
            "{count} initiative is done without a day: give it under finish_actual to see what landed, and when.",
            "{count} initiatives are done without a day: give it under finish_actual to see what landed, and when.",
            report.facts["done_undated"], count=formats.count(report.facts["done_undated"]),
        )  # fmt: skip
    now, before, _ = _landed(report.velocity, report)
    if now is None or before is None or (now == 0 and before == 0):
        return ""
    if report.velocity.counts_speak:
        return say(
            "{now} finished in the past year, {before} the year before.",
            now=formats.count(int(now), "initiative"), before=formats.count(int(before)),
        )  # fmt: skip
    money = partial(formats.money, currency=report.currency)
    return say(
        "{now} of yearly value landed in the past year, {before} the year before.",
        now=formats.beside(now, before, money), before=money(before),
    )  # fmt: skip


def _value_sentence(report: Report) -> str:
    velocity = report.velocity
    if velocity.in_flight is None:
        return say("No initiatives are loaded, so nothing is said about delivery.")
    ahead, open_now = velocity.value_landing_next_year, formats.count(velocity.in_flight, "initiative")
    approved = report.facts.get("running", velocity.in_flight) - velocity.in_flight
    if approved > 0 and not velocity.counts_speak and ahead.known:
        return say(
            "{open} in flight and {approved} approved; next year lands {value} of yearly value (likely {range}).",
            open=open_now, approved=formats.count(approved), value=formats.money(ahead.value, report.currency),
            range=formats.money_range(ahead, report.currency),
        )  # fmt: skip
    if velocity.counts_speak or not ahead.known:
        return say("{open} in flight; too few state their yearly value to add it up.", open=open_now)
    return say(
        "{open} in flight; next year lands {value} of yearly value (likely {range}).",
        open=open_now, value=formats.money(ahead.value, report.currency),
        range=formats.money_range(ahead, report.currency),
    )  # fmt: skip
