import uuid
from datetime import date

import hypothesis.strategies as st
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from balance.schema import FRAME_TYPES, TABLES
from balance.store import parts as parts_module
from balance.store import read_as_of, save_snapshot
from balance.store.frames import arrow_of, frame_of, frame_of_parts, kinds_of

TEXT = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["007", "1e5", "NULL", "nan", "None", "", " x ", "a\x00b", "'; DROP TABLE audit; --", "ÅßÇ漢🚀", "=1+1"]
    ),
)
VALUES = {
    "id": TEXT, "text": TEXT, "choice": TEXT, "tags": TEXT,
    "date": st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(pd.Timestamp),
    "moment": st.datetimes(pd.Timestamp("1900-01-01"), pd.Timestamp("2100-12-31")).map(pd.Timestamp),
    "money": st.floats(allow_nan=False), "share": st.floats(0, 1), "number": st.floats(allow_nan=False),
    "count": st.integers(-(2**63), 2**63 - 1), "flag": st.booleans(),
}  # fmt: skip


@st.composite
def frames(draw, table):
    kinds = kinds_of(table)
    ids = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    columns = {}
    for name, kind in kinds.items():
        cells = ids if name == table.key else [draw(st.none() | VALUES[kind]) for _ in ids]
        columns[name] = pd.Series(cells, dtype="object").astype(FRAME_TYPES[kind])
    return pd.DataFrame(columns)


@pytest.mark.parametrize("name", list(TABLES))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_frame_comes_back_as_it_was(name, data):
    kinds = kinds_of(TABLES[name])
    given_frame = data.draw(frames(TABLES[name]))
    pd.testing.assert_frame_equal(frame_of(arrow_of(given_frame, kinds), kinds), given_frame)


def test_rows_that_come_part_by_part_are_one_frame_with_texts_of_its_own():
    kinds = {"id": "id", "title": "text", "loss": "money"}
    rows = pa.table({"id": ["a", "b", "c"], "title": [None, None, "Mail"], "loss": [1.0, None, 3.0], "more": [1, 2, 3]})
    parts = [part for start in range(3) for part in rows.slice(start, 1).to_batches()]
    whole = frame_of(rows.select(list(kinds)), kinds)
    for given_parts, expected in ((parts, whole), (parts[2:], whole[2:]), ([], whole[:0])):
        read = frame_of_parts(pa.RecordBatchReader.from_batches(rows.schema, given_parts), kinds, list(kinds), "id")
        pd.testing.assert_frame_equal(read, expected.reset_index(drop=True))
        held = {at.address for one in given_parts for at in one.column("id").buffers() if at is not None}
        taken = {
            at.address for one in pa.table({"id": read["id"]})["id"].chunks for at in one.buffers() if at is not None
        }
        assert not held & taken


def test_rows_that_come_in_another_order_stand_by_their_ids():
    kinds = {"id": "id", "title": "text", "loss": "money", "day": "date"}
    names = ["Ü", "b", "a", "Z", "aa", "ß", "\U0001f600", "\ufb01"]
    rows = pa.table({"id": names, "title": names, "loss": range(8), "day": pa.nulls(8, pa.date32())})
    rows = rows.set_column(2, "loss", rows["loss"].cast(pa.float64()))
    expected = frame_of(rows, kinds).sort_values("id", ignore_index=True)
    assert expected["id"].tolist() == sorted(names, key=lambda name: name.encode())
    for many in (8, 3, 1):
        parts = [part for start in range(0, 8, many) for part in rows.slice(start, many).to_batches()]
        read = frame_of_parts(pa.RecordBatchReader.from_batches(rows.schema, parts), kinds, list(kinds), "id")
        pd.testing.assert_frame_equal(read, expected)


def test_columns_without_a_value_in_any_part_are_as_all_at_once_and_hold_one_cell():
    kinds = {"id": "id", "title": "text", "more": "text", "loss": "money", "day": "date", "at": "moment"}
    nothing = {"title": pa.nulls(4, pa.string()), "more": pa.nulls(4, pa.string()), "loss": pa.nulls(4, pa.float64()),
               "day": pa.nulls(4, pa.date32()), "at": pa.nulls(4, pa.timestamp("us"))}  # fmt: skip
    rows = pa.table({"id": ["a", "b", "c", "d"]} | nothing)
    parts = [part for start in (0, 2) for part in rows.slice(start, 2).to_batches()]
    read = frame_of_parts(pa.RecordBatchReader.from_batches(rows.schema, parts), kinds, list(kinds), "id")
    pd.testing.assert_frame_equal(read, frame_of(rows, kinds))
    assert {read[name].to_numpy().strides for name in ("loss", "day", "at")} == {(0,)}
    title, more = (read[name].array._pa_array.chunk(0).buffers() for name in ("title", "more"))
    assert [at.address for at in title if at] == [at.address for at in more if at]
    copy = read.assign(loss=read["loss"].fillna(1.0))
    copy.loc[0, "day"] = pd.Timestamp("2026-01-01")
    assert read.iloc[:, 1:].isna().all(axis=None), "nobody who changes a copy changes them"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_frame_comes_back_from_the_file_as_it_was(store, data):
    """Hostile text in every column included; each example is the newest snapshot of its own day."""
    name = data.draw(st.sampled_from(["initiatives", "incidents", "changes", "controls"]))
    written = data.draw(frames(TABLES[name]))
    day = date(2000, 1, 1)
    token = uuid.uuid4().hex
    save_snapshot(store, as_of=day, frames={name: written}, files=[], answers={"token": token})
    read = read_as_of(store, day).frames[name]
    mine = read[~read["gone"]].drop(columns=["gone", "snapshot_id"])
    pd.testing.assert_frame_equal(
        mine.sort_values(TABLES[name].key, ignore_index=True), written.sort_values(TABLES[name].key, ignore_index=True)
    )


def test_huge_text_comes_back(store, load):
    load(date(2026, 6, 30), initiatives=[{"initiative_id": "1", "name": "ü" * 5_000_000, "stage": "idea"}])
    assert read_as_of(store).frames["initiatives"]["name"][0] == "ü" * 5_000_000


def test_a_missing_column_is_all_missing(frame):
    kinds = kinds_of(TABLES["changes"])
    short = frame("changes", [{"change_id": "C1"}])[["change_id"]]
    assert frame_of(arrow_of(short, kinds), kinds).isna().sum().sum() == len(kinds) - 1


def test_a_time_of_day_in_a_date_is_an_error(frame):
    rows = frame("initiatives", [{"initiative_id": "1", "finish_planned": pd.Timestamp("2026-01-01 10:00")}])
    with pytest.raises(ValueError, match="finish_planned holds days"):
        arrow_of(rows, kinds_of(TABLES["initiatives"]))


def test_many_rows_come_part_by_part_and_are_the_same_as_all_at_once(store, load, monkeypatch):
    days = pd.date_range("2020-01-01", periods=5000).astype("datetime64[us]")
    rows = [
        {"incident_id": f"I{n:05}", "opened_at": day, "class": ("outage", "phishing")[n % 2],
         "loss": n if n % 3 else None, "title": None if n % 5 else f"text {n}",
         "records_affected": n if n % 7 else None}
        for n, day in enumerate(days)
    ]  # fmt: skip
    load(date(2026, 6, 30), incidents=rows[:4000])
    load(date(2026, 9, 30), incidents=rows[3000:])
    whole = read_as_of(store).frames["incidents"]
    monkeypatch.setattr(parts_module, "ROWS_AT_ONCE", 2048)
    parts = read_as_of(store).frames["incidents"]
    assert parts["title"].array._pa_array.num_chunks > 1, "they came in parts"
    pd.testing.assert_frame_equal(parts, whole, check_exact=True)
    assert parts["incident_id"].tolist() == [row["incident_id"] for row in rows]
    assert parts["gone"].sum() == 3000
    assert parts["third_party"].isna().all()
