"""Every number of every format: read back from each file, found on its slide, and none of a slide's numbers is lost.

What a slide says stands unrounded in the sheets it names (`test_numbers_behind`), and the sheets say what the report
says (`test_xlsx`): so a number read from any file leads back to the report.
"""

import dataclasses
import io
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pptx
import pytest

from balance.boardpack import bridged, render
from balance.boardpack.html import marks
from balance.boardpack.slides import Axis, BarChart, BridgeChart, Numbers, Points, Table, XYChart
from boardpack.pptx.test_deck import charts_of, texts_of
from obtain_browser import find_browser

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SPOKEN = ("aria-label", "title")
"""Attributes that are read to people, beside those of our own that begin with data-."""


def numbers(text):
    return set(NUMBER.findall(text.replace("\N{NO-BREAK SPACE}", " ")))


def parts(value):
    """Every text and every number of a value, however deep."""
    if isinstance(value, str | float | int) or value is None:
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from parts(part)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from parts(getattr(value, part.name))


def charts(slide):
    for block in slide.blocks:
        yield from (part for part in (block, getattr(block, "chart", None))
                    if isinstance(part, XYChart | BarChart | BridgeChart))  # fmt: skip


def ticks(axis):
    steps = round((axis.greatest - axis.least) / axis.step) if axis.step > 0 and not axis.log else 0
    yield from (axis.least + axis.step * at for at in range(steps + 1))
    yield from (2.0**power for power in range(-8, 9))


def drawn(slide):
    """Numbers that a chart writes beside the texts of the slide: at its axes and at its points."""
    for chart in charts(slide):
        if isinstance(chart, XYChart):
            for axis, values in ((chart.x, [x for one in chart.series for x in one.x]),
                                 (chart.y, [y for one in chart.series for y in one.y if y is not None])):  # fmt: skip
                yield from (marks.said(axis, value) for value in (*values, *_sound(axis)))
        else:
            yield from (marks.said(chart.axis, value) for value in _sound(chart.axis))


def _sound(axis: Axis):
    return [value for value in ticks(axis) if axis.form != "date" or value >= axis.least]


def known(slide, number):
    """The numbers that the slide may show."""
    told = [part for part in parts(slide) if isinstance(part, str)]
    return numbers(" ".join((*told, str(number), *drawn(slide))))


def wanted(slide):
    """The numbers that have to be read on it: headlines, cells, lists, bars and what charts have written on them."""
    for block in slide.blocks:
        match block:
            case Numbers():
                yield from (f"{one.value} {one.likely}" for one in block.items)
            case Table():
                yield from (cell.whole for row in block.rows for cell in row)
            case Points():
                yield from (item.text for item in block.items)
    for chart in charts(slide):
        match chart:
            case XYChart():
                yield from (label.text for label in chart.labels)
            case BarChart():
                yield from chart.texts
            case BridgeChart():
                yield from (leap.text for leap in chart.leaps)


def compare(slides, pages, beside=None):
    """What a file shows that its slide does not say, and what the slide says that the file does not show."""
    strange, lost = [], []
    for number, (slide, shown) in enumerate(zip(slides, pages, strict=True), start=1):
        strange += [(number, one) for one in numbers(shown) - known(slide, number)]
        also = "" if beside is None else beside[number - 1]
        lost += [(number, text) for text in wanted(slide) if numbers(text) - numbers(f"{shown} {also}")]
    return strange, lost


def test_the_powerpoint(sample_outline):
    deck = pptx.Presentation(io.BytesIO(render(sample_outline)))
    shown = [" ".join((*texts_of(page), *map(_written_on, charts_of(page)))) for page in deck.slides]
    notes = [page.notes_slide.notes_text_frame.text for page in deck.slides]
    assert compare(sample_outline.slides, shown, notes) == ([], [])


def _written_on(chart):
    return " ".join(
        one.text for one in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")
    )


def test_the_caches_of_the_charts_in_the_powerpoint(sample_outline):
    """What a chart shows before anybody opens its data: points of the outline, or lengths between two of them."""
    deck = pptx.Presentation(io.BytesIO(render(sample_outline)))
    for slide, page in zip(sample_outline.slides, deck.slides, strict=True):
        told = sorted({float(part) for chart in charts(slide) for part in parts(chart) if isinstance(part, float)})
        told += [part for chart in charts(slide) if isinstance(chart, BridgeChart) for part in parts(stacks(chart))]
        found = [float(point[0].text) for chart in charts_of(page)
                 for point in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}pt")
                 if NUMBER.fullmatch(point[0].text.lstrip("-").replace("e-", ""))]  # fmt: skip
        assert not list(charts(slide)) or found, slide.title
        off = [
            one for one in found if not any(abs(one - each) <= 1e-6 * max(abs(each), 1.0) for each in (*told, 0.0, 1.0))
        ]
        assert off == [], slide.title


def stacks(chart):
    """The bars of a bridge on top of each other: up to where each begins, its length, what is left of the axis."""
    begins, kinds = bridged.stacked(chart)
    return *begins, *kinds.values(), [chart.axis.greatest - max(leap.start, leap.end) for leap in chart.leaps]


class Sections(HTMLParser):
    """What each slide of the web page says, in text and to who cannot see it."""

    def __init__(self, content):
        super().__init__()
        self.told, self.within = [], []
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "section" and "slide" in (named.get("class") or "").split():
            self.told.append([])
        if self.told:
            self.told[-1] += [value for name, value in attrs if name in SPOKEN or name.startswith("data-")]
        self.within.append(tag)

    def handle_endtag(self, tag):
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        if self.told and not {"style", "script"} & set(self.within):
            self.told[-1].append(data)


def test_the_web_page(sample_outline):
    shown = [" ".join(part for part in section if part) for section in Sections(render(sample_outline, "html")).told]
    assert compare(sample_outline.slides, shown) == ([], [])


def printed(path, content):
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return told.split("\f")[:-1]


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine: the PDF is not read")
def test_the_pdf_and_the_paper(sample_outline, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    assert compare(sample_outline.slides, printed(tmp_path / "pack.pdf", render(sample_outline, "pdf"))) == ([], [])
    everything = set().union(*(known(slide, at) for at, slide in enumerate(sample_outline.slides, start=1)))
    for page in printed(tmp_path / "paper.pdf", render(sample_outline, "paper")):
        assert numbers(page) <= everything


def test_the_comparison_notices_a_number_that_is_strange_and_one_that_is_lost(sample_outline):
    slide = sample_outline.slides[0]
    whole = " ".join(part for part in parts(slide) if isinstance(part, str))
    assert compare([slide], [whole]) == ([], [])
    strange, _ = compare([slide], [f"{whole} 31337"])
    assert strange == [(1, "31337")]
    _, lost = compare([slide], [whole.replace("26", "")])
    assert lost
