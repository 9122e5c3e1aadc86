"""Number formats of cells count as a person sees them: shares, currencies, units, dates and ids."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from benchmarks.raw_workbooks import ODS, ods, ods_row

from balance.ingest.limits import Limits
from balance.ingest.reader import read_content

BASE = ["Project ID", "Project Name", "State", "Planned end date"]


@pytest.fixture
def shown_as(read_bytes):
    """Read initiatives whose further columns hold (value, number format) pairs."""

    def read(columns, **said):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append([*BASE, *columns])
        count = max(len(cells) for cells in columns.values())
        for row in range(count):
            sheet.append([f"P-{row + 1}", f"Project {row + 1}", "In progress", date(2027, 3, 31)])
        for place, cells in enumerate(columns.values(), len(BASE) + 1):
            for row, (value, code) in enumerate(cells, 2):
                cell = sheet.cell(row, place, value)
                cell.number_format = code
        out = io.BytesIO()
        book.save(out)
        return read_bytes(("a.xlsx", out.getvalue()), **said)

    return read


def column(intake, name, table="initiatives"):
    return intake.frames[table][name].tolist()


def test_a_share_shown_as_percent_is_as_stored_and_plain_numbers_are_decided_alone(shown_as, decided):
    intake = shown_as({"% complete": [(0.25, "0%"), (1, "0.0%"), (25, "General"), (80, "General"), (0.005, "0.0%")]})
    assert column(intake, "percent_complete") == [0.25, 1.0, 0.25, 0.8, 0.005]
    assert decided(intake)["percent_complete"] == ["numbers shown as percent are shares", "plain numbers are percent"]


def test_a_share_over_a_hundred_percent_is_refused_at_its_cell(shown_as):
    intake = shown_as({"% complete": [(0.25, "0%"), (25, "0%")]})
    (problem,) = [problem for problem in intake.problems if problem.severity == "error"]
    assert (problem.code, problem.cell) == ("number-out-of-range", "E3")


def test_money_shown_as_percent_is_warned_of_once(shown_as, codes):
    intake = shown_as({"Budget": [(0.25, "0%"), (0.5, "0%"), (100, "0")]})
    assert codes(intake, "warning").count("format-percent") == 1
    assert column(intake, "budget") == [0.25, 0.5, 100.0]


@pytest.mark.parametrize("code", ["[$€-407] #,##0.00", '#,##0 "EUR"', "_-* #,##0.00\\ [$€-407]_-"])
def test_a_currency_format_counts_like_a_written_sign(shown_as, code):
    intake = shown_as({"Budget": [(100, code), (200, code)], "Actual cost": [("€50", "@"), ("€60", "@")]})
    assert intake.currency == "EUR"


def test_currencies_mixed_by_format_are_held_without_a_rate(shown_as, codes):
    intake = shown_as({"Budget": [(100, "[$€-407] 0"), (200, "£#,##0")], "Actual cost": [(1, "[$€-407] 0")] * 2})
    assert "rate-missing" in codes(intake, "error")
    assert len(intake.held) == 2


def test_a_currency_in_the_header_and_another_in_the_format_are_told(shown_as, codes):
    intake = shown_as({"Budget (USD)": [(100, "[$€-407] 0"), (200, "[$€-407] 0")]})
    assert "currency-contradicts" in codes(intake, "warning")


def test_the_currency_of_a_mapping_file_outweighs_the_format(shown_as):
    told = {"sheets": [{"sheet": "*", "money": {"budget": {"currency": "GBP"}}}]}
    intake = shown_as({"Budget": [(100, "[$€-407] 0"), (200, "[$€-407] 0")]}, mapping=told)
    assert intake.currency == "GBP"


def test_a_format_that_divides_changes_only_what_is_seen(shown_as, decided, codes):
    intake = shown_as({"Budget": [(12_000_000, '0.0,,"M"'), (3_000_000, "0.0,,"), (5, "0")]})
    assert column(intake, "budget") == [12e6, 3e6, 5.0]
    assert "stored amounts are meant" in decided(intake)["budget"]
    assert "unit-twice" not in codes(intake)


def test_a_unit_in_header_and_format_is_counted_once_and_warned_of(shown_as, codes):
    intake = shown_as({"Budget ($m)": [(12_000_000, "0.0,,"), (3_500_000, '0.0,,"M"')]})
    assert column(intake, "budget") == [12e6, 3.5e6]
    assert codes(intake, "warning").count("unit-twice") == 1


def test_a_letter_behind_the_number_multiplies_as_in_text(shown_as, decided):
    intake = shown_as({"Budget": [(12.5, '0.0"M"'), ("12.5M", "@"), (7, "0")]})
    assert column(intake, "budget") == [12.5e6, 12.5e6, 7.0]
    assert "times 1,000,000" in decided(intake)["budget"]


def test_a_header_and_a_format_in_different_units_are_asked_about(shown_as):
    cells = {"Budget ($k)": [(12_000_000, "0.0,,"), (3_000_000, "0.0,,")]}
    intake = shown_as(cells)
    (question,) = [q for q in intake.questions if q.key == "unit:initiatives.budget"]
    assert "0.0,," in question.because
    assert intake.frames["initiatives"]["budget"].isna().all()
    stored = shown_as(cells, answers={question.key: question.choices[0]})
    assert column(stored, "budget") == [12e6, 3e6]
    times = shown_as(cells, answers={question.key: question.choices[1]})
    assert column(times, "budget") == [12e9, 3e9]


@pytest.mark.parametrize(("code", "month"), [("dd/mm/yyyy", 2), ("[$-409]m/d/yyyy", 1)])
def test_real_dates_of_a_column_decide_its_text_by_their_format(shown_as, code, month, decided):
    dates = [(datetime(2027, 5, 20), code), (datetime(2027, 6, 21), code), ("01/02/2027", "@")]
    intake = shown_as({"Forecast finish": dates})
    assert column(intake, "finish_forecast")[2].month == month
    assert intake.questions == ()


def test_the_format_of_another_column_decides_too_and_mixed_formats_do_not(shown_as):
    text = [("01/02/2027", "@"), ("03/04/2027", "@")]
    other = [(datetime(2026, 5, 20), "dd/mm/yyyy"), (datetime(2026, 6, 21), "dd/mm/yyyy")]
    assert column(shown_as({"Forecast finish": text, "Start date": other}), "finish_forecast")[0].month == 2
    mixed = [(datetime(2026, 5, 20), "dd/mm/yyyy"), (datetime(2026, 6, 21), "mm/dd/yyyy")]
    assert [q.key for q in shown_as({"Forecast finish": text, "Start date": mixed}).questions] == [
        "dates:initiatives.finish_forecast"
    ]


def test_an_id_keeps_the_zeros_it_is_shown_with(read_bytes):
    book = openpyxl.Workbook()
    book.active.append(BASE)
    for number, code in ((7, "00000"), (12, '"PRJ"0000'), (45, "General")):
        book.active.append([number, "A", "In progress", date(2027, 3, 31)])
        book.active.cell(book.active.max_row, 1).number_format = code
    out = io.BytesIO()
    book.save(out)
    assert column(read_bytes(("a.xlsx", out.getvalue())), "initiative_id") == ["00007", "PRJ0012", "45"]


def test_formats_are_known_far_down_a_long_sheet():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for row in range(60_000):
        cell = openpyxl.cell.WriteOnlyCell(sheet, value=row + 0.5)
        cell.number_format = "0%" if row % 2 else "General"
        sheet.append([f"a name of row {row}", cell])
    out = io.BytesIO()
    book.save(out)
    cells = read_content("a.xlsx", out.getvalue(), Limits()).sheets[0].columns[1]
    told = cells.told(lambda told: told.percent)
    assert told[1::2].all()
    assert not told[::2].any()


NUMBER_SPACE = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
STYLE_SPACE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


def ods_of_dates(parts, cell_style='table:style-name="ce1"', column_style="", shown="2026-11-25"):
    """Initiatives in an .ods whose only real date is shown with its parts in that order; the other date is text."""
    pieces = "<number:text>/</number:text>".join(f"<number:{part}/>" for part in parts)
    styles = (
        f'<office:automatic-styles xmlns:number="{NUMBER_SPACE}" xmlns:style="{STYLE_SPACE}">'
        f'<number:date-style style:name="N1">{pieces}</number:date-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
        "</office:automatic-styles>"
    )
    dated = f'<table:table-cell office:value-type="date" office:date-value="{shown}" {cell_style}/>'
    texts = [["P-1", "A", "In progress"], ["P-2", "B", "In progress"], ["P-3", "C", "In progress"]]
    ends = [dated, *['<table:table-cell office:value-type="string"><text:p>03/04/2027</text:p></table:table-cell>'] * 2]
    head = ods_row(["Project ID", "Project Name", "State", "Planned end date"])
    lines = [
        ods_row(row).replace("</table:table-row>", f"{end}</table:table-row>")
        for row, end in zip(texts, ends, strict=True)
    ]
    content = ODS.format(rows=column_style + head + "".join(lines)).replace("<office:body>", f"{styles}<office:body>")
    return "plan.ods", ods("", {"content.xml": content})


@pytest.mark.parametrize(
    ("parts", "order"), [(("day", "month", "year"), "day first"), (("month", "day", "year"), "month first")]
)
def test_the_style_of_dates_in_an_ods_decides_the_order_of_day_and_month(read_bytes, decided, parts, order):
    by_cell = read_bytes(ods_of_dates(parts))
    assert (by_cell.questions, decided(by_cell)["finish_planned"]) == ((), [order])
    column = '<table:table-column table:number-columns-repeated="3"/>'
    column += '<table:table-column table:default-cell-style-name="ce1"/>'
    by_column = read_bytes(ods_of_dates(parts, cell_style="", column_style=column))
    assert decided(by_column)["finish_planned"] == [order]


@pytest.mark.parametrize("parts", [("year", "month", "day"), ("day", 'month number:textual="true"', "year"), ()])
def test_a_style_without_an_order_in_an_ods_decides_nothing(read_bytes, parts):
    assert [question.key for question in read_bytes(ods_of_dates(parts)).questions] == [
        "dates:initiatives.finish_planned"
    ]
