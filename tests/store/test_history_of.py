"""What each file said of one id, oldest first, as of a day."""

from datetime import date

from balance import store


def test_each_load_says_its_own_of_one_id(sample_store):
    kept = store.open_store(sample_store, create=False)
    reading = store.read_as_of(kept)
    table = reading.frames["initiatives"]
    row = table[table["stage"] == "in_flight"].iloc[0]
    found = store.history_of(kept, "initiatives", row["initiative_id"])
    assert list(found["as_of"]) == sorted(found["as_of"])
    assert found["as_of"].is_unique
    assert found["as_of"].iloc[-1] == reading.table_dates["initiatives"]
    assert found["finish_planned"].iloc[-1] == row["finish_planned"]
    for before in found["as_of"].iloc[:-1].iloc[::3]:
        then = store.read_as_of(kept, before).frames["initiatives"].set_index("initiative_id").loc[row["initiative_id"]]
        said = found[found["as_of"] == before].iloc[0]
        assert (said["stage"], said["finish_planned"]) == (then["stage"], then["finish_planned"])
    assert store.history_of(kept, "initiatives", row["initiative_id"], date(1999, 1, 1)).empty
    assert store.history_of(kept, "initiatives", "no such id").empty
