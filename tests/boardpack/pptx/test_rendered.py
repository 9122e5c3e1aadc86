"""The slides as LibreOffice draws them: a page each, every word on its page, none outside, none over another.

These need LibreOffice and poppler's pdftotext; where one is missing they are skipped and say so.
"""

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape

import pptx
import pytest
from tests.own_office import converted, office

from balance.boardpack import render

READER = shutil.which("pdftotext")
MISSING = "LibreOffice Impress or pdftotext is not on this machine: slides are not looked at as rendered"
pytestmark = pytest.mark.skipif(not (office("pdf") and READER), reason=MISSING)

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word on a page and its box in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def shares(self, other):
        """The part of the smaller of two words that the other covers; lines of text may touch."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        areas = [(each.right - each.left) * (each.bottom - each.top) for each in (self, other)]
        return max(wide, 0.0) * max(high, 0.0) / max(min(areas), 1e-6)


@pytest.fixture(scope="module")
def drawn(sample_outline, tmp_path_factory):
    """The deck, and for each page its size and words."""
    folder = tmp_path_factory.mktemp("rendered")
    deck, content = folder / "pack.pptx", render(sample_outline)
    deck.write_bytes(content)
    words = [READER, "-bbox", converted(deck, "pdf", folder), "-"]
    told = subprocess.run(words, capture_output=True, text=True, check=True)
    pages = [(float(wide), float(high), words_of(body)) for wide, high, body in PAGE.findall(told.stdout)]
    return pptx.Presentation(io.BytesIO(content)), pages


def words_of(body):
    found = WORD.findall(body)
    return [Word(unescape(text), *(float(end) for end in box)) for *box, text in found]


def written(page):
    """The texts of a slide that stand in boxes and tables; charts draw their own."""
    for shape in page.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def test_every_slide_is_a_page(drawn):
    deck, pages = drawn
    assert len(pages) == len(deck.slides) > 12


def test_every_word_of_a_slide_is_on_its_page(drawn):
    deck, pages = drawn
    for page, (_, _, words) in zip(deck.slides, pages, strict=True):
        seen = "".join(word.text for word in words)
        for told in written(page):
            for word in told.split():
                assert word in seen, (word, told)


def test_nothing_leaves_the_page(drawn):
    _, pages = drawn
    for wide, high, words in pages:
        for word in words:
            assert word.left >= 0
            assert word.top >= 0
            assert word.right <= wide
            assert word.bottom <= high, word


def test_no_word_stands_on_another(drawn):
    _, pages = drawn
    for number, (_, _, words) in enumerate(pages, start=1):
        for at, one in enumerate(words):
            for other in words[at + 1 :]:
                assert one.shares(other) < 0.25, (number, one, other)


def test_no_text_is_cut(drawn):
    """What a board member reads of the sample is whole: names, dates, numbers, reasons."""
    deck, _ = drawn
    for number, page in enumerate(deck.slides, start=1):
        for told in written(page):
            assert not told.endswith("…") or told.endswith("exceeds …"), (number, told)
