"""One part of the screen of security in delivery: what was found, its picture or table, and what it cannot say."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from balance.figures import Figure
from balance.findings import Finding
from balance.report import Report
from balance.securing import Assessment
from balance.ui import blocks, security
from balance.ui.show import figure, show


def part(
    told: Finding, key: str, chart: Callable[..., tuple[Figure, security.Told]], *given: object, shown: bool
) -> None:
    """A finding with its picture, where there is anything to draw, its table, its rows and its caveats."""
    if shown:
        drawn, (columns, rows) = chart(*given)
        figure(drawn, key, title=told.headline.removesuffix("."), how_to_read=told.text, columns=columns, rows=rows)
    else:
        show(blocks.section(told.headline.removesuffix("."), told.text))
    show(blocks.caveats(told.caveats))


def table(told: Finding, rows: blocks.Safe) -> None:
    """A finding with its table and its caveats."""
    show(blocks.section(told.headline.removesuffix("."), told.text), rows, blocks.caveats(told.caveats))


def assessments(told: Finding, found: Assessment, report: Report) -> None:
    """The open initiatives that expose most, and the others on request."""
    show(blocks.section(told.headline.removesuffix("."), told.text))
    if len(found.initiatives):
        show(security.assessments_table(found, report))
    if len(found.initiatives) > security.MOST_ASSESSED:
        rest = len(found.initiatives) - security.MOST_ASSESSED
        with st.expander(f"Show the other {rest}", key="assessments_rest", type="compact"):
            show(security.assessments_table(found, report, security.MOST_ASSESSED, None))
    show(blocks.caveats(told.caveats))
