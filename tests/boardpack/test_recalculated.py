"""The workbook as LibreOffice reads and calculates it: every cell what was written, no formula it could not follow.

These need LibreOffice; where it is missing they are skipped and say so.
"""

import io
from datetime import date, datetime

import openpyxl
import pytest
from tests.own_office import converted, office

from balance import packing
from balance.boardpack import xlsx
from balance.boardpack.sheets import Typed
from balance.boardpack.xlsx import table
from boardpack.test_html import hostile_pack

pytestmark = pytest.mark.skipif(
    office("xlsx") is None, reason="LibreOffice Calc is not on this machine: the workbook is not calculated again"
)


@pytest.fixture(scope="module", params=["the sample company", "hostile text in every cell"])
def recalculated(request, tmp_path_factory):
    """What was to be written, the workbook, and the same workbook after LibreOffice opened, calculated and saved it."""
    folder = tmp_path_factory.mktemp("recalculated")
    outline = hostile_pack() if "hostile" in request.param else sample_with_levers(request)
    content = xlsx.write(outline)
    (folder / "pack.xlsx").write_bytes(content)
    return outline, content, converted(folder / "pack.xlsx", "xlsx", folder / "again").read_bytes()


def sample_with_levers(request):
    analysis = request.getfixturevalue("sample_analysis")
    return packing.with_levers(request.getfixturevalue("sample_outline"), analysis)


def cells(content):
    """Every filled cell of a workbook by its sheet and address; formulas as formulas."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        (page.title, cell.coordinate): cell
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def test_every_cell_comes_back_as_it_was_written(recalculated):
    _, content, again = recalculated
    before, after = cells(content), cells(again)
    assert before.keys() == after.keys()
    assert len(before) > 500
    for at, cell in before.items():
        assert after[at].data_type == cell.data_type, (at, cell.value, after[at].value)
        assert same(after[at].value, cell.value), (at, cell.value, after[at].value)


def test_the_cells_hold_what_the_outline_says(recalculated):
    """Sheet by sheet against the values handed to the writer, not against what the writer made of them."""
    outline, _, again = recalculated
    book = openpyxl.load_workbook(io.BytesIO(again), data_only=True)
    for sheet in outline.sheets:
        rows = book[sheet.name].iter_rows(min_row=table.HEAD + 2, max_col=len(sheet.headings), values_only=True)
        for told, expected in zip(rows, sheet.rows, strict=True):
            for value, entry in zip(told, expected, strict=True):
                plain = entry.value if isinstance(entry, Typed) else entry
                assert same(value, None if plain == "" else plain), (sheet.name, plain, value)


def test_nothing_is_calculated_and_nothing_is_an_error(recalculated):
    """The pack's workbook holds values with their derivation in words; a formula could only come from a cell's text."""
    _, _, again = recalculated
    kinds = {cell.data_type for cell in cells(again).values()}
    assert kinds <= {"s", "n", "d"}


def test_charts_still_show_their_series(recalculated):
    """Each series of each chart still points at as many numbers as it did."""
    _, content, again = recalculated
    assert series(again) == series(content)


def series(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: sum(len(chart.series) for chart in page._charts) for page in book}


def same(told, meant):
    if isinstance(meant, datetime) or isinstance(told, datetime):
        return day_of(told) == day_of(meant)
    if isinstance(meant, int | float) and not isinstance(meant, bool):
        return told == pytest.approx(meant, rel=1e-12, abs=1e-12)
    return told == meant


def day_of(moment):
    return moment.date() if isinstance(moment, datetime) else moment if isinstance(moment, date) else None
