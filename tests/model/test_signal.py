"""Signal or chance: known answers of the tests, and the words for them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from balance.model.signal import (
    count_direction,
    direction,
    evidence_word,
    overconfidence_limit,
    power,
    process_limits,
    quarters_until_detectable,
    rate_ratio_p,
    sum_direction,
)


@pytest.mark.parametrize(
    ("x1", "x2", "t1", "t2", "exact", "mid_p"),
    [(8, 3, 1, 1, 0.2265625, 0.14599609), (12, 4, 1, 1, 0.076812744, 0.049041748), (0, 3, 4, 1, 0.008, 0.008)],
)
def test_rate_ratio_known_answers(x1, x2, t1, t2, exact, mid_p):
    assert rate_ratio_p(x1, x2, t1, t2) == pytest.approx(mid_p, rel=1e-7)
    assert stats.binomtest(x2, x1 + x2, t2 / (t1 + t2)).pvalue == pytest.approx(exact, rel=1e-7)


def test_no_counts_prove_nothing():
    assert rate_ratio_p(0, 0, 4, 4) == 1.0
    assert count_direction(0, 0, 4, 4).evidence == "chance"


def test_dispersed_counts_prove_less():
    assert rate_ratio_p(40, 20, 4, 4, 3.0) > rate_ratio_p(40, 20, 4, 4)


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.5, 8), st.floats(0.5, 8), st.floats(1, 8))
def test_rate_ratio_is_a_chance_and_symmetric(x1, x2, t1, t2, psi):
    p = rate_ratio_p(x1, x2, t1, t2, psi)
    assert 0 <= p <= 1
    assert p == pytest.approx(rate_ratio_p(x2, x1, t2, t1, psi), abs=1e-9)


@given(st.integers(0, 60), st.integers(0, 60))
def test_direction_of_counts_agrees_with_the_rates(x1, x2):
    moved = count_direction(x1, x2, 1, 1)
    assert 0.5 <= moved.chance <= 1
    assert x1 == x2 or moved.sign == np.sign(x2 - x1)


def test_words_change_at_ninety_and_seventy():
    assert [evidence_word(c) for c in (0.9, 0.89, 0.7, 0.69)] == ["signal", "probably", "probably", "chance"]


def test_direction_counts_draws():
    assert direction(np.array([-1.0] * 95 + [1.0] * 5)) == direction(np.array([-3.0] * 95 + [0.1] * 5))
    fell = direction(np.array([-1.0] * 95 + [1.0] * 5))
    assert (fell.sign, fell.chance, fell.evidence) == (-1, 0.95, "signal")
    assert direction(np.zeros(8)).chance == 0.5
    assert direction(np.full(3, np.nan)).evidence == "chance"


def test_process_limits_known_answer():
    limits = process_limits([12, 9, 14, 11, 10, 13])
    assert (limits.mean, limits.low, limits.high) == pytest.approx((11.5, 3.52, 19.48))
    assert process_limits([12, 9, 14, 11, 10, 13, 40]).outside == (6,)


def test_one_value_has_no_limits():
    assert process_limits([3.0]).outside == ()
    assert process_limits([]).outside == ()


def test_power_known_answers():
    assert power(20, 8, 11) == pytest.approx(0.810421, abs=5e-7)
    assert power(20, 8, 10) == pytest.approx(0.795744, abs=5e-7)
    assert power(5, 8, 1e5) == pytest.approx(0.50, abs=0.03)


def test_quarters_until_a_quarter_fewer_shows():
    assert quarters_until_detectable(50, 8) == 3
    assert quarters_until_detectable(50, 8, dispersion=2) == 7
    assert quarters_until_detectable(20, 8) == 11
    assert quarters_until_detectable(20, 8, dispersion=2) is None
    assert quarters_until_detectable(10, 8) is None


def test_a_rise_shows_sooner_the_larger_it_is():
    assert power(20, 8, 4, 1.0) > power(20, 8, 4, 0.25) > 0.05


def test_overconfidence_limits_known_answers():
    limits = [overconfidence_limit(n) for n in (8, 12, 20, 25, 40)]
    assert limits == [5, 8, 15, 19, 32]
    alphas = [stats.binom.cdf(x, n, 0.9) for x, n in zip(limits, (8, 12, 20, 25, 40), strict=True)]
    assert [alphas[i] for i in (0, 2, 3, 4)] == pytest.approx([0.038092, 0.043174, 0.033400, 0.041902], abs=5e-7)
    assert overconfidence_limit(1) == -1


def test_a_sum_of_few_amounts_moves_by_chance_and_the_unit_does_not_matter():
    few = sum_direction([1e6, 4e6], [3e6, 4e6, 2e6])
    assert few.sign == 1
    assert few.evidence != "signal"
    assert sum_direction([1.0, 4.0], [3.0, 4.0, 2.0]).chance == pytest.approx(few.chance)
    assert sum_direction([3.0, 4.0, 2.0], [1.0, 4.0]).sign == -1
    assert sum_direction([], [np.nan]).chance == 0.5


def test_two_years_alike_are_called_a_signal_about_as_often_as_promised():
    rng = np.random.default_rng(50000)
    years = [[rng.lognormal(0, 0.8, count) for count in rng.poisson(9, 2)] for _ in range(1500)]
    called = np.mean([sum_direction(*pair).evidence == "signal" for pair in years])
    assert 0.1 < called < 0.26  # either way, so 20 in 100
