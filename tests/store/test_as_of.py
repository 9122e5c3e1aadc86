from datetime import date

import pytest

from balance.errors import StoreError
from balance.store import drop_snapshot, frames_before, read_as_of

Q1, Q2, Q3, Q4 = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


def one(name, stage="in_flight", **more):
    return {"initiative_id": name, "name": name, "stage": stage} | more


def told(reading, table="initiatives"):
    rows = reading.frames[table]
    return {row["initiative_id"]: (row["stage"], row["gone"]) for row in rows.to_dict("records")}


def test_the_newest_row_of_each_id_wins_and_missing_ones_are_gone(store, load):
    load(Q2, initiatives=[one("A"), one("B", "idea")])
    load(Q3, initiatives=[one("A", "done"), one("C")])
    assert told(read_as_of(store)) == {"A": ("done", False), "B": ("idea", True), "C": ("in_flight", False)}
    assert told(read_as_of(store, Q2)) == {"A": ("in_flight", False), "B": ("idea", False)}
    assert told(read_as_of(store, date(2026, 9, 29))) == told(read_as_of(store, Q2))


def test_loading_an_earlier_date_later_does_not_win(store, load):
    load(Q3, initiatives=[one("A", "done")])
    load(Q2, initiatives=[one("A", "idea"), one("B")])
    assert told(read_as_of(store)) == {"A": ("done", False), "B": ("in_flight", True)}


def test_a_second_load_of_a_date_replaces_the_first_table_by_table(store, load):
    load(Q2, initiatives=[one("A"), one("B")], changes=[{"change_id": "C1"}])
    second = load(Q2, initiatives=[one("A", "done")])
    reading = read_as_of(store)
    assert told(reading) == {"A": ("done", False)}
    assert list(reading.frames["changes"]["change_id"]) == ["C1"]
    drop_snapshot(store, second.snapshot_id)
    assert told(read_as_of(store)) == {"A": ("in_flight", False), "B": ("in_flight", False)}


def test_a_load_in_which_no_row_was_accepted_says_nothing_about_the_table(store, load):
    load(Q2, initiatives=[one("A")])
    load(Q3, initiatives=[], changes=[{"change_id": "C1"}])
    assert told(read_as_of(store)) == {"A": ("in_flight", False)}
    assert read_as_of(store).table_dates == {"initiatives": Q2, "changes": Q3}


def test_a_table_absent_from_the_newest_snapshot_is_carried_forward(store, load):
    load(Q1, initiatives=[one("A")])
    load(Q2, initiatives=[one("A")], incidents=[{"incident_id": "I"}])
    load(Q3, incidents=[{"incident_id": "J"}])
    reading = read_as_of(store)
    assert reading.table_dates == {"initiatives": Q2, "incidents": Q3}
    assert told(reading) == {"A": ("in_flight", False)}
    assert dict(reading.frames["incidents"][["incident_id", "gone"]].itertuples(index=False)) == {"I": True, "J": False}
    assert (reading.as_of, reading.previous_as_of) == (Q3, Q2)


def test_dates_between_and_before_the_snapshots(store, load):
    with pytest.raises(StoreError, match="Nothing has been loaded yet"):
        read_as_of(store)
    load(Q2, initiatives=[one("A")])
    load(Q3, initiatives=[one("A")])
    between = read_as_of(store, date(2026, 11, 5))
    assert (between.as_of, between.previous_as_of) == (date(2026, 11, 5), Q2)
    assert read_as_of(store, Q2).previous_as_of is None
    with pytest.raises(StoreError, match="first snapshot is of 2026-06-30"):
        read_as_of(store, Q1)


def test_ids_are_text_in_a_fixed_order(store, load):
    load(Q2, initiatives=[one(name) for name in ("10", "010", "b", "B", "é", "1")])
    assert list(read_as_of(store).frames["initiatives"]["initiative_id"]) == ["010", "1", "10", "B", "b", "é"]


def test_every_row_says_where_it_came_from(store, load):
    first = load(Q2, initiatives=[one("A", source_file="f.xlsx", source_sheet="S", source_row=7)])
    row = read_as_of(store).frames["initiatives"].iloc[0]
    assert (row["source_file"], row["source_sheet"], row["source_row"]) == ("f.xlsx", "S", 7)
    assert row["snapshot_id"] == first.snapshot_id


def test_frames_before_a_day(store, load):
    load(Q2, initiatives=[one("A")])
    load(Q3, initiatives=[one("B")])
    assert list(frames_before(store, Q3)["initiatives"]["initiative_id"]) == ["A"]
    assert list(frames_before(store)["initiatives"]["initiative_id"]) == ["A", "B"]
    assert frames_before(store, Q2) == {}


def test_reading_as_of_agrees_with_the_definition_on_many_histories(store, load):
    """Known answer by plain loops over random histories, all in one store, each on a day range of its own."""
    import random

    pick = random.Random(7)
    history = []
    for number in range(40):
        day = date(2026, 1, pick.randint(1, 9))
        rows = {name: pick.choice(["idea", "done"]) for name in pick.sample("ABCDE", pick.randint(1, 4))}
        saved = load(day, initiatives=[one(k, v) for k, v in rows.items()], files=[("f", str(number).encode())])
        history.append((day, number, rows, saved.snapshot_id))
        if number % 7 == 3:
            drop_snapshot(store, history.pop(pick.randrange(len(history)))[3])
        if number % 5 == 0:
            assert told(read_as_of(store)) == expected(history)


def expected(history):
    last_of_day = {day: rows for day, _, rows, _ in sorted(history, key=lambda item: item[:2])}
    newest = {}
    for _, rows in sorted(last_of_day.items(), key=lambda item: item[0]):
        newest |= rows
    here = last_of_day[max(last_of_day)]
    return {name: (stage, name not in here) for name, stage in newest.items()}
