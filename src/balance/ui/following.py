"""What follows a slider: the answer first, and of the rest of the page only what the move made untrue.

Each part of the page that tells of the plan in the hand is a fragment with a name. It says when it is drawn what it
told; a slider that is moved has those drawn anew that would now tell something else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from balance import formats
from balance.ui import session
from balance.ui.address import choice, link, presenting, undoable

ANSWER, STEPS, LINK, PLANS, STAGE, FOOT = "answer", "steps", "link_to_plan", "plans", "stage", "foot"
"""The parts, in the order they follow: what comes of the plan, the way back from it, the link to it, the plan's name
in the menu, in the line of a presentation and under the page."""
SAVING, ACTIONS = "saving", "actions"
"""Parts of the page that do not follow a slider, but in which something may be asked for in the same moment."""
_TOLD = "told_by"


def steps() -> tuple[bool, bool]:
    """Whether there is a plan to go back to, and whether there is anything to reset."""
    return undoable(), bool(choice().levers or choice().actions)


def foot() -> tuple[str, str]:
    """The plan's name, and how far own data carries what it says of losses: worked out once, for the answer too."""
    return session.named(), formats.in_100(session.compared().scenario["expected_annual_loss"].measured)


_TELLS: dict[str, Callable[[], object]] = {
    STEPS: steps,
    LINK: link,
    PLANS: session.plan_name,
    STAGE: session.plan_name,
    FOOT: foot,
}


def drawn(part: str) -> None:
    """A part is being drawn: what it tells now."""
    _told()[part] = _TELLS[part]()


def untold(part: str) -> None:
    """A part tells nothing now, whatever the plan is."""
    _told().pop(part, None)


def follow() -> None:
    """Called when a slider was moved: its answer is drawn, then whatever else it changed; never the sliders."""
    parts = [ANSWER, *(part for part in _TELLS if part in _told() and _told()[part] != _TELLS[part]())]
    if not presenting() and STAGE in parts:
        parts.remove(STAGE)
    if parts == [ANSWER]:
        return  # the sliders are part of it
    parts += [part for part in _asked_for() if part not in parts]
    with suppress(StreamlitAPIException):  # a page that was never finished has no parts yet: all of it is drawn
        st.rerun(parts)
    st.rerun()


def _asked_for() -> list[str]:
    """The parts in which the visitor asked for something while the server was busy: it comes in one request with the
    slider, and as only what is named is drawn, a click would be lost where its part were not."""
    here = get_script_run_ctx()
    if here is None or not here.fragment_ids_this_run:
        return []
    asked: list[str] = []
    for part in (*_TELLS, SAVING, ACTIONS):
        with suppress(StreamlitAPIException):  # this page has no such part
            if set(here.fragment_storage.resolve_target(part)) & set(here.fragment_ids_this_run):
                asked.append(part)
    return asked


def _told() -> dict[str, object]:
    told: dict[str, object] = st.session_state.setdefault(_TOLD, {})
    return told
