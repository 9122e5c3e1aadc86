"""The presentation: paper, theme, one slide for each slide of the outline, notes, and fixed dates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from balance.boardpack import fitting, layout, style, wording
from balance.boardpack.layout import Box
from balance.boardpack.package import stilled
from balance.boardpack.pptx import blocks, dressing, finishing, text
from balance.boardpack.pptx import template as templates
from balance.boardpack.pptx.native import Deck, Page, Shape
from balance.boardpack.pptx.template import Template
from balance.boardpack.pptx.text import Run
from balance.boardpack.slides import Outline, Slide
from balance.errors import BalanceError
from balance.language import say

TITLE_ONLY = "Title Only"


CANVAS = Box(layout.LEFT, 0.8, layout.ROOM, layout.FOOTER + 0.2 - 0.8)
"""What is drawn under a title."""


def write(outline: Outline) -> bytes:
    """The outline as the bytes of a .pptx, on a company's own template where it carries one.

    The same outline gives the same bytes. BalanceError where its template cannot be used.
    """
    outline = replace(outline, slides=tuple(map(wording.unbroken, outline.slides)))
    if not outline.template:
        deck = _paper()
        for number, slide in enumerate(outline.slides, start=1):
            _draw(deck, slide, number)
    else:
        deck = _on(templates.opened(outline.template), outline)
    finishing.finish(deck, outline)
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
    _blocks(page, slide)
    _footer(page, slide.footer, number)
    page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def check_template(content: bytes) -> None:
    """BalanceError with one sentence where a template cannot be used."""
    _roomy(templates.opened(content))


def _roomy(template: Template) -> None:
    held = min(template.room.width / CANVAS.width, template.room.height / CANVAS.height)
    if held < templates.LEAST_ROOM * template.ratio:
        raise BalanceError(
            f"The template's layout “{template.layout.name[:40]}” leaves too little room under its title. Make the "
            "title less high, or move what stands under it, and try again."
        )


def _on(template: Template, outline: Outline) -> Deck:
    """The slides on a template: its title, master and number; ours is what stands under the title."""
    dark, broad = dressing.is_dark(template.deck), dressing.breadth(template.deck)
    _roomy(template)
    for number, slide in enumerate(outline.slides, start=1):
        page = template.deck.slides.add_slide(template.layout)
        for unused in [each for each in page.placeholders if each != page.shapes.title]:
            unused._element.getparent().remove(unused._element)
        _title(page, slide, template.title, template.ratio)
        _subtitle(page, slide, Box(layout.LEFT, CANVAS.top, layout.ROOM, 0.54), 2)
        _blocks(page, slide)
        _footer(page, slide.footer, number if template.number is None else None)
        dressing.fit(page, template.room, CANVAS, dark, template.ratio, broad)
        if template.number is not None:
            _numbered(page, template.number)
        page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)
    return template.deck


def _numbered(page: Page, number: Shape) -> None:
    """The slide's number where the template's layout has it."""
    copied = deepcopy(number._element)
    copied.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in shapes_of(page)) + 1))
    copied.nvSpPr.cNvPr.set("descr", say("Slide number"))
    page.shapes._spTree.append(copied)


def shapes_of(page: Page) -> Iterator[Shape]:
    """Every shape of a page, those in groups too."""
    for shape in page.shapes:
        yield shape
        yield from getattr(shape, "shapes", ())


def _title(page: Page, slide: Slide, box: Box, ratio: float) -> None:
    """The title in the template's own type and colour, as large as two lines allow."""
    sizes = tuple(round(size * ratio) for size in (24.0, style.TITLE, style.TITLE_LONG, 16.0))
    size = fitting.largest(slide.title, box.width, sizes, bold=True, most=2)
    told = fitting.shorten(slide.title, box.width, size, bold=True, most=2)
    shape = page.shapes.title
    shape.left, shape.top, shape.width, shape.height = text.emu(box)
    shape.text_frame.text = told
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    text.describe(shape, "Title", slide.title)


def _blocks(page: Page, slide: Slide) -> None:
    for block, box in zip(slide.blocks, layout.boxes(slide), strict=False):
        blocks.draw(page, block, box)


def _footer(page: Page, told: str, number: int | None) -> None:
    foot, counter = layout.footer()
    said = fitting.shorten(told, foot.width, style.FOOTER)
    text.add(
        page, foot, [[Run(said, style.FOOTER, style.INK3)]], "Footer", say("Where the numbers of this slide come from")
    )
    if number is None:
        return
    run = Run(str(number), style.FOOTER, style.INK3)
    shape = text.add(page, counter, [[run]], "Slide number", say("Slide {at}", at=number), right=True)
    text.number(shape.text_frame.paragraphs[0])


def _heading(page: Page, slide: Slide) -> None:
    box, size, under, lines = layout.heading(slide.title)
    told = fitting.shorten(slide.title, layout.ROOM, size, bold=True, most=2)
    text.fill(page.shapes.title, box, [[Run(told, size, style.INK, bold=True)]], "Title", slide.title)
    _subtitle(page, slide, under, lines)


def _subtitle(page: Page, slide: Slide, box: Box, lines: int) -> None:
    if slide.subtitle:
        said = fitting.sentences(slide.subtitle, layout.ROOM, style.SUBTITLE, lines)
        text.add(page, box, [[Run(said, style.SUBTITLE, style.INK2)]], "Subtitle", say("The message in numbers"))
