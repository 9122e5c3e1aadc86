"""What we forecast beside what came: one range per period, and the outcome as a dot in it or outside.

`scores`: due_on (Timestamp), q05, q10, q90, q95, outcome (NaN: not known yet), in_80 (bool), oldest first; at most
twelve are drawn. An outcome outside the range that was to hold 80 of 100 is a diamond: never colour alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.balance_frame import nice
from balance.figures.sketch import Sketch
from balance.figures.theme import canvas, name_axes, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

MOST = 12


def kept_forecasts(
    scores: pd.DataFrame,
    *,
    thing: str,
    currency: str = "",
    mode: Mode = "light",
    phone: bool = False,
    height: int = 270,
) -> go.Figure:
    """One range per period with its outcome; with a currency the amounts are in money."""
    shown = scores.tail(MOST).reset_index(drop=True)
    most = float(np.nanmax(shown[["q95", "outcome"]].to_numpy(dtype=float), initial=1e-9))
    scale = formats.scale_of(most) if currency else None
    divisor = scale.divisor if scale else 1.0
    unit = f", {formats.money_unit(currency, scale)}" if scale else ""
    figure = canvas(mode, height, _alt(shown, thing, currency), left=36, right=16)
    figure.y_axis(range=[0, nice(most / divisor * 1.12)], nticks=6)
    name_axes(figure, y=f"{thing}{unit}", mode=mode)
    names = [formats.quarter(day) for day in shown["due_on"]]
    ticks = names[:: -(-len(names) // (3 if phone else 6)) or 1]
    figure.x_axis(type="category", tickvals=ticks, ticktext=ticks, tickangle=0)
    drawn = shown.assign(**{name: shown[name] / divisor for name in ("q05", "q10", "q90", "q95", "outcome")})
    _ranges(figure, names, drawn, most / divisor, mode)
    _outcomes(figure, names, drawn, mode)
    _to_come(figure, names, drawn, most / divisor, mode, 5 if phone else 3)
    return figure.drawn()


def _ranges(figure: Sketch, names: list[str], shown: pd.DataFrame, most: float, mode: Mode) -> None:
    """A thin line from 5 to 95 and a bar from 10 to 90; an end that lies beyond what was worked out reaches the top."""
    for low, high, width in (("q05", "q95", 1.5), ("q10", "q90", 9)):
        xs: list[str | None] = []
        ys: list[float | None] = []
        for name, least, greatest in zip(names, shown[low], shown[high].fillna(2 * most), strict=True):
            xs += [name, name, None]
            ys += [float(least), float(greatest), None]
        figure.scatter(x=xs, y=ys, mode="lines", line={"color": tokens(mode).mark, "width": width}, hoverinfo="skip")


def _outcomes(figure: Sketch, names: list[str], shown: pd.DataFrame, mode: Mode) -> None:
    colours = tokens(mode)
    known = shown["outcome"].notna().to_numpy()
    inside = shown["in_80"].fillna(value=True).astype(bool).to_numpy()
    figure.scatter(
        x=[name for name, come in zip(names, known, strict=True) if come],
        y=shown["outcome"][known],
        mode="markers",
        hoverinfo="x+y",
        cliponaxis=False,
        marker={
            "opacity": 1,  # where sizes differ, plotly takes 0.7
            "size": np.where(inside[known], 10, 13),
            "symbol": np.where(inside[known], "circle", "diamond"),
            "color": np.where(inside[known], colours.ink, colours.bad),
            "line": {"color": colours.bg, "width": 2},
        },
    )


def _to_come(figure: Sketch, names: list[str], shown: pd.DataFrame, most: float, mode: Mode, across: int) -> None:
    """What is not known yet says so, above its own range and those beside it, so many as the words are wide."""
    highs = shown["q95"].fillna(most).rolling(across, center=True, min_periods=1).max()
    for name, high, outcome in zip(names, highs, shown["outcome"], strict=True):
        if np.isnan(outcome):
            write(figure, say("to come"), x=name, y=high, mode=mode, colour=tokens(mode).ink2, size=13,
                  yanchor="bottom", yshift=3)  # fmt: skip


def _alt(shown: pd.DataFrame, thing: str, currency: str) -> str:
    def said(value: float) -> str:
        return formats.money(value, currency) if currency else formats.number(value)

    told = [
        say("{quarter} {low} to {high}, not known yet", quarter=formats.quarter(row["due_on"]),
            low=said(row["q10"]), high=said(row["q90"]))
        if np.isnan(row["outcome"]) else
        say("{quarter} {low} to {high}, came {outcome}", quarter=formats.quarter(row["due_on"]),
            low=said(row["q10"]), high=said(row["q90"]), outcome=said(row["outcome"]))
        for row in shown.to_dict("records")
    ]  # fmt: skip
    return say("{thing}, forecast and outcome: {told}.", thing=thing, told="; ".join(told) or say("none yet"))
