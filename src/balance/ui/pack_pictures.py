"""The slides of a pack as pictures: one large, and all of them small below.

A picture is what the web page and the PDF show, as an image in which no text of the data can come alive.
"""

from __future__ import annotations

import base64
import hashlib
import pickle

import streamlit as st

from balance.boardpack import Outline, html
from balance.language import noted, say
from balance.ui import blocks, session
from balance.ui.pack import NAMES
from balance.ui.show import line, renewed, show

ACROSS = 3
"""Small pictures in a row."""

_CALLED = NAMES | {"followed": noted("Earlier decisions"), "incident": noted("Incident")}


def choose(outline: Outline) -> int:
    """Which slide is looked at, counted from 0."""
    labels = _labels(outline)
    picked = st.pills(
        say("Slide"), list(range(len(labels))), default=0, required=True, key=renewed("pack_slide", labels),
        format_func=labels.__getitem__, label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
    return picked if isinstance(picked, int) else 0


def _labels(outline: Outline) -> list[str]:
    """Number and name of each slide; of slides that share a name only the first has it."""
    names = [say(_CALLED.get(slide.key, NAMES["appendix"])) for slide in outline.slides]
    return [f"{at} {name}" if name not in names[: at - 1] else str(at) for at, name in enumerate(names, start=1)]


def large(outline: Outline, at: int) -> None:
    """One slide, as wide as there is room."""
    st.image(_picture(_seal(outline), at, outline), alt=_said(outline, at), width="stretch")
    notes = outline.slides[at].notes
    with st.expander(say("What the speaker should know"), key=f"pack_notes_{at}", type="compact"):
        show(blocks.caveats(notes))


def small(outline: Outline) -> None:
    """All slides, in rows."""
    if session.phone():
        return
    seal = _seal(outline)
    show(blocks.section("All slides", "As the web page and the PDF show them; PowerPoint is laid out alike."))
    for first in range(0, len(outline.slides), ACROSS):
        for side, at in zip(st.columns(ACROSS), range(first, min(first + ACROSS, len(outline.slides))), strict=False):
            side.image(_picture(seal, at, outline), alt=_said(outline, at), width="stretch")


def _said(outline: Outline, at: int) -> str:
    return line(say("Slide {at}: {title}", at=at + 1, title=outline.slides[at].title))


def _seal(outline: Outline) -> str:
    return hashlib.sha256(pickle.dumps(outline)).hexdigest()


@st.cache_data(max_entries=60, show_spinner=False)
def _picture(seal: str, at: int, _outline: Outline) -> str:
    drawn = html.picture(_outline, at + 1)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
