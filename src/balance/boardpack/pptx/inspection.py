"""What of a company's own template is let in: its masters, layouts, themes, pictures and fonts, and nothing else.

The file is hostile until it has been looked at. Its relations are followed from the presentation on; each part they
reach is measured and checked before anything parses it, and what passed is packed anew. The library that draws the
slides opens only that new package, never the file itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree
from pptx.opc.packuri import PackURI

from balance.errors import BalanceError

LARGEST = 30 * 2**20
LARGEST_UNPACKED = 100 * 2**20
LARGEST_XML = 4 * 2**20
LARGEST_XML_TOGETHER = 20 * 2**20
MOST_MARKS = 600_000
"""Elements and attributes of all parts together: a tree in memory costs some 200 bytes for each of them."""
MOST_PARTS = 3_000

NO_TEMPLATE = "The template is no PowerPoint file. Choose a .pptx or .potx."
_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MAIN = (_PRESENTATION, _PRESENTATION.replace("presentation.main", "template.main"))
_KINDS = "[Content_Types].xml"
_OF_PACKAGE = {"officeDocument", "core-properties", "custom-properties", "classificationlabels"}
_CARRIED = {
    "slideMaster", "slideLayout", "notesMaster", "theme", "themeOverride", "image", "hdphoto", "font", "presProps",
    "tableStyles", "tags", "customXml", "customXmlProps", "chart", "chartStyle", "chartColorStyle", "chartUserShapes",
    "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
}  # fmt: skip
_LEFT_BEHIND = {
    "slide", "notesSlide", "comments", "commentAuthors", "authors", "handoutMaster", "printerSettings", "viewProps",
    "changesInfo", "revisionInfo",
}  # fmt: skip
"""Of the template's own slides, or of the person who made it; what is drawn does not need them."""
_PICTURES = ("image", "hdphoto")
_FONTS = ("application/x-fontdata", "application/vnd.openxmlformats-officedocument.obfuscatedFont")
_LINKING = ("slideMaster+xml", "slideLayout+xml", "notesMaster+xml")
"""Parts whose links are taken out of their text as well, so that they can go."""
_DECLARED = re.compile(r"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_UNPACKED_HERE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class _Relation:
    key: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


def inspected(content: bytes) -> bytes:
    """A presentation with what is let in of a template, packed anew; BalanceError with one sentence if it is refused.

    Nothing of it reaches outside the file, and nothing in it can run.
    """
    if len(content) > LARGEST:
        raise BalanceError(f"The template is larger than {LARGEST // 2**20} MB. Shrink its pictures and try again.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BalanceError("The template has a password or is of the old kind (.ppt). Save it as .pptx or .potx.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _measured(package.infolist())
            return _packed(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError) as wrong:
        raise BalanceError(NO_TEMPLATE) from wrong


def _measured(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to more than a presentation holds; nothing is ever read beyond the size stated here."""
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise BalanceError("The template unpacks to more than a presentation holds and is refused.")
    names = {entry.filename for entry in entries}
    if len({name.casefold() for name in names}) < len(names):
        raise BalanceError(NO_TEMPLATE)
    if len(names) < len(entries) or not {_KINDS, "ppt/presentation.xml"} <= names:
        raise BalanceError(NO_TEMPLATE)
    if any(entry.compress_type not in _UNPACKED_HERE for entry in entries):
        raise BalanceError(NO_TEMPLATE)  # the other ways of packing cannot be unpacked piece by piece


def _packed(package: zipfile.ZipFile) -> bytes:
    """The parts that are let in, with relations and kinds written anew."""
    kinds, parts = {}, {}
    room = [LARGEST_XML_TOGETHER, MOST_MARKS]
    known = _known(_xml(package, _KINDS, room))
    waiting = [(PackURI("/"), "")]
    while waiting:
        part, kind = waiting.pop()
        if part in kinds:
            continue
        if part != "/":
            kinds[part] = kind
            parts[part.membername] = _body(package, part, kind, room)
        relations = list(_let_in(package, part, kind, room))
        if relations:
            parts[part.rels_uri.membername] = _relations_told(relations)
        for relation in relations:
            target = _named(PackURI.from_rel_ref(part.baseURI, relation.target))
            waiting.append((target, _kind(known, target, relation, part)))
    return _zipped({_KINDS: _kinds_told(kinds), **parts})


def _named(target: PackURI) -> PackURI:
    """A part's name, unless it would pass for one of those that are written anew."""
    name = target.casefold()
    taken = ("/_rels/", "/ppt/slides/", "/ppt/notesslides/", "\\", "%")
    if name == f"/{_KINDS}".casefold() or name.endswith(".rels") or any(each in name for each in taken):
        raise BalanceError(NO_TEMPLATE)
    return target


def _body(package: zipfile.ZipFile, part: PackURI, kind: str, room: list[int]) -> bytes:
    if kind.startswith("image/") or kind in _FONTS:
        return _read(package, part.membername)
    return _xml(package, part.membername, room)


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """One part piece by piece: a file that states a small size and unpacks to a large one never gets that far."""
    told = bytearray()
    with package.open(name) as opened_part:
        while piece := opened_part.read(2**16):
            told += piece
    return bytes(told)


def _xml(package: zipfile.ZipFile, name: str, room: list[int]) -> bytes:
    """One part of XML as UTF-8 without a document type, within what is left of the room (bytes, marks)."""
    size = package.getinfo(name).file_size
    room[0] -= size
    if size > LARGEST_XML or room[0] < 0:
        raise BalanceError(f"The template's part {name[:80]} is larger than a template needs, and is refused.")
    part = _read(package, name)
    room[1] -= part.count(b"<") + part.count(b"=")
    if room[1] < 0:
        raise BalanceError("The template holds far more shapes than a template needs. Remove some and try again.")
    text = _text(part, name)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BalanceError(f"The template's part {name[:80]} defines its own XML and is refused.")
    return part


def _text(part: bytes, name: str) -> str:
    """The part's text; every reader of it must see the same characters, so only one way of writing them is let in."""
    try:
        text = part.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    declared = _DECLARED.match(text)
    if "\0" in text or (declared and declared[1].upper() not in ("UTF-8", "UTF8", "US-ASCII")):
        raise BalanceError(f"The template's part {name[:80]} is not written in UTF-8. Save it anew in PowerPoint.")
    return text


def _children(part: bytes) -> Iterator[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        yield from etree.fromstring(part, parser).iterchildren("{*}*")
    except etree.XMLSyntaxError as wrong:
        raise BalanceError(NO_TEMPLATE) from wrong


def _known(part: bytes) -> dict[str, str]:
    """The kind of each part by its name, and of each ending, in small letters."""
    known = {}
    for each in _children(part):
        name = each.get("PartName") or f".{each.get('Extension', '')}"
        known[name.casefold()] = each.get("ContentType", "")
    if any("macroenabled" in kind.casefold() or "vbaproject" in kind.casefold() for kind in known.values()):
        raise BalanceError("The template holds macros, and they are not carried along. Save it as .pptx or .potx.")
    return known


def _let_in(package: zipfile.ZipFile, part: PackURI, kind: str, room: list[int]) -> Iterator[_Relation]:
    """The relations of a part that are carried along; BalanceError for one that reaches out or could run."""
    name = part.rels_uri.membername
    if name not in package.NameToInfo:
        return
    for relation in map(_relation, _children(_xml(package, name, room))):
        if part == "/":
            if relation.kind in _OF_PACKAGE and not relation.external:
                yield relation
        elif relation.external:
            if relation.kind != "hyperlink" or not kind.endswith(_LINKING):
                raise BalanceError(_reaching_out(name))
        elif relation.kind in _CARRIED:
            yield relation
        elif relation.kind not in _LEFT_BEHIND:
            raise BalanceError(_running(relation, name))


def _relation(element: etree._Element) -> _Relation:
    mode = element.get("TargetMode", "Internal")
    return _Relation(element.get("Id", ""), element.get("Type", ""), element.get("Target", ""), mode != "Internal")


def _reaching_out(name: str) -> str:
    return (
        f"The template fetches something from outside ({name[:80]}). Break its links (File, Info, Edit Links) "
        "or put the picture itself into it, and try again."
    )


def _running(relation: _Relation, name: str) -> str:
    if "vbaproject" in relation.kind.casefold():
        return "The template holds macros, and they are not carried along. Save it as .pptx or .potx."
    return (
        f"The template holds an embedded object or control (“{relation.kind[:40]}” in {name[:80]}). Remove it from "
        "master and layouts, and try again."
    )


def _kind(known: dict[str, str], target: PackURI, relation: _Relation, part: PackURI) -> str:
    """The kind of a part, which must be the one its relation speaks of."""
    kind = known.get(target.casefold()) or known.get(f".{target.ext}".casefold(), "")
    if relation.kind == "officeDocument":
        if kind not in _MAIN:
            raise BalanceError(NO_TEMPLATE)
        return _PRESENTATION
    picture, font = kind.startswith("image/"), kind in _FONTS
    fitting = picture if relation.kind in _PICTURES else font if relation.kind == "font" else kind.endswith("xml")
    if not fitting or (picture and relation.kind not in _PICTURES):
        raise BalanceError(_running(relation, part.rels_uri.membername))
    return kind


def _relations_told(relations: list[_Relation]) -> bytes:
    told = "".join(
        f"<Relationship Id={quoteattr(each.key)} Type={quoteattr(each.type)} Target={quoteattr(each.target)}/>"
        for each in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{told}</Relationships>'.encode()


def _kinds_told(kinds: dict[PackURI, str]) -> bytes:
    told = "".join(
        f"<Override PartName={quoteattr(str(part))} ContentType={quoteattr(kind)}/>" for part, kind in kinds.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    ours = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{space}">{ours}{told}</Types>'.encode()


def _zipped(parts: dict[str, bytes]) -> bytes:
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return told.getvalue()
