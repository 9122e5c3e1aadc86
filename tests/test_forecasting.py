"""Forecasts are written down with each load, never again, and never at the expense of the load."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from balance import first_start, forecasting, pipeline, store, track_record, uploading
from balance.errors import StoreError
from balance.findings.track_record import caveats
from balance.report import Translated
from balance.store.connection import writing
from balance.track_record.currency import MONEY

pytestmark = pytest.mark.slow


@pytest.fixture
def two_quarters(sample_quarters, tmp_path):
    """A database with the last two quarters of the sample company, the newer one not loaded yet."""
    database = str(tmp_path / "balance.duckdb")
    first_start.load_quarter(database, sample_quarters[-2])
    return database, sample_quarters[-1]


def analysis(database, day=None):
    return pipeline.analyse(pipeline.company_of(store.open_store(database), day)[0])


def loaded(database, quarter):
    return uploading.load(database, sorted(quarter.glob("*.xlsx")), as_of=date.fromisoformat(quarter.name))


def of_snapshots(database):
    return store.forecasts(store.open_store(database))


def test_a_load_writes_its_forecasts_down_and_a_later_one_leaves_them(two_quarters):
    database, newer = two_quarters
    before = of_snapshots(database)
    assert {"incidents_next_quarter", "loss_next_year", "value_next_quarter", "finished_by", "finish_in_days",
            "bad_year_loss", "chance_beyond_limit"} <= set(before["quantity"])  # fmt: skip
    sets = store.forecast_sets(store.open_store(database))
    assert sets["model_version"].tolist() == [analysis(database).report.model_version]
    assert sets["data_hash"].tolist() == [analysis(database).company.data_hash]
    assert "loss_limit" in json.loads(sets["assumptions"][0])
    first_start.load_quarter(database, newer)
    after = of_snapshots(database)
    assert_frame_equal(after[after["as_of"] == before["as_of"][0]].reset_index(drop=True), before)
    assert after["as_of"].nunique() == 2


def test_what_is_written_down_is_what_the_report_says(two_quarters):
    database, _ = two_quarters
    told, report = of_snapshots(database).set_index(["quantity", "subject"]), analysis(database).report
    landing, loss = report.velocity.value_landing_next_year, report.risk.bad_year_loss
    assert told.loc[("value_next_year", ""), "expected"] == pytest.approx(landing.value)
    assert told.loc[("bad_year_loss", ""), "expected"] == pytest.approx(loss.value)
    assert told.loc[("loss_next_year", ""), "q95"] == pytest.approx(loss.value)
    assert told.loc[("loss_next_year", ""), "expected"] == pytest.approx(report.risk.expected_annual_loss.value)
    assert told.loc[("chance_beyond_limit", ""), "chance"] == pytest.approx(report.risk.chance_beyond_limit.value)
    quarter = report.risk.incidents_next_quarter
    assert told.loc[("incidents_next_quarter", ""), "expected"] == pytest.approx(quarter.value * 92 / 91.25)
    assert told.loc[("incidents_next_quarter", ""), "q10"] == pytest.approx(quarter.low, abs=2)


def test_a_forecast_that_cannot_be_made_never_costs_the_load(two_quarters, monkeypatch):
    database, newer = two_quarters

    def broken(*_):
        raise RuntimeError("no forecast today")

    monkeypatch.setattr(track_record, "forecasts_of", broken)
    done = loaded(database, newer)
    (told,) = [row for row in done.document["problems"] if row["code"] == "forecast-owed"]
    assert told["severity"] == "warning"
    assert told["fix"].startswith("Nothing needs to be done")
    assert "could not be written down" in done.text
    assert done.exit_status == 1
    kept = store.open_store(database)
    assert len(store.list_snapshots(kept)) == 2
    assert of_snapshots(database)["as_of"].nunique() == 1
    made = sorted(newer.parent.glob("2026-06-30"))
    again = loaded(database, made[0]).document
    assert again["snapshot"]["repeated"]
    assert not [row for row in again["problems"] if row["code"] == "forecast-owed"], "its own are there"
    monkeypatch.undo()
    assert forecasting.catch_up(kept) == 1
    assert forecasting.catch_up(kept) == 0
    assert of_snapshots(database)["as_of"].nunique() == 2


def test_assumptions_alone_owe_no_forecast(two_quarters, tmp_path):
    database, stated = str(tmp_path / "empty.duckdb"), tmp_path / "assumptions.csv"
    stated.write_text("key,value\nreporting_currency,EUR\n", encoding="utf-8")
    first = uploading.load(database, [stated], as_of=date(2020, 1, 31))
    assert [problem.code for problem in first.intake.problems] == []
    with pytest.raises(StoreError, match="Assumptions alone are loaded"):
        pipeline.analysis_of(database)
    later = loaded(database, two_quarters[1])
    assert not {"forecast-owed", "forecast-lost"} & {problem.code for problem in later.intake.problems}
    assert len(of_snapshots(database)["snapshot_id"].unique()) == 1


def test_what_is_owed_is_written_down_before_the_next_load_can_have_a_say(two_quarters, monkeypatch):
    database, newer = two_quarters
    expected = of_snapshots(database).drop(columns="made_at")
    purged(database)
    first_start.load_quarter(database, newer)
    after = of_snapshots(database).drop(columns="made_at")
    assert_frame_equal(after[after["as_of"] == expected["as_of"][0]].reset_index(drop=True), expected)


def test_what_waits_beyond_a_later_load_is_told_and_made_of_what_was_known_before_it(two_quarters, monkeypatch):
    database, newer = two_quarters
    expected = of_snapshots(database).drop(columns="made_at")
    purged(database)
    monkeypatch.setattr(forecasting, "BEFORE_LOADING", {"incidents": 10, "initiatives": 500})
    told = [row for row in loaded(database, newer).document["problems"] if row["code"].startswith("forecast-")]
    assert [row["code"] for row in told] == ["forecast-owed"]
    assert "2026-06-30" in told[0]["found"]
    again = loaded(database, newer).document
    assert again["snapshot"]["repeated"]
    assert not [row for row in again["problems"] if row["code"].startswith("forecast-")]
    kept = store.open_store(database)
    assert len(store.overtaken(kept)) == 1
    incidents = store.read_as_of(kept, date(2026, 6, 30)).frames["incidents"]["incident_id"]
    initiatives = store.read_as_of(kept, date(2026, 6, 30)).frames["initiatives"]["initiative_id"]
    store.decide_links(kept, [(incidents[at], initiatives[0], "refused") for at in range(30)])
    store.state_assumption(kept, {"key": "loss_limit", "value": 1, "reason": "learnt since"}, "ana")
    loaded_for(database, newer, date(2026, 6, 30))
    assert analysis(database, date(2026, 6, 30)).company.data_hash != expected["data_hash"][0]
    assert forecasting.catch_up(kept) == 1
    after = of_snapshots(database).drop(columns="made_at")
    made = after[after["snapshot_id"] == expected["snapshot_id"][0]].reset_index(drop=True)
    assert_frame_equal(made, expected, check_exact=True)
    assert track_record.chosen(store.forecast_sets(kept))["snapshot_id"].tolist()[0] == expected["snapshot_id"][0]
    assert forecasting.catch_up(kept) == 0
    assert store.overtaken(kept) == ()


@pytest.mark.parametrize("how", ["nothing", "taken back", "brought back", "another version", "no audit", "purged"])
def test_what_is_told_of_a_forecast_that_waits_is_what_comes_of_it(two_quarters, monkeypatch, how):
    database, newer = two_quarters
    monkeypatch.setattr(forecasting, "WHILE_LOADING", {"incidents": 10})
    monkeypatch.setattr(forecasting, "BEFORE_LOADING", {"incidents": 10})
    back = loaded_for(database, newer, date(2026, 3, 31)).snapshot_id
    kept = store.open_store(database)
    purged(database)
    if how in ("taken back", "brought back"):
        store.drop_snapshot(kept, back)
    if how == "brought back":
        loaded_for(database, newer, date(2026, 3, 31))
    elif how == "another version":
        monkeypatch.setattr("balance.store.back_then.__version__", "99.0")
    elif how == "no audit":
        with writing(kept) as session:
            session.execute("DELETE FROM audit WHERE what = 'load'")
    elif how == "purged":
        store.purge_snapshot(kept, back)
    later = loaded_for(database, newer, date(2026, 9, 30)).document
    (told,) = [row for row in later["problems"] if row["code"] == "forecast-owed"]
    assert "2026-06-30" in told["found"]
    assert told["fix"].startswith("Nothing needs to be done") == (how == "nothing")
    assert ("counts for no verdict: another version loaded it" in told["fix"]) == (how != "nothing")
    assert [one.as_of for one in store.overtaken(kept)] == ([date(2026, 6, 30)] if how == "nothing" else [])


def test_a_day_loaded_late_whose_forecasts_failed_is_not_promised_any(two_quarters, monkeypatch):
    database, newer = two_quarters

    def broken(*_):
        raise RuntimeError("no forecast today")

    monkeypatch.setattr(track_record, "forecasts_of", broken)
    late = uploading.load(database, sorted(newer.glob("*ncidents*.xlsx")), as_of=date(2026, 3, 31)).document
    (told,) = [row for row in late["problems"] if row["code"] == "forecast-owed"]
    assert "count for no verdict, since a later day was loaded before" in told["fix"]
    kept = store.open_store(database)
    assert (store.awaiting_forecasts(kept), store.overtaken(kept)) == ((), ())


def loaded_for(database, quarter, day):
    """The same files once more, as of another day: what was known of it then is another thing now."""
    return uploading.load(database, sorted(quarter.glob("*.xlsx"))[:1], as_of=day)


@pytest.mark.parametrize("how", ["taken back", "brought back", "another version", "no audit", "purged"])
def test_what_can_no_longer_be_read_as_it_was_is_never_written_down(two_quarters, monkeypatch, how):
    database, newer = two_quarters
    earlier = date(2026, 3, 31)
    back = uploading.load(database, sorted(newer.glob("*ncidents*.xlsx")), as_of=earlier).snapshot_id
    first_start.load_quarter(database, newer)
    purged(database)
    kept = store.open_store(database)
    newest = analysis(database)
    assert [one.as_of for one in store.overtaken(kept)] == [date(2026, 6, 30)], "a day loaded late is owed none"
    if how == "taken back":
        store.drop_snapshot(kept, back)
    elif how == "brought back":
        store.drop_snapshot(kept, back)
        uploading.load(database, sorted(newer.glob("*ncidents*.xlsx")), as_of=earlier)
    elif how == "another version":
        monkeypatch.setattr("balance.store.back_then.__version__", "99.0")
    elif how == "no audit":
        with writing(kept) as session:
            session.execute("DELETE FROM audit WHERE what = 'load'")
    else:
        store.purge_snapshot(kept, back)
    assert store.overtaken(kept) == ()
    assert forecasting.catch_up(kept) == (how != "brought back"), "the newest day's, which that load has written down"
    assert date(2026, 6, 30) in forecasting.days_without(kept, newest.company.as_of)
    told = forecasting.record(kept, newest, [analysis(database, date(2026, 6, 30))])
    assert track_record.FROZEN not in set(told.scores.loc[told.scores["as_of"] == pd.Timestamp("2026-06-30"), "how"])
    how_told = told.days.set_index("as_of")["how"]
    assert [how_told[date(2026, 6, 30)], how_told[newest.company.as_of]] == [
        track_record.AFTERWARDS,
        track_record.FROZEN,
    ]


@pytest.mark.parametrize("rate", [None, 1.25])
def test_money_forecast_in_another_currency_is_converted_or_left_out(two_quarters, rate):
    database, newer = two_quarters
    first_start.load_quarter(database, newer)
    kept = store.open_store(database)
    before = forecasting.record(kept, analysis(database))
    assert before.translated == ()
    rows = {"reporting_currency": "EUR"} | ({} if rate is None else {"exchange_rate:GBP": str(rate)})
    for key, value in rows.items():
        store.state_assumption(kept, {"key": key, "value": value, "reason": "the group moved"}, "ana")
    today = analysis(database)
    told = forecasting.record(kept, today)
    days = int(store.forecasts(kept)["as_of"].nunique())
    assert told.translated == (Translated("GBP", days, rate),)
    assert set(told.days["currency"]) == {"GBP"}
    money = before.scores["quantity"].isin(["loss_next_quarter", "value_next_quarter"])
    pd.testing.assert_frame_equal(
        told.scores[~told.scores["quantity"].isin(MONEY)].reset_index(drop=True),
        before.scores[~money].reset_index(drop=True),
    )
    mine = told.scores[told.scores["quantity"].isin(MONEY)]
    assert len(mine) == (0 if rate is None else int(money.sum()))
    if rate is not None:
        assert mine["q90"].tolist() == pytest.approx((before.scores.loc[money, "q90"] * rate).tolist())
    said = caveats(told, replace(today.report, track_record=told))
    wanted = "is left out: state `exchange_rate:GBP`" if rate is None else "converted at the rate stated today: 1 GBP"
    assert any(wanted in sentence for sentence in said)


def test_forecasts_of_an_earlier_version_are_in_the_currency_stated_with_them(two_quarters):
    database, newer = two_quarters
    kept = store.open_store(database)
    with writing(kept) as session:
        session.execute("UPDATE forecast_sets SET currency = NULL")
    first_start.load_quarter(database, newer)
    assert set(forecasting.record(kept, analysis(database)).days["currency"]) == {"GBP"}
    with writing(kept) as session:
        session.execute("UPDATE forecast_sets SET currency = NULL, assumptions = '{}'")
    assert set(forecasting.record(kept, analysis(database)).days["currency"]) == {"USD"}


def purged(database):
    """A store of an earlier version, in which no forecast was written down."""
    kept = store.open_store(database)
    with writing(kept) as session:
        session.execute("DELETE FROM forecasts")
        session.execute("DELETE FROM forecast_sets")


def test_the_record_of_the_sample_company(sample_store):
    kept = store.open_store(sample_store)
    told = forecasting.record(kept, analysis(sample_store))
    assert len(told.days) == 12
    whole = told.scores[told.scores["subject"] == ""]
    by_quantity = whole.groupby("quantity").size()
    assert by_quantity["incidents_next_quarter"] == by_quantity["value_next_quarter"] == 11
    assert by_quantity["incidents_next_year"] == 8
    assert (told.scores["due_on"] <= pd.Timestamp(date(2026, 9, 30))).all()
    assert told.next_due == date(2026, 12, 31)
    counted = told.verdicts.set_index("quantity")["scores"]
    assert counted["incidents_next_year"] == 2
    assert counted["incidents_next_quarter"] == 11


def test_outcomes_are_the_rows_of_the_data(sample_store):
    newest = analysis(sample_store)
    told = forecasting.record(store.open_store(sample_store), newest).scores.set_index(["as_of", "quantity", "subject"])
    made, rows = pd.Timestamp(date(2026, 3, 31)), newest.company.incidents
    opened = rows["opened_at"].dt.normalize()
    within = (opened > made) & (opened <= pd.Timestamp(date(2026, 6, 30)))
    state = rows["state"].fillna("").str.lower()
    counted = within & ~state.str.contains("cancel|duplicat")
    assert told.loc[(made, "incidents_next_quarter", ""), "outcome"] == counted.sum()
    done = newest.company.initiatives
    ended = done["finish_actual"].where(done["stage"] == "done")
    landed = done[(ended > made) & (ended <= pd.Timestamp(date(2026, 6, 30)))]
    assert told.loc[(made, "finished_next_quarter", ""), "outcome"] == len(landed)
    assert told.loc[(made, "value_next_quarter", ""), "outcome"] == landed["annual_value"].sum()


def test_looking_back_from_an_earlier_day_knows_nothing_later(sample_store):
    then = analysis(sample_store, date(2025, 9, 30))
    told = forecasting.record(store.open_store(sample_store), then)
    assert told.scores["due_on"].max() <= pd.Timestamp(date(2025, 9, 30))
    assert len(told.days) == 8


def test_of_two_loads_of_one_day_the_newer_one_before_the_next_day_counts(own_store_before_last, sample_quarters):
    kept = store.open_store(own_store_before_last)
    sets = store.forecast_sets(kept)
    again = sets.iloc[-1].copy()
    again["snapshot_id"], again["position"] = "again", again["position"] + 1
    late = sets.iloc[0].copy()
    late["snapshot_id"], late["position"] = "late", again["position"] + 1
    every = pd.concat([sets, pd.DataFrame([again, late])]).sort_values(["as_of", "position"])
    chosen = track_record.chosen(every).set_index("as_of")["snapshot_id"]
    assert chosen.iloc[-1] == "again"
    assert chosen.iloc[0] == sets["snapshot_id"].iloc[0]
    none = track_record.chosen(every.assign(made_at=None))
    assert none.empty


def test_a_forecast_known_already_is_not_worked_out_again(two_quarters, monkeypatch):
    database, _ = two_quarters
    known = analysis(database)
    purged(database)
    monkeypatch.setattr(forecasting, "fit", lambda *_: pytest.fail("worked out again"))
    assert forecasting.catch_up(store.open_store(database), known) == 1
    plan = replace(known, today=known.outcome)
    purged(database)
    with pytest.raises(pytest.fail.Exception):
        forecasting.catch_up(store.open_store(database), plan)


def test_a_very_large_load_does_not_wait_for_its_forecasts(two_quarters, monkeypatch):
    database, newer = two_quarters
    monkeypatch.setattr(forecasting, "WHILE_LOADING", {"incidents": 10, "initiatives": 500})
    first_start.load_quarter(database, newer)
    kept = store.open_store(database)
    assert of_snapshots(database)["as_of"].nunique() == 1
    assert forecasting.catch_up(kept, most={"incidents": 10}) == 0
    assert forecasting.catch_up(kept) == 1


def test_days_that_wait_for_their_forecasts_are_not_counted_anew_with_each_load(sample_quarters, tmp_path, monkeypatch):
    database, asked, is_larger = str(tmp_path / "balance.duckdb"), [], store.is_larger
    for many in ("WHILE_LOADING", "BEFORE_LOADING"):
        monkeypatch.setattr(forecasting, many, {"incidents": 10})
    monkeypatch.setattr(store, "is_larger", lambda *asks: asked.append(asks[-1]) or is_larger(*asks))
    counted = []
    for quarter in sample_quarters[-5:]:
        asked.clear()
        first_start.load_quarter(database, quarter)
        counted.append(len(asked))
    assert len(store.overtaken(store.open_store(database))) == 4
    assert counted[-1] == counted[-2] == counted[-3], "however many days wait"


def test_a_day_loaded_late_is_forecast_from_what_was_known_on_it(sample_quarters, two_quarters, tmp_path):
    database, newer = two_quarters
    expected = of_snapshots(database).drop(columns="made_at")
    turned = str(tmp_path / "turned.duckdb")
    first_start.load_quarter(turned, newer)
    first_start.load_quarter(turned, sample_quarters[-2])
    told = of_snapshots(turned).drop(columns="made_at")
    assert_frame_equal(told[told["as_of"] == expected["as_of"][0]].reset_index(drop=True), expected)
