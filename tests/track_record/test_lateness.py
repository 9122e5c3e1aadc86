"""By how much dates ran late: known answers, what is still running, and what was corrected already."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance import formats
from balance.assumptions import resolve
from balance.findings.track_record import track_record
from balance.model.fit import fit
from balance.ranges import UNKNOWN, Range
from balance.report import TrackRecord
from balance.track_record.lateness import FEWEST_DATES, advised, lateness
from balance.track_record.outcomes import Finishes

AS_OF = date(2026, 9, 30)
MADE = pd.Timestamp("2026-03-31")
DAYS = (pd.Timestamp(AS_OF) - MADE).days


def dates(count=40, corrected=1.0):
    return pd.DataFrame({
        "quantity": "finish_in_days", "subject": [f"P{row}" for row in range(count)], "as_of": MADE,
        "due_on": MADE + pd.Timedelta(days=120), "q50": 100.0, "corrected": corrected,
    })  # fmt: skip


def finished(after, off=False):
    """Finishes so many days after the forecast; NaN: not yet."""
    after = np.asarray(after, dtype=float)
    place = {f"P{row}": row for row in range(len(after))}
    unit, value = np.full(len(after), "Retail", dtype=object), np.zeros(len(after))
    return Finishes(place, after - DAYS, unit, value, np.full(len(after), off), AS_OF, AS_OF)


def test_the_middle_ratio_is_by_how_much_work_ran_over():
    late, count = lateness(dates(), finished(np.linspace(100.0, 160.0, 40)))
    assert count == 40
    assert late.value == pytest.approx(1.3, abs=0.02)
    assert 1.1 < late.low < late.value < late.high < 1.5


def test_what_is_not_finished_counts_as_still_running():
    half = np.where(np.arange(40) % 2, np.nan, 110.0)
    late, _ = lateness(dates(), finished(half))
    assert late.value == pytest.approx(1.1)
    assert lateness(dates(), finished(np.full(40, np.nan)))[0].value is None
    all_done, _ = lateness(dates(20 + FEWEST_DATES), finished(np.linspace(80.0, 120.0, 20 + FEWEST_DATES)))
    assert all_done.low < 1.0 < all_done.high


def test_a_correction_that_was_made_already_is_part_of_what_it_takes():
    late, _ = lateness(dates(corrected=1.5), finished(np.full(40, 100.0)))
    assert late.value == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("due", "known"),
    [
        (dates(FEWEST_DATES - 1), finished(np.full(40, 130.0))),
        (dates(), None),
        (dates(), finished(np.full(40, 130.0), off=True)),
        (dates().assign(quantity="finished_by"), finished(np.full(40, 130.0))),
        (dates().assign(subject="P1"), finished(np.full(40, 130.0))),
    ],
)
def test_too_little_says_nothing(due, known):
    assert lateness(due, known)[0].value is None


def test_stating_the_correction_stretches_the_work_left_and_its_default_does_nothing():
    made = company(12, 2, 8)
    usual = fit(made).plan
    for factor, same in ((1.0, True), (1.4, False)):
        given = resolve(pd.DataFrame({"key": ["effect:date_correction"], "value": [str(factor)]}))
        found = fit(replace(made, assumptions=given)).plan
        order = [found.ids.index(name) for name in usual.ids]
        assert found.work[order] == pytest.approx(factor * usual.work)
        assert np.array_equal(found.work, usual.work) is same


@pytest.mark.parametrize(
    ("late", "correction", "said"),
    [
        (Range(1.3, 1.1, 1.5), 1.0, "The model has learnt most of that by now; stating `effect:date_correction` 1.10 "
         "stretches the dates to come by what may be left of it; now nothing is corrected."),
        (Range(1.3, 1.1, 1.5), 1.2, "now ×1.2 is stated."),
        (Range(1.05, 0.9, 1.2), 1.0, "nothing to correct."),
        (Range(0.8, 0.7, 0.9), 1.0, "the model has learnt that by now, so there is nothing to correct."),
    ],
)  # fmt: skip
def test_it_is_told_with_what_would_correct_it(late, correction, said):
    columns = ["quantity", "counts", "how", "outcome", "chance", "subject", "in_80", "missing_share", "as_of"]
    nothing = pd.DataFrame(columns=columns)
    row = {"quantity": "finish_in_days", "counts": True, "how": "frozen", "outcome": 0.0, "chance": 0.8}
    scores = pd.DataFrame([{**dict.fromkeys(columns), "subject": "A", "counts": True, "how": "frozen", "in_80": True}])
    record = TrackRecord(
        pd.DataFrame({"model_version": ["1"]}), scores, pd.DataFrame([row]),
        pd.DataFrame(columns=["verdict", "quantity"]), nothing, nothing, lateness=late, dates=30, correction=correction,
        advised=advised(late, 30, 50.0),
    )  # fmt: skip
    told = track_record(type("Told", (), {"track_record": record, "currency": "USD"})())
    assert said in told.text
    assert f"In the middle of 30 dates, work took {formats.factor(late.value)}" in told.text


def test_what_is_advised_never_draws_dates_nearer_and_grows_with_the_record_and_less_than_it():
    late, steps = Range(1.4, 1.2, 1.6), [advised(Range(1.4, 1.2, 1.6), dates, 50.0) for dates in (25, 50, 200, 2000)]
    assert 1.0 < steps[0] < steps[1] < steps[2] < steps[3] < late.value
    assert advised(late, 100, 25.0) > advised(late, 100, 200.0)
    assert advised(Range(1.4, 0.9, 1.9), 100, 50.0) == advised(Range(0.6, 0.5, 0.7), 100, 50.0) == 1.0
    assert advised(UNKNOWN, 0, 50.0) == 1.0
