"""Plain shapes: rules, tinted areas and arrows, without the shadows that renderers add."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Inches, Pt

from balance.boardpack.layout import Box
from balance.boardpack.pptx.native import Page, Shape
from balance.boardpack.pptx.text import describe, emu

Point: TypeAlias = tuple[float, float]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def rule(page: Page, box: Box, colour: str, points: float, name: str = "Rule") -> None:
    """A horizontal line along the top of a box."""
    line(page, (box.left, box.top), (box.right, box.top), colour, points, name)


def line(page: Page, start: Point, end: Point, colour: str, points: float, name: str) -> None:
    """A straight line between two points, in inches."""
    drawn = page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(at) for at in (*start, *end)))
    drawn.line.color.rgb, drawn.line.width = RGBColor.from_string(colour), Pt(points)
    _bare(drawn)
    describe(drawn, name, name)


def area(page: Page, box: Box, colour: str, name: str, alt: str) -> None:
    """A filled rectangle without an edge."""
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *emu(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    _bare(shape)
    describe(shape, name, alt)


def together(page: Page, before: int, name: str, alt: str) -> None:
    """Group what was drawn since there were `before` shapes, so that a chart moves with its labels."""
    drawn = list(page.shapes)[before:]
    if len(drawn) > 1:
        describe(page.shapes.add_group_shape(drawn), name, alt)


def halo(shape: Shape, colour: str, opacity: float) -> None:
    """Put a mostly opaque background behind a text, so that lines under it do not hurt reading."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    filled = shape.fill._xPr.find(f"{{{_A}}}solidFill")
    etree.SubElement(filled[0], f"{{{_A}}}alpha", val=str(round(opacity * 100_000)))


def _bare(shape: Shape) -> None:
    for styled in shape._element.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}style"):
        shape._element.remove(styled)
