"""What a bad year costs and whether the board accepts it."""

from __future__ import annotations

from balance import formats
from balance.findings import cautions
from balance.findings.finding import Finding, sentence
from balance.findings.quality import caveats_of
from balance.report import Report

SAID: dict[formats.Evidence, str] = {
    "not": "a loss above {} is more likely than the board accepts",
    "probably not": "a loss above {} is probably more likely than the board accepts",
    "open": "whether the board's tolerance holds at {} is too close to call",
    "probably": "the board's tolerance probably holds at {}",
    "signal": "the board's tolerance holds at {}",
}
"""What is said of the points of the appetite, by how sure it is that they hold; the worst first."""

AFTER: dict[formats.Evidence, str] = {
    "not": "{} too",
    "probably not": "{} probably too",
    "open": "{} {is_} too close to call",
    "probably": "{} {is_} probably within tolerance",
    "signal": "{} {is_} within tolerance",
}
"""The same in a later clause, where the board was named already: the headline must stay within two lines."""


def risk(report: Report) -> Finding:
    """The exposure beside every stated point of the board's appetite."""
    told = report.risk
    if not told.bad_year_loss.known:
        return Finding("risk", "No incidents are loaded yet.", "Load a list of incidents to see what a bad year costs.")
    headline = sentence(_points(report)) if len(told.appetite) else sentence(_bad_year(report))
    return Finding("risk", headline, _losses(report), _caveats(report), told.appetite)


def incidents(report: Report) -> Finding:
    """Where the loss comes from, class by class."""
    classes = report.risk.classes
    if classes.empty:
        return Finding("incidents", "No incidents are loaded yet.", "")
    first = classes.sort_values("share_of_tail", ascending=False).iloc[0]
    share = formats.in_100(first["share_of_tail"])
    headline = sentence(f"{share} in 100 of what bad years cost comes from {first['class']}")
    ahead = report.risk.incidents_next_quarter
    text = (
        f"{formats.number(ahead.value)} incidents expected next quarter (likely {formats.number_range(ahead)})."
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
    return f"Of what bad years cost, {brought} in 100 comes with open and approved initiatives, {without} with none."


def _points(report: Report) -> str:
    groups: dict[formats.Evidence, list[str]] = {evidence: [] for evidence in SAID}
    points = report.risk.appetite.sort_values("loss")
    for loss, met in zip(points["loss"].tolist(), points["chance_met"].tolist(), strict=True):
        groups[formats.evidence(met)].append(formats.money(loss, report.currency))
    told = [(evidence, len(losses), formats.listed(losses)) for evidence, losses in groups.items() if losses]
    first, *others = told
    said = [SAID[first[0]].format(first[2])]
    said += [AFTER[evidence].format(losses, is_="is" if many == 1 else "are") for evidence, many, losses in others]
    return "; ".join(said)


def _bad_year(report: Report) -> str:
    return f"a bad year costs more than {formats.money(report.risk.bad_year_loss.value, report.currency)}"


def _losses(report: Report) -> str:
    told, currency = report.risk, report.currency
    return (
        f"Incidents cost {formats.money(told.expected_annual_loss.value, currency)} in an average year "
        f"(likely {formats.money_range(told.expected_annual_loss, currency)}). "
        f"5 in 100 years cost more than {formats.money(told.bad_year_loss.value, currency)} "
        f"(likely {formats.money_range(told.bad_year_loss, currency)}), "
        f"{formats.money(told.beyond_bad_year_mean.value, currency)} on average when they do."
    )
