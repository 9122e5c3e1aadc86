"""A company's own template: kept where it can be used, one sentence where it cannot, nothing of it live."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace

import pptx
import pytest
from pptx.util import Inches

from balance import formats
from balance.boardpack import pptx as writer
from balance.boardpack.slides import Table
from balance.errors import BalanceError
from boardpack import invented

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def drawn_on(template):
    """The invented pack on a template."""
    return writer.write(replace(invented.pack(), template=template))


def picture():
    """A small logo as PNG."""
    rows = b"".join(b"\x00" + b"\xc8\x10\x2e" * 16 for _ in range(16))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    framed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def saved(deck):
    told = io.BytesIO()
    deck.save(told)
    return told.getvalue()


def changed(content, **parts):
    """The package with parts replaced, added, or put through a function, by the end of their name."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            for wanted, change in parts.items():
                if wanted in name.replace(".", "_").replace("/", "_"):
                    part = change(part)
            target.writestr(name, part)
    return told.getvalue()


def themed(font, ground):
    def change(part):
        told = re.sub(rb'(<a:m(?:aj|in)orFont>\s*<a:latin typeface=")[^"]*', rb"\g<1>" + font.encode(), part)
        return re.sub(
            rb"<a:dk1>.*?</a:dk1>", b'<a:dk1><a:srgbClr val="' + ground.encode() + b'"/></a:dk1>', told, flags=re.S
        )

    return change


def sized(deck, wide, high):
    """The library's own 10 x 7.5 template in another size: every place that master or layout states moves along."""
    deck.slide_width, deck.slide_height = Inches(wide), Inches(high)
    for owner in (deck.slide_master, *deck.slide_layouts):
        for place in owner._element.iter("{*}off", "{*}ext"):
            for name, by in (("x", wide / 10), ("cx", wide / 10), ("y", high / 7.5), ("cy", high / 7.5)):
                if place.get(name):
                    place.set(name, str(round(int(place.get(name)) * by)))


def light():
    """13.33 x 7.5 with a logo and a slide of its own, in a serif font."""
    deck = pptx.Presentation()
    sized(deck, 13.333, 7.5)
    deck.slide_master.shapes._spTree.append(_logo(deck))
    page = deck.slides.add_slide(deck.slide_layouts[0])
    page.shapes.title.text = "A slide that must not come along"
    return changed(saved(deck), theme1_xml=themed("Liberation Serif", "101828"))


def _logo(deck):
    """A picture of the master, taken from a slide that goes again."""
    page = deck.slides.add_slide(deck.slide_layouts[6])
    drawn = page.shapes.add_picture(io.BytesIO(picture()), Inches(12.72), Inches(0.1), Inches(0.5), Inches(0.5))
    element = drawn._element
    image = page.part.related_part(element.blip_rId)
    element.find(".//{*}blip").set(
        f"{{{RELATIONS}}}embed", deck.slide_master.part.relate_to(image, f"{RELATIONS}/image")
    )
    element.getparent().remove(element)
    entry = deck.slides._sldIdLst[-1]
    deck.part.drop_rel(entry.rId)
    deck.slides._sldIdLst.remove(entry)
    return element


def dark():
    """10 x 5.625, white on dark, as a .potx, its layout under another name and of another type."""
    deck = pptx.Presentation()
    sized(deck, 10, 5.625)
    only = next(each for each in deck.slide_layouts if each.name == "Title Only")
    only._element.set("type", "obj")
    only._element.cSld.set("name", "Nur Titel")
    mapped = deck.slide_master._element.find("{*}clrMap")
    for name, other in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapped.set(name, other)
    content = changed(saved(deck), theme1_xml=themed("Verdana", "0B1F33"))
    return changed(content, Content_Types=lambda part: part.replace(b"presentation.main+xml", b"template.main+xml"))


TEMPLATES = {"light": light, "dark": dark}
LAYOUTS = {"light": "Title Only", "dark": "Nur Titel"}


@pytest.fixture(scope="module", params=TEMPLATES)
def dressed(request):
    template = TEMPLATES[request.param]()
    return request.param, template, drawn_on(template)


def parts(content, pattern):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist() if re.search(pattern, name)}


def test_master_font_colours_and_logo_are_the_templates_own(dressed):
    name, template, content = dressed
    deck, own = pptx.Presentation(io.BytesIO(content)), template
    assert all(page.slide_layout.name == LAYOUTS[name] for page in deck.slides)
    theme = next(iter(parts(own, r"theme/theme1\.xml").values()))
    assert theme in parts(content, r"theme/theme\d+\.xml").values()
    drawn = b"".join(parts(content, r"(slides/slide|charts/chart)\d+\.xml$").values())
    assert b'typeface="Arial"' not in drawn
    assert b"+mn-lt" in drawn
    assert b'schemeClr val="tx1"' in drawn
    assert len(parts(content, r"media/")) == (1 if name == "light" else 0)


def test_the_slides_are_those_of_the_outline_and_no_others(dressed):
    _, _, content = dressed
    outline, deck = invented.pack(), pptx.Presentation(io.BytesIO(content))
    assert len(deck.slides) == len(outline.slides)
    for slide, page in zip(outline.slides, deck.slides, strict=True):
        assert page.shapes.title.text_frame.text == formats.unbroken(slide.title)
        assert page.notes_slide.notes_text_frame.text == "\n".join(slide.notes)
        tables = [shape for shape in page.shapes if shape.has_table]
        assert len(tables) == sum(isinstance(block, Table) for block in slide.blocks)
    assert b"must not come along" not in b"".join(parts(content, r"\.xml$").values())


def test_everything_stays_on_the_slide_and_readable(dressed):
    _, _, content = dressed
    deck = pptx.Presentation(io.BytesIO(content))
    for page in deck.slides:
        top = page.shapes.title.top + page.shapes.title.height
        for shape in page.shapes:
            if shape.shape_id != page.shapes.title.shape_id and not shape.is_placeholder:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width
                assert top <= shape.top
                assert shape.top + shape.height <= deck.slide_height
        numbers = [shape for shape in page.placeholders if "Number" in shape.name]
        assert len(numbers) == 1
    sizes = [int(size) for part in parts(content, r"(slides/slide|charts/chart)\d+\.xml$").values()
             for size in re.findall(rb'\bsz="(\d+)"', part)]  # fmt: skip
    assert min(sizes) >= 795 * deck.slide_width / Inches(13.333)


def test_the_same_template_gives_the_same_bytes(dressed):
    _, template, content = dressed
    assert drawn_on(template) == content


def test_links_of_the_template_are_dropped():
    deck = pptx.Presentation(io.BytesIO(light()))
    layout = next(each for each in deck.slide_layouts if each.name == "Title Only")
    layout.placeholders[0].text_frame.text = "Visit us"
    layout.placeholders[0].text_frame.paragraphs[0].runs[0].hyperlink.address = "http://evil.example/x"
    content = drawn_on(saved(deck))
    assert b"evil.example" not in b"".join(parts(content, r".").values())
    assert b'TargetMode="External"' not in b"".join(parts(content, r"\.rels$").values())


def test_nothing_of_the_package_comes_along_but_what_the_slides_need():
    held = parts(light(), r".")
    pane = "<Relationship Id='w' Type='http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes' "
    held["_rels/.rels"] = held["_rels/.rels"].replace(
        b"</Relationships>", f"{pane} Target='ppt/panes.xml'/></Relationships>".encode()
    )
    held |= {"ppt/panes.xml": b"<panes/>", "ppt/alone.bin": b"MZ\x90"}
    content = drawn_on(zipped(held))
    assert not [name for name in parts(content, r".") if "panes" in name or "alone" in name]


def without_layouts():
    deck = pptx.Presentation(io.BytesIO(light()))
    for layout in [each for each in deck.slide_layouts if each.name in ("Title Only", "Title Slide")]:
        for entry in list(deck.slides._sldIdLst):
            deck.part.drop_rel(entry.rId)
            deck.slides._sldIdLst.remove(entry)
        deck.slide_layouts.remove(layout)
    return saved(deck)


def square():
    deck = pptx.Presentation()
    return saved(deck)


def external(kind):
    relation = (
        f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="http://evil.example/a.png" TargetMode="External"/>'
    )
    return changed(
        light(),
        slideMaster1_xml_rels=lambda part: part.replace(b"</Relationships>", relation.encode() + b"</Relationships>"),
    )


def macros():
    return changed(light(), Content_Types=lambda part: part.replace(
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"))  # fmt: skip


def bomb():
    told = io.BytesIO(light())
    with zipfile.ZipFile(told, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"ppt/media/zero{number}.bin", b"\x00" * 50_000_000)
    return told.getvalue()


def entities():
    return changed(light(), theme1_xml=lambda part: part.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1))


def related(place, told, **more):
    """The template with one more relation, written as told, and more parts."""
    held = parts(light(), r".")
    name = f"ppt/{place.replace('/', '/_rels/')}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    held[name] = held.get(name, empty).replace(b"</Relationships>", told.encode() + b"</Relationships>")
    return zipped(held | {f"ppt/{path.replace('__', '/').replace('_', '.')}": part for path, part in more.items()})


def zipped(held, kind=zipfile.ZIP_DEFLATED):
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", kind) as package:
        for name, part in held.items():
            package.writestr(name, part)
    return told.getvalue()


def in_single_quotes():
    return related(
        "theme/theme1.xml",
        f"<Relationship TargetMode='External' Id='rId9' Type='{RELATIONS}/image' Target='http://evil.example/a.png'/>",
    )


def embedded(kind="oleObject"):
    """A binary part, under the relation it belongs to or under a harmless one."""
    told = f"<Relationship Id='rId99' Type='{RELATIONS}/{kind}' Target='../embeddings/x.bin'/>"
    content = related("slideMasters/slideMaster1.xml", told, embeddings__x_bin=b"MZ\x90")
    default = b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
    return changed(content, Content_Types=lambda part: part.replace(b"<Override", default + b"<Override", 1))


def linked_theme():
    return related(
        "theme/theme1.xml",
        f"<Relationship Id='a' TargetMode='External' Type='{RELATIONS}/hyperlink' Target='http://evil.example'/>",
    )


def in_utf16(end="slideMaster1_xml"):
    told = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]>'
    return changed(light(), **{end: lambda part: (told + part.decode().partition("?>")[2]).encode("utf-16")})


def in_utf7():
    told = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a +AFs-+ADwAIQ-ENTITY b "c"+AD4AXQA+-'
    return changed(light(), theme1_xml=lambda part: told + part.partition(b"?>")[2])


def filled(size):
    """A layout with so many bytes of empty elements, which pack to almost nothing."""
    return changed(light(), slideLayout6_xml=lambda part: part.replace(
        b"</p:spTree>", b"<a/>" * (size // 4) + b"</p:spTree>"))  # fmt: skip


def lying():
    """A layout whose stated size and checksum are those of its first bytes: the rest would unpack beyond any limit."""
    name = b"ppt/slideLayouts/slideLayout6.xml"
    content = bytearray(filled(40_000_000))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        at = package.getinfo(name.decode()).header_offset
        start = package.read(name.decode())[:1000]
    for place, sums in ((at, 14), (content.index(b"PK\x01\x02", content.rindex(name) - 46), 16)):
        content[place + sums : place + sums + 4] = struct.pack("<I", zlib.crc32(start))
        content[place + sums + 8 : place + sums + 12] = struct.pack("<I", len(start))
    return bytes(content)


def replacing(target):
    """A part that would take the place of one that is written anew, under a harmless relation."""
    return related(
        "slideMasters/slideMaster1.xml", f"<Relationship Id='rId99' Type='{RELATIONS}/tags' Target='{target}'/>"
    )


def a_workbook():
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    return told.getvalue()


def broken():
    return changed(light(), presentation_xml=lambda part: part[: len(part) // 2])


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (without_layouts, "no layout with a title and nothing else"), (square, "Widescreen"),
        (lambda: external("image"), "fetches something from outside"), (lambda: external("oleObject"), "from outside"),
        (macros, "holds macros"), (bomb, "unpacks to more"), (entities, "defines its own XML"),
        (a_workbook, "no PowerPoint file"), (lambda: b"%PDF-1.7 not a deck", "no PowerPoint file"),
        (lambda: b"x", "no PowerPoint"),
        (in_single_quotes, "from outside"), (linked_theme, "from outside"), (embedded, "embedded object or control"),
        (lambda: embedded("image"), "embedded object or control"), (lambda: embedded("vbaProject"), "holds macros"),
        (lambda: embedded("webextension"), "embedded object or control"),
        (in_utf16, "not written in UTF-8"), (lambda: in_utf16("slideMaster1_xml_rels"), "not written in UTF-8"),
        (in_utf7, "not written in UTF-8"), (lambda: filled(15_000_000), "larger than a template needs"),
        (lambda: filled(3_000_000), "far more shapes"), (lying, "no PowerPoint file"),
        (lambda: replacing("/[Content_Types].xml"), "no PowerPoint file"),
        (lambda: replacing("_rels/slideMaster1.xml.rels"), "no PowerPoint file"),
        (lambda: zipped(parts(light(), r"."), zipfile.ZIP_LZMA), "no PowerPoint file"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "password"), (broken, "no PowerPoint file"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_one_sentence_that_helps(make, said):
    with pytest.raises(BalanceError, match=said) as refused:
        drawn_on(make())
    assert len(str(refused.value)) < 420
    assert "Traceback" not in str(refused.value)
