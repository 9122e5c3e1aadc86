"""The board pack on the screen: what it will say, and its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from balance import boardpack, packing, roles, store
from balance.boardpack import Outline, Slide
from balance.boardpack.slides import BarChart, Notice, Numbers, Points, Table, XYChart
from balance.errors import BalanceError
from balance.pipeline import Analysis
from balance.roles import Action
from balance.ui import admission, blocks, session
from balance.ui.show import show

NEEDS_A_BROWSER = ("pdf",)
"""Formats that some machines cannot write."""


def outline(analysis: Analysis) -> Outline:
    """The slides for the date and plan in force."""
    return _outline(_key(analysis), analysis)


def _key(analysis: Analysis) -> str:
    """Changes with everything the slides quote: the answer, the way here, and what people kept."""
    kept = session.open_store()
    if not roles.may(Action.TRACE):
        return (
            f"{analysis.report.data_hash}|{session.told()}|{len(session.trail())}|{sorted(roles.acting().units or ())}"
        )
    said = [(row.name, row.version) for row in store.scenarios(kept)], store.decisions(kept)
    report = analysis.report
    return f"{report.data_hash}|{report.scenario}|{session.told()}|{len(session.trail())}|{said}"


def file(analysis: Analysis) -> tuple[str, bytes | Callable[[], bytes] | None, str]:
    """The format chosen on the page, the file's content, and why there is none where this machine cannot write it.

    The content is written when somebody asks for the file; only what some machines cannot write is tried at once.
    """
    chosen = st.segmented_control(
        "Format", list(boardpack.FORMATS), default="pptx", required=True, key="format",
        format_func=lambda known: boardpack.FORMATS[known].name, label_visibility="collapsed",
    )  # fmt: skip
    key = f"{_key(analysis)}|{chosen}"
    write = admission.as_now(partial(_content, key, outline(analysis), chosen))
    try:
        return chosen, write() if chosen in NEEDS_A_BROWSER else write, ""
    except BalanceError as error:
        return chosen, None, str(error)


def download(analysis: Analysis) -> None:
    """The choice of format and the button that saves the file."""
    chosen, content, trouble = file(analysis)
    known = boardpack.FORMATS[chosen]
    if content is None:
        show(blocks.box(f"{known.name} cannot be written on this machine", trouble, status="not written"))
        return
    st.download_button(
        f"Download {known.name}",
        data=content,
        file_name=boardpack.file_name(outline(analysis), chosen),
        type="primary",
        key="download",
        mime=known.content_type,
    )


def preview(at: int, slide: Slide) -> blocks.Safe:
    """What one slide says, in the order it says it."""
    facts: dict[str, object] = {}
    for number, block in enumerate(slide.blocks):
        title, said = _told(block)
        name = title or f"Part {number + 1}"
        facts[name] = f"{facts[name]}; {said}" if name in facts else said
    return blocks.cards([(f"Slide {at}: {slide.title}", {"": slide.subtitle} | facts)])


def _told(block: object) -> tuple[str, str]:
    match block:
        case Numbers():
            return "Numbers", "; ".join(f"{item.label} {item.value} {item.unit}".strip() for item in block.items)
        case XYChart() | BarChart():
            return "Chart", block.title
        case Table():
            return "Table", block.title or block.alt
        case Points():
            return block.title, "; ".join(
                ": ".join(part for part in (item.head, item.text.removesuffix(".")) if part) for item in block.items
            )
        case Notice():
            return "Note", block.title
        case _:
            return "", ""


@st.cache_resource(max_entries=8, show_spinner=False)
def _outline(key: str, _analysis: Analysis) -> Outline:
    return packing.outline_of(_analysis, session.trail(), kept=session.open_store())


@st.cache_data(max_entries=8, show_spinner=False)
def _content(key: str, _outline: Outline, _format: str) -> bytes:
    return boardpack.render(_outline, _format)
