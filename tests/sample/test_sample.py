import json
from datetime import date
from zipfile import ZipFile

import pytest

from balance.sample import write_sample
from balance.sample.calendar import quarter_ends
from balance.sample.controls import controls_as_of
from balance.sample.views import initiatives_as_of
from balance.sample.world import simulate

NAMES = {"initiatives.xlsx", "incidents.xlsx", "changes.xlsx", "controls.xlsx", "assumptions.xlsx"}


def test_one_folder_of_five_workbooks_for_each_quarter_end(written):
    folders = {path.name: {file.name for file in path.iterdir()} for path in written.iterdir() if path.is_dir()}
    assert folders == {day.isoformat(): NAMES for day in quarter_ends(12)}
    assert max(folders) == "2026-09-30"
    assert (written / "truth.json").is_file()


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    first = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in write_sample(tmp_path / "a", quarters=1)}
    again = {path.relative_to(tmp_path / "b"): path.read_bytes() for path in write_sample(tmp_path / "b", quarters=1)}
    assert first == again


def test_another_seed_gives_another_company(tmp_path):
    one, other = (write_sample(tmp_path / str(seed), seed=seed, quarters=1) for seed in (1, 2))
    same = {a.name for a, b in zip(one, other, strict=True) if a.read_bytes() == b.read_bytes()}
    assert same == {"controls.xlsx", "assumptions.xlsx"}


def test_the_shipped_sample_is_what_the_generator_writes(project, written):
    shipped = project / "data" / "sample"
    files = {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()}
    assert files == {path.relative_to(written) for path in written.rglob("*") if path.is_file()}
    assert [path for path in sorted(files) if _content(shipped / path) != _content(written / path)] == []


def _content(path):
    """What a file holds, however its archive was compressed."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_shipped_sample_is_small(project):
    assert sum(path.stat().st_size for path in (project / "data" / "sample").rglob("*") if path.is_file()) < 2_000_000


def test_fewer_quarters_are_the_end_of_the_usual_history(tmp_path, written):
    write_sample(tmp_path, quarters=2)
    assert {path.name for path in tmp_path.iterdir()} == {"2026-06-30", "2026-09-30", "truth.json"}
    for name in ("initiatives.xlsx", "changes.xlsx", "controls.xlsx"):
        place = f"2026-09-30/{name}"
        assert (tmp_path / place).read_bytes() == (written / place).read_bytes()


@pytest.mark.parametrize("quarters", [1, 16])
def test_shorter_and_longer_histories_are_written(tmp_path, quarters):
    write_sample(tmp_path, quarters=quarters)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert len(truth["quarters"]) == quarters
    assert date.fromisoformat(truth["quarters"][-1]["end"]) == date(2026, 9, 30)
    assert all(quarter["open"] > 3 for quarter in truth["quarters"])


def test_the_longest_history_begins_with_every_table_filled():
    world = simulate(7, 40)
    first = world.quarters[0]
    assert len(world.quarters) == 40
    assert len(controls_as_of(first)) >= 2
    assert (initiatives_as_of(world, first)["stage"] == "in_flight").sum() >= 3
    assert len({one.number for one in world.initiatives}) == len(world.initiatives)
    assert len({one.idea.name for one in world.initiatives}) == len(world.initiatives)
