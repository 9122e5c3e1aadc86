"""What changed, cause by cause: one chart value, and the same bars and numbers in every format."""

import io
from dataclasses import replace

import openpyxl
import pptx
import pytest

from balance import formats
from balance.boardpack import bridged, layout, render
from balance.boardpack.slides import BridgeChart
from balance.boardpack.xlsx import table
from boardpack import invented
from boardpack.test_html import Document

BEFORE = replace(invented.sample(50), as_of=invented.AS_OF.replace(month=6))


def beside(report, **more):
    return replace(invented.beside(), before=BEFORE, bridge=invented.bridge(report), **more)


def charts_of(outline):
    return [block for slide in outline.slides for block in slide.blocks if isinstance(block, BridgeChart)]


@pytest.fixture(scope="module")
def outline():
    return invented.pack(beside=beside(invented.sample()))


def test_each_bar_begins_where_the_one_above_ended_and_the_last_is_todays_number(sample_outline, sample_analysis):
    value, chance = charts_of(sample_outline)
    for chart in (value, chance):
        assert chart.leaps[0].move == chart.leaps[-1].move == "stands"
        for one, next_ in zip(chart.leaps, chart.leaps[1:], strict=False):
            assert next_.start == pytest.approx(one.end, abs=0.005 * chart.axis.step)
    report = sample_analysis.report
    landing, beyond = report.velocity.value_landing_next_year.value, report.risk.chance_beyond_limit.value
    assert value.leaps[-1].end == pytest.approx(landing / formats.scale_of(landing).divisor)
    assert chance.leaps[-1].end == pytest.approx(beyond * 100)
    assert value.leaps[-1].text == formats.money(landing, report.currency)


def test_every_kind_of_move_is_told_apart(outline):
    value, chance = charts_of(outline)
    assert {leap.move for leap in chance.leaps} == {"stands", "good", "bad", "open", "data"}
    assert [leap.text for leap in chance.leaps if leap.move in ("good", "bad")] == ["−2 ●", "+4 ●", "+5 ●", "−6 ●"]
    assert next(leap.text for leap in value.leaps if leap.name == "Plans of the rest") == "+0.3 ○"
    slide = next(slide for slide in outline.slides if slide.layout == "bridges")
    assert slide.subtitle.startswith("Causes that are more than chance partly cancelled out.")


def test_powerpoint_holds_it_as_a_chart_that_can_be_edited(outline):
    deck = pptx.Presentation(io.BytesIO(render(outline)))
    page = next(page for page, slide in zip(deck.slides, outline.slides, strict=True) if slide.layout == "bridges")
    drawn = [shape.chart for shape in page.shapes if shape.has_chart]
    assert len(drawn) == 2
    for chart, told in zip(drawn, charts_of(outline), strict=True):
        plot = chart.plots[0]
        assert list(plot.categories) == [formats.unbroken(leap.name) for leap in told.leaps]
        begins, kinds = bridged.stacked(told)
        series = {each.name: tuple(each.values) for each in plot.series}
        assert series[bridged.UNSEEN] == pytest.approx(begins)
        for kind, lengths in kinds.items():
            assert series[bridged.KINDS[kind]] == pytest.approx(lengths)
        numbers = plot.series[len(plot.series) - 1]
        said = [numbers.points[at].data_label.text_frame.text for at in range(len(told.leaps))]
        assert said == [leap.text for leap in told.leaps]
        assert chart.value_axis.minimum_scale == pytest.approx(told.axis.least)


def test_the_workbook_holds_its_bars_its_numbers_and_a_chart_of_them(outline):
    book = openpyxl.load_workbook(io.BytesIO(render(outline, "xlsx")))
    for name, told in zip(("BridgeValue", "BridgeRisk"), charts_of(outline), strict=True):
        heads, *rows = list(book[name].iter_rows(min_row=table.HEAD + 1, values_only=True))
        kept = [dict(zip(heads, row, strict=True)) for row in rows]
        assert [row["Printed"] for row in kept] == [leap.text for leap in told.leaps]
        divisor = 0.01 if name == "BridgeRisk" else 1e6
        assert [row["Stands at"] / divisor for row in kept] == pytest.approx([leap.end for leap in told.leaps])
        assert sum(row["Moved"] or 0 for row in kept) == pytest.approx(kept[-1]["Stands at"] - kept[0]["Stands at"])
        (chart,) = book[name]._charts
        assert chart.grouping == "stacked"
        assert len(chart.series) == len(bridged.KINDS) + 2


def test_the_web_page_draws_a_bar_and_its_number_for_each_cause(outline):
    document = Document(render(outline, "html"))
    bars = [each for each in document.all("rect") if (each.get("class") or "").startswith("leap ")]
    leaps = [leap for chart in charts_of(outline) for leap in chart.leaps]
    assert len(bars) == sum(leap.move != "stands" for leap in leaps)
    for leap in leaps:
        assert formats.unbroken(leap.text).replace("\N{NO-BREAK SPACE}", " ") in document.text.replace(
            "\N{NO-BREAK SPACE}", " "
        )


@pytest.mark.parametrize(
    ("report", "titles"),
    [
        (invented.without_incidents(), ["Value landing next year, £M"]),
        (invented.without_initiatives(), ["Chance of losing more than £10M, in 100"]),
        (invented.without_limit(), ["Value landing next year, £M", "Loss in a bad year, £M"]),
    ],
    ids=["no incidents", "no initiatives", "no limit"],
)
def test_only_numbers_that_both_dates_have_are_bridged(report, titles):
    charts = bridged.charts(invented.bridge(report), BEFORE.as_of, report)
    assert [chart.title for chart in charts] == titles


def test_without_a_bridge_the_numbers_then_and_now_stand_alone(outline):
    alone = invented.pack(beside=replace(beside(invented.sample()), bridge=None))
    (slide,) = (slide for slide in alone.slides if slide.key == "changes")
    assert slide.layout == "changes"
    assert len(layout.BOXES["bridges"]) == 4


def test_an_axis_that_is_cut_still_holds_every_bar_and_room_for_its_number(outline):
    for chart in charts_of(outline):
        ends = [end for leap in chart.leaps for end in (leap.start, leap.end)]
        assert chart.axis.least <= min(ends)
        assert chart.axis.greatest > max(ends) + 0.3 * (max(ends) - min(ends))
