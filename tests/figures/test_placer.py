"""Labels do not cover one another, the points or the lines, wherever the numbers fall."""

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from balance.figures.placer import Label, along, overlap, place

FRAME = (660.0, 300.0)
X = st.floats(20, FRAME[0] - 20)
Y = st.floats(20, FRAME[1] - 20)
TEXTS = ("Today: £6.4M, 23 in 100", "This plan: £7.6M, 14 in 100", "Q4 2024", "Q1 2026")


def labels(points) -> list[Label]:
    return [Label(x, y, text) for (x, y), text in zip(points, TEXTS, strict=False)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(X, Y), min_size=1, max_size=4))
def test_labels_stay_in_the_frame_and_off_each_other(points):
    placed = place(labels(points), FRAME)
    boxes = np.array([spot.box for spot in placed])
    shared = overlap(boxes, boxes)
    np.fill_diagonal(shared, 0)
    assert shared.sum() == 0
    assert (boxes[:, :2] >= -1).all()
    assert (boxes[:, 2] <= FRAME[0] + 1).all()
    assert (boxes[:, 3] <= FRAME[1] + 1).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(X, Y), min_size=2, max_size=3))
def test_labels_keep_off_the_marks(points):
    assume(all(np.hypot(a - c, b - d) > 40 for (a, b), (c, d) in combinations(points, 2)))
    placed = place(labels(points), FRAME)
    marks = np.array([(x - 6, y - 6, x + 6, y + 6) for x, y in points])
    assert overlap(np.array([spot.box for spot in placed]), marks).sum() <= 60


def test_a_label_gives_way_to_a_line():
    line = along([100, 400], [150, 150], 6.0)
    spot = place([Label(100, 150, TEXTS[0])], FRAME, line)[0]
    assert overlap(np.array([spot.box]), line).sum() == 0


def test_a_label_alone_stands_to_the_right():
    spot = place([Label(100, 150, TEXTS[2])], FRAME)[0]
    assert (spot.xanchor, spot.yanchor) == ("left", "middle")


def test_the_same_labels_are_placed_the_same_way():
    wanted = labels([(100, 100), (110, 104), (300, 200)])
    assert place(wanted, FRAME) == place(wanted, FRAME)
