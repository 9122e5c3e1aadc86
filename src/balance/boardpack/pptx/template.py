"""A company's own template: what is let in, which of its layouts is used, and how much room it leaves.

The file is hostile until it has been looked at: nothing is opened before its parts are counted and measured, and what
could run, fetch or hide something is refused with one sentence that says what to do.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu

from balance.boardpack.layout import WIDTH, Box
from balance.boardpack.pptx.native import Deck, Shape
from balance.errors import BalanceError

LARGEST = 30 * 2**20
LARGEST_UNPACKED = 200 * 2**20
MOST_PARTS = 3_000
WIDEST, NARROWEST = 1.9, 1.6
"""Width of a slide against its height: 16:9 and 16:10."""

LEAST_ROOM = 0.62
"""Less than this part of the pack's own size would make its type too small to read."""

TITLE_HEIGHT = 0.8
GAP, EDGE = 0.1, 0.3

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml."
_DRAWN = ("/slide", "/notesSlide", "/comments", "/commentAuthors", "/handoutMaster", "/printerSettings")
_RUNS = re.compile(r"/(vbaProject|oleObject|control|activeXControlBinary|package|attachedToolbars)$")
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BESIDE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_LINK = "hyperlink"


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
    deck = _opened(_checked(content))
    _emptied(deck)
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


def _checked(content: bytes) -> bytes:
    """The file as a presentation, after a look at everything in it without opening it."""
    if len(content) > LARGEST:
        raise BalanceError(f"The template is larger than {LARGEST // 2**20} MB. Shrink its pictures and try again.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BalanceError("The template has a password or is of the old kind (.ppt). Save it as .pptx or .potx.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise BalanceError("The template unpacks to more than a presentation holds and is refused.")
            return _inspected(package, entries, content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as wrong:
        raise BalanceError(_NOT_ONE) from wrong


_NOT_ONE = "The template is no PowerPoint file. Choose a .pptx or .potx."


def _inspected(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], content: bytes) -> bytes:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or not {"[Content_Types].xml", "ppt/presentation.xml"} <= set(names):
        raise BalanceError(_NOT_ONE)
    kinds = _part(package, "[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BalanceError("The template holds macros, and they are not carried along. Save it as .pptx or .potx.")
    for name in names:
        if name.endswith((".xml", ".rels", ".vml")):
            part = _part(package, name)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise BalanceError(f"The template's part {name[:80]} defines its own XML and is refused.")
            if name.endswith(".rels") and not re.search(r"/slides/_rels/|/notesSlides/_rels/", name):
                _refuse_what_reaches_out(part, name)
    template = f"{_MAIN}template.main+xml".encode()
    if template not in kinds:
        return content
    return _replaced(package, entries, kinds.replace(template, f"{_MAIN}presentation.main+xml".encode()))


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part, never more than its entry promised."""
    with package.open(name) as opened_part:
        return opened_part.read(LARGEST_UNPACKED)


def _refuse_what_reaches_out(part: bytes, name: str) -> None:
    """Links are dropped later; anything else that stands outside the file, or could run, is refused."""
    for relation in _RELATION.findall(part):
        kind = (re.search(rb'\bType="([^"]*)"', relation) or [b"", b""])[1].decode("utf-8", "replace")
        if b'TargetMode="External"' in relation and not kind.endswith(f"/{_LINK}"):
            raise BalanceError(
                f"The template fetches something from outside ({name[:80]}). Break its links (File, Info, Edit Links) "
                "or put the picture itself into it, and try again."
            )
        if _RUNS.search(kind):
            raise BalanceError(
                f"The template holds an embedded object or control ({name[:80]}). Remove it from master and layouts."
            )


def _replaced(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kinds: bytes) -> bytes:
    """The same package as a presentation instead of a template."""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in entries:
            target.writestr(
                entry.filename, kinds if entry.filename == "[Content_Types].xml" else package.read(entry.filename)
            )
    return told.getvalue()


def _opened(content: bytes) -> Deck:
    try:
        deck: Deck = pptx.Presentation(io.BytesIO(content))
        _ = deck.slide_master, deck.slide_layouts
    except Exception as wrong:  # the library raises whatever it meets in a broken file
        raise BalanceError(f"{_NOT_ONE} PowerPoint's own check: open it there, repair it and save it anew.") from wrong
    return deck


def _emptied(deck: Deck) -> None:
    """Without its slides, and without what speaks of them or links anywhere."""
    listed = deck.slides._sldIdLst
    for entry in list(listed):
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    for name in ("custShowLst", "extLst", "photoAlbum"):
        for each in deck.part._element.findall(f"{{*}}{name}"):
            deck.part._element.remove(each)
    for rels in (deck.part.rels, deck.part.package._rels):
        for key in [
            key for key, rel in rels.items() if rel.reltype.endswith((*_DRAWN, "/thumbnail", "/extended-properties"))
        ]:
            rels.pop(key)
    for master in deck.slide_masters:
        for owner in (master, *master.slide_layouts):
            _unlinked(owner)


def _unlinked(owner: Shape) -> None:
    """No link of a master or layout stays live."""
    for name in ("hlinkClick", "hlinkHover", "hlinkMouseOver"):
        for each in list(owner._element.iter(f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}")):
            each.getparent().remove(each)
    for key in [key for key, rel in owner.part.rels.items() if rel.is_external]:
        owner.part.rels.pop(key)


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
