"""What led from one date's numbers to the next one's: one row per cause, two numbers side by side.

The first and last rows are dots, not bars, because the axes are cut. A cause that surely made it better is filled, one
that surely made it worse is hatched, one that could be chance is outlined, a correction of earlier data is grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from balance.figures.sketch import Sketch
from balance.figures.theme import SMALL, canvas, plain, write
from balance.figures.tokens import Mode, Tokens, tokens
from balance.language import say

Kind = Literal["good", "bad", "open", "data"]
_ROW = 34
_GAP = 0.12
_ROOM = 0.3
"""Room at each side of a panel for the numbers, in its span."""


FITS, LETTER = 2, 9
"""So many letters of a number have room in the last panel; each more takes so many pixels beside it."""


@dataclass(frozen=True)
class Total:
    """One number on both dates: its title, where it stood and stands, and how that is said."""

    title: str
    before: float
    after: float
    before_said: str
    after_said: str


@dataclass(frozen=True)
class Moving:
    """One cause: for each number by how much it moved it, how that is said, and what kind of move it is."""

    name: str
    by: tuple[float, ...]
    said: tuple[str, ...]
    kinds: tuple[Kind, ...]


def bridge_chart(
    totals: Sequence[Total], steps: Sequence[Moving], dates: tuple[str, str], *, mode: Mode = "light",
    phone: bool = False,
) -> go.Figure:  # fmt: skip
    """The steps from the earlier number to the later one, each beginning where the one above ended.

    Args: one or two numbers; the causes in the order taken; how the two dates are called.
    """
    left, last = 140 if phone else 164, len(steps) + 1
    wide = max((len(said) for one in totals[-1:] for said in (one.before_said, one.after_said)), default=0)
    right = (20 if phone else 10) + max(wide - FITS, 0) * LETTER
    figure = canvas(mode, 66 + _ROW * (last + 1), _alt(totals, steps, dates), left=left, right=right, top=54, bottom=6)
    figure.x_axis(range=[0, len(totals) * (1 + _GAP) - _GAP], visible=False)
    figure.y_axis(range=[last + 0.5, -0.6], visible=False)
    for y, name in enumerate((dates[0], *(step.name for step in steps), dates[1])):
        write(figure, plain(name, 27), x=0, xref="paper", y=y, yref="y", mode=mode, xanchor="left",
              xshift=-left, size=SMALL if phone else 14, bold=y in (0, last))  # fmt: skip
    for at, total in enumerate(totals):
        _panel(figure, at, total, steps, mode, phone)
    return figure.drawn()


def _panel(figure: Sketch, at: int, total: Total, steps: Sequence[Moving], mode: Mode, phone: bool) -> None:
    stands = [total.before]
    for step in steps:
        stands.append(stands[-1] + step.by[at])
    low, span = min(stands), (max(stands) - min(stands)) or 1.0

    def place(value: float) -> float:
        return at * (1 + _GAP) + (_ROOM + (value - low) / span) / (1 + 2 * _ROOM)

    xs = [place(value) for value in stands]
    title = "<br>".join(plain(line) for line in total.title.splitlines())
    write(figure, f"<b>{title}</b>", x=at * (1 + _GAP), xref="x", y=1, yref="paper", mode=mode, xanchor="left",
          yanchor="bottom", yshift=4, size=SMALL)  # fmt: skip
    _joints(figure, xs, tokens(mode))
    for kind in ("good", "bad", "open", "data"):
        _bars(figure, at, xs, steps, kind, tokens(mode))
    _dots(figure, xs, tokens(mode))
    _numbers(figure, at, total, steps, xs, mode)


def _joints(figure: Sketch, xs: Sequence[float], colours: Tokens) -> None:
    """Thin lines from the end of each row to the start of the next."""
    across: list[float | None] = []
    down: list[float | None] = []
    for row, x in enumerate(xs):
        across += [x, x, None]
        down += [float(row), row + 1.0, None]
    figure.scatter(x=across, y=down, mode="lines", hoverinfo="skip", line={"color": colours.mark, "width": 1})


def _bars(
    figure: Sketch, at: int, xs: Sequence[float], steps: Sequence[Moving], kind: Kind, colours: Tokens
) -> None:  # fmt: skip
    rows = [row for row, step in enumerate(steps) if step.kinds[at] == kind and xs[row] != xs[row + 1]]
    figure.bar(
        x=[xs[row + 1] - xs[row] for row in rows], base=[xs[row] for row in rows], y=[row + 1 for row in rows],
        orientation="h", width=0.5, hoverinfo="skip", marker=_look(kind, colours),
    )  # fmt: skip


def _look(kind: Kind, colours: Tokens) -> dict[str, Any]:
    match kind:
        case "good":
            return {"color": colours.good}
        case "bad":
            return {"color": colours.bads, "line": {"color": colours.bad, "width": 1},
                    "pattern": {"shape": "/", "fgcolor": colours.bad, "bgcolor": colours.bads, "size": 6}}  # fmt: skip
        case "data":
            return {"color": colours.mark}
        case _:
            return {"color": colours.bg, "line": {"color": colours.mark, "width": 1.5}}


def _dots(figure: Sketch, xs: Sequence[float], colours: Tokens) -> None:
    figure.scatter(
        x=[xs[0], xs[-1]], y=[0, len(xs)], mode="markers", hoverinfo="skip",
        marker={"size": [11, 13], "opacity": 1, "color": [colours.bg, colours.ink],
                "line": {"color": colours.ink, "width": 2}},
    )  # fmt: skip


def _numbers(
    figure: Sketch, at: int, total: Total, steps: Sequence[Moving], xs: Sequence[float], mode: Mode
) -> None:  # fmt: skip
    """The number at each row, on the side to which it moved."""
    colours = tokens(mode)
    for y, x, said in ((0, xs[0], total.before_said), (len(xs), xs[-1], total.after_said)):
        write(figure, plain(said), x=x, xref="x", y=y, yref="y", mode=mode, xanchor="left", xshift=11, bold=True,
              size=SMALL, backed=True)  # fmt: skip
    for y, step in enumerate(steps, start=1):
        end, right = xs[y], xs[y] >= xs[y - 1]
        if not step.said[at]:
            continue
        colour = {"good": colours.good, "bad": colours.bad}.get(step.kinds[at], colours.ink2)
        write(figure, plain(step.said[at]), x=end, xref="x", y=y, yref="y", mode=mode, size=SMALL, colour=colour,
              xanchor="left" if right else "right", xshift=5 if right else -5)  # fmt: skip


def _alt(totals: Sequence[Total], steps: Sequence[Moving], dates: tuple[str, str]) -> str:
    ends = "; ".join(
        say(
            "{what}: {before} on {then}, {after} on {now}",
            what=_line(one.title),
            before=one.before_said,
            then=dates[0],
            after=one.after_said,
            now=dates[1],
        )
        for one in totals
    )
    told = [
        f"{step.name}: " + ", ".join(f"{_line(one.title)} {said or say('as before')}"
                                     for one, said in zip(totals, step.said, strict=False))
        for step in steps
    ]  # fmt: skip
    return say("{ends}. Between them: {told}.", ends=ends, told="; ".join(told) or say("nothing"))


def _line(title: str) -> str:
    return " ".join(title.split())
