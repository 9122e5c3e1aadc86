"""How long pages and a slider's answers take to make, told to the log and to metrics."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from balance.happening import happened

_ASKED = "asked_at"


def page(opened: StreamlitPage) -> None:
    """Make a page, and tell how long that took."""
    begun = time.perf_counter()
    try:
        opened.run()
    finally:
        happened("page", page=opened.url_path or "overview", seconds=round(time.perf_counter() - begun, 4))


def moved() -> None:
    """A slider was moved: from here on somebody waits for what answers it."""
    st.session_state[_ASKED] = time.perf_counter()


def slider(answer: Callable[[], None]) -> Callable[[], None]:
    """The same part of a page, which tells how long it took where it answers by itself, without its page."""

    @functools.wraps(answer)
    def measured() -> None:
        begun = st.session_state.pop(_ASKED, None) or time.perf_counter()
        try:
            answer()
        finally:
            here = get_script_run_ctx()
            if here is not None and here.fragment_ids_this_run:
                happened("slider", seconds=round(time.perf_counter() - begun, 4))

    return measured
