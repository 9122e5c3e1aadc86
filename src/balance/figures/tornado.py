"""What each assumption moves: for each, how far two numbers go between the ends of its likely range, largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, plain, row_height, row_name, write
from balance.figures.tokens import Mode, Tokens, tokens
from balance.language import say

MOST_ROWS = 12
_ROW = 30
_GAP = 0.24
"""Room between the panels, in panels: the numbers at the ends of the bars stand there."""

_SHORT = 0.015
"""A bar shorter than this share of its panel is drawn and not labelled."""


@dataclass(frozen=True)
class Panel:
    """One number: its name, where it stands, how that is said (in full and at a bar), and whether more is better."""

    title: str
    base: float
    said: str
    short: str
    more_is_better: bool


@dataclass(frozen=True)
class Moved:
    """One assumption: its name, its likely range as said, and for each panel the number at the low and the high end."""

    name: str
    span: str
    ends: tuple[tuple[float, float], ...]
    said: tuple[tuple[str, str], ...]


def tornado_chart(
    panels: Sequence[Panel],
    rows: Sequence[Moved],
    *,
    mode: Mode = "light",
    phone: bool = False,
    narrow: bool = False,
) -> go.Figure:
    """Bars from where a number stands to where it goes; better is filled, worse is hatched.

    Args: one or two panels; assumptions in the order to show, of which the first twelve are drawn; whether a phone
    shows it, or a narrow window, where the numbers at the ends are left to the table.
    """
    shown = rows[:MOST_ROWS]
    left, right = (150, 8) if phone else (240, 16) if narrow else (390, 64)
    height = 70 + row_height((row.name for row in shown), _longest(phone), _ROW) * max(len(shown), 1)
    figure = canvas(mode, height, _alt(panels, shown), left=left, right=right, top=52, bottom=10)
    width = max(len(panels), 1) * (1 + _GAP) - _GAP
    figure.x_axis(range=[0, width], visible=False)
    figure.y_axis(range=[len(shown) - 0.5, -0.6], visible=False)
    for at, row in enumerate(shown):
        _name(figure, at, row, mode, phone, narrow)
    for at, panel in enumerate(panels):
        _panel(figure, at, panel, shown, mode, phone or narrow)
    return figure.drawn()


def _name(figure: Sketch, at: int, row: Moved, mode: Mode, phone: bool, narrow: bool) -> None:
    side: dict[str, Any] = {"y": at, "yref": "y", "x": 0, "xref": "paper", "mode": mode}
    write(figure, row_name(row.name, _longest(phone)), xanchor="left", xshift=-figure.left, **side)
    if not phone and not narrow:
        colour = tokens(mode).ink2
        write(figure, plain(row.span), xanchor="right", xshift=-70, size=SMALL, colour=colour, **side)


def _longest(phone: bool) -> int:
    return 21 if phone else 34


def _panel(figure: Sketch, at: int, panel: Panel, rows: Sequence[Moved], mode: Mode, small: bool) -> None:
    colours, offset = tokens(mode), at * (1 + _GAP)
    reach = [end for row in rows for end in row.ends[at]] + [panel.base]
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0

    def place(value: float) -> float:
        return offset + (value - low) / span

    head: dict[str, Any] = {"x": place(panel.base), "xref": "x", "y": 1, "yref": "paper", "mode": mode}
    told = f"<b>{plain(panel.title)}</b><br>{plain(panel.said)}"
    write(figure, told, yanchor="bottom", yshift=2, align="center", size=SMALL if small else 14, **head)
    for better in (True, False):
        _bars(figure, at, panel, rows, place, better, colours)
    x = place(panel.base)
    figure.scatter(x=[x, x], y=[-0.6, len(rows) - 0.5], mode="lines", hoverinfo="skip",
                   line={"color": colours.ink, "width": 1.5})  # fmt: skip
    if not small:
        _labels(figure, at, panel, rows, place, mode)


def _bars(
    figure: Sketch, at: int, panel: Panel, rows: Sequence[Moved], place: Any, better: bool, colours: Tokens  # noqa: ANN401
) -> None:  # fmt: skip
    """All bars of one panel that lead to a better number, or to a worse one."""
    reach = [_furthest(row.ends[at], panel, better) for row in rows]
    marker: dict[str, Any] = {"color": colours.good if better else colours.bads}
    if not better:
        marker |= {"line": {"color": colours.bad, "width": 1},
                   "pattern": {"shape": "/", "fgcolor": colours.bad, "bgcolor": colours.bads, "size": 6}}  # fmt: skip
    drawn = [(y, end) for y, end in enumerate(reach) if end != panel.base]
    figure.bar(
        x=[place(end) - place(panel.base) for _, end in drawn], base=[place(panel.base)] * len(drawn),
        y=[y for y, _ in drawn], orientation="h", width=0.56, marker=marker, hoverinfo="skip",
    )  # fmt: skip


def _furthest(ends: tuple[float, float], panel: Panel, better: bool) -> float:
    """The end that lies furthest on the better, or the worse, side; where it stands if none does."""
    up = panel.more_is_better == better
    return max(*ends, panel.base) if up else min(*ends, panel.base)


def _labels(figure: Sketch, at: int, panel: Panel, rows: Sequence[Moved], place: Any, mode: Mode) -> None:  # noqa: ANN401
    """The number at each end of a bar that is long enough to see."""
    for y, row in enumerate(rows):
        said_here: list[str] = []
        for value, said in zip(row.ends[at], row.said[at], strict=True):
            if abs(place(value) - place(panel.base)) < _SHORT or said == panel.short:
                continue
            if value != _furthest(row.ends[at], panel, (value > panel.base) == panel.more_is_better):
                continue  # both ends lie on one side: the bar ends at the other
            if said in said_here:
                continue
            said_here.append(said)
            right = value > panel.base
            write(figure, plain(said), x=place(value), xref="x", y=y, yref="y", mode=mode, size=SMALL,
                  xanchor="left" if right else "right", xshift=5 if right else -5)  # fmt: skip


def _alt(panels: Sequence[Panel], rows: Sequence[Moved]) -> str:
    told = [
        say(
            "{name} from {span}: {moved}", name=row.name, span=row.span,
            moved=", ".join(
                say("{title} {low} to {high}", title=panel.title, low=low, high=high)
                for panel, (low, high) in zip(panels, row.said, strict=True)
            ),
        )
        for row in rows
    ]  # fmt: skip
    return say("What each assumption moves, largest first: {told}.", told="; ".join(told) or say("none"))
