"""Everything that is kept leaves in open formats, and can be read by others without loss."""

import csv
import hashlib
import json
import math
from datetime import date

import openpyxl
import pandas as pd
import pytest
from tests.store.conftest import typed

from balance import cli, exporting, store
from balance.errors import BalanceError
from balance.exporting.writing import file_name


@pytest.fixture(scope="module")
def exported(sample_store, tmp_path_factory):
    """The sample company, written out."""
    return exporting.export(sample_store, tmp_path_factory.mktemp("out") / "everything")


def test_every_table_is_there_in_every_format_with_all_its_rows(sample_store, exported):
    kept = store.open_store(sample_store, create=False)
    assert {"initiatives", "incidents", "snapshots", "audit", "forecasts", "problems"} - set(exported.rows) <= {
        "problems"
    }
    for name, count in exported.rows.items():
        whole = store.whole_table(kept, name)
        read = pd.read_parquet(exported.folder / "parquet" / f"{name}.parquet")
        pd.testing.assert_frame_equal(read, whole)
        with (exported.folder / "csv" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
            assert sum(1 for _ in csv.reader(lines)) == count + 1
    book = openpyxl.load_workbook(exported.folder / "xlsx" / "initiatives.xlsx", read_only=True)
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == exported.rows["initiatives"] + 1
    whole = store.whole_table(kept, "initiatives")
    assert math.isclose(sum(row[rows[0].index("budget")] or 0 for row in rows[1:]), whole["budget"].sum())


def test_uploaded_files_are_there_as_they_came_and_the_list_tells_no_lie(exported):
    told = json.loads((exported.folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["tables"] == exported.rows
    on_disk = {path.relative_to(exported.folder).as_posix() for path in exported.folder.rglob("*") if path.is_file()}
    assert on_disk == {one["file"] for one in told["files"]} | {"manifest.json"}
    for one in told["files"]:
        assert hashlib.sha256((exported.folder / one["file"]).read_bytes()).hexdigest() == one["sha256"]
    files = [one for one in told["files"] if one["file"].startswith("originals/")]
    assert files
    assert all(one["file"].split("/")[1] == one["sha256"] for one in files)


def test_nothing_becomes_a_formula(tmp_path):
    from balance.store import open_store, save_scenario

    kept = open_store(tmp_path / "b.duckdb")
    save_scenario(kept, "=1+1", {}, {}, who="@ana")
    for name in ("\N{FULLWIDTH EQUALS SIGN}2+2", " =3+3", "|4+4"):
        save_scenario(kept, name, {}, {}, who="ana")
    done = exporting.export(str(tmp_path / "b.duckdb"), tmp_path / "out")
    assert "'=1+1" in (done.folder / "csv" / "scenarios.csv").read_text(encoding="utf-8-sig")
    with (done.folder / "csv" / "scenarios.csv").open(encoding="utf-8-sig", newline="") as lines:
        names = [row["name"].removeprefix("'") for row in csv.DictReader(lines) if row["name"].startswith("'")]
    assert sorted(names) == sorted(["=1+1", "\N{FULLWIDTH EQUALS SIGN}2+2", "=3+3", "|4+4"])
    cells = list(openpyxl.load_workbook(done.folder / "xlsx" / "scenarios.xlsx").active.iter_rows())
    cell = next(cell for row in cells for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert "=1+1" in set(pd.read_parquet(done.folder / "parquet" / "scenarios.parquet")["name"])


def test_a_folder_with_something_in_it_and_an_unknown_format_are_refused(sample_store, tmp_path):
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(BalanceError, match="not empty"):
        exporting.export(sample_store, tmp_path)
    with pytest.raises(BalanceError, match="no format sav"):
        exporting.export(sample_store, tmp_path / "out", ["sav"])
    assert not (tmp_path / "out").exists()
    assert cli.main(["export", "--out", str(tmp_path / "out"), "--database", sample_store]) == 2


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "C:\\x\\y.xlsx", "a\nb.xlsx", "", "con:.xlsx"])
def test_no_name_leads_out_of_its_folder(tmp_path, name):
    place = tmp_path / file_name(name)
    place.write_text("x")
    assert place.parent == tmp_path
    assert place.is_file()


@pytest.mark.parametrize("name", ["CON", "nul.xlsx", "com1.tar.gz", "aux "])
def test_no_name_is_a_device_on_windows(name):
    assert file_name(name) == f"_{name.strip()}"
    assert file_name(f"x{name.strip()}") == f"x{name.strip()}"


def test_who_takes_everything_along_is_in_the_audit_that_goes_along(own_quarter_store, tmp_path):
    exporting.export(own_quarter_store, tmp_path / "out", ["parquet"])
    row = pd.read_parquet(tmp_path / "out" / "parquet" / "audit.parquet").iloc[-1]
    assert (row["what"], row["subject"], row["after"]) == ("export", "out", '{"formats":["parquet"]}')


def test_only_what_is_asked_for_is_written(own_sample_store, tmp_path):
    done = exporting.export(own_sample_store, tmp_path / "out", ["csv"])
    assert sorted(path.name for path in done.folder.iterdir()) == ["csv", "manifest.json", "originals"]
    assert date.fromisoformat(pd.read_csv(done.folder / "csv" / "snapshots.csv")["as_of"].iloc[0][:10])


def test_frozen_packs_and_unfinished_uploads_leave_as_files_byte_for_byte(tmp_path):
    kept = store.open_store(tmp_path / "b.duckdb")
    rows = {"initiatives": typed("initiatives", [{"initiative_id": "A"}])}
    saved = store.save_snapshot(kept, as_of=date(2026, 9, 30), frames=rows, files=[("a.csv", *_hashed(b"came"))])
    pack = [("html", "../Pack.html", b"<p>"), ("pdf", "Pack.pdf", bytes(range(256)) * 300)]
    told = {"scenario": "", "title": "T", "data_hash": "", "model_version": "1"}
    store.freeze_pack(kept, saved.snapshot_id, pack, **told)
    store.freeze_pack(kept, saved.snapshot_id, pack, **told | {"scenario": "Safer"})
    store.add_draft_files(kept, store.begin_draft(kept), [("d.csv", b"not loaded yet")])
    done = exporting.export(str(tmp_path / "b.duckdb"), tmp_path / "out", ["csv"])
    listed = {one["file"]: one["sha256"] for one in json.loads((done.folder / "manifest.json").read_text())["files"]}
    wanted = {"originals": [("a.csv", b"came")], "unfinished": [("d.csv", b"not loaded yet")],
              "frozen": [("Pack.html", b"<p>"), ("Pack.pdf", pack[1][2])]}  # fmt: skip
    for part, files in wanted.items():
        for name, content in files:
            sha256 = _hashed(content)[0]
            assert listed[f"{part}/{sha256}/{name}"] == sha256
            assert (done.folder / part / sha256 / name).read_bytes() == content
        assert len(list((done.folder / part).iterdir())) == len(files)


def _hashed(content):
    return hashlib.sha256(content).hexdigest(), content
