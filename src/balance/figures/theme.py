"""What every figure shares: an empty canvas in our colours, axes, text, alt text. No legend, no zoom, fixed height.

A figure's alt text lives in `layout.meta`; `alt_of` reads it. Sizes are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go

from balance.figures.sketch import Drawing, Sketch
from balance.figures.tokens import Mode, tokens
from balance.formats import separators

FAMILY = '"Source Sans", "Source Sans Pro", sans-serif'
SIZE = 14
SMALL = 13
LINES = (0, 0, 38, 55)
"""The least height of a row whose name stands in so many lines."""
NARROW = 24
"""In a column of fewer letters, as on a phone, a name may take a third line."""
PHONE_WIDTH = 350
MAIN_WIDTHS = (560.0, 700.0, 850.0)
"""Widths a figure of half a page is shown at, from a narrow window to a wide one; labels must stand clear at each."""
WIDE_WIDTHS = (600.0, 1170.0)
WHOLE_WIDTHS = (760.0, 1110.0, 1600.0)
HALF_WIDTHS = (430.0, 530.0, 800.0)
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def canvas(
    mode: Mode, height: int, alt: str, *, left: int = 40, right: int = 16, top: int = 36, bottom: int = 46
) -> Sketch:
    """An empty figure of fixed height in the colours of the mode, with its alt text."""
    colours = tokens(mode)
    text = {"family": FAMILY, "size": SIZE, "color": colours.ink}
    clear = "rgba(0,0,0,0)"
    return Sketch(
        {
            "height": height,
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
            "paper_bgcolor": clear,
            "plot_bgcolor": clear,
            "font": text,
            "hoverlabel": {"bgcolor": colours.alt, "bordercolor": colours.line, "font": text},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "uirevision": "keep",
            "datarevision": "drawn",  # a change makes a figure of its own; drawn again, the same data is not read anew
            "meta": alt,
            "barmode": "overlay",
            "template": "none",
            "separators": separators(),
            "xaxis": _axis(mode) | {"ticks": "outside", "showgrid": False},
            "yaxis": _axis(mode) | {"ticks": "", "showgrid": False},
        }
    )


def _axis(mode: Mode) -> dict[str, Any]:
    colours = tokens(mode)
    return {
        "fixedrange": True,
        "zeroline": False,
        "linecolor": colours.line,
        "linewidth": 1,
        "showline": True,
        "gridcolor": colours.grid,
        "gridwidth": 1,
        "tickcolor": colours.line,
        "ticklen": 5,
        "automargin": False,
        "tickfont": {"size": SIZE, "color": colours.ink2},
        "title": {"font": {"size": SIZE, "color": colours.ink}},
    }


def name_axes(figure: Sketch, *, x: str = "", y: str = "", mode: Mode) -> None:
    """Names the axes: x below its middle, y level above the axis, where people read it first."""
    if x:
        figure.x_axis(title={"text": x, "standoff": 8, "font": {"size": SIZE, "color": tokens(mode).ink}})
    if y:
        left = 6 - figure.left
        write(figure, y, x=0, y=1, mode=mode, paper=True, xanchor="left", yanchor="bottom", xshift=left, yshift=10)


def write(
    figure: Sketch,
    text: str,
    *,
    x: object,
    y: object,
    mode: Mode,
    colour: str = "",
    size: int = SIZE,
    bold: bool = False,
    paper: bool = False,
    backed: bool = False,
    **place: Any,  # noqa: ANN401 - whatever a text of a figure takes
) -> None:
    """Puts a line of text at a point of the data, or of the frame with `paper`."""
    colours = tokens(mode)
    refs = {"xref": "paper", "yref": "paper"} if paper else {}
    figure.annotation(
        x=x,
        y=y,
        text=f"<b>{text}</b>" if bold else text,
        font={"size": size, "color": colour or colours.ink},
        **{"align": "left", "showarrow": False}
        | refs
        | place
        | ({"bgcolor": colours.label, "borderpad": 1} if backed else {}),
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as plain values by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def alt_of(figure: go.Figure) -> str:
    """The sentence that stands for the figure where it cannot be seen."""
    return figure.alt if isinstance(figure, Drawing) else str(figure.layout.meta)


def plain(text: object, longest: int = 0) -> str:
    """Text from data made harmless for a figure: Plotly reads some tags and entities as markup.

    >>> plain("<b>ERP</b> & co"), plain("Order platform renewal", 14)
    ('&lt;b&gt;ERP&lt;/b&gt; &amp; co', 'Order platfor…')
    """
    words = " ".join(str(text).split())
    if longest and len(words) > longest:
        words = words[: longest - 1].rstrip() + "…"
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;")


def row_name(text: object, longest: int) -> str:
    """The name of a row, made harmless: on two lines where one is too short, in a narrow column on three.

    Beyond that its middle is left out: names of one programme are often told apart by how they end.

    >>> row_name("Order platform renewal", 14), row_name("Order platform renewal, second wave", 14)
    ('Order platform<br>renewal', 'Order platform<br>renewal,<br>second wave')
    >>> row_name("Order platform renewal, second wave", 25), row_name("Order platform renewal, the second wave", 14)
    ('Order platform renewal,<br>second wave', 'Order platform<br>renewal, the<br>second wave')
    >>> row_name("Order platform renewal and its reports in the north", 14)
    'Order platform<br>renewal and<br>…in the north'
    """
    most = 3 if longest < NARROW else 2
    longest = fitting(str(text), longest)
    lines = wrap(" ".join(str(text).split()), longest) or [""]
    last = " ".join(lines[most - 1 :])
    ends = [plain(_end(last, longest))] if last else []
    return "<br>".join([*map(plain, lines[: most - 1]), *ends])


def fitting(text: str, longest: int) -> int:
    """How many letters of this text are as wide as so many Latin ones: Chinese, Japanese and Korean are twice as wide.

    >>> fitting("Order platform", 14), fitting("支付平台", 14)
    (14, 7)
    """
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return max(round(longest * len(text) / (len(text) + wide)), 2) if wide else longest


def _end(words: str, longest: int) -> str:
    """The end of a text that is too long, from the beginning of a word where one begins there."""
    if len(words) <= longest:
        return words
    shown = words[-(longest - 1) :]
    whole = shown.partition(" ")[2] if words[-longest] != " " else shown
    return "…" + (whole if 2 * len(whole) > longest else shown).strip()


def row_height(names: Iterable[object], longest: int, usual: int) -> int:
    """How high each row of a figure is: the usual height, or more where a name takes two lines or three."""
    most = max((row_name(name, longest).count("<br>") + 1 for name in names), default=1)
    return max(usual, LINES[most])
