"""How long pages and a slider's answers take to make, and for whom, told to the log and to metrics."""

from __future__ import annotations

import functools
import hashlib
import secrets
import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from balance.happening import Facts, happened, who_asks
from balance.ui import admission

_ASKED = "asked_at"
_RUNS: WeakKeyDictionary[object, str] = WeakKeyDictionary()
"""The id of each run of a page, or of a part of one, while it lasts."""


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


def _who() -> Facts:
    """The visitor's session, request and person, as ids that open nothing; nothing for the page made at the start."""
    here = get_script_run_ctx(suppress_warning=True)  # most threads work for nobody
    if here is None or here.context_info is None:  # no browser is behind it
        return {}
    told = {"session": hashlib.sha256(here.session_id.encode()).hexdigest()[:12]}
    run = here.parallel_coordinator  # one is made for each run
    if run is not None:
        told["request"] = _RUNS.setdefault(run, secrets.token_hex(4))
    person = admission.counted_as()
    return told | ({"person": person} if person else {})


who_asks(_who)
