"""A load compares itself with little of the store, and tells exactly what it would if it read all of it."""

import hashlib
import itertools
import random
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from tests import own_postgresql

from balance import ingest, linking, store, uploading
from balance.assumptions import resolve
from balance.earlier import beside_earlier
from balance.ingest import Intake
from balance.reconciling import Earlier, as_json, lines_of, problems_of, reconcile
from balance.schema import FRAME_TYPES, TABLES
from balance.store.frames import kinds_of
from balance.store.known import _enough

TABLES_LOADED = ("initiatives", "incidents", "changes", "controls")
START = date(2024, 3, 31)
COUNTER = itertools.count()


@pytest.fixture(params=["file", "postgresql"])
def kept(request, tmp_path):
    url = tmp_path / "balance.duckdb" if request.param == "file" else own_postgresql.shared().new_schema()
    opened = store.open_store(url)
    yield opened
    store.release(opened)


def whole(kept, as_of):
    """Everything known before a day, as the comparison could read it."""
    frames = store.frames_before(kept, as_of)
    newest = {name: frame.loc[~frame["gone"], "snapshot_id"].iloc[0] for name, frame in frames.items()}
    days = {one.id: one.as_of for one in store.list_snapshots(kept)}
    return Earlier(frames, {name: days[one] for name, one in newest.items()}, newest)


def with_reports(earlier, intake):
    """The report before the newest one of the files, where it is later than what was known."""
    frames, dates, ids = dict(earlier.frames), dict(earlier.dates), dict(earlier.snapshots)
    for name in intake.frames:
        days = [day for day, report in intake.reports.items() if day is not None and name in report.frames]
        if len(days) > 1 and (name not in dates or dates[name] < days[-2]):
            frames[name] = intake.reports[days[-2]].frames[name].assign(snapshot_id="", gone=False)
            dates[name], ids[name] = days[-2], ""
    return Earlier(frames, dates, ids)


def told_by_the_whole(kept, intake, as_of):
    """The reconciliation, its problems and the changes, from every row of the store."""
    earlier, day = with_reports(whole(kept, as_of), intake), whole(kept, as_of + timedelta(days=1))
    today = {name for name, when in day.dates.items() if when == as_of}
    loaded = any(one.as_of == as_of and not one.dropped for one in store.list_snapshots(kept))
    same = {name: frame for name, frame in day.frames.items() if name in today} if loaded else {}
    found = reconcile(
        intake.frames, earlier, own_totals=intake.totals, same_day=Earlier(same, day.dates, day.snapshots),
        currency=intake.currency or intake.assumptions.text("reporting_currency"), held=intake.held_ids,
    )  # fmt: skip
    stays = {name: frame for name, frame in same.items() if name not in intake.frames or intake.frames[name].empty}
    known = [whole(kept, as_of).frames, stays, intake.frames]
    names = joined(known, "initiatives", ["initiative_id", "name"])
    changes = joined(known, "changes", ["change_id"])
    unknown = linking.problems_of(
        intake.frames, names, changes["change_id"] if changes is not None and len(changes) else None
    )
    counts = {
        name: store.count_changes(earlier.frames[name], frame, TABLES[name].key)
        for name, frame in intake.frames.items() if name in earlier.frames
    }  # fmt: skip
    return (as_json(found), lines_of(found), [*problems_of(found), *unknown], counts)


def joined(known, table, columns):
    parts = [frames[table][columns] for frames in known if table in frames]
    return pd.concat(parts).drop_duplicates(columns[0], keep="last") if parts else None


def told(kept, intake, as_of):
    """The same as a load tells it."""
    beside = beside_earlier(kept, intake, as_of, store.known_before(kept, as_of))
    more = list(beside.intake.problems[len(intake.problems) :])
    return (as_json(beside.reconciliation), lines_of(beside.reconciliation), more, beside.changes)


def intake_of(frames, held):
    return Intake((), frames, pd.DataFrame(), (), (), {}, "GBP", (), resolve(None), held_ids=held)


def frame(table, rows):
    """Rows of a table as ingest hands them over."""
    kinds = kinds_of(TABLES[table])
    made = pd.DataFrame(rows, columns=list(kinds)).astype({name: FRAME_TYPES[kind] for name, kind in kinds.items()})
    return made.assign(source_file=f"{table}.csv", source_sheet="", source_row=range(2, len(made) + 2))


def amount(chance):
    """Missing, ordinary, at half of the smallest part, larger than whole numbers hold, or without end."""
    return chance.choice([
        None, None, chance.uniform(0, 1e6), 5.0, chance.randrange(10**9) / 2e4, -0.00005, 1e15 + 0.3, 3.7e18,
        float("inf"),
    ])  # fmt: skip


def row(table, at, chance):
    """One row, its cells drawn anew each time it is exported."""
    key, days = TABLES[table].key, pd.Timestamp("2026-01-01") + pd.Timedelta(days=chance.randrange(3))
    cells = {key: f"{table[:2].upper()}-{at}"} | {name: amount(chance) for name in TABLES[table].money}
    linked = chance.choice(["IN-1", "in 2", "IN-77", "Name 3", None, "elsewhere"])
    named = {
        "initiatives": {"name": f"Name {at}", "stage": chance.choice(["idea", "in_flight", "done", "cancelled", None]),
                        "finish_planned": chance.choice([days, None]), "start_planned": chance.choice([days, None])},
        "incidents": {"class": "outage", "opened_at": days, "initiative_id": linked,
                      "change_id": chance.choice([None, "CH-1", "CH-2; CH-9", "CH-99", "CH-3,CH-4"])},
        "changes": {"initiative_id": linked},
        "controls": {},
    }[table]  # fmt: skip
    return cells | named


def export(table, number, chance):
    """What one export of a table holds: the whole list, one period, a few, or nothing; rows not always once."""
    first, before = 20 * number, range(20 * number)
    ids = {
        "list": chance.sample(range(24), chance.randrange(12, 24)), "period": range(first, first + 14),
        "late": [*range(first, first + 10), *chance.sample(before, min(4, first))],
        "few": chance.sample(range(60), 3), "none": [],
    }[chance.choice(["list", "list", "period", "period", "late", "few", "none"])]  # fmt: skip
    return frame(table, [row(table, at, chance) for at in ids])


def save(kept, as_of, frames):
    if any(len(one) for one in frames.values()):
        content = str(next(COUNTER)).encode()
        return store.save_snapshot(
            kept, as_of=as_of, frames=frames, files=[("f.csv", hashlib.sha256(content).hexdigest(), content)]
        )
    return None


@pytest.mark.filterwarnings("ignore:invalid value")  # an amount without end has no difference
@pytest.mark.parametrize("seed", range(4))
def test_any_series_of_loads_is_told_the_same(kept, seed):
    chance = random.Random(seed)
    habits = {table: random.Random(seed * 10 + at) for at, table in enumerate(TABLES_LOADED)}
    for number in range(5):
        as_of = START + timedelta(days=91 * (number - chance.choice([0, 0, 0, 1, 2])))  # some come late or again
        tables = chance.sample(TABLES_LOADED, chance.choice([1, 2, 4, 4]))
        frames = {name: export(name, number, habits[name]) for name in TABLES_LOADED if name in tables}
        intake = intake_of(frames, {"initiatives": ["IN-1", "IN-5"]})
        assert told(kept, intake, as_of) == told_by_the_whole(kept, intake, as_of)
        saved = save(kept, as_of, frames)
        if saved is not None and chance.random() < 0.15:
            store.drop_snapshot(kept, saved.snapshot_id)


def test_quarters_of_one_period_each_keep_their_sums_to_the_last_part(kept):
    chance = random.Random(99)
    for number in range(4):
        as_of, rows = START + timedelta(days=91 * number), range(30 * number, 30 * number + 30)
        frames = {"incidents": frame("incidents", [row("incidents", at, chance) for at in [*rows, *rows[:1]][:30]])}
        intake = intake_of(frames, {})
        found = told(kept, intake, as_of)
        assert found == told_by_the_whole(kept, intake, as_of)
        save(kept, as_of, frames)
    assert found[0]["incidents"]["scope"] == "all known"
    assert found[3]["incidents"] == {"new": 30, "changed": 0, "gone": 30}


def test_the_quarters_of_the_sample_are_told_the_same(sample_quarters, store_before_last, monkeypatch):
    kept, quarter = store.open_store(store_before_last), sample_quarters[-1]
    files, as_of = sorted(quarter.glob("*.xlsx")), date.fromisoformat(quarter.name)
    checked = uploading.check(store_before_last, files, as_of=as_of)
    frames = store.frames_before(kept, as_of)
    ids = {name: frozenset(one[TABLES[name].key]) for name, one in store.frames_before(kept).items()}
    intake = ingest.read_files(
        files, as_of=as_of, stated=store.stated_assumptions(kept, as_of), known=ids,
        last_known=lambda table, asked: frames.get(table),
    )  # fmt: skip
    reconciled, _, problems, counts = told_by_the_whole(kept, intake, as_of)
    assert checked.document["reconciliation"] == reconciled
    assert checked.document["changes_since_last"] == counts
    assert list(checked.intake.problems) == [*intake.problems, *problems]


def test_ids_known_are_asked_for_and_not_read(kept):
    save(kept, START, {"changes": frame("changes", [{"change_id": name} for name in "ABC"])})
    found = store.ids_known(kept)["changes"]
    assert "A" in found
    assert "Z" not in found
    assert found.isdisjoint(["X", "Y", None])
    assert not found.isdisjoint(["X", "C"])
    assert (len(found), sorted(found), bool(found)) == (3, ["A", "B", "C"], True)
    assert store.ids_known(kept, START - timedelta(days=1)) == {}


def test_whether_more_is_known_than_so_much_counts_each_id_once(kept):
    save(kept, START, {"changes": frame("changes", [{"change_id": str(at)} for at in range(6)])})
    save(
        kept, START + timedelta(days=9), {"changes": frame("changes", [{"change_id": str(at)} for at in range(4, 10)])}
    )
    assert [store.is_larger(kept, "changes", most) for most in (5, 9, 10, 12)] == [True, True, False, False]
    assert not store.is_larger(kept, "changes", 6, START)
    assert not store.is_larger(kept, "incidents", 0)


def test_whether_more_is_known_is_told_alike_however_loads_overlap(kept):
    chance, ids = random.Random(5), [str(at) for at in range(40)]
    days = [START + timedelta(days=number) for number in range(9)]
    loads = [chance.sample(ids, chance.randint(1, 12)) for _ in days]
    for day, names in zip(days, loads, strict=True):
        save(kept, day, {"changes": frame("changes", [{"change_id": name} for name in names])})
    for at, day in enumerate(days):
        known = len(set().union(*loads[: at + 1]))
        for most in range(0, 45, 3):
            assert store.is_larger(kept, "changes", most, day) == (known > most)


def test_as_many_of_the_newest_loads_are_counted_as_can_hold_more():
    assert list(_enough([2, 2, 2, 2, 2, 2, 2, 2], 3)) == [2, 4, 8]
    assert list(_enough([2, 2, 2], 4)) == [3]
    assert list(_enough([5, 1], 5)) == [2]


def test_rows_asked_for_are_those_that_were_known_of_these_ids(kept):
    chance = random.Random(3)
    for number in range(3):
        save(kept, START + timedelta(days=number), {"incidents": export("incidents", number, chance)})
    known, everything = store.known_before(kept), store.frames_before(kept)["incidents"]
    for asked in (["INC"], everything["incident_id"].tolist()[::2], everything["incident_id"].tolist()[:3], []):
        rows = store.rows_known(replace(known), "incidents", asked)
        expected = everything[everything["incident_id"].isin(asked)].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, expected)
    assert store.rows_known(known, "controls", ["A"]) is None
