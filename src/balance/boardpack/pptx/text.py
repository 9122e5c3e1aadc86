"""Text boxes: fixed places, our font, no shrinking, each with a name and an alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Inches

from balance.boardpack import style
from balance.boardpack.layout import Box
from balance.boardpack.pptx.native import Node, Page, Paragraph, Shape

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class Run:
    """A piece of text of one size and colour."""

    text: str
    size: float
    colour: str
    bold: bool = False


Paragraphs = Sequence[Sequence[Run]]


def add(
    page: Page, box: Box, paragraphs: Paragraphs, name: str, alt: str, *, right: bool = False, wrap: bool = True
) -> Shape:
    """A text box on the page."""
    shape = page.shapes.add_textbox(*emu(box))
    fill(shape, box, paragraphs, name, alt, right=right, wrap=wrap)
    return shape


def fill(
    shape: Shape, box: Box, paragraphs: Paragraphs, name: str, alt: str, *, right: bool = False, wrap: bool = True
) -> None:
    """Put a shape in its place and write into it."""
    shape.left, shape.top, shape.width, shape.height = emu(box)
    describe(shape, name, alt)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = wrap, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    for at, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        write(paragraph, runs, right=right)


def number(paragraph: Paragraph) -> None:
    """Turn the text of a paragraph into the slide's number, which follows the slide when it is moved."""
    run = paragraph.runs[0]._r
    field = etree.Element(f"{{{_A}}}fld", id="{7F3A91C2-55AE-4C09-9B1E-2D6F0A4B8C11}", type="slidenum")
    field.extend(list(run))
    run.getparent().replace(run, field)


def write(paragraph: Paragraph, runs: Sequence[Run], *, right: bool = False) -> None:
    """Write runs into a paragraph."""
    put(paragraph._p, runs, right=right)


def put(paragraph: Node, runs: Sequence[Run], *, right: bool = False) -> None:
    """Write runs into the element of a paragraph: its XML by hand, because a pack has a thousand of them."""
    paragraph.get_or_add_pPr().set("algn", "r" if right else "l")
    end = paragraph.find(f"{{{_A}}}endParaRPr")
    for run in runs:
        told = etree.SubElement(paragraph, f"{{{_A}}}r")
        look = etree.SubElement(told, f"{{{_A}}}rPr", sz=str(round(run.size * 100)), b=str(int(run.bold)))
        etree.SubElement(etree.SubElement(look, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=run.colour)
        etree.SubElement(look, f"{{{_A}}}latin", typeface=style.FONT)
        etree.SubElement(told, f"{{{_A}}}t").text = run.text
    if end is not None:
        paragraph.append(end)


def describe(shape: Shape, name: str, alt: str) -> None:
    """Name a shape and say what it shows to who cannot see it."""
    shape.name = name
    shape._element._nvXxPr.cNvPr.set("descr", alt)


def emu(box: Box) -> tuple[int, int, int, int]:
    """The box in the units of the file."""
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
