"""What is asked of a whole sheet, how it is answered, and answers and mappings that mean nothing."""

import pytest

HEADERS = ["Project ID", "Project Name", "State", "Planned end date"]
ROW = ["P-1", "Ledger", "Done", "2026-01-31"]
RUSSIAN = [["Номер", "Название", "Состояние", "Окончание", "Бюджет"],
           ["P-1", "Ledger", "Done", "2026-01-31", "5"], ["P-2", "Portal", "Done", "2026-01-31", "6"]]  # fmt: skip


def keys(intake):
    return [question.key for question in intake.questions]


def unknown(intake):
    return [problem for problem in intake.problems if problem.code in ("answer-unknown", "mapping-unknown")]


def test_headers_of_an_unknown_language_are_asked_about_step_by_step(read_rows):
    said = {}
    for key, answer in (
        ("header_row:upload.csv", "1"), ("table:upload.csv", "initiatives"),
        ("missing:initiatives.initiative_id", "Номер"), ("missing:initiatives.name", "Название"),
        ("missing:initiatives.stage", "Состояние"), ("missing:initiatives.finish_planned", "Окончание"),
    ):  # fmt: skip
        assert key in keys(read_rows(RUSSIAN, kind="csv", answers=said))
        said[key] = answer
    said["column:initiatives:Бюджет"] = "budget"
    intake = read_rows(RUSSIAN, kind="csv", answers=said)
    assert (intake.status, intake.frames["initiatives"]["budget"].tolist()) == ("ok", [5.0, 6.0])
    assert {entry.how for entry in intake.files[0].sheets[0].mapping} == {"given"}
    again = read_rows(RUSSIAN, kind="csv", mapping=intake.mapping)
    assert again.frames["initiatives"].equals(intake.frames["initiatives"])


def test_the_header_that_is_asked_for_is_offered_first_where_its_values_fit(read_rows):
    answers = {"header_row:upload.csv": "1", "table:upload.csv": "initiatives"}
    asked = {question.key: question for question in read_rows(RUSSIAN, kind="csv", answers=answers).questions}
    assert asked["missing:initiatives.stage"].choices[0] == "Состояние"
    assert asked["missing:initiatives.finish_planned"].choices == ("Окончание", "every row: empty", "leave out")
    assert "'Done'" in asked["missing:initiatives.stage"].because


def test_no_header_at_all_is_an_answer_and_columns_have_letters(read_rows):
    rows = [["P-1", "Ledger", "2026-01-31"], ["P-2", "Portal", "2026-01-31"]]
    answers = {
        "header_row:upload.xlsx/Sheet1": "none", "table:upload.xlsx/Sheet1": "initiatives",
        "missing:initiatives.initiative_id": "Column A", "missing:initiatives.name": "column b",
        "missing:initiatives.stage": "every row: in_flight", "missing:initiatives.finish_planned": "Column C",
    }  # fmt: skip
    intake = read_rows(rows, answers=answers)
    assert intake.status == "ok"
    assert intake.files[0].sheets[0].header_row == 0
    assert set(intake.frames["initiatives"]["stage"]) == {"in_flight"}
    again = read_rows(rows, mapping=intake.mapping)
    assert (again.status, again.mapping["sheets"]) == ("ok", intake.mapping["sheets"])


def test_a_row_of_data_with_known_words_is_not_taken_for_a_header(read_rows):
    rows = [["INC1", "Change", "2026-05-01", "Open"], ["INC2", "Project", "2026-05-02", "Closed"]]
    assert keys(read_rows(rows, kind="csv")) == ["header_row:upload.csv"]


@pytest.mark.parametrize("answer", ["0", "99", "-1", "first", "1.0"])
def test_a_row_that_is_not_there_is_refused_and_asked_again(read_rows, answer):
    intake = read_rows(RUSSIAN, kind="csv", answers={"header_row:upload.csv": answer})
    assert keys(intake) == ["header_row:upload.csv"]
    assert [problem.severity for problem in unknown(intake)] == ["error"]


@pytest.mark.parametrize(
    ("key", "answer"),
    [("value:initiatives.stage:Dome", "done"), ("foo", "bar"), ("column:initiatives:Bugdet", "budget"),
     ("table:other.csv", "initiatives"), ("column:initiatives:State", "bugdet"), ("table:upload.csv", "projects"),
     ("missing:initiatives.stage", "Stat"), ("dates:initiatives.finish_planned", "sideways")],
)  # fmt: skip
def test_an_answer_that_means_nothing_is_always_named(read_rows, key, answer):
    intake = read_rows([HEADERS, ROW], kind="csv", answers={key: answer})
    (problem,) = unknown(intake)
    assert problem.severity == "error"
    assert problem.found == f"{key}={answer}"


def test_an_unknown_key_is_told_with_the_keys_that_are_open(read_rows):
    intake = read_rows([HEADERS, [*ROW[:2], "Gate 3", ROW[3]]], answers={"foo": "bar"})
    assert unknown(intake)[0].expected == "the key of an open question: value:initiatives.stage:Gate 3"


def test_any_header_can_be_answered_and_set_aside(read_rows):
    rows = [[*HEADERS, "Net cost", "Budget"], [*ROW, "5", "7"]]
    answers = {"column:initiatives:Net cost": "budget", "column:initiatives:Budget": "leave out"}
    intake = read_rows(rows, kind="csv", answers=answers)
    assert (intake.problems, intake.frames["initiatives"]["budget"].tolist()) == ((), [5.0])


def test_a_mapping_that_names_what_is_not_there_is_told_with_what_is(read_rows):
    entry = {"table": "initiatives", "columns": {"Bugdet": "budget", "Nothing": None}}
    sheets = [{"sheet": "Shet1", "table": "incidents"}, {"sheet": "Sheet1", **entry}]
    sheet, header = unknown(read_rows([HEADERS, ROW], mapping={"sheets": sheets}))
    assert (sheet.found, "'Sheet1'" in sheet.expected) == ("the sheet 'Shet1'", True)
    assert (header.found, "Project Name" in header.expected) == ("the header 'Bugdet'", True)


def test_a_mapping_whose_row_has_moved_still_finds_the_headers(read_rows):
    first = read_rows([["Report"], [], HEADERS, ROW])
    assert first.mapping["sheets"][0]["header_row"] == 3
    moved = read_rows([["Report"], ["Confidential"], [], HEADERS, ROW], mapping=first.mapping)
    assert (moved.status, moved.files[0].sheets[0].header_row) == ("ok", 4)


def test_a_column_that_is_missing_can_be_stated_for_every_row(read_rows, codes):
    rows = [["Project ID", "Project Name", "Planned end date"], ["P-1", "A", "2026-01-31"], [], ["Total", "", ""]]
    asked = read_rows(rows)
    assert (codes(asked, "error"), keys(asked)) == (["column-missing"], ["missing:initiatives.stage"])
    answered = read_rows(rows, answers={"missing:initiatives.stage": "every row: done"})
    assert answered.frames["initiatives"]["stage"].tolist() == ["done"]
    assert answered.files[0].sheets[0].rows.left_out == 2
    assert read_rows(rows, answers={"missing:initiatives.stage": "every row: finished"}).refused
    assert read_rows(rows, answers={"missing:initiatives.stage": "leave out"}).questions == ()


def test_without_any_planned_finish_what_needs_one_is_held(read_rows):
    rows = [["Project ID", "Project Name", "State"], ["P-1", "A", "Done"], ["P-2", "B", "In progress"]]
    intake = read_rows(rows, answers={"missing:initiatives.finish_planned": "every row: empty"})
    assert (len(intake.frames["initiatives"]), len(intake.held)) == (1, 1)


@pytest.mark.parametrize(("row", "told"), [(99, True), (1, False)])
def test_a_mapping_that_names_another_row_of_headers_is_told(read_rows, row, told):
    mapping = {"sheets": [{"sheet": "*", "table": "initiatives", "header_row": row, "columns": {}}]}
    intake = read_rows([HEADERS, ROW], kind="csv", mapping=mapping)
    assert [problem.code for problem in intake.problems] == (["header-elsewhere"] if told else [])
    assert len(intake.frames["initiatives"]) == 1


def test_a_column_of_finished_work_alone_is_offered_for_a_missing_stage(read_rows):
    headers = ["Project ID", "Project Name", "Where it is", "Planned end date"]
    rows = [headers, *([f"P-{n}", f"Work {n}", "Completed", "2026-01-31"] for n in range(6))]
    (asked,) = [question for question in read_rows(rows).questions if question.key == "missing:initiatives.stage"]
    assert asked.choices[0] == "Where it is"


def test_an_export_of_primavera_is_understood(read_rows):
    headers = ["Activity ID", "Activity Name", "Activity Status", "Planned Start", "Planned Finish", "Actual Finish"]
    rows = [headers, ["A1000", "Dig", "Completed", "05-Jan-26 A", "30-Jan-26 A", "02-Feb-26 A"],
            ["A1010", "Pour", "In Progress", "03-Feb-26 A", "28-Mar-26*", ""],
            ["A1020", "Roof", "Not Started", "30-Mar-26", "15-Jun-26", ""]]  # fmt: skip
    intake = read_rows(rows)
    assert (intake.status, intake.questions) == ("ok", ())
    assert intake.frames["initiatives"]["stage"].tolist() == ["done", "in_flight", "approved"]
    assert str(intake.frames["initiatives"]["finish_actual"].iloc[0].date()) == "2026-02-02"


def test_the_baseline_of_primavera_is_the_plan_and_not_its_current_finish(read_rows):
    headers = ("Activity ID,Activity Name,Activity Status,BL Project Start,BL Project Finish,Start,Finish,"
               "Schedule % Complete,Budgeted Total Cost,Actual Total Cost,At Completion Total Cost")  # fmt: skip
    rows = [headers.split(","),
            ["A1", "Dig", "Completed", "05-Jan-26", "30-Jan-26", "06-Jan-26 A", "02-Feb-26 A", "100%", 5, 6, 7],
            ["A2", "Pour", "Planned", "03-Feb-26", "28-Mar-26", "3-Mar-26", "28-Apr-26*", "0%", 5, 6, 7]]  # fmt: skip
    intake = read_rows(rows)
    frame = intake.frames["initiatives"]
    assert (intake.status, intake.questions) == ("ok", ())
    assert frame["finish_planned"].astype(str).tolist() == ["2026-01-30", "2026-03-28"]
    assert frame["start_planned"].astype(str).tolist() == ["2026-01-05", "2026-02-03"]
    assert frame[["budget", "actual_cost", "forecast_cost"]].to_numpy().tolist() == [[5, 6, 7], [5, 6, 7]]
    assert frame["percent_complete"].tolist() == [1.0, 0.0]
