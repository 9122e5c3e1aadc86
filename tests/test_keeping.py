"""One upload as several snapshots, and a repeated load that would be read otherwise today."""

from datetime import date

import pytest

from balance import store, uploading
from balance.errors import StoreError

KEY = "as_of_column:initiatives"
EACH = {KEY: "one snapshot per date"}
DAYS = ["2026-03-31", "2026-06-30", "2026-09-30"]
D = date(2026, 9, 30)


def reports(tmp_path, days=DAYS, header="Report Date", bad=None):
    """Five initiatives as reported on each day; `bad` is a day on which one row lacks its stage."""
    lines = [f"{header},Project ID,Project Name,State,Planned end date,Budget"]
    for number, day in enumerate(days):
        for row in range(5):
            stage = "" if day == bad and not row else "In progress"
            lines.append(f"{day},P-{row},Project {row},{stage},2027-03-31,{100 * (number + 1) + row}")
    path = tmp_path / "portfolio.csv"
    path.write_text("\n".join(lines))
    return path


def database(tmp_path):
    return str(tmp_path / "x.duckdb")


def listed(where):
    return [(one.as_of.isoformat(), one.tables) for one in store.list_snapshots(store.open_store(where, create=False))]


def test_it_is_asked_with_the_rows_of_each_date_and_refused_until_answered(tmp_path):
    path = reports(tmp_path)
    (question,) = uploading.check(database(tmp_path), [path], as_of=D).intake.questions
    assert (question.key, question.choices[0]) == (KEY, "one snapshot per date")
    assert "2026-06-30 (5 rows)" in question.because
    assert uploading.load(database(tmp_path), [path], as_of=D).status == "refused"


def test_each_date_becomes_a_snapshot_with_its_own_rows(tmp_path):
    where, path = database(tmp_path), reports(tmp_path)
    loaded = uploading.load(where, [path], as_of=D, answers=EACH)
    assert listed(where) == [(day, {"initiatives": 5}) for day in DAYS]
    told = loaded.document["snapshots"]
    assert [one["as_of"].isoformat() for one in told] == DAYS
    assert loaded.document["snapshot"] == {"id": told[-1]["id"], "as_of": D, "repeated": False}
    assert loaded.document["tables"]["initiatives"]["sums"]["budget"] == 5 * 300 + 10
    rows = loaded.document["files"][0]["sheets"][0]["rows"]
    assert rows == {"read": 15, "accepted": 15, "held": 0, "left_out": 0}
    for number, day in enumerate(DAYS, 1):
        frame = store.read_as_of(store.open_store(where), date.fromisoformat(day)).frames["initiatives"]
        assert frame["budget"].sum() == 5 * 100 * number + 10


def test_check_tells_what_each_would_have_and_writes_nothing(tmp_path):
    path = reports(tmp_path)
    checked = uploading.check(database(tmp_path), [path], as_of=D, answers=EACH)
    told = [(one["id"], one["as_of"].isoformat(), one["tables"]) for one in checked.document["snapshots"]]
    assert told == [(None, day, {"initiatives": 5}) for day in DAYS]
    assert not (tmp_path / "x.duckdb").exists()
    assert checked.document["changes_since_last"]["initiatives"] == {"new": 0, "changed": 5, "gone": 0}


def test_reports_after_the_date_are_left_out_with_a_note(tmp_path):
    where, path = database(tmp_path), reports(tmp_path)
    loaded = uploading.load(where, [path], as_of=date(2026, 7, 15), answers=EACH)
    assert [day for day, _ in listed(where)] == DAYS[:2]
    assert loaded.document["snapshot"]["as_of"] == date(2026, 6, 30)
    assert [problem.code for problem in loaded.intake.problems if problem.code.startswith("rows")] == [
        "rows-of-other-reports"
    ]


def test_loading_again_is_repeated_and_a_later_date_adds_what_is_new(tmp_path):
    where, path = database(tmp_path), reports(tmp_path)
    first = uploading.load(where, [path], as_of=date(2026, 7, 15), answers=EACH).document["snapshots"]
    again = uploading.load(where, [path], as_of=date(2026, 7, 15), answers=EACH).document["snapshots"]
    assert [one | {"repeated": True} for one in first] == again
    later = uploading.load(where, [path], as_of=D, answers=EACH).document["snapshots"]
    assert [one["repeated"] for one in later] == [True, True, False]
    assert len(listed(where)) == 3


def test_sheets_without_dates_belong_to_the_date_of_the_upload(tmp_path):
    where, path = database(tmp_path), reports(tmp_path, DAYS[:2])
    incidents = tmp_path / "incidents.csv"
    incidents.write_text("incident_id,opened_at,class\nI-1,2026-09-01,Outage\n")
    loaded = uploading.load(where, [path, incidents], as_of=D, answers=EACH)
    assert listed(where) == [*((day, {"initiatives": 5}) for day in DAYS[:2]), ("2026-09-30", {"incidents": 1})]
    assert loaded.document["snapshot"]["as_of"] == D


def undated(tmp_path, *rows):
    path = tmp_path / "more.csv"
    path.write_text("\n".join(["Project ID,Project Name,State,Planned end date,Budget", *rows]))
    return path


def test_rows_without_a_date_join_the_report_of_the_same_day(tmp_path):
    where = database(tmp_path)
    more = undated(tmp_path, "P-9,Ceres,In progress,2027-03-31,50")
    loaded = uploading.load(where, [reports(tmp_path), more], as_of=D, answers=EACH)
    assert listed(where)[-1] == ("2026-09-30", {"initiatives": 6})
    frame = store.read_as_of(store.open_store(where), D).frames["initiatives"]
    assert frame["budget"].sum() == loaded.document["tables"]["initiatives"]["sums"]["budget"] == 5 * 300 + 10 + 50


def test_rows_without_a_date_clash_with_the_report_of_the_same_day_only(tmp_path):
    where = database(tmp_path)
    more = undated(tmp_path, "P-1,Another,In progress,2027-03-31,50")
    loaded = uploading.load(where, [reports(tmp_path), more], as_of=D, answers=EACH)
    assert listed(where) == [*((day, {"initiatives": 5}) for day in DAYS[:2]), ("2026-09-30", {"initiatives": 4})]
    assert [problem.code for problem in loaded.intake.problems if problem.severity == "error"] == ["id-clash"] * 2


def test_held_rows_are_kept_with_the_report_they_belong_to(tmp_path):
    where, path = database(tmp_path), reports(tmp_path, bad=DAYS[0])
    loaded = uploading.load(where, [path], as_of=D, answers=EACH)
    kept = store.open_store(where)
    held = [len(store.held_rows(kept, one["id"])) for one in loaded.document["snapshots"]]
    assert held == [1, 0, 0]
    rows = loaded.document["files"][0]["sheets"][0]["rows"]
    assert (rows["accepted"], rows["held"]) == (14, 1)


def test_quarters_date_a_report_by_their_last_day(tmp_path):
    where, path = database(tmp_path), reports(tmp_path, ["Q1 2026", "Q2 2026", "Q3 2026"], "Reporting Period")
    uploading.load(where, [path], as_of=D, answers=EACH)
    assert [day for day, _ in listed(where)] == DAYS


def test_a_torn_load_of_several_keeps_none(tmp_path, monkeypatch):
    where, path = database(tmp_path), reports(tmp_path)
    real, seen = store.snapshots._save, []

    def breaks(*given):
        seen.append(given)
        if len(seen) == 3:
            raise StoreError("no more")
        return real(*given)

    monkeypatch.setattr(store.snapshots, "_save", breaks)
    with pytest.raises(StoreError):
        uploading.load(where, [path], as_of=D, answers=EACH)
    assert listed(where) == []


def amounts(tmp_path):
    path = tmp_path / "initiatives.csv"
    path.write_text("initiative_id,name,stage,finish_planned,budget\nA,Ledger,in_flight,2027-03-31,€100\n")
    return path


def test_a_repeated_load_says_what_would_be_read_otherwise_today(tmp_path):
    where, path = database(tmp_path), amounts(tmp_path)
    kept = store.open_store(where)
    store.state_assumption(kept, {"key": "reporting_currency", "value": "USD"})
    store.state_assumption(kept, {"key": "exchange_rate:EUR", "value": "1.1"})
    assert uploading.load(where, [path], as_of=D).status == "ok"
    assert uploading.load(where, [path], as_of=D).status == "ok"
    store.state_assumption(kept, {"key": "exchange_rate:EUR", "value": "1.2"})
    again = uploading.load(where, [path], as_of=D)
    assert (again.status, again.document["snapshot"]["repeated"]) == ("attention", True)
    (problem,) = [one for one in again.document["problems"] if one["code"] == "repeated-differs"]
    assert problem["found"].startswith("1 cell of budget")
    assert store.read_as_of(kept, D).frames["initiatives"]["budget"].tolist() == pytest.approx([110.0])


def test_a_load_without_dated_reports_lists_its_one_snapshot(tmp_path):
    loaded = uploading.load(database(tmp_path), [amounts(tmp_path)], as_of=D)
    (one,) = loaded.document["snapshots"]
    assert (one["id"], one["tables"]) == (loaded.document["snapshot"]["id"], {"initiatives": 1})
