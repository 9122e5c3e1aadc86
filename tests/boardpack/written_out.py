"""An outline written out as text, so that a person can read what a pack says and see what a change does to it."""

from __future__ import annotations

from collections.abc import Iterator

from balance import formats
from balance.boardpack.slides import (
    BarChart,
    Block,
    BridgeChart,
    Notice,
    Numbers,
    Outline,
    Points,
    Slide,
    Table,
    XYChart,
)  # fmt: skip


def text_of(outline: Outline) -> str:
    """The whole outline: slide by slide, block by block, in the order they are drawn; numbers as they are printed."""
    lines = [outline.title, f"scenario: {outline.scenario}"]
    for number, slide in enumerate(outline.slides, start=1):
        lines += ["", f"===== {number}. {slide.title}", *_slide(slide)]
    lines += [
        "",
        "===== workbook",
        *(f"{sheet.name}: {sheet.title} ({len(sheet.rows)} rows)" for sheet in outline.sheets),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _slide(slide: Slide) -> Iterator[str]:
    yield f"({slide.layout}) {slide.subtitle}"
    for block in slide.blocks:
        yield from ("", *_block(block))
    yield from ("", f"footer: {slide.footer}", f"sheets: {', '.join(slide.sheets)}")
    yield from (f"note: {note}" for note in slide.notes)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Numbers():
            for one in block.items:
                yield f"# {one.label}: {one.value} {one.unit} | {one.likely} | {one.verdict} [{one.tone}]"
        case XYChart():
            yield from _xy(block)
        case BarChart():
            yield from _headed("bars", block.title, block.subtitle)
            yield from (f"  {name}: {said}" for name, said in zip(block.categories, block.texts, strict=True))
        case BridgeChart():
            yield from _headed("bridge", block.title, block.subtitle)
            yield from (f"  {leap.name}: {leap.text} [{leap.move}]" for leap in block.leaps)
        case Table():
            yield from _table(block)
        case Points():
            yield from _headed("list", block.title, "")
            yield from (f"  - {item.head} | {item.text} [{item.tone}]" for item in block.items)
        case Notice():
            yield from _headed("notice", block.title, block.text)


def _headed(kind: str, title: str, subtitle: str) -> Iterator[str]:
    yield f"<{kind}> {title}"
    if subtitle:
        yield f"  ({subtitle})"


def _xy(chart: XYChart) -> Iterator[str]:
    yield from _headed("chart", chart.title, chart.subtitle)
    for name, axis in (("across", chart.x), ("up", chart.y)):
        yield f"  {name}: {axis.title or axis.form}, {axis.least:.4g} to {axis.greatest:.4g}"
    for series in chart.series:
        yield f"  series {series.name} ({series.role}, {series.tone}): {formats.count(len(series.x), 'point')}"
    yield from (f"  label {label.text} [{label.tone}]" for label in chart.labels)
    if chart.zone is not None:
        yield f"  zone {chart.zone.inside} | {chart.zone.outside}"
    yield f"  told: {chart.alt}"


def _table(table: Table) -> Iterator[str]:
    yield from _headed("table", table.title, table.subtitle)
    yield f"  | {' | '.join(column.head for column in table.columns)} |"
    for row in table.rows:
        yield f"  | {' | '.join(cell.whole for cell in row)} |"
    if table.more:
        yield f"  {table.more}"
    if table.chart is not None:
        yield from (f"  {line}" for line in _block(table.chart))
