"""Which header is which column: by name, synonym, likeness, what was said, and the values as witness."""

import pytest


def mapped(intake):
    return {entry.column: (entry.header, entry.how) for entry in intake.files[0].sheets[0].mapping}


def test_own_names_are_exact_and_others_synonyms(initiatives):
    found = mapped(initiatives({"initiative_id": ["P"], "Budget cost": ["5"]}, name="a"))
    assert found["initiative_id"] == ("initiative_id", "exact")
    assert found["budget"] == ("Budget cost", "synonym")


def test_what_is_an_initiative_may_be_called_as_a_project_is(read_rows):
    rows = [["Initiative code", "Initiative title", "Stage", "Planned end"], ["K-1", "Ledger", "Build", "2026-01-31"]]
    found = mapped(read_rows(rows))
    assert (found["initiative_id"][0], found["name"][0]) == ("Initiative code", "Initiative title")


@pytest.mark.parametrize(
    ("opened", "resolved"),
    [("Created Time", "Resolved Time"), ("Created at", "Solved at"), ("Event date", "Closed at")],
)
def test_help_desks_and_registers_of_losses_name_their_times(read_rows, opened, resolved):
    rows = [["Ticket ID", opened, "Category", resolved], ["4711", "2026-05-01 08:00", "Network", "2026-05-01 10:00"]]
    found = mapped(read_rows(rows))
    assert (found["opened_at"][0], found["resolved_at"][0]) == (opened, resolved)


def test_policies_are_numbered_in_other_words(read_rows):
    found = mapped(
        read_rows([["Policy no", "Policy", "State", "In force since"], ["P-1", "MFA", "In force", "2025-06-01"]])
    )
    assert (found["control_id"][0], found["in_force_on"][0]) == ("Policy no", "In force since")


def test_no_column_and_no_header_is_taken_twice(initiatives):
    intake = initiatives({"Budget": ["5"], "Budget cost": ["6"], "Total Budget": ["7"]})
    assert mapped(intake)["budget"] == ("Budget", "exact")
    assert intake.files[0].sheets[0].unmapped == ("Budget cost", "Total Budget")


def test_status_is_stage_or_health_by_its_values(read_rows):
    rows = [["Project ID", "Project Name", "Status", "Phase", "Planned end date"],
            ["P-1", "A", "Green", "Executing", "2026-01-31"], ["P-2", "B", "Red", "Closing", "2026-01-31"]]  # fmt: skip
    assert mapped(read_rows(rows))["stage"][0] == "Phase"
    rows = [["Key", "Summary", "Status", "Due date"], ["P-1", "A", "In Progress", "2026-01-31"]]
    assert mapped(read_rows(rows))["stage"][0] == "Status"


def test_health_alone_is_no_stage(read_rows):
    rows = [["Project ID", "Project Name", "Status", "Planned end date"], ["P-1", "A", "Green", "2026-01-31"]]
    intake = read_rows(rows)
    assert intake.refused
    assert intake.problems[0].column == "stage"


def test_a_column_of_dates_is_never_a_budget(initiatives):
    intake = initiatives({"Budget cost": ["2026-01-01"] * 4, "Projected cost": ["5", "6", "7", "8"]})
    assert mapped(intake)["budget"][0] == "Projected cost"


def test_a_name_that_is_nearly_known_is_taken_and_shown_as_similar(initiatives):
    assert mapped(initiatives({"Estimates at completion": ["5"]}))["forecast_cost"] == (
        "Estimates at completion", "similar")  # fmt: skip


def test_a_name_that_is_somewhat_like_a_known_one_is_asked_about(initiatives):
    columns = {"Project manager name": ["Ada"]}
    asked = initiatives(columns)
    assert "owner" not in mapped(asked)
    (question,) = asked.questions
    assert question.key == "column:initiatives:Project manager name"
    answered = initiatives(columns, answers={question.key: "owner"})
    assert mapped(answered)["owner"][1] == "given"
    assert not initiatives(columns, answers={question.key: "leave out"}).questions


def test_a_given_mapping_wins_and_may_leave_a_header_out(initiatives):
    columns = {"Budget": ["5"], "Net cost": ["6"]}
    said = {"sheet": "*", "table": "initiatives", "columns": {"Net cost": "budget", "Budget": None}}
    intake = initiatives(columns, mapping={"sheets": [said]})
    assert mapped(intake)["budget"] == ("Net cost", "given")
    assert "Budget" in intake.files[0].sheets[0].unmapped


def test_repeated_headers_are_one_column(read_rows):
    rows = [["Key", "Summary", "Status", "Due date", "Labels", "Labels", "Labels"],
            ["P-1", "A", "Done", "2026-01-31", "cloud", "", "ai"]]  # fmt: skip
    intake = read_rows(rows)
    assert [entry.header for entry in intake.files[0].sheets[0].mapping].count("Labels") == 1
    assert intake.frames["initiatives"].loc[0, "technology"] == "cloud; ai"


def test_a_cause_is_not_the_change_that_mends(read_rows):
    rows = [["Number", "Opened", "Category", "Change Request", "Caused by Change"],
            ["INC1", "2026-05-01", "Outage", "CHG9", "CHG1"]]  # fmt: skip
    assert read_rows(rows).frames["incidents"].loc[0, "change_id"] == "CHG1"


def test_tables_are_told_apart_by_their_ids_and_names(read_rows):
    rows = [["Number", "Opened", "Short description", "State", "Category"],
            ["CHG001", "2026-05-01", "Patch", "New", "Hardware"]]  # fmt: skip
    intake = read_rows(rows, name="export")
    assert intake.files[0].sheets[0].table == "changes"
    assert intake.problems[0].column == "finished_at"


def test_a_sheet_that_is_no_table_is_left_aside_beside_one_that_is(read_bytes, make_workbook, codes):
    good = [["Project ID", "Project Name", "State", "Planned end date"], ["P-1", "A", "Done", "2026-01-31"]]
    content = make_workbook({"Notes": [["Read me"], ["Thanks", "x"]], "Projects": good, "Lists": [["State"], ["Done"]]})
    intake = read_bytes(("a.xlsx", content))
    assert intake.status == "ok"
    assert codes(intake, "note") == ["sheet-left-out"] * 2


def test_a_forecast_is_never_taken_for_a_plan_however_alike_the_names(read_rows):
    rows = [["Project ID", "Project Name", "State", "Projected end date"], ["P-1", "A", "Done", "2026-01-31"]]
    intake = read_rows(rows)
    assert intake.refused
    assert "finish_planned" not in mapped(intake)
