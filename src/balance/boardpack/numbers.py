"""Headline numbers that more than one slide shows."""

from __future__ import annotations

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Number
from balance.language import say
from balance.report import Report


def value_landing(report: Report, before: str = "") -> Number:
    """What lands next year, in money or, where values are missing, in initiatives."""
    ahead = report.velocity.value_landing_next_year
    label = say("Value landing next year")
    if not formats.known(ahead):
        landed = report.velocity.finished_past_year
        told = say("{landed} finished past year", landed=formats.count(landed)) if landed else ""
        return Number(label, formats.MISSING, likely=_needs(report) or told)
    likely = say("likely {likely}{before}", likely=wording.likely_money(ahead, report.currency), before=before)
    return Number(label, formats.money(ahead.value, report.currency), say("a year"), likely, range=ahead)


def _needs(report: Report) -> str:
    """What a number of delivery needs where no initiatives are loaded."""
    return say("needs initiatives") if report.velocity.in_flight is None else ""


def chance_beyond(report: Report, before: str = "") -> Number:
    """The chance of a loss beyond the limit and how it stands against the appetite."""
    beyond, limit = report.risk.chance_beyond_limit, report.risk.limit
    if beyond is None or limit is None or not formats.known(beyond):
        why = say("no limit is stated") if report.risk.bad_year_loss.known else say("needs incidents")
        return Number(say("Chance beyond the board's limit"), formats.MISSING, likely=why)
    verdict, tone = wording.standing(_share_over(report), formats.in_100(report.risk.limit_chance))
    likely = say("likely {likely}{before}", likely=formats.chance_range(beyond), before=before)
    label = say("Chance loss exceeds {limit}", limit=formats.money(limit, report.currency))
    shown = formats.beside(beyond.value, report.risk.limit_chance, formats.in_100)
    return Number(label, shown, say("in 100"), likely, verdict, tone, beyond)


def cycle_time(report: Report) -> Number:
    """The median time from start to done."""
    days = report.velocity.cycle_time_days
    if not formats.known(days):
        why = _needs(report) or say("too few initiatives have finished")
        return Number(say("Time from start to done"), formats.MISSING, likely=why)
    shown = formats.months(days.value).split(" ")
    likely = say("{likely}; half take longer", likely=formats.likely_months(days))
    return Number(say("Time from start to done"), shown[0], shown[1], likely, range=days)


def bad_year(report: Report, before: str = "") -> Number:
    """The loss exceeded in 5 of 100 next years."""
    loss = report.risk.bad_year_loss
    if not formats.known(loss):
        return Number(say("Loss in a bad year"), formats.MISSING, likely=say("needs incidents"))
    likely = say("likely {likely}{before}", likely=wording.likely_money(loss, report.currency), before=before)
    value = formats.money(loss.value, report.currency)
    return Number(say("Loss in a bad year"), value, say("exceeded in 5 of 100"), likely, range=loss)


def _share_over(report: Report) -> float | None:
    """The share of readings in which the limit's own point does not hold."""
    points = report.risk.appetite
    if not len(points) or report.risk.limit is None:
        return None
    own = points[points["loss"] == report.risk.limit]
    return float(1 - own["chance_met"].iloc[0]) if len(own) else None
