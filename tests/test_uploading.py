"""An upload asks of the machine what the settings allow."""

from dataclasses import replace
from datetime import date

import pytest

from balance import uploading
from balance.ingest.limits import DEFAULT_LIMITS
from balance.settings import Settings


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
