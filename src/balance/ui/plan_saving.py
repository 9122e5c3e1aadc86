"""Keeping plans: back to today's, one step back, a link to this one, and saving it under a name.

Each save is a version of its own. Where somebody else has saved the same name meanwhile, theirs is shown and the
visitor is asked; nothing is ever overwritten.
"""

from __future__ import annotations

import streamlit as st

from balance import formats, pipeline, roles, store
from balance.errors import BalanceError, StoreError
from balance.language import noted, say
from balance.roles import Action
from balance.ui import blocks, following, presenting, session
from balance.ui.address import link, undo
from balance.ui.plan_words import changes_of
from balance.ui.show import show

_ASKED, _SAID = "plan_asked", "plan_said"


def desk(currency: str) -> None:
    """What can be done with the plan in the hand."""
    _steps()
    if presenting.on():
        return
    _link()
    if roles.may(Action.PLAN):
        _saving(currency)
    else:
        show(blocks.caveats([roles.why_not(roles.acting(), Action.PLAN)]))


@st.fragment(key=following.STEPS)
def _steps() -> None:
    """The way back."""
    following.drawn(following.STEPS)
    undoable, changed = following.steps()
    back, again = st.columns(2)
    back.button(say("Undo"), key="undo", width="stretch", disabled=not undoable, on_click=_back)
    again.button(say("Reset"), key="reset", width="stretch", disabled=not changed, on_click=_again)


def _back() -> None:
    """A click counts before anything is drawn, whatever else was asked for in the same moment."""
    undo()
    st.rerun()


def _again() -> None:
    session.take_plan(session.TODAY, {}, {})
    st.rerun()


@st.fragment(key=following.LINK)
def _link() -> None:
    """The plan's address, made when somebody looks at it."""
    following.untold(following.LINK)
    opened = st.expander(say("Link to this plan"), key="link", type="compact", on_change="rerun")
    if opened.open:
        following.drawn(following.LINK)
        with opened:
            st.code(link(), language=None, wrap_lines=True)
            st.caption(say("Whoever opens it sees the same date and plan."))


@st.fragment(key=following.SAVING)
def _saving(currency: str) -> None:
    with st.expander(say("Save this plan"), key="save", type="compact", expanded=_ASKED in st.session_state):
        _form(currency)


def _form(currency: str) -> None:
    said = st.session_state.pop(_SAID, "")
    if said:
        st.caption(said)
    start = session.choice().began[0]
    name = st.text_input(say("Name"), start, key=f"plan_name-{session.choice().generation}", max_chars=60).strip()
    why = st.text_input(say("Why"), key="plan_why", max_chars=200).strip()
    who = ""
    if not roles.acting().signed_in:
        who = st.text_input(say("Your name"), key="plan_who", max_chars=60, persist_state="session").strip()
    if _ASKED in st.session_state:
        _ask(name, why, who, currency)
    elif st.button(say("Save"), type="primary", key="save_plan", disabled=not name, width="stretch"):
        _save(name, why, who, session.choice().began[1] if name == start else 0)
        st.rerun()


def _ask(name: str, why: str, who: str, currency: str) -> None:
    """Somebody else's plan of that name, and what to do about it."""
    theirs = next((row for row in session.saved() if row.name == name), None)
    if theirs is None or name != st.session_state[_ASKED]:
        del st.session_state[_ASKED]
        st.rerun()
    show(
        blocks.box(
            say("There is a plan called {name}", name=name),
            told(theirs, currency),
            tone="open",
            mark="○",
            status=say("not saved"),
        )
    )
    if st.button(say("Save mine as the newest version"), key="save_over", width="stretch"):
        _save(name, why, who, theirs.version)
        st.rerun()
    if st.button(say("Keep theirs"), key="keep_theirs", width="stretch"):
        del st.session_state[_ASKED]
        st.rerun()
    st.caption(say("Theirs stays as an earlier version either way. Another name keeps both."))


def told(row: store.SavedScenario, currency: str) -> str:
    """What a saved plan is, and who saved it when and why."""
    told = noted("{changes}. Saved {by_whom}. Why: {why}") if row.why else noted("{changes}. Saved {by_whom}.")
    return say(
        told,
        changes=changes_of(row.levers, row.actions, currency),
        by_whom=formats.by_whom(row.saved_by, row.saved_at),
        why=row.why,
    )


def _save(name: str, why: str, who: str, replaces: int) -> None:
    """Saves the plan in the hand if nobody saved another version than the one the visitor knows."""
    plan, base = session.scenario(), session.analysis()
    st.session_state.pop(_ASKED, None)
    try:
        day = None if base is None else base.company.as_of
        pipeline.keep_scenario(session.database(), name, plan, who=who, why=why, as_of=day, replaces=replaces)
    except StoreError as error:
        session.look()
        known = {row.name for row in session.saved()}
        st.session_state[_ASKED if name in known else _SAID] = name if name in known else str(error)
    except BalanceError as error:
        st.session_state[_SAID] = str(error)
    else:
        session.look()
        session.take_plan(name, plan.levers, dict(plan.actions))
        st.session_state[_SAID] = say("Saved as {name}.", name=name)
