"""The presentation: paper, theme, one slide for each slide of the outline, notes, and fixed dates."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from balance.boardpack import fitting, layout, style
from balance.boardpack.package import stilled
from balance.boardpack.pptx import blocks, text
from balance.boardpack.pptx.native import Deck, Page
from balance.boardpack.pptx.text import Run
from balance.boardpack.slides import Outline, Slide

TITLE_ONLY = "Title Only"


def write(outline: Outline) -> bytes:
    """The outline as the bytes of a .pptx; the same outline gives the same bytes."""
    deck = _paper()
    for number, slide in enumerate(outline.slides, start=1):
        _draw(deck, slide, number)
    _properties(deck, outline)
    drawn = io.BytesIO()
    deck.save(drawn)
    return stilled(drawn.getvalue(), f"{outline.as_of.isoformat()}T00:00:00Z")


def _paper() -> Deck:
    """An empty wide presentation with one layout, our font and our colours."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(layout.WIDTH), Inches(layout.HEIGHT)
    for unused in [each for each in deck.slide_layouts if each.name != TITLE_ONLY]:
        deck.slide_layouts.remove(unused)
    for owner in (deck.slide_master, *deck.slide_layouts):
        for shape in owner.placeholders:
            shape.left = round(shape.left * layout.WIDTH / 10)
            shape.width = round(shape.width * layout.WIDTH / 10)
    _without_leftovers(deck)
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _themed(theme.blob)
    return deck


def _without_leftovers(deck: Deck) -> None:
    """Drop what the empty template brings along: a picture of another slide and somebody's printer."""
    owners = (deck.part.rels, deck.part.package._rels)
    for rels in owners:
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/printerSettings", "/thumbnail"))]:
            rels.pop(key)


def _themed(theme: bytes) -> bytes:
    """The theme with our font and palette, so that what a person adds looks like the rest."""
    told = theme.decode("utf-8")
    told = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{style.FONT}", told)
    palette = {
        "dk1": style.INK, "lt1": style.PAPER, "dk2": style.INK2, "lt2": style.ALT, "accent1": style.GOOD,
        "accent2": style.BAD, "accent3": style.INK2, "accent4": style.MARK, "accent5": style.LINE,
        "accent6": style.INK3, "hlink": style.GOOD, "folHlink": style.INK2,
    }  # fmt: skip
    for name, colour in palette.items():
        told = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', told, flags=re.S
        )
    return told.encode("utf-8")


def _draw(deck: Deck, slide: Slide, number: int) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[0])
    _heading(page, slide)
    for block, box in zip(slide.blocks, layout.BOXES[slide.layout], strict=False):
        blocks.draw(page, block, box)
    _footer(page, slide.footer, number)
    page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def _footer(page: Page, told: str, number: int) -> None:
    foot, counter = layout.footer()
    said = fitting.shorten(told, foot.width, style.FOOTER)
    text.add(page, foot, [[Run(said, style.FOOTER, style.INK3)]], "Footer", "Where the numbers of this slide come from")
    run = Run(str(number), style.FOOTER, style.INK3)
    shape = text.add(page, counter, [[run]], "Slide number", f"Slide {number}", right=True)
    text.number(shape.text_frame.paragraphs[0])


def _heading(page: Page, slide: Slide) -> None:
    box, size, under, lines = layout.heading(slide.title)
    told = fitting.shorten(slide.title, layout.ROOM, size, bold=True, most=2)
    text.fill(page.shapes.title, box, [[Run(told, size, style.INK, bold=True)]], "Title", slide.title)
    if slide.subtitle:
        said = fitting.sentences(slide.subtitle, layout.ROOM, style.SUBTITLE, lines)
        text.add(page, under, [[Run(said, style.SUBTITLE, style.INK2)]], "Subtitle", "The message in numbers")


def _properties(deck: Deck, outline: Outline) -> None:
    told = deck.core_properties
    moment = datetime.combine(outline.as_of, datetime.min.time())
    told.title, told.author, told.last_modified_by = outline.title, "Balance", "Balance"
    told.created = told.modified = told.last_printed = moment
    told.revision, told.subject, told.keywords = 1, f"Scenario: {outline.scenario}"[:255], ""
