"""A plan as approved beside the plan of today: which is planned, which is expected, and when a baseline is none."""

import pytest

KNOWN = ["Project ID", "Project Name", "State"]
ROWS = [["P-1", "Ledger", "In progress"], ["P-2", "Vault", "In progress"]]
JUNE, DECEMBER = "2026-06-30", "2026-12-18"


@pytest.fixture
def finishes(read_rows):
    """How the columns of finishes were taken: `finishes({"Finish": ["2026-06-30", …]})`."""

    def read(columns, **said):
        rows = [[*row, *cells] for row, *cells in zip(ROWS, *columns.values(), strict=True)]
        intake = read_rows([[*KNOWN, *columns], *rows], **said)
        mapping = intake.files[0].sheets[0].mapping
        return {entry.column: entry.header for entry in mapping if entry.column.startswith(("finish", "start"))}

    return read


@pytest.mark.parametrize(
    ("approved", "today"),
    [
        ("Baseline Finish", "Finish"),
        ("Baseline end date", "Due date"),
        ("Approved end date", "Planned end date"),
        ("Original end date", "End date"),
        ("BL Project Finish", "Finish"),
    ],
)
def test_the_approved_finish_is_planned_and_that_of_today_expected(finishes, approved, today):
    columns = {today: [DECEMBER, DECEMBER], approved: [JUNE, JUNE]}
    assert finishes(columns) == {"finish_planned": approved, "finish_forecast": today}


def test_what_is_called_a_forecast_stays_the_forecast(finishes):
    columns = {"Baseline Finish": [JUNE, JUNE], "Finish": [JUNE, JUNE], "Forecast finish": [DECEMBER, DECEMBER]}
    assert finishes(columns) == {"finish_planned": "Baseline Finish", "finish_forecast": "Forecast finish"}


@pytest.mark.parametrize("baseline", [["", ""], ["NA", "NA"], ["", JUNE]])
def test_a_baseline_that_nobody_set_gives_way_to_the_plan_of_today(finishes, baseline):
    assert finishes({"Finish": [DECEMBER, DECEMBER], "Baseline Finish": baseline}) == {"finish_planned": "Finish"}


def test_one_plan_alone_is_what_is_planned(finishes):
    assert finishes({"Finish": [DECEMBER, DECEMBER]}) == {"finish_planned": "Finish"}
    assert finishes({"Baseline Finish": [JUNE, JUNE]}) == {"finish_planned": "Baseline Finish"}
    both = {"Planned end date": [JUNE, JUNE], "Finish": [DECEMBER, DECEMBER]}
    assert finishes(both) == {"finish_planned": "Planned end date"}


def test_an_approved_start_is_the_planned_one(finishes):
    columns = {"Planned start date": ["2025-02-03"] * 2, "Approved start date": ["2025-01-06"] * 2,
               "Due date": [JUNE, JUNE]}  # fmt: skip
    assert finishes(columns)["start_planned"] == "Approved start date"


def test_what_was_said_of_the_header_of_today_counts(finishes):
    columns = {"Baseline Finish": [JUNE, JUNE], "Finish": [DECEMBER, DECEMBER]}
    said = {"sheets": [{"sheet": "*", "table": "initiatives", "columns": {"Finish": "finish_actual"}}]}
    assert finishes(columns, mapping=said) == {"finish_planned": "Baseline Finish", "finish_actual": "Finish"}
    left = {"sheets": [{"sheet": "*", "table": "initiatives", "columns": {"Finish": None}}]}
    assert finishes(columns, mapping=left) == {"finish_planned": "Baseline Finish"}
