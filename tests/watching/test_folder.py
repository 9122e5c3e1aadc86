import os

import pytest
from tests.watching.conftest import as_root, unchanged

from balance.errors import BalanceError
from balance.watching.folder import content_of, look

MB = 2**20


def reasons(folder):
    return {one.file: one.reason for one in look(folder, MB).ignored}


def test_spreadsheets_of_the_folder_and_of_dated_folders_are_taken(folder, put):
    for name in ("a.xlsx", "b.CSV", "2026-09-30/c.ods", "2026-06-30/a.xlsx"):
        put(name, "x")
    found = look(folder, MB)
    assert [(entry.label, str(entry.folder_date or "")) for entry in found.files] == [
        ("a.xlsx", "2026-06-30"), ("c.ods", "2026-09-30"), ("a.xlsx", ""), ("b.CSV", ""),
    ]  # fmt: skip
    assert found.ignored == ()


def test_everything_else_is_named_with_its_reason(folder, put):
    for name in ("~$a.xlsx", ".~lock.a.ods#", ".hidden.xlsx", "a.xlsx.part", "b.crdownload", "c.xlsx~", "d.tmp",
                 "read me.txt", "old/a.xlsx", "2026-09-30/deeper/a.xlsx", "2026-09-30/~$b.xlsx"):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (folder / "empty.xlsx").touch()
    put("large.xlsx", b"x" * (MB + 1))
    told = reasons(folder)
    assert look(folder, MB).files == ()
    assert "open" in told["~$a.xlsx"]
    assert "open" in told["2026-09-30/~$b.xlsx"]
    assert "open" in told[".~lock.a.ods#"]
    assert told[".hidden.xlsx"] == "it is hidden"
    assert all("still being written" in told[name] for name in ("a.xlsx.part", "b.crdownload", "c.xlsx~", "d.tmp"))
    assert "no spreadsheet" in told["read me.txt"]
    assert "folder" in told["old"]
    assert "no deeper" in told["2026-09-30/deeper"]
    assert told["empty.xlsx"] == "it is empty"
    assert "BALANCE_UPLOAD_MB" in told["large.xlsx"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes and links without special rights")
def test_links_and_pipes_are_never_followed(folder, put, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("secret")
    (folder / "link.csv").symlink_to(secret)
    (folder / "dangling.csv").symlink_to(tmp_path / "nothing")
    (folder / "2026-09-30").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.csv")
    told = reasons(folder)
    assert look(folder, MB).files == ()
    assert all("link" in told[name] for name in ("link.csv", "dangling.csv", "2026-09-30", "loop"))
    assert told["pipe.csv"] == "it is no file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes and links without special rights")
def test_a_file_swapped_between_the_look_and_the_reading_is_not_read(folder, put, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("12345")
    path = put("a.csv", "12345")
    entry = look(folder, MB).files[0]
    assert content_of(entry) == b"12345"
    for swap in (lambda: path.symlink_to(secret), lambda: os.mkfifo(path), lambda: path.write_text("other!")):
        path.unlink()
        swap()
        with pytest.raises(OSError):  # noqa: PT011 - whichever the system gives
            content_of(entry)


@pytest.mark.skipif(as_root(), reason="the rights of files do not hold for root")
def test_a_dated_folder_that_cannot_be_read_is_named_and_stops_nothing(folder, put):
    put("a.csv", "x")
    put("2026-09-30/b.csv", "x").parent.chmod(0)
    found = look(folder, MB)
    assert [entry.label for entry in found.files] == ["a.csv"]
    assert [(one.file, one.attention) for one in found.ignored] == [("2026-09-30", True)]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    for name in ("missing", "file"):
        with pytest.raises(BalanceError, match="cannot be read") as refused:
            look(tmp_path / name, MB)
        assert "\n" not in str(refused.value)


def test_a_look_changes_nothing(folder, put):
    put("2026-09-30/a.csv", "x")
    before = unchanged(folder)
    look(folder, MB)
    assert unchanged(folder) == before
