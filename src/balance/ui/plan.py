"""The what-if desk: sliders whose values live with the visitor, actions per initiative, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from balance import formats, pipeline
from balance.figures.balance_frame import tick_step
from balance.report import Report
from balance.scenario import Lever
from balance.ui import session
from balance.ui.show import markdown

IN_SIGHT = ("wip_limit", "secure_at_design", "control_spend", "pace", "response_time")
LABELS = {
    "wip_limit": "Initiatives open at once",
    "secure_at_design": "Late initiatives that security joins now",
    "control_spend": "More for controls a year",
    "response_time": "Time to detect and resolve, times today's",
    "pace": "Delivery pace, times today's",
    "threat": "Threat from outside, times today's",
    "budget": "Budget, share of plan",
}
ACTION_WORDS = {"run": "run", "secure_first": "secure first", "pause": "pause", "stop": "stop"}


def sliders(levers: Sequence[Lever], currency: str) -> None:
    """The levers, five in sight and the rest under More; what is moved is kept for all pages."""
    known = {lever.name: lever for lever in levers}
    for name in IN_SIGHT:
        if name in known:
            _slider(known[name], currency)
    rest = [lever for lever in levers if lever.name not in IN_SIGHT]
    if rest:
        with st.expander("More", key="more_levers"):
            for lever in rest:
                _slider(lever, currency)


def _slider(lever: Lever, currency: str) -> None:
    chosen = session.choice()
    if lever.greatest <= lever.least:
        st.caption(f"{LABELS.get(lever.name, lever.name)}: nothing to change today")
        return
    key = f"{lever.name}-{chosen.generation}" if chosen.generation else lever.name
    if key not in st.session_state:
        start = min(max(chosen.levers.get(lever.name, lever.today), lever.least), lever.greatest)
        st.session_state[key] = _shown(lever, start)
    least, greatest, step = _bounds(lever)
    label = f"{LABELS.get(lever.name, markdown(lever.name))} ({markdown(_said(lever, lever.today, currency))})"
    value = st.slider(label, least, greatest, step=step, key=key, help=lever.meaning, format=_format(lever, currency))
    _keep(lever, value)


def _keep(lever: Lever, value: float) -> None:
    chosen = session.choice()
    before = dict(chosen.levers)
    if _shown(lever, lever.today) == value:
        chosen.levers.pop(lever.name, None)
    else:
        chosen.levers[lever.name] = float(value)
    if chosen.levers != before and chosen.plan != session.TODAY:
        chosen.plan = session.TODAY  # a saved plan that is changed is a plan of its own


def _bounds(lever: Lever) -> tuple[float, float, float] | tuple[int, int, int]:
    if lever.name == "wip_limit":
        return round(lever.least), round(lever.greatest), 1
    step = tick_step(lever.greatest / 40) if lever.name == "control_spend" else 0.05
    return float(lever.least), float(lever.greatest), step


def _shown(lever: Lever, value: float) -> float:
    return round(value) if lever.name == "wip_limit" else float(value)


def _format(lever: Lever, currency: str) -> str | None:
    if lever.name in ("secure_at_design", "budget"):
        return "percent"
    return "compact" if lever.name == "control_spend" else None


def _said(lever: Lever, value: float, currency: str) -> str:
    if lever.name in ("secure_at_design", "budget"):
        return formats.percent(value)
    if lever.name == "control_spend":
        return formats.money(value, currency)
    return f"{value:g}"


def actions_editor(company: pd.DataFrame | None) -> None:
    """A table in which single initiatives are secured first, paused or stopped."""
    chosen = session.choice()
    if company is None:
        return
    rows = company[company["stage"].isin(["in_flight", "approved"])]
    start = pd.DataFrame(
        {
            "initiative_id": rows["initiative_id"],
            "Initiative": rows["name"],
            "Action": [ACTION_WORDS[_action(row)] for row in rows["initiative_id"]],
        }
    )
    key = f"actions-{chosen.generation}"
    if f"{key}-start" not in st.session_state:
        st.session_state[f"{key}-start"] = start
    edited = st.data_editor(
        st.session_state[f"{key}-start"],
        key=key,
        hide_index=True,
        width="stretch",
        height=300,
        disabled=["initiative_id", "Initiative"],
        column_config={
            "initiative_id": None,
            "Action": st.column_config.SelectboxColumn(options=list(ACTION_WORDS.values()), required=True),
        },
    )
    words = {word: action for action, word in ACTION_WORDS.items()}
    chosen.actions = {
        row["initiative_id"]: words[row["Action"]]
        for row in edited.to_dict("records")
        if words.get(row["Action"]) not in (None, "run")
    }


def _action(row: str) -> str:
    return session.choice().actions.get(row, "run")


def reset_and_save(base: Report) -> None:
    """Back to today's plan, or keep this one under a name."""
    chosen = session.choice()
    left, right = st.columns(2)
    if left.button("Reset", key="reset", width="stretch", disabled=not (chosen.levers or chosen.actions)):
        session.take_plan(session.TODAY, {}, {})
        st.rerun()
    with right.popover("Save plan", width="stretch"):
        name = st.text_input("Name", key="plan_name", max_chars=60)
        why = st.text_input("Why", key="plan_why", max_chars=200)
        if st.button("Save", type="primary", key="save_plan", disabled=not name.strip()):
            _save(name.strip(), why)
            st.rerun()


def _save(name: str, why: str) -> None:
    plan = session.scenario()
    pipeline.keep_scenario(session.database(), name, plan, why=why)
    session.changed()
    session.take_plan(name, plan.levers, dict(plan.actions))
