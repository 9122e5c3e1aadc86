"""Hostile text in every field that people or files fill: shown as it is, and live in no format."""

import io
import os
import re
import zipfile
import zlib
from dataclasses import fields, is_dataclass, replace
from datetime import date

import openpyxl
import pandas as pd
import pptx
import pytest

from balance.assumptions import resolve
from balance.boardpack import Decision, build, render
from balance.boardpack.edited import Ask, Edits, Said
from balance.boardpack.incident_page import page
from balance.boardpack.part import of_units
from balance.company import Company
from balance.findings import Finding
from balance.ranges import Range
from balance.report import Effect
from balance.scenario import Scenario
from boardpack import invented
from boardpack.test_html import Document
from boardpack.test_incident_page import ROW, happened
from obtain_browser import find_browser

STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
"""Characters that control a terminal, a parser or the direction of what is read."""

LIVE = (
    '=HYPERLINK("http://evil.example/x","y")', "@SUM(1+1)*cmd|' /C calc'!A0", "+1-1", "-2+3",
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "javascript:alert(1)", "{{7*7}}${7*7}<%=7*7%>",
    "http://evil.example/page", "]]><a href='http://evil.example'>x</a>", "\u202egnp.exe\u2066", "Dampf" * 60,
    "_x0041_\x00\x07\u202e", "\\\\evil\\share",
)  # fmt: skip


def hostile(at):
    """One of them, with its place."""
    return f"{LIVE[at % len(LIVE)]} n{at}"


def words():
    """A new hostile text at every call."""
    at = 0
    while True:
        yield hostile(at)
        at += 1


def everywhere():
    """A pack in which every text that comes from people or files is hostile."""
    told = words()
    report = invented.sample(6)
    rows = invented.initiatives(6).assign(
        **{name: [next(told) for _ in range(6)] for name in ("name", "business_unit", "initiative_id")}
    )
    risk = replace(report.risk, classes=invented.classes(tuple(next(told) for _ in range(5))))
    effects = tuple(Effect(next(told), Range(1.4, 1.1, 1.9, measured=0.5), next(told)) for _ in range(4))
    report = replace(report, velocity=replace(report.velocity, initiatives=rows), risk=risk, coupling=effects,
                     scenario=next(told))  # fmt: skip
    findings = {name: Finding(name, next(told), next(told), (next(told),)) for name in invented.findings()}
    plans = tuple(
        replace(plan, title=next(told), what=next(told), plan=Scenario(name=next(told))) for plan in invented.plans()
    )
    asked = tuple(Decision(next(told), next(told), date(2026, 12, 1), next(told)) for _ in range(3))
    early = date(2026, 3, 31)
    followed = tuple(
        invented.kept(number, next(told), early, owner=next(told), why=next(told), choice=next(told),
                      scenario=next(told), settled_on=date(2026, 8, 1), outcome=next(told))
        for number in (1, 2)
    )  # fmt: skip
    beside = replace(
        invented.beside(),
        followed=followed,
        saved=plans[:2],
        before=replace(invented.sample(4), as_of=date(2026, 6, 30)),
        bridge=invented.bridge(report),
    )
    company = Company(report.as_of, resolve(None), initiatives=_people_filled(told, rows), incidents=_struck(told))
    made = build(report, findings, trail=invented.trail(), plans=plans, asked=asked, beside=beside, company=company,
                 edits=own_words(told))  # fmt: skip
    return of_units(made, {next(told), next(told)})


def _people_filled(told, rows):
    """Initiatives that finished and started in the quarter, so that their names are told."""
    return rows.assign(
        finish_actual=pd.Timestamp("2026-09-01"), start_actual=pd.Timestamp("2026-08-01"), gone=False,
        source_file=[next(told) for _ in rows.index], source_sheet=[next(told) for _ in rows.index], source_row=2,
    )  # fmt: skip


def _struck(told):
    texts = ("incident_id", "title", "class", "business_unit", "service", "technology", "third_party", "state",
             "severity", "root_cause", "detected_by", "initiative_id", "change_id", "source_file",
             "source_sheet")  # fmt: skip
    rows = [{name: next(told) for name in texts} for _ in range(4)]
    return pd.DataFrame(rows).assign(opened_at=pd.Timestamp("2026-09-02"), loss=1e5, source_row=2)


def own_words(told):
    """Words of people, under names of people, in place of all that may be worded."""
    day = date(2026, 9, 30)
    keys = ("answer", "changes", "velocity", "exposure", "trade-off", "incidents", "decisions", "record", "incident")
    titles = {key: Said(next(told), next(told), day, next(told)) for key in keys}
    asks = tuple(Ask(next(told), next(told), day) for _ in range(2))
    return Edits(titles, Said(next(told), next(told), day, next(told)), asks, next(told))


def incident():
    """The page of an incident of which every text is hostile, in hostile words."""
    told = words()
    row = {name: next(told) for name, value in ROW.items() if isinstance(value, str)}
    more = ("service", "technology", "third_party", "detected_by", "root_cause")
    here = happened(**row, **{name: next(told) for name in more})
    made = page(replace(invented.sample(), scenario=next(told)), replace(here, incident_id=next(told)), own_words(told))
    return of_units(made, {next(told)})


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value) and not isinstance(value, pd.DataFrame):
        for part in fields(value):
            yield from strings(getattr(value, part.name))


MADE = {"pack": everywhere, "page of an incident": incident}


@pytest.fixture(scope="module", params=MADE)
def any_outline(request):
    return MADE[request.param]()


@pytest.fixture(scope="module")
def outline():
    return everywhere()


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            part = package.read(name)
            yield name, part
            if name.endswith(".xlsx"):
                yield from ((f"{name}!{inner}", inside) for inner, inside in parts(part))


def test_every_kind_of_it_is_in_the_pack_and_what_steers_text_is_not(any_outline):
    said = " ".join(strings(any_outline.slides))
    for text in LIVE[:-4]:
        assert text[:12] in said, text
    assert "gnp.exe" in said
    assert not STEERING.search(" ".join(strings(any_outline)))


@pytest.mark.parametrize("format_", ["pptx", "xlsx"])
def test_office_files_hold_no_formula_link_or_code(any_outline, format_):
    for name, part in parts(render(any_outline, format_)):
        if name.endswith(".xml"):
            assert not STEERING.search(part.decode()), name
        assert not re.search(rb"<f>|<f [^>]*>[^<]|<hlinkClick|a:hlinkClick|TargetMode=\"External\"", part), name
        assert not re.search(r"vbaProject|externalLink|activeX|oleObject|\.bin$", name), name
        if name.endswith(".rels"):
            assert b"evil.example" not in part, name


def test_workbooks_hold_it_as_text(outline):
    book = openpyxl.load_workbook(io.BytesIO(render(outline, "xlsx")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert all(cell.data_type != "f" for cell in cells)
    starts = {cell.value[0] for cell in cells if cell.value}
    assert {"=", "@", "+", "-"} <= starts
    assert all(cell.hyperlink is None or cell.hyperlink.location for cell in cells)


def test_slides_hold_it_as_text(outline):
    deck = pptx.Presentation(io.BytesIO(render(outline)))
    said = " ".join(cell.text for page in deck.slides for shape in page.shapes if shape.has_table
                    for row in shape.table.rows for cell in row.cells)  # fmt: skip
    assert "=HYPERLINK(" in said
    assert "<script>" in said


def test_the_web_page_holds_it_as_text(any_outline):
    content = render(any_outline, "html")
    assert not STEERING.search(content.decode())
    document = Document(content)
    assert len(document.all("script")) == 1
    assert not document.all("img")
    assert not document.all("iframe")
    assert all(each.get("href", "#").startswith("#") for each in document.all("a"))
    assert not [name for _, attributes in document.elements for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in document.text
    assert "{{7*7}}" in document.text


@pytest.mark.browser
def test_the_pdf_holds_no_link_action_or_script(any_outline, monkeypatch):
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    content = render(any_outline, "pdf")
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.S)
    inside = [zlib.decompressobj().decompress(part) for part in packed if part[:1] == b"x"]
    for part in (content, *inside):
        assert not re.search(rb"/(URI|JavaScript|JS|Launch|SubmitForm|EmbeddedFile|OpenAction)\b", part)
    assert b"evil.example" not in content
