"""What is said of the record of incidents and of the notification clock: a verdict no stronger than its evidence."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from balance.findings import incident_record, notification
from balance.model.notification import clock
from balance.model.signal import Direction
from balance.ranges import Range
from balance.regimes import periods_of
from balance.reporting.incident_record import IncidentRecord, Timing

COLUMNS = ("class", "link", "unit", "open", "aware_at", "material_on")


def record(moved, resolve=None, before=100, after=150, **more):
    rows = pd.DataFrame([("A", "change", "U", False, pd.NaT, pd.NaT)] * 40, columns=list(COLUMNS))
    rows["incident_id"] = [f"I{n}" for n in range(40)]
    took = Timing(Range(6.8, 6, 8), Range(115, 90, 160), Range(10, 8, 13), Range(190, 130, 224), resolve, 40)
    quarters = pd.DataFrame({"quarter_end": pd.to_datetime([]), "incidents": []})
    groups = {by: pd.DataFrame({"name": []}) for by in ("class", "unit")}
    return IncidentRecord(rows, quarters, after, before, moved, Timing(), took,
                          {"change": 10, "initiative": 10, "neither": 20}, {}, groups, **more)  # fmt: skip


UP, DOWN = Direction(1, 0.99, "signal"), Direction(-1, 0.95, "signal")
MAYBE, CHANCE = Direction(1, 0.8, "probably"), Direction(1, 0.6, "chance")


@pytest.mark.parametrize(
    ("count", "times", "said"),
    [
        (UP, DOWN, "Incidents rose from 100 to 150 in a year, but they are over sooner."),
        (UP, UP, "Incidents rose from 100 to 150 in a year, and they take longer."),
        (MAYBE, MAYBE, "Incidents probably rose, from 100 to 150 in a year, and they probably take longer."),
        (CHANCE, CHANCE, "150 incidents in the past year, 100 the year before: could be chance; they take as long to "
         "resolve as far as chance lets us see."),
        (None, None, "150 incidents in the past year; the record is too short to compare."),
    ],
)  # fmt: skip
def test_the_verdict_is_as_sure_as_its_evidence(report, count, times, said):
    assert incident_record(record(count, times), report).headline == said


def test_as_many_as_before_is_said_so(report):
    assert incident_record(record(CHANCE, before=150), report).headline.startswith(
        "150 incidents in the past year, as many"
    )


def test_a_missing_column_is_named(report):
    told = incident_record(record(UP), report)
    assert any("occurred_at and detected_at" in line for line in told.caveats)
    assert "50 in 100 name the change or initiative" in told.text
    assert "6.8 hours" in told.text
    assert "4.8 days" in told.text


def dated(aware, told=None):
    frame = {"incident_id": ["A"], "aware_at": [pd.Timestamp(aware)], "material_on": [pd.NaT], "notified_at": [told]}
    frame["notified_at"] = pd.to_datetime(frame["notified_at"])
    return clock(pd.DataFrame(frame), periods_of({"gdpr"}), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("aware", "told", "said"),
    [
        ("2026-09-29 10:00", None, "1 notification date still to come, the first on 2 Oct 2026, 10:00."),
        ("2026-09-01 10:00", "2026-09-05 10:00", "1 of 1 first notice came after the published period."),
        ("2026-09-01 10:00", "2026-09-02 10:00", "1 first notice came in time."),
        ("2026-09-01 10:00", None, "All published dates have passed, and nothing recorded says whether notice was "
         "given."),
    ],
)  # fmt: skip
def test_the_clock_says_what_still_runs_before_what_is_over(aware, told, said):
    found = notification(dated(aware, told), {"gdpr"}, record(UP))
    assert found.headline == said
    assert any("not legal advice" in line for line in found.caveats)


def test_no_regime_is_assumed_and_no_clock_is_made_up():
    assert "is not stated" in notification(dated("2026-09-01"), set(), record(UP)).headline
    empty = dated("2026-09-01").iloc[:0]
    assert notification(empty, {"gdpr"}, record(UP)).headline.startswith("No incident says when")


def test_the_sample_tells_every_part(sample_store):
    from balance import pipeline

    analysis = pipeline.analysis_of(sample_store)
    told = incident_record(pipeline.incident_record_of(analysis), analysis.report)
    assert told.headline.startswith("Incidents rose from ")
    assert "in 100 name the change or initiative they came from" in told.text


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ({"change": 0, "initiative": 0, "neither": 1}, "None names a change or an initiative that it came from."),
        ({"change": 1, "initiative": 0, "neither": 0}, "Each names the change or initiative it came from."),
        ({"change": 1, "initiative": 0, "neither": 399}, "Under 1 in 100 name the change or initiative they came from"),
    ],
)  # fmt: skip
def test_a_count_that_is_none_or_all_is_not_called_under_one_or_over_ninety_nine(report, links, said):
    text = incident_record(replace(record(UP), links=links), report).text
    assert said in text
    assert not any(part[:1].islower() for part in text.split(". "))
