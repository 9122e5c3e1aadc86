"""A figure while it is drawn: plain values, made a plotly figure once at the end.

Plotly checks every change of its own objects anew, which costs more than the drawing; checked once, a figure is
built in a few milliseconds and a slider stays quick.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go


@dataclass
class Sketch:
    """Traces, axes, texts and shapes, in the words of plotly."""

    layout: dict[str, Any]
    traces: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def left(self) -> float:
        """The left margin in pixels."""
        return float(self.layout["margin"]["l"])

    @property
    def right(self) -> float:
        """The right margin in pixels."""
        return float(self.layout["margin"]["r"])

    def scatter(self, **trace: object) -> None:
        """Points or a line."""
        self.traces.append({"type": "scatter", **trace})

    def bar(self, **trace: object) -> None:
        """Bars."""
        self.traces.append({"type": "bar", **trace})

    def annotation(self, **text: object) -> None:
        """A text or an arrow."""
        self.annotations.append(text)

    def vertical(self, x: object, line: dict[str, Any]) -> None:
        """A line over the whole height."""
        self.shapes.append({"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line})

    def horizontal(self, y: object, line: dict[str, Any]) -> None:
        """A line over the whole width."""
        self.shapes.append({"type": "line", "y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "paper", "line": line})

    def upright_band(self, low: object, high: object, colour: str) -> None:
        """A band over the whole height, below everything else."""
        self.shapes.append(
            {"type": "rect", "x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "paper", **_filled(colour)}
        )

    def level_band(self, low: object, high: object, colour: str) -> None:
        """A band over the whole width, below everything else."""
        self.shapes.append(
            {"type": "rect", "y0": low, "y1": high, "x0": 0, "x1": 1, "xref": "paper", **_filled(colour)}
        )

    def x_axis(self, **axis: object) -> None:
        """Sets properties of the x axis."""
        self.layout["xaxis"] |= _listed(axis)

    def y_axis(self, **axis: object) -> None:
        """Sets properties of the y axis."""
        self.layout["yaxis"] |= _listed(axis)

    def drawn(self) -> go.Figure:
        """The figure. Its parts are not checked one by one here, while a slider waits: the tests check every figure."""
        layout = self.layout | {"annotations": self.annotations, "shapes": self.shapes}
        return go.Figure(data=[_in_lists(trace) for trace in self.traces], layout=layout, _validate=False)


def _listed(axis: dict[str, object]) -> dict[str, object]:
    """Ends of an axis as plotly keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in axis.items()}


def _in_lists(part: dict[str, Any]) -> dict[str, Any]:
    """Arrays as lists: a browser that draws a figure again takes an array for new data, a list it compares."""
    return {
        name: _in_lists(value) if isinstance(value, dict) else value.tolist() if hasattr(value, "tolist") else value
        for name, value in part.items()
    }


def _filled(colour: str) -> dict[str, Any]:
    return {"fillcolor": colour, "line": {"width": 0}, "layer": "below"}
