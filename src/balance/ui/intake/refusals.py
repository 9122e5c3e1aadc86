"""What the store refuses, said in one sentence where a person looks; never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from balance.errors import BalanceError
from balance.ui import blocks
from balance.ui.show import show


@contextmanager
def in_place() -> Iterator[None]:
    """While something is shown: the refusal stands in its place."""
    try:
        yield
    except BalanceError as error:
        show(blocks.box("This cannot be read just now", str(error), status="look", tone="open", mark="○"))


@contextmanager
def on_top() -> Iterator[None]:
    """While something is changed: the refusal stands above the page, and nothing was changed."""
    try:
        yield
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
    else:
        st.session_state.pop("not_updated", None)
