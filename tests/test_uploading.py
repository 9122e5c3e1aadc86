"""An upload asks of the machine what the settings allow."""

from dataclasses import replace
from datetime import date

import pytest

from balance import uploading
from balance.errors import Problem
from balance.ingest.limits import DEFAULT_LIMITS
from balance.settings import Settings
from balance.telling_uploads import problem_lines


def test_the_settings_start_from_the_readers_own_limits():
    assert uploading._limits(Settings()) == DEFAULT_LIMITS


def test_every_setting_reaches_the_reader():
    said = uploading._limits(replace(Settings(), upload_mb=2, load_seconds=10, load_memory_mb=300, load_unpacked_mb=7,
                                     load_rows=500, load_cells=9000))  # fmt: skip
    assert (said.unpacked_bytes, said.rows, said.cells) == (7 * 2**20, 500, 9000)
    assert (said.file_bytes, said.child_memory_bytes) == (2 * 2**20, 300 * 2**20)
    assert (said.child_wall_seconds, said.child_cpu_seconds) == (10.0, 7)


def test_a_file_beyond_the_setting_is_refused_by_check(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_UPLOAD_MB", "1")
    large = tmp_path / "incidents.csv"
    large.write_text("incident_id,opened_at,class\n" + "I-1,2026-01-01,outage\n" * 60_000)
    checked = uploading.check(str(tmp_path / "none.duckdb"), [large])
    assert checked.status == "refused"
    assert "1 MB" in checked.text


def test_sums_do_not_depend_on_the_order_of_rows(tmp_path):
    amounts = [1924916.27, 3614635.3, 0.01, 2671992.96, 0.07, 326739.94, 2982919.59]

    def sums(order):
        lines = [f"P-{place},Plan,idea,,{amounts[place]}" for place in order]
        (tmp_path / "plans.csv").write_text("\n".join(["initiative_id,name,stage,finish_planned,budget", *lines]))
        told = uploading.check(str(tmp_path / "none.duckdb"), [tmp_path / "plans.csv"]).document
        return told["tables"]["initiatives"]["sums"]["budget"]

    assert {sums(order) for order in ([0, 1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1, 0], [4, 2, 6, 0, 5, 3, 1])} == {
        11521204.14
    }


def test_memory_is_handed_back_whether_an_upload_is_read_or_fails(tmp_path, monkeypatch):
    handed_back = []
    monkeypatch.setattr(uploading.frugal, "hand_back", lambda: handed_back.append("heap"))
    monkeypatch.setattr(uploading.store, "hand_back_unused", lambda: handed_back.append("arrow"))
    uploading.check(str(tmp_path / "none.duckdb"), [tmp_path / "none.csv"])
    assert handed_back == ["arrow", "heap"] * 2  # before and after

    def fail(*_):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        uploading.check(str(tmp_path / "none.duckdb"), [tmp_path / "none.csv"], read=fail)
    assert handed_back == ["arrow", "heap"] * 4


def test_a_question_with_a_default_stops_no_load_and_can_be_answered(tmp_path):
    plans, database = tmp_path / "plans.csv", str(tmp_path / "kept.duckdb")
    plans.write_text("initiative_id,name,stage,finish_planned,security_joined\nP-1,Plan,idea,2027-01-31,gate 2\n")
    checked = uploading.check(database, [plans], as_of=date(2026, 9, 30))
    (asked,) = checked.document["questions"]
    assert asked["default"] == "leave out"
    assert asked["key"] in checked.text
    loaded = uploading.load(database, [plans], as_of=date(2026, 9, 30))
    assert (loaded.status, loaded.exit_status) == ("attention", 1)
    assert loaded.document["tables"]["initiatives"]["rows"] == 1
    answered = uploading.load(database, [plans], as_of=date(2026, 9, 30), answers={asked["key"]: "build"})
    assert (answered.status, answered.document["questions"]) == ("ok", [])
    plans.write_text(plans.read_text() + "P-2,Other,idea,2027-02-28,gate 2\n")
    assert uploading.check(database, [plans], as_of=date(2026, 12, 31)).document["questions"] == []


def test_a_check_tells_each_sheet_and_many_faults_of_one_kind_in_few_lines(tmp_path):
    plans, database = tmp_path / "plans.csv", str(tmp_path / "none.duckdb")
    rows = [f"P-{n},Plan {n},in_flight,,{n}000" for n in range(1, 30)] + ["P-40,Last,in_flight,2027-01-31,$5"]
    plans.write_text("\n".join(["initiative_id,name,stage,finish_planned,budget", *rows]), "utf-8")
    checked = uploading.check(database, [plans], as_of=date(2026, 9, 30))
    status, head, sheet, *told = checked.text.splitlines()
    assert (status, head.split()[:3]) == ("attention", ["File", "Read", "as"])
    assert sheet.split() == ["plans.csv", "initiatives", "1", "30", "1", "29", "0"]
    assert "initiatives: 1 row, budget $5" in told
    (error,) = (line for line in told if line.startswith("error: "))
    assert error.startswith("error: plans.csv D2, D3, D4 and 26 more, the last D30: an empty cell; expected a value")
    assert len([one for one in checked.document["problems"] if one["code"] == "required-missing"]) == 29


def test_many_faults_of_one_kind_that_differ_are_told_by_the_first_and_gravest_first():
    held = [Problem("id-clash", "error", "a.csv", None, f"A{n}", n, "id", f"X{n}", "an id used once", "Mend it.", True)
            for n in range(2, 9)]  # fmt: skip
    told = problem_lines([Problem("x", "note", "a.csv", found="a note"), *held])
    assert told[0] == 'error: a.csv A2: found "X2", expected an id used once. Mend it.'
    assert told[3:] == [
        "error: a.csv: and 4 more such places, the last A8; --problems OUT.csv writes each of them.",
        "note: a.csv: a note.",
    ]


def test_a_question_says_what_to_type_and_no_shell_reads_anything_into_it(tmp_path):
    plans, database = tmp_path / "plans.csv", str(tmp_path / "none.duckdb")
    plans.write_text(
        "initiative_id,name,stage,finish_planned,FY2026 Spending ($M)\nP-1,A,idea,2027-01-31,3.5\n", "utf-8"
    )
    text = uploading.check(database, [plans], as_of=date(2026, 9, 30)).text
    assert "  Answer with --answer 'column:initiatives:FY2026 Spending ($M)=…', one of: " in text


def test_what_cannot_be_seen_in_a_cell_is_shown_by_its_number():
    told = str(
        Problem("x", "error", "a.csv", cell="B2", found="soon\u200b\nor\u00a0so", expected="a date", verbatim=True)
    )
    assert told == 'a.csv B2: found "soon[U+200B] or so", expected a date.'
