"""Stating an assumption on the screen: the form, what it would move, what it moved, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from balance import formats, pipeline, roles, stating, store
from balance.assumptions import Stated
from balance.errors import BalanceError
from balance.figures import Tone
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.ranges import Range
from balance.report import Report
from balance.roles import Action
from balance.scenario import Comparison
from balance.store import Store
from balance.ui import assumptions, blocks, session
from balance.ui.show import line, show

WHO = "dashboard"
_MOVED = "assumption_moved"
_LABELS = {
    "value_landing_next_year": noted("Value landing next year"),
    "chance_beyond_limit": noted("Chance beyond the limit"),
    "bad_year_loss": noted("Loss in a bad year"),
    "expected_annual_loss": noted("Expected loss of a year"),
}


def desk(answer: Analysis, rows: Mapping[str, Stated]) -> None:
    """Choose an assumption, write what it should be, see what that would move, and state it."""
    if not roles.may(Action.ASSUME):
        show(blocks.section("Assumptions are stated by owners", roles.why_not(roles.acting(), Action.ASSUME)))
        return
    show(blocks.section("State one anew", "Leave both ends of the range empty to keep the documented doubt."))
    key = st.selectbox(
        say("Assumption"), assumptions.keys(rows), key="assumption",
        format_func=lambda k: line(stating.meaning(k, answer.report.currency)),
    )  # fmt: skip
    with st.form(f"state-{key}", border=False):
        value = st.text_input(say("Value"), written(rows, key, "value"))
        left, right = st.columns(2)
        low = left.text_input(say("Likely at least"), written(rows, key, "low"))
        high = right.text_input(say("Likely at most"), written(rows, key, "high"))
        owner = st.text_input(say("Who says so"), rows[key].owner if key in rows else "")
        reason = st.text_input(say("Why"))
        look = st.form_submit_button(say("What would it move?"), width="stretch")
        kept = st.form_submit_button(say("State it"), type="primary", width="stretch")
    row = stating.statement(key, value, low, high, reason, owner)
    trouble = stating.refusal(key, value, low, high) if look or kept else ""
    if trouble:
        show(blocks.box("Not kept", trouble, status=say("not kept")))
    elif look:
        st.session_state["assumption_preview"] = (key, row)
    elif kept and _stated(row, answer):
        st.rerun()
    if key in said_on_screen() and st.button(say("Go back to what was loaded or documented"), key="withdraw"):
        _taken_back(key, answer, store.withdraw_assumption)


def told(answer: Analysis) -> None:
    """What the last statement moved, with the way back; or what the one on the desk would move."""
    moved = st.session_state.get(_MOVED)
    preview = st.session_state.get("assumption_preview")
    if preview is not None:
        key, row = preview
        st.session_state.pop("assumption_preview")
        head = say(
            "“{meaning}” at {value} would move",
            meaning=stating.meaning(key, answer.report.currency),
            value=row["value"],
        )
        show(blocks.section(head, "Nothing is changed yet. Same draws before and after."))
        show(numbers(pipeline.previewed(answer, row), answer.report))
    elif moved is not None and moved[2] == answer.company.data_hash:
        key, comparison, _ = moved
        show(
            blocks.section(
                say("“{meaning}” was changed, and moved", meaning=stating.meaning(key, answer.report.currency)),
                "Same draws before and after.",
            )
        )
        show(numbers(comparison, answer.report))
        if st.button(say("Undo"), key="undo_assumption"):
            _taken_back(key, answer, store.undo_assumption)


def numbers(moved: Comparison, report: Report) -> blocks.Safe:
    """The four headline numbers: after, before, and the paired difference, coloured where its direction is sure."""
    return blocks.numbers([_number(name, moved, report) for name in _LABELS if moved.scenario[name].known])


def _number(name: str, moved: Comparison, report: Report) -> blocks.Number:
    before, after, change = moved.base[name], moved.scenario[name], moved.difference[name]
    chance = name == "chance_beyond_limit"
    said = formats.in_100(after.value) if chance else formats.money(after.value, report.currency)
    was = formats.in_100(before.value) if chance else formats.money(before.value, report.currency)
    step = formats.points(change.value) if chance else formats.money(change.value, report.currency, signed=True)
    still = change.value is None or abs(change.value) <= 1e-9 * max(abs(before.value or 0.0), 1e-3)
    told = say("does not move") if still else (say("{number} in 100", number=step) if chance else step)
    return blocks.Number(
        _LABELS[name], said, "in 100" if chance else "", say("{was} before", was=was), told,
        "open" if still else _tone(change, name == "value_landing_next_year"),
    )  # fmt: skip


def _tone(change: Range, more_is_better: bool) -> Tone:
    """Coloured only where nine in ten readings agree on the direction."""
    up, down = (change.low or 0.0) > 0, (change.high or 0.0) < 0
    return "open" if not (up or down) else "good" if up == more_is_better else "bad"


def written(rows: Mapping[str, Stated], key: str, part: str) -> str:
    """What stands now, as a person would type it; documented ends of a range are left to the method."""
    row = rows.get(key)
    if row is None or (part != "value" and row.assumed):
        return ""
    value = getattr(row, part)
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def said_on_screen() -> frozenset[str]:
    """The keys whose last word was said on screen, so that one can go back."""
    try:
        frame = store.stated_assumptions(session.open_store())
    except BalanceError:
        return frozenset()
    return frozenset(frame.loc[frame["origin"] == "screen", "key"])


def _stated(row: Mapping[str, object], answer: Analysis) -> bool:
    """Keep a statement for all dates, and what it moved; whether it could be kept."""
    try:
        store.state_assumption(session.open_store(), row, WHO)
    except BalanceError as error:
        show(blocks.box("Not kept", str(error), status=say("not kept")))
        return False
    _remember(str(row["key"]), answer)
    return True


def _taken_back(key: str, answer: Analysis, how: Callable[[Store, str, str], object]) -> None:
    try:
        how(session.open_store(), key, WHO)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
    else:
        _remember(key, answer)
    st.rerun()


def _remember(key: str, before: Analysis) -> None:
    """What the change moved, until the answer changes otherwise."""
    session.changed()
    session.look()
    after = session.answer()
    if after is not None:
        st.session_state[_MOVED] = (key, pipeline.moved_by(before, after), after.company.data_hash)
