"""From made-up companies to the table: the same bytes again, resumed where it stopped, and the ranges not far off."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.simulated import calibrate, judging
from tests.simulated.cases import CASES
from tests.simulated.covering import LEAST, MOST, PARTICULAR, covering, touched
from tests.simulated.firm import truth_of
from tests.simulated.futures import futures, running
from tests.simulated.judging import judged
from tests.simulated.recording import company, floor_of, identity, incidents
from tests.simulated.table import COVERAGE, EFFECTS, LEVERS, document, mean
from tests.simulated.world import world

from balance.model.cautions.kinds import KINDS
from balance.schema import TABLES


@pytest.fixture(scope="module")
def general() -> list[dict[str, float]]:
    """Six general companies, judged."""
    return [judged(CASES["general"], seed, with_warnings=seed < 3) for seed in range(6)]


def test_the_ranges_are_neither_blind_nor_endless(general):
    """A handful of companies cannot tell 0.74 from 0.80; they can tell a broken model."""
    for score in ("loss in 10-90", "incidents next year", "incidents next quarter", "value landing"):
        assert 0.5 < mean(general, score) < 0.99
    assert 0.25 < mean(general, "P50 kept") < 0.8
    assert mean(general, "P20 kept") < mean(general, "P50 kept") < mean(general, "P80 kept")
    assert abs(mean(general, "rate bias")) < 0.3
    assert mean(general, "landing Brier best") <= mean(general, "landing Brier") < 0.25
    assert mean(general, "chance Brier best") <= mean(general, "chance Brier") < 0.3


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_company_has_its_tables(name):
    told = company(world(CASES[name], 3), 1e6)
    assert len(told.initiatives) > 5
    assert (told.incidents is None) == (name == "no_incidents")


@pytest.mark.parametrize("name", ["no_incidents", "severe", "units_of_one", "two_quarters", "no_links"])
def test_the_odd_ones_can_be_judged(name):
    scores = judged(CASES[name], 3)
    assert np.isfinite(scores["load on delivery"])
    assert ("rate" in scores) == CASES[name].incident_table
    assert all(0 <= scores[score] <= 1 for score in ("late", "technology", "size", "load", "value landing"))


def test_kinds_that_differ_in_losses_only_share_everything_else(general):
    alike = [name for name in CASES if CASES[name].differs_in_losses_only]
    assert {"mixture", "floor_stated", "complete_losses"} <= set(alike)
    assert not {"general", "work", "severe", "no_links", "strong"} & set(alike)
    other = judged(CASES["mixture"], 0)
    shared = ("rate", "incidents next year", "value landing", "P50 kept", "late", "load", "load on delivery bias")
    assert {score: other[score] for score in shared} == {score: general[0][score] for score in shared}
    assert other["bad year bias"] != general[0]["bad year bias"]


def test_the_same_seed_gives_the_same_company_and_the_same_scores(general):
    made = [company(world(CASES["general"], 1), 1e6) for _ in range(2)]
    pd.testing.assert_frame_equal(made[0].initiatives, made[1].initiatives)
    pd.testing.assert_frame_equal(made[0].incidents, made[1].incidents)
    assert judged(CASES["general"], 1, with_warnings=True) == general[1]


def test_frames_hold_columns_of_the_schema_and_nothing_of_the_truth():
    told = company(world(CASES["severe"], 2), 1e6)
    for table in ("initiatives", "incidents", "changes"):
        assert set(getattr(told, table).columns) <= {column.name for column in TABLES[table].columns}
    assert (told.incidents["opened_at"] < np.datetime64("2026-10-01")).all()
    choices = TABLES["initiatives"].columns[2].choices
    assert set(told.initiatives["stage"]) <= set(choices)


def test_the_plan_is_what_the_table_knows():
    made = world(CASES["unannounced"], 5)
    told = company(made, 1e6).initiatives
    listed = set(told.loc[told["stage"].isin(["in_flight", "approved"]), "initiative_id"])
    assert listed == {identity(row) for row in running(made)}
    assert (made.firm.announced | (made.firm.start >= 0)).all()
    assert not made.firm.announced.all()


def recorded(name: str, seed: int = 4):
    """The incident table of one company and its true losses."""
    made = world(replace(CASES[name], per_quarter=(40.0, 40.0)), seed)
    return made, incidents(made)[0]


def test_half_of_the_losses_are_missing_and_not_the_large_ones_where_it_says_so():
    made, table = recorded("general")
    assert table["loss"].isna().mean() == pytest.approx(0.5, abs=0.1)
    made, table = recorded("small_missing")
    gone = table["loss"].isna()
    assert np.log(made.incidents.loss[gone]).mean() < np.log(made.incidents.loss[~gone]).mean() - 0.5
    made, table = recorded("floor")
    assert table["loss"].min() >= floor_of(made)
    assert made.incidents.loss[table["loss"].isna()].max() < floor_of(made)


def test_ranges_hold_the_true_loss():
    made, table = recorded("ranges")
    ranged = table["loss_low"].notna()
    assert 0.1 < ranged.mean() < 0.4
    assert (table["loss_low"] <= made.incidents.loss)[ranged].all()
    assert (table["loss_high"] >= made.incidents.loss)[ranged].all()


def links(name: str, seeds=range(5)):
    """Of the incidents of some companies: whether they name an initiative, whether the right one, when it joined."""
    rows = []
    for seed in seeds:
        made, table = recorded(name, seed)
        changes = incidents(made)[1].set_index("change_id")["initiative_id"]
        named = table["initiative_id"].astype(object).fillna(table["change_id"].map(changes).astype(object))
        cause = made.incidents.cause
        right = np.array([identity(row) if row >= 0 else None for row in cause], dtype=object)
        rows.append(pd.DataFrame({"named": named.notna(), "right": named == right, "own": cause >= 0,
                                  "early": (cause >= 0) & (made.firm.score[cause] == 0)}))  # fmt: skip
    return pd.concat(rows)


def test_links_are_lost_and_false_as_the_case_says():
    assert not links("no_links")["named"].any()
    whole = links("all_linked")
    assert (whole["named"] == whole["own"]).all()
    plain = links("general")
    assert plain.loc[plain["named"], "right"].all()
    lost = links("early_links_lost")
    kept = lost[lost["own"]].groupby("early")["named"].mean() / plain[plain["own"]].groupby("early")["named"].mean()
    assert kept[True] == pytest.approx(0.5, abs=0.07)
    assert kept[False] == pytest.approx(1.0, abs=0.01)
    false = links("false_links")
    assert 0.15 < 1 - false.loc[false["named"], "right"].mean() < 0.6


def test_a_limit_is_where_its_chance_can_be_tried(general):
    assert 0.1 < mean(general, "chance true") < 0.5


def test_severe_events_happen_as_often_as_published():
    rates = [truth_of(CASES["severe"], seed, 30).severe_rate for seed in range(300)]
    assert 0.08 < np.mean(rates) < 0.115
    assert futures(world(CASES["severe"], 1)).rate > futures(world(CASES["general"], 1)).rate


def asked(folder, *words: str) -> list[str]:
    """The words of a small run whose results go to a folder."""
    return [*words, "--seeds", "tuning", "--cases", "general,mixture", "--cache", str(folder), "--out",
            str(folder / "calibration.md")]  # fmt: skip


def test_a_run_goes_on_where_it_stopped_and_writes_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(calibrate, "ProcessPoolExecutor", InPlace)
    monkeypatch.setattr(judging, "judged", lambda case, seed, with_warnings: {"rate": float(seed % 2)})
    monkeypatch.setattr(calibrate, "BATCH", 1)
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    calibrate.main(asked(one, "--companies", "1"))
    before = InPlace.jobs
    calibrate.main(asked(one, "--companies", "2"))
    assert InPlace.jobs - before == 2
    calibrate.main(asked(two, "--companies", "2"))
    assert (one / "calibration.md").read_bytes() == (two / "calibration.md").read_bytes()
    told = (one / "calibration.md").read_text(encoding="utf-8")
    assert "2 made-up companies of each of 2 kinds" in told
    assert "| mixture | **0.50** |" in told
    assert "| mixture | 2 | one class holds many small losses and few huge ones |" in told


@pytest.mark.parametrize("lost", [1, 4, 6, 9, 14, 16])
def test_a_company_that_was_cut_short_is_measured_again(tmp_path, lost):
    path, whole = tmp_path / "general.csv", [(7, "rate", 1.0), (7, calibrate.WHOLE, 1.0)]
    calibrate.append(path, [(8, "rate", 0.5), (8, "bad year", 0.25)])
    path.write_bytes(path.read_bytes()[:-lost])
    calibrate.append(path, whole)
    assert calibrate.known(path) == {7: {"rate": 1.0}}
    calibrate.append(path, [(8, "rate", 0.5), (8, calibrate.WHOLE, 1.0)])
    assert calibrate.known(path)[8]["rate"] == 0.5


class InPlace:
    """Runs jobs at once instead of in other processes."""

    jobs = 0

    def __init__(self, *_words, **_named):
        pass

    def shutdown(self, **_named):
        pass

    def submit(self, work, *words):
        from concurrent.futures import Future

        done = Future()
        done.set_result(work(*words))
        InPlace.jobs += 1
        return done


def test_the_two_sets_of_seeds_never_meet():
    wanted = [range(first, first + calibrate.MOST_COMPANIES) for first in sorted(calibrate.FIRST_SEED.values())]
    assert wanted[0].stop <= wanted[1].start


def test_an_unknown_kind_is_refused(capsys):
    with pytest.raises(SystemExit):
        calibrate.arguments(["--cases", "generel"])
    assert "no such kind: generel" in capsys.readouterr().err


def test_what_is_outside_is_listed_with_what_the_product_says():
    narrow = {"bad year": 0.0, "rate": 0.0, "caution: recording_floor": 1.0, "asked for warnings": 1.0,
              "warns: Half of it is missing.": 1.0}  # fmt: skip
    wide = {"rate": 1.0, "caution: drift_unknown": 1.0, "asked for warnings": 1.0}
    told = document({"general": [wide], "floor": [narrow, narrow, {"bad year": 0.0}]}, "final", 1)
    assert "3 ranges lie outside; the product's own cautions cover 2 of them" in told
    assert "| floor | – | **A** 0.67: bad year 0.00 | rate 0.00 |" in told
    assert "| general | **B** 1.00: rate 1.00 | – | – |" in told
    assert "| A | No loss below # is recorded" in told
    assert "| recording_floor | floor 0.67 | 0.00 | general 0.00 |" in told
    assert "| floor | Half of it is missing. | 1.00 |" in told


def test_a_caution_covers_only_its_own_side_and_only_where_it_is_told_often():
    often, seldom = {"bad year": 0.0, "caution: drift_unknown": 1.0}, {"bad year": 0.0}
    assert covering([often], "bad year", "too narrow") is None
    assert covering([often, seldom], "bad year", "too wide") == "drift_unknown"
    assert covering([often, seldom, seldom], "bad year", "too wide") is None


def test_every_score_that_is_judged_is_about_a_number_that_cautions_know():
    known = {number for kind in KINDS.values() for number in kind.touches}
    scores = [score for _, score in (*COVERAGE, *EFFECTS, *LEVERS)]
    assert {touched(score) for score in (*scores, "P80 kept")} <= known
    assert known <= {touched(score) for score in (*scores, "P80 kept")}
    assert set(PARTICULAR) == {name for name, kind in KINDS.items() if kind.seen}

    assert 0.74 == LEAST < MOST == 0.88
