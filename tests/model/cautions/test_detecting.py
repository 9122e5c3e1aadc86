"""Each caution is told where it is true, and not of an ordinary company; on small cases the numbers are known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company as whole_company
from scipy.special import ndtri
from tests.simulated.cases import CASES
from tests.simulated.recording import company
from tests.simulated.world import world

from balance.findings.cautions import SENTENCES, said
from balance.model.cautions import cautions
from balance.model.cautions.coming_work import trend
from balance.model.cautions.kinds import KINDS, caution
from balance.model.cautions.levels import swing
from balance.model.cautions.unrecorded import follows, recorded_where_large, suspected_floor
from balance.model.fit import fit

SEEDS = (1001, 1004, 1007)


def found(name: str, seed: int) -> dict:
    """The cautions of one made-up company of a kind, by name."""
    return {one.name: one for one in cautions(fit(company(world(CASES[name], seed), 1e6)))}


@pytest.fixture(scope="module")
def general() -> list[dict]:
    return [found("general", seed) for seed in SEEDS]


def test_an_ordinary_company_is_told_what_cannot_be_told_and_nothing_that_is_not_there(general):
    shown = [one.name for told in general for one in told.values() if one.seen]
    assert len(shown) <= 1
    assert all({"drift_unknown", "links_on_trust", "unrecorded"} <= set(told) for told in general)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("floor", "recording_floor"), ("ranges", "loss_ranges"), ("late_starts", "late_starts"),
        ("units_of_one", "units_of_one"), ("two_quarters", "short_history"), ("few_incidents", "few_incidents"),
        ("one_unit", "one_unit"), ("no_links", "no_links"), ("severe_no_floor", "ordinary_above_floor"),
        ("growing", "growing_work"),
    ],
)  # fmt: skip
def test_a_company_of_a_kind_is_told_of_it(kind, name, general):
    assert sum(name in found(kind, seed) for seed in SEEDS[:2]) >= 1
    assert not any(name in told for told in general)


def test_a_stated_floor_is_no_caution():
    told = found("floor_stated", 1001)
    assert not {"recording_floor", "small_unrecorded", "unrecorded"} & set(told)


def test_what_data_shows_comes_first_and_the_heaviest_of_it_first():
    told = cautions(fit(company(world(CASES["floor"], 1001), 1e6)))
    assert [one.seen for one in told] == sorted((one.seen for one in told), reverse=True)
    weights = [one.weight for one in told if one.seen]
    assert weights == sorted(weights, reverse=True)


def test_a_floor_common_to_the_classes_is_found_and_a_smooth_start_is_not():
    even = np.exp(ndtri((np.arange(60) + 0.5) / 60))
    loss, classes = np.concatenate([even, 3 * even]), np.repeat(np.array(["a", "b"], dtype=object), 60)
    assert suspected_floor(loss, classes) is None
    above = loss >= 0.8
    assert suspected_floor(loss[above], classes[above]) == pytest.approx(0.8, rel=0.05)
    assert suspected_floor(np.where(above, loss, np.nan), classes) == pytest.approx(0.8, rel=0.05)
    assert suspected_floor(1e6 * loss[above], classes[above]) == pytest.approx(0.8e6, rel=0.05)


def test_order_names_and_currency_change_no_caution():
    known = company(world(CASES["floor"], 1001), 1e6)
    turned = known.incidents.sample(frac=1.0, random_state=1).reset_index(drop=True)
    turned["class"] = "Z" + turned["class"].astype(str)
    first, second = ([one.name for one in cautions(fit(each))] for each in (known, replace(known, incidents=turned)))
    assert first == second


def test_being_recorded_follows_size_only_where_it_does():
    loss = np.tile([1.0, 9.0], 50)
    group = np.where(loss > 5, "large", "small").astype(object)
    large_only, by_turns = (loss > 5) | (np.arange(100) < 8), np.arange(100) % 4 < 2
    assert recorded_where_large(np.where(large_only, loss, np.nan), large_only, group) > 6
    assert abs(recorded_where_large(np.where(by_turns, loss, np.nan), by_turns, group)) < 1e-9
    assert follows(np.full(100, np.nan), by_turns) == 0.0


def test_starts_that_come_ever_closer_are_a_trend_and_even_ones_are_not():
    assert trend(np.linspace(-12, 0, 49)[1:-1], -12.0, 0.0) == pytest.approx(0.0)
    late = -12 * (1 - np.sqrt((np.arange(48) + 0.5) / 48))
    assert trend(late, -12.0, 0.0) == pytest.approx(np.sqrt(48 * 12) * (2 / 3 - 1 / 2), rel=0.01)
    assert trend(np.zeros(0), -12.0, 0.0) == 0.0


def test_the_swing_of_quarters_is_the_variance_of_their_luck():
    rng = np.random.default_rng(7)
    work = np.exp(rng.normal(0, 0.3, (400, 12)))
    share = 0.6 * work / work.mean(axis=1, keepdims=True) + 0.4
    for luck in (0.1, 1.0):
        counts = rng.poisson(5 * share * rng.gamma(1 / luck, luck, share.shape)).astype(float)
        assert swing(counts, work, 0.6)[0] == pytest.approx(luck, rel=0.12)
    assert swing(np.zeros((2, 4)), np.ones((2, 4)), 0.5) == (0.0, np.inf)


def test_every_caution_has_its_sentence_and_says_to_which_side_and_what_mends_it():
    assert {name.split(":")[0] for name in SENTENCES} == set(KINDS)
    for sentence in SENTENCES.values():
        assert sentence.endswith(".")
        assert ";" in sentence.rsplit(". ", 1)[-1], "what would mend it stands behind the last semicolon"
    assert said(caution("severe_published", 0.4, share=0.4, own=0), "GBP").count("no own event can be counted") == 1
    assert "more downtime than usual" in said(
        caution("small_unrecorded", 0.3, by="downtime", much=0.8, little=0.3, missing=0.5), "GBP"
    )


def test_missing_tables_and_columns_leave_only_what_can_still_be_said():
    known = whole_company(30, 3, 20, seed=5)
    assert {one.name for one in cautions(fit(replace(known, incidents=None)))} <= {
        "no_links", "securing_assumed", "growing_work", "unannounced_work", "late_starts",
    }  # fmt: skip
    without = cautions(fit(replace(known, initiatives=None)))
    assert not {"late_starts", "no_links", "growing_work", "units_of_one"} & {one.name for one in without}
    bare = known.incidents[["incident_id", "opened_at", "class"]]
    assert all(isinstance(said(one, "GBP"), str) for one in cautions(fit(replace(known, incidents=bare))))


def test_downtime_tells_too_that_small_losses_are_left_out():
    known = whole_company(30, 3, 40, seed=5)
    hours = np.arange(len(known.incidents), dtype=float)[::-1] % 97
    rows = known.incidents.assign(downtime_hours=hours)
    rows["loss"] = np.where(hours > 40, 5e4 * np.exp(np.sin(hours)), np.nan)
    told = {one.name: one for one in cautions(fit(replace(known, incidents=pd.DataFrame(rows))))}
    assert {"small_unrecorded", "recording_floor"} & set(told)


@pytest.mark.parametrize(("more", "is_told"), [(0.02, False), (0.2, True)])
def test_a_difference_too_small_to_matter_is_not_told_however_sure_it_is(more, is_told):
    known, count = whole_company(30, 3, 40, seed=5), 40_000
    rng = np.random.default_rng(3)
    hours = rng.uniform(1, 9, count)
    recorded = rng.random(count) < np.where(hours > 5, 0.5 + more, 0.5)
    assert follows(hours, recorded) > 2.6
    rows = pd.DataFrame(known.incidents).sample(count, replace=True, random_state=3, ignore_index=True)
    rows = rows.assign(incident_id=[f"I{at}" for at in range(count)], downtime_hours=hours)
    rows["loss"] = np.where(recorded, 5e4 * np.exp(rng.normal(0, 1, count)), np.nan)
    told = cautions(fit(replace(known, incidents=rows)))
    assert any(one.name == "small_unrecorded" and one.facts["by"] == "downtime" for one in told) is is_told
