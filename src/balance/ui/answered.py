"""Under the head of a screen: what it cannot answer with what is loaded, and what one more column would add."""

from __future__ import annotations

import streamlit as st

from balance import formats
from balance.findings.answered import Answered, answered, wanted
from balance.language import say
from balance.ui import blocks, session
from balance.ui.address import presenting
from balance.ui.show import show


def of_page(title: str) -> None:
    """One line and, folded away, the whole list; nothing where every answer of the screen is given."""
    base = session.analysis()
    if base is None or presenting():
        return
    told = answered(title, base.company)
    if not told.open:
        return
    count = len(told.given) + len(told.open)
    label = say("{given} of {all} answers of this screen can be given. {next}.",
                given=formats.word(len(told.given)).capitalize() if told.given else say("None"),
                all=formats.word(count), next=told.next)  # fmt: skip
    with st.expander(label, key=f"answered-{title}", type="compact"):
        show(_table(told))


def of_empty(title: str) -> None:
    """With nothing loaded yet: every answer of the screen, and the lists and columns it takes."""
    rows = [(words, formats.listed(needs)) for words, needs in wanted(title)]
    if rows and not presenting():
        show(
            blocks.section(
                "What this screen will answer",
                "Each with what stands beside it; one of the two lists is enough to begin.",
            ),
            blocks.table([blocks.Column("Answer"), blocks.Column("Needs")], rows),
        )


def _table(told: Answered) -> blocks.Safe:
    columns = [blocks.Column("Answer"), blocks.Column("Can it be given?"), blocks.Column("Needs", width="45%")]
    rows: list[tuple[object, ...]] = [(words, say("○ not yet"), formats.listed(lacks)) for words, lacks in told.open]
    rows += [(words, say("● yes"), None) for words in told.given]
    return blocks.table(columns, rows)
