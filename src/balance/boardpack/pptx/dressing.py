"""Slides drawn on our own paper, fitted into a company's template: moved, scaled, in its fonts and colours.

What means something keeps its colour: blue is better, orange is worse, in a lighter shade on a dark ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from balance.boardpack import style
from balance.boardpack.layout import Box
from balance.boardpack.pptx.native import Deck, Page
from balance.figures import DARK

Node: TypeAlias = Any

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"

PLACES = {"off": ("x", "y"), "chOff": ("x", "y"), "ext": ("cx", "cy"), "chExt": ("cx", "cy")}
SIZES = {
    "gridCol": ("w",),
    "tr": ("h",),
    "bodyPr": ("lIns", "tIns", "rIns", "bIns"),
    "tcPr": ("marL", "marR", "marT", "marB"),
}
TYPE = ("rPr", "defRPr", "endParaRPr")
SMALLEST = 800
"""Hundredths of a point on a slide as wide as ours: no type is scaled below this."""

BREADTHS = {
    "arial": 1.0, "helvetica": 1.0, "liberation sans": 1.0, "calibri": 0.92, "aptos": 1.02, "segoe ui": 1.04,
    "tahoma": 1.03, "trebuchet ms": 1.03, "times new roman": 0.94, "cambria": 1.0, "georgia": 1.08, "garamond": 0.9,
    "roboto": 1.02, "lato": 1.0, "open sans": 1.1, "noto sans": 1.1, "source sans pro": 0.95, "verdana": 1.21,
    "dejavu sans": 1.21, "century gothic": 1.16, "montserrat": 1.2, "poppins": 1.2,
}  # fmt: skip
"""How wide a sentence runs in fonts companies use, against Arial."""

UNKNOWN_BREADTH = 1.12

Shade: TypeAlias = tuple[str, tuple[tuple[str, int], ...]]


def _shades(light: tuple[Shade, ...], dark: tuple[Shade, ...]) -> dict[bool, dict[str, Shade]]:
    inks = (style.INK, style.PAPER, style.INK2, style.INK3, style.MARK, style.LINE, style.GRID)
    return {False: dict(zip(inks, light, strict=True)), True: dict(zip(inks, dark, strict=True))}


def _shade(name: str, mod: int = 100, off: int = 0) -> Shade:
    """A colour of the theme, its brightness times `mod` in 100 plus `off`."""
    changes = (("lumMod", mod * 1_000), ("lumOff", off * 1_000))
    return name, tuple(change for change in changes if change[1] not in (0, 100_000))


THEMED = _shades(
    (_shade("tx1"), _shade("bg1"), _shade("tx1", 75, 25), _shade("tx1", 75, 25), _shade("tx1", 50, 50),
     _shade("bg1", 80), _shade("bg1", 90)),
    (_shade("tx1"), _shade("bg1"), _shade("tx1", 78), _shade("tx1", 78), _shade("tx1", 62),
     _shade("bg1", 75, 25), _shade("bg1", 88, 12)),
)  # fmt: skip
"""Our inks as colours of the template's theme, on a light and on a dark ground."""


@dataclass(frozen=True)
class Sizing:
    """By how much places and type are scaled, and the smallest type in hundredths of a point."""

    scale: float
    type: float
    smallest: float


def fit(page: Page, room: Box, canvas: Box, dark: bool, ratio: float = 1.0, broad: float = 1.0) -> float:
    """Bring everything on a page but its title into the room; how large it stands against our own paper."""
    scale = min(room.width / canvas.width, room.height / canvas.height)
    left = room.left + (room.width - canvas.width * scale) / 2 - canvas.left * scale
    top = room.top - canvas.top * scale
    type_ = Sizing(scale, scale / broad, SMALLEST * ratio)
    title = page.shapes.title._element if page.shapes.title is not None else None
    for node in page.shapes._spTree:
        if node is not title and node.tag.rpartition("}")[2] in ("sp", "cxnSp", "graphicFrame", "grpSp", "pic"):
            _moved(node, type_, (round(left * 914_400), round(top * 914_400)))
            _dressed(node, dark)
    for rel in page.part.rels.values():
        if rel.reltype.endswith("/chart"):
            chart = rel.target_part._element
            _scaled(chart, type_)
            _dressed(chart, dark)
    return scale


def is_dark(deck: Deck) -> bool:
    """Whether the template's background is dark, as its colour map says."""
    ground = deck.slide_master._element.find(f"{{{_P}}}clrMap").get("bg1", "lt1")
    colour = _theme(deck).find(f".//{{{_A}}}{ground}/*")
    value = (colour.get("lastClr") or colour.get("val") or "FFFFFF") if colour is not None else "FFFFFF"
    try:
        red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return bool(ground.startswith("dk"))
    return bool(0.299 * red + 0.587 * green + 0.114 * blue < 128)


def breadth(deck: Deck) -> float:
    """How wide the template's body font runs against ours, never less than 1: type is made that much smaller."""
    font = _theme(deck).find(f".//{{{_A}}}minorFont/{{{_A}}}latin")
    name = "" if font is None else (font.get("typeface") or "").lower()
    return max(BREADTHS.get(name, UNKNOWN_BREADTH), 1.0)


def _theme(deck: Deck) -> Node:
    rels = deck.slide_master.part.rels.values()
    blob = next(rel.target_part.blob for rel in rels if rel.reltype.endswith("/theme"))
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _moved(node: Node, sizing: Sizing, by: tuple[int, int]) -> None:
    """Scale a shape and everything in it; its own place, and that of a group's inside, are moved too."""
    for each in node.iter():
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        if name in PLACES and each.get(PLACES[name][0]) is not None:
            first, second = PLACES[name]
            shift = by if name in ("off", "chOff") else (0, 0)
            each.set(first, str(round(int(each.get(first)) * sizing.scale) + shift[0]))
            each.set(second, str(round(int(each.get(second)) * sizing.scale) + shift[1]))
    _scaled(node, sizing)


def _scaled(node: Node, sizing: Sizing) -> None:
    """Scale type, margins, rows, columns and lines."""
    scale = sizing.scale
    for each in node.iter():
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        for attribute in SIZES.get(name, ()):
            if each.get(attribute):
                each.set(attribute, str(round(int(each.get(attribute)) * scale)))
        if name in TYPE and each.get("sz"):
            each.set("sz", str(max(int(int(each.get("sz")) * sizing.type / 50) * 50, round(sizing.smallest))))
        if name in ("ln", "lnL", "lnR", "lnT", "lnB") and each.get("w"):
            each.set("w", str(max(round(int(each.get("w")) * scale), 3_175)))
        if name == "spcPts" and each.get("val"):
            each.set("val", str(round(int(each.get("val")) * scale)))
        if each.tag == f"{{{_C}}}size":
            each.set("val", str(max(round(int(each.get("val")) * scale), 2)))


def _dressed(node: Node, dark: bool) -> None:
    """The theme's body font and inks instead of ours."""
    for font in node.iter(f"{{{_A}}}latin"):
        font.set("typeface", "+mn-lt")
    meant = {style.GOOD: DARK.good.lstrip("#"), style.BAD: DARK.bad.lstrip("#")} if dark else {}
    for colour in list(node.iter(f"{{{_A}}}srgbClr")):
        value = colour.get("val").upper()
        haloed = value == style.ZONE and colour.find(f"{{{_A}}}alpha") is not None
        if haloed or value in THEMED[dark]:
            name, changes = THEMED[dark][style.PAPER if haloed else value]
            colour.tag = f"{{{_A}}}schemeClr"
            colour.set("val", name)
            for change, by in changes:
                etree.SubElement(colour, f"{{{_A}}}{change}", val=str(by))
        elif value == style.ZONE:
            colour.set("val", meant.get(style.BAD, style.BAD).upper())
            etree.SubElement(colour, f"{{{_A}}}alpha", val="9000")
        elif value in meant:
            colour.set("val", meant[value].upper())
