from datetime import date

import numpy as np

from balance.sample.calendar import month_of
from balance.sample.delivery import deliver, speed_of
from balance.sample.initiatives import draw_initiatives
from balance.sample.portfolio import UNITS
from balance.sample.truth import Truth

START = month_of(date(2022, 9, 1))


def _delivered(load_delivery):
    truth = Truth(load_delivery=load_delivery)
    initiatives = draw_initiatives(np.random.default_rng(3), truth, START)
    return initiatives, deliver(initiatives, truth, START, 150)


def test_speed_is_one_at_the_usual_load_and_falls_by_the_true_elasticity():
    truth = Truth()
    usual = np.array([truth.usual_open[unit] for unit in UNITS])
    assert np.allclose(speed_of(usual, truth), 1.0)
    assert np.allclose(speed_of(2 * usual, truth), 2.0**-truth.load_delivery)


def test_without_congestion_an_initiative_takes_its_own_time():
    initiatives, delivery = _delivered(0.0)
    for row, one in enumerate(initiatives):
        finish = delivery.finished_on[row]
        if finish is None or one.held is not None:
            continue
        assert abs((finish - one.started_on).days - one.work_ratio * one.idea.months * 30.4375) < 20


def test_congestion_stretches_the_time_of_the_later_ones():
    initiatives, free = _delivered(0.0)
    _, crowded = _delivered(Truth().load_delivery)
    both = zip(initiatives, free.finished_on, crowded.finished_on, strict=True)
    waits = [(one.idea.start, (late - soon).days) for one, soon, late in both if soon and late]
    early, later = ([days for start, days in waits if (start >= "2025-04") == side] for side in (False, True))
    assert np.mean(later) > np.mean(early) + 20


def test_work_done_adds_up_to_the_work_there_was():
    initiatives, delivery = _delivered(0.5)
    for row, one in enumerate(initiatives):
        if delivery.finished_on[row] is not None:
            assert np.isclose(delivery.work[row].sum(), one.work_ratio * one.idea.months)


def test_nothing_is_worked_on_before_its_start_after_its_end_or_on_hold():
    initiatives, delivery = _delivered(0.5)
    for row, one in enumerate(initiatives):
        months = np.flatnonzero(delivery.active[row]) + START
        if len(months):
            assert months[0] >= month_of(one.started_on)
            end = delivery.finished_on[row] or one.cancelled_on
            assert end is None or months[-1] <= month_of(end)
            assert one.held is None or not ((months >= month_of(one.held[0])) & (months < month_of(one.held[1]))).any()
