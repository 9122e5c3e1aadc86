"""The notification clock on the screen: the published periods, those that apply, and each incident's dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from balance import findings, formats, pipeline
from balance.model.notification import OVER, RUNNING
from balance.pipeline import Analysis
from balance.regimes import BY_CODE, PERIODS, REGIMES, runs_for
from balance.reporting.incident_record import IncidentRecord
from balance.ui import blocks
from balance.ui.show import show

CLOCKED = 12


def clock(record: IncidentRecord, answer: Analysis) -> None:
    """The notification clock: which regimes apply is chosen or stated, none is assumed."""
    given = answer.company.assumptions
    stated = [one.code for one in REGIMES if (given.number(one.key) or 0.0) >= 0.5]
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        show(
            blocks.section(
                "Published periods", "Choose those that apply; state regime:NAME under Assumptions to keep it."
            )
        )
        chosen = st.multiselect("Regimes that apply to us", [one.code for one in REGIMES], default=stated,
                                format_func=lambda code: BY_CODE[code].name, key="regimes", placeholder="none chosen")  # fmt: skip
        show(periods_table(chosen))
    found = pipeline.notification_clock(record, set(chosen), answer.company.as_of)
    told = findings.notification(found, set(chosen), record)
    with right:
        show(blocks.section(told.headline, told.text), clock_table(found, record), blocks.caveats(told.caveats))


def periods_table(chosen: Sequence[str]) -> blocks.Safe:
    """What each regime asks for, from when, and where that is published; the chosen ones first."""
    starts = {"aware_at": "aware of it", "material_on": "found material"}
    columns = [blocks.Column(head) for head in ("Regime", "Step", "Within", "Published in")]
    order = sorted(PERIODS, key=lambda period: period.regime not in chosen)
    rows = [
        (
            blocks.Safe(f"{blocks.strong(BY_CODE[one.regime].name)}{' ✓' if one.regime in chosen else ''}"), one.step,
            f"{runs_for(one)} of being {starts[one.clock]}",
            blocks.Safe(f"<small>{blocks.text(f'{BY_CODE[one.regime].source} ({BY_CODE[one.regime].year})')}</small>"),
        )
        for one in order
    ]  # fmt: skip
    return blocks.table(columns, rows)


def clock_table(found: pd.DataFrame, record: IncidentRecord) -> blocks.Safe:
    """The dates of each incident, newest first; what still runs before all others."""
    if found.empty:
        return blocks.Safe("")
    names = dict(zip(record.rows["incident_id"], record.rows["title"], strict=True))
    rank = {RUNNING: 0, OVER: 1}
    ordered = found.assign(rank=found["state"].map(rank).fillna(2)).sort_values(
        ["rank", "start"], ascending=[True, False], kind="stable", na_position="last"
    )
    columns = [blocks.Column(head) for head in ("Incident", "Regime and step", "Clock started", "Due", "Finding")]
    rows = [
        (
            blocks.strong(row["incident_id"], names.get(row["incident_id"], "")),
            f"{BY_CODE[row['regime']].name}: {row['step']}",
            formats.moment(row["start"]) if row["clock"] == "aware_at" else formats.day(row["start"]),
            formats.moment(row["due"]) if row["clock"] == "aware_at" else f"end of {formats.day(row['due'])}",
            _state(row),
        )
        for row in ordered.head(CLOCKED).to_dict("records")
    ]  # fmt: skip
    rest = f"; {CLOCKED} are shown, those still running first" if len(found) > CLOCKED else ""
    return blocks.table(columns, rows, caption=f"{formats.count(len(found), 'date')}{rest}")


def _state(row: Mapping[Any, Any]) -> blocks.Safe:
    match row["state"]:
        case "met":
            return blocks.pill("met", "good", "✓")
        case "over":
            return blocks.pill(f"over by {formats.span(row['hours_over'])}", "bad", "▲")
        case "running":
            return blocks.pill("still running", "ink", "◷")
        case "passed":
            return blocks.pill("passed, notice not recorded", "open", "○")
        case _:
            return blocks.pill(f"cannot be told: no {row['clock']}", "open", "○")
