"""Effects of initiatives on incidents: known answers and what no data must do."""

import numpy as np
import pytest

from balance.model import coupling, draws

X = np.array([(1, 0, 0), (1, 1, 0.5), (1, 0, -0.3), (1, 1, 0.2), (1, 0.5, 0), (1, 0, 0.4)])
Y = np.array([1, 4, 0, 3, 1, 2.0])
EXPOSURE = np.array([1, 1, 0.5, 1, 1, 1.0])
MEANS, SDS = np.array([0, np.log(1.3), -0.4]), np.array([10, 0.6, 0.5])


def test_k17_maximum_spread_and_evidence():
    fit = coupling.newton(X, Y, EXPOSURE, MEANS, SDS)
    assert fit.effects == pytest.approx([0.37087627, 0.65734633, -0.1021549], abs=5e-8)
    assert fit.sd == pytest.approx([0.40369878, 0.45282371, 0.46882031], abs=5e-8)
    assert coupling.weights_of(fit, SDS)[1:] == pytest.approx([0.43041857, 0.12083008], abs=5e-8)


def test_k17b_a_flat_prior_is_the_plain_regression():
    fit = coupling.newton(X, Y, EXPOSURE, np.zeros(3), np.full(3, 1e5))
    assert fit.effects == pytest.approx([-0.18482989, 0.67683168, 2.011406], abs=2e-7)
    assert fit.sd == pytest.approx([0.62466815, 0.75545306, 1.5739921], abs=2e-7)


def test_k18_share_that_changes_cause():
    share, chance = coupling.change_caused_share(30, 100, (5.0, 5.0))
    assert share @ np.diff(chance, prepend=0.0) == pytest.approx(0.49823, abs=5e-6)
    low, high = coupling.drawn_share(30, 100, (5.0, 5.0), np.array([0.05, 0.95]))
    assert (low, high) == pytest.approx((0.3137, 0.7264), abs=5e-4)


def test_without_incidents_the_share_is_its_prior():
    share, chance = coupling.change_caused_share(0, 0, (5.0, 5.0))
    assert share @ np.diff(chance, prepend=0.0) == pytest.approx(0.5, abs=1e-9)


def test_without_counts_the_effects_are_their_priors():
    fit = coupling.newton(X, np.zeros(6), EXPOSURE, MEANS, SDS)
    assert np.isfinite(fit.effects).all()
    assert fit.effects[1:] == pytest.approx(MEANS[1:], abs=0.05)
    assert max(coupling.weights_of(fit, SDS)[1:]) < 0.05


def test_without_rows_the_effects_are_their_priors_exactly():
    fit = coupling.dispersed(np.zeros((0, 3)), np.zeros(0), np.zeros(0), MEANS, SDS, np.zeros(0, dtype=np.int64))
    assert fit.effects == pytest.approx(MEANS)
    assert fit.sd == pytest.approx(SDS)


def test_huge_counts_and_exposures_converge():
    fit = coupling.newton(X, 1e6 * Y, EXPOSURE, MEANS, SDS)
    assert np.isfinite(fit.effects).all()
    assert fit.effects[0] > 10


def test_scattered_unit_quarters_widen_the_effects():
    y, cell = np.array([0, 12, 0, 0, 9, 0.0]), np.array([0, 0, 1, 1, 2, 2])
    wide = coupling.dispersed(X, y, EXPOSURE, MEANS, SDS, cell)
    assert wide.dispersion > 1.0
    assert wide.sd[1] > coupling.newton(X, y, EXPOSURE, MEANS, SDS).sd[1]


def test_drawn_effects_have_the_fits_mean_and_spread():
    fit = coupling.newton(X, Y, EXPOSURE, MEANS, SDS)
    drawn = coupling.effects_drawn(fit, draws.uniforms(3, 5).T)
    assert drawn.mean(axis=0) == pytest.approx(fit.effects, abs=0.03)
    assert drawn.std(axis=0) == pytest.approx(fit.sd, rel=0.06)


def test_load_has_a_floor():
    assert coupling.load(np.array([[0.0, 3.0]]), np.array([0]), 2).tolist() == [[0.25, 3.0], [0.25, 0.25]]
