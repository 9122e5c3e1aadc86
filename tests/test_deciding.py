"""Decisions keep the forecast they rested on, and are held against what happened since."""

import json
from datetime import date

import pytest

from balance import deciding, pipeline, store
from balance.cli import main
from balance.errors import ScenarioError, StoreError
from balance.ranges import Range
from balance.report import Report

pytestmark = pytest.mark.slow
THEN, NOW = date(2026, 3, 31), date(2026, 9, 30)


@pytest.fixture
def kept(own_sample_store):
    opened = store.open_store(own_sample_store)
    store.save_scenario(opened, "Focus", {"wip_limit": 8.0}, {"PRJ0010435": "pause"}, who="ana")
    return opened


def analysis(kept, day):
    return pipeline.analyse(pipeline.company_of(kept, day)[0])


def test_a_decision_keeps_the_forecast_of_its_day(kept):
    then = analysis(kept, THEN)
    number = deciding.take(
        kept, then, " Cap at 8 ", owner="CIO", due_on=NOW, scenario="Focus", why="too much", who="ana"
    )
    store.save_scenario(kept, "Focus", {"wip_limit": 20.0}, {}, who="ana")
    (one,) = deciding.follow(kept, analysis(kept, NOW))
    row, rested = one.decision, one.rested
    assert (row.decision_id, row.decision, row.owner, row.taken_by, row.as_of) == (
        number,
        "Cap at 8",
        "CIO",
        "ana",
        THEN,
    )
    report: Report = then.report
    assert rested.data_hash == report.data_hash
    assert rested.model_version == report.model_version
    assert rested.base["bad_year_loss"] == report.risk.bad_year_loss
    assert rested.levers == {"wip_limit": 8.0}
    value = "value_landing_next_year"
    assert rested.difference[value].value == pytest.approx(rested.scenario[value].value - rested.base[value].value)
    assert rested.difference["expected_annual_loss"].value < 0


def test_a_loss_beyond_what_could_be_worked_out_is_read_back():
    beyond = Range(9.0, 1.0, 9.0, beyond=9.0)
    told = dict.fromkeys(deciding.HEADLINES, beyond.as_json())
    kept = dict.fromkeys(("base", "scenario", "difference"), told) | {"levers": {}, "actions": {}}
    kept |= {"as_of": "2026-03-31", "better_on_both": None}
    kept |= dict.fromkeys(("currency", "data_hash", "model_version"), "")
    rested = deciding.rested_on(store.Decision(THEN, "Cap at 8", rested_on=json.dumps(kept)))
    assert rested.base["bad_year_loss"] == beyond


def test_what_happened_since_is_counted_in_the_data(kept):
    deciding.take(kept, analysis(kept, THEN), "Cap at 8", scenario="Focus")
    newest = analysis(kept, NOW)
    (one,) = deciding.follow(kept, newest)
    rows = newest.company.initiatives
    done = rows[(rows["stage"] == "done") & (rows["finish_actual"] > str(THEN))]
    assert (one.since.days, one.since.finished) == (183, len(done))
    assert one.since.value == done["annual_value"].sum()
    assert one.since.incidents > 0
    stage = rows.set_index("initiative_id").loc["PRJ0010435", "stage"]
    (acted,) = one.since.actions
    assert (acted.stage, acted.done) == (stage, stage in ("on_hold", "cancelled", "idea", "approved"))


def test_on_its_own_day_nothing_has_happened_and_earlier_it_is_unknown(kept):
    deciding.take(kept, analysis(kept, THEN), "Cap at 8")
    (one,) = deciding.follow(kept, analysis(kept, THEN))
    assert (one.since.days, one.since.incidents, one.since.finished) == (0, None, None)
    assert deciding.follow(kept, analysis(kept, date(2025, 12, 31))) == ()


def test_settling_keeps_what_it_rested_on_and_writes_the_audit(kept):
    number = deciding.take(kept, analysis(kept, THEN), "Cap at 8", who="ana")
    before = store.decisions(kept)[0].rested_on
    settled = store.settle_decision(kept, number, " done ", NOW, "bo")
    assert (settled.outcome, settled.settled_on) == ("done", NOW)
    (row,) = store.decisions(kept)
    assert (row.rested_on, row.taken_by) == (before, "ana")
    told = store.audit(kept).tail(2)
    assert told["what"].tolist() == ["save decision", "settle decision"]
    assert json.loads(told["after"].iloc[-1])["outcome"] == "done"
    assert json.loads(told["before"].iloc[-1])["outcome"] == ""
    for bad in (
        lambda: store.settle_decision(kept, number, " ", NOW),
        lambda: store.settle_decision(kept, 99, "x", NOW),
    ):
        with pytest.raises(StoreError):
            bad()


def test_an_unknown_plan_is_refused_and_nothing_kept(kept):
    with pytest.raises(ScenarioError):
        deciding.take(kept, analysis(kept, NOW), "Cap", scenario="Nowhere")
    assert store.decisions(kept) == ()


def test_the_command_takes_settles_lists_and_removes(kept, capsys):
    def run(*words):
        capsys.readouterr()
        status = main(["decisions", *words, "--database", str(kept.path), "--json"])
        return status, json.loads(capsys.readouterr().out)

    assert run()[1] == {"status": "ok", "decision": None, "decisions": [], "warnings": []}
    status, told = run("--add", "Cap at 8", "--owner", "CIO", "--scenario", "Focus", "--as-of", str(THEN))
    assert (status, told["decision"], told["decisions"][0]["status"]) == (0, 1, "open")
    status, told = run("--settle", "1", "--outcome", "done")
    assert told["decisions"][0]["status"] == "settled"
    assert told["decisions"][0]["since"]["incidents"] > 0
    assert set(told["decisions"][0]["rested_on"]) >= {"base", "scenario", "difference", "data_hash", "model_version"}
    assert run("--remove", "1")[1]["decisions"] == []
    status, told = run("--add", "Too late", "--due", "2020-01-01")
    assert (status, told["status"], told["decisions"][0]["due_on"]) == (1, "attention", "2020-01-01")
    assert "it is due on 2020-01-01, before" in told["warnings"][0]
    for words in (
        ("--add", "x", "--remove", "1"),
        ("--owner", "CIO"),
        ("--settle", "1"),
        ("--outcome", "x"),
        ("--add", " "),
    ):
        assert run(*words)[0] == 2
