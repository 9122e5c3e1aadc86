"""Effects of initiatives on incidents: known answers and what no data must do."""

import numpy as np
import pytest
from scipy import optimize, stats

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


def test_the_maximum_is_that_of_a_general_optimiser_and_the_spread_that_of_its_curvature():
    def minus(effects):
        linear = np.log(EXPOSURE) + X @ effects
        return np.exp(linear).sum() - Y @ linear + 0.5 * (((effects - MEANS) / SDS) ** 2).sum()

    found, fit = optimize.minimize(minus, MEANS, tol=1e-12), coupling.newton(X, Y, EXPOSURE, MEANS, SDS)
    assert fit.effects == pytest.approx(found.x, abs=1e-4)
    step = 1e-4 * np.eye(3)
    curved = [
        [(minus(fit.effects + a + b) - minus(fit.effects + a - b) - minus(fit.effects - a + b)
          + minus(fit.effects - a - b)) / 4e-8 for b in step] for a in step
    ]  # fmt: skip
    assert fit.covariance == pytest.approx(np.linalg.inv(np.array(curved)), rel=1e-4)


def flat(mean, sd):
    """A fit whose load effect is seen with this mean and spread, under the nearly flat prior of the panel."""
    variance = 1 / (1 / sd**2 + 1 / 4)
    return coupling.Poisson(np.array([variance * (mean / sd**2 - 0.3 / 4)]), np.array([[variance]]), 1.0)


@pytest.mark.parametrize(("mean", "sd"), [(0.4, 0.3), (-1.0, 0.2), (0.0, 1.5)])
def test_two_worlds_is_the_mixture_by_quadrature(mean, sd):
    found, at = coupling.two_worlds(flat(mean, sd), 2.0, (-0.3, 0.65)), np.linspace(-5, 5, 20001)
    humps = sum(stats.norm.pdf(at, -0.3 + side * 0.8 * 0.65, 0.6 * 0.65) for side in (-1, 1))
    weight = humps * stats.norm.pdf(mean, at, sd * np.sqrt(coupling.ROUGH))
    weight /= weight.sum()
    assert found.chance @ found.mean == pytest.approx(weight @ at, abs=1e-6)
    assert found.variance == pytest.approx(weight @ at**2 - (weight @ at) ** 2, rel=1e-5)
    levels = np.array([0.1, 0.5, 0.9])
    assert found.drawn(levels) == pytest.approx(np.interp(levels, np.cumsum(weight), at), abs=5e-3)


def test_without_data_two_worlds_are_the_prior_and_doubt_adds_nothing():
    none = coupling.two_worlds(coupling.Poisson(np.array([-0.3]), np.array([[4.0]]), 1.0), 2.0, (-0.3, 0.65))
    assert none.chance == pytest.approx([0.5, 0.5])
    assert none.variance == pytest.approx(0.65**2, rel=1e-6)
    assert none.wider(0.4, 0.0).sd == pytest.approx(none.sd)


def test_effects_given_the_last_are_the_joint_normal():
    fit = coupling.newton(X, Y, EXPOSURE, MEANS, SDS)
    u = draws.uniforms(3, 5).T
    last = fit.effects[-1] + fit.sd[-1] * draws.normal(u[2])
    drawn = coupling.effects_given(fit, list(u[:2]), last)
    assert drawn.mean(axis=0) == pytest.approx(fit.effects, abs=0.03)
    assert np.cov(drawn.T) == pytest.approx(fit.covariance, abs=0.03)
