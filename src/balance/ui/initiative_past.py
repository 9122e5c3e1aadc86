"""Under the card of an initiative: the incidents that came with it, and what each quarter's file said of its plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from balance import formats, provenance, roles, store
from balance.findings.initiatives import plan_history
from balance.language import plain, say
from balance.pipeline import Analysis
from balance.roles import Action
from balance.ui import blocks, session
from balance.ui.show import show

MOST = 8


def incidents(answer: Analysis, chosen: str) -> None:
    """The newest incidents linked to it, each with the row it was read from."""
    rows = answer.company.incidents
    if rows is None:
        return
    mine = rows[rows["initiative_id"] == chosen].sort_values("opened_at", ascending=False)
    if mine.empty:
        show(blocks.section(say("No incident is linked to it")))
        return
    losses = pd.to_numeric(mine["loss"], errors="coerce").dropna() if "loss" in mine else pd.Series(dtype="float64")
    title = say("{count} came with it", count=formats.count(len(mine), "incident"))
    cost = formats.money(float(losses.sum()), answer.report.currency)
    text = say("{known} carry a loss, together {cost}.", known=formats.count(len(losses)), cost=cost)
    shown = [_incident(row, answer.report.currency) for row in mine.head(MOST).to_dict("records")]
    columns = [blocks.Column("Incident"), blocks.Column("Opened"), blocks.Column("What"),
               blocks.Column("Loss", "right"), blocks.Column("File, sheet, row")]  # fmt: skip
    more = say("The newest {shown} of {all} are shown.", shown=MOST, all=len(mine)) if len(mine) > MOST else ""
    show(blocks.section(title, f"{text} {more}".strip()), blocks.table(columns, shown))


def _incident(row: dict[Any, Any], currency: str) -> tuple[object, ...]:
    title, kind = row.get("title"), row.get("class")
    what = title if isinstance(title, str) else kind
    said = kind if isinstance(title, str) and isinstance(kind, str) else ""
    place = provenance.place_of(row["source_file"], row.get("source_sheet"), row.get("source_row"), None)
    return (row["incident_id"], formats.day(row["opened_at"]), blocks.strong(what, said) if said else what,
            formats.money(row.get("loss"), currency), place)  # fmt: skip


def history(answer: Analysis, chosen: str) -> None:
    """What each quarter's file said of its plan, changes in bold."""
    if not session.has_store() or not roles.may(Action.TRACE):
        return
    rows = _history(session.database(), session.choice().version, chosen, answer.company.as_of)
    if rows.empty:
        return
    told = plan_history(rows, answer.report.currency)
    show(blocks.section(told.headline, told.text))
    if len(rows) > 1:
        show(_table(rows.tail(MOST), answer.report.currency))


@st.cache_data(max_entries=64, show_spinner=False)
def _history(address: str, version: str, chosen: str, as_of: date) -> pd.DataFrame:
    return store.history_of(store.open_store(address, create=False), "initiatives", chosen, as_of)


def _table(rows: pd.DataFrame, currency: str) -> blocks.Safe:
    heads: dict[str, Callable[[dict[Any, Any]], object]] = {
        say("Stage"): lambda row: plain(str(row["stage"])),
        say("Planned finish"): lambda row: formats.day(row["finish_planned"]),
        say("Owners expect"): lambda row: formats.day(row["finish_forecast"]),
        say("Done"): lambda row: _share(row["percent_complete"]),
        say("Budget"): lambda row: formats.money(row["budget"], currency),
        say("Spent"): lambda row: formats.money(row["actual_cost"], currency),
        say("Value a year"): lambda row: formats.money(row["annual_value"], currency),
        say("Findings open"): lambda row: formats.count(row["findings_open"]),
        say("Security ready"): lambda row: _share(row["security_readiness"]),
    }
    right = {say("Done"), say("Budget"), say("Spent"), say("Value a year"), say("Findings open"), say("Security ready")}
    columns = [blocks.Column("As of"), *(blocks.Column(head, "right" if head in right else "left") for head in heads)]
    lines, before = [], None
    for row in rows.to_dict("records"):
        said = [tell(row) for tell in heads.values()]
        cells = [one if before is None or one == was else blocks.strong(one)
                 for one, was in zip(said, before or said, strict=True)]  # fmt: skip
        lines.append((formats.day(row["as_of"]), *cells))
        before = said
    caption = say("Newest first; what changed since the file before in bold")
    return blocks.table(columns, list(reversed(lines)), caption=caption)


def _share(value: object) -> str:
    return formats.percent(float(value)) if isinstance(value, int | float) else formats.MISSING
