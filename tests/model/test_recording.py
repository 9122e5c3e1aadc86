"""A stated recording rule: exact against integrals taken numerically, and what it does to rates and sizes."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from balance.assumptions import resolve, senseless
from balance.model.loss_posterior import posterior
from balance.model.normal_inverse_gamma import NormalInverseGamma
from balance.model.recording import Rule, Unrecorded, for_each_recorded, ln_chance, recording_rule
from balance.model.severity import SeverityPrior, fit_severity

PRIOR = NormalInverseGamma(10.0, 1.0, 3.0, 3.92)
X = np.log([6e3, 7e3, 9e3, 15e3, 22e3, 60e3, 150e3])
FLOOR = 5e3
RULES = {
    "absent": (Rule(FLOOR, True), Unrecorded(missing=4)),
    "small ones blank": (Rule(FLOOR, False, "below_floor"), Unrecorded(missing=6)),
    "blank for any reason": (Rule(FLOOR, False), Unrecorded(missing=6)),
    "some below all the same": (Rule(FLOOR, False, "below_floor"), Unrecorded(missing=3, below=2)),
}


def floor_factor(name, p_below):
    """What a person would write down from the rule; the share missing for other reasons by quadrature."""
    n, above = len(X), 1 - p_below
    if name == "small ones blank":
        return p_below**6
    if name == "some below all the same":
        return p_below**5
    return integrate.quad(lambda q: (p_below + above * q) ** 6 * (1 - q) ** n, 0, 1)[0]


def by_hand(name):
    """Mean of centre and of squared spread by two-dimensional quadrature."""

    ln_sigma, mu = np.linspace(np.log(0.3), np.log(8.0), 161)[:, None], np.linspace(-6, 14, 401)
    sigma = np.exp(ln_sigma)
    ln = -(2 * PRIOR.shape + 1) * ln_sigma - (PRIOR.scale + PRIOR.weight * (mu - PRIOR.centre) ** 2 / 2) / sigma**2
    ln = ln + sum(stats.norm(mu, sigma).logpdf(x) for x in X)
    if name == "absent":
        ln = ln - len(X) * stats.norm(mu, sigma).logsf(np.log(FLOOR))
    else:
        ln = ln + np.log(np.maximum(floor_factor(name, stats.norm(mu, sigma).cdf(np.log(FLOOR))), 1e-300))
    table = np.exp(ln - ln.max())
    table /= table.sum()
    return float((table * mu).sum()), float((table * sigma**2).sum())


@pytest.mark.parametrize("name", ["absent", "small ones blank", "some below all the same"])
def test_the_posterior_is_that_of_the_rule(name):
    rule, rows = RULES[name]
    mean, _, square = posterior(X, PRIOR, rule, rows).moments()
    wanted = by_hand(name)
    assert mean == pytest.approx(wanted[0], abs=0.03)
    assert square == pytest.approx(wanted[1], rel=0.03)


def test_missing_for_any_reason_is_integrated_out():
    p = 0.3
    rule, rows = RULES["blank for any reason"]
    at = [float(np.exp(ln_chance(rule, len(X), rows, np.log(q), np.log(1 - q)))) for q in (p, 0.6)]
    wanted = [floor_factor("blank for any reason", q) for q in (p, 0.6)]
    assert at[0] / at[1] == pytest.approx(wanted[0] / wanted[1], rel=1e-8)


def test_without_a_rule_the_grid_agrees_with_the_formula():
    after = PRIOR.updated(X)
    found = posterior(X, PRIOR)
    mean, variance, square = found.moments()
    assert mean == pytest.approx(after.centre, abs=1e-3)
    assert variance == pytest.approx(after.centre_variance, rel=0.03)
    assert square == pytest.approx(after.scale / (after.shape - 1), rel=0.03)
    u = np.linspace(0.02, 0.98, 49)
    one, other = found.draw(np.zeros(49, dtype=np.intp), np.full(49, 0.5), u), after.draw(np.full(49, 0.5), u)
    assert np.abs(np.log(one[1] / other[1])).max() < 0.05
    assert np.abs(one[0] - other[0]).max() < 0.05


@pytest.mark.parametrize("name", list(RULES))
def test_draws_have_the_moments_of_the_grid(name):
    rng = np.random.default_rng(1)
    found = posterior(X, PRIOR, *RULES[name])
    centre, spread = found.draw(np.zeros(20000, dtype=np.intp), rng.random(20000), rng.random(20000))
    mean, variance, square = found.moments()
    assert centre.mean() == pytest.approx(mean, abs=4 * np.sqrt(variance / 20000) + 0.02)
    assert centre.var() == pytest.approx(variance, rel=0.1)
    assert (spread**2).mean() == pytest.approx(square, rel=0.06)


def test_what_is_cut_off_makes_typical_losses_smaller_and_incidents_more():
    losses = {"a": np.exp(X)}
    plain = fit_severity(losses, cap=1e7)
    cut = fit_severity(losses, cap=1e7, rule=Rule(FLOOR, True))
    assert np.median(cut.medians) < np.median(plain.medians)
    assert cut.unrecorded.min() >= 1.0
    assert cut.unrecorded.max() <= 20.0
    assert plain.unrecorded.tolist() == np.ones((256, 1)).tolist()


def test_blank_rows_that_mean_small_pull_down_and_take_no_shift():
    losses, prior = {"a": np.exp(X)}, SeverityPrior(shift=(5.0, 0.0))
    few, many = (
        fit_severity(losses, cap=1e7, prior=prior, rule=Rule(FLOOR, False, "below_floor"),
                     rows={"a": Unrecorded(count)}, missing_share={"a": 0.5})
        for count in (1, 20)
    )  # fmt: skip
    assert np.median(many.medians) < np.median(few.medians)
    assert np.median(few.medians) > 5e3


def test_every_row_blank_or_none_at_all_is_finite():
    for rule in (Rule(FLOOR, True), Rule(FLOOR, False), Rule(FLOOR, False, "below_floor")):
        fit = fit_severity({"a": [], "b": []}, cap=1e7, rule=rule, rows={"a": Unrecorded(40), "b": Unrecorded()})
        assert np.isfinite(fit.means).all()
        assert fit.measured.tolist() == [0.0, 0.0]


def test_the_rule_is_read_from_what_is_stated():
    rows = {"loss_recording_floor": "5,000", "loss_recording:rows_below": "Absent",
            "loss_recording:missing_means": "below floor"}  # fmt: skip
    given = resolve(pd.DataFrame({"key": list(rows), "value": list(rows.values())}))
    assert recording_rule(given) == Rule(5000.0, True, "below_floor")
    assert recording_rule(resolve(None)) is None
    assert senseless("loss_recording:rows_below", "gone") == "present or absent"
    assert senseless("loss_recording:rows_below", "present") is None


def test_one_incident_for_each_where_rows_are_there():
    none = np.zeros(1)
    assert for_each_recorded(Rule(1.0, False), np.array([0.2]), none).tolist() == [1.0]
    assert for_each_recorded(None, np.array([0.2]), none).tolist() == [1.0]


def test_rows_below_a_floor_that_should_be_none_stand_for_themselves_alone():
    rule = Rule(FLOOR, True)
    kept = fit_severity({"a": np.exp(X)}, cap=1e7, rule=rule)
    half = fit_severity({"a": np.exp(X)}, cap=1e7, rule=rule, rows={"a": Unrecorded(below=len(X))})
    assert (half.mu == kept.mu).all()
    assert half.unrecorded == pytest.approx(np.maximum(kept.unrecorded / 2, 1.0))
    assert kept.unrecorded.mean() > 1.2


def test_many_losses_leave_no_chance_too_small_to_be_counted():
    """Where the chance of the record is no number any more, its logarithm goes on falling as it did."""
    above = np.linspace(-0.3, -0.1, 9)
    p, q = 3001, 21
    found = ln_chance(Rule(FLOOR, False), p - 1, Unrecorded(missing=q - 1), np.log(-np.expm1(above)), above)
    wanted = []
    for each in above:  # the integral over the share missing for other reasons, from its greatest value down
        share = np.linspace(0.0, 1.0, 400_001)[:-1]
        ln = (p - 1) * np.log1p(-share) + (q - 1) * np.log1p(-np.exp(each) * (1 - share))
        wanted.append(float(ln.max() + np.log(np.exp(ln - ln.max()).mean())))
    assert np.diff(found) == pytest.approx(np.diff(wanted), abs=0.02)


def test_a_long_record_with_a_few_blank_rows_is_about_as_large_as_what_it_recorded():
    x = np.exp(np.random.default_rng(1).exponential(1.2, 4000) + np.log(FLOOR))
    whole, few = (
        fit_severity({"a": x}, cap=1e9, rule=Rule(FLOOR, False), rows={"a": Unrecorded(missing=missing)})
        for missing in (0, 20)
    )
    assert few.means.mean() == pytest.approx(whole.means.mean(), rel=0.1)
