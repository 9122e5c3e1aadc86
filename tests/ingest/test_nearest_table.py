"""Which table a sheet is nearest to, where its ids and those it links to speak for different ones."""

import pytest

EVENTS = [["2026-08-02 01:00", "Outage"], ["2026-08-03 02:00", "Breach"], ["2026-08-05 03:00", "Outage"]]
PROJECTS = ["PRJ0010023", "PRJ0010024", "PRJ0010023"]


@pytest.mark.parametrize(
    ("header", "ids", "sheet"),
    [
        ("Incident ID", ["I1", "I2", "I3"], "Sheet1"),
        ("Ticket Number", ["48211", "48212", "48213"], "Sheet1"),
        ("Number", ["48211", "48212", "48213"], "Incidents"),
    ],
)
def test_incidents_that_name_their_projects_are_incidents(read_rows, header, ids, sheet):
    rows = [[name, *event, project] for name, event, project in zip(ids, EVENTS, PROJECTS, strict=True)]
    intake = read_rows([[header, "Opened", "Category", "Project ID"], *rows], sheet=sheet)
    assert not intake.questions
    assert intake.frames["incidents"]["incident_id"].tolist() == ids
    assert intake.frames["incidents"]["initiative_id"].tolist() == PROJECTS


def test_changes_that_name_their_projects_are_changes(read_rows):
    rows = [[f"47{row}", project, "2026-08-01", "Successful"] for row, project in enumerate(PROJECTS)]
    intake = read_rows([["Change number", "Project ID", "Finished", "Outcome"], *rows])
    assert not intake.questions
    assert intake.frames["changes"]["initiative_id"].tolist() == PROJECTS


def test_what_such_a_list_lacks_is_asked_of_it_and_not_of_the_projects(read_rows):
    rows = [
        [f"EV-{row}", opened, "High", project] for row, (opened, _) in enumerate(EVENTS) for project in PROJECTS[:1]
    ]
    intake = read_rows([["Incident ID", "Opened", "Priority", "Project ID"], *rows])
    assert [question.key for question in intake.questions] == ["missing:incidents.class"]


@pytest.mark.parametrize("sheet", ["Sheet1", "Projects"])
def test_a_numbered_list_of_projects_that_lacks_a_stage_stays_one(read_rows, sheet):
    headers = ["Number", "Project ID", "Project Name", "Created", "Category", "Planned end date"]
    rows = [[row, f"PRJ001002{row}", f"Work {row}", "2025-02-03", "Grow", "2026-12-31"] for row in range(1, 4)]
    intake = read_rows([headers, *rows], sheet=sheet)
    assert [question.key for question in intake.questions] == ["missing:initiatives.stage"]
