import numpy as np
import pandas as pd

from balance.sample.incidents import rates
from balance.sample.truth import Truth
from balance.sample.world import simulate


def test_about_six_hundred_incidents_in_six_classes(union):
    assert 540 <= len(union) <= 680
    assert set(union["Category"]) == {kind.name for kind in Truth().classes}
    assert union["Category"].value_counts().min() >= 20


def test_half_of_the_losses_are_missing_and_none_is_zero(union):
    assert 0.44 < union["Gross loss"].isna().mean() < 0.58
    assert (union["Gross loss"].dropna() > 0).all()
    assert union["Gross loss"].max() > 50 * union["Gross loss"].median()


def test_links_are_partial_and_some_run_only_through_changes(exports, union):
    changes = pd.concat([tables["changes"] for tables in exports.values()]).set_index("Number")["Project"]
    direct = union["Project"].notna()
    through = ~direct & union["Caused by Change"].map(changes).notna()
    assert 0.25 < direct.mean() < 0.5
    assert 0.05 < through.mean() < 0.25


def test_links_name_the_true_cause(world, union):
    numbers = [one.number for one in world.initiatives]
    truth = world.incidents.set_index("incident_id")["cause"]
    linked = union.dropna(subset="Project")
    assert [numbers[truth[number]] for number in linked["Number"]] == list(linked["Project"])


def test_counts_vary_more_than_chance_alone(world):
    """Within a quarter units vary around what is expected of them by more than a Poisson count would."""
    ratios = []
    for seed in (7, 8, 9):
        one = simulate(seed, 12)
        counted = _by_unit_and_quarter(one)
        expected = _expected(one)
        ratios.append(((counted - expected) ** 2 / expected).mean())
    assert 1.2 < np.mean(ratios) < 4.0


def test_the_sample_itself_is_overdispersed(union):
    counts = union.groupby(union["Opened"].dt.to_period("Q")).size().to_numpy()
    assert counts.var(ddof=1) / counts.mean() > 1.2


def test_more_at_once_means_more_incidents_for_each(world):
    """Expected incidents of one initiative rise with the load by the true elasticity."""
    active = np.zeros(len(world.initiatives))
    food = [row for row, one in enumerate(world.initiatives) if one.idea.unit == "Food Logistics UK"]
    active[food[:2]] = 1.0
    few, _ = rates(active, world.initiatives, world.truth)
    active[food[2:4]] = 1.0
    many, _ = rates(active, world.initiatives, world.truth)
    assert many[food[0]] / few[food[0]] == np.float64(2.0) ** world.truth.load_risk


def test_load_shows_in_the_counts(world):
    load = np.array([world.delivery.quarter(day).sum() for day in world.quarters])
    assert np.corrcoef(load, _by_unit_and_quarter(world).sum(axis=1))[0, 1] > 0.7


def test_late_joining_and_technology_show_in_the_counts():
    """Incidents per open quarter, pooled over companies, differ by about the true factor."""
    caused, exposure = {0.0: 0.0, 1.0: 0.0}, {0.0: 0.0, 1.0: 0.0}
    truth = Truth()
    for seed in range(20, 26):
        one = simulate(seed, 12)
        counts = one.incidents.loc[one.incidents["cause"] >= 0, "cause"].value_counts()
        flat = Truth(late_factor=1.0)
        expected = sum(rates(one.delivery.quarter(day), one.initiatives, flat)[0] for day in one.quarters)
        for row, initiative in enumerate(one.initiatives):
            if initiative.score in caused:
                caused[initiative.score] += counts.get(row, 0)
                exposure[initiative.score] += expected[row]
    factor = (caused[1.0] / exposure[1.0]) / (caused[0.0] / exposure[0.0])
    assert 0.75 * truth.late_factor < factor < 1.3 * truth.late_factor


def test_losses_have_the_true_medians(world):
    for kind in world.truth.classes:
        losses = pd.concat(
            [one.incidents.loc[one.incidents["class"] == kind.name, "true_loss"] for one in (world, simulate(8, 12))]
        )
        error = kind.spread * 1.2533 / np.sqrt(len(losses))
        assert abs(np.log(losses.median() / kind.median_loss)) < 3.5 * error


def test_times_are_in_order(union):
    assert (union["Occurred"] <= union["Detected"]).all()
    assert (union["Detected"] <= union["Opened"]).all()
    resolved = union["Resolved"].notna()
    assert (union.loc[resolved, "Opened"] <= union.loc[resolved, "Resolved"]).all()


def _by_unit_and_quarter(world):
    frame = world.incidents
    table = pd.crosstab(frame["opened_at"].dt.to_period("Q"), frame["business_unit"])
    return table.to_numpy(dtype=float)


def _expected(world):
    units = sorted({one.idea.unit for one in world.initiatives})
    rows = []
    for day in world.quarters:
        own, others = rates(world.delivery.quarter(day), world.initiatives, world.truth)
        named = dict(zip(world.truth.unit_share_of_others, others, strict=True))
        rows.append([
            named[unit] + sum(rate for rate, one in zip(own, world.initiatives, strict=True) if one.idea.unit == unit)
            for unit in units
        ])  # fmt: skip
    return np.array(rows)
