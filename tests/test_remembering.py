"""What a person said of one quarter's files holds for the next, is told as that, and never beats the cells."""

import csv
import io
import json
from datetime import date

import pytest

from balance import uploading

Q2, Q3, Q4 = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)
HEADERS = ["Project ID", "Project Name", "Where it is", "Planned end date", "Money put in", "Stage gate"]


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "store.duckdb")


@pytest.fixture
def file(tmp_path):
    def write(name, rows, headers=HEADERS):
        out = io.StringIO()
        csv.writer(out).writerows([headers, *rows])
        path = tmp_path / name
        path.write_text(out.getvalue(), encoding="utf-8")
        return path

    return write


def rows(count=6, *, day="04/05/2027", money="1,500", gate="Sprinting"):
    return [[f"P-{n}", f"Project {n}", "x", day, money, gate] for n in range(count)]


ANSWERS = {
    "value:initiatives.stage:Sprinting": "in_flight",
    "dates:initiatives.finish_planned": "day first",
    "column:initiatives:Money put in": "budget",
}


def sheet(upload):
    return upload.intake.files[0].sheets[0]


def decisions(upload):
    return {(d.column, d.decision): d.evidence for d in sheet(upload).decisions}


def load_first(database, file):
    return uploading.load(database, [file("q2.csv", rows())], as_of=Q2, answers=ANSWERS)


def test_without_answers_the_first_quarter_is_asked_about(database, file):
    asked = {
        question.key for question in uploading.check(database, [file("q2.csv", rows())], as_of=Q2).intake.questions
    }
    assert asked == {"value:initiatives.stage:Sprinting", "dates:initiatives.finish_planned"}


def test_what_was_answered_holds_for_the_next_quarter_and_is_told(database, file):
    assert load_first(database, file).status == "ok"
    second = uploading.load(database, [file("q3.csv", rows(8, day="06/07/2027"))], as_of=Q3)
    assert second.status == "attention", "dates that moved in every row are told, nothing is asked"
    assert second.intake.questions == ()
    assert set(second.intake.frames["initiatives"]["stage"]) == {"in_flight"}
    assert second.intake.frames["initiatives"].loc[0, "finish_planned"].date() == date(2027, 7, 6)
    assert second.intake.frames["initiatives"]["budget"].tolist() == [1500.0] * 8
    how = {entry.column: entry.how for entry in sheet(second).mapping}
    assert how == {"initiative_id": "synonym", "name": "synonym", "finish_planned": "synonym", "budget": "saved",
                   "stage": "synonym"}  # fmt: skip
    told = decisions(second)
    assert told["stage", "'Sprinting' is in_flight"] == "as in the load of 2026-06-30"
    assert told["finish_planned", "day first"] == "as in the load of 2026-06-30"
    assert told["budget", "'Money put in' is budget"] == "as in the load of 2026-06-30"


def test_it_holds_quarter_after_quarter(database, file):
    load_first(database, file)
    uploading.load(database, [file("q3.csv", rows(7))], as_of=Q3)
    third = uploading.load(database, [file("q4.csv", rows(8))], as_of=Q4)
    assert third.status == "ok"
    assert "as in the load of 2026-09-30" in decisions(third).values()


@pytest.mark.parametrize("again", [{}, ANSWERS])
def test_the_same_files_are_the_same_load_however_they_were_answered(database, file, again):
    first = load_first(database, file)
    second = uploading.load(database, [file("q2.csv", rows())], as_of=Q2, answers=again)
    assert second.document["snapshot"] == {"id": first.snapshot_id, "as_of": Q2, "repeated": True}


def test_a_load_that_rests_on_memory_is_repeated_too(database, file):
    load_first(database, file)
    files = [file("q3.csv", rows(8))]
    first = uploading.load(database, files, as_of=Q3)
    uploading.load(database, [file("q4.csv", rows(9, gate="Done"))], as_of=Q4)
    again = uploading.load(database, files, as_of=Q3)
    assert (again.snapshot_id, again.document["snapshot"]["repeated"]) == (first.snapshot_id, True)


def test_other_answers_are_another_load(database, file):
    first = load_first(database, file)
    other = uploading.load(
        database,
        [file("q2.csv", rows())],
        as_of=Q2,
        answers=ANSWERS | {"dates:initiatives.finish_planned": "month first"},
    )
    assert other.snapshot_id != first.snapshot_id
    assert other.intake.frames["initiatives"].loc[0, "finish_planned"].date() == date(2027, 4, 5)


def test_dates_that_say_otherwise_than_last_time_are_asked_about_anew(database, file):
    load_first(database, file)
    turned = [*rows(5), ["P-9", "Last", "x", "04/25/2027", "1,500", "Sprinting"]]
    upload = uploading.check(database, [file("q3.csv", turned)], as_of=Q3)
    (question,) = upload.intake.questions
    assert question.key == "dates_conflict:initiatives.finish_planned"
    assert "1 cell has a day over 12, which says month first" in question.because
    upload = uploading.check(database, [file("q3.csv", turned)], as_of=Q3, answers={question.key: "month first"})
    assert not upload.intake.questions
    assert upload.intake.frames["initiatives"].loc[0, "finish_planned"].date() == date(2027, 4, 5)
    assert ("finish_planned", "no longer day first") in decisions(upload)


def test_many_dates_that_say_otherwise_than_last_time_win_and_it_is_told(database, file):
    load_first(database, file)
    turned = [*rows(5), *([f"Q-{n}", "Last", "x", "04/25/2027", "1,500", "Sprinting"] for n in range(120))]
    upload = uploading.check(database, [file("q3.csv", turned)], as_of=Q3)
    assert upload.intake.frames["initiatives"].loc[0, "finish_planned"].date() == date(2027, 4, 5)
    assert ("finish_planned", "no longer day first") in decisions(upload)


def test_values_that_cannot_be_the_remembered_column_are_asked_about(database, file):
    load_first(database, file)
    upload = uploading.check(database, [file("q3.csv", rows(money="2027-01-31"))], as_of=Q3)
    (question,) = upload.intake.questions
    assert question.key == "column:initiatives:Money put in"
    assert "as in the load of 2026-06-30" in question.because
    assert "'2027-01-31'" in question.because
    left = uploading.check(
        database, [file("q3.csv", rows(money="2027-01-31"))], as_of=Q3, answers={question.key: "leave out"}
    )
    assert left.intake.questions == ()


def test_what_is_said_now_wins_over_memory(database, file):
    load_first(database, file)
    answered = uploading.check(
        database, [file("q3.csv", rows(7))], as_of=Q3, answers={"value:initiatives.stage:Sprinting": "approved"}
    )
    assert set(answered.intake.frames["initiatives"]["stage"]) == {"approved"}
    entry = {"sheet": "*", "table": "initiatives", "columns": {"Money put in": "actual_cost"},
             "values": {"stage": {"Sprinting": "idea"}}, "dates": {"finish_planned": "month first"}}  # fmt: skip
    mapped = uploading.check(database, [file("q3.csv", rows(7))], as_of=Q3, mapping={"sheets": [entry]})
    assert set(mapped.intake.frames["initiatives"]["stage"]) == {"idea"}
    assert {"actual_cost"} == {m.column for m in sheet(mapped).mapping if m.header == "Money put in"}


def test_what_is_said_of_one_file_alone_stands_over_memory_without_losing_the_rest(database, file):
    load_first(database, file)
    edit = {"sheet": "*", "file": "q3.csv", "table": "initiatives", "columns": {"Money put in": "actual_cost"}}
    upload = uploading.check(database, [file("q3.csv", rows(7))], as_of=Q3, mapping={"sheets": [edit]})
    how = {entry.column: (entry.header, entry.how) for entry in sheet(upload).mapping}
    assert how["actual_cost"] == ("Money put in", "given")
    assert "budget" not in how
    assert set(upload.intake.frames["initiatives"]["stage"]) == {"in_flight"}


def test_another_kind_of_sheet_remembers_nothing(database, file):
    load_first(database, file)
    other = file("q3.csv", rows(7), ["ID", "Title", "Gate reached", "Due", "Euro", "Stage"])
    assert "value:initiatives.stage:Sprinting" in {
        question.key for question in uploading.check(database, [other], as_of=Q3).intake.questions
    }


def test_a_dropped_load_is_not_remembered(database, file):
    from balance import store

    first = load_first(database, file)
    store.drop_snapshot(store.open_store(database), first.snapshot_id)
    assert len(uploading.check(database, [file("q3.csv", rows(7))], as_of=Q3).intake.questions) == 2


def test_decimal_signs_are_remembered_through_several_loads(database, file):
    def quarter(name, count, **said):
        headers = ["Project ID", "Project Name", "State", "Planned end date", "Budget"]
        lines = [[f"P-{n}", f"Project {n}", "Done", "2026-01-31", f"{n + 1}.500"] for n in range(count)]
        return uploading.load(database, [file(name, lines, headers)], **said)

    first = quarter("q2.csv", 3, as_of=Q2, answers={"decimal:initiatives.budget": "decimal comma"})
    assert first.intake.frames["initiatives"]["budget"].tolist() == [1500.0, 2500.0, 3500.0]
    for name, count, day in (("q3.csv", 4, Q3), ("q4.csv", 5, Q4)):
        later = quarter(name, count, as_of=day)
        assert later.status == "ok"
        assert later.intake.frames["initiatives"]["budget"].iloc[0] == 1500.0
        assert sheet(later).decisions[0].evidence.startswith("as in the load of")


def test_a_statement_for_every_row_is_remembered_until_the_file_has_the_column(database, file):
    headers = ["Project ID", "Project Name", "Planned end date"]
    plain = [["P-1", "A", "2026-01-31"], ["P-2", "B", "2026-01-31"]]
    answers = {"missing:initiatives.stage": "every row: done"}
    assert uploading.load(database, [file("q2.csv", plain, headers)], as_of=Q2, answers=answers).status == "ok"
    second = uploading.load(database, [file("q3.csv", [*plain, ["P-3", "C", "2026-01-31"]], headers)], as_of=Q3)
    assert set(second.intake.frames["initiatives"]["stage"]) == {"done"}
    own = [[*row, "On hold"] for row in plain]
    third = uploading.check(database, [file("q4.csv", own, [*headers, "State"])], as_of=Q4)
    assert set(third.intake.frames["initiatives"]["stage"]) == {"on_hold"}


def test_headers_of_no_known_language_are_found_again(database, file):
    headers = ["番号", "名前", "状態", "終了日"]
    lines = [["P-1", "A", "進行中", "2027-01-31"], ["P-2", "B", "進行中", "2027-01-31"]]
    answers = {
        "header_row:q2.csv": "1", "table:q2.csv": "initiatives", "missing:initiatives.initiative_id": "番号",
        "missing:initiatives.name": "名前", "missing:initiatives.stage": "状態",
        "missing:initiatives.finish_planned": "終了日", "value:initiatives.stage:進行中": "in_flight",
    }  # fmt: skip
    assert uploading.load(database, [file("q2.csv", lines, headers)], as_of=Q2, answers=answers).status == "ok"
    second = uploading.load(
        database, [file("q3.csv", [*lines, ["P-3", "C", "進行中", "2027-01-31"]], headers)], as_of=Q3
    )
    assert (second.status, len(second.intake.frames["initiatives"])) == ("ok", 3)
    assert {entry.how for entry in sheet(second).mapping} == {"saved"}


def test_the_mapping_used_says_all_that_was_answered(database, file):
    first = load_first(database, file)
    mapping = json.loads(json.dumps(first.mapping))
    elsewhere = str(database) + "2"
    again = uploading.load(elsewhere, [file("q2.csv", rows())], as_of=Q2, mapping=mapping)
    assert again.status == "ok"
    assert again.intake.frames["initiatives"].equals(first.intake.frames["initiatives"])
