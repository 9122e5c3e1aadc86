"""What moved without a word between two snapshots, and what is said of it."""

from datetime import date

import pytest

from balance.reconciling import Earlier, Reconciliation, as_json, lines_of, problems_of, reconcile


def codes(found: Reconciliation) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in problems_of(found)]


def test_nothing_is_said_of_an_upload_like_the_last(beside, initiative):
    rows = [initiative(name, budget=5.0) for name in "ABC"]
    found = beside("initiatives", rows, rows)
    assert codes(found) == []
    assert lines_of(found, {"initiatives": 0}) == ["initiatives: 3 rows, 3 on 30 Jun 2026: 0 new, 0 changed, 0 gone."]


def test_a_first_upload_has_its_sums_and_nulls(frame, initiative):
    found = reconcile({"initiatives": frame("initiatives", [initiative("A", budget=5.0)])}, Earlier())
    assert lines_of(found) == ["initiatives: nothing earlier is loaded to compare with."]
    assert codes(found) == []
    told = as_json(found)["initiatives"]
    assert told["compared_with"] is None
    assert (told["sums"]["budget"]["now"], told["sums"]["budget"]["before"]) == (5.0, None)
    assert told["sums"]["budget"]["difference"] is None


def test_a_sum_that_falls_because_cells_are_blank_is_said_to_be_that(beside, initiative):
    before = [initiative(name, budget=1e6) for name in "ABCDE"]
    now = [initiative(name, budget=None if name in "AB" else 1e6) for name in "ABCD"]
    found = beside("initiatives", now, before)
    assert codes(found) == [("ids-vanished", "warning"), ("budget-went-blank", "warning")]
    assert lines_of(found)[1] == (
        "Budget fell by £3.0M to £2.0M: −£2.0M because 2 cells are blank that were filled on 30 Jun 2026; "
        "−£1.0M from 1 initiative gone."
    )
    (warning,) = [problem for problem in problems_of(found) if problem.code == "budget-went-blank"]
    assert (warning.file, warning.sheet, warning.column) == ("f.xlsx", "Page 1", "budget")
    assert "not progress" in warning.fix


@pytest.mark.parametrize(("stage", "severity"), [
    ("in_flight", "warning"), ("on_hold", "warning"), ("approved", "warning"),
    ("idea", "note"), ("done", "note"), ("cancelled", "note"),
])  # fmt: skip
def test_an_unfinished_initiative_that_vanished_is_worth_a_warning(beside, initiative, stage, severity):
    before = [initiative("A"), initiative("P-7", stage=stage, budget=2_100_000.0)]
    found = beside("initiatives", [initiative("A")], before)
    assert codes(found) == [("ids-vanished", severity)]
    assert f"P-7 ({stage.replace('_', ' ')}, £2.1M)" in problems_of(found)[0].found


def test_many_that_vanished_are_counted_with_their_money(beside, initiative):
    before = [initiative(f"P-{n:03}", budget=1e6) for n in range(40)]
    found = beside("initiatives", before[:30], before)
    assert "10 unfinished initiatives missing" in problems_of(found)[0].found
    assert problems_of(found)[0].found.endswith("and 5 more; £10M of budget")
    told = as_json(found)["initiatives"]["vanished"]
    assert (told["count"], len(told["rows"]), told["rows"][0]["budget"]) == (10, 10, 1e6)


def test_an_id_whose_row_is_held_back_has_not_vanished(beside, initiative):
    found = beside("initiatives", [initiative("A")], [initiative("A"), initiative("B", budget=5.0)],
                   held={"initiatives": ["B"]})  # fmt: skip
    assert codes(found) == []
    assert "1 initiative gone or held back" in lines_of(found)[1]


def test_ids_that_come_back_are_noted(beside, initiative):
    rows = [initiative("A"), initiative("B")]
    assert codes(beside("initiatives", rows, rows, gone=["B"])) == [("ids-returned", "note")]


@pytest.mark.parametrize(("stage", "severity"), [("in_flight", "warning"), ("done", "warning"), ("approved", "note")])
def test_baselines_that_moved_are_told_with_the_median_and_the_largest(beside, initiative, stage, severity):
    before = [initiative(name, stage=stage) for name in "ABCD"]
    days = {"A": "2026-12-31", "B": "2027-01-10", "C": "2027-01-30", "D": "2027-12-31"}
    now = [initiative(name, stage=stage, finish_planned=day) for name, day in days.items()]
    found = beside("initiatives", now, before)
    assert codes(found) == [("baseline-moved", severity)]
    assert "of 3 initiatives moved, 3 of them later, by 30 days later in the median" in problems_of(found)[0].found
    assert "the largest: D +365 days, C +30 days, B +10 days" in problems_of(found)[0].found
    assert as_json(found)["initiatives"]["moved"]["finish_planned"]["median_days"] == 30


@pytest.mark.parametrize(
    ("moved", "day", "severity"),
    [("AB", "2027-01-06", "note"), ("A", "2027-01-30", "warning"), ("ABC", "2027-01-01", "warning")],
)
def test_one_or_two_plans_put_right_by_days_are_only_noted(beside, initiative, moved, day, severity):
    before = [initiative(name, finish_planned="2026-12-31") for name in "ABCDEFGH"]
    now = [initiative(name, finish_planned=day if name in moved else "2026-12-31") for name in "ABCDEFGH"]
    assert codes(beside("initiatives", now, before)) == [("baseline-moved", severity)]


def test_budgets_and_starts_that_changed_are_noted(beside, initiative):
    found = beside("initiatives", [initiative("A", budget=7e6, start_planned="2026-02-01")],
                   [initiative("A", budget=5e6, start_planned="2026-01-01")])  # fmt: skip
    assert codes(found) == [("baseline-moved", "note")] * 2
    assert "A +£2.0M" in problems_of(found)[1].found


def test_stages_that_went_backwards_and_finishes_that_are_gone(beside, initiative):
    before = [initiative("A", stage="done", finish_actual="2026-05-01"), initiative("B"), initiative("C", stage="idea")]
    now = [initiative("A"), initiative("B", stage="approved"), initiative("C", stage="in_flight")]
    found = beside("initiatives", now, before)
    assert codes(found) == [("stage-went-back", "warning"), ("stage-went-back", "note"), ("finish-removed", "warning")]
    assert "A from done to in flight" in problems_of(found)[0].found


def test_a_whole_column_that_is_empty_now_is_said_once(beside, initiative):
    before = [initiative(name, budget=5.0, annual_value=1.0, sponsor="S") for name in "ABCDEF"]
    now = [initiative(name, budget=5.0) for name in "ABCDEF"]
    found = beside("initiatives", now, before)
    assert codes(found) == [("column-emptied", "warning"), ("column-emptied", "note")]
    assert "annual value" in problems_of(found)[0].found
    assert "sponsor" in problems_of(found)[1].found


def test_half_of_the_rows_gone_may_be_a_part_of_an_export(beside, initiative):
    before = [initiative(f"P-{n}") for n in range(20)]
    assert ("rows-fell", "warning") in codes(beside("initiatives", before[:9], before))
    assert ("rows-fell", "warning") not in codes(beside("initiatives", before[:10], before))


def test_amounts_that_all_changed_by_one_factor_are_a_warning(beside, initiative):
    before = [initiative(f"P-{n}", budget=1000.0 * n) for n in range(1, 9)]
    now = [row | {"budget": row["budget"] / 1000} for row in before]
    assert ("budget-scaled", "warning") in codes(beside("initiatives", now, before))


def incident(number, **cells):
    return {"incident_id": f"I-{number}", "opened_at": "2026-01-01", "class": "outage"} | cells


def test_incidents_of_one_period_are_set_beside_everything_known(beside):
    before = [incident(n, loss=100.0) for n in range(10)]
    now = [incident(n, loss=10.0) for n in range(10, 18)] + [incident(0, loss=150.0)]
    found = beside("incidents", now, before, gone=[f"I-{n}" for n in range(5)])
    (column, *_) = found.tables[0].sums
    assert found.tables[0].by_period
    assert (column.now, column.before, column.gone, column.in_file) == (1130.0, 1000.0, 0.0, 230.0)
    assert codes(found) == [("loss-revised", "note")]
    assert "8 new since 30 Jun 2026; earlier ones stay" in lines_of(found)[0]
    assert as_json(found)["incidents"]["scope"] == "all known"


def test_incidents_of_a_whole_list_that_are_missing_are_told(beside):
    before = [incident(n) for n in range(30)]
    found = beside("incidents", before[:12], before)
    assert [code for code, _ in codes(found)] == ["rows-fell", "ids-vanished"]


def test_a_load_of_the_same_date_is_told_as_superseded(frame, beside, initiative):
    again = frame("initiatives", [initiative("A", budget=3e6), initiative("B")]).assign(gone=False)
    day = date(2026, 9, 30)
    found = beside("initiatives", [initiative("A", budget=5e6), initiative("C")], [initiative("A")],
                   same_day=Earlier({"initiatives": again}, {"initiatives": day}, {"initiatives": "abc"}))  # fmt: skip
    assert lines_of(found)[0] == (
        "initiatives: snapshot abc is of the same date, with 2 rows; "
        "1 of these rows are not in it and 1 of its rows are not here; beside it budget +£2.0M."
    )
    assert as_json(found)["initiatives"]["supersedes"]["differences"]["budget"] == 2e6


@pytest.mark.parametrize(("stated", "said"), [(8.0, "agrees with its rows"), (9.0, "is £9; its rows add up to £8")])
def test_the_files_own_total_stands_beside_the_sum(frame, initiative, stated, said):
    rows = [initiative("A", budget=5.0), initiative("B", budget=3.0)]
    found = reconcile({"initiatives": frame("initiatives", rows)}, Earlier(), currency="GBP",
                      own_totals={"initiatives": {"budget": stated}})  # fmt: skip
    assert said in lines_of(found)[1]


def test_a_rate_that_is_another_one_is_said():
    assert (
        "One USD is 0.8 in the reporting currency; it was 0.7" in lines_of(Reconciliation(rates={"USD": (0.7, 0.8)}))[0]
    )


def test_a_sum_says_what_the_rate_alone_moved(beside, initiative):
    before = [initiative("A", budget=70.0), initiative("B", budget=70.0)]
    now = [initiative("A", budget=80.0), initiative("B", budget=90.0)]
    found = beside("initiatives", now, before, rates={"USD": (0.7, 0.8)})
    said = "from 2 changed cells, of which +£10 in 1 cell by the exchange rate alone"
    assert any(said in line for line in lines_of(found))
    assert as_json(found)["initiatives"]["sums"]["budget"]["by_rate"] == 10.0


def test_missing_ids_whose_names_stand_beside_new_ones_are_told_as_renamed(beside, initiative):
    before = [initiative(f"OLD-{row}") | {"name": name} for row, name in enumerate(("Ledger", "Vault", "Twin", "Twin"))]
    now = [initiative(f"NEW-{row}") | {"name": name} for row, name in ((0, "Ledger"), (2, "Twin"))]
    found = beside("initiatives", now, before)
    (problem,) = (one for one in problems_of(found) if one.code == "ids-vanished")
    assert "4 unfinished initiatives missing" in problem.found
    assert "The same names stand beside new ids (OLD-0 as NEW-0)" in problem.fix
    rows = as_json(found)["initiatives"]["vanished"]["rows"]
    assert {row["id"]: row["now_called"] for row in rows} == {
        "OLD-0": "NEW-0", "OLD-1": None, "OLD-2": None, "OLD-3": None,
    }  # fmt: skip
    (alone,) = problems_of(beside("initiatives", [initiative("P-9")], [initiative("P-1")]))
    assert "beside new ids" not in alone.fix
