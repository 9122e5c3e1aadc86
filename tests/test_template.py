from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from balance import schema
from balance.ingest import read_files
from balance.template import INSTRUCTIONS_SHEET, note_of, write_template


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return load_workbook(write_template(tmp_path_factory.mktemp("template") / "template.xlsx"))


def test_the_shipped_workbook_is_current(project, tmp_path):
    written = load_workbook(write_template(tmp_path / "new.xlsx"))
    shipped = load_workbook(project / "data" / "template.xlsx")
    assert shipped.sheetnames == written.sheetnames
    for name in written.sheetnames:
        assert list(shipped[name].values) == list(written[name].values)
        assert [_note(cell) for cell in shipped[name][1]] == [_note(cell) for cell in written[name][1]]


def test_the_same_schema_gives_the_same_bytes(tmp_path):
    first, second = (write_template(tmp_path / name).read_bytes() for name in ("one.xlsx", "two.xlsx"))
    assert first == second


def test_there_is_a_sheet_for_every_table_with_every_column(template):
    assert template.sheetnames == [INSTRUCTIONS_SHEET, *schema.TABLES]
    for table in schema.TABLES.values():
        assert [cell.value for cell in template[table.name][1]] == [column.name for column in table.columns]
        assert template[table.name].max_row == 1


def test_every_header_has_a_note_with_its_meaning(template):
    for table in schema.TABLES.values():
        for cell, column in zip(template[table.name][1], table.columns, strict=True):
            assert cell.comment.text == note_of(column)
            assert column.meaning in cell.comment.text


def test_required_headers_look_different(template):
    fills = {
        (column.required, cell.fill.fgColor.rgb)
        for table in schema.TABLES.values()
        for cell, column in zip(template[table.name][1], table.columns, strict=True)
    }
    assert len(fills) == 2


def test_choices_are_offered_as_a_list(template):
    for table in schema.TABLES.values():
        checks = {str(check.sqref).rstrip("0123456789").split(":")[0][:-1]: check for check in _checks(template, table)}
        for cell, column in zip(template[table.name][1], table.columns, strict=True):
            if column.choices:
                assert checks[cell.column_letter].formula1 == f'"{",".join(column.choices)}"'


def test_a_check_never_forbids_what_the_import_would_understand(template):
    for table in schema.TABLES.values():
        assert all(check.errorStyle == "warning" for check in _checks(template, table))


def test_dates_shares_and_money_are_typed(template):
    sheet = template["initiatives"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    formats = {name: sheet.column_dimensions[letter].number_format for name, letter in letters.items()}
    assert formats["finish_planned"] == "yyyy-mm-dd"
    assert formats["percent_complete"] == "0%"
    assert formats["budget"] == "#,##0.00"


def test_a_filled_template_is_read_without_a_question(tmp_path):
    path = write_template(tmp_path / "filled.xlsx")
    book = load_workbook(path)
    for name, row in FILLED.items():
        letters = {cell.value: cell.column_letter for cell in book[name][1]}
        for column, value in row.items():
            book[name][f"{letters[column]}2"] = value
    book.save(path)
    intake = read_files([path], as_of=date(2026, 9, 30))
    assert not intake.refused
    assert not intake.questions
    assert {name: len(frame) for name, frame in intake.frames.items()} == dict.fromkeys(FILLED, 1)
    assert [problem for problem in intake.problems if problem.severity != "note"] == []


FILLED = {
    "initiatives": {"initiative_id": "A-1", "name": "Order platform", "stage": "in_flight", "percent_complete": 0.4,
                    "finish_planned": date(2027, 3, 31), "budget": 1_200_000, "internet_facing": True},
    "incidents": {"incident_id": "I-1", "opened_at": datetime(2026, 8, 3, 9, 30), "class": "Failed change",
                  "loss": 12_000, "initiative_id": "A-1"},
    "changes": {"change_id": "C-1", "finished_at": datetime(2026, 8, 3, 8, 0), "initiative_id": "A-1"},
    "controls": {"control_id": "K-1", "name": "Release checks", "kind": "guardrail", "coverage": 0.6},
    "assumptions": {"key": "reporting_currency", "value": "GBP", "stated_on": date(2026, 1, 1)},
}  # fmt: skip


def _checks(template, table):
    return template[table.name].data_validations.dataValidation


def _note(cell):
    return cell.comment.text if cell.comment else None
