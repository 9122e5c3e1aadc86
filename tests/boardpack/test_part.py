"""A pack of some units says so in every format: in its title, on its first page and in each footer."""

import io
import zipfile

import pptx
import pytest

from balance import packing, pipeline, roles
from balance.boardpack import part, render
from balance.roles import Person, Role
from boardpack import invented
from boardpack.test_html import Document

UNITS = frozenset({"Retail & Cards", "=Loans"})
SAID = "Only =Loans and Retail & Cards"


@pytest.fixture(scope="module")
def outline():
    return part.of_units(invented.pack(), UNITS)


def test_the_whole_company_says_nothing():
    whole = invented.pack()
    assert part.of_units(whole, None) is whole


def test_title_first_page_and_every_footer_of_the_slides_say_it(outline):
    deck = pptx.Presentation(io.BytesIO(render(outline)))
    assert deck.core_properties.title.endswith(": only =Loans and Retail & Cards")
    for page in deck.slides:
        (foot,) = (shape.text_frame.text for shape in page.shapes if shape.name == "Footer")
        assert foot.startswith(f"{SAID} · ")
    first = " ".join(shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    assert "not the whole company" in first


def test_the_web_page_says_it_at_the_top_and_under_each_slide(outline):
    text = Document(render(outline, "html")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert text.count(f"{SAID} · ") == len(outline.slides)
    assert f"{outline.title}" in text
    assert "not the whole company" in text


def test_each_sheet_of_the_workbook_says_it_in_its_footer_without_a_code(outline):
    with zipfile.ZipFile(io.BytesIO(render(outline, "xlsx"))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(outline.sheets) + 1
    assert all("Only =Loans and Retail &amp;&amp; Cards" in sheet for sheet in sheets)


def test_whoever_sees_one_unit_gets_such_a_pack_and_page_of_an_incident(sample_analysis):
    seer = Person("Ana", frozenset({Role.OWNER}), units=frozenset({"Retail"}))
    gathered = packing.gather(sample_analysis)
    incident = packing.material_first(pipeline.incident_record_of(sample_analysis))[0]
    with roles.acting_as(seer):
        whole = packing.laid_out(sample_analysis, gathered)
        page = packing.incident_outline_of(None, sample_analysis, incident)
    for made in (whole, page):
        assert all(slide.footer.startswith("Only Retail · ") for slide in made.slides)
        assert made.title.endswith(": only Retail")
