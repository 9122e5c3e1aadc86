"""A company's own template: what is let in, which of its layouts is used, and how much room it leaves.

Only what `inspection` let in is opened: the template's own slides, its links, and what could run or fetch something
are gone before, or the template is refused with one sentence that says what to do.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu

from balance.boardpack.layout import WIDTH, Box
from balance.boardpack.pptx.inspection import NO_TEMPLATE, inspected
from balance.boardpack.pptx.native import Deck, Shape
from balance.errors import BalanceError

WIDEST, NARROWEST = 1.9, 1.6
"""Width of a slide against its height: 16:9 and 16:10."""

LEAST_ROOM = 0.62
"""Less than this part of the pack's own size would make its type too small to read."""

TITLE_HEIGHT = 0.8
GAP, EDGE = 0.1, 0.3

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BESIDE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)

VIEW = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<p:viewPr xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
)


@dataclass(frozen=True)
class Template:
    """An opened template without slides: its layout for titles, and the place it leaves for what is drawn."""

    deck: Deck
    layout: Shape
    title: Box
    room: Box
    number: Shape | None
    """The placeholder of the slide's number, where the layout has one."""
    ratio: float
    """How wide its slides are against our own: small slides are shown as large, so their type may be smaller."""


def opened(content: bytes) -> Template:
    """The template ready to be drawn on; BalanceError with one sentence where it cannot be used."""
    deck = _opened(inspected(content))
    _emptied(deck)
    _viewable(deck)
    wide, high = deck.slide_width, deck.slide_height
    if not high or not NARROWEST <= wide / high <= WIDEST:
        raise BalanceError(
            f"The template's slides are {_inches(wide)} by {_inches(high)} inches. The pack needs wide ones: in "
            "PowerPoint choose Design, Slide Size, Widescreen (16:9), save the template and try again."
        )
    chosen = _titled(deck)
    title, room = _places(deck, chosen)
    number = next((each for each in chosen.placeholders if _kind(each) == PP_PLACEHOLDER.SLIDE_NUMBER), None)
    return Template(deck, chosen, title, room, number, Emu(wide).inches / WIDTH)


def _opened(content: bytes) -> Deck:
    try:
        deck: Deck = pptx.Presentation(io.BytesIO(content))
        _ = deck.slide_master, deck.slide_layouts
    except Exception as wrong:  # the library raises whatever it meets in a broken file
        raise BalanceError(
            f"{NO_TEMPLATE} PowerPoint's own check: open it there, repair it and save it anew."
        ) from wrong
    return deck


def _viewable(deck: Deck) -> None:
    """With view properties of our own: PowerPoint offers to repair a presentation that has none."""
    name = PackURI("/ppt/viewProps.xml")
    part = Part(name, CONTENT_TYPE.PML_VIEW_PROPS, deck.part.package, VIEW)
    deck.part.relate_to(part, RELATIONSHIP_TYPE.VIEW_PROPS)


def _emptied(deck: Deck) -> None:
    """Without what speaks of slides that did not come along, and without what links anywhere."""
    for name in ("sldIdLst", "handoutMasterIdLst", "custShowLst", "extLst", "photoAlbum"):
        for each in deck.part._element.findall(f"{{*}}{name}"):
            deck.part._element.remove(each)
    owners = [owner.part for master in deck.slide_masters for owner in (master, *master.slide_layouts)]
    owners += [rel.target_part for rel in deck.part.rels.values() if rel.reltype.endswith("/notesMaster")]
    for owner in owners:
        _unlinked(owner._element)
        _numbered_apart(owner._element)


def _numbered_apart(element: Shape) -> None:
    """Each shape of a master or layout with a number of its own; the first of two that share one keeps it."""
    shapes = list(element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"))
    seen, free = set(), max((int(each.get("id")) for each in shapes), default=0) + 1
    for each in shapes:
        if each.get("id") in seen:
            each.set("id", str(free))
            free += 1
        seen.add(each.get("id"))


def _unlinked(element: Shape) -> None:
    """No link of a master or layout stays live."""
    for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver"):
        for each in list(element.iter(f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}")):
            each.getparent().remove(each)


def _titled(deck: Deck) -> Shape:
    """The layout that has a title and leaves the rest free."""
    layouts = [each for master in deck.slide_masters for each in master.slide_layouts]
    named = [each for each in layouts if each._element.get("type") == "titleOnly"]
    free = [each for each in layouts if _is_free(each)]
    for each in (*named, *free):
        if any(_kind(shape) in _TITLES for shape in each.placeholders):
            return each
    known = ", ".join(f"“{each.name[:40]}”" for each in layouts[:12]) or "none"
    raise BalanceError(
        f"The template has no layout with a title and nothing else, as “Title Only” is. Its layouts: {known}. Add "
        "one in View, Slide Master, Insert Layout, and try again."
    )


def _is_free(layout: Shape) -> bool:
    kinds = [_kind(shape) for shape in layout.placeholders]
    return PP_PLACEHOLDER.TITLE in kinds and all(kind in (*_TITLES, *_BESIDE) for kind in kinds)


def _kind(shape: Shape) -> object:
    return shape.placeholder_format.type


def _places(deck: Deck, layout: Shape) -> tuple[Box, Box]:
    """Where the title stands, and what is left under it above the footer."""
    wide, high = Emu(deck.slide_width).inches, Emu(deck.slide_height).inches
    title = next(_box(shape) for shape in layout.placeholders if _kind(shape) in _TITLES)
    title = Box(max(title.left, 0.1), max(title.top, 0.1), title.width, min(title.height, TITLE_HEIGHT * high / 7.5))
    feet = [_box(shape).top for shape in layout.placeholders if _kind(shape) in _BESIDE]
    bottom = min([at for at in feet if at > high / 2] or [high - EDGE])
    room = Box(
        title.left, title.bottom + GAP, min(title.width, wide - title.left - 0.1), bottom - title.bottom - 2 * GAP
    )
    return title, room


def _box(shape: Shape) -> Box:
    left, top, width, height = (Emu(side or 0).inches for side in (shape.left, shape.top, shape.width, shape.height))
    return Box(left, top, width, height)


def _inches(size: int | None) -> str:
    return f"{Emu(size or 0).inches:.3g}"
