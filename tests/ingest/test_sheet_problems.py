"""What is said of files and sheets as wholes."""

import io
from datetime import date

import openpyxl
import pytest

HEADERS = ["Project ID", "Project Name", "State", "Planned end date"]
ROW = ["P-1", "Ledger", "Done", "2026-01-31"]


def test_a_table_on_its_side_is_refused_with_the_fix(read_rows, codes):
    rows = [[name, *values] for name, *values in zip(HEADERS, ROW, ROW, strict=True)]
    intake = read_rows(rows)
    assert intake.refused
    assert codes(intake, "error") == ["sheet-transposed"]
    assert "Transpose" in intake.problems[0].fix


def test_a_known_name_with_foreign_values_is_not_taken_and_said_so(initiatives, codes):
    intake = initiatives({"Category": ["Water", "Bridges", "Parks", "Water"]})
    assert codes(intake) == ["column-not-taken"]
    assert intake.problems[0].severity == "warning"
    assert intake.problems[0].cell == "E1"
    assert "Category" in intake.files[0].sheets[0].unmapped


def test_a_synonym_with_foreign_values_is_a_note(initiatives):
    intake = initiatives({"Issue Type": ["Bug", "Story", "Bug"]})
    assert [(p.code, p.severity) for p in intake.problems] == [("column-not-taken", "note")]
    assert intake.status == "ok"


def test_an_empty_workbook_is_refused(read_rows, codes):
    assert codes(read_rows([]), "error") == ["file-empty"]


def test_an_unknown_table_is_refused_with_its_headers(read_rows):
    intake = read_rows([["Colour", "Weight"], ["red", 1], ["blue", 2]])
    assert intake.refused
    assert {problem.code for problem in intake.problems} == {"table-not-recognised"}


def test_a_sheet_left_out_as_answered_is_told_as_that_and_asked_about_no_more(read_rows, codes):
    rows = [["Opened", "Value", "Colour"], ["2026-05-01", 1, "red"], ["2026-05-02", 2, "blue"]]
    (asked,) = read_rows(rows).questions
    left = read_rows(rows, answers={asked.key: "leave out"})
    assert (codes(left), left.questions, left.refused) == (["sheet-left-out"], (), True)
    assert "left out as answered" in left.problems[0].found
    assert read_rows(rows, answers={asked.key: "1"}).refused


def test_a_hidden_sheet_left_out_as_answered_is_told_as_that(read_bytes, make_workbook, codes):
    book = openpyxl.load_workbook(io.BytesIO(make_workbook({"Plan": [HEADERS, ROW], "Old": [HEADERS, ROW]})))
    book["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    intake = read_bytes(("a.xlsx", out.getvalue()), answers={"hidden:a.xlsx/Old": "leave out"})
    assert [(p.code, p.severity, p.found) for p in intake.problems] == [
        ("sheet-left-out", "note", "a sheet left out as answered")
    ]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("notes.xlsx", "These are notes.\nCall Bob.\n", "plain text under the name of a workbook, without columns; "
         "it begins 'These are notes.'"),
        ("notes.csv", "\nhello", "plain text, without columns; it begins 'hello'"),
        ("log.xls", "12:00,one\n12:01,two\n", "plain text under the name of a workbook, with no row of headers that "
         "are known; it begins '12:00one'"),
        ("blank.csv", '""\n""\n', "rows of empty cells alone"),
        ("commas.csv", " ,\n , \n", "rows of empty cells alone"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_table_is_told_as_what_it_is(read_bytes, name, content, found):
    intake = read_bytes((name, content.encode()))
    assert intake.refused
    assert [(problem.code, problem.found) for problem in intake.problems] == [("table-not-recognised", found)]


def test_where_no_sheet_can_be_read_a_missing_column_of_a_likely_one_is_asked_about(
    read_rows, make_workbook, read_bytes
):
    rows = [["Ref", "Opened", "Colour"], ["X-1", "2026-05-01", "Outage"], ["X-2", "2026-05-02", "Outage"]]
    (asked,) = read_rows(rows).questions
    assert (asked.key, asked.choices[0]) == ("missing:incidents.class", "Colour")
    told = read_rows(rows, answers={asked.key: "Colour"})
    assert (told.status, told.frames["incidents"]["class"].tolist()) == ("ok", ["Outage", "Outage"])
    beside = make_workbook({"Plan": [HEADERS, ROW], "Colours": rows})
    assert read_bytes(("both.xlsx", beside)).questions == ()


def test_a_file_that_speaks_of_another_day_is_warned_about(read_rows, codes):
    rows = [[*HEADERS, "asOfDate"], [*ROW, "June 9, 2016"], ["P-2", *ROW[1:], "June 9, 2016"]]
    assert codes(read_rows(rows, kind="csv", as_of=date(2019, 5, 1)), "warning") == ["as-of-differs"]
    assert codes(read_rows(rows, kind="csv", as_of=date(2016, 6, 30)), "warning") == []


def test_an_answer_that_is_no_choice_is_an_error_and_the_question_stays(initiatives, codes):
    intake = initiatives({"State": ["Gate 3"]}, answers={"value:initiatives.stage:Gate 3": "maybe"})
    assert codes(intake, "error") == ["answer-unknown"]
    assert len(intake.questions) == 1


def test_a_good_file_beside_a_broken_one_is_still_refused_as_a_whole(read_bytes, make_workbook):
    content = make_workbook({"A": [HEADERS, ROW]})
    assert read_bytes(("a.xlsx", content), ("b.xlsx", content[:-20])).refused


def test_encoding_and_separator_are_told_where_unusual(read_bytes, make_text, decided):
    content = make_text([[*HEADERS[:1], "Größe", *HEADERS[1:]], ["P-1", "x", *ROW[1:]]], "|").encode("cp1252")
    assert decided(read_bytes(("a.csv", content)))[""] == ["Western European (cp1252), parted by bar"]


RISKS = [["Risk ID", "Risk description", "Likelihood", "Impact", "Owner", "Date raised", "Status"],
         ["R-1", "Ransomware", 3, 5, "Ann", "2026-05-01", "Open"],
         ["R-2", "Key people leave", 2, 4, "Ben", "2026-05-02", "Open"]]  # fmt: skip


def test_a_list_of_another_kind_is_named_and_what_is_needed_instead(read_rows):
    intake = read_rows(RISKS)
    (asked,), (problem,) = intake.questions, intake.problems
    assert asked.key == "table:upload.xlsx/Sheet1"
    assert "looks like a risk register ('Risk ID', 'Risk description', 'Likelihood')" in asked.because
    assert problem.code == "table-not-recognised"
    assert "what looks like a risk register" in problem.found
    assert "load the list of incidents" in problem.fix
    told = read_rows(RISKS, answers={asked.key: "initiatives"})
    assert "missing:initiatives.finish_planned" in [question.key for question in told.questions]


def test_a_list_of_another_kind_beside_a_table_is_left_out_and_told(make_workbook, read_bytes):
    intake = read_bytes(("both.xlsx", make_workbook({"Plan": [HEADERS, ROW], "Risks": RISKS})))
    assert intake.questions == ()
    assert [(p.code, p.severity, p.found) for p in intake.problems] == [
        ("sheet-left-out", "note", "what looks like a risk register")
    ]
    alone = read_bytes(("a.xlsx", make_workbook({"Plan": [HEADERS, ROW]})), ("b.xlsx", make_workbook({"Risks": RISKS})))
    assert [question.key for question in alone.questions] == ["table:b.xlsx/Risks"]


DAMAGE = [["When", "What", "How long", "Cost"], ["2026-05-01", "Mail down", 3, 900], ["2026-05-02", "VPN down", 1, 80]]
TICKETS = [["Ticket", "Happened", "What", "Damage"], ["T-1", "2026-05-01", "Mail", 9], ["T-2", "2026-05-02", "VPN", 8]]


@pytest.mark.parametrize(("rows", "key", "status"), [
    (DAMAGE, "header_row:b.xlsx/Sheet1", "attention"), (TICKETS, "missing:incidents.opened_at", "refused"),
])  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_is_asked_about_beside_another(
    read_bytes, make_workbook, rows, key, status
):
    plan = ("a.xlsx", make_workbook({"Plan": [HEADERS, ROW]}))
    intake = read_bytes(plan, ("b.xlsx", make_workbook({"Sheet1": rows})))
    asked = {question.key for question in intake.questions}
    assert (intake.status, key in asked) == (status, True)
    left = read_bytes(plan, ("b.xlsx", make_workbook({"Sheet1": rows})), answers={key: "leave out"})
    assert (left.status, left.questions, len(left.frames["initiatives"])) == ("ok", (), 1)
    assert [(p.code, p.severity) for p in left.problems] == [("sheet-left-out", "note")]


def test_a_file_without_rows_and_columns_beside_another_is_warned_about(read_bytes, make_workbook):
    plan = ("a.xlsx", make_workbook({"Plan": [HEADERS, ROW]}))
    intake = read_bytes(plan, ("b.xlsx", make_workbook({"Sheet1": [["Read me"], ["Thanks"]]})))
    assert [(p.code, p.severity, p.file) for p in intake.problems] == [("sheet-left-out", "warning", "b.xlsx")]
    assert (intake.status, len(intake.frames["initiatives"])) == ("attention", 1)
    on_its_side = [[name, *values] for name, *values in zip(HEADERS, ROW, ROW, strict=True)]
    turned = read_bytes(plan, ("c.xlsx", make_workbook({"Sheet1": on_its_side})))
    assert [(p.code, p.severity, p.file) for p in turned.problems] == [("sheet-transposed", "error", "c.xlsx")]


def test_a_sheet_without_headers_beside_a_table_is_never_left_out_without_a_word(read_bytes, make_workbook):
    intake = read_bytes(("both.xlsx", make_workbook({"Plan": [HEADERS, ROW], "Sheet2": DAMAGE})))
    assert [(p.code, p.severity, p.sheet) for p in intake.problems] == [("sheet-left-out", "note", "Sheet2")]


@pytest.mark.parametrize(("name", "severity"), [("Outages", "warning"), ("Störungen", "warning"), ("Codes", "note")])
def test_a_sheet_with_dates_whose_name_says_it_is_one_of_ours_is_warned_about(
    read_bytes, make_workbook, name, severity
):
    rows = [DAMAGE[0], *([date(2026, 5, day), what, day, 100] for day, what in ((1, "Mail down"), (2, "VPN down")))]
    intake = read_bytes(("both.xlsx", make_workbook({"Plan": [HEADERS, ROW], name: rows})))
    assert [(p.code, p.severity, p.sheet) for p in intake.problems] == [("sheet-left-out", severity, name)]


def test_a_list_of_another_kind_that_lacks_only_an_id_of_ours_is_asked_about(read_bytes, make_workbook):
    rows = [["Risk", "Likelihood", "Impact", "Mitigation", "Category", "Opened"],
            *(["Server fails", "high", "high", "backup", "Outage", f"2026-05-0{day}"] for day in (1, 2))]  # fmt: skip
    intake = read_bytes(("both.xlsx", make_workbook({"Plan": [HEADERS, ROW], "Sheet2": rows})))
    assert [question.key for question in intake.questions] == ["table:both.xlsx/Sheet2"]


def test_what_is_a_whole_table_is_no_list_of_another_kind(read_rows):
    headers = [*HEADERS, "Risk owner", "Likelihood", "Impact", "Mitigation"]
    assert read_rows([headers, [*ROW, "Ann", 0.2, 5000, "Tests"]]).frames["initiatives"].shape[0] == 1


def test_a_list_without_one_known_header_is_named_too(read_rows):
    (asked,) = read_rows([["Posting Date", "Document Number", "GL Account"], ["2026-05-01", 1, 4711]] * 2).questions
    assert "it looks like a list of bookings" in asked.because


INCIDENTS = [["Incident ID", "Class", "Opened"], ["I-1", "Outage", "2026-05-01"], ["I-2", "Fraud", "2026-05-02"]]


@pytest.mark.parametrize(("sheet", "headers", "key"), [
    ("Projects", "Project ID,Project name,Release,Status,Start date,Budget,Issues",
     "missing:initiatives.finish_planned"),
    ("Sheet2", "Project name,Fix version/s,Status,Start date,Budget,Issues", "missing:initiatives.finish_planned"),
    ("Outages", "Number,Hostname,IP Address,Location,Vendor,Status,Class", "table:both.xlsx/Outages"),
    ("Sheet2", "Project name,Release,Version,Issues,Archived,Progress,Status,Budget", "table:both.xlsx/Sheet2"),
    ("Projects", "Name,Risk,Likelihood,Impact,Proximity,Trend,Status,Budget", "table:both.xlsx/Projects"),
])  # fmt: skip
def test_an_incomplete_table_with_words_of_another_list_is_asked_about_beside_a_table(
    make_workbook, read_bytes, sheet, headers, key
):
    names = headers.split(",")
    rows = [names, *([f"{name[:3]}-{row}" for name in names] for row in (1, 2))]
    intake = read_bytes(("both.xlsx", make_workbook({"Incidents": INCIDENTS, sheet: rows})))
    assert key in [question.key for question in intake.questions]


@pytest.mark.parametrize(("sheet", "headers"), [
    ("Releases", "Release Name,Release date,Status,Project,Owner,Start date,Description"),
    ("Versions", "Version,Status,Progress,Start date,Release date,Description"),
    ("Register", "Risk ID,Risk Title,Category,Likelihood,Impact,Inherent Risk,Residual Risk,Owner,Status,Target date"),
    ("Findings", "CVE,CVSS,Severity,Host,Status,Title,First Seen,Last Seen,Plugin ID"),
])  # fmt: skip
def test_a_whole_list_of_another_kind_is_still_left_out_beside_a_table(make_workbook, read_bytes, sheet, headers):
    names = headers.split(",")
    rows = [names, *([f"{name[:3]}-{row}" for name in names] for row in (1, 2))]
    intake = read_bytes(("both.xlsx", make_workbook({"Incidents": INCIDENTS, sheet: rows})))
    assert (intake.status, intake.questions) == ("ok", ())
    assert [p.found[:15] for p in intake.problems if p.code == "sheet-left-out"] == ["what looks like"]
