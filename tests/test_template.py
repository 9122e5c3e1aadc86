import pytest
from openpyxl import load_workbook

from balance import schema
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


def _checks(template, table):
    return template[table.name].data_validations.dataValidation


def _note(cell):
    return cell.comment.text if cell.comment else None
