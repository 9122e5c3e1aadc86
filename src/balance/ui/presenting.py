"""Presentation mode: one message on a screen, big type, keys between views; any page, with its date and plan kept.

The address carries it (`present=1`), so a presentation can be opened by a link. A page's blocks are dealt out over as
many views as the screen needs by `presenting.js`; pages that want some of them on one view say so with `together`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from balance import formats, roles
from balance.language import say
from balance.screens import SCREENS, Screen
from balance.ui import blocks, following, session
from balance.ui.address import PRESENT, presenting

__all__ = ["bar", "dress", "go", "offer", "on", "together"]

LEFT_OUT = ("board_pack", "data", "audit")
_HERE = Path(__file__)
_CSS = f"<style>{_HERE.with_suffix('.css').read_text(encoding='utf-8')}</style>"
_JS = _HERE.with_suffix(".js").read_text(encoding="utf-8")


def on() -> bool:
    """Whether the visitor presents."""
    return presenting()


def offer() -> None:
    """The button in the menu, and its key."""
    if st.button(
        say("Present"), key="present", shortcut="p", width="stretch", help=say("Big type, one message on a screen")
    ):
        st.query_params[PRESENT] = "1"
        st.rerun()


def dress() -> None:
    """The look of a presentation."""
    st.html(_CSS)


def bar(page: StreamlitPage) -> None:
    """The line at the bottom: which page this is, back, next, end; and the keys that do the same."""
    screens = _screens()
    at = next((at for at, screen in enumerate(screens) if screen.title == page.title), 0)
    before, after = _shown(screens[:at]), _shown(screens[at + 1 :])
    with st.bottom:
        said, back, forth, end = st.columns([5, 1, 1, 1], vertical_alignment="center")
        with said:
            _stage(at)
            _keys(screens[at])
        if back.button(say("Back"), key="present_back", shortcut="p", width="stretch") and before:
            go(before[-1].file)
        if forth.button(say("Next"), key="present_next", shortcut="n", width="stretch") and after:
            go(after[0].file)
        if end.button(say("End"), key="present_end", shortcut="Escape", width="stretch"):
            del st.query_params[PRESENT]
            st.rerun()


def _shown(screens: Sequence[Screen]) -> list[Screen]:
    """The screens a room is shown: adding files, putting packs together and the audit are work at a desk."""
    return [screen for screen in screens if screen.file not in LEFT_OUT]


def together(key: str) -> DeltaGenerator:
    """A container whose blocks stay on one view of a presentation."""
    return st.container(key=f"view-{key}")


def go(file: str) -> None:
    """Open another page, and go on presenting where one does."""
    st.switch_page(f"pages/{file}.py", query_params={PRESENT: "1"} if on() else None)


def _screens() -> list[Screen]:
    """The pages this visitor may use, in the order of the menu."""
    return [screen for screen in SCREENS if roles.may(screen.needs)]


@st.fragment(key=following.STAGE)
def _stage(at: int) -> None:
    following.drawn(following.STAGE)
    st.html(_where(_screens()[at], at))


def _where(screen: Screen, at: int) -> blocks.Safe:
    base = session.analysis()
    day = say("data to {as_of}", as_of=formats.day(base.company.as_of)) if base is not None else say("no data")
    plan = say("today's plan") if session.plan_name() == session.TODAY else session.plan_name()
    parts = f"<b>{blocks.text(screen.title)}</b> <span class='b-view' aria-live='polite'></span>"
    before, shown = _shown(_screens()[:at]), _shown(_screens())
    told = say(
        "{day} · {plan} · page {before} of {shown} · arrow keys, F full screen",
        day=day,
        plan=plan,
        before=len(before) + 1,
        shown=len(shown),
    )
    return blocks.Safe(f'<p class="b-stage">{parts}<span>{blocks.text(told)}</span></p>')


def _keys(screen: Screen) -> None:
    data: dict[str, Any] = {"page": screen.file}
    _component()(data=data, key="presenting")


@st.cache_resource(show_spinner=False)
def _component() -> Any:  # noqa: ANN401 - what Streamlit gives for a component has no public type
    """Registered once for the server."""
    return st.components.v2.component("balance_presenting", js=_JS)
