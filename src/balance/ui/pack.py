"""The board pack on the screen: what it will say, and its file."""

from __future__ import annotations

import streamlit as st

from balance import boardpack, packing
from balance.boardpack import Outline, Slide
from balance.boardpack.slides import BarChart, Notice, Numbers, Points, Table, XYChart
from balance.pipeline import Analysis
from balance.ui import blocks, session


def outline(analysis: Analysis) -> Outline:
    """The slides for the date and plan in force."""
    trail = session.trail()
    return _outline(f"{analysis.report.data_hash}|{analysis.report.scenario}|{session.told()}|{len(trail)}", analysis)


def content(analysis: Analysis) -> bytes:
    """The PowerPoint file."""
    return _content(f"{analysis.report.data_hash}|{session.told()}|{len(session.trail())}", outline(analysis))


def name(built: Outline) -> str:
    """The name of the file."""
    return boardpack.file_name(built)


def preview(at: int, slide: Slide) -> blocks.Safe:
    """What one slide says, in the order it says it."""
    facts: dict[str, object] = {}
    for number, block in enumerate(slide.blocks):
        title, said = _told(block)
        facts[title or f"Part {number + 1}"] = said
    return blocks.cards([(f"{at}  {slide.title}", {"": slide.subtitle} | facts)])


def _told(block: object) -> tuple[str, str]:
    match block:
        case Numbers():
            return "Numbers", "; ".join(f"{item.label} {item.value} {item.unit}".strip() for item in block.items)
        case XYChart() | BarChart():
            return "Chart", block.title
        case Table():
            return "Table", block.title or block.alt
        case Points():
            return block.title, "; ".join(f"{item.head} {item.text}".strip() for item in block.items)
        case Notice():
            return "Note", block.title
        case _:
            return "", ""


@st.cache_resource(max_entries=8, show_spinner=False)
def _outline(key: str, _analysis: Analysis) -> Outline:
    return packing.outline_of(_analysis, session.trail())


@st.cache_data(max_entries=8, show_spinner=False)
def _content(key: str, _outline: Outline) -> bytes:
    return boardpack.render(_outline)
