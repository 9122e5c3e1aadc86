"""The what-if desk: sliders whose values live with the visitor, and actions per initiative.

A slider that is moved runs only what follows it: neither the sliders nor the table of actions are made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from balance import formats
from balance.figures.balance_frame import tick_step
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.scenario import Lever
from balance.ui import measured, session
from balance.ui.address import remember
from balance.ui.following import ACTIONS, follow
from balance.ui.plan_words import ACTION_WORDS, LABELS, value_of
from balance.ui.show import markdown

IN_SIGHT = ("wip_limit", "secure_at_design", "control_spend", "pace", "response_time")


def sliders(levers: Sequence[Lever], currency: str) -> None:
    """The levers, five in sight and the rest under More; what is moved is kept for all pages."""
    known = {lever.name: lever for lever in levers}
    for name in IN_SIGHT:
        if name in known:
            _slider(known[name], currency)
    rest = [lever for lever in levers if lever.name not in IN_SIGHT]
    if rest:
        with st.expander(say("More"), key="more_levers"):
            for lever in rest:
                _slider(lever, currency)


def _slider(lever: Lever, currency: str) -> None:
    if lever.greatest <= lever.least:
        st.caption(f"{say(LABELS.get(lever.name, lever.name))}: {say('nothing to change today')}")
        return
    key = _key(lever)
    if key not in st.session_state:
        st.session_state[key] = _start(lever)
    least, greatest, step = _bounds(lever)
    label = f"{_label(lever)} ({_today(lever, currency)})"
    value = st.slider(
        label, least, greatest, step=step, key=key, help=say(lever.meaning), format=_format(lever, currency),
        on_change=_moved, args=(lever, key),
    )  # fmt: skip
    _keep(lever, value)


def _moved(lever: Lever, key: str) -> None:
    if key != _key(lever):
        return  # the plan this slider belonged to was put away a moment before
    measured.moved()
    _keep(lever, st.session_state[key])
    follow()


def _key(lever: Lever) -> str:
    """A slider of another plan is another slider."""
    generation = session.choice().generation
    return f"{lever.name}-{generation}" if generation else lever.name


def _label(lever: Lever) -> str:
    return say(LABELS[lever.name]) if lever.name in LABELS else markdown(lever.name)


def _today(lever: Lever, currency: str) -> str:
    """Today's value, escaped only where a currency could take effect: a screen reader is told every backslash."""
    said = value_of(lever.name, lever.today, currency)
    return said if not currency or currency.isalpha() else markdown(said)


def _start(lever: Lever) -> float:
    """Where the slider stands for the plan in the hand: at its end, where the plan goes beyond it on this date."""
    held = min(max(session.choice().levers.get(lever.name, lever.today), lever.least), lever.greatest)
    return _shown(lever, held)


def _keep(lever: Lever, value: float) -> None:
    if value == _start(lever):
        return
    chosen = session.choice()
    levers = {name: set_ for name, set_ in chosen.levers.items() if name != lever.name}
    if _shown(lever, lever.today) != value:
        levers[lever.name] = float(value)
    remember()
    chosen.levers = levers
    if chosen.plan != session.TODAY:
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


@st.fragment(key=ACTIONS)
def actions_editor(analysis: Analysis) -> None:
    """A table in which single initiatives are secured first, paused or stopped; made when somebody looks at it."""
    chosen = session.choice()
    rows = analysis.report.velocity.initiatives
    if rows.empty:
        return
    key = f"actions-{chosen.generation}-{analysis.company.as_of}"
    label = say("Single initiatives: secure first, pause or stop")
    opened = st.expander(label, key="single", type="compact", on_change="rerun")
    if not opened.open:
        st.session_state.pop(f"{key}-start", None)  # the next time it starts from what was chosen by then
        return
    if f"{key}-start" not in st.session_state:
        st.session_state[f"{key}-start"] = _actions_table(rows, analysis.report.currency)
    with opened:
        wanted = _wanted(st.session_state[f"{key}-start"], key)
    unseen = {row: action for row, action in chosen.actions.items() if row not in wanted}
    actions = unseen | {row: action for row, action in wanted.items() if action != "run"}
    if actions != chosen.actions:
        remember()
        chosen.actions, chosen.plan = actions, session.TODAY
        st.rerun()


def _wanted(start: pd.DataFrame, key: str) -> dict[str, str]:
    """The table to edit, and the action it asks for by initiative."""
    edited = st.data_editor(
        start,
        key=key,
        hide_index=True,
        height=320,
        disabled=["Initiative", "Unit", "Value a year", "On time, in 100"],
        column_config={
            "id": None,
            **{name: st.column_config.Column(say(name)) for name in _SHOWN},
            "Action": st.column_config.SelectboxColumn(
                say("Action"), options=[say(word) for word in ACTION_WORDS.values()], required=True
            ),
        },
    )
    words = {say(word): action for action, word in ACTION_WORDS.items()}
    return {str(row): words.get(str(word), "run") for row, word in zip(edited["id"], edited["Action"], strict=True)}


_SHOWN = (noted("Initiative"), noted("Unit"), noted("Value a year"), noted("On time, in 100"))


def _actions_table(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": rows["initiative_id"],
            "Action": [say(ACTION_WORDS[_action(row)]) for row in rows["initiative_id"]],
            "Initiative": rows["name"],
            "Unit": rows["business_unit"],
            "Value a year": [formats.money(value, currency) for value in rows["annual_value"]],
            "On time, in 100": [formats.in_100(value) for value in rows["chance_on_time"]],
        }
    )


def _action(row: str) -> str:
    return session.choice().actions.get(row, "run")
