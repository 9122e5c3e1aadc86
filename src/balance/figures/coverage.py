"""Is the record getting better? The share of incidents with a loss and with a link, quarter by quarter."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, name_axes, write
from balance.figures.tokens import Mode, tokens
from balance.language import noted, say

LINES = (
    (
        "with_loss",
        noted("{share} carry a loss"),
        noted("carry a loss: {first} of 100 in {start}, {last} in {end}"),
        "circle",
        "solid",
    ),
    (
        "linked",
        noted("{share} are linked"),
        noted("are linked: {first} of 100 in {start}, {last} in {end}"),
        "diamond-open",
        "dot",
    ),
)
LEAST, APART = 0.04, 0.08
"""Labels of two ends closer than this, as a share of the axis, are pushed apart."""


def coverage(record: pd.DataFrame, *, mode: Mode = "light", phone: bool = False, height: int = 270) -> go.Figure:
    """Two lines, 0 to 100: `record` has quarter_end, incidents, with_loss and linked (0..1), oldest first."""
    figure = canvas(mode, height, _alt(record), left=36, right=124)
    figure.y_axis(range=[0, 104], tickvals=[0, 25, 50, 75, 100])
    name_axes(figure, y=say("Of 100 incidents of the quarter"), mode=mode)
    names = [formats.quarter(end) for end in record["quarter_end"]]
    shown = names[:: -(-len(names) // (3 if phone else 6)) or 1]
    figure.x_axis(type="category", tickvals=shown, ticktext=shown, tickangle=0)
    for name, _, _, symbol, dash in LINES:
        _line(figure, names, record[name], symbol, dash, mode)
    _ends(figure, record, mode)
    return figure.drawn()


def _line(figure: Sketch, names: list[str], shares: pd.Series, symbol: str, dash: str, mode: Mode) -> None:
    colours = tokens(mode)
    figure.scatter(
        x=names,
        y=shares.to_numpy(dtype=float) * 100,
        mode="lines+markers",
        line={"color": colours.ink if dash == "solid" else colours.ink2, "width": 1.8, "dash": dash},
        marker={"size": 7, "symbol": symbol, "color": colours.ink if dash == "solid" else colours.ink2},
        hovertemplate=say("%{x}: %{y:.0f} of 100<extra></extra>"),
    )


def _ends(figure: Sketch, record: pd.DataFrame, mode: Mode) -> None:
    """Each line is named at its end, one clear of the other."""
    last = record.iloc[-1] if len(record) else None
    if last is None:
        return
    places = _apart(*(float(last[name]) if pd.notna(last[name]) else 0.0 for name, *_ in LINES))
    for at, (name, said, *_) in enumerate(LINES):
        figure_text = say(said, share=_counted(last[name]))
        write(
            figure, figure_text, x=1, y=100 * places[at], xref="paper", xanchor="left", xshift=6, mode=mode,
            colour=tokens(mode).ink if at == 0 else tokens(mode).ink2, size=SMALL,
        )  # fmt: skip


def _counted(share: float) -> str:
    """A share that was counted may be none or all, which no chance is.

    >>> _counted(1.0), _counted(0.996), _counted(0.0)
    ('100', 'over 99', '0')
    """
    return {0.0: "0", 1.0: "100"}.get(float(share), formats.in_100(share))


def _apart(first: float, second: float) -> tuple[float, float]:
    """Where the names of two ends stand, as shares of the axis: on it, and clear of each other.

    >>> [round(place, 2) for place in (*_apart(0.9, 0.3), *_apart(0.0, 0.0), *_apart(0.98, 1.0))]
    [0.9, 0.3, 0.2, 0.04, 0.84, 1.0]
    """
    low, high = sorted((first, second))
    lack = max(2 * APART - (high - low), 0.0) / 2
    low = max(low - lack, LEAST)
    high = min(max(high + lack, low + 2 * APART), 1.0)
    low = min(low, high - 2 * APART)
    return (high, low) if first >= second else (low, high)


def _alt(record: pd.DataFrame) -> str:
    if not len(record):
        return say("No incident is recorded.")
    first, last = record.iloc[0], record.iloc[-1]
    told = "; ".join(
        say(
            said,
            first=formats.in_100(first[name]),
            start=formats.quarter(first["quarter_end"]),
            last=formats.in_100(last[name]),
            end=formats.quarter(last["quarter_end"]),
        )
        for name, _, said, *_ in LINES
    )
    return say("Share of incidents by quarter that {told}.", told=told)
