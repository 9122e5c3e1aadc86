"""The watcher as it runs: in a thread beside the dashboard, as a command for schedulers, one for a store."""

import json
import signal
import subprocess
import sys

import pytest
from tests.own_port import free_port
from tests.waiting import until
from tests.watching.conftest import incidents, initiatives

from balance import cli, store, watching
from balance.errors import BalanceError, StoreError
from balance.store import list_snapshots, waiting_uploads
from balance.watching import running as module
from balance.watching.folder import look


def test_what_is_put_there_while_it_runs_is_loaded(running, put, kept):
    put("2026-09-30/a.csv", initiatives("A"))
    until(lambda: running)
    assert running[0].startswith("Loaded a.csv as of 2026-09-30: snapshot ")
    put("2026-09-30/b.csv", "no,table\n1,2\n")
    until(lambda: len(running) == 2)
    assert running[1].startswith("b.csv of 2026-09-30 waits for you: ")
    assert "\n" not in running[1]
    assert len(list_snapshots(kept)) == len(waiting_uploads(kept)) == 1


def appends(path, line):
    """Write one more line at the end of a file."""

    def act():
        with path.open("a") as file:
            file.write(line)

    return act


def test_a_file_that_grows_is_taken_when_it_is_whole(folder, database, quick, moment, before_looks, kept):
    whole = initiatives(*(f"A{number}" for number in range(12)))
    path, early, told = folder / "initiatives 2026-09-30.csv", [], []
    writes = [appends(path, line) for line in whole.splitlines(keepends=True)]
    before_looks(act for write in writes for act in (lambda: early.extend(list_snapshots(kept)), write))
    with watching.watching(database, folder, told.append):
        until(lambda: told)
    assert early == []
    assert list_snapshots(kept)[0].tables == {"initiatives": 12}
    assert len(told) == 1


def test_two_files_for_one_date_that_arrive_one_after_the_other_are_one_load(
    database, folder, quick, moment, before_looks, put, kept
):
    told, nothing = [], lambda: None
    first, second = (
        (lambda: put("2026-09-30/a.csv", initiatives("A"))),
        (lambda: put("2026-09-30/b.csv", incidents("I"))),
    )
    before_looks([first, nothing, nothing, second])
    with watching.watching(database, folder, told.append):
        until(lambda: told)
        loaded_at = moment()
        until(lambda: moment() > loaded_at + 5)
    (snapshot,) = list_snapshots(kept)
    assert snapshot.files == ("a.csv", "b.csv")


def test_it_survives_whatever_a_turn_ends_in_and_says_it_once(folder, database, quick, put, monkeypatch):
    real, failures = module.turn, iter([BalanceError("The store is in use."), ZeroDivisionError("ours")] * 2)

    def faulty(*arguments):
        for failure in failures:
            raise failure
        return real(*arguments)

    monkeypatch.setattr(module, "turn", faulty)
    told = []
    put("2026-09-30/a.csv", initiatives("A"))
    with watching.watching(database, folder, told.append):
        until(lambda: any(line.startswith("Loaded") for line in told))
    assert told[:2] == ["The store is in use.", "A fault of the program while watching (ZeroDivisionError: ours)."]
    assert len(told) == 3


def test_a_folder_that_goes_away_is_waited_for(running, folder, put):
    folder.rename(folder.with_name("away"))
    until(lambda: any("cannot be read" in line for line in running))
    folder.with_name("away").rename(folder)
    put("2026-09-30/a.csv", initiatives("A"))
    until(lambda: any(line.startswith("Loaded") for line in running))


def test_while_nothing_changes_the_store_is_left_alone(running, put, kept, monkeypatch):
    put("2026-09-30/a.csv", initiatives("A"))
    until(lambda: running)
    turns, looks = [], []
    monkeypatch.setattr(module, "turn", lambda *given: turns.append(given))
    monkeypatch.setattr(module, "look", lambda *given: looks.append(given) or look(*given))
    until(lambda: len(looks) > 20)
    assert turns == []


def test_there_is_one_watcher_for_a_store(running, folder, database, tmp_path):
    for again in (
        lambda: watching.watch_once(database, folder),
        lambda: watching.watch(database, folder, lambda: True, print),
        lambda: watching.watching(database, folder, print).__enter__(),
    ):
        with pytest.raises(StoreError, match="already watched"):
            again()
    with store.only_watcher(tmp_path / "other.duckdb"):
        pass


def test_a_folder_that_is_not_there_is_refused_at_once(database, tmp_path):
    for start in (
        lambda: watching.watch_once(database, tmp_path / "none"),
        lambda: watching.watch(database, tmp_path / "none", lambda: True, print),
        lambda: watching.watching(database, tmp_path / "none", print).__enter__(),
    ):
        with pytest.raises(BalanceError, match="cannot be read"):
            start()


def once(folder, database, capsys, *more):
    status = cli.main(["load", "--watch", str(folder), "--once", "--json", "--database", database, *more])
    told = capsys.readouterr()
    return status, json.loads(told.out)


def test_once_tells_what_was_loaded_what_waits_and_what_was_left_alone(folder, database, put, quick, capsys):
    put("2026-09-30/a.csv", initiatives("A"))
    put("notes.txt", "x")
    status, told = once(folder, database, capsys)
    assert (status, told["status"], told["waiting"]) == (0, "ok", [])
    assert [(one["as_of"], one["files"], one["repeated"]) for one in told["loaded"]] == [
        ("2026-09-30", ["a.csv"], False)
    ]
    assert [one["file"] for one in told["ignored"]] == ["notes.txt"]
    put("b.csv", incidents("INC1"))
    for _ in range(2):  # it goes on waiting, and is told on every call
        status, told = once(folder, database, capsys)
        assert (status, told["status"], told["loaded"]) == (1, "attention", [])
        (waits,) = told["waiting"]
        assert waits["files"] == ["b.csv"]
        assert waits["as_of"] is None
        assert waits["why"].startswith("As of which date?")


def test_once_leaves_a_growing_file_for_the_next_call(folder, database, put, quick, moment, before_looks, capsys):
    path = put("2026-09-30/a.csv", initiatives("A"))
    before_looks([lambda: None, appends(path, "x")])
    status, told = once(folder, database, capsys)
    assert (status, told["loaded"], told["waiting"]) == (0, [], [])
    assert told["ignored"] == [
        {"file": "2026-09-30/a.csv", "reason": "it is still being written, or was just now; next time"}
    ]


def test_a_store_that_is_not_there_yet_is_made_by_the_first_load(folder, put, quick, capsys, tmp_path):
    database = str(tmp_path / "deep" / "new.duckdb")
    status, told = once(folder, database, capsys)
    assert (status, told["loaded"]) == (0, [])
    put("2026-09-30/a.csv", initiatives("A").replace(",budget", "").replace(",1000", ""))
    status, told = once(folder, database, capsys)
    assert (status, len(told["loaded"])) == (0, 1)


@pytest.mark.parametrize(
    "words",
    [["--once"], [], ["a.csv"], ["--as-of", "2026-09-30"], ["a.csv", "--as-of", "2026-09-30", "--once"],
     ["a.csv", "--watch", "."], ["--watch", ".", "--as-of", "2026-09-30"], ["--watch", ".", "--answer", "a=b"],
     ["--watch", ".", "--problems", "a.csv"]],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(words, database, capsys):
    assert cli.main(["load", *words, "--json", "--database", database]) == 2
    assert json.loads(capsys.readouterr().out)["status"] == "refused"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only where a process can be sent signals")
def test_the_command_runs_until_it_is_stopped_and_then_tells_all(folder, database, put, quick):
    words = ["load", "--watch", str(folder), "--json", "--database", database]
    process = subprocess.Popen(
        [sys.executable, "-m", "balance", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    put("2026-09-30/a.csv", initiatives("A"))
    assert process.stderr.readline().startswith("Loaded a.csv as of 2026-09-30")
    process.send_signal(signal.SIGTERM)
    out, rest = process.communicate(timeout=120)
    assert (process.returncode, rest) == (0, "")
    assert [one["files"] for one in json.loads(out)["loaded"]] == [["a.csv"]]
    with store.only_watcher(database):
        pass


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only where a process can be sent signals")
def test_the_dashboard_watches_a_folder_and_stops_with_it(folder, database, put, quick, kept):
    words = ["serve", "--watch", str(folder), "--no-browser", "--port", str(free_port()), "--database", database]
    process = subprocess.Popen([sys.executable, "-m", "balance", *words], stderr=subprocess.PIPE, text=True)
    try:
        put("2026-09-30/a.csv", initiatives("A"))
        until(lambda: list_snapshots(kept))
        with pytest.raises(StoreError, match="already watched"), store.only_watcher(database):
            pass
    finally:
        process.terminate()
        told = process.communicate(timeout=120)[1]
    assert "Loaded a.csv as of 2026-09-30" in told
    with store.only_watcher(database):
        pass


def test_the_dashboard_does_not_start_where_the_folder_cannot_be_watched(folder, database, running, capsys):
    for place, why in ((folder, "already watched"), (folder / "none", "cannot be read")):
        assert cli.main(["serve", "--watch", str(place), "--no-browser", "--database", database]) == 2
        assert why in capsys.readouterr().err
