"""The labels of the balance chart: today, the plans, the ends and turns of the trail, the appetite, the best reachable.

They are placed clear of one another, of every mark and of every line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import pandas as pd

from balance import formats
from balance.figures.balance_frame import RING_80, Frame, Position, ring
from balance.figures.labels import Ground, Line, Named, write_labels
from balance.figures.placer import GLYPH_WIDTH, Placed
from balance.figures.sketch import Sketch
from balance.figures.theme import SIZE, SMALL, plain
from balance.figures.tokens import Mode, tokens
from balance.language import say

_TODAY, _PLAN = 7.5, 9.0
SPOTS = 10
"""Places along a line where its name is tried."""
LONGEST, LINE = 30, 17
"""Letters of a plan's name beside its mark, and of each of its lines."""


@dataclass(frozen=True, eq=False)
class Way:
    """How we came: one point in shown units, (n, 2), and a quarter's name for each date with both axes known."""

    points: np.ndarray
    quarters: tuple[str, ...]


def label(
    figure: Sketch,
    base: Position,
    frame: Frame,
    way: Way,
    plans: Sequence[Position],
    allowed: float | None,
    mode: Mode,
    phone: bool,
    on: Ground,
    best: np.ndarray,
) -> list[Placed]:
    """Writes every label where it covers least; where each ended. The first of the plans is the one in the hand."""
    colours = tokens(mode)
    said = plain(frame.say(base, phone))
    here = Named(
        (point_of(base, frame),), said, colours.ink, True, SIZE + 1, _TODAY, narrow=said.replace(": ", ":<br>", 1)
    )
    named = [here, *(_plan(plan, frame, mode, phone) for plan in plans)]
    named += _appetite(frame, allowed, mode, phone, on)
    named += [Named((at,), name, colours.ink2, size=SMALL, reach=5.0) for at, name in _turning_points(way)]
    named += _frontier(best, colours.ink2, phone)
    if not phone and not plans:
        named += _ring_note(base, frame, colours.ink2)
    corners = [np.array([[*corner, corner[0] + 72.0, size[1]]]) for size, corner in _better(frame, allowed, on)]
    return write_labels(figure, named, _lines(base, frame, way, plans, allowed, best), on, mode, corners)


def shortened(name: str) -> str:
    """A plan's name as it stands beside its mark.

    >>> shortened("Everything that the regulator asked for, and nothing else")
    'Everything that the regulator…'
    """
    words = " ".join(name.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def better_at(frame: Frame, allowed: float | None) -> float:
    """Where the arrow to the better corner stands: off the line of the appetite."""
    line = frame.risk(allowed) if allowed is not None and frame.limit is not None else frame.x[1]
    return line if line < 0.16 * frame.x[1] else frame.x[0]


def _better(frame: Frame, allowed: float | None, on: Ground) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Each size, and the lower left corner of the words about the better corner there."""
    at = better_at(frame, allowed)
    return [(size, (float(on.pixels([(at, frame.y[1])], size)[0, 0]), size[1] - 26)) for size in on.sizes]


def _plan(plan: Position, frame: Frame, mode: Mode, phone: bool) -> Named:
    """A plan by name and numbers, in one line or in several."""
    name, numbers = shortened(plan.label), plain(frame.say(plan, phone).removeprefix(f"{plan.label}: "))
    narrow = f"{'<br>'.join(plain(line) for line in wrap(name, LINE))}:<br>{numbers}"
    wide = f"{plain(name)}: {numbers}" if len(name) <= LINE else f"{plain(name)}:<br>{numbers}"
    return Named(
        (point_of(plan, frame),), narrow if phone else wide, tokens(mode).of(plan.tone), True, SIZE + 1, _PLAN,
        backed=True, narrow=narrow,
    )  # fmt: skip


def _appetite(frame: Frame, allowed: float | None, mode: Mode, phone: bool, on: Ground) -> list[Named]:
    """The words on both sides of the board's line, at its foot where nothing else stands there."""
    if allowed is None or frame.limit is None:
        return []
    x, colours = frame.risk(allowed), tokens(mode)
    spots = tuple((x, frame.y[0] + share * (frame.y[1] - frame.y[0])) for share in (0.0, 0.12, 0.85, 0.7, 0.55, 0.3))
    room = float(on.pixels([(x, frame.y[0])], on.sizes[0])[0, 0])
    said = say("Outside") if phone else say("Outside appetite: more than {allowed}", allowed=formats.chance(allowed))
    beside = on.sizes[0][0] - room < len(said) * SIZE * GLYPH_WIDTH * 1.1
    outside = say("Outside") if beside else said
    inside = say("Inside appetite") if room > 130 and not phone else say("Inside") if room > 60 else ""
    words = [Named(spots, outside, colours.bad, True, reach=3.0, sides=((1, 0),))]
    return words + ([Named(spots, inside, colours.good, True, reach=3.0, sides=((-1, 0),))] if inside else [])


def _turning_points(way: Way) -> list[tuple[tuple[float, float], str]]:
    points = way.points
    if len(points) < 3:
        return []
    turn = int(np.argmax(points[1:-1, 0])) + 1
    chosen = sorted({0, turn} if points[turn, 0] > max(points[0, 0], points[-1, 0]) else {0})
    return [((points[i, 0], points[i, 1]), way.quarters[i]) for i in chosen]


def _frontier(best: np.ndarray, colour: str, phone: bool) -> list[Named]:
    """The frontier's name, beside whichever part of the line lets it cover least."""
    if len(best) < 2:
        return []
    words = say("Best reachable") if phone else say("Best reachable with<br>today's money and people")
    return [Named(_spots(best[::-1]), words, colour, size=SMALL, reach=3.0)]


def _ring_note(base: Position, frame: Frame, colour: str) -> list[Named]:
    """What the ring means, beside a part of it that lies inside the frame."""
    edge = np.column_stack(ring(base, frame, RING_80))
    (left, right), (bottom, top) = frame.x, frame.y
    inside = edge[(edge[:, 0] > left) & (edge[:, 0] < right) & (edge[:, 1] > bottom) & (edge[:, 1] < top)]
    if not len(inside):
        return []
    words = say("80 in 100 readings<br>lie in this ring")
    return [Named(_spots(inside[np.argsort(-inside[:, 0], kind="stable")]), words, colour, size=SMALL, reach=3.0)]


def _spots(points: np.ndarray) -> tuple[tuple[float, float], ...]:
    chosen = np.unique(np.linspace(0, len(points) - 1, SPOTS).round().astype(int))
    spots = tuple((float(x), float(y)) for x, y in points[chosen])
    return spots if len(spots) > 1 else spots * 2


def _lines(
    base: Position, frame: Frame, way: Way, plans: Sequence[Position], allowed: float | None, best: np.ndarray
) -> list[Line]:  # fmt: skip
    """Everything that is drawn as a line, those that carry the message first."""
    kept = [Line(way.points), Line(best)]
    if plans:
        kept.append(Line(np.array([point_of(base, frame), point_of(plans[0], frame)])))
        kept.append(Line(np.column_stack(ring(plans[0], frame)), 1.0, 3.0))
    kept.append(Line(np.column_stack(ring(base, frame)), 0.5, 2.0))
    if allowed is not None and frame.limit is not None:
        x = frame.risk(allowed)
        kept.append(Line(np.array([(x, frame.y[0]), (x, frame.y[1])]), 6.0, 5.0))
    return [line for line in kept if len(line.points) > 1]


def point_of(position: Position, frame: Frame) -> tuple[float, float]:
    """A position in shown units."""
    return frame.at(position.value.value or 0.0, position.risk.value or 0.0)


def way_of(trail: pd.DataFrame | None, frame: Frame) -> Way:
    """The trail as the chart shows it."""
    if trail is None or trail.empty:
        return Way(np.empty((0, 2)), ())
    pairs = np.column_stack([trail[name].to_numpy(dtype=float) for name in ("value", "risk")])  # no frame on the way
    known = ~np.isnan(pairs).any(axis=1)
    points = np.array([frame.at(value, risk) for value, risk in pairs[known].tolist()]).reshape(-1, 2)
    return Way(points, tuple(formats.quarter(day) for day, told in zip(trail["as_of"], known, strict=True) if told))
