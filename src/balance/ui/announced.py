"""What comes of a slider, said to who cannot see it: the verdict and its numbers, once the slider has come to rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def changes_of(part: str) -> None:
    """Have said what changes in the container of that key, by a line that stays while the page is drawn anew."""
    data: dict[str, Any] = {"part": part}
    with st.container(key="announced"):
        _component()(data=data, key=f"announced-{part}")


@st.cache_resource(show_spinner=False)
def _component() -> Any:  # noqa: ANN401 - what Streamlit gives for a component has no public type
    """Registered once for the server."""
    return st.components.v2.component("balance_announced", js=_JS)
