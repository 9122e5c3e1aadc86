"""Puts blocks and figures on the screen: HTML as it is, figures with their alt text and, on request, their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from string import punctuation
from zlib import crc32

import streamlit as st

from balance.figures import CONFIG, Figure, alt_of, enlarged
from balance.language import label, say
from balance.ui import blocks
from balance.ui.address import presenting

LARGER = 1.4
"""Times as large as on a desk: figures before a room."""
JOINER = "\N{WORD JOINER}"
_ALIVE = re.compile(r"(?i)(?<=www)(?=\.)|(?=[:@])|(?<=[-<>~=])(?=[-<>~=])")


def show(*parts: blocks.Safe) -> None:
    """Blocks, one under the other."""
    body = "".join(parts)
    if body:
        st.html(body)


def figure(
    drawn: Figure,
    key: str,
    *,
    title: str = "",
    how_to_read: str = "",
    columns: Sequence[blocks.Column] = (),
    rows: Sequence[Sequence[object]] | Callable[[], Sequence[Sequence[object]]] = (),
    picked: Callable[[], None] | None = None,
) -> None:
    """A figure under its finding; its numbers stand in a table below for who cannot or will not read the picture.

    With `picked`, points can be clicked; it is called before the page is drawn again. Rows that are to be asked for
    are asked for once somebody opens the table: for figures that are drawn anew with every move of a slider.
    """
    if title:
        show(blocks.section(title, how_to_read))
    if presenting():
        drawn = enlarged(drawn, LARGER)
    st.plotly_chart(
        drawn,
        theme=None,
        key=key,
        config=CONFIG,
        alt=alt_of(drawn),
        width="stretch",
        height="content",
        on_select=picked or "ignore",
        selection_mode="points",
    )
    if presenting():
        return
    if columns:
        _as_table(f"{key}_table", columns, rows)
    from balance.ui import where_from  # it shows figures' rows by the functions of this module

    where_from.of_figure(key)


def _as_table(
    key: str,
    columns: Sequence[blocks.Column],
    rows: Sequence[Sequence[object]] | Callable[[], Sequence[Sequence[object]]],
) -> None:
    if not callable(rows):
        with st.expander(say("Show as table"), key=key, type="compact"):
            show(blocks.table(columns, rows))
        return
    opened = st.expander(say("Show as table"), key=key, type="compact", on_change="rerun")
    if opened.open:
        with opened:
            show(blocks.table(columns, rows()))


def line(said: object) -> str:
    """Text from data on one line, for lists to choose from: Streamlit shows those exactly as written.

    >>> line(" two\\n lines ")
    'two lines'
    """
    return " ".join(label(str(said)).split())


def markdown(said: object) -> str:
    """Text from data made harmless where Streamlit reads Markdown: labels, buttons and radio options.

    Addresses, shortcodes and arrows are recognised after escapes are taken away, so they are parted by a mark
    that nobody sees.

    >>> markdown("a [link](x) $1$ *b*").replace(JOINER, "")
    'a \\\\[link\\\\]\\\\(x\\\\) \\\\$1\\\\$ \\\\*b\\\\*'
    """
    parted = _ALIVE.sub(JOINER, line(said))
    return "".join(f"\\{letter}" if letter in punctuation else letter for letter in parted)


def renewed(key: str, labels: Iterable[str]) -> str:
    """The key of a choice whose labels may change: new labels make a new widget, so that no old one stays in sight."""
    return f"{key}-{crc32(repr(list(labels)).encode()):x}"


def spoken(said: object) -> str:
    """The words of a text from data, for labels that only screen readers meet: nothing in it can take effect.

    >>> spoken("![x](http://a.b/c.png) **Planned** finish")
    'x http a b c png Planned finish'
    """
    return " ".join("".join(letter if letter.isalnum() else " " for letter in str(said)).split()) or "unnamed"
