"""The notification clock on the screen: the published periods, those that apply, and each incident's dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from balance import findings, formats, pipeline
from balance.model.notification import OVER, RUNNING
from balance.pipeline import Analysis
from balance.regimes import BY_CODE, REGIMES, Regime, periods_of, runs_for
from balance.reporting.incident_record import IncidentRecord
from balance.ui import blocks
from balance.ui.show import show

CLOCKED = 12
STARTS = {"aware_at": "when aware of it", "material_on": "when found material"}


def clock(record: IncidentRecord, answer: Analysis) -> None:
    """The notification clock: which regimes apply is chosen or stated, none is assumed."""
    given = answer.company.assumptions
    stated = [one.code for one in REGIMES if (given.number(one.key) or 0.0) >= 0.5]
    top, picker = st.container(), st.container()
    chosen = picker.multiselect(
        "Regimes that apply to us", list(BY_CODE), default=stated, format_func=lambda code: BY_CODE[code].name,
        key="regimes", placeholder="none chosen", help="State regime:NAME as 1 under Assumptions to keep a choice.",
    )  # fmt: skip
    found = pipeline.notification_clock(record, set(chosen), answer.company.as_of)
    told = findings.notification(found, set(chosen), record)
    with top:
        show(blocks.section(told.headline, told.text))
    show(clock_table(found, record), periods_table(chosen), blocks.caveats(told.caveats))


def periods_table(chosen: Sequence[str]) -> blocks.Safe:
    """What each regime asks for, from when, and where that is published."""
    heads = ("Regime", "Speaks of", "Clock starts", "Within", "Published in")
    columns = [
        blocks.Column(head, width=width) for head, width in zip(heads, ("9rem", "", "9rem", "", ""), strict=True)
    ]
    return blocks.table(columns, [_regime(one, chosen) for one in REGIMES], caption="Published periods")


def _regime(one: Regime, chosen: Sequence[str]) -> tuple[object, ...]:
    steps = periods_of({one.code})
    mark = blocks.Safe(f"{blocks.strong(one.name)}{' ✓' if one.code in chosen else ''}")
    within = "; ".join(f"{step.step}: {runs_for(step)}" for step in steps)
    return mark, one.speaks_of, STARTS[steps[0].clock], within, f"{one.source} ({one.year})"


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
