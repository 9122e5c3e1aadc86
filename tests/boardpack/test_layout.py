from dataclasses import replace

import pytest

from balance.boardpack import layout
from balance.boardpack.slides import Decision, Table, XYChart
from balance.ranges import Range
from balance.report import Effect, Quality, QualityPart
from boardpack import invented

LONG = "A name that somebody in the programme office thought should say everything about it at once " * 2


def crowded():
    """A pack with as much as any slide can be asked to show."""
    report = invented.sample(60)
    some = Range(1.4, 0.9, 2.0, measured=0.4)
    risk = replace(report.risk, classes=invented.classes(tuple(f"{LONG} {n}" for n in range(12))))
    parts = tuple(QualityPart(f"{LONG}{n}", 0.4, LONG) for n in range(9))
    full = replace(
        report,
        velocity=replace(report.velocity, initiatives=invented.initiatives(60, LONG)),
        risk=risk,
        coupling=tuple(Effect(f"e{n}", some, LONG) for n in range(12)),
        quality=Quality(0.5, parts),
    )
    asked = tuple(Decision(LONG, LONG, invented.AS_OF, LONG, some, some) for _ in range(8))
    return invented.pack(full, asked=asked, plans=tuple(replace(plan, title=LONG) for plan in invented.plans() * 2))


@pytest.mark.parametrize("make", [invented.pack, crowded])
def test_every_table_and_the_chart_beside_it_stay_in_their_box(make):
    for slide in make().slides:
        for block, box in zip(slide.blocks, layout.boxes(slide), strict=False):
            if isinstance(block, Table):
                rows = layout.rows(block, box)
                axis = layout.AXIS if isinstance(block.chart, XYChart) else 0.0
                more = layout.MORE if block.more else 0.0
                assert rows.box.top + rows.head + sum(rows.heights) + max(axis, more) <= box.bottom + 0.02


def test_boxes_of_a_slide_do_not_overlap_and_end_above_the_footer():
    few = invented.pack(plans=(), asked=invented.asked()[:1], beside=invented.beside())
    for boxes in (*layout.BOXES.values(), *map(layout.boxes, few.slides)):
        for at, one in enumerate(boxes):
            assert one.bottom <= layout.FOOTER
            assert one.right <= layout.LEFT + layout.ROOM + 1e-6
            for other in boxes[at + 1 :]:
                apart_across = one.right <= other.left or other.right <= one.left
                apart_down = one.bottom <= other.top + 1e-9 or other.bottom <= one.top + 1e-9
                assert apart_across or apart_down


def test_what_stands_below_a_short_table_rises_and_has_its_room():
    few, three = (invented.pack(asked=invented.asked()[:count]) for count in (1, 3))
    risen, known = (layout.boxes(next(s for s in pack.slides if s.layout == "decisions")) for pack in (few, three))
    assert risen[0].height < known[0].height
    assert risen[1].top < known[1].top - 0.5
    assert risen[1].bottom == pytest.approx(known[1].bottom)


def test_rows_beside_a_chart_are_equally_high():
    for slide in crowded().slides:
        for block, box in zip(slide.blocks, layout.boxes(slide), strict=False):
            if isinstance(block, Table) and block.chart:
                assert len(set(layout.rows(block, box).heights)) == 1


def test_a_long_title_keeps_the_place_of_what_follows():
    for title in ("Short", "We deliver more value than a year ago " * 2, LONG):
        place, _, under, _ = layout.heading(title)
        assert place.bottom <= under.top
        assert under.bottom <= 1.4
