"""Who carries the risk: the largest contributions as bars, the sum printed at each."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.row_names import row_names
from balance.figures.theme import SMALL, canvas, records, row_height, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

MOST_ROWS = 10
_ROW = 30


def contribution(rows: pd.DataFrame, *, currency: str, mode: Mode = "light", phone: bool = False) -> go.Figure:
    """Expected loss next year by initiative, largest first; the share of the bad years beside it.

    `rows`: name, expected_annual_loss (currency), share_of_tail (0..1, NaN = not said).
    """
    shown = (
        rows.sort_values("expected_annual_loss", ascending=False, kind="stable").head(MOST_ROWS).reset_index(drop=True)
    )
    scale = formats.scale_of(*shown["expected_annual_loss"])
    left, right, longest = (128, 60, 18) if phone else (230, 150, 32)
    row_high = row_height(shown["name"], longest, _ROW)
    figure = canvas(
        mode, 40 + row_high * max(len(shown), 1), _alt(shown, currency), left=left, right=right, top=30, bottom=8
    )
    colours = tokens(mode)
    largest = float(shown["expected_annual_loss"].max()) if len(shown) else 1.0
    figure.x_axis(range=[0, (largest or 1.0) * 1.16], visible=False)
    figure.y_axis(
        range=[len(shown) - 0.5, -0.6], visible=True, showticklabels=False, linecolor=colours.ink2, showgrid=False
    )
    figure.bar(
        x=shown["expected_annual_loss"],
        y=list(range(len(shown))),
        orientation="h",
        width=0.56,
        marker={"color": colours.mark},
        hoverinfo="skip",
    )
    if not phone:
        write(
            figure,
            say("of the loss in bad years"),
            x=1,
            y=1,
            paper=True,
            mode=mode,
            size=SMALL,
            colour=colours.ink2,
            xanchor="right",
            yanchor="bottom",
            xshift=right,
        )
    names = row_names(shown["name"], longest)
    for i, row in enumerate(records(shown)):
        side: dict[str, Any] = {"y": i, "yref": "y", "mode": mode}
        write(figure, names[i], x=0, xref="paper", xanchor="left", xshift=-left, **side)
        write(
            figure,
            formats.money(row["expected_annual_loss"], currency, scale=scale),
            x=row["expected_annual_loss"],
            xref="x",
            xanchor="left",
            xshift=6,
            bold=True,
            **side,
        )
        if not phone:
            share = row.get("share_of_tail")
            write(figure, formats.percent(share), x=1, xref="paper", xanchor="right", xshift=right, **side)
    return figure.drawn()


def _alt(shown: pd.DataFrame, currency: str) -> str:
    told = [f"{row['name']} {formats.money(row['expected_annual_loss'], currency)}" for row in records(shown)]
    return say("Expected loss next year by initiative: {told}.", told="; ".join(told) or say("none"))
