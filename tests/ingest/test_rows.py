"""Rows that are no data are left out, each with a note; everything adds up."""

import pytest

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget"]
ROWS = [["P-1", "Ledger", "Done", "2026-01-31", 5], ["P-2", "Vault", "Done", "2026-01-31", 6]]


@pytest.mark.parametrize(
    "total",
    [
        ["Total", None, None, None, 11], [None, "Grand total", None, None, 11], ["Sub-total", "", "", "", 11],
        [None, None, None, "Total:", 11], ["Summe", None, None, None, 11], ["Total (2 rows)", None, None, None, 11],
    ],
)  # fmt: skip
def test_totals_are_left_out_with_a_note_each(read_rows, counts, codes, total):
    intake = read_rows([HEADERS, *ROWS, total])
    assert counts(intake) == (3, 2, 0, 1)
    assert codes(intake) == ["row-total"]
    assert (intake.problems[0].severity, intake.problems[0].row) == ("note", 4)


def test_a_project_called_total_is_no_total(read_rows, counts):
    assert counts(read_rows([HEADERS, *ROWS, ["P-3", "Total Rewards", "Done", "2026-01-31", 7]])) == (3, 3, 0, 0)


def test_a_run_of_blank_rows_is_left_out_with_one_note(read_rows, counts, codes):
    intake = read_rows([HEADERS, ROWS[0], [], [], [], ROWS[1], [], []])
    assert counts(intake) == (5, 2, 0, 3)
    assert codes(intake) == ["rows-blank"]
    assert "rows 3 to 5" in intake.problems[0].found


def test_headers_repeated_below_are_left_out(read_rows, counts, codes):
    intake = read_rows([HEADERS, ROWS[0], HEADERS, ROWS[1]])
    assert counts(intake) == (3, 2, 0, 1)
    assert codes(intake) == ["row-header-repeated"]


def test_totals_spoil_no_evidence(read_rows, codes):
    rows = [[*HEADERS[:4], "% Complete"], ["P-1", "A", "Done", "2026-01-31", 0.5],
            ["P-2", "B", "Done", "2026-01-31", 1],
            ["Total", None, None, None, 150]]  # fmt: skip
    intake = read_rows(rows)
    assert intake.frames["initiatives"]["percent_complete"].tolist() == [0.5, 1.0]
    assert codes(intake, "error") == []


def test_events_without_an_id_are_held_not_dropped(read_rows, counts):
    rows = [["number", "opened_at", "category", "sys_updated_at"]]
    rows += [[name, "2026-01-31", "Mail", f"2026-02-0{day}"] for day, name in enumerate(["INC1"] * 4 + ["", ""], 1)]
    assert counts(read_rows(rows, kind="csv")) == (6, 1, 2, 3)


def test_equal_rows_without_an_id_are_not_one_row(read_rows, counts, codes):
    rows = [["Incident ID", "Opened", "Category"], *[["", "2026-05-01", "Outage"]] * 3, ["I-1", "2026-05-01", "Outage"]]
    intake = read_rows([*rows, rows[-1]], kind="csv")
    assert counts(intake) == (5, 1, 3, 1)
    assert codes(intake, "note") == ["row-repeated"]
