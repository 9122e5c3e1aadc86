"""Under a page's numbers: what a careful person would add, and what the data can neither show nor exclude of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from balance.findings import cautions
from balance.language import say
from balance.report import Report
from balance.ui import blocks
from balance.ui.show import show

TOUCHING: dict[str, Collection[str]] = {
    "risk": cautions.RISK,
    "velocity": cautions.DELIVERY | {"load_on_delivery"},
    "trade_off": cautions.EFFECTS,
    "what_if": cautions.PLANS,
    "data_quality": (),
}
"""The numbers each page is about; none: all of them."""


def under(page: str, report: Report, caveats: Sequence[str]) -> None:
    """The caveats of a page, and folded away below them what no data of this size can tell of its numbers."""
    show(said(page, report, caveats))
    unseen(page, report)


def said(page: str, report: Report, caveats: Sequence[str]) -> blocks.Safe:
    """The caveats of a page that are not folded away."""
    lines = cautions.cannot_be_told(report, TOUCHING[page])
    return blocks.caveats([caveat for caveat in caveats if caveat not in lines])


def unseen(page: str, report: Report) -> None:
    """Folded away: what no data of this size can tell of a page's numbers, whatever the plan."""
    lines = cautions.cannot_be_told(report, TOUCHING[page])
    if lines:
        label = say("What the data can neither show nor exclude ({lines})", lines=len(lines))
        with st.expander(label, key=f"unseen_{page}", type="compact"):
            show(blocks.caveats(lines))
