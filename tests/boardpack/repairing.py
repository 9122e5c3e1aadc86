"""What is known to make PowerPoint offer to repair a presentation, looked for in its package.

The schema does not see these: relations that lead nowhere or to what is not named, shapes with one number, tables and
charts that disagree with what they hold, texts of paragraphs in the wrong order, parts without a kind.
"""

import io
import math
import posixpath
import re
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field

import openpyxl
from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KINDS = "[Content_Types].xml"
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ORDER = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz", "smartTags",
         "embeddedFontLst", "custShowLst", "photoAlbum", "custDataLst", "kinsoku", "defaultTextStyle",
         "modifyVerifier", "extLst")  # fmt: skip
"""The order in which a presentation names its parts."""


@dataclass
class Package:
    """The parts of a package, what each leads to, and what was found wrong."""

    parts: dict[str, bytes]
    leads: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """By part: the kind and target of each of its relations, by their ids."""
    wrong: list[str] = field(default_factory=list)


def wrongs(content):
    """What is wrong in a presentation, in words; nothing where it opens as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        names = opened.namelist()
        package = Package({name: opened.read(name) for name in names})
    if names[0] != KINDS or len({name.casefold() for name in names}) < len(names):
        package.wrong.append("the list of kinds is not first, or two parts have one name")
    _follow(package)
    _kinds(package)
    for name in [name for name in package.leads if name.endswith(".xml")]:
        root = etree.fromstring(package.parts[name])
        for look in (_relations, _shapes, _paragraphs, _tables, _whole, _charts):
            look(package, name, root)
    _properties(package)
    return package.wrong


def _follow(package):
    """Walk the relations from the package on; every part must be reached, and none may lead outside or nowhere."""
    waiting, seen = [""], {KINDS}
    while waiting:
        part = waiting.pop()
        if part in package.leads:
            continue
        folder, base = posixpath.split(part)
        told, found = posixpath.join(folder, "_rels", f"{base}.rels"), {}
        seen |= {part, told}
        for each in etree.fromstring(package.parts[told]) if told in package.parts else ():
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target")))[1:]
            if each.get("TargetMode") == "External" or target not in package.parts or each.get("Id") in found:
                package.wrong.append(f"{told}: {each.get('Id')} leads outside, nowhere or twice: {each.get('Target')}")
                continue
            found[each.get("Id")] = (each.get("Type").rpartition("/")[2], target)
            waiting.append(target)
        package.leads[part] = found
    package.wrong += [f"{name} is reached by nothing" for name in sorted(set(package.parts) - seen)]


def _kinds(package):
    told = etree.fromstring(package.parts[KINDS])
    named = [each.get("PartName", "")[1:] for each in told if each.get("PartName")]
    ends = [each.get("Extension").casefold() for each in told if each.get("Extension")]
    package.wrong += [
        f"{name}: its kind is told twice" for name, times in Counter([*named, *ends]).items() if times > 1
    ]
    package.wrong += [f"{name} has a kind and is not there" for name in named if name not in package.parts]
    unkind = (name for name in package.parts if name not in named and name.rpartition(".")[2].casefold() not in ends)
    package.wrong += [f"{name} has no kind" for name in unkind if name != KINDS]


def _relations(package, name, root):
    used = {value for each in root.iter() for key, value in each.attrib.items() if key.startswith(R) and value}
    package.wrong += [f"{name} uses {one}, which leads nowhere" for one in used - set(package.leads[name])]


def _shapes(package, name, root):
    shapes = list(root.iter("{*}cNvPr"))
    numbers = [int(each.get("id", "0")) for each in shapes]
    if len(set(numbers)) < len(numbers) or any(not 0 < number < 2**31 for number in numbers):
        package.wrong.append(f"{name}: two shapes have one number, or one has none")
    if any(len(each.get("name", "")) > 255 or len(each.get("descr", "")) > 8_000 for each in shapes):
        package.wrong.append(f"{name}: the name or the description of a shape is too long")
    sizes = (int(each.get(key)) for each in root.iter(f"{A}ext") for key in ("cx", "cy") if each.get(key))
    if any(size < 0 for size in sizes):
        package.wrong.append(f"{name}: a shape is smaller than nothing")


def _paragraphs(package, name, root):
    for paragraph in root.iter(f"{A}p"):
        tags = [etree.QName(each).localname for each in paragraph]
        if "pPr" in tags[1:] or "endParaRPr" in tags[:-1]:
            package.wrong.append(f"{name}: the parts of a paragraph are not in order")
    if any(STEERING.search(each.text or "") for each in root.iter(f"{A}t")):
        package.wrong.append(f"{name}: a text holds characters that XML has not")
    sizes = (int(each.get("sz")) for each in root.iter(f"{A}rPr", f"{A}defRPr", f"{A}endParaRPr") if each.get("sz"))
    if any(not 100 <= size <= 400_000 for size in sizes):
        package.wrong.append(f"{name}: type of an impossible size")


def _tables(package, name, root):
    for table in root.iter(f"{A}tbl"):
        grid = [int(each.get("w")) for each in table.find(f"{A}tblGrid")]
        if min(grid) <= 0 or any(len(row.findall(f"{A}tc")) != len(grid) for row in table.iter(f"{A}tr")):
            package.wrong.append(f"{name}: a table's rows do not have the cells of its columns")


def _whole(package, name, root):
    """A presentation, a master, a slide and its notes lead to what belongs to them and name it."""
    kinds = Counter(kind for kind, _ in package.leads[name].values())
    if root.tag == f"{P}sld" and kinds["slideLayout"] != 1:
        package.wrong.append(f"{name} has no layout, or several")
    if root.tag == f"{P}notes" and (kinds["notesMaster"], kinds["slide"]) != (1, 1):
        package.wrong.append(f"{name}: notes without their slide or master")
    if root.tag in (f"{P}sldMaster", f"{P}notesMaster") and kinds["theme"] != 1:
        package.wrong.append(f"{name} has no theme, or several")
    if root.tag == f"{P}sldMaster" and kinds["slideLayout"] != len(list(root.iter(f"{P}sldLayoutId"))):
        package.wrong.append(f"{name} does not name all its layouts")
    if root.tag == f"{P}presentation":
        _presentation(package, name, root, kinds)


def _presentation(package, name, root, kinds):
    order = [ORDER.index(etree.QName(each).localname) for each in root]
    if order != sorted(order):
        package.wrong.append(f"{name}: its parts are not in order")
    for kind, listed in (("slide", "sldId"), ("slideMaster", "sldMasterId"), ("notesMaster", "notesMasterId")):
        if kinds[kind] != len(list(root.iter(f"{P}{listed}"))):
            package.wrong.append(f"{name} does not name each {kind}")
    numbers = [int(each.get("id")) for each in root.iter(f"{P}sldId")]
    if len(set(numbers)) < len(numbers) or min(numbers, default=256) < 256:
        package.wrong.append(f"{name}: slides with one number, or too small a one")


def _charts(package, name, root):
    if root.tag != f"{C}chartSpace":
        return
    outer = root.find(f"{C}externalData")
    if outer is None or outer.get(f"{R}id") not in package.leads[name]:
        package.wrong.append(f"{name} has no workbook")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(package.parts[package.leads[name][outer.get(f"{R}id")][1]]))
    for told in root.iter(f"{C}numRef", f"{C}strRef"):
        _held(package, name, told, book)
    axes = {each.find(f"{C}axId").get("val"): each.find(f"{C}crossAx").get("val") for each in root.iter(f"{C}valAx",
            f"{C}catAx", f"{C}dateAx")}  # fmt: skip
    drawn = {each.get("val") for plot in root.find(f"{C}chart/{C}plotArea") for each in plot.findall(f"{C}axId")}
    if set(axes.values()) != set(axes) or drawn != set(axes):
        package.wrong.append(f"{name}: axes that do not cross each other")
    numbers = [each.find(f"{C}idx").get("val") for each in root.iter(f"{C}ser")]
    if len(set(numbers)) < len(numbers):
        package.wrong.append(f"{name}: two series have one number")


def _held(package, name, told, book):
    """What a chart remembers is what its workbook holds, cell for cell."""
    sheet, _, cells = told.find(f"{C}f").text.rpartition("!")
    found = book[sheet.strip("'")][cells.replace("$", "")]
    there = [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]
    memory = told.find(f"{C}numCache") if told.find(f"{C}numCache") is not None else told.find(f"{C}strCache")
    points = {int(each.get("idx")): each.find(f"{C}v").text or "" for each in memory.findall(f"{C}pt")}
    if int(memory.find(f"{C}ptCount").get("val")) != len(there):
        package.wrong.append(f"{name}: {cells} are more or fewer cells than the chart remembers")
        return
    for at, cell in enumerate(there):
        point = points.get(at)
        same_number = isinstance(cell, int | float) and math.isclose(cell, float(point or "nan"), rel_tol=1e-12)
        alike = same_number or (point or "") == (cell or "")
        if not alike:
            package.wrong.append(f"{name}: {cells} hold {cell!r} where the chart remembers {point!r}")
            return


def _properties(package):
    told = package.parts["docProps/core.xml"].decode()
    moments = re.findall(r"<(?:dcterms:(?:created|modified)|cp:lastPrinted)[^>]*>([^<]*)<", told)
    if len(moments) != 3 or not all(MOMENT.fullmatch(each) for each in moments):
        package.wrong.append(f"docProps/core.xml: {moments} are no moments")
    app = package.parts.get("docProps/app.xml", b"")
    slides = sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in package.parts)
    if app and f"<Slides>{slides}</Slides>".encode() not in app:
        package.wrong.append("docProps/app.xml counts other slides than there are")
