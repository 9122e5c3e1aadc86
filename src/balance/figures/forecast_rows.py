"""When each initiative will be done: planned date, likely date and how late it may become, one row each.

`rows`: name, finish_planned, finish_p10, finish_p50, finish_p80, finish_p90 (Timestamps, NaT = beyond ten years),
chance_on_time (0..1), cost_of_delay_per_week (currency); in the order to be drawn, at most twelve are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from balance import formats
from balance.figures.row_names import row_names
from balance.figures.sketch import Sketch
from balance.figures.theme import SIZE, SMALL, canvas, plain, records, row_height, write
from balance.figures.tokens import Mode, tokens
from balance.language import say

MOST_ROWS = 12
LATE = 0.3
_ROW = 36
_FURTHEST_DAYS = 1100


def forecast_rows(
    rows: pd.DataFrame, as_of: date, *, currency: str, mode: Mode = "light", phone: bool = False
) -> go.Figure:
    """One row per initiative, from 10 to 90 in 100, with the planned date above it."""
    shown = rows.head(MOST_ROWS).reset_index(drop=True)
    end = _end(shown, as_of)
    left, right = (112, 70) if phone else (206, 142)
    figure = canvas(
        mode,
        92 + row_height(shown["name"], _longest(phone), _ROW) * max(len(shown), 1),
        _alt(shown),
        left=left,
        right=right,
        top=46,
        bottom=46,
    )
    figure.x_axis(
        range=[pd.Timestamp(as_of), end],
        type="date",
        showgrid=True,
        nticks=4 if phone else 6,
        tickangle=0,
        tickformat="%b<br>%Y",
    )
    figure.y_axis(range=[len(shown) - 0.4, -0.75], visible=False)
    late = (shown["chance_on_time"] <= LATE).to_numpy()
    dates = {name: _before(shown[name], end) for name in ("finish_p10", "finish_p50", "finish_p80", "finish_p90")}
    _spans(figure, dates, late, mode)
    _marks(figure, shown, dates["finish_p50"], late, as_of, mode)
    _words(figure, shown, late, currency, mode, phone)
    return figure.drawn()


def _longest(phone: bool) -> int:
    return 17 if phone else 30


def _before(dates: pd.Series, end: pd.Timestamp) -> pd.Series:
    known = dates.fillna(end)
    return known.where(known <= end, end)


def _end(shown: pd.DataFrame, as_of: date) -> pd.Timestamp:
    start = pd.Timestamp(as_of)
    ends = pd.concat([shown["finish_p90"], shown["finish_planned"]]).dropna()
    reach = ends.max() if len(ends) else start + pd.Timedelta(days=365)
    return max(min(reach, start + pd.Timedelta(days=_FURTHEST_DAYS)), start + pd.Timedelta(days=200)) + pd.Timedelta(
        days=20
    )


def _spans(figure: Sketch, dates: dict[str, pd.Series], late: np.ndarray, mode: Mode) -> None:
    colours = tokens(mode)
    _lines(figure, dates["finish_p10"], dates["finish_p90"], np.ones(len(late), bool), colours.mark, 1.5)
    _lines(figure, dates["finish_p50"], dates["finish_p80"], ~late, colours.mark, 9)
    _lines(figure, dates["finish_p50"], dates["finish_p80"], late, colours.bad, 9)


def _lines(figure: Sketch, start: pd.Series, end: pd.Series, chosen: np.ndarray, colour: str, width: float) -> None:
    xs: list[pd.Timestamp | None] = []
    ys: list[int | None] = []
    for i in np.flatnonzero(chosen):
        xs += [start.iloc[i], end.iloc[i], None]
        ys += [int(i), int(i), None]
    figure.scatter(x=xs, y=ys, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip")


def _marks(figure: Sketch, shown: pd.DataFrame, middle: pd.Series, late: np.ndarray, as_of: date, mode: Mode) -> None:
    colours = tokens(mode)
    at = np.arange(len(shown))
    figure.scatter(
        x=middle,
        y=at,
        mode="markers",
        hoverinfo="text",
        text=[
            plain(
                say(
                    "{name}: by {finish_p50} in 50 of 100, planned {finish_planned}",
                    name=row["name"],
                    finish_p50=formats.month(row["finish_p50"]),
                    finish_planned=formats.day(row["finish_planned"]),
                )
            )
            for row in records(shown)
        ],
        marker={
            "size": 12,
            "color": np.where(late, colours.bad, colours.ink),
            "line": {"color": colours.bg, "width": 2},
        },
    )
    _planned(figure, shown, pd.Timestamp(as_of), mode)


def _planned(figure: Sketch, shown: pd.DataFrame, today: pd.Timestamp, mode: Mode) -> None:
    """Where each was planned to end; before today at the edge, by a mark that points to what lies there."""
    known = shown["finish_planned"].notna().to_numpy()
    dates, at = shown["finish_planned"][known], np.arange(len(shown))[known]
    figure.scatter(
        x=dates.where(dates >= today, today),
        y=at - 0.28,
        mode="markers",
        hoverinfo="text",
        text=[plain(say("planned {finish_planned}", finish_planned=formats.day(day))) for day in dates],
        cliponaxis=False,
        marker={
            "symbol": ["triangle-left" if day < today else "triangle-down" for day in dates],
            "size": 11,
            "color": tokens(mode).ink,
        },
    )


def _words(figure: Sketch, shown: pd.DataFrame, late: np.ndarray, currency: str, mode: Mode, phone: bool) -> None:
    colours = tokens(mode)
    left, right = -figure.left, figure.right
    head: dict[str, Any] = {
        "y": 1,
        "mode": mode,
        "paper": True,
        "colour": colours.ink2,
        "size": SMALL,
        "yanchor": "bottom",
        "yshift": 4,
    }
    write(figure, say("on time,<br>in 100"), x=1, xanchor="left", xshift=8, **head)
    if not phone:
        write(figure, say("a week late<br>costs"), x=1, xanchor="right", xshift=right, align="right", **head)
    names = row_names(shown["name"], _longest(phone))
    for i, row in enumerate(records(shown)):
        side: dict[str, Any] = {"y": i, "yref": "y", "mode": mode}
        write(figure, names[i], x=0, xref="paper", xanchor="left", xshift=left, **side)
        mark = " △" if late[i] else ""
        write(
            figure,
            f"{formats.in_100(row['chance_on_time'])}{mark}",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=8,
            bold=True,
            colour=colours.bad if late[i] else colours.ink,
            **side,
        )
        if not phone:
            write(
                figure,
                formats.money(row["cost_of_delay_per_week"], currency),
                x=1,
                xref="paper",
                xanchor="right",
                xshift=right,
                size=SIZE,
                **side,
            )


def _alt(shown: pd.DataFrame) -> str:
    told = [
        say("{name}: {chance_on_time} on time", name=row["name"], chance_on_time=formats.chance(row["chance_on_time"]))
        for row in records(shown)
    ]
    return say("When each initiative will be done. {told}.", told="; ".join(told))
