"""The values under a header decide what it is: links, codes, traffic lights, lists, names that columns share."""

import pytest


def mapped(intake, sheet=0):
    return {entry.column: entry.header for entry in intake.files[0].sheets[sheet].mapping}


@pytest.fixture
def incidents(read_rows):
    """Read incidents with more columns, as many rows as values."""

    def read(columns, **said):
        count = max(map(len, columns.values()))
        rows = [["Number", "Opened", "Category", *columns]]
        rows += [[f"INC{n:04}", "2026-05-01", "Outage", *(c[n] for c in columns.values())] for n in range(count)]
        return read_rows(rows, kind="csv", **said)

    return read


def test_the_change_that_mends_is_never_the_cause(incidents):
    intake = incidents({"Change Request": ["CHG9", "CHG8", "CHG7"]})
    assert "change_id" not in mapped(intake)
    assert intake.frames["incidents"]["change_id"].isna().all()


def test_yes_and_no_name_no_change_and_that_is_said(incidents, codes):
    intake = incidents({"Caused by Change": ["Yes", "No", "No", "Yes"]})
    assert "change_id" not in mapped(intake)
    assert codes(intake) == ["column-not-taken"]
    assert intake.problems[0].expected == "ids of changes"


def test_of_several_changes_the_first_is_taken_and_that_is_said(incidents, decided):
    intake = incidents({"Caused by Change": ["CHG1, CHG2", "CHG3", "", "CHG4;CHG5"]})
    assert intake.frames["incidents"]["change_id"].fillna("").tolist() == ["CHG1", "CHG3", "", "CHG4"]
    assert "the first of several" in decided(intake)["change_id"]


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (["PRJ0001", "", "PRJ0002"], True), (["Ledger renewal", "Claims portal", ""], False),
        (["INC0001", "INC0002", ""], False), (["true", "false", "true"], False),
    ],
)  # fmt: skip
def test_a_project_of_an_incident_is_taken_only_where_it_looks_like_an_id(incidents, values, taken, codes):
    intake = incidents({"Project": values})
    assert ("initiative_id" in mapped(intake)) == taken
    assert ("column-not-taken" in codes(intake)) != taken


def test_ids_of_the_same_upload_and_of_the_last_snapshot_are_known(read_bytes, make_text):
    projects = [["Project ID", "Project Name", "State", "Planned end date"], ["Ledger", "A", "Done", "2026-01-31"]]
    lines = [["Number", "Opened", "Category", "Project"], ["INC1", "2026-05-01", "Outage", "Ledger"],
             ["INC2", "2026-05-01", "Outage", "Ledger"]]  # fmt: skip
    incidents = ("i.csv", make_text(lines).encode())
    assert "initiative_id" not in mapped(read_bytes(incidents))
    assert "initiative_id" in mapped(read_bytes(incidents, known={"initiatives": frozenset({"Ledger"})}))
    both = read_bytes(("p.csv", make_text(projects).encode()), incidents)
    assert {entry.column for entry in both.files[1].sheets[0].mapping} >= {"initiative_id"}


def test_ids_made_otherwise_than_every_known_one_are_no_links(incidents):
    known = {"initiatives": frozenset({"PRJ0001", "PRJ0002"})}
    assert "initiative_id" not in mapped(incidents({"Parent": ["PRB0001", "PRB0002", "PRB3"]}, known=known))
    assert "initiative_id" in mapped(incidents({"Parent": ["PRJ0007", "", "PRJ0008"]}, known=known))


def test_state_codes_of_servicenow_are_read_where_every_value_is_one(incidents, decided):
    intake = incidents({"State": ["1", "2", "6", "7", "8"]})
    assert intake.frames["incidents"]["state"].tolist() == ["New", "In Progress", "Resolved", "Closed", "Canceled"]
    assert decided(intake)["state"] == [
        "1 is New, 2 is In Progress, 6 is Resolved, 7 is Closed, 8 is Canceled"]  # fmt: skip
    assert incidents({"State": ["1", "7", "9"]}).frames["incidents"]["state"].tolist() == ["1", "7", "9"]
    assert incidents({"State": ["1", "2", "3"]}).frames["incidents"]["state"].tolist() == ["1", "2", "3"]


def test_project_codes_of_servicenow_are_stages(initiatives, decided):
    intake = initiatives({"State": ["-5", "1", "2", "3", "4", "7"]})
    assert intake.frames["initiatives"]["stage"].tolist() == [
        "approved", "in_flight", "in_flight", "done", "cancelled", "cancelled"]  # fmt: skip
    assert "-5 is approved" in decided(intake)["stage"][0]


def test_a_rank_alone_is_no_code_and_is_asked_about(initiatives):
    keys = {question.key for question in initiatives({"State": ["1", "2", "3"]}).questions}
    assert keys == {f"value:initiatives.stage:{rank}" for rank in (1, 2, 3)}


def test_states_of_a_country_are_no_states_of_work(incidents):
    assert "state" not in mapped(incidents({"State": ["TX", "CA", "NY", "WA", "FL", "MA"]}))


@pytest.mark.parametrize(
    "words",
    ["Red Amber Green", "● Green,▲ Amber,▼ Red", "Grün,Gelb,Rot", "vert,orange,rouge", "On track,At risk,Off track"],
)
def test_traffic_lights_are_never_a_stage(read_rows, words):
    lights = words.split(",") if "," in words else words.split()
    rows = [["Project ID", "Project Name", "Status", "Phase", "Planned end date"]]
    rows += [[f"P-{n}", "A", light, "Executing", "2026-01-31"] for n, light in enumerate(lights)]
    assert mapped(read_rows(rows))["stage"] == "Phase"


def test_progress_is_a_share_or_a_stage_by_its_values(read_rows):
    def rows(*values):
        head = ["Project ID", "Project Name", "Progress", "Planned end date"]
        return [head, *([f"P-{n}", "A", value, "2026-01-31"] for n, value in enumerate(values))]

    assert mapped(read_rows(rows("Not started", "Started", "Completed")))["stage"] == "Progress"
    assert read_rows(rows("10%", "20%", "30%")).problems[0].column == "stage"


@pytest.mark.parametrize("other", ["Work Status", "Status"])
def test_words_under_progress_are_no_share_where_another_header_is_the_stage(read_rows, other):
    head = ["Project ID", "Project Name", other, "Progress", "Planned end date"]
    words = ["Started", "Not Started", "Completed"]
    intake = read_rows([head, *([f"P-{n}", "A", "Active", word, "2026-12-31"] for n, word in enumerate(words))])
    assert "percent_complete" not in mapped(intake)
    assert not [problem for problem in intake.problems if problem.severity == "error"]
    shares = read_rows([head, *([f"P-{n}", "A", "Active", n / 4, "2026-12-31"] for n in range(4))])
    assert mapped(shares)["percent_complete"] == "Progress"


def test_a_name_that_is_the_same_in_every_row_gives_way_to_one_that_is_not(read_rows):
    rows = [["Issue key", "Project name", "Summary", "Status", "Due date"]]
    rows += [[f"A-{n}", "Digital", f"Thing {n}", "Done", "2026-01-31"] for n in range(6)]
    found = mapped(read_rows(rows))
    assert (found["name"], found["portfolio"]) == ("Summary", "Project name")


def test_an_id_that_repeats_gives_way_to_one_that_does_not(read_rows):
    rows = [["Unique Investment Identifier", "Code", "Project Name", "Status", "Due date"]]
    rows += [["005-1", f"P{n}", f"Thing {n}", "Done", "2026-01-31"] for n in range(6)]
    assert mapped(read_rows(rows))["initiative_id"] == "Code"


def test_a_required_date_is_taken_from_the_discovery_where_nothing_better_is(read_rows):
    rows = [["Loss Event ID", "Date of Occurrence", "Date of Discovery", "Event category"],
            ["LE-1", "2026-05-01", "2026-05-09", "Fraud"]]  # fmt: skip
    found = mapped(read_rows(rows))
    assert (found["opened_at"], found["occurred_at"]) == ("Date of Discovery", "Date of Occurrence")


@pytest.mark.parametrize(
    ("kind", "table"), [("Epic", "initiatives"), ("Incident", "incidents"), ("[System] Incident", "incidents")]
)
def test_the_kind_of_issue_says_which_table_a_jira_list_is(read_rows, kind, table):
    rows = [["Issue key", "Summary", "Issue Type", "Status", "Created", "Resolved", "Due date", "Priority", "Labels"]]
    rows += [
        [f"A-{n}", f"T {n}", kind, "Done", "2026-01-02", "2026-01-09", "2026-01-31", "High", "x"] for n in range(4)
    ]
    assert read_rows(rows, name="jira").files[0].sheets[0].table == table


def test_custom_fields_and_numbered_repeats_of_jira(read_rows, decided):
    rows = [["Issue key", "Summary", "Status", "Due date", "Custom field (Budget)", "Labels", "Labels.1", "Labels.2"],
            ["A-1", "T", "Done", "2026-01-31", "500", "cloud", "", "ai"]]  # fmt: skip
    intake = read_rows(rows, kind="csv")
    assert mapped(intake)["budget"] == "Custom field (Budget)"
    assert intake.frames["initiatives"].loc[0, "technology"] == "cloud; ai"
    assert decided(intake)["technology"] == ["3 columns of that name are one list"]


def test_of_repeated_headers_a_single_value_is_the_first_that_is_filled(read_rows, decided):
    rows = [["Key", "Summary", "Status", "Due date", "Assignee", "Assignee"],
            ["A-1", "T", "Done", "2026-01-31", "", "Bob"],
            ["A-2", "T", "Done", "2026-01-31", "Ann", "Bob"]]  # fmt: skip
    intake = read_rows(rows, kind="csv")
    assert intake.frames["initiatives"]["owner"].tolist() == ["Bob", "Ann"]
    assert decided(intake)["owner"] == ["the first of 2 columns of that name that is filled"]


def test_repeated_columns_of_single_values_that_differ_are_warned_of(read_rows):
    rows = [["Key", "Summary", "Status", "Due date", "Budget", "Budget", "Assignee", "Assignee"],
            ["A-1", "T", "Done", "2026-01-31", "500", "500", "Ann", "Bob"],
            ["A-2", "T", "Done", "2026-01-31", "", "700", "Ann", "Bob"],
            ["A-3", "T", "Done", "2026-01-31", "800", "900", "Ann", "Bob"]]  # fmt: skip
    intake = read_rows(rows, kind="csv")
    assert intake.frames["initiatives"]["budget"].tolist() == [500, 700, 800]
    (warning,) = [problem for problem in intake.problems if problem.severity == "warning"]
    assert (warning.code, warning.cell, warning.column) == ("column-repeated", "E4", "budget")
    assert "'800' in E4 and '900' in F4" in warning.found


def test_ids_are_told_where_spaces_around_them_went(initiatives, decided):
    intake = initiatives({"Project ID": [" P-1 ", "P-2", "00042", "1e5"]})
    assert intake.frames["initiatives"]["initiative_id"].tolist() == ["P-1", "P-2", "00042", "1e5"]
    assert decided(intake)["initiative_id"] == ["without the spaces around"]


def test_ids_that_are_numbers_in_a_workbook_are_written_without_decimals(initiatives):
    values = [12345, 12346.0, "00123", 1234567890123]
    intake = initiatives({"Project ID": values}, kind="xlsx")
    assert intake.frames["initiatives"]["initiative_id"].tolist() == ["12345", "12346", "00123", "1234567890123"]


def test_an_unknown_optional_value_is_asked_about_and_can_be_answered(initiatives):
    columns = {"Security joined": ["Sprint 0", "design"]}
    assert [question.default for question in initiatives(columns).questions] == ["leave out"]
    answered = initiatives(columns, answers={"value:initiatives.security_joined:Sprint 0": "design"})
    assert (answered.problems, answered.frames["initiatives"]["security_joined"].tolist()) == ((), ["design", "design"])


def test_five_hundred_unknown_stages_are_not_five_hundred_questions(initiatives):
    intake = initiatives({"Status": [f"waiting for {n}" for n in range(500)], "State": ["x"] * 500})
    assert len(intake.questions) <= 1
