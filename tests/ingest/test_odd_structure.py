"""Workbooks written in unusual ways: errors, formulas without a value and formats keep their place."""

import pytest
from benchmarks.raw_workbooks import MAIN, cell, ods, ods_row, rows, sheet, styles, xls, xlsb, xlsx

from balance.ingest.grid import ERROR
from balance.ingest.limits import Limits
from balance.ingest.reader import read_content

NO_VALUE = "a formula without a stored value"
BAD = '<c r="B2" t="e"><f>A1</f><v>#REF!</v></c><c r="C2"><f>1+1</f></c><c r="D2" s="1"><v>0.25</v></c>'
PERCENT = {"xl/styles.xml": styles("0%")}
TABLE = [["id", "amount", "state"], ["a", 1.5, "x"], [7, 0.25, ValueError("#N/A")], ["c", ValueError("#REF!"), "y"]]


def faults(content, name="a.xlsx"):
    """The faulty cells of the first sheet by address, and the addresses shown as percent."""
    book = read_content(name, content, Limits())
    assert not book.refused, book.problems
    found, percent = {}, set()
    first = book.sheets[0]
    for place, cells in enumerate(first.columns):
        told = cells.told(lambda told: told.percent)
        for line in range(first.rows):
            if cells.kind[line] == ERROR:
                found[first.cell(line, place)] = cells.shown(line)
            if told[line]:
                percent.add(first.cell(line, place))
    return found, percent


EXPECTED = ({"B2": "#REF!", "C2": NO_VALUE}, {"D2"})
HEAD = rows([["id", "b", "c", "d"]])


@pytest.mark.parametrize(
    "content",
    [
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>'),
        sheet(f'<row r="2">{cell("A2", "x")}{BAD}</row>{HEAD}'),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>',
              before='<dimension ref="A1:A1"/><cols><col min="1"/></cols>'),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>',
              after='<conditionalFormatting sqref="A1"><cfRule type="cellIs"/></conditionalFormatting>'),
        sheet(f'{HEAD}<row r="2"><!-- <c r="A9" t="e"><v>#NUM!</v></c> -->{cell("A2", "x")}{BAD}</row>'),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>').replace('t="e"', "t='e'"),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>').replace(' r="B2"', "").replace(' r="C2"', ""),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>').replace('<c r="D2" s="1">', '<c s="1" r="D2">'),
        sheet(f'{HEAD}<row>{cell("A2", "x")}{BAD}</row>').replace('r="B2" ', ""),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x")}{BAD}</row>')
        .replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns", "xmlns:x"),
        sheet(f'{HEAD}<row r="2">{cell("A2", "x<![CDATA[")}{BAD}</row>').replace("&lt;![CDATA[", "<![CDATA[y]]>"),
    ],
)  # fmt: skip
def test_the_way_it_is_written_fools_nobody(content):
    assert faults(xlsx(content, more=PERCENT)) == EXPECTED


def test_shared_strings_and_formulas_with_values_are_no_faults():
    strings = f'<sst {MAIN}><si><t>#REF!</t></si><si><t>t="e"</t></si></sst>'
    body = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>"a"</f><v>a</v></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="b"><f>TRUE()</f>'
        '<v>1</v></c><c r="G1" t="inlineStr"><is><r><rPr><color rgb="1"/></rPr><t>t="e"</t></r></is></c></row>'
    )
    assert faults(xlsx(sheet(body), more={"xl/sharedStrings.xml": strings}))[0] == {}


def test_many_errors_are_all_found_across_pieces():
    lines = "".join(f'<row r="{n}">{cell(f"A{n}", "long text " * 8)}<c r="B{n}" t="e"><v>#N/A</v></c></row>'
                    for n in range(1, 60_001))  # fmt: skip
    found, _ = faults(xlsx(sheet(lines)))
    assert len(found) == 60_000


def test_errors_and_formats_of_old_and_binary_workbooks():
    style = {(2, 1): 1, (2, 0): 2}
    for name, content in (
        ("a.xls", xls(TABLE, {164: "0%", 165: "00000"}, (0, 164, 165), style)),
        ("a.xlsb", xlsb(TABLE, ("0%", "00000"), style)),
    ):
        assert faults(content, name) == ({"C3": "#N/A", "B4": "#REF!"}, {"B3"})
        assert read_content(name, content, Limits()).sheets[0].row_texts(2) == ("00007", "0.25", "#N/A")


def test_an_old_workbook_whose_errors_cannot_be_seen_says_so():
    content = xls([["id"], ["a"]]).replace(b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x10\x00\x00\x05")
    book = read_content("a.xls", content, Limits())
    assert book.refused or [problem.code for problem in book.problems] == ["errors-not-seen"]


def test_errors_percentages_and_currencies_of_an_open_document():
    typed = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=A1" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=NA()" office:value-type="float" office:value="0" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
        '<table:table-cell office:value-type="percentage" office:value="0.25"/>'
        '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="5"/></table:table-row>'
    )
    content = ods(ods_row(["a"]) + ods_row(["b"], repeated=2) + typed)
    assert faults(content, "a.ods") == ({"C4": "#REF!", "D4": "#N/A", "E4": NO_VALUE}, {"G4"})
    last = read_content("a.ods", content, Limits()).sheets[0].columns[7]
    assert last.told(lambda told: told.currency or "").tolist()[-1] == "EUR"


def test_a_sheet_in_utf16_is_not_silently_empty():
    content = ('<?xml version="1.0" encoding="UTF-16"?>' + sheet(rows([["id"], ["a"]]))).encode("utf-16")
    book = read_content("a.xlsx", xlsx(sheet(rows([["id"], ["b"]])), content), Limits())
    assert [problem.code for problem in book.problems] == ["file-damaged"]
