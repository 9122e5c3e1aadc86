"""Rates and sizes of losses, operational classes and the severe one together."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import KNOWN, resolve
from balance.company import Company
from balance.model.frequency import PRIOR_SHAPE
from balance.model.history import history
from balance.model.losses import SEVERE, fit_losses
from balance.model.severe import SHAPE
from balance.model.severe_events import SevereClass, severe_rates, unlike_published
from balance.model.severity import SeverityPrior

COMPANY = company(20, 3, 10, seed=3)


def stated(**rows):
    return resolve(pd.DataFrame({"key": list(rows), "value": [str(value) for value in rows.values()]}))


def losses_with(frame=None, **rows):
    given = stated(**rows)
    changed = Company(COMPANY.as_of, given, COMPANY.initiatives, COMPANY.incidents if frame is None else frame)
    return fit_losses(history(changed), given)


def test_without_revenue_there_is_no_severe_class():
    assert losses_with().severe is None
    assert SEVERE not in losses_with().classes


def test_the_severe_class_stands_last_and_alone():
    found = losses_with(severe_frequency=0.1, materiality_floor=1e9)
    assert found.classes[-1] == SEVERE
    assert found.independent == (3,)
    assert found.shares.external[-1] == 1.0
    assert found.rates[:, -1].mean() == pytest.approx(0.886 / (0.886 / 0.1 + 3.0), rel=0.04)


def test_k09_with_own_history():
    for events, years, mean in ((0, 5.0, 0.062935662), (1, 5.0, 0.13396914), (2, 3.0, 0.23894944)):
        rare = SevereClass(0.0976, 6e5, 3e7, 3e4, events, events, True)
        rates, _ = severe_rates(rare, years)
        assert rates.mean() == pytest.approx(mean, rel=0.01)


def test_own_incidents_above_the_floor_leave_the_operational_classes():
    without, with_severe = losses_with(), losses_with(severe_frequency=0.1, materiality_floor=1e5)
    assert with_severe.severe.own_events > 10
    assert with_severe.incidents[:3].sum() + with_severe.severe.own_events == without.incidents.sum()
    assert (with_severe.cap[:3] == 1e5).all()
    assert with_severe.rates.sum(axis=1).mean() == pytest.approx(without.rates.sum(axis=1).mean(), rel=0.25)


def test_stating_revenue_does_not_hide_what_own_history_costs():
    """Far more losses above the published floor than published experience knows: they are ordinary ones."""
    told = losses_with(revenue=5e8)
    known = COMPANY.incidents["loss"].dropna()
    recorded = known.mean() * len(COMPANY.incidents) / 3
    assert float((told.costly * told.means).sum(axis=1).mean()) > 0.7 * recorded
    assert told.severe.floor > 1e5
    assert told.severe.own_events <= 5


def test_a_stated_floor_stays_as_it_is():
    assert losses_with(revenue=5e8, materiality_floor=3.6e4).severe.floor == 3.6e4
    assert losses_with(revenue=5e8, materiality_floor=3.6e4).severe.seen == 1.0


def test_own_events_are_held_against_the_published_ones_above_a_stated_floor():
    """No event above a high floor says less against severe events than none above a low one."""
    low, high = (losses_with(revenue=5e8, materiality_floor=floor) for floor in (3e7, 6e7))
    assert low.severe.own_events == high.severe.own_events == 0
    assert 0 < high.severe.seen < low.severe.seen < 1
    assert (high.rates[:, -1] > low.rates[:, -1]).all()
    assert low.cap[0] == 3e7


def test_so_many_events_are_unlike_published_experience():
    assert not unlike_published(0, 5.0, 0.1)
    assert not unlike_published(2, 3.0, 0.1)
    assert unlike_published(30, 3.0, 0.1)


def test_missing_and_zero_losses():
    incidents = COMPANY.incidents
    none = losses_with(incidents.assign(loss=np.nan))
    assert (none.known == 0).all()
    assert none.missing_share == 1.0
    assert (none.measured_loss == 0).all()
    zero = losses_with(incidents.assign(loss=0.0))
    assert (zero.costly < 0.2 * zero.rates).all()


def test_a_range_of_losses_counts_as_its_middle():
    incidents = COMPANY.incidents.assign(loss=np.nan, loss_low=1e4, loss_high=4e4)
    found = losses_with(incidents)
    assert found.missing_share == 0.0
    assert np.median(found.medians) == pytest.approx(2e4, rel=0.15)


def test_the_cap_follows_the_largest_known_loss():
    incidents = COMPANY.incidents.assign(loss=COMPANY.incidents["loss"].where(COMPANY.incidents.index != 5, 3e6))
    assert losses_with(incidents).cap[0] == pytest.approx(100 * max(3e6, COMPANY.incidents["loss"].max()))


def test_an_old_as_of_date_is_no_error():
    early = Company(date(2000, 1, 1), resolve(None), COMPANY.initiatives, COMPANY.incidents)
    assert len(history(early).incidents) == 0


def test_a_stated_floor_of_recording_reaches_rates_and_sizes():
    small = COMPANY.incidents["loss"] < 2e4
    frame = COMPANY.incidents[~small]
    plain = losses_with(frame)
    cut = losses_with(frame, **{"loss_recording_floor": 2e4, "loss_recording:rows_below": "absent"})
    assert (cut.costly > plain.costly).mean() > 0.99
    assert np.median(cut.medians) < np.median(plain.medians)
    blank = losses_with(
        COMPANY.incidents.assign(loss=COMPANY.incidents["loss"].mask(small)),
        **{"loss_recording_floor": 2e4, "loss_recording:missing_means": "below_floor"},
    )
    assert (blank.costly == blank.rates).all()
    assert np.median(blank.medians) < np.median(plain.medians)


def test_losses_of_two_kinds_are_found_and_lognormal_ones_can_be_stated():
    rng = np.random.default_rng(5)
    rare = rng.random(len(COMPANY.incidents)) < 0.15
    two = COMPANY.incidents.assign(loss=np.exp(np.where(rare, 15.0, 9.0) + 0.5 * rng.standard_normal(len(rare))))
    assert (1 - losses_with(two).shape.lognormal).min() > 0.9
    assert losses_with(two, **{"effect:lognormal_losses": 1.0}).shape.lognormal.tolist() == [1.0] * 3
    means = losses_with(two).means.mean(axis=0)
    assert means == pytest.approx(np.full(3, two["loss"].mean()), rel=0.6)


WEIGHTS = (
    "effect:class_weight", "effect:loss_weight", "effect:loss_spread_weight", "effect:second_kind_above",
    "effect:kinds_by_class", "effect:severe_alike", "effect:severe_loss_weight", "effect:severe_spread_weight",
)  # fmt: skip


def told(found):
    return [found.rates, found.mu, found.sigma, *(getattr(found.shape, part) for part in ("share", "place", "width"))]


@pytest.mark.parametrize("key", WEIGHTS)
def test_every_weight_of_what_is_assumed_can_be_stated(key):
    severe = {"severe_frequency": 0.1, "materiality_floor": 1e9}
    usual = told(losses_with(**severe))
    for stated_as, same in ((KNOWN[key].value, True), (KNOWN[key].low, False), (KNOWN[key].high, False)):
        found = told(losses_with(**severe, **{key: stated_as}))
        assert all(np.array_equal(one, other) for one, other in zip(usual, found, strict=True)) is same


def test_a_documented_weight_is_the_one_the_model_has():
    given = SeverityPrior()
    documented = (given.weight, given.shape, given.second_above, given.alone, SHAPE, PRIOR_SHAPE)
    keys = ("effect:loss_weight", "effect:loss_spread_weight", "effect:second_kind_above", "effect:kinds_by_class",
            "effect:severe_alike", "effect:class_weight")  # fmt: skip
    assert documented == tuple(KNOWN[key].value for key in keys)
