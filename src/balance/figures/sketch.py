"""A figure while it is drawn, and as it is shown: plain values, without plotly's own objects as far as that goes.

Plotly checks every change of its objects anew and copies all of them to show them, which costs more than the drawing;
so that a slider stays quick, they are made only for whoever asks for one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
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
        return Drawing(
            {"data": self.traces, "layout": self.layout | {"annotations": self.annotations, "shapes": self.shapes}}
        )


class Drawing(go.Figure):  # type: ignore[misc]
    """A figure that is plain values until somebody asks for one of plotly's objects: to be shown it needs none.

    >>> picture = Drawing({"data": [{"type": "scatter", "y": (1, 2)}], "layout": {"height": 300, "template": "none"}})
    >>> picture.to_dict()["data"], picture.layout.height, picture.data[0].y
    ([{'type': 'scatter', 'y': [1, 2]}], 300, (1, 2))
    """

    _making = RLock()

    def __init__(self, plain: dict[str, Any]) -> None:
        self.__dict__["plain"] = plain  # any other way plotly takes it for a part of the figure

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - asked for what is not there yet
        with self._making:
            plain = self.__dict__.pop("plain", None)
            if plain is not None:
                super().__init__(**_in_lists(plain), _validate=False)
        return object.__getattribute__(self, name)

    @property
    def alt(self) -> str:
        """The sentence that stands for the figure where it cannot be seen, without making any of plotly's objects."""
        plain = self.__dict__.get("plain")
        return str(self.layout.meta if plain is None else plain["layout"].get("meta"))

    def to_dict(self) -> dict[str, Any]:
        """The plain values, whoever is given them may change them."""
        plain = self.__dict__.get("plain")
        return _in_lists(plain) if plain is not None else dict(super().to_dict())

    def __reduce__(self) -> tuple[type[Drawing], tuple[dict[str, Any]]]:
        return Drawing, (self.to_dict(),)


def _listed(axis: dict[str, object]) -> dict[str, object]:
    """Ends of an axis as plotly keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in axis.items()}


def _in_lists(part: Any) -> Any:  # noqa: ANN401 - the parts of a figure are of any kind
    """A copy with arrays as lists: a browser that draws again takes an array for new data, a list it compares."""
    if isinstance(part, dict):
        return {name: _in_lists(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_in_lists(value) for value in part]
    return part.tolist() if hasattr(part, "tolist") else part


def _filled(colour: str) -> dict[str, Any]:
    return {"fillcolor": colour, "line": {"width": 0}, "layer": "below"}
