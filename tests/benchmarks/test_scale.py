"""The large company of the benchmarks: the same each time, as large as said, and read without a doubt."""

import time
from types import SimpleNamespace

import pandas as pd
import pytest
from benchmarks.big_company import incidents_of, initiatives_known, quarter_end, write_quarter
from tests.waiting import PATIENCE_SECONDS

from balance import uploading
from benchmarks import scale

LONG = time.monotonic() + 10 * PATIENCE_SECONDS


def test_the_same_size_gives_the_same_bytes(tmp_path):
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        folder.mkdir()
    first, second = ([file.read_bytes() for file in write_quarter(folder, 3, 200, 9)] for folder in folders)
    assert first == second


def test_no_incident_is_exported_twice_and_every_initiative_once_is():
    ids = pd.concat([incidents_of(number, 50, 5)["incident_id"] for number in range(6)])
    assert ids.is_unique
    known = {row for number in range(40) for row in initiatives_known(number, 5)["initiative_id"]}
    assert len(known) == 40 * 5
    assert set(initiatives_known(20, 5)["stage"]) == {"done", "in_flight", "approved"}


def test_its_exports_are_loaded_as_they_are(tmp_path):
    for number in (0, 1):
        files = write_quarter(tmp_path, number, 300, 20)
        loaded = uploading.load(str(tmp_path / "a.duckdb"), files, as_of=quarter_end(number))
        assert loaded.status == "ok", loaded.text
    assert loaded.document["tables"]["incidents"]["rows"] == 300
    assert loaded.document["changes_since_last"]["initiatives"]["new"] == 20


def test_a_step_that_fails_is_no_figure_and_one_that_is_left_ends(tmp_path, monkeypatch):
    with pytest.raises(RuntimeError, match="report"):
        list(scale.steps("report", LONG, tmp_path / "none.duckdb"))
    telling = scale.steps("load", LONG, tmp_path / "a.duckdb", 400)
    assert next(telling)["seconds"] > 0
    process = telling.gi_frame.f_locals["process"]
    telling.close()
    assert process.poll() is not None


def test_growth_is_told_against_growth_in_line_with_the_rows():
    def grown(incidents, seconds):
        load = {"seconds": seconds, "processor_s": seconds, "peak_mb": 10.0 * seconds}
        report = {"opened": 0.1, "seconds": seconds, "processor_s": seconds, "peak_mb": 100 * seconds, "plan_ms": 9.0}
        opening = scale.Visits(900.0, 90.0, 800.0, 80.0, 310.0)
        overview, data = scale.Visits(300.0, 30.0, 250.0, 25.0, 300.0), scale.Visits(200.0, 40.0, 150.0, 35.0, 290.0)
        pages = {"first": opening, "Overview": overview, "Data": data}
        return scale.Grown("a file", incidents, [load] * 40, report, pages, 50.0)

    figures = {one.name.partition(": ")[2]: one for one in scale.figures_of(grown(50_000, 2.0))}
    assert figures["slowest page at the first visit (Overview)"].value == 300.0
    assert figures["slowest page visited again (Data)"].value == 40.0
    assert figures["most memory of the server"].value == 310.0
    each = {one.name.partition(": ")[2]: one.value for one in scale.pages_of(grown(50_000, 2.0))}
    assert (each["Data, first visit, processor"], each["Data, visited again, processor"]) == (150.0, 35.0)
    assert each["Data, most memory of the server"] == 290.0
    ratios = [one.ratio for one in scale.growth(grown(50_000, 2.0), grown(500_000, 40.0))]
    assert ratios == [2.0, 2.0, 2.0, 1.0]


def test_a_step_ends_when_the_time_is_over_and_what_was_measured_is_kept(tmp_path, monkeypatch, capsys):
    with pytest.raises(scale.TimeIsOverError, match="load"):
        list(scale.steps("load", time.monotonic(), tmp_path / "a.duckdb", 400))

    def measured(sizes, until):
        yield sizes
        raise scale.TimeIsOverError("the time was over")

    monkeypatch.setattr(scale, "_measured", measured)
    assert scale.measure() == [scale.SMALLER]
    assert "the time was over: what follows is not measured" in capsys.readouterr().err


def test_a_whole_run_is_no_larger_than_the_machine(monkeypatch, capsys):
    def room(megabytes):
        monkeypatch.setattr(scale.psutil, "virtual_memory", lambda: SimpleNamespace(available=megabytes * 1e6))

    room(64_000)
    assert scale.fitting(5_000_000) == (500_000, 5_000_000)
    assert scale.fitting(300_000) == (30_000, 300_000)
    room(6_000)
    assert scale.fitting(5_000_000) == (250_000, 2_500_000)
    assert "5,000,000 incidents need more than the 6,000 MB" in capsys.readouterr().err
    room(10)
    assert scale.fitting(5_000_000)[1] <= scale.SMALLER[1], "it ends"
