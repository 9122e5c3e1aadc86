"""What a bad year costs and whether the board accepts it."""

from __future__ import annotations

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.findings.quality import caveats_of
from balance.language import noted, noted_count, say, say_count
from balance.report import Report

SAID: dict[formats.Evidence, str] = {
    "not": noted("a loss above {losses} is more likely than the board accepts"),
    "probably not": noted("a loss above {losses} is probably more likely than the board accepts"),
    "open": noted("whether the board's tolerance holds at {losses} is too close to call"),
    "probably": noted("the board's tolerance probably holds at {losses}"),
    "signal": noted("the board's tolerance holds at {losses}"),
}
"""What is said of the points of the appetite, by how sure it is that they hold; the worst first."""

AFTER: dict[formats.Evidence, tuple[str, str]] = {
    "not": noted_count("{losses} too", "{losses} too"),
    "probably not": noted_count("{losses} probably too", "{losses} probably too"),
    "open": noted_count("{losses} is too close to call", "{losses} are too close to call"),
    "probably": noted_count("{losses} is probably within tolerance", "{losses} are probably within tolerance"),
    "signal": noted_count("{losses} is within tolerance", "{losses} are within tolerance"),
}
"""The same in a later clause, where the board was named already: the headline must stay within two lines."""


def risk(report: Report) -> Finding:
    """The exposure beside every stated point of the board's appetite."""
    told = report.risk
    if not told.bad_year_loss.known:
        return Finding(
            "risk", say("No incidents are loaded yet."), say("Load a list of incidents to see what a bad year costs.")
        )
    headline = sentence(_points(report)) if len(told.appetite) else sentence(_bad_year(report))
    return Finding("risk", headline, _losses(report), _caveats(report), told.appetite)


def incidents(report: Report) -> Finding:
    """Where the loss comes from, class by class."""
    classes = report.risk.classes
    if classes.empty:
        return Finding("incidents", say("No incidents are loaded yet."), "")
    first = classes.sort_values("share_of_tail", ascending=False).iloc[0]
    share = formats.in_100(first["share_of_tail"])
    headline = sentence(
        say("{share} in 100 of what bad years cost comes from {name}", share=share, name=first["class"])
    )
    ahead = report.risk.incidents_next_quarter
    text = (
        say(
            "{ahead} incidents expected next quarter (likely {likely}).",
            ahead=formats.number(ahead.value),
            likely=formats.number_range(ahead),
        )
        if ahead.known
        else ""
    )
    return Finding("incidents", headline, f"{text} {_elsewhere(report)}".strip(), _caveats(report), classes)


def _caveats(report: Report) -> tuple[str, ...]:
    return (*caveats_of(report), *cautions.told(report, cautions.RISK))


def _elsewhere(report: Report) -> str:
    """How much of the worst years open initiatives bring, and how much comes without any."""
    share = report.risk.elsewhere.get("share_of_tail")
    if share is None or not formats.sayable(share) or report.risk.initiatives.empty:
        return ""
    brought, without = formats.in_100(1 - share), formats.in_100(share)
    return say(
        "Of what bad years cost, {brought} in 100 comes with open and approved initiatives, {without} with none.",
        brought=brought,
        without=without,
    )


def _points(report: Report) -> str:
    groups: dict[formats.Evidence, list[str]] = {evidence: [] for evidence in SAID}
    points = report.risk.appetite.sort_values("loss")
    for loss, met in zip(points["loss"].tolist(), points["chance_met"].tolist(), strict=True):
        groups[formats.evidence(met)].append(formats.money(loss, report.currency))
    told = [(evidence, len(losses), formats.listed(losses)) for evidence, losses in groups.items() if losses]
    first, *others = told
    said = [say(SAID[first[0]], losses=first[2])]
    said += [say_count(*AFTER[evidence], many, losses=losses) for evidence, many, losses in others]
    return "; ".join(said)


def _bad_year(report: Report) -> str:
    return say(
        "a bad year costs more than {bad_year_loss}",
        bad_year_loss=formats.money(report.risk.bad_year_loss.value, report.currency),
    )


def _losses(report: Report) -> str:
    told, currency = report.risk, report.currency
    return say(
        "Incidents cost {expected_annual_loss} in an average year (likely {likely}). 5 in "
        "100 years cost more than {bad_year_loss} (likely {likely_2}), "
        "{beyond_bad_year_mean} on average when they do.",
        expected_annual_loss=formats.money(told.expected_annual_loss.value, currency),
        likely=formats.money_range(told.expected_annual_loss, currency),
        bad_year_loss=formats.money(told.bad_year_loss.value, currency),
        likely_2=formats.money_range(told.bad_year_loss, currency),
        beyond_bad_year_mean=formats.money(told.beyond_bad_year_mean.value, currency),
    )
