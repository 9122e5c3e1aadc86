"""Labels do not cover one another, the marks or the lines, and never leave the frame, wherever the numbers fall."""

import numpy as np
import pytest

from balance.figures.placer import FAR, Label, View, along, ground, overlap, place, place_at_all, weighted

FRAME = (660.0, 300.0)
LONG = "Everything that the…: £7.6M, 14 in 100"
TEXTS = (
    "Today: £6.4M, 23 in 100",
    "This plan: £7.6M, 14 in 100",
    "Outside appetite: more than 5 in 100",
    "Q1 2026",
    LONG,
)
LAYOUTS = 1500


def layout(seed: int) -> tuple[list[Label], list[np.ndarray], tuple[float, float]]:
    """Today near the appetite's line, a plan near today, a trail, a frontier that may leave the frame, long names."""
    random = np.random.default_rng(seed)
    frame = (float(random.choice([430, 560, 820])), float(random.choice([280, 320])))
    today = np.array([random.uniform(0.02, 0.98), random.uniform(0.05, 0.95)]) * frame
    appetite = float(np.clip(today[0] + random.normal(0, 60), 0, frame[0]))
    plan = np.clip(today + random.normal(0, 45, 2), 0, frame)
    kept = random.uniform(0, 1, 2) * frame
    spots = tuple((appetite, share * frame[1]) for share in (0.0, 0.12, 0.85, 0.7, 0.55, 0.3))
    words = [*zip((today, plan), TEXTS, strict=False), (kept, LONG)]
    labels = [Label(*at, text, 15, True, 8.0, narrow=text.replace(": ", ":<br>")) for at, text in words]
    labels.append(
        Label(*spots[0], TEXTS[2], 14, True, 3.0, spots, ((1, 0),)) if appetite < 0.5 * frame[0] else labels.pop()
    )
    best = np.linspace(0, 1, 12)
    frontier = along(best * frame[0], random.uniform(0.3, 1.2) * frame[1] * best ** random.uniform(0.2, 0.8), 6.0)
    trail = along(*(today + np.cumsum(random.normal(0, 25, (5, 2)), axis=0)).T, 6.0)
    line = along([appetite, appetite], [0, frame[1]], 5.0)
    return labels, [frontier, trail, line], frame


@pytest.fixture(scope="module")
def thousands():
    """Every layout with where its labels ended."""
    found = []
    for seed in range(LAYOUTS):
        labels, lines, frame = layout(seed)
        kept = ground(*(weighted(line, weight) for line, weight in zip(lines, (3.0, 3.0, 6.0), strict=True)))
        found.append((place(labels, frame, kept), lines, frame))
    return found


def boxes_of(placed) -> np.ndarray:
    return np.array([spot.box for spot in placed])


def test_of_thousands_of_layouts_no_label_leaves_the_frame(thousands):
    for placed, _, frame in thousands:
        boxes = boxes_of(placed)
        assert (boxes >= -0.01).all()
        assert (boxes[:, 2:] <= np.array(frame) + 0.01).all()


def test_of_thousands_of_layouts_hardly_any_label_lies_on_another(thousands):
    shared = [overlap(boxes_of(placed), boxes_of(placed)) for placed, _, _ in thousands]
    covered = sum(bool((area - np.diag(np.diag(area))).sum() > 1) for area in shared)
    assert covered <= LAYOUTS // 500


def test_of_thousands_of_layouts_few_labels_lie_on_a_line_or_a_mark(thousands):
    """Where a zigzag, two lines and four long labels meet in a corner there may be no free place; that stays rare."""
    labels = on_line = on_mark = 0
    for placed, lines, _ in thousands:
        boxes, marks = boxes_of(placed), [spot.label for spot in placed if not spot.label.spots]
        thin = [
            np.hstack([(line[:, :2] + line[:, 2:4]) / 2 - 0.75, (line[:, :2] + line[:, 2:4]) / 2 + 0.75])
            for line in lines
        ]
        around = np.array([(mark.x - 7, mark.y - 7, mark.x + 7, mark.y + 7) for mark in marks])
        labels += len(placed)
        on_line += int((overlap(boxes, np.vstack(thin)).sum(axis=1) > 3).sum())
        on_mark += int((overlap(boxes, around).sum(axis=1) > 4).sum())
    assert on_line / labels < 0.04
    assert on_mark / labels < 0.01


def test_a_label_is_good_at_every_width_it_is_shown_at():
    """At the narrow width the line passes above the point, at the wide one to the right of it."""
    views = [
        View([Label(0.3 * width, 150, TEXTS[0])], (width, 300.0), along([0.5 * width] * 2, [0, 300], 6.0))
        for width in (560.0, 1600.0)
    ]
    spot = place_at_all(views)[0]
    for width in (560.0, 1600.0):
        left = 0.3 * width + spot.dx - (spot.xanchor == "right") * (spot.box[2] - spot.box[0])
        assert not left < 0.5 * width < left + spot.box[2] - spot.box[0]


def test_the_name_of_a_line_stands_where_the_line_is_free():
    spots = ((100.0, 20.0), (300.0, 20.0))
    crowded = along([60, 240], [20, 20], 40.0)
    (spot,) = place([Label(*spots[0], TEXTS[2], spots=spots, sides=((1, 0),))], FRAME, crowded)
    assert spot.spot == 1


def test_a_label_that_had_to_move_far_needs_a_line_to_its_point():
    (near,) = place([Label(100, 150, TEXTS[3])], FRAME)
    (moved,) = place([Label(300, 150, TEXTS[3])], FRAME, np.array([[200, 50, 400, 250, 9.0]]))
    assert not near.far
    assert moved.far
    assert FAR > 16


def test_a_narrow_wording_is_taken_where_the_wide_one_crosses_a_line():
    line = along([150, 150], [0, 300], 5.0)
    wide = Label(10, 150, TEXTS[0])
    assert overlap(boxes_of(place([wide], FRAME, weighted(line, 6))), line).sum() > 0
    both = Label(10, 150, TEXTS[0], narrow=TEXTS[0].replace(": ", ":<br>"))
    (spot,) = place([both], FRAME, weighted(line, 6))
    assert spot.text == both.narrow
    assert overlap(boxes_of([spot]), line).sum() == 0


def test_a_label_gives_way_to_a_line():
    line = along([100, 400], [150, 150], 6.0)
    spot = place([Label(100, 150, TEXTS[0])], FRAME, line)[0]
    assert overlap(np.array([spot.box]), line).sum() == 0


def test_a_label_alone_stands_to_the_right():
    spot = place([Label(100, 150, TEXTS[3])], FRAME)[0]
    assert (spot.xanchor, spot.yanchor) == ("left", "middle")


def test_the_same_labels_are_placed_the_same_way():
    wanted = [Label(x, y, text) for (x, y), text in zip([(100, 100), (110, 104), (300, 200)], TEXTS, strict=False)]
    assert place(wanted, FRAME) == place(wanted, FRAME)
