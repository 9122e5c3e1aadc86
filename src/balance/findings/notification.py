"""What the clocks of notification say: which periods still run, which were met, and which nobody can tell."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.language import label, noted, say, say_count
from balance.model.notification import MET, OVER, PASSED, RUNNING
from balance.regimes import REGIMES
from balance.reporting.incident_record import IncidentRecord

NO_ADVICE = noted(
    "Arithmetic on published periods, not legal advice: whether a regime applies, and "
    "whether an incident falls under it, is for counsel."
)
MIDNIGHT = noted(
    "Where only a day is recorded, its clock is taken to start at midnight, which makes "
    "a date too early; a notice of the very day on which a clock runs out cannot be told "
    "to the hour."
)


def notification(clock: pd.DataFrame, regimes: Collection[str], record: IncidentRecord) -> Finding:
    """Which published periods are still running, which were met, and which nobody can tell."""
    if not regimes:
        return Finding(
            "notification",
            say("Which notification periods apply to us is not stated."),
            say("Choose the regimes that apply. None is assumed."),
            (say(NO_ADVICE),),
            clock,
        )
    names = formats.listed([one.name for one in REGIMES if one.code in regimes])
    if clock.empty:
        headline = say("No incident says when we became aware of it or found it material.")
        text = say("Under {names} no clock can be told without aware_at, or material_on.", names=names)
        return Finding("notification", headline, text, (say(NO_ADVICE),), clock)
    notes = [f"{one.name}: {label(one.note)}" for one in REGIMES if one.code in regimes and one.note]
    caveats = (say(NO_ADVICE), say(MIDNIGHT), *notes, _unclocked(record))
    return Finding("notification", sentence(_clocked(clock)), _counts(clock, names), caveats, clock)


def _clocked(clock: pd.DataFrame) -> str:
    """The one thing to know: what still runs, else what came late, else what nobody can tell, else that all is met."""
    states = clock["state"].value_counts()
    running, over, passed, met = (int(states.get(name, 0)) for name in (RUNNING, OVER, PASSED, MET))
    if running:
        first = clock.loc[clock["state"] == RUNNING, "due"].min()
        return say(
            "{dates} still to come, the first on {moment}",
            dates=formats.count(running, "notification date"),
            moment=formats.moment(first),
        )
    if over:
        return say(
            "{over} of {notices} came after the published period",
            over=over,
            notices=formats.count(over + met, "first notice"),
        )
    first = clock[clock["told"].notna()]
    if passed and first.empty:
        return say("all published dates have passed, and nothing recorded says whether notice was given")
    return (
        say("{notices} came in time", notices=formats.count(met, "first notice"))
        if met
        else say("no clock can be told")
    )


def _counts(clock: pd.DataFrame, names: str) -> str:
    states = clock["state"].value_counts()
    incidents = clock["incident_id"].nunique()
    said = {
        RUNNING: noted("{count} still running"),
        OVER: noted("{count} over"),
        MET: noted("{count} met"),
        PASSED: noted("{count} passed without a record of the notice"),
        "cannot be told": noted("{count} cannot be told for want of a start"),
    }
    parts = [say(words, count=int(states[name])) for name, words in said.items() if states.get(name, 0)]
    told = say(
        "Under {names}: {incidents}, {dates}; {told}.",
        names=names,
        incidents=formats.count(incidents, "incident"),
        dates=formats.count(len(clock), "date"),
        told=formats.listed(parts),
    )
    missing = (
        " " + say("A column notified_at would tell whether first notices were in time.")
        if clock["told"].isna().all()
        else ""
    )
    return f"{told}{missing}"


def _unclocked(record: IncidentRecord) -> str:
    """Incidents whose clock nobody recorded."""
    silent = int((record.rows["aware_at"].isna() & record.rows["material_on"].isna()).sum())
    return (
        say_count(
            "{count} incident has neither aware_at nor material_on: whether a clock ran for them cannot be told.",
            "{count} incidents have neither aware_at nor material_on: whether a clock ran for them cannot be told.",
            silent,
            count=formats.count(silent),
        )
        if silent
        else ""
    )
