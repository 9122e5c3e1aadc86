"""Whether the date given for an upload can be the one its rows speak of: the newest thing that happened in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from balance import formats
from balance.language import say
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import show

HAPPENED = {
    "incidents": ("opened_at", "resolved_at"),
    "changes": ("finished_at",),
    "initiatives": ("start_actual", "finish_actual"),
}
"""The columns that speak of what has happened, not of what is planned."""
LONG_DAYS = 60
"""Nothing for so long before the date given is worth a question: a quarter's files end near the quarter's end."""


def newest(frames: Mapping[str, pd.DataFrame], until: date) -> date | None:
    """The newest day on which anything happened in accepted rows, none after `until`; None where no row says.

    >>> newest({"incidents": pd.DataFrame({"opened_at": pd.to_datetime(["2025-12-29", None])})}, date(2026, 9, 30))
    datetime.date(2025, 12, 29)
    """
    found = [
        pd.to_datetime(frames[table][column], errors="coerce")
        for table, columns in HAPPENED.items() if table in frames
        for column in columns if column in frames[table]
    ]  # fmt: skip
    days = [known for one in found for known in one.dropna().dt.date if known <= until]
    return max(days, default=None)


def end_of_quarter(day: date) -> date:
    """The last day of the quarter a day lies in.

    >>> end_of_quarter(date(2025, 12, 29)), end_of_quarter(date(2026, 1, 1))
    (datetime.date(2025, 12, 31), datetime.date(2026, 3, 31))
    """
    return pd.Period(day, "Q").end_time.date()


def ask_about_the_date(draft: Draft, frames: Mapping[str, pd.DataFrame]) -> None:
    """Where all rows are much older than the date given: say so, and offer the end of the quarter they end in."""
    last = newest(frames, draft.as_of)
    if last is None or draft.as_of - last <= timedelta(days=LONG_DAYS):
        return
    better = end_of_quarter(last)
    told = say(
        "The newest thing in these files happened on {last}. If they show an earlier quarter, give its last day; "
        "what is loaded as of a wrong date stands at the wrong place of the trail.",
        last=formats.day(last),
    )
    show(blocks.box(say("Is {day} the right date?", day=formats.day(draft.as_of)), told, tone="open", mark="○",
                    status=say("look")))  # fmt: skip
    if better < draft.as_of:
        label = say("Take {day}", day=formats.day(better))
        st.button(label, key=f"take-date-{better}", on_click=partial(_take, draft, better))


def _take(draft: Draft, day: date) -> None:
    st.session_state["as_of_date"] = day
    drafts.change(draft, as_of=day)
