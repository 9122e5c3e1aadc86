import io
import json
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from balance import documents, findings, packing, pipeline
from balance.boardpack import build, xlsx
from balance.boardpack.xlsx import table
from boardpack import invented
from boardpack.test_html import HOSTILE, hostile_pack

SHEETS = (
    "Contents", "Answer", "Balance", "Velocity", "Initiatives", "Exposure", "Appetite", "Exceedance", "Years",
    "Classes", "Effects", "Options", "Decisions", "IncidentRecord", "Quality", "Findings", "Method", "Slides",
)  # fmt: skip
FORMULA = re.compile(rb"<f[ >]|<hyperlink [^>]*r:id|TargetMode=\"External\"")


def opened(outline):
    return openpyxl.load_workbook(io.BytesIO(xlsx.write(outline)))


def records(book, name):
    """The rows of a sheet's table by its heads."""
    heads, *rows = list(book[name].iter_rows(min_row=table.HEAD + 1, values_only=True))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def facts(book, *names):
    """The headline numbers by their key of the report."""
    rows = (row for name in names for row in records(book, name))
    return {row["In report --json"]: row for row in rows if row["In report --json"]}


def at(document, key):
    for part in key.split("."):
        document = document[part]
    return document


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def book():
    return opened(invented.pack())


@pytest.fixture(scope="module")
def sample(sample_store):
    """The workbook of the sample company, and what the report says of it."""
    analysis = pipeline.analysis_of(sample_store)
    told = findings.all_findings(analysis.report)
    report = json.loads(documents.text_of(documents.report_document(analysis.report, told)))
    return opened(packing.outline_of(analysis)), report


def test_every_topic_has_a_sheet_with_one_real_table(book):
    assert tuple(book.sheetnames) == SHEETS
    for name in SHEETS[1:]:
        (found,) = book[name].tables.values()
        assert found.ref.startswith(f"A{table.HEAD + 1}:")
        assert book[name].max_row == table.HEAD + 1 + len(records(book, name))


def test_charts_are_native(book):
    charted = {name for name in SHEETS if book[name]._charts}
    content = parts(xlsx.write(invented.pack()))
    assert sum(name.startswith("xl/charts/chart") for name in content) == 4
    assert not [name for name in content if name.startswith("xl/media")]
    assert charted <= {"Balance", "Initiatives", "Exceedance", "Classes"}


def test_headline_numbers_of_the_sample_are_those_of_the_report(sample):
    book, report = sample
    told = facts(book, "Answer", "Velocity", "Exposure")
    assert len(told) >= 14
    for key, row in told.items():
        expected = at(report, key)
        if isinstance(expected, dict):
            assert (row["Value"], row["Likely, low"], row["Likely, high"], row["Own data (0..1)"]) == pytest.approx(
                (expected["value"], expected["low"], expected["high"], expected["measured"]), nan_ok=True
            )
        else:
            assert row["Value"] == pytest.approx(expected)


def test_lists_of_the_sample_are_those_of_the_report(sample):
    book, report = sample
    rows = {row["Id"]: row for row in records(book, "Initiatives")}
    assert rows.keys() == {row["initiative_id"] for row in report["velocity"]["initiatives"]}
    for row in report["velocity"]["initiatives"]:
        told = rows[row["initiative_id"]]
        assert told["Chance within a year (0..1)"] == pytest.approx(row["chance_within_year"])
        assert told["Even chance by"] is None or f"{told['Even chance by']:%Y-%m-%d}" == row["finish_p50"]
    curve = [(row["Loss, GBP"], row["Chance (0..1)"]) for row in records(book, "Exceedance")]
    assert curve == [pytest.approx((row["loss"], row["chance"])) for row in report["risk"]["exceedance"]]
    classes = {row["Class"]: row["Expected annual loss, GBP"] for row in records(book, "Classes")}
    assert classes == pytest.approx(
        {row["class"]: row["expected_annual_loss"]["value"] for row in report["risk"]["classes"]}
    )
    effects = {row["Effect"]: row["Factor"] for row in records(book, "Effects")}
    assert effects == pytest.approx({row["effect"]: row["multiplier"]["value"] for row in report["coupling"]})


def test_the_sample_names_the_rows_it_was_read_from_and_what_was_assumed(sample):
    book, _ = sample
    assert all(row["From file"] and row["Row"] > 1 for row in records(book, "Initiatives"))
    assert all(row["From file"] and row["Row"] > 1 for row in records(book, "Incidents"))
    told = {row["Key"]: row for row in records(book, "Assumptions")}
    assert told["loss_limit"]["Stated or assumed"] == "stated"
    assert told["effect:size"]["Stated or assumed"] == "assumed"
    assert told["effect:size"]["Source"]


def test_numbers_are_numbers_and_dates_are_dates(book):
    row = records(book, "Initiatives")[0]
    assert row["Initiative"] == invented.NAMES[0]
    assert row["Annual value, GBP"] == 1.9e6
    assert row["Planned finish"] == invented.initiatives(60)["finish_planned"][0]
    days = [row[name] for name in ("Days to 10 in 100", "then to an even chance", "then to 80 in 100")]
    assert sum(days) == (invented.initiatives(60)["finish_p80"][0] - pd.Timestamp(invented.AS_OF)).days


def test_text_of_the_data_is_never_live():
    content = xlsx.write(hostile_pack())
    for name, part in parts(content).items():
        if name.startswith("xl/worksheets") or name.endswith(".rels"):
            assert not FORMULA.search(part), name
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert said == []
    assert any('=HYPERLINK("http://x","y")' in str(row["Initiative"]) for row in records(book, "Initiatives"))


def test_a_name_like_a_formula_is_a_label_not_a_formula():
    outline = hostile_pack()
    charts = [part for name, part in parts(xlsx.write(outline)).items() if name.startswith("xl/charts/chart")]
    formulas = {formula for part in charts for formula in re.findall(rb"<c:f>([^<]*)</c:f>", part)}
    names = {formula.split(b"!")[0].strip(b"'").decode() for formula in formulas}
    assert names <= {"Balance", "Initiatives", "Exceedance", "Appetite", "Classes"}
    assert HOSTILE[:10].encode() not in b"".join(formulas)


@pytest.mark.parametrize(
    "report",
    [invented.without_incidents, invented.without_initiatives, invented.without_limit, lambda: invented.sample(1)],
)
def test_half_a_company_gives_the_sheets_it_can(report):
    book = opened(build(report(), invented.findings()))
    assert {"Answer", "Velocity", "Exposure", "Quality", "Method"} <= set(book.sheetnames)
    for page in book.worksheets[1:]:
        assert page.max_row > table.HEAD + 1


def test_what_is_not_known_is_empty():
    book = opened(build(invented.without_incidents(), {}))
    assert {row["Number"]: row["Value"] for row in records(book, "Exposure")}["Loss in a bad year"] is None


def test_many_incidents_are_cut_and_counted(sample_store):
    from balance.boardpack.behind import evidence

    company = pipeline.analysis_of(sample_store).company
    many = replace(company, incidents=pd.concat([company.incidents] * 5))
    told = evidence.incidents(many)
    assert len(told.rows) == evidence.MOST_INCIDENTS
    assert "older ones are in the store" in told.derived


def test_heads_stand_where_their_entries_begin_and_names_are_read_whole(book):
    for sheet in book.worksheets[1:]:
        heads, first = sheet[table.HEAD + 1], sheet[table.HEAD + 2]
        for head, entry in zip(heads, first, strict=True):
            assert head.alignment.indent == entry.alignment.indent, f"{sheet.title} {head.value}"
    answer = book["Answer"]
    assert max(len(name) for (name,) in answer.iter_rows(min_row=table.HEAD + 2, max_col=1, values_only=True)) < (
        answer.column_dimensions["A"].width
    )
