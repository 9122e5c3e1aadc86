"""The command line does what its contract says: documents, exit statuses, one JSON document and nothing else."""

import io
import json
import os
import subprocess
import sys
from itertools import pairwise

import pytest

from balance.cli import main

RANGE = {"value", "low", "high", "level", "measured"}
FOUR = {"value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit"}


@pytest.fixture
def balance(capsys):
    """Run a command in this process; its exit status and its JSON document."""

    def run(*words):
        capsys.readouterr()
        status = main([*map(str, words), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_report_has_every_key_and_ranges_that_hold_their_value(balance, sample_store):
    status, report = balance("report", "--database", sample_store)
    assert status == 0
    assert list(report) == [
        "as_of", "currency", "scenario", "data_hash", "model_version", "velocity", "risk", "coupling", "quality",
        "findings", "indicators", "security_in_delivery",
    ]  # fmt: skip
    for part in (report["velocity"], report["risk"]):
        for found in part.values():
            if isinstance(found, dict):
                assert set(found) == RANGE
                assert found["low"] <= found["value"] <= found["high"]
    curve = report["risk"]["exceedance"]
    assert len(curve) >= 40
    assert all(a["loss"] < b["loss"] and a["chance"] >= b["chance"] for a, b in pairwise(curve))
    assert {"load", "security_joined_late"} <= {effect["effect"] for effect in report["coupling"]}


def test_the_same_input_gives_the_same_bytes_wherever_it_lies(sample_store, own_sample_store, capsys):
    texts = []
    for database in (sample_store, own_sample_store):
        assert main(["report", "--database", database, "--json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_a_date_of_the_upload_to_come_is_told_by_check_and_load_alike(balance, tmp_path, capsys):
    plans, database = tmp_path / "plans.csv", tmp_path / "own.duckdb"
    plans.write_text("Project ID,Project Name,State,Planned end date\nP-1,Till,In progress,2087-03-31\n", "utf-8")
    for command in ("check", "load"):
        words = [command, plans, "--as-of", "2085-09-30", "--database", database]
        assert main([*map(str, words)]) == 0
        assert "\nlook: 30 Sep 2085 lies in the future" in capsys.readouterr().out
        assert "30 Sep 2085" in balance(*words)[1]["look"][0]
    assert "look" not in balance("check", plans, "--as-of", "2015-09-30", "--database", database)[1]
    plans.write_text("Project ID,Project Name\n", "utf-8")
    assert "look" not in balance("load", plans, "--as-of", "2085-09-30", "--database", database)[1]


def test_what_if_pairs_base_and_scenario(balance, sample_store):
    status, document = balance("what-if", "--database", sample_store, "--set", "secure_at_design=1", "--set", "pace=1")
    assert status == 0
    assert set(document) == {"base", "scenario", "difference", "better_on_both"}
    assert all(set(document[part]) == FOUR for part in ("base", "scenario", "difference"))
    assert document["difference"]["expected_annual_loss"]["value"] < 0
    assert 0 <= document["better_on_both"] <= 1


def test_a_lever_at_its_base_changes_nothing(balance, sample_store):
    _, levers = balance("what-if", "--database", sample_store)
    settings = [word for lever in levers["levers"] for word in ("--set", f"{lever['name']}={lever['today']}")]
    _, document = balance("what-if", "--database", sample_store, *settings)
    assert document["base"] == document["scenario"]
    assert all(document["difference"][name]["value"] == 0 for name in FOUR)


def test_everything_wrong_with_a_scenario_is_told_at_once(balance, sample_store):
    words = ("--set", "wip=3", "--set", "pace=9", "--action", "nobody=pause")
    status, document = balance("what-if", "--database", sample_store, *words)
    assert status == 2
    assert all(part in document["message"] for part in ("wip", "pace", "nobody", "secure_at_design"))


def test_a_scenario_is_saved_and_reported(balance, own_sample_store):
    saved = balance("what-if", "--database", own_sample_store, "--set", "secure_at_design=1", "--save", "Secure")
    assert saved[0] == 0
    status, report = balance("report", "--database", own_sample_store, "--scenario", "Secure")
    assert (status, report["scenario"]) == (0, "Secure")
    after = report["risk"]["expected_annual_loss"]["value"]
    assert after == pytest.approx(saved[1]["scenario"]["expected_annual_loss"]["value"])
    assert balance("report", "--database", own_sample_store, "--scenario", "Nobody's")[0] == 2


def test_today_is_always_the_plan_as_it_is(balance, own_sample_store):
    words = ("--database", own_sample_store)
    assert balance("report", *words, "--scenario", "today") == balance("report", *words)
    for asked in (("--set", "pace=0.9", "--save", "today"), ("--set", "pace=0.9", "--save", ""), ("--save", "plan")):
        assert balance("what-if", *words, *asked)[0] == 2


def test_what_others_wrote_gives_a_terminal_no_orders(own_sample_store, capsys):
    assert main(["decisions", "--add", "Cap\x1b[2J at 8\r", "--database", str(own_sample_store)]) == 0
    told = capsys.readouterr().out
    assert "Cap\N{REPLACEMENT CHARACTER}[2J at 8" in told
    assert not set(told) & {"\x1b", "\r"}


def test_a_second_load_changes_nothing(balance, own_sample_store, sample_quarters):
    before = balance("snapshots", "--database", own_sample_store)
    files = sorted(sample_quarters[-1].glob("*.xlsx"))
    status, document = balance("load", *files, "--as-of", sample_quarters[-1].name, "--database", own_sample_store)
    assert status == 0
    assert document["snapshot"]["repeated"] is True
    assert balance("snapshots", "--database", own_sample_store) == before


def test_a_new_quarter_says_what_changed(balance, own_store_before_last, sample_quarters):
    files = sorted(sample_quarters[-1].glob("*.xlsx"))
    words = ("--as-of", sample_quarters[-1].name, "--database", own_store_before_last)
    _, told = balance("check", *files, *words)
    status, done = balance("load", *files, *words)
    assert status == 0
    assert told["snapshot"]["id"] is None
    assert told["changes_since_last"] == done["changes_since_last"]
    assert done["changes_since_last"]["initiatives"]["changed"] > 0
    for file in done["files"]:
        for sheet in file["sheets"]:
            rows = sheet["rows"]
            assert rows["read"] == rows["accepted"] + rows["held"] + rows["left_out"]
    _, report = balance("report", "--database", own_store_before_last)
    assert report["as_of"] == sample_quarters[-1].name


def test_check_writes_nothing(balance, sample_quarters, tmp_path):
    database = tmp_path / "none.duckdb"
    status, document = balance("check", *sorted(sample_quarters[-1].glob("*.xlsx")), "--database", database)
    assert status == 0
    assert document["mapping"]["sheets"]
    assert not database.exists()


def test_a_snapshot_is_dropped_and_brought_back(balance, own_sample_store):
    _, before = balance("report", "--database", own_sample_store)
    newest = balance("snapshots", "--database", own_sample_store)[1]["snapshots"][-1]
    assert balance("drop", newest["id"], "--database", own_sample_store)[1] == {
        "status": "ok",
        "snapshot": newest["id"],
    }
    assert balance("report", "--database", own_sample_store)[1]["as_of"] < before["as_of"]
    assert balance("undrop", newest["id"], "--database", own_sample_store)[0] == 0
    assert balance("report", "--database", own_sample_store)[1] == before
    assert balance("drop", "nothing", "--database", own_sample_store)[0] == 2


@pytest.mark.parametrize("text", ['{"sheets": 5}', '{"sheets": [7]}', '{"sheets": [{"table": "nope"}]}', "[]", "{"])
def test_a_mapping_file_that_is_none_is_one_sentence(balance, sample_quarters, tmp_path, text):
    mapping, database = tmp_path / "mapping.json", tmp_path / "none.duckdb"
    mapping.write_text(text, encoding="utf-8")
    file = sample_quarters[-1] / "none.xlsx"
    status, document = balance("load", file, "--as-of", "2026-09-30", "--mapping", mapping, "--database", database)
    assert (status, document["status"]) == (2, "refused")
    assert "mapping.json" in document["message"]
    assert not database.exists()


def test_a_mapping_that_cannot_be_kept_is_said_before_anything_is_loaded(balance, sample_quarters, tmp_path):
    files, database = sorted(sample_quarters[-1].glob("*.xlsx")), tmp_path / "none.duckdb"
    target = tmp_path / "nowhere" / "mapping.json"
    words = ("--as-of", sample_quarters[-1].name, "--database", database, "--save-mapping", target)
    status, document = balance("load", *files, *words)
    assert (status, document["status"]) == (2, "refused")
    assert not database.exists()


def test_two_snapshots_are_compared(balance, sample_store):
    ids = [row["id"] for row in balance("snapshots", "--database", sample_store)[1]["snapshots"]]
    _, document = balance("diff", ids[-2], ids[-1], "--database", sample_store)
    changed = document["initiatives"]["changed"][0]
    assert set(changed) == {"id", "column", "before", "after"}


@pytest.fixture
def open_to_all():
    """Files are made as most systems have it: for every account to read."""
    before = os.umask(0o022)
    yield
    assert os.umask(before) == 0o022


@pytest.mark.skipif(os.name == "nt", reason="rights are given in the way of POSIX")
def test_no_other_account_may_read_what_is_kept_and_whoever_is_handed_a_file_may(
    balance, sample_quarters, tmp_path, open_to_all
):
    kept, out = tmp_path / "data" / "b.duckdb", tmp_path / "out"
    day = sample_quarters[0]
    assert balance("load", *sorted(day.iterdir()), "--as-of", day.name, "--database", kept)[0] == 0
    assert balance("backup", tmp_path / "backup.duckdb", "--database", kept)[0] == 0
    assert balance("export", "--all", "--out", tmp_path / "all", "--formats", "csv", "--database", kept)[0] == 0
    made = [*kept.parent.rglob("*"), kept.parent, tmp_path / "backup.duckdb", *(tmp_path / "all").rglob("*")]
    assert len(made) > 10
    assert [path for path in made if path.stat().st_mode & 0o077] == []
    assert main(["sample", "--out", str(out), "--quarters", "2"]) == 0
    assert all(path.stat().st_mode & 0o044 for path in out.rglob("*"))


def test_a_copy_is_the_same_company(balance, own_sample_store, tmp_path):
    copy, back = tmp_path / "copy.duckdb", tmp_path / "back.duckdb"
    assert balance("backup", copy, "--database", own_sample_store)[0] == 0
    assert balance("restore", copy, "--database", back)[0] == 0
    assert balance("report", "--database", back) == balance("report", "--database", own_sample_store)


@pytest.mark.parametrize("words", [("report",), ("what-if",), ("snapshots",)])
def test_no_store_is_one_sentence(balance, tmp_path, words):
    status, document = balance(*words, "--database", tmp_path / "none.duckdb")
    assert status == 2
    assert document["status"] == "refused"
    assert document["message"].count("\n") == 0


def test_a_file_that_is_no_table_is_refused_and_nothing_is_kept(balance, tmp_path):
    file = tmp_path / "letter.csv"
    file.write_text("Dear board,\nall is well.\n", encoding="utf-8")
    database = tmp_path / "none.duckdb"
    status, document = balance("load", file, "--as-of", "2026-09-30", "--database", database)
    assert (status, document["status"]) == (2, "refused")
    assert document["problems"]
    assert not database.exists()


@pytest.mark.parametrize("command", [("check",), ("load", "--as-of", "2026-09-30")])
def test_files_of_which_every_row_is_held_are_refused_with_their_problems(balance, tmp_path, command):
    file, database = tmp_path / "work.csv", tmp_path / "none.duckdb"
    row = "1,{},In Progress,2027-01-31\n"
    file.write_text("ID,Name,Stage,Planned end date\n" + row.format("A") + row.format("B"), encoding="utf-8")
    status, document = balance(*command, file, "--database", database)
    assert (status, document["status"]) == (2, "refused")
    assert {problem["code"] for problem in document["problems"]} == {"id-clash"}
    assert document["files"][0]["sheets"][0]["rows"]["held"] == 2
    assert not database.exists()


def test_the_pack_is_written(sample_store, tmp_path):
    assert main(["pack", "--out", str(tmp_path / "pack"), "--database", sample_store]) == 0
    assert list((tmp_path / "pack").glob("*.pptx"))
    assert main(["pack", "--out", str(tmp_path / "pack"), "--formats", "docx", "--database", sample_store]) == 2


def test_wrong_words_leave_with_two():
    for words in (["nonsense"], ["load", "a.xlsx", "--as-of", "31/12/2026"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2


def test_files_are_loaded_with_their_date(capsys):
    assert main(["load", "a.xlsx"]) == 2
    assert "--as-of DATE" in capsys.readouterr().err


def test_wrong_words_leave_a_document_where_one_is_asked_for(capsys):
    with pytest.raises(SystemExit):
        main(["load", "a.xlsx", "--as-of", "31/12/2026", "--json"])
    assert json.loads(capsys.readouterr().out)["status"] == "refused"


@pytest.mark.parametrize("words", [("sample", "--quarters", "1"), ("template",)])
def test_a_place_that_cannot_be_written_is_refused(words, tmp_path, capsys):
    file = tmp_path / "a file"
    file.write_text("not a folder", encoding="utf-8")
    assert main([*words, "--out", str(file / "below")]) == 2
    assert str(file) in capsys.readouterr().err


def test_a_place_other_than_the_one_to_write_is_no_refusal(tmp_path, capsys, monkeypatch):
    from balance import packing

    def lost(*_):
        raise FileNotFoundError(2, "No such file or directory", "/elsewhere/file")

    monkeypatch.setattr(packing, "write_pack", lost)
    assert main(["pack", "--out", str(tmp_path), "--database", str(tmp_path / "balance.duckdb")]) == 3
    assert "cannot be written" not in capsys.readouterr().err


def test_a_fault_is_one_sentence_and_status_three(balance, sample_store, monkeypatch):
    from balance import documents

    def broken(*_):
        raise RuntimeError("of our own making")

    monkeypatch.setattr(documents, "report_document", broken)
    status, document = balance("report", "--database", sample_store)
    assert status == 3
    assert "of our own making" in document["message"]


def test_the_command_line_starts_without_streamlit():
    program = "import sys; import balance.cli, balance.pipeline, balance.packing; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_pages_are_listed(balance):
    status, document = balance("pages")
    assert status == 0
    assert {"title": "Overview", "path": "/"} in document["pages"]


def test_headers_and_words_that_hold_an_equals_sign_are_answered(balance, tmp_path):
    database, plans = tmp_path / "none.duckdb", tmp_path / "plans.csv"
    rows = ["initiative_id,name,A = B,finish_planned,security_joined", "P-1,Plan,x = y,2027-01-31,k=v",
            "P-2,Other,approved,2027-01-31,design", ""]  # fmt: skip
    plans.write_text("\n".join(rows))
    common = ("check", plans, "--as-of", "2026-09-30", "--database", database)
    _, asked = balance(*common)
    assert "A = B" in asked["questions"][0]["choices"]
    stage = ("--answer", "missing:initiatives.stage=A = B")
    _, asked = balance(*common, *stage)
    keys = {question["key"] for question in asked["questions"]}
    assert keys == {"value:initiatives.stage:x = y", "value:initiatives.security_joined:k=v"}
    status, done = balance(*common, *stage, "--answer", "value:initiatives.stage:x = y=idea",
                           "--answer", "value:initiatives.security_joined:k=v=design")  # fmt: skip
    assert (status, done["questions"], done["problems"]) == (0, [], [])


def test_what_load_writes_as_mapping_asks_nothing_again(balance, tmp_path):
    database, plans, mapping = tmp_path / "kept.duckdb", tmp_path / "plans.csv", tmp_path / "mapping.json"
    rows = ["initiative_id,name,stage,finish_planned,Budget,security_joined",
            "P-1,Plan,Gate 3,03/04/2027,1.234,gate 2", "P-2,Other,idea,05/06/2027,2.345,design", ""]  # fmt: skip
    plans.write_text("\n".join(rows))
    day = ("--as-of", "2026-09-30")
    given = {"value:initiatives.stage:Gate 3": "approved", "dates:initiatives.finish_planned": "day first",
             "decimal:initiatives.budget": "decimal comma",
             "value:initiatives.security_joined:gate 2": "build"}  # fmt: skip
    answers = [part for key, answer in given.items() for part in ("--answer", f"{key}={answer}")]
    _, asked = balance("check", plans, *day, "--database", tmp_path / "none.duckdb")
    assert {question["key"] for question in asked["questions"]} == set(given)
    status, first = balance("load", plans, *day, *answers, "--save-mapping", mapping, "--database", database)
    again, second = balance("load", plans, *day, "--mapping", mapping, "--database", tmp_path / "other.duckdb")
    assert (status, again, second["questions"]) == (0, 0, [])
    assert second["tables"] == first["tables"]


def test_forecasts_are_told_apart_from_the_report(balance, sample_store):
    status, told = balance("track-record", "--database", sample_store)
    assert status == 0
    assert told["track_record"]["verdicts"]
    assert told["finding"]["topic"] == "track_record"
    assert "track_record" not in balance("report", "--database", sample_store)[1]


def test_assumptions_are_listed_as_they_are_used_with_their_age(balance, sample_store):
    status, document = balance("assumptions", "--database", sample_store)
    assert status == 0
    rows = {row["key"]: row for row in document["assumptions"]}
    assert {"key", "value", "low", "high", "unit", "source", "year", "owner", "stated_on", "reason", "assumed", "basis",
            "meaning", "years_old", "due"} == set(rows["loss_limit"])  # fmt: skip
    assert (rows["loss_limit"]["basis"], rows["loss_limit"]["owner"]) == ("stated", "Board risk committee")
    assert rows["effect:technology:ai"]["basis"] == "documented"
    assert rows["effect:change_caused_share"]["due"] is True
    assert document["unused"] == []


def test_what_cannot_be_used_needs_a_person(balance, own_sample_store):
    from balance import store

    store.state_assumption(store.open_store(own_sample_store), {"key": "loss_limit_chance", "value": "5"})
    status, document = balance("assumptions", "--database", own_sample_store)
    assert status == 1
    assert document["unused"][0]["instead"] == "the default, 0.05"


def test_an_assumption_is_previewed_stated_and_undone(balance, own_sample_store):
    where = ("--database", own_sample_store)
    _, before = balance("report", *where)
    words = ("assume", "effect:missing_loss_shift=1", "--reason", "too small to be written down", "--owner", "Ana")
    status, seen = balance(*words, "--preview", *where)
    assert (status, seen["kept"], seen["after"]) == (0, False, None)
    assert balance("report", *where)[1] == before
    status, stated = balance(*words, *where)
    assert (status, stated["kept"], stated["after"]["owner"]) == (0, True, "Ana")
    assert stated["before"]["assumed"] is True
    assert stated["moved"] == seen["moved"]
    assert set(stated["moved"]) == {"base", "scenario", "difference", "better_on_both"}
    after = balance("report", *where)[1]["risk"]["chance_beyond_limit"]
    assert stated["moved"]["scenario"]["chance_beyond_limit"] == after
    assert after["value"] < before["risk"]["chance_beyond_limit"]["value"]
    assert balance("assume", "--undo", "effect:missing_loss_shift", *where)[0] == 0
    assert balance("report", *where)[1] == before


@pytest.mark.parametrize(
    "words",
    [
        ("loss_limt=5",), ("loss_limit=much",), ("effect:forgetting=7",), ("loss_limit=5", "--low", "1"), (),
        ("--withdraw", "revenue"), ("--undo", "revenue"), ("loss_limit=5", "--withdraw", "loss_limit"),
        ("effect:late_joining=2", "--low", "3", "--high", "4"), ("--preview", "--undo", "revenue"),
    ],
)  # fmt: skip
def test_what_cannot_be_assumed_is_refused_and_changes_nothing(balance, own_sample_store, words):
    from balance import store

    kept = store.open_store(own_sample_store)
    before = len(store.audit(kept))
    status, document = balance("assume", *words, "--database", own_sample_store)
    assert (status, document["status"]) == (2, "refused")
    assert len(store.audit(kept)) == before


@pytest.mark.slow
def test_sensitivity_is_the_same_each_time_and_its_turning_point_turns_the_verdict(balance, own_sample_store, capsys):
    where = ("--database", own_sample_store)
    texts = []
    for _ in range(2):
        assert main(["sensitivity", *where, "--json"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    found = json.loads(texts[0])
    assert found["measures"] == ["value_landing_next_year", "chance_beyond_limit"]
    _, report = balance("report", *where)
    assert found["base"]["chance_beyond_limit"] == report["risk"]["chance_beyond_limit"]["value"]
    assert found["base"]["value_landing_next_year"] == report["velocity"]["value_landing_next_year"]["value"]
    told = found["challenge"]["appetite"]
    assert told["holds"] == report["risk"]["inside_appetite"]
    nearest = told["turns"][0]
    ends = ("--low", nearest["low"], "--high", nearest["high"])
    assert balance("assume", f"{nearest['key']}={nearest['turns_at']}", *ends, *where)[0] == 0
    assert balance("report", *where)[1]["risk"]["inside_appetite"] != told["holds"]


HOSTILE = "incident_id,opened_at,class\n1,2026-01-05,\u6570\u636e \x1b[31m\x07\u202eegatuo\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_a_place_cannot_show_stops_no_command_and_a_document_is_utf_8(tmp_path, monkeypatch, encoding):
    (tmp_path / "incidents.csv").write_text(HOSTILE, encoding="utf-8")
    database = str(tmp_path / "b.duckdb")
    main(["load", str(tmp_path / "incidents.csv"), "--as-of", "2026-03-31", "--database", database, "--json"])
    for words, read in ((["--json"], "utf-8"), ([], encoding)):
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
        assert main(["report", "--database", database, *words]) == 0
        told = raw.getvalue().decode(read)
        assert ("\u6570\u636e" in told) == bool(words)


def test_text_that_steers_a_terminal_is_shown_and_not_obeyed(tmp_path, capsys):
    (tmp_path / "incidents.csv").write_text(HOSTILE, encoding="utf-8")
    database = str(tmp_path / "b.duckdb")
    main(["load", str(tmp_path / "incidents.csv"), "--as-of", "2026-03-31", "--database", database])
    main(["report", "--database", database])
    main(["trace", "1", "--database", database])
    told = capsys.readouterr().out
    assert "[31m" in told
    assert not {"\x1b", "\x07", "\u202e"} & set(told)
