"""The notification clock on the screen: the published periods, those that apply, and each incident's dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from balance import findings, formats, pipeline
from balance.language import label, noted, say
from balance.model.notification import OVER, RUNNING
from balance.pipeline import Analysis
from balance.regimes import BY_CODE, REGIMES, Regime, periods_of, runs_for
from balance.reporting.incident_record import IncidentRecord
from balance.ui import blocks, incidents
from balance.ui.show import show

CLOCKED = 10
STARTS = {"aware_at": noted("when aware of it"), "material_on": noted("when found material")}


def clock(record: IncidentRecord, answer: Analysis) -> None:
    """The notification clock: which regimes apply is chosen or stated, none is assumed."""
    given = answer.company.assumptions
    stated = [one.code for one in REGIMES if (given.number(one.key) or 0.0) >= 0.5]
    top, picker = st.container(), st.container()
    chosen = picker.multiselect(
        say("Regimes that apply to us"),
        list(BY_CODE),
        default=stated,
        format_func=lambda code: BY_CODE[code].name,
        key="regimes",
        placeholder=say("none chosen"),
        help=say("State regime:NAME as 1 under Assumptions to keep a choice."),
    )
    found = pipeline.notification_clock(record, set(chosen), answer.company.as_of)
    told = findings.notification(found, set(chosen), record)
    with top:
        show(blocks.section(told.headline, told.text))
    ordered = _in_order(found)
    show(clock_table(ordered.head(CLOCKED), record))
    if len(ordered) > CLOCKED:
        with st.expander(
            say("The other {ordered} dates", ordered=len(ordered) - CLOCKED), key="all_dates", type="compact"
        ):
            show(clock_table(ordered.iloc[CLOCKED:], record))
    show(periods_table(chosen), blocks.caveats(told.caveats))


def periods_table(chosen: Sequence[str]) -> blocks.Safe:
    """What each regime asks for, from when, and where that is published."""
    heads = (say("Regime"), say("Speaks of"), say("Clock starts"), say("Within"), say("Published in"))
    columns = [
        blocks.Column(head, width=width) for head, width in zip(heads, ("9rem", "", "9rem", "", ""), strict=True)
    ]
    return blocks.table(columns, [_regime(one, chosen) for one in REGIMES], caption=say("Published periods"))


def _regime(one: Regime, chosen: Sequence[str]) -> tuple[object, ...]:
    steps = periods_of({one.code})
    mark = blocks.Safe(f"{blocks.strong(one.name)}{' ✓' if one.code in chosen else ''}")
    within = "; ".join(f"{label(step.step)}: {runs_for(step)}" for step in steps)
    published = f"{label(one.source)} ({one.year})"
    return mark, label(one.speaks_of), say(STARTS[steps[0].clock]), within, published


def clock_table(found: pd.DataFrame, record: IncidentRecord) -> blocks.Safe:
    """The dates of these incidents, in the order they stand."""
    names = incidents.titles_of(record, set(found["incident_id"]))
    columns = [
        blocks.Column("Incident", width="32%"),
        *(blocks.Column(head) for head in (say("Regime and step"), say("Clock started"), say("Due"), say("Finding"))),
    ]
    return blocks.table(columns, [_dated(row, names) for row in found.to_dict("records")])


def _dated(row: Mapping[Any, Any], names: Mapping[str, str]) -> tuple[object, ...]:
    timed = row["clock"] == "aware_at"
    return (
        blocks.strong(row["incident_id"], names.get(row["incident_id"], "")),
        f"{BY_CODE[row['regime']].name}: {label(str(row['step']))}",
        formats.moment(row["start"]) if timed else formats.day(row["start"]),
        formats.moment(row["due"])
        if timed or pd.isna(row["due"])
        else say("end of {due}", due=formats.day(row["due"])),
        _state(row),
    )


def _in_order(found: pd.DataFrame) -> pd.DataFrame:
    """What still runs first, then what came late, then the newest incidents; each incident's dates as they fall due."""
    rank = found["state"].map({RUNNING: 0, OVER: 1}).fillna(2)
    newest = found.groupby("incident_id", sort=False)["start"].transform("max")
    keys = {"rank": rank, "newest": newest}
    ordered = found.assign(**keys).sort_values(
        ["rank", "newest", "incident_id", "due"], ascending=[True, False, True, True], kind="stable", na_position="last"
    )
    return ordered.drop(columns=list(keys)).reset_index(drop=True)


def _state(row: Mapping[Any, Any]) -> blocks.Safe:
    match row["state"]:
        case "met":
            return blocks.pill("met", "good", "✓")
        case "over":
            return blocks.pill(say("over by {hours_over}", hours_over=formats.span(row["hours_over"])), "bad", "▲")
        case "running":
            return blocks.pill("still running", "ink", "◷")
        case "passed":
            return blocks.pill("passed, notice not recorded", "open", "○")
        case _:
            return blocks.pill(say("cannot be told: no {clock}", clock=row["clock"]), "open", "○")
