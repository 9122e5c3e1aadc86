"""An earlier day out of the company at hand says what it says when it is read as a whole, and nothing is taken as it
was that may have become another."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from balance import looking_back, pipeline, roles, store, way_here
from balance.content import MODELLED


@pytest.fixture
def kept(own_sample_store):
    """A store of the sample company that may be changed."""
    return store.open_store(own_sample_store)


def days_of(kept):
    return sorted({one.as_of for one in store.list_snapshots(kept) if not one.dropped})


def both(kept, day, company=None):
    """The company on a day out of the newest one, and as it is read."""
    ground = looking_back.ground_of(company or pipeline.company_of(kept)[0])
    assert ground is not None
    return looking_back.company_on(kept, day, ground), pipeline.company_of(kept, day)[0]


def assert_same(quick, whole):
    assert quick is not None
    assert quick.data_hash == whole.data_hash
    for name in {*MODELLED} - {"incidents"}:
        pd.testing.assert_frame_equal(getattr(quick, name), getattr(whole, name))
    left = whole.incidents[list(quick.incidents)]
    pd.testing.assert_frame_equal(quick.incidents.astype(left.dtypes.to_dict()), left)
    assert repr(pipeline.analyse(quick).report) == repr(pipeline.analyse(whole).report)


def test_every_earlier_day_has_the_report_it_has_when_it_is_read_as_a_whole(kept):
    newest = pipeline.company_of(kept)[0]
    for day in days_of(kept):
        assert_same(*both(kept, day, newest))


def test_what_led_to_the_numbers_of_today_is_the_same(kept):
    analysis = pipeline.analyse(*pipeline.company_of(kept))
    quick, whole = both(kept, analysis.previous_as_of, analysis.company)
    told = pipeline.bridge_of(quick, analysis)
    assert repr(told) == repr(pipeline.bridge_of(whole, analysis))
    assert {"corrected", "incidents"} <= {step.cause for step in told.steps}


def test_links_accepted_since_hold_for_each_day_that_knew_the_initiative(kept):
    links = pipeline.links_of(kept)
    pairs = [(row.incident_id, row.initiative_id) for row in links.suggestions.head(6).itertuples()]
    assert pairs
    pipeline.decide_links(kept, accept=pairs)
    newest = pipeline.company_of(kept)[0]
    for day in days_of(kept)[-4:]:
        assert_same(*both(kept, day, newest))


def test_a_company_read_before_something_changed_is_no_ground_any_more(kept):
    newest = pipeline.company_of(kept)[0]
    ground = looking_back.ground_of(newest)
    day = days_of(kept)[-2]
    store.drop_snapshot(kept, next(one.id for one in store.list_snapshots(kept) if one.as_of == days_of(kept)[0]))
    assert looking_back.company_on(kept, day, ground) is None
    told = way_here.report_on(kept, day, ground)
    assert told.data_hash == pipeline.company_of(kept, day)[0].data_hash


def test_incidents_that_are_not_those_of_the_store_are_no_ground(kept):
    company = pipeline.company_of(kept)[0]
    fewer = replace(company, incidents=company.incidents.iloc[1:].reset_index(drop=True))
    assert looking_back.ground_of(fewer) is None
    assert looking_back.ground_of(replace(company, incidents=None)) is None


def test_who_sees_some_units_only_reads_as_a_whole(kept):
    unit = pipeline.company_of(kept)[0].initiatives["business_unit"].iloc[0]
    with roles.acting_as(replace(roles.acting(), units=frozenset({unit}))):
        assert looking_back.ground_of(pipeline.company_of(kept)[0]) is None


def test_a_load_of_which_nothing_is_left_is_read_as_a_whole(kept):
    ground = looking_back.ground_of(pipeline.company_of(kept)[0])
    rows, day = ground.incidents, days_of(kept)[0]
    first = next(one.id for one in store.list_snapshots(kept) if one.as_of == day and "incidents" in one.tables)
    left = rows[(rows["snapshot_id"] != first).to_numpy()].reset_index(drop=True)
    left["snapshot_id"] = left["snapshot_id"].cat.remove_unused_categories()
    marks = replace(ground.marks, rows=ground.marks.rows[: len(left)])
    assert looking_back.company_on(kept, day, looking_back.Ground(left, marks)) is None


def test_rows_told_again_are_those_of_ids_in_later_snapshots_and_of_the_ids_named(kept):
    days = days_of(kept)
    known = store.known_before(kept, days[-1])
    newest = pipeline.company_of(kept)[0].incidents
    later = set(newest["snapshot_id"]) - {load.snapshot_id for load in known.loads["incidents"]}
    named = pipeline.company_of(kept, days[-2])[0].incidents["incident_id"].iloc[:3].tolist()
    found = store.rows_told_again(known, "incidents", later, named)
    before = set(pipeline.company_of(kept, days[-2])[0].incidents["incident_id"])
    again = before & set(newest.loc[newest["snapshot_id"].isin(later), "incident_id"])
    assert again
    assert set(found["incident_id"]) == again | set(named)
    assert found["incident_id"].is_monotonic_increasing
    assert not np.isin(found["snapshot_id"].to_numpy(dtype=object), sorted(later)).any()
