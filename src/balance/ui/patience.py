"""While a page takes long to be made: a sentence in its place that says so, until the page is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from balance.language import say

LONG_SECONDS = 3.0
"""After this long an empty place looks like a fault."""

_OVER: ContextVar[Callable[[], None] | None] = ContextVar("over", default=None)
"""What ends the waiting of the page that is made just now."""


@contextmanager
def told() -> Iterator[None]:
    """Whoever still sees nothing of what is made meanwhile after `LONG_SECONDS` is told why, and that it comes."""
    over = _sentence_to_come(
        say(
            "With this much data this takes a while: it is read and worked out once for all who look. "
            "The page comes by itself."
        )
    )
    before = _OVER.set(over)
    try:
        yield
    finally:
        _OVER.reset(before)
        over()


def over() -> None:
    """The page is there, or the head of it: nobody has to be told any more."""
    ends = _OVER.get()
    if ends is not None:
        ends()


def _sentence_to_come(sentence: str) -> Callable[[], None]:
    """Have a sentence stand here after a while; what is given back takes it away, or keeps it from coming."""
    place, lock = st.empty(), threading.Lock()
    said, ended = threading.Event(), threading.Event()

    def tell() -> None:
        with lock:
            if not ended.is_set():
                said.set()
                place.info(sentence, icon=":material/hourglass_top:")

    def end() -> None:
        clock.cancel()
        with lock:
            to_take_away = said.is_set() and not ended.is_set()
            ended.set()
        if to_take_away:
            place.empty()

    clock = threading.Timer(LONG_SECONDS, tell)
    clock.daemon = True
    add_script_run_ctx(clock, get_script_run_ctx())
    clock.start()
    return end
