"""Held rows: every one with all its reasons and cells, however many there are and in few bytes."""

import json
import tracemalloc
from datetime import date

import numpy as np
import pytest

from balance.ingest import hold
from balance.ingest.hold import Reason, Verdict

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget"]
GOOD = ["P-1", "Ledger", "In progress", date(2027, 3, 31), "5"]
FAULTY = [
    ["P-2", "", "In progress", "soon enough", "€ 7"],
    ["P-3", "Vault", "In progress", date(2027, 3, 31), "$ 9"],
    ["P-4", "Gate", "Done", "soon enough", "1"],
    ["P-1", "Ledger 2", "In progress", date(2027, 3, 31), "5"],
    ["P-1", "Ledger 3", "In progress", date(2027, 3, 31), "5"],
]


@pytest.mark.parametrize("at_once", [1, 2, 10_000])
def test_each_held_row_is_told_with_every_reason_and_every_cell(read_rows, monkeypatch, at_once):
    monkeypatch.setattr(hold, "AT_ONCE", at_once)
    held = read_rows([HEADERS, GOOD, *FAULTY], kind="csv", name="q3").held
    assert dict(zip(held["row"], held["reasons"], strict=True)) == {
        2: "initiative_id: 'P-1' is also used by rows 6 and 7",
        3: "name: missing; finish_planned: cannot be read: 'soon enough'; budget: no exchange rate for EUR",
        5: "finish_planned: cannot be read: 'soon enough'",
        6: "initiative_id: 'P-1' is also used by rows 2 and 7",
        7: "initiative_id: 'P-1' is also used by rows 2 and 6",
    }
    cells = dict(zip(held["row"], map(json.loads, held["cells"]), strict=True))
    assert cells[3] == dict(zip(HEADERS, FAULTY[0], strict=True))
    assert list(held.index) == list(range(5))


def test_an_id_used_by_many_names_some_of_the_others(read_rows):
    rows = [["P-1", f"Ledger {number}", *GOOD[2:]] for number in range(9)]
    held = read_rows([HEADERS, *rows], kind="csv", name="q3").held
    assert len(held) == 9
    assert held["reasons"][0] == "initiative_id: 'P-1' is also used by rows 3, 4, 5, 6, 7 and more"
    assert "row 10," not in held["reasons"][8]


def test_ids_of_all_rows_and_of_held_ones_add_up(read_rows, counts):
    intake = read_rows([HEADERS, GOOD, *FAULTY, FAULTY[1]], kind="csv")
    assert counts(intake) == (7, 1, 5, 1)
    assert sorted(intake.held_ids["initiatives"]) == ["P-1", "P-1", "P-1", "P-2", "P-4"]


def test_a_row_held_costs_a_few_bytes_until_somebody_asks_why():
    rows = 200_000
    tracemalloc.start()
    try:
        verdict = Verdict(rows)
        for name in ("name", "stage"):
            verdict.reasons.append(Reason(np.ones(rows, dtype=bool), lambda row, name=name: f"{name}: {row}"))
        assert verdict.held.all()
        assert tracemalloc.get_traced_memory()[1] / rows < 10
    finally:
        tracemalloc.stop()
    assert verdict.why(7) == "name: 7; stage: 7"


def test_sheets_of_several_dates_are_told_how_they_can_all_be_loaded(read_bytes, make_workbook):
    headers = ["Project ID", "Project Name", "State", "Planned end date"]
    sheets = {
        quarter: [headers, ["P-1", "Ledger", state, "2026-12-31"]]
        for quarter, state in (("2026 Q1", "Build"), ("2026 Q2", "Closed"))
    }
    apart = read_bytes(("a.xlsx", make_workbook(sheets))).problems
    assert [problem.code for problem in apart] == ["id-clash", "id-clash"]
    assert all("one after the other, each for its own" in problem.fix for problem in apart)
    together = {"Plan": [headers, *(rows[1] for rows in sheets.values())]}
    (first, _) = read_bytes(("b.xlsx", make_workbook(together))).problems
    assert "one after the other" not in first.fix
