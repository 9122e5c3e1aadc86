"""How much of each technology is behind a guardrail, beside what moves onto it: one bar per technology.

The filled part is covered at least; the outlined part only if no two guardrails overlap.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, name_axes, plain, records, row_name, write
from balance.figures.tokens import Mode, tokens
from balance.language import noted, say

MOST_ROWS = 14
_ROW = 34


def coverage_rows(rows: pd.DataFrame, *, currency: str, mode: Mode = "light", phone: bool = False) -> go.Figure:
    """One row per technology in the order given, at most fourteen.

    `rows`: technology, at_least, at_most (0..1, NaN not stated), initiatives, value (currency).
    """
    shown = rows.head(MOST_ROWS).reset_index(drop=True)
    left, right = (92, 84) if phone else (116, 190)
    figure = canvas(mode, 88 + _ROW * max(len(shown), 1), _alt(shown, currency), left=left, right=right, top=40,
                    bottom=48)  # fmt: skip
    figure.x_axis(range=[0, 103], tickvals=[0, 25, 50, 75, 100], showgrid=True)
    figure.y_axis(range=[len(shown) - 0.4, -0.7], visible=False)
    name_axes(figure, x=say("Behind a guardrail, in 100"), mode=mode)
    colours = tokens(mode)
    heads = ((say("moves onto it"), right),) if phone else ((say("initiatives"), 92), (say("value a year"), right))
    for head, shift in heads:
        write(figure, head, x=1, y=1, paper=True, mode=mode, size=SMALL, colour=colours.ink2, xanchor="right",
              yanchor="bottom", xshift=shift, yshift=4)  # fmt: skip
    for at, row in enumerate(records(shown)):
        _row(figure, at, row, currency, mode, right, phone)
    return figure.drawn()


def _row(figure: Sketch, at: int, row: dict[str, Any], currency: str, mode: Mode, right: int, phone: bool) -> None:
    colours = tokens(mode)
    side: dict[str, Any] = {"y": at, "yref": "y", "mode": mode}
    write(figure, row_name(row["technology"], 12 if phone else 15), x=0, xref="paper", xanchor="left",
          xshift=-figure.left, **side)  # fmt: skip
    moves = int(row["initiatives"])
    if not phone:
        write(figure, f"{moves}", x=1, xref="paper", xanchor="right", xshift=92, **side)
    write(figure, formats.money(row["value"], currency), x=1, xref="paper", xanchor="right", xshift=right, **side)
    least, most = row["at_least"], row["at_most"]
    if not formats.sayable(least):
        write(figure, say("not stated"), x=1, xref="x", xanchor="left", colour=colours.ink2, **side)
        return
    if most <= 0:
        bare = {"colour": colours.bad, "bold": True} if moves else {"colour": colours.ink2}
        write(
            figure,
            say("▲ no guardrail") if moves else say("no guardrail"),
            x=1,
            xref="x",
            xanchor="left",
            **bare,
            **side,
        )
        return
    _bars(figure, at, 100 * least, 100 * most, row, mode)


def _bars(figure: Sketch, at: int, least: float, most: float, row: dict[str, Any], mode: Mode) -> None:
    colours = tokens(mode)
    ends = (
        formats.chance(least / 100)
        if round(least) == round(most)
        else say("{low} to {high} in 100", low=round(least), high=round(most))
    )
    names = ", ".join(str(name) for name in row.get("guardrails", ()))
    said = plain(
        say(
            "{technology}: {ends} behind {names}",
            technology=row["technology"],
            ends=ends,
            names=names or say("a guardrail"),
        ),
        160,
    )
    figure.bar(
        x=[most], y=[at], orientation="h", width=0.5, hoverinfo="text", text=[said], textposition="none",
        marker={"color": colours.bg, "line": {"color": colours.ink2, "width": 1}},
    )  # fmt: skip
    figure.bar(
        x=[least], y=[at], orientation="h", width=0.5, hoverinfo="text", text=[said], textposition="none",
        marker={"color": colours.mark},
    )  # fmt: skip


def _told(row: dict[str, Any]) -> str:
    if not formats.sayable(row["at_least"]):
        return noted("{technology} not stated, {initiatives}")
    if row["at_most"] > 0:
        return noted("{technology} {at_least} to {at_most} in 100, {initiatives} worth {value} a year")
    return noted("{technology} no guardrail, {initiatives}")


def _alt(shown: pd.DataFrame, currency: str) -> str:
    told = [
        say(
            _told(row), technology=row["technology"], at_least=formats.in_100(row["at_least"]),
            at_most=formats.in_100(row["at_most"]), initiatives=formats.count(row["initiatives"], "initiative"),
            value=formats.money(row["value"], currency),
        )
        for row in records(shown)
    ]  # fmt: skip
    return say("Behind a guardrail, by technology: {told}.", told="; ".join(told) or say("none"))
