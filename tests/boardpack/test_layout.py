from dataclasses import replace

import pytest

from balance.boardpack import fitting, layout, style
from balance.boardpack.pptx import blocks
from balance.boardpack.slides import Cell, Column, Decision, Numbers, Table, XYChart
from balance.ranges import Range
from balance.report import Effect, Quality, QualityPart
from boardpack import invented, test_golden

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


def tables_of(pack):
    """Each table with its columns' room for text."""
    for slide in pack.slides:
        for block, box in zip(slide.blocks, layout.boxes(slide), strict=False):
            if isinstance(block, Table):
                rows = layout.rows(block, box)
                yield block, layout.cell_rooms(block, layout.column_widths(block, rows.box.width)), rows


@pytest.mark.parametrize("name", test_golden.MADE_UP)
def test_no_number_and_no_date_is_cut_for_a_column_that_has_room(name):
    for table, rooms, _ in tables_of(test_golden.MADE_UP[name]()):
        size = layout.table_type(table)
        for at, column in list(enumerate(table.columns))[1:]:
            for cell in (row[at] for row in table.rows):
                if column.lines == 1 and any(letter.isdigit() for letter in cell.text):
                    assert fitting.shorten(cell.whole, rooms[at], size, cell.bold) == cell.whole, (table.title, at)


@pytest.mark.parametrize("name", test_golden.MADE_UP)
def test_headline_numbers_of_a_row_are_of_one_size_and_leave_their_units_whole(name):
    for slide in test_golden.MADE_UP[name]().slides:
        for block, box in zip(slide.blocks, layout.boxes(slide), strict=False):
            if isinstance(block, Numbers):
                width = (box.width - layout.GUTTER * (len(block.items) - 1)) / len(block.items)
                size, small = blocks.number_sizes(block, width)
                for one in block.items:
                    room = width - fitting.width(one.value, size, bold=True) - 0.1
                    assert fitting.shorten(one.unit, room, small) == one.unit


def test_columns_fill_the_room_and_keep_their_parts_where_nothing_is_cut():
    short = Table("", "", (Column("A", 2.0), Column("B", 1.0, "right")), ((Cell("a"), Cell("1")),))
    assert layout.column_widths(short, 6.0) == (4.0, 2.0)
    wide = replace(short, rows=((Cell("a"), Cell("12 345 678 to 98 765 432 of 100 000 000")),))
    first, second = layout.column_widths(wide, 6.0)
    assert first + second == pytest.approx(6.0)
    assert fitting.width("12 345 678 to 98 765 432 of 100 000 000", style.TABLE) < second - 2 * layout.CELL_PAD


def test_a_number_is_served_before_a_name():
    rows = ((Cell(LONG), Cell("1 234 567 to 9 876 543")),)
    table = Table("", "", (Column("Name", 4.0), Column("Range", 1.0, "right"), Column("Spare", 2.0)), rows)
    table = replace(table, rows=((*rows[0], Cell("x")),))
    _, second, third = layout.column_widths(table, 5.0)
    assert fitting.width("1 234 567 to 9 876 543", style.TABLE) < second
    assert third < 1.0


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


def test_names_are_served_before_the_words_of_other_columns():
    rows = ((Cell("Renewal of the order platform", bold=True), Cell(LONG, "soft"), Cell("12 Mar 2027")),)
    table = Table("", "", (Column("Name", 3.3), Column("Unit", 1.85), Column("Planned", 1.0, "right")), rows)
    first, second, _ = layout.column_widths(table, 5.2)
    assert fitting.width(rows[0][0].text, style.TABLE, bold=True) < first - 2 * layout.CELL_PAD
    assert second < 2.0
