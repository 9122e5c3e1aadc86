"""Decisions on the screen: what they rested on, what happened since, and the forms to take and to settle one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from balance import deciding, formats, roles, store
from balance.deciding import Followed, Rested
from balance.errors import BalanceError
from balance.language import say
from balance.pipeline import Analysis
from balance.roles import Action
from balance.track_record.since import Since
from balance.ui import blocks, session
from balance.ui.show import line, show

WHO = "dashboard"
LONGEST = 400


def desk(base: Analysis) -> None:
    """The decisions in a table, and below it the forms."""
    found = _found(base)
    show(blocks.section("Decisions, and what became of them", "Each keeps the forecast it rested on."))
    show(_trouble(), table(found, base.report.currency) if found else blocks.caveats([say("No decision is kept yet.")]))
    if not roles.may(Action.DECIDE):
        show(blocks.caveats([roles.why_not(roles.acting(), Action.DECIDE)]))
        return
    left, right = st.columns(2, gap="large")
    with left, st.expander(say("Take a decision"), key="take_decision", type="compact"):
        _take(base)
    still_open = [one for one in found if one.decision.settled_on is None]
    if still_open:
        with right, st.expander(say("Say what came of one"), key="settle_decision", type="compact"):
            _settle(base, still_open)


def _found(base: Analysis) -> tuple[Followed, ...]:
    try:
        return deciding.follow(session.open_store(), base)
    except BalanceError:
        return ()


def _trouble() -> blocks.Safe:
    said = st.session_state.pop("decision_trouble", "")
    return blocks.box("Not kept", said, status=say("not kept")) if said else blocks.Safe("")


def table(found: tuple[Followed, ...], currency: str) -> blocks.Safe:
    """One row per decision: what and who, the forecast then, what happened since in today's currency, the outcome."""
    columns = [blocks.Column("Decision", width="26%"), blocks.Column("Rested on", width="27%"),
               blocks.Column("Since then", width="27%"), blocks.Column("Outcome")]  # fmt: skip
    return blocks.table(columns, [_row(one, currency) for one in found])


def _row(one: Followed, currency: str) -> tuple[object, ...]:
    row = one.decision
    facts = [
        say("taken {as_of}", as_of=formats.day(row.as_of)),
        row.owner,
        say("due {due_on}", due_on=formats.day(row.due_on)) if row.due_on else "",
    ]
    said = [part for part in (row.choice, row.why) if part]
    title = blocks.strong(row.decision, "; ".join([*(part for part in facts if part), *said]))
    rested = say("no forecast was kept") if one.rested is None else _rested(one.rested, row.scenario)
    outcome = blocks.pill("open", "open", "○")
    if row.settled_on is not None:
        outcome = blocks.Safe(
            f"{blocks.pill('settled', 'ink', '●')} <small>{blocks.text(formats.day(row.settled_on))}</small><br>"
            f"{blocks.text(row.outcome)}"
        )
    return title, rested, _since(one.since, currency), outcome


def _rested(rested: Rested, plan: str) -> blocks.Safe:
    """The four numbers of the choice, and what it was to change."""
    currency = rested.currency
    value, loss = rested.scenario["value_landing_next_year"], rested.scenario["expected_annual_loss"]
    parts = [
        say(
            "value {value} a year (likely {likely})",
            value=formats.money(value.value, currency),
            likely=formats.money_range(value, bare=True),
        ),
        say(
            "loss {loss} (likely {likely})",
            loss=formats.money(loss.value, currency),
            likely=formats.money_range(loss, bare=True),
        ),
    ]
    moved = rested.difference
    if plan and value.known:
        parts.append(
            say(
                "value {value} by the plan",
                value=formats.money(moved["value_landing_next_year"].value, currency, signed=True),
            )
        )
    if plan and loss.known:
        parts.append(
            say("loss {value} by it", value=formats.money(moved["expected_annual_loss"].value, currency, signed=True))
        )
    shown = [part for part, known in zip(parts, (value.known, loss.known, True, True), strict=False) if known]
    return blocks.strong(plan or say("Today's plan"), "; ".join(shown) or say("nothing could be said"))


def _since(came: Since, currency: str) -> blocks.Safe:
    """What was counted since the decision."""
    if came.days == 0 or (came.incidents is None and came.finished is None):
        return blocks.text(say("nothing newer is loaded"))
    parts = (
        []
        if came.finished is None
        else [
            say("{finished} finished, worth {came}", finished=came.finished, came=formats.money(came.value, currency))
        ]
    )
    if came.incidents is not None:
        parts.append(
            say(
                "{incidents} costing {loss}",
                incidents=formats.count(came.incidents, "incident"),
                loss=formats.money(came.loss, currency),
            )
        )
    acted = [one for one in came.actions if one.done is not None]
    if acted:
        parts.append(
            say("{sum} of {acted} actions seen in the data", sum=sum(1 for one in acted if one.done), acted=len(acted))
        )
    return blocks.strong(say("{days} days", days=came.days), "; ".join(parts))


def _take(base: Analysis) -> None:
    plans = ["", *(row.name for row in session.saved())]
    with st.form("take", border=False, clear_on_submit=True):
        title = st.text_input(say("What is decided"), max_chars=LONGEST, key="decision_title")
        plan = st.selectbox(
            say("Plan it rests on"),
            plans,
            format_func=lambda name: line(name) or say("Today's plan"),
            key="decision_plan",
        )
        choice = st.text_input(say("Choice"), max_chars=LONGEST, key="decision_choice")
        owner = st.text_input(say("Owner"), max_chars=LONGEST, key="decision_owner")
        due = st.date_input(say("Due"), value=None, min_value=base.company.as_of, key="decision_due")
        why = st.text_input(say("Why"), max_chars=LONGEST, key="decision_why")
        if st.form_submit_button(say("Keep it"), type="primary"):
            _kept(base, title, plan, choice, owner, due if isinstance(due, date) else None, why)


def _kept(base: Analysis, title: str, plan: str, choice: str, owner: str, due: date | None, why: str) -> None:
    try:
        deciding.take(
            session.open_store(), base, title, owner=owner, due_on=due, scenario=plan, choice=choice, why=why, who=WHO
        )
    except BalanceError as error:
        st.session_state["decision_trouble"] = str(error)
    st.rerun()


def _settle(base: Analysis, still_open: list[Followed]) -> None:
    titles = {one.decision.decision_id: one.decision.decision for one in still_open}
    with st.form("settle", border=False, clear_on_submit=True):
        number = st.selectbox(
            say("Decision"), list(titles), format_func=lambda n: line(titles[n]), key="decision_settled"
        )
        outcome = st.text_input(say("What came of it"), max_chars=LONGEST, key="decision_outcome")
        if st.form_submit_button(say("Keep it")):
            try:
                store.settle_decision(session.open_store(), int(number), outcome, base.company.as_of, WHO)
            except BalanceError as error:
                st.session_state["decision_trouble"] = str(error)
            st.rerun()
