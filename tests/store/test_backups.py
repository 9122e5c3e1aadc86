"""Backups on schedule are read back whole, the oldest go, and what is brought back from one is the same store."""

import json
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from balance import cli, store
from balance.errors import StoreError

MOMENTS = [datetime(2026, 11, day, 3) for day in (1, 2, 3, 4)]


def test_the_newest_are_kept_and_nothing_else_is_touched(own_sample_store, tmp_path):
    kept, folder = store.open_store(own_sample_store, create=False), tmp_path / "copies"
    folder.mkdir()
    (folder / "thesis.duckdb").write_bytes(b"precious")
    (folder / "balance-old.duckdb").write_bytes(b"precious too")
    done = [store.keep_backup(kept, folder, 2, moment) for moment in MOMENTS]
    assert [path.name for path in done[-1].removed] == ["balance-20261102T030000Z.duckdb"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "balance-20261103T030000Z.duckdb", "balance-20261104T030000Z.duckdb", "balance-old.duckdb", "thesis.duckdb",
    ]  # fmt: skip
    assert done[-1].condition.snapshots == 12


def test_a_backup_that_is_not_whole_costs_no_older_one(own_sample_store, tmp_path):
    kept, folder = store.open_store(own_sample_store, create=False), tmp_path / "copies"
    store.keep_backup(kept, folder, 1, MOMENTS[0])
    store.release(kept)
    with duckdb.connect(own_sample_store) as other:
        other.execute("DELETE FROM original_parts WHERE sha256 = (SELECT min(sha256) FROM originals)")
    with pytest.raises(StoreError, match="1 damaged originals"):
        store.keep_backup(kept, folder, 1, MOMENTS[1])
    assert (folder / "balance-20261101T030000Z.duckdb").exists()


def test_restoring_the_newest_backup_answers_the_same(own_sample_store, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("BALANCE_BACKUP_FOLDER", str(tmp_path / "copies"))
    assert cli.main(["backup", "--keep", "3", "--json", "--database", own_sample_store]) == 0
    path = json.loads(capsys.readouterr().out)["path"]
    tried = str(tmp_path / "tried" / "balance.duckdb")
    assert cli.main(["restore", path, "--database", tried]) == 0
    capsys.readouterr()
    reports = []
    for database in (own_sample_store, tried):
        assert cli.main(["report", "--json", "--database", database]) == 0
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]
    assert Path(path).exists()


@pytest.mark.parametrize("words", [["--keep", "2"], [], ["x.duckdb", "--keep", "2"], ["--keep", "0"]])
def test_where_to_write_must_be_said(own_sample_store, words, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    if words != ["--keep", "2"]:
        monkeypatch.setenv("BALANCE_BACKUP_FOLDER", str(tmp_path / "copies"))
    assert cli.main(["backup", *words, "--database", own_sample_store]) == 2
    assert list(tmp_path.glob("copies/*")) == []
