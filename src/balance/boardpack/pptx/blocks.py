"""Each kind of block drawn into its box."""

from __future__ import annotations

from pptx.util import Pt

from balance.boardpack import fitting, layout, style
from balance.boardpack.layout import GUTTER, Box
from balance.boardpack.pptx import bars, bridges, shapes, tables, text, xy
from balance.boardpack.pptx.native import Page
from balance.boardpack.pptx.text import Run
from balance.boardpack.slides import BarChart, Block, BridgeChart, Item, Notice, Number, Numbers, Points, Table, XYChart


def draw(page: Page, block: Block, box: Box) -> None:
    """Draw one block."""
    match block:
        case Numbers():
            _numbers(page, block, box)
        case XYChart():
            xy.draw(page, block, _titled(page, block.title, block.subtitle, box))
        case BarChart():
            bars.draw(page, block, _titled(page, block.title, block.subtitle, box))
        case BridgeChart():
            bridges.draw(page, block, _titled(page, block.title, block.subtitle, box))
        case Table():
            _table(page, block, box)
        case Points():
            _points(page, block, box)
        case Notice():
            _notice(page, block, box)


def _titled(page: Page, title: str, subtitle: str, box: Box) -> Box:
    """Write a block's title and subtitle; what is left of its box."""
    for told, size, colour, bold, place in (
        (title, style.BLOCK_TITLE, style.INK, True, Box(box.left, box.top, box.width, 0.24)),
        (
            subtitle,
            style.BLOCK_SUBTITLE,
            style.INK2,
            False,
            Box(box.left, box.top + 0.24 * bool(title), box.width, 0.22),
        ),
    ):
        if told:
            size = fitting.largest(told, box.width, (size, size - 1.0, size - 2.0), bold, most=1)
            shown = fitting.shorten(told, box.width, size, bold)
            text.add(page, place, [[Run(shown, size, colour, bold)]], "Block title" if bold else "How to read it", told)
    return box.below(layout.block_title(title, subtitle))


def _numbers(page: Page, numbers: Numbers, box: Box) -> None:
    count = max(len(numbers.items), 1)
    width = (box.width - GUTTER * (count - 1)) / count
    sizes = number_sizes(numbers, width)
    for at, number in enumerate(numbers.items):
        place = Box(box.left + at * (width + GUTTER), box.top, width, box.height)
        shapes.rule(page, place, style.INK, 1.75, "Rule above a number")
        text.add(page, place.below(0.06), _number(number, width, sizes), number.label, _alt(number))


def _number(number: Number, width: float, sizes: tuple[float, float]) -> list[list[Run]]:
    tone, (size, small) = style.TONES[number.tone], sizes
    room = width - fitting.width(number.value, size, bold=True) - 0.1
    unit = fitting.shorten(number.unit, room, small)
    verdict = number.verdict and fitting.shorten(number.verdict, room - fitting.width(unit, small) - 0.2, 12.0)
    first = [Run(number.value, size, style.INK, bold=True), Run(f" {unit}", small, style.INK2)]
    likely = fitting.largest(number.likely, width, (style.BODY, style.BODY - 1.0), bold=False, most=1)
    lines = [
        [Run(number.label, style.NUMBER_LABEL, style.INK, bold=True)],
        first,
        [Run(fitting.shorten(number.likely, width, likely), likely, style.INK2)],
    ]
    if verdict:
        first.append(Run(f"  {verdict}", 12.0, tone, bold=True))
    return lines


def number_sizes(numbers: Numbers, width: float) -> tuple[float, float]:
    """The largest sizes of a row's numbers and units at which all are whole in that width each."""
    for size, small in style.NUMBERS:
        ends = (
            fitting.width(one.value, size, bold=True) + fitting.least_room(one.unit, small) + 0.1
            for one in numbers.items
        )
        if max(ends, default=0.0) <= width:
            break
    return size, small


def _alt(number: Number) -> str:
    return " ".join(
        part for part in (f"{number.label}:", number.value, number.unit, number.likely, number.verdict) if part
    )


def _table(page: Page, table: Table, box: Box) -> None:
    _titled(page, table.title, table.subtitle, box)
    rows = layout.rows(table, box)
    tables.draw(page, table, rows)
    bottom = rows.box.top + rows.head + sum(rows.heights)
    if table.chart is not None:
        left = rows.box.right + 0.15
        beside = Box(left, rows.box.top + rows.head, box.right - left, sum(rows.heights))
        _beside(page, table.chart, beside)
    if table.more:
        place = Box(box.left + layout.CELL_PAD, bottom + 0.05, rows.box.width, 0.2)
        text.add(page, place, [[Run(table.more, 10.0, style.INK3)]], "What is not shown", table.more)


def _beside(page: Page, chart: XYChart | BarChart, rows: Box) -> None:
    if isinstance(chart, XYChart):
        xy.beside(page, chart, rows)
    else:
        bars.beside(page, chart, rows)


def _points(page: Page, points: Points, box: Box) -> None:
    rest = _titled(page, points.title, "", box)
    left, paragraphs, most = rest.height, [], _most_lines(points, rest)
    for item in points.items:
        told = _held(item, rest.width, most)
        high = _item_lines(item.head, told, rest.width) * style.BODY * layout.LINE
        if high > left:
            break
        left -= high + 0.08
        head = [Run(f"{item.head}  ", style.BODY, style.TONES[item.tone], bold=True)] if item.head else []
        paragraphs.append([*head, Run(told, style.BODY, style.INK2)])
    shape = text.add(page, rest, paragraphs or [[]], points.title, points.title)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.space_after = Pt(6)


def _item_lines(head: str, told: str, width: float) -> int:
    """The lines of an item: the first one begins after its head."""
    return len(fitting.lines(told, width * 0.97, style.BODY, indent=_indent(head)))


def _indent(head: str) -> float:
    return fitting.width(f"{head}  ", style.BODY, bold=True) if head else 0.0


def _held(item: Item, width: float, most: int) -> str:
    """As many whole sentences of an item as that many lines hold."""
    return fitting.sentences(item.text, width * 0.97, style.BODY, most, indent=_indent(item.head))


def _most_lines(points: Points, rest: Box) -> int:
    """How many lines an item may take: more than three where all items have the room."""
    for most in (5, 4):
        told = [_item_lines(item.head, _held(item, rest.width, most), rest.width) for item in points.items]
        if sum(count * style.BODY * layout.LINE + 0.08 for count in told) <= rest.height:
            return most
    return 3


def _notice(page: Page, notice: Notice, box: Box) -> None:
    shapes.rule(page, box, style.LINE, 1.0, "Rule above a notice")
    lines = [
        [
            Run(
                fitting.shorten(notice.title, box.width, style.BLOCK_TITLE, bold=True),
                style.BLOCK_TITLE,
                style.INK2,
                bold=True,
            )
        ],
        [Run(fitting.shorten(notice.text, box.width, style.BODY, most=3), style.BODY, style.INK2)],
    ]
    text.add(page, box.below(0.08), lines, "What cannot be said yet", notice.title)
