"""The whole flow on small files: what is accepted, held, left out, decided and asked."""

import hashlib
import io
import json
from datetime import date

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance.ingest import read_files
from balance.schema import FRAME_TYPES, PROVENANCE, TABLES

HEADERS = ["Project ID", "Project Name", "State", "Planned end date"]
GOOD = ["P-1", "Ledger", "In progress", date(2027, 3, 31)]
INCIDENTS = [["Incident ID", "Opened", "Category", "Gross loss"], ["INC1", date(2026, 5, 1), "Outage", 1200]]


def test_a_good_workbook_is_taken_whole(read_rows, counts):
    intake = read_rows([HEADERS, GOOD])
    frame = intake.frames["initiatives"]
    assert intake.status == "ok"
    assert counts(intake) == (1, 1, 0, 0)
    assert frame.loc[0, ["initiative_id", "name", "stage"]].tolist() == ["P-1", "Ledger", "in_flight"]
    assert frame.loc[0, "finish_planned"] == pd.Timestamp(2027, 3, 31)


def test_frames_have_every_column_typed_and_their_provenance(read_rows):
    frame = read_rows([HEADERS, GOOD], name="q3", sheet="Portfolio").frames["initiatives"]
    types = {column.name: FRAME_TYPES[column.type] for column in TABLES["initiatives"].columns}
    assert list(frame.columns) == [*types, *PROVENANCE]
    assert {name: str(frame[name].dtype) for name in types} == types
    assert frame.loc[0, list(PROVENANCE)].tolist() == ["q3.xlsx", "Portfolio", 2]


def test_originals_keep_the_bytes_and_their_hash(read_bytes, make_workbook):
    content = make_workbook({"A": [HEADERS, GOOD]})
    original = read_bytes(("a.xlsx", content)).originals[0]
    assert (original.name, original.content) == ("a.xlsx", content)
    assert original.sha256 == hashlib.sha256(content).hexdigest()


def test_several_files_and_sheets_feed_their_tables(read_bytes, make_workbook):
    first = make_workbook({"Projects": [HEADERS, GOOD], "Incidents": INCIDENTS})
    second = make_workbook({"Sheet1": [HEADERS, ["P-2", "Vault", "Done", date(2025, 1, 1)]]})
    intake = read_bytes(("a.xlsx", first), ("b.xlsx", second))
    assert intake.frames["initiatives"]["initiative_id"].tolist() == ["P-1", "P-2"]
    assert intake.frames["initiatives"]["source_file"].tolist() == ["a.xlsx", "b.xlsx"]
    assert intake.frames["incidents"]["loss"].tolist() == [1200.0]


def test_a_missing_required_column_is_refused_naming_exactly_the_missing_ones(read_rows, counts):
    intake = read_rows([["Project ID", "Project Name", "Budget", "Owner"], ["P-1", "Ledger", 5, "Ada"]])
    assert intake.refused
    problem = next(problem for problem in intake.problems if problem.code == "column-missing")
    assert problem.column == "stage, finish_planned"
    assert all(header in problem.found for header in ("Project ID", "Project Name", "Budget", "Owner"))
    assert counts(intake) == (1, 0, 0, 1)


def test_an_unreadable_optional_cell_is_an_error_at_its_address_and_the_row_stays(read_rows, counts):
    intake = read_rows([["Exported by Ada"], [], [*HEADERS, "Budget"], [*GOOD, "a lot"]])
    problem = next(problem for problem in intake.problems if problem.severity == "error")
    assert (problem.cell, problem.row, problem.column, problem.found) == ("E4", 4, "budget", "a lot")
    assert (problem.code, problem.sheet, problem.file) == ("money-unreadable", "Sheet1", "upload.xlsx")
    assert counts(intake) == (1, 1, 0, 0)
    assert intake.frames["initiatives"]["budget"].isna().all()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "Ledger", "In progress", date(2027, 3, 31)], "initiative_id: missing"),
        (["P-1", "", "In progress", date(2027, 3, 31)], "name: missing"),
        (["P-1", "Ledger", "", date(2027, 3, 31)], "stage: missing"),
        (["P-1", "Ledger", "In progress", ""], "finish_planned: missing"),
        (["P-1", "Ledger", "On hold", "TBD"], "finish_planned: missing"),
        (["P-1", "Ledger", "In progress", "2022-06-31"], "finish_planned: cannot be read"),
    ],
)
def test_a_row_without_a_required_cell_is_held_with_its_reason_and_cells(read_rows, counts, row, reason):
    intake = read_rows([HEADERS, row, ["P-2", "Vault", "Done", date(2025, 1, 1)]])
    assert counts(intake) == (2, 1, 1, 0)
    held = intake.held.iloc[0]
    assert reason in held["reasons"]
    assert (held["table"], held["file"], held["sheet"], held["row"]) == ("initiatives", "upload.xlsx", "Sheet1", 2)
    assert json.loads(held["cells"])["Project Name"] == row[1]
    assert any(problem.cell and problem.row == 2 for problem in intake.problems if problem.severity == "error")


@pytest.mark.parametrize("stage", ["Idea", "Approved", "Done", "Cancelled"])
def test_a_stage_that_needs_no_plan_is_accepted_without_one(read_rows, counts, stage):
    assert counts(read_rows([HEADERS, ["P-1", "Ledger", stage, None], ["P-2", *GOOD[1:]]])) == (2, 2, 0, 0)


def test_a_forecast_stands_in_for_a_missing_plan(read_rows, counts):
    rows = [[*HEADERS, "Forecast finish"], ["P-1", "Ledger", "In progress", None, date(2027, 1, 1)], ["P-2",
            *GOOD[1:], None]]  # fmt: skip
    assert counts(read_rows(rows)) == (2, 2, 0, 0)


def test_money_in_a_currency_without_a_rate_is_held_and_with_one_converted(initiatives, counts):
    columns = {"Budget": ["USD 100", "EUR 100"], "Actual cost": ["5", "6"]}
    stated = pd.DataFrame([{"key": "reporting_currency", "value": "USD"}])
    held = initiatives(columns, stated=stated)
    assert counts(held) == (2, 1, 1, 0)
    assert "exchange rate for EUR" in held.held.iloc[0]["reasons"]
    rated = pd.concat([stated, pd.DataFrame([{"key": "exchange_rate:EUR", "value": "1.1"}])])
    intake = initiatives(columns, stated=rated)
    assert intake.frames["initiatives"]["budget"].tolist() == pytest.approx([100, 110])
    assert any("EUR times 1.1" in d.decision for d in intake.files[0].sheets[0].decisions)


def test_a_rate_in_the_same_upload_counts(read_bytes, make_workbook):
    rates = [["Key", "Value"], ["reporting_currency", "GBP"], ["exchange_rate:USD", 0.8]]
    sheets = {"Projects": [[*HEADERS, "Budget"], [*GOOD, "$10"]], "Assumptions": rates}
    intake = read_bytes(("a.xlsx", make_workbook(sheets)))
    assert intake.frames["initiatives"]["budget"].tolist() == [8.0]
    assert intake.currency is None


def test_the_one_currency_of_all_cells_is_told_where_none_is_stated(initiatives):
    assert initiatives({"Budget": ["€1.000.000", "€2.500.000"], "Actual cost": ["€5,50", "12 EUR"]}).currency == "EUR"
    assert initiatives({"Budget": ["100", "200"]}).currency is None


def test_identical_rows_are_kept_once_and_said_so(read_rows, counts, codes):
    intake = read_rows([HEADERS, GOOD, ["P-2", *GOOD[1:]], GOOD])
    assert counts(intake) == (3, 2, 0, 1)
    assert "row-repeated" in codes(intake, "note")
    assert intake.status == "ok"


def test_the_same_id_with_other_content_is_held_everywhere(read_rows, counts):
    intake = read_rows([HEADERS, GOOD, ["P-1", "Another", "Done", date(2026, 1, 1)], ["P-2", *GOOD[1:]]])
    assert counts(intake) == (3, 1, 2, 0)
    assert intake.held["row"].tolist() == [2, 3]
    clash = [problem for problem in intake.problems if problem.code == "id-clash"]
    assert [problem.cell for problem in clash] == ["A2", "A3"]
    assert "row 3" in clash[0].expected


def test_the_same_row_in_two_files_is_kept_once(read_bytes, make_workbook):
    a, b = make_workbook({"A": [HEADERS, GOOD]}), make_workbook({"B": [HEADERS, GOOD, ["P-2", *GOOD[1:]]]})
    intake = read_bytes(("a.xlsx", a), ("b.xlsx", b))
    assert intake.frames["initiatives"]["initiative_id"].tolist() == ["P-1", "P-2"]
    assert intake.files[1].sheets[0].rows.left_out == 1


def test_leading_zeros_html_and_formulas_as_text_are_kept_as_written(read_rows):
    name = '<b>=HYPERLINK("http://x")</b>'
    frame = read_rows([HEADERS, ["00042", name, "Done", date(2026, 1, 1)]], kind="xlsx").frames["initiatives"]
    assert frame.loc[0, ["initiative_id", "name"]].tolist() == ["00042", name]


def test_a_number_as_an_id_is_written_without_decimals(read_rows):
    assert read_rows([HEADERS, [42, *GOOD[1:]]]).frames["initiatives"].loc[0, "initiative_id"] == "42"


def test_an_unknown_stage_is_asked_once_for_each_value_and_answered(read_rows, counts):
    rows = [HEADERS, ["P-1", "A", "Gate 3", date(2027, 1, 1)], ["P-2", "B", "Gate 3", date(2027, 1, 1)],
            ["P-3", "C", "Done", date(2025, 1, 1)]]  # fmt: skip
    asked = read_rows(rows)
    assert [question.key for question in asked.questions] == ["value:initiatives.stage:Gate 3"]
    assert "2 rows" in asked.questions[0].because
    assert counts(asked) == (3, 3, 0, 0)
    answered = read_rows(rows, answers={"value:initiatives.stage:Gate 3": "in_flight"})
    assert not answered.questions
    assert answered.frames["initiatives"]["stage"].tolist() == ["in_flight", "in_flight", "done"]
    assert answered.mapping["sheets"][0]["values"] == {"stage": {"Gate 3": "in_flight"}}


def test_an_unknown_optional_choice_is_an_error_at_its_cell(initiatives, counts):
    intake = initiatives({"security_joined": ["at design", "sometimes", "not yet"]})
    assert intake.frames["initiatives"]["security_joined"].tolist()[0] == "design"
    assert [p.code for p in intake.problems] == ["value-unknown"]
    assert intake.problems[0].found == "sometimes"
    assert counts(intake) == (3, 3, 0, 0)


def test_an_unknown_optional_choice_is_asked_about_once_and_holds_nothing_up(initiatives):
    joined = {"security_joined": ["sometimes", "Sometimes ", "at design", "gate 2", "sometimes"]}
    intake = initiatives(joined)
    asked = {question.key: question for question in intake.questions}
    assert list(asked) == [f"value:initiatives.security_joined:{word}" for word in ("sometimes", "gate 2")]
    assert {question.default for question in intake.questions} == {"leave out"}
    assert "3 rows" in asked["value:initiatives.security_joined:sometimes"].because
    assert (intake.open_questions, intake.status) == ((), "attention")
    answers = {"value:initiatives.security_joined:gate 2": "build", next(iter(asked)): "leave out"}
    settled = initiatives(joined, answers=answers)
    assert (settled.questions, settled.problems, settled.status) == ((), (), "ok")
    assert settled.frames["initiatives"]["security_joined"].tolist()[2:4] == ["design", "build"]
    again = initiatives(joined, mapping=settled.mapping)
    assert (again.questions, again.problems) == ((), ())
    assert not initiatives(joined, earlier=[{**settled.mapping["sheets"][0], "as_of": "2026-06-30"}]).questions


def test_the_mapping_used_gives_the_same_again_without_questions(read_rows):
    rows = [["Projet no", "Titre", "Phase", "Deadline"], ["P-1", "A", "Gate 3", "04/05/2027"]]
    columns = {"Projet no": "initiative_id", "Titre": "name", "Phase": "stage", "Deadline": "finish_planned"}
    mapping = {"name": "ours", "sheets": [{
        "sheet": "*", "table": "initiatives", "header_row": 1, "columns": columns,
        "values": {"stage": {"Gate 3": "approved"}}, "dates": {"finish_planned": "day first"},
    }]}  # fmt: skip
    intake = read_rows(rows, mapping=mapping)
    assert (intake.questions, intake.status) == ((), "ok")
    assert intake.frames["initiatives"].loc[0, "finish_planned"] == pd.Timestamp(2027, 5, 4)
    assert {entry.how for entry in intake.files[0].sheets[0].mapping} == {"given"}
    again = read_rows(rows, mapping=json.loads(json.dumps(intake.mapping)))
    pd.testing.assert_frame_equal(again.frames["initiatives"], intake.frames["initiatives"])


def test_a_log_of_events_gives_the_last_state_of_each(read_rows, counts, codes):
    rows = [["number", "opened_at", "category", "incident_state", "sys_updated_at"]]
    for number in range(4):
        for step, state in enumerate(("New", "Active", "Closed")):
            rows.append([f"INC{number}", "29/2/2016 01:16", "Mail", state, f"{10 + step}/3/2016 1{step}:00"])
    intake = read_rows(rows, kind="csv", as_of=None)
    assert counts(intake) == (12, 4, 0, 8)
    assert intake.frames["incidents"]["state"].tolist() == ["Closed"] * 4
    assert "rows-superseded" in codes(intake, "note")
    assert intake.files[0].sheets[0].decisions[0].decision == "last state of each id"


def test_a_file_of_many_reports_asks_and_takes_the_newest_not_after_the_date(read_rows, counts):
    rows = [["Date Reported As Of", *HEADERS]]
    rows += [[day, "P-1", "Ledger", "In progress", finish] for day, finish in (
        ("05/13/2014 12:00:00 AM", "01/31/2020"), ("02/01/2015 12:00:00 AM", "03/31/2020"),
        ("08/01/2017 12:00:00 AM", "09/30/2020"))]  # fmt: skip
    asked = read_rows(rows, kind="csv", as_of=date(2016, 1, 1))
    assert [question.key for question in asked.questions] == ["as_of_column:initiatives"]
    taken = read_rows(rows, kind="csv", as_of=date(2016, 1, 1), answers={"as_of_column:initiatives": "newest"})
    assert not taken.questions
    assert counts(taken) == (3, 1, 0, 2)
    assert taken.frames["initiatives"].loc[0, "finish_planned"] == pd.Timestamp(2020, 3, 31)


def test_two_sheets_without_headers_are_asked_about_never_guessed(read_bytes, make_workbook):
    sheets = {
        "A": [["Agriculture", "$2.7B"], ["Commerce", "$2.8B"]],
        "B": [["393-1", "Archive", "$26"], ["393-2", "X", "$1"]],
    }
    intake = read_bytes(("a.xlsx", make_workbook(sheets)))
    assert intake.refused
    assert [question.key for question in intake.questions] == ["header_row:a.xlsx/A", "header_row:a.xlsx/B"]
    assert all(sheet.header_row is None for sheet in intake.files[0].sheets)


def test_a_header_without_rows_is_refused(read_rows):
    assert read_rows([HEADERS]).refused


def test_every_number_of_rows_adds_up_and_every_problem_has_a_place(read_rows):
    rows = [HEADERS, GOOD, [], GOOD, ["", "Ledger", "Done", None], ["Total", None, None, None]]
    intake = read_rows(rows)
    for sheet in intake.files[0].sheets:
        assert sheet.rows.read == sheet.rows.accepted + sheet.rows.held + sheet.rows.left_out
    assert all(problem.file and problem.sheet and problem.found and problem.fix for problem in intake.problems)


WRITTEN = ["P-1", "Total", "In progress", "Done", "TBD", "$1.5m", "1.234", "05/06/2026", "45%", "N/A", "yes"]
CELL = st.one_of(
    st.none(),
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, width=32),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.sampled_from(WRITTEN),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=8))
def test_whatever_the_cells_hold_nothing_raises_and_rows_add_up(read_rows, rows):
    headers = [*HEADERS, "Budget", "% Complete", "Internet facing"]
    shown = [["" if cell is None else str(cell) for cell in row] for row in rows]
    intake = read_rows([headers, *shown], kind="csv")
    sheet = intake.files[0].sheets[0]
    assert sheet.rows.read == sheet.rows.accepted + sheet.rows.held + sheet.rows.left_out
    assert len(intake.frames["initiatives"]) == sheet.rows.accepted
    assert len(intake.held) == sheet.rows.held


def test_a_hidden_sheet_that_is_a_table_is_asked_about(read_bytes):
    book = openpyxl.Workbook()
    for row in ([*HEADERS], GOOD):
        book.active.append(row)
    old = book.create_sheet("Old")
    for row in ([*HEADERS], ["P-9", *GOOD[1:]]):
        old.append(row)
    old.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    asked = read_bytes(("a.xlsx", out.getvalue()))
    assert [question.key for question in asked.questions] == ["hidden:a.xlsx/Old"]
    assert len(asked.frames["initiatives"]) == 1
    key = asked.questions[0].key
    assert len(read_bytes(("a.xlsx", out.getvalue()), answers={key: "read"}).frames["initiatives"]) == 2
    assert not read_bytes(("a.xlsx", out.getvalue()), answers={key: "leave out"}).questions


def test_a_column_of_currencies_counts_for_amounts_without_a_mark(initiatives, counts):
    columns = {"Budget": ["100", "200", "£5"], "Currency": ["EUR", "USD", "USD"]}
    rates = {"reporting_currency": "USD", "exchange_rate:EUR": "1.1", "exchange_rate:GBP": "1.3"}
    intake = initiatives(columns, stated=pd.DataFrame(rates.items(), columns=["key", "value"]))
    assert intake.frames["initiatives"]["budget"].tolist() == pytest.approx([110, 200, 6.5])


def test_amounts_that_differ_by_a_cent_are_not_the_same_row(read_rows, counts):
    rows = [[*HEADERS, "Budget"], [*GOOD, 100.001], [*GOOD, 100.002]]
    assert counts(read_rows(rows)) == (2, 0, 2, 0)


def test_a_dollar_is_the_dollar_that_is_stated(initiatives):
    stated = pd.DataFrame([{"key": "reporting_currency", "value": "CAD"}])
    assert initiatives({"Budget": ["$5"]}, stated=stated).frames["initiatives"]["budget"].tolist() == [5.0]
    stated = pd.DataFrame([{"key": "reporting_currency", "value": "EUR"}])
    assert "rate for USD" in initiatives({"Budget": ["$5"]}, stated=stated).held.iloc[0]["reasons"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path, make_workbook):
    paths = [tmp_path / folder / "a.xlsx" for folder in ("q1", "q2", "q2")]
    for number, path in enumerate(paths[:2]):
        path.parent.mkdir()
        path.write_bytes(make_workbook({"A": [HEADERS, [f"P-{number}", *GOOD[1:]]]}))
    names = [file.file for file in read_files(paths).files]
    assert names[:2] == ["q1/a.xlsx", "q2/a.xlsx"]
    assert len(set(names)) == 3


def test_a_sheet_nobody_filled_in_is_a_note_and_leaves_its_table_as_it_was(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "incidents"
    for row in (["incident_id", "opened_at", "class"], ["I-1", "2026-05-01", "Outage"]):
        book.active.append(row)
    book.create_sheet("changes").append(["change_id", "finished_at"])
    book.save(tmp_path / "template.xlsx")
    intake = read_files([tmp_path / "template.xlsx"])
    assert not intake.refused
    assert set(intake.frames) == {"incidents"}
    assert [p.severity for p in intake.problems if p.code == "sheet-empty"] == ["note"]


def test_an_assumption_nobody_can_mean_is_told_at_its_cell(tmp_path):
    file = tmp_path / "assumptions.csv"
    file.write_text("key,value\nloss_limit,-5\nloss_limit_chance,5\nreporting_currency,GBP\n", encoding="utf-8")
    told = {p.cell: p for p in read_files([file]).problems if p.code == "assumption-senseless"}
    assert set(told) == {"B2", "B3"}
    assert "share from 0 to 1" in told["B3"].expected


def test_a_file_given_three_times_is_three_files_with_names_of_their_own(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Project ID,Project Name,State,Planned end date\nP-1,Ledger,Done,2026-01-31\n")
    names = [file.file for file in read_files([path] * 3).files]
    assert len(set(names)) == 3
