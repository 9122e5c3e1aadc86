"""The PowerPoint read back: what a board member opens is what the report says, and nothing in it is live."""

import dataclasses
import io
import re
import zipfile

import openpyxl
import pptx
import pytest
from pptx.util import Inches

from balance import formats, language
from balance.boardpack import build, layout, render
from balance.boardpack.slides import BarChart, Notice, Table, XYChart
from boardpack import invented

HOSTILE = "=cmd|' /C calc'!A0\x00 <a href='http://evil'>link</a> http://evil.example"


@pytest.fixture(scope="module")
def content():
    return render(invented.pack())


@pytest.fixture(scope="module")
def deck(content):
    return pptx.Presentation(io.BytesIO(content))


def shapes_of(page):
    for shape in page.shapes:
        yield shape
        if shape.shape_type is not None and hasattr(shape, "shapes"):
            yield from shape.shapes


def texts_of(page):
    for shape in shapes_of(page):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield from (cell.text for cell in row.cells)


def charts_of(page):
    return [shape.chart for shape in shapes_of(page) if getattr(shape, "has_chart", False)]


def series_of(chart):
    return {series.name: series for series in chart.plots[0].series}


def points_of(series):
    xs = [float(v.text) for v in series._element.findall(".//{*}xVal//{*}pt/{*}v")]
    ys = {int(pt.get("idx")): float(pt[0].text) for pt in series._element.findall(".//{*}yVal//{*}pt")}
    return [(x, ys[at]) for at, x in enumerate(xs) if at in ys]


def test_same_outline_same_bytes(content):
    assert render(invented.pack()) == content


def test_native_slides_without_pictures_or_links(content, deck):
    assert len(deck.slides) == len(invented.pack().slides)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if re.search(r"\.(png|jpe?g|emf|svg|wmf|bin)$", name)]
    relations = b"".join(zipfile.ZipFile(io.BytesIO(content)).read(name) for name in names if name.endswith(".rels"))
    assert b"hyperlink" not in relations
    assert b'TargetMode="External"' not in relations


def test_charts_hold_the_numbers_of_the_report(deck):
    report = invented.sample()
    series = series_of(charts_of(deck.slides[0])[0])
    chance, value = report.risk.chance_beyond_limit.value, report.velocity.value_landing_next_year.value
    assert points_of(series["Today"]) == [pytest.approx((chance * 100, value / 1e6))]
    curve = points_of(series_of(charts_of(deck.slides[2])[0])["Our estimate"])
    inside = {
        round(loss / 1e6, 6): share * 100 for loss, share in report.risk.exceedance[["loss", "chance"]].to_numpy()
    }
    assert len(curve) > 40
    assert sum(inside.get(round(x, 6)) == pytest.approx(y) for x, y in curve) >= len(curve) - 2
    bars = charts_of(deck.slides[4])[0].plots[0]
    assert list(bars.categories) == list(invented.CLASSES)
    expected = [range_.value / 1e6 for range_ in report.risk.classes["expected_annual_loss"]]
    assert list(bars.series[0].values) == pytest.approx(expected)


def test_tables_hold_every_cell_of_the_outline_that_fits(deck):
    for slide, page in zip(invented.pack().slides, deck.slides, strict=True):
        tables = [shape.table for shape in page.shapes if shape.has_table]
        told = [block for block in slide.blocks if isinstance(block, Table)]
        for table, block in zip(tables, told, strict=True):
            for row, cells in zip(list(table.rows)[1:], block.rows, strict=True):
                for cell, wanted in zip(row.cells, cells, strict=True):
                    assert cell.text == formats.unbroken(wanted.whole) or cell.text.endswith("…")


def test_the_embedded_workbook_agrees_with_the_chart(deck):
    chart = charts_of(deck.slides[4])[0]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(invented.CLASSES)


def test_every_shape_has_a_name_and_an_alternative_text(deck):
    for page in deck.slides:
        for shape in shapes_of(page):
            assert shape.name
            assert shape._element._nvXxPr.cNvPr.get("descr")


def test_notes_and_footer_on_every_slide(deck):
    for slide, page in zip(invented.pack().slides, deck.slides, strict=True):
        assert page.shapes.title.text_frame.text
        assert page.notes_slide.notes_text_frame.text == "\n".join(slide.notes)
        assert "How sure are we?" in page.notes_slide.notes_text_frame.text
        assert any("data 7f3a91c2" in told and "model 0.1.0" in told for told in texts_of(page))


def test_no_type_below_ten_points(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.match(r"ppt/(slides/slide|charts/chart)\d+\.xml", name):
                sizes = [int(size) for size in re.findall(rb'\bsz="(\d+)"', package.read(name))]
                assert min(sizes) >= 1000, name


def test_everything_stands_on_the_slide(deck):
    for page in deck.slides:
        for shape in shapes_of(page):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Inches(layout.WIDTH)
            assert shape.top + shape.height <= Inches(layout.HEIGHT)


def test_properties_carry_no_clock_and_no_person(deck):
    told = deck.core_properties
    assert (told.author, told.last_modified_by) == ("Balance", "Balance")
    assert told.created == told.modified
    assert told.created.date() == invented.AS_OF


def hostile():
    report = invented.sample(5)
    velocity = type(report.velocity)(**{**vars(report.velocity), "initiatives": invented.initiatives(5, HOSTILE)})
    risk = type(report.risk)(
        **{**vars(report.risk), "classes": invented.classes((HOSTILE, "@SUM(A1)", "+1", "-1", ""))}
    )
    told = type(report)(**{**vars(report), "velocity": velocity, "risk": risk, "scenario": HOSTILE})
    plan = invented.plan(HOSTILE, HOSTILE, 1e6, -0.05, 0.9)
    return build(told, invented.findings(), trail=invented.trail(), plans=(plan,))


def test_names_from_the_data_are_never_live():
    content = render(hostile())
    deck = pptx.Presentation(io.BytesIO(content))
    assert any("=cmd|" in told for page in deck.slides for told in texts_of(page))
    seen = 0
    for page in deck.slides:
        for chart in charts_of(page):
            book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
            for row in book.active.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert cell.hyperlink is None
                    seen += isinstance(cell.value, str) and cell.value.startswith(("=", "@", "+", "-"))
    assert seen >= 4
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "externalLink" in name or name.endswith(".bin")]


@pytest.mark.parametrize("make", [invented.without_incidents, invented.without_initiatives, invented.without_limit])
def test_half_a_company_still_gets_a_pack(make):
    outline = build(make(), {})
    assert len(pptx.Presentation(io.BytesIO(render(outline))).slides) == len(outline.slides) >= 5
    assert all(any(not isinstance(block, Notice) for block in slide.blocks) for slide in outline.slides)


@pytest.mark.parametrize("count", [0, 1])
def test_any_number_of_initiatives(count):
    assert render(build(invented.sample(count), invented.findings()))


def test_every_chart_of_the_outline_is_drawn(deck):
    for slide, page in zip(invented.pack().slides, deck.slides, strict=True):
        wanted = sum(
            isinstance(block, XYChart | BarChart) or (isinstance(block, Table) and block.chart is not None)
            for block in slide.blocks
        )
        assert len(charts_of(page)) == wanted


def test_the_order_of_series_suits_both_office_suites(deck):
    for page in deck.slides:
        for chart in charts_of(page):
            series = chart._chartSpace.findall(".//{*}scatterChart/{*}ser")
            lengths = {int(each.find("{*}xVal//{*}ptCount").get("val")) for each in series}
            assert len(lengths) <= 1
            orders = [int(each.find("{*}order").get("val")) for each in series]
            assert orders == sorted(orders, reverse=True)


@pytest.fixture
def spoken(request):
    language.speak(request.param)
    yield request.param
    language.speak(language.ENGLISH)


@pytest.mark.parametrize("spoken", ["de", "fr", "es", "pt", "en-US"], indirect=True)
def test_no_line_of_a_slide_ends_within_an_amount_or_a_date(spoken):
    """Money, units and dates hold together in whatever is drawn; the speaker's notes are plain."""
    whole = invented.sample()
    outline = build(dataclasses.replace(whole, currency="EUR"), {}, asked=invented.asked(), plans=invented.plans())
    deck = pptx.Presentation(io.BytesIO(render(outline)))
    told = [text for page in deck.slides for text in texts_of(page)]
    day = formats.day(invented.AS_OF).replace("\N{NO-BREAK SPACE}", " ")
    assert any(day.replace(" ", "\N{NO-BREAK SPACE}") in text for text in told)
    amount = formats.money(whole.risk.bad_year_loss.value, "EUR")
    assert any(amount in text for text in told)
    if " " in amount.replace("\N{NO-BREAK SPACE}", " "):
        assert not [text for text in told if amount.replace("\N{NO-BREAK SPACE}", " ") in text]
    assert not [text for text in told if day in text]
