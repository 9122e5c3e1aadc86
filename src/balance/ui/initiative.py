"""One initiative on one card: its three readinesses, when it lands, what it exposes, what hangs together with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from balance import findings, formats, pipeline, provenance
from balance.company import Company
from balance.language import noted, plain, say, say_count
from balance.pausing import Pausing
from balance.pipeline import Analysis
from balance.report import Report
from balance.schema import tags_of
from balance.ui import blocks
from balance.ui.explained import meaning

NEEDS = {"business": noted("Business"), "technical": noted("Technology"), "security": noted("Security")}
JOINED = {
    "design": noted("at design"), "build": noted("during build"), "late": noted("late"), "not_yet": noted("not yet"),
}  # fmt: skip


def headline(analysis: Analysis, chosen: str) -> tuple[str, str]:
    """The sentence about one initiative, and the numbers under it."""
    row, forecast = _row(analysis.company.initiatives, chosen), _row(analysis.report.velocity.initiatives, chosen)
    short = [say(name).lower() for need, name in NEEDS.items() if (_share(row, need) or 1.0) < 0.8]
    name = str(row.get("name", chosen))
    if not forecast:
        stage = plain(str(row.get("stage", "not open")))
        return say("{name} is {stage}.", name=name, stage=stage), say("Nothing is forecast for it.")
    chance = forecast["chance_on_time"]
    words = {
        "signal": noted("{name} will make its date"),
        "probably": noted("{name} will probably make its date"),
        "open": noted("{name} could go either way"),
        "probably not": noted("{name} will probably be late"),
        "not": noted("{name} will be late"),
    }
    told = say(words[formats.evidence(chance)], name=name)
    if short:
        told = say_count("{told}; {short} is not ready", "{told}; {short} are not ready", len(short), told=told,
                         short=formats.listed(short))  # fmt: skip
    done, planned = formats.month(forecast["finish_p50"]), formats.day(forecast["finish_planned"])
    sub = say(
        "On time: {chance}. Done by {done} in 50 of 100, planned {planned}.",
        chance=formats.chance(chance),
        done=done,
        planned=planned,
    )
    return f"{told}.", sub


def readinesses(company: Company, chosen: str) -> dict[str, float | None]:
    """The three readinesses, None where not stated."""
    row = _row(company.initiatives, chosen)
    return {say(name): _share(row, need) for need, name in NEEDS.items()}


def readiness_rows(company: Company, chosen: str) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The three readinesses as a table."""
    told = readinesses(company, chosen)
    columns = [blocks.Column("Side"), blocks.Column("Ready, in 100", "right")]
    return columns, [(name, formats.in_100(share)) for name, share in told.items()]


def need_cards(company: Company, chosen: str) -> blocks.Safe:
    """What each side needs, in its own words."""
    row = _row(company.initiatives, chosen)
    shown = []
    for need, name in NEEDS.items():
        facts: dict[str, object] = {"": _word(row.get(f"{need}_need")) or say("not stated")}
        ready = {say("Ready"): formats.chance(_share(row, need))}
        shown.append((say("{name} needs", name=say(name)), facts | ready))
    return blocks.cards(shown)


def fact_cards(analysis: Analysis, chosen: str) -> blocks.Safe:
    """Delivery, security and what hangs together with it."""
    report, row = analysis.report, _row(analysis.company.initiatives, chosen)
    forecast, exposed = _row(report.velocity.initiatives, chosen), _row(report.risk.initiatives, chosen)
    money = report.currency
    delivery: dict[str, object] = {
        say("Worth"): say("{annual_value} a year", annual_value=formats.money(row.get("annual_value"), money)),
        say("Once landed"): say(
            "{cost_of_delay_per_week} a week",
            cost_of_delay_per_week=formats.money(forecast.get("cost_of_delay_per_week"), money),
        ),
        say("A week late"): findings.week_late(forecast.get("landed_lost_per_week"), money),
        say("Budget"): say(
            "{budget}, spent {actual_cost}",
            budget=formats.money(row.get("budget"), money),
            actual_cost=formats.money(row.get("actual_cost"), money),
        ),
        say("Done by"): formats.month_range(forecast.get("finish_p10"), forecast.get("finish_p90")),
        say("Owner"): _word(row.get("owner")) or formats.MISSING,
    }
    security: dict[str, object] = {
        say("Expected loss"): say(
            "{expected_annual_loss} next year",
            expected_annual_loss=formats.money(exposed.get("expected_annual_loss"), money),
        ),
        say("In the worst years"): _in_worst_years(exposed),
        say("Security joined"): say(JOINED.get(_word(row.get("security_joined")), noted("not stated"))),
        say("Last assessed"): formats.day(row.get("last_assessed")),
        say("Findings open"): _findings(row),
        say("Incidents"): formats.count(_incidents(analysis.company, chosen), "linked incident"),
    }
    ties: dict[str, object] = {
        say("Technologies"): formats.listed([formats.technology(tag) for tag in tags_of(row.get("technology"))])
        or formats.MISSING,
        say("Waits for"): _names(analysis.company, tags_of_ids(row.get("depends_on"))),
        say("Awaited by"): _names(analysis.company, _awaiting(analysis.company, chosen)),
        say("Read from"): _place(row),
    }
    return blocks.cards([(say("Delivery"), delivery), (say("Security"), security), (say("Ties"), ties)])


def _in_worst_years(exposed: Mapping[str, Any]) -> str:
    """Its part of what the worst years cost."""
    share = exposed.get("share_of_tail")
    return say("{share} of the loss", share=formats.chance(share)) if formats.sayable(share) else formats.MISSING


def not_doing(analysis: Analysis, chosen: str) -> tuple[blocks.Safe, ...]:
    """What not doing it forgoes and frees, worked out now by pausing it alone; nothing where it does not run."""
    found = _paused(_key(analysis), chosen, analysis)
    if found is None:
        return ()
    told = findings.pausing(found, analysis.report)
    numbers = blocks.numbers(_freed(found, analysis.report))
    return blocks.Safe(blocks.section(told.headline, told.text) + numbers), blocks.caveats(told.caveats)


def _freed(found: Pausing, report: Report) -> list[blocks.Number]:
    """Value, bad year and chance beyond the limit without it, each with its likely range and how sure it is."""
    change, compared, money = found.comparison.difference, found.comparison, report.currency
    value, year, chance = (change[name] for name in ("value_landing_next_year", "bad_year_loss", "chance_beyond_limit"))
    less, more = formats.chance(compared.less_risk), formats.chance(compared.more_value)
    risky = (
        noted("likely {likely}; less risk in {less}") if compared.less_risk is not None else noted("likely {likely}")
    )
    valued = (
        noted("likely {likely}; more value in {more}") if compared.more_value is not None else noted("likely {likely}")
    )
    of_year = noted("likely {likely}") if chance.known else risky
    found_of = [
        (value, blocks.Number("Value landing next year", formats.money(value.value, money, signed=True), "",
                              say(valued, likely=formats.money_range(value, money, signed=True), more=more),
                              help=meaning("Value without it"))),
        (year, blocks.Number("Loss in a bad year", formats.money(year.value, money, signed=True), "",
                             say(of_year, likely=formats.money_range(year, money, signed=True), less=less),
                             help=meaning("Bad year without it"))),
        (chance, blocks.Number("Chance beyond the limit", formats.points(chance.value), "in 100",
                               say(risky, likely=formats.points_range(chance), less=less),
                               help=meaning("Chance without it"))),
    ]  # fmt: skip
    return [number for told, number in found_of if told.known]


def _key(analysis: Analysis) -> str:
    return f"{analysis.company.data_hash}|{analysis.company.as_of}|{analysis.outcome.scenario}"


@st.cache_resource(max_entries=256, show_spinner=False)
def _paused(key: str, chosen: str, _analysis: Analysis) -> Pausing | None:
    return pipeline.pausing_of(_analysis, chosen)


def _place(row: Mapping[str, Any]) -> str:
    """File, sheet and row of the initiative."""
    if not _word(row.get("source_file")):
        return formats.MISSING
    return provenance.place_of(row["source_file"], row.get("source_sheet"), row.get("source_row"), None)


def tags_of_ids(said: object) -> tuple[str, ...]:
    """The ids of one cell, as written.

    >>> tags_of_ids("I-1; I-2")
    ('I-1', 'I-2')
    """
    return (
        tuple(part.strip() for part in said.replace(",", ";").split(";") if part.strip())
        if isinstance(said, str)
        else ()
    )


def _findings(row: Mapping[str, Any]) -> str:
    open_ = row.get("findings_open")
    if open_ is None or pd.isna(open_):
        return formats.MISSING
    oldest = formats.day(row.get("oldest_finding_on"))
    return (
        say("{open}, oldest of {oldest}", open=int(open_), oldest=oldest)
        if open_ and oldest != formats.MISSING
        else f"{int(open_)}"
    )


def _incidents(company: Company, chosen: str) -> int | None:
    rows = company.incidents
    return None if rows is None else int((rows["initiative_id"] == chosen).sum())


def _awaiting(company: Company, chosen: str) -> tuple[str, ...]:
    rows = company.initiatives
    if rows is None:
        return ()
    pairs = zip(rows["initiative_id"], rows["depends_on"], strict=True)
    return tuple(row for row, needed in pairs if chosen in tags_of_ids(needed))


def _names(company: Company, ids: tuple[str, ...]) -> str:
    known = (
        {}
        if company.initiatives is None
        else dict(zip(company.initiatives["initiative_id"], company.initiatives["name"], strict=True))
    )
    return formats.listed([str(known.get(row, row)) for row in ids]) or say("nothing")


def _row(frame: pd.DataFrame | None, chosen: str) -> dict[str, Any]:
    if frame is None or frame.empty:
        return {}
    found = frame[frame["initiative_id"] == chosen].to_dict("records")
    return {str(name): value for name, value in found[0].items()} if found else {}


def _share(row: Mapping[str, Any], need: str) -> float | None:
    value = row.get(f"{need}_readiness")
    return None if value is None or pd.isna(value) else float(value)


def _word(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None or value != value else str(value)
