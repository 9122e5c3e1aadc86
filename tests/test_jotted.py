"""What was noticed, jotted down in files that nobody else reads or writes."""

import json
import os
import stat
from datetime import datetime

import pytest

from balance.jotted import ENDING, Noticed, can_be_jotted, folder_for, found, jot, strike

ADA = Noticed(
    "ada@example.com", "sign-in", "house", "2026-09-30T12:00:00Z", datetime(2026, 9, 30, 12, 0, 1), "house: 7"
)
posix = pytest.mark.skipif(os.name == "nt", reason="rights are those of POSIX")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "balance.duckdb.noticed"


@pytest.mark.parametrize(
    "who", ["ada", "Łucja", "a\nb\r\n{}", "../../etc/passwd", "\x00\x1b[2J", "\ud800", "x" * 60_000, '{"who": "eva"}']
)
def test_whatever_it_says_it_is_read_as_it_was_written(folder, who):
    file = jot(folder, ADA._replace(who=who))
    assert file.parent == folder
    assert found(folder) == {file: ADA._replace(who=who)}
    strike(file)
    strike(file)
    assert found(folder) == {}


def test_it_is_read_in_the_order_in_which_it_was_noticed(folder):
    hours = (3, 1, 2)
    for hour in hours:
        jot(folder, ADA._replace(met=datetime(2026, 9, 30, hour)))
    assert [one.met.hour for one in found(folder).values()] == [1, 2, 3]


def test_what_is_too_long_is_not_jotted_down(folder):
    assert jot(folder, ADA._replace(who="x" * 70_000)) is None
    assert not folder.exists()


@posix
def test_only_the_account_may_read_it(folder):
    file = jot(folder, ADA)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder, file)] == [0o700, 0o600]


@posix
def test_a_folder_into_which_others_may_write_is_not_used(folder):
    folder.mkdir()
    jot(folder, ADA)
    folder.chmod(0o777)
    assert (jot(folder, ADA), found(folder), can_be_jotted(folder)) == (None, {}, False)


@posix
def test_a_link_is_no_folder_and_no_file(folder, tmp_path):
    (tmp_path / "theirs").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "theirs")
    assert (jot(folder, ADA), found(folder)) == (None, {})
    folder.unlink()
    file = jot(folder, ADA)
    (folder / f"link{ENDING}").symlink_to(file)
    assert list(found(folder)) == [file]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", "[" * 60_000, '{"who": 1}', json.dumps(ADA._asdict() | {"met": "yesterday"}),
     json.dumps(ADA._asdict() | {"met": "", "who": ["a"]}), "\udcff"],
)  # fmt: skip
def test_a_file_of_another_shape_is_left_alone(folder, content):
    file = jot(folder, ADA)
    (folder / f"other{ENDING}").write_bytes(content.encode("utf-8", "surrogateescape"))
    (folder / "2026.unfinished").write_text("{}")
    assert list(found(folder)) == [file]
    assert (folder / f"other{ENDING}").exists()


def test_where_nothing_can_be_written_nothing_is_jotted_down_and_nothing_found(tmp_path):
    (tmp_path / "file").write_text("")
    assert jot(tmp_path / "file" / "n", ADA) is None
    assert found(tmp_path / "file" / "n") == {}
    assert found(tmp_path / "none") == {}
    assert [can_be_jotted(tmp_path / one / "n") for one in ("file", "none")] == [False, True]


def test_it_lies_beside_the_store_or_where_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALANCE_NOTICED_FOLDER", raising=False)
    assert folder_for("data/b.duckdb") == tmp_path / "data" / "b.duckdb.noticed"
    one, two = folder_for("postgresql://a@one/c"), folder_for("postgresql://a@two/c")
    assert one.parent == two.parent == tmp_path
    assert one != two
    monkeypatch.setenv("BALANCE_NOTICED_FOLDER", str(tmp_path / "state"))
    named = {folder_for(f"{place}/b.duckdb") for place in ("data", "other")} | {folder_for("postgresql://a@one/c")}
    assert len(named) == 3, "what waits for one store is never written into another"
    assert {one.parent for one in named} == {tmp_path / "state"}
