"""Several tables on one sheet, pivots, pages and two-line headers: sheets as people make them."""

from datetime import date

import pytest

PROJECTS = [["Project ID", "Project Name", "State", "Planned end date"], ["P-1", "A", "Done", date(2026, 1, 31)],
            ["P-2", "B", "Done", date(2026, 1, 31)]]  # fmt: skip
INCIDENTS = [["Incident ID", "Opened", "Category", "Loss"], ["INC1", date(2026, 5, 1), "Outage", 5]]


def tables(intake):
    return [(sheet.table, sheet.header_row, sheet.rows.accepted) for sheet in intake.files[0].sheets]


def test_tables_side_by_side_are_read_apart(read_rows, codes):
    rows = [[*left, None, *right] for left, right in zip(PROJECTS, [*INCIDENTS, [None] * 4], strict=True)]
    intake = read_rows(rows)
    assert tables(intake) == [("initiatives", 1, 2), ("incidents", 1, 1)]
    assert codes(intake) == ["sheet-several-tables"]
    assert intake.problems[0].found == "2 tables on one sheet (A1:D3, F1:I2)"


@pytest.mark.parametrize("title", [[], [["Incidents"]]])
def test_tables_below_one_another_are_read_apart(read_rows, title):
    intake = read_rows([*PROJECTS, [], *title, *INCIDENTS])
    assert tables(intake) == [("initiatives", 1, 2), ("incidents", 5 + len(title), 1)]
    assert intake.frames["incidents"]["source_row"].tolist() == [6 + len(title)]


def test_a_table_with_a_gap_or_a_header_once_more_is_one_table(read_rows):
    gap = [[*row[:2], None, *row[2:]] for row in PROJECTS]
    assert tables(read_rows(gap)) == [("initiatives", 1, 2)]
    again = read_rows([*PROJECTS, [], PROJECTS[0], ["P-3", "C", "Done", date(2026, 1, 31)]])
    assert tables(again) == [("initiatives", 1, 3)]


def test_pages_titles_and_remarks_between_rows_are_left_out_with_a_note(read_rows, codes, counts):
    rows = [*PROJECTS, ["Page 2 of 3"], PROJECTS[0], ["P-3", "C", "Done", date(2026, 1, 31)], ["Source: PMO, draft"]]
    intake = read_rows(rows)
    assert counts(intake) == (6, 3, 0, 3)
    assert sorted(codes(intake, "note")) == ["row-header-repeated", "row-of-text", "row-summary"]


def test_a_row_with_an_id_alone_is_held_not_left_out(read_rows, counts):
    assert counts(read_rows([*PROJECTS, ["P-3"]])) == (3, 2, 1, 0)


def test_a_pivot_is_left_out_beside_rows_and_refused_alone(read_bytes, make_workbook, codes):
    pivot = [
        ["Sum of Budget", "Column Labels"],
        ["Row Labels", "Done", "Grand Total"],
        ["Retail", 1, 1],
        ["Total", 1, 1],
    ]
    beside = read_bytes(("a.xlsx", make_workbook({"Pivot": pivot, "Data": PROJECTS})))
    assert (beside.status, codes(beside)) == ("ok", ["sheet-pivot"])
    alone = read_bytes(("b.xlsx", make_workbook({"Pivot": pivot})))
    assert (alone.refused, alone.questions) == (True, ())
    assert "Export the rows" in alone.problems[0].fix


def test_a_sheet_on_its_side_is_refused_without_a_question(read_rows, codes):
    rows = [["Profile"], [], *map(list, zip(*PROJECTS, strict=True))]
    intake = read_rows(rows)
    assert (codes(intake, "error"), intake.questions) == (["sheet-transposed"], ())


def test_groups_over_headers_tell_them_apart(read_rows):
    rows = [["", "", "", "Planned", "", "Actual", "", "Finance (USD m)", ""],
            ["Project ID", "Project Name", "Stage", "Start", "End", "Start", "End", "Budget", "Actual"],
            ["P-1", "A", "Done", *[date(2026, 1, 5)] * 4, 1.5, 0.5]]  # fmt: skip
    intake = read_rows(rows)
    found = {entry.column: entry.header for entry in intake.files[0].sheets[0].mapping}
    assert found["start_actual"] == "Actual Start"
    assert found["finish_planned"] == "Planned End"
    assert intake.frames["initiatives"][["budget", "actual_cost"]].to_numpy().tolist() == [[1.5e6, 0.5e6]]
    again = read_rows(rows, mapping=intake.mapping)
    assert {entry.column: entry.header for entry in again.files[0].sheets[0].mapping} == found


def test_a_hidden_sheet_that_a_mapping_names_is_read(tmp_path):
    import openpyxl

    from balance.ingest import read_files

    book = openpyxl.Workbook()
    for row in PROJECTS:
        book.active.append(row)
    book.active.title, book.active.sheet_state = "Old", "hidden"
    visible = book.create_sheet("New")
    for row in PROJECTS:
        visible.append(row)
    book.save(tmp_path / "b.xlsx")
    beside = read_files([tmp_path / "b.xlsx"])
    assert [question.key for question in beside.questions] == ["hidden:b.xlsx/Old"]
    assert beside.problems == ()  # it is asked about, so it is not "no table of ours"
    book.remove(visible)
    book.create_sheet("Notes").append(["x"])
    book.save(tmp_path / "a.xlsx")
    asked = read_files([tmp_path / "a.xlsx"])
    assert [question.key for question in asked.questions] == ["hidden:a.xlsx/Old"]
    answered = read_files([tmp_path / "a.xlsx"], answers={"hidden:a.xlsx/Old": "read"})
    assert read_files([tmp_path / "a.xlsx"], mapping=answered.mapping).frames["initiatives"].shape[0] == 2
