"""While a page takes long to be made: a sentence in its place that says so, until the page is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from balance.language import say

LONG_SECONDS = 3.0
"""After this long an empty place looks like a fault."""


@contextmanager
def told() -> Iterator[None]:
    """Whoever still waits for what is made meanwhile after `LONG_SECONDS` is told why, and that it comes by itself."""
    place, lock, said, over = st.empty(), threading.Lock(), threading.Event(), threading.Event()
    sentence = say(
        "With this much data this takes a while: it is read and worked out once for all who look. "
        "The page comes by itself."
    )

    def tell() -> None:
        with lock:
            if not over.is_set():
                said.set()
                place.info(sentence, icon=":material/hourglass_top:")

    clock = threading.Timer(LONG_SECONDS, tell)
    clock.daemon = True
    add_script_run_ctx(clock, get_script_run_ctx())
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        with lock:
            over.set()
        if said.is_set():
            place.empty()
