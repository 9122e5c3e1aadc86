"""Stores that earlier versions wrote, as files: this version opens them, and all in them reads back as it was kept."""

import gzip
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest
from pandas.testing import assert_frame_equal
from tests.store.earlier.make import CONTENT, typed

from balance import store as stores
from balance.errors import StoreError
from balance.schema import TABLES
from balance.store import migrations as m

HERE = Path(__file__).parent / "earlier"
FILES = sorted(HERE.glob("step_*.duckdb.gz"))


def step_of(file):
    return int(re.search(r"step_(\d+)", file.name)[1])


def unpacked(file, folder):
    """A copy of a stored file that a test may change."""
    path = folder / "balance.duckdb"
    path.write_bytes(gzip.decompress(file.read_bytes()))
    return path


ways = [(file, up_to) for file in FILES for up_to in range(step_of(file), m.newest() + 1)]


@pytest.fixture(params=ways, ids=lambda way: f"{way[0].name[:9]} taken to {way[1]}")
def opened(request, tmp_path):
    """A copy of a stored file, taken by an older program up to some step, then opened by this one."""
    file, up_to = request.param
    path = unpacked(file, tmp_path)
    with duckdb.connect(str(path)) as direct:
        for number, name, sql in m.steps():
            if step_of(file) < number <= up_to:
                m.take(direct, number, name, sql)
    store = stores.open_store(path, create=False)
    yield store
    stores.release(store)


def test_there_is_a_file_of_the_first_versions():
    assert {1, 2, 6, 7} <= {step_of(file) for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:9])
def test_a_file_is_of_the_version_it_is_named_after(file, tmp_path):
    path = tmp_path / "old.duckdb"
    path.write_bytes(gzip.decompress(file.read_bytes()))
    with duckdb.connect(str(path), read_only=True) as direct:
        assert m.taken_in(direct) == set(range(1, step_of(file) + 1))


def test_every_snapshot_and_what_belongs_to_it_reads_back(opened):
    loads = sorted(CONTENT["loads"], key=lambda load: load["as_of"])
    kept = stores.list_snapshots(opened)
    assert [row.as_of.isoformat() for row in kept] == [load["as_of"] for load in loads]
    for row, load in zip(kept, loads, strict=True):
        assert (row.dropped, row.loaded_by) == (load.get("dropped", False), "ana")
        assert row.tables == {name: len(load[name]) for name in TABLES if name in load}
        assert stores.mapping_of(opened, row.id) == load.get("mapping", {})
        assert [problem.as_json() for problem in stores.problems_of(opened, row.id)] == load.get("problems", [])
        held = stores.held_rows(opened, row.id).astype(object)
        told = held.where(held.notna(), None).to_dict("records")
        assert told == [part | {"reasons": "; ".join(part["reasons"])} for part in load.get("held", [])]
        _files_are(opened, row.id, load["files"])


def _files_are(store, snapshot_id, files):
    assert [name for name, _ in stores.originals_of(store, snapshot_id)] == list(files)
    for name, sha256 in stores.originals_of(store, snapshot_id):
        assert sha256 == hashlib.sha256(files[name].encode()).hexdigest()
        assert stores.original(store, sha256) == files[name].encode()


def test_every_row_reads_back_cell_by_cell(opened):
    for load in CONTENT["loads"]:
        if load.get("dropped"):
            continue
        found = stores.read_as_of(opened, date.fromisoformat(load["as_of"]))
        for name in set(TABLES) & set(load) - {"assumptions"}:
            wanted = typed(name, load[name]).sort_values(TABLES[name].key, ignore_index=True)
            frame = found.frames[name]
            newest = frame[~frame["gone"]].drop(columns=["gone", "snapshot_id"]).reset_index(drop=True)
            assert_frame_equal(newest, wanted)


def test_what_people_kept_reads_back(opened):
    said = stores.stated_assumptions(opened).set_index("key")
    assert said["value"].to_dict() == {"loss_limit": "2500000", "reporting_currency": "EUR"}
    assert said.loc["loss_limit", ["low", "high", "owner", "origin"]].tolist() == [2e6, 3e6, "chair", "screen"]
    assert [(row.name, dict(row.levers), dict(row.actions), row.why) for row in stores.scenarios(opened)] == [
        (plan["name"], plan["levers"], plan["actions"], plan["why"])
        for plan in CONTENT["scenarios"]
        if not plan.get("removed")
    ]
    assert stores.mappings(opened) == CONTENT["mappings"]
    assert [(row.decision, row.owner, row.due_on) for row in stores.decisions(opened)] == [
        ("Pause A-2", "CIO", date(2026, 12, 31))
    ]
    told = stores.audit(opened)["what"].tolist()
    assert told[:4] == ["load", "load", "load", "drop"]
    assert set(stores.audit(opened)["who"]) == {"ana"}


def test_the_report_of_it_is_the_one_of_a_new_store(opened, tmp_path):
    from tests.store.earlier.make import fill

    from balance import documents, findings, pipeline

    fresh = stores.open_store(tmp_path / "fresh.duckdb")
    fill(fresh)
    told = []
    for store in (opened, fresh):
        report = pipeline.analysis_of(str(store.path), date(2026, 9, 30)).report
        document = documents.report_document(report, findings.all_findings(report, None))
        told.append(json.loads(documents.text_of(document)))
    stores.release(fresh)
    assert told[0] == told[1]
    assert told[0]["velocity"]["in_flight"] == 1


def test_loading_the_same_again_is_known_and_more_can_be_loaded(opened):
    first = CONTENT["loads"][0]
    known = {row.id for row in stores.list_snapshots(opened)}
    files = [(n, hashlib.sha256(text.encode()).hexdigest(), text.encode()) for n, text in first["files"].items()]
    frames = {"incidents": typed("incidents", first["incidents"])}
    again = stores.save_snapshot(
        opened, as_of=date(2026, 6, 30), frames=frames, files=files, mapping=first["mapping"], answers=first["answers"]
    )
    assert again.repeated
    assert again.snapshot_id in known
    new = stores.save_snapshot(opened, as_of=date(2026, 12, 31), frames=frames, files=files)
    assert not new.repeated
    assert len(stores.list_snapshots(opened)) == len(known) + 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:9])
def test_a_backup_of_an_earlier_version_can_be_restored(file, tmp_path):
    old = tmp_path / "old.duckdb"
    old.write_bytes(gzip.decompress(file.read_bytes()))
    stores.restore(old, tmp_path / "balance.duckdb", "ben")
    store = stores.open_store(tmp_path / "balance.duckdb", create=False)
    assert len(stores.list_snapshots(store)) == len(CONTENT["loads"])
    assert stores.audit(store)["what"].iloc[-1] == "restore"
    stores.release(store)


def test_a_step_that_came_late_is_still_taken(tmp_path, monkeypatch):
    """Two branches add steps; the one with the smaller number may arrive second."""
    later = (9001, "later", "CREATE TABLE later (a BIGINT)")
    earlier = (9000, "earlier", "CREATE TABLE earlier (a BIGINT)")
    known = m.steps()
    store = stores.open_store(tmp_path / "balance.duckdb")
    stores.release(store)
    monkeypatch.setattr(m, "newest", lambda: 9001)
    for added in ([later], [earlier, later], [earlier, later]):
        monkeypatch.setattr(m, "steps", lambda added=added: [*known, *added])
        assert stores.list_snapshots(store) == ()
        stores.release(store)
    with duckdb.connect(str(store.path)) as direct:
        taken = direct.execute("SELECT version FROM schema_version ORDER BY version").fetchall()
    assert [number for (number,) in taken][-2:] == [9000, 9001]
    assert len(taken) == len(set(taken))


def test_a_newer_store_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "balance.duckdb"
    path.write_bytes(gzip.decompress(FILES[-1].read_bytes()))
    with duckdb.connect(str(path)) as direct:
        direct.execute("INSERT INTO schema_version VALUES (9999, 'from the future', now())")
    before = path.read_bytes()
    for act in (stores.open_store, lambda path: stores.restore(path, tmp_path / "other.duckdb")):
        with pytest.raises(StoreError, match="newer version of Balance") as refused:
            act(path)
        assert "\n" not in str(refused.value)
    assert path.read_bytes() == before
    assert not (tmp_path / "other.duckdb").exists()
