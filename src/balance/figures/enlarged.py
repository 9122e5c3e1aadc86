"""A figure as it is shown to a room: the same picture with everything larger, text and marks alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from balance.figures.sketch import Drawing

_IN_PIXELS = {
    "size", "height", "l", "r", "t", "b", "xshift", "yshift", "standoff", "startstandoff", "arrowwidth", "ticklen",
    "borderpad", "borderwidth", "linewidth", "gridwidth", "tickwidth", "pad",
}  # fmt: skip
"""What is measured in pixels wherever it stands; widths of lines and places of arrows depend on where."""


def enlarged(figure: go.Figure, times: float) -> go.Figure:
    """The figure so many times as large, for the same data and axes.

    >>> round(enlarged(go.Figure(layout={"height": 400, "font": {"size": 14}}), 1.4).layout.height)
    560
    """
    return Drawing(_grown(figure.to_plotly_json(), times))


def _grown(part: Any, times: float, name: str = "") -> Any:  # noqa: ANN401 - the parts of a figure are of any kind
    if isinstance(part, dict):
        pixels = _pixels_of(part, name)
        return {
            key: _times(value, times) if key in pixels else _grown(value, times, key) for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [_grown(one, times, name) for one in part]
    return part


def _pixels_of(part: dict[str, Any], name: str) -> set[str]:
    """The entries of a part that are pixels: lines have widths, arrows may point from places of the data."""
    found = set(_IN_PIXELS)
    if name == "line":
        found.add("width")
    if name == "annotations":
        found |= {end for end in ("ax", "ay") if part.get(f"{end}ref") in (None, "pixel")}
    return found


def _times(value: Any, times: float) -> Any:  # noqa: ANN401 - a number, or an array of them
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return value * times
    return np.asarray(value, dtype=float) * times if isinstance(value, list | tuple | np.ndarray) else value
