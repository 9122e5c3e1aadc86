"""How much: the cost of one incident by class, from the losses that are known.

Losses are positive amounts in the reporting currency, lognormal or of two lognormal kinds within a class, and capped at
the most one incident can cost. x = ln loss has centre mu and spread sigma. A recorded range counts as the middle of
its logarithms. Unrecorded losses are taken to be somewhat smaller than recorded ones, or as a stated rule says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from balance.model.draws import SEED, class_columns, columns, normal, shape_columns
from balance.model.loss_posterior import Posterior, posterior
from balance.model.loss_shapes import ABOVE, ALONE, Shape, chance_above, drawn, pick, shaped_mean, weights
from balance.model.normal_inverse_gamma import WIDEST, NormalInverseGamma
from balance.model.recording import Rule, Unrecorded, for_each_recorded
from balance.ranges import Draws, evidence_weight


@dataclass(frozen=True)
class SeverityPrior:
    """What is taken as given before the company's own losses: ln of the median loss, spread, and their weight."""

    log_median: float = 11.0
    spread: float = 1.4
    weight: float = 1.0
    """So many own losses weigh as much as what is thought of the centre."""
    shape: float = 3.0
    """How sure the spread is before any loss is seen: like that of twice as many losses."""
    shift: tuple[float, float] = (0.2, 0.35)
    """How much smaller unrecorded losses are: mean and standard deviation, in spreads of ln loss."""
    lognormal: float = 0.4
    """The chance that the losses of a class are lognormal, before any is seen; 1: taken for certain."""
    second_above: float = ABOVE
    """If they are not: the chance that a second kind lies above the first."""
    alone: float = ALONE
    """How far a class's kinds of loss are judged for itself."""
    median_weight: float = 0.5
    """So many classes the assumed median weighs like where the centres of classes are pooled."""
    pooled_weight: float = 4.0
    """So many losses the assumed spread weighs like where the spreads of classes are pooled."""


@dataclass(frozen=True, eq=False)
class Severity:
    """The cost of one incident by class, with what it rests on."""

    classes: tuple[str, ...]
    mu: Draws
    """Centre of ln loss, shape (K, C)."""
    sigma: Draws
    """Spread of ln loss, shape (K, C)."""
    shape: Shape
    """One or two kinds of loss in every draw."""
    cap: Draws
    """The most one incident can cost, shape (C,)."""
    positive: Draws
    """Share of incidents that cost anything, shape (K, C); 1 where no incident with a loss of zero is known."""
    unrecorded: Draws
    """How many incidents there are for each one recorded, (K, C): more than 1 where small ones are no rows."""
    known: npt.NDArray[np.int64]
    """Known positive losses, shape (C,)."""
    missing_share: Draws
    """Share of the incidents without a recorded loss, shape (C,)."""
    measured: Draws
    """Share of what is known on the centre that comes from own losses, 0..1, shape (C,)."""

    @property
    def means(self) -> Draws:
        """Mean cost of one incident that costs anything, capped, shape (K, C)."""
        return shaped_mean(self.mu, self.sigma, self.cap, self.shape)

    @property
    def medians(self) -> Draws:
        """Median cost of one incident that costs anything, capped, shape (K, C)."""
        return np.minimum(np.exp(self.mu + self.sigma * self.shape.middle), self.cap)


def fit_severity(
    losses: Mapping[str, npt.ArrayLike],
    *,
    cap: float | Mapping[str, float],
    missing_share: Mapping[str, float] | None = None,
    zeros: Mapping[str, int] | None = None,
    prior: SeverityPrior | None = None,
    rule: Rule | None = None,
    rows: Mapping[str, Unrecorded] | None = None,
    seed: int = SEED,
) -> Severity:
    """What one incident of each class costs, as far as the known losses can tell.

    Args: losses, known positive losses per class (one entry per class, possibly empty; ranges through
    `middle`); cap, the most one incident can cost, one for all or per class; missing_share, share of the
    class's incidents without a loss (0..1); zeros, incidents known to have cost nothing; prior; rule, the floor below
    which losses are not recorded, and rows, what it leaves blank; losses are then those at or above the floor.
    Returns Severity, (K, C).
    Formula: normal-inverse-gamma on ln loss, pooled over classes for centre and spread; a second kind of loss is
    weighed against the lognormal (see docs/method.md).
    Missing: a missing loss is left out, then mu is lowered by missing share x delta x sigma with
    delta ~ N(0.2, 0.35), the same draw for all classes; a rule that tells why it is missing takes the place of that.
    No loss at all: the prior alone.

    >>> fit = fit_severity({"outage": [20e3, 50e3, 90e3], "breach": []}, cap=1e7)
    >>> fit.mu.shape, fit.measured.round(2).tolist()
    ((256, 2), [0.83, 0.0])
    """
    given, names = prior or SeverityPrior(), tuple(losses)
    # sorted, so that the order of rows changes no bit of the sums
    x = [np.log(np.sort(_positive(name, values))) for name, values in losses.items()]
    blank = [(rows or {}).get(name, Unrecorded()) for name in names]
    before = pooled_prior(x, given) if rule is None else _pooled_by_rule(x, given, rule, blank)
    known = np.array([len(values) for values in x], dtype=np.int64)
    told = [posterior(*pair, rule=rule, rows=own) for pair, own in zip(_with(x, before), blank, strict=True)]
    u = class_columns(names, seed)
    weight = weights(np.stack([each.evidence - each.evidence[0] for each in told]), given.lognormal, given.second_above,
                     given.alone)  # fmt: skip
    shapes = pick(weight, shape_columns(names, seed))
    mu, sigma = _draw(told, [before.updated(values) for values in x] if rule is None else None, shapes, u)
    missing = np.array([(missing_share or {}).get(name, 0.0) for name in names])
    if rule is None or rule.rows_absent:
        mu = mu - missing * _shift(given, seed)[:, None] * sigma
    caps = np.array([cap[name] if isinstance(cap, Mapping) else cap for name in names], dtype=np.float64)
    shape = drawn(shapes)
    recorded = chance_above(mu, sigma, rule.floor, shape) if rule else np.ones_like(mu)
    return Severity(
        names, mu, sigma, shape, caps, _positive_share(names, known, zeros or {}, u["positive"]),
        for_each_recorded(rule, recorded, _share_below(known, blank)), known, missing, _measured(told, x, before, rule),
    )  # fmt: skip


def pooled_prior(x: Sequence[Draws], prior: SeverityPrior) -> NormalInverseGamma:
    """Where the losses of a class lie before its own are seen: between the given median and the other classes.

    Formula: centre (a m + sum w_c xbar_c) / (a + sum w_c), w_c = n_c / (n_c + 1), a = 0.5 unless stated; pooled spread
    (b s^2 + within-class squares) / (b + degrees of freedom), b = 4 unless stated. Classes without a loss have no say.

    >>> pooled_prior([np.array([])], SeverityPrior()).centre
    11.0
    """
    counts = [len(values) for values in x]
    means = [float(values.mean()) if len(values) else 0.0 for values in x]
    squares = [float(((values - values.mean()) ** 2).sum()) if len(values) else 0.0 for values in x]
    return _pooled(counts, means, squares, prior)


def _pooled(
    counts: Sequence[int], means: Sequence[float], squares: Sequence[float], prior: SeverityPrior
) -> NormalInverseGamma:
    known = np.array(counts, dtype=np.float64)
    weights = known / (known + 1)
    own, pooled = prior.median_weight, prior.pooled_weight
    centre = (own * prior.log_median + float(weights @ np.array(means))) / (own + float(weights.sum()))
    freedom = float(np.maximum(known - 1, 0).sum())
    variance = (pooled * prior.spread**2 + float(np.sum(squares))) / (pooled + freedom)
    return NormalInverseGamma(centre, prior.weight, prior.shape, (prior.shape - 1) * variance)


def _pooled_by_rule(
    x: Sequence[Draws], prior: SeverityPrior, rule: Rule, rows: Sequence[Unrecorded]
) -> NormalInverseGamma:
    """The same where a floor hides losses: what each class alone says on its centre and spread takes the place of
    the mean and squares of its recorded losses."""
    weak = NormalInverseGamma(prior.log_median, 0.1, 1.5, 1.5 * prior.spread**2)
    alone = [posterior(values, weak, rule, own).moments() for values, own in zip(x, rows, strict=True)]
    counts = [len(values) for values in x]
    squares = [max(count - 1, 0) * square for count, (_, _, square) in zip(counts, alone, strict=True)]
    return _pooled(counts, [mean for mean, _, _ in alone], squares, prior)


def middle(low: npt.ArrayLike, high: npt.ArrayLike) -> Draws:
    """The one loss that stands for a recorded range: the middle on the log scale, sqrt(low x high).

    Both ends must be positive; a range with an end of zero or missing gives NaN, which the caller counts as missing.
    Good while fewer than a quarter of the losses are ranges (the mean's 90 % range then covers about 0.83).

    >>> middle([10e3, 0.0], [40e3, 5e3]).tolist()
    [20000.0, nan]
    """
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    sound = (least > 0) & (most >= least)
    return np.asarray(np.sqrt(np.where(sound, least, np.nan) * np.where(sound, most, np.nan)), dtype=np.float64)


def _with(x: Sequence[Draws], prior: NormalInverseGamma) -> list[tuple[Draws, NormalInverseGamma]]:
    return [(values, prior) for values in x]


def _draw(
    told: Sequence[Posterior],
    exact: Sequence[NormalInverseGamma] | None,
    shapes: npt.NDArray[np.intp],
    u: Mapping[str, Draws],
) -> tuple[Draws, Draws]:
    """Centre and spread of every draw and class; by the formula where a lognormal was picked and no floor is stated."""
    mu, sigma = np.empty_like(u["centre"]), np.empty_like(u["centre"])
    for place, known in enumerate(told):
        own = (u["centre"][:, place], u["spread"][:, place])
        mu[:, place], sigma[:, place] = known.draw(shapes[:, place], *own)
        if exact is not None:
            plain = shapes[:, place] == 0
            for table, drawn_by_formula in zip((mu, sigma), exact[place].draw(*own), strict=True):
                table[plain, place] = drawn_by_formula[plain]
    return mu, np.minimum(sigma, WIDEST)


def _shift(prior: SeverityPrior, seed: int) -> Draws:
    """By how many spreads unrecorded losses are smaller, (K,)."""
    u = columns("effects", ["missing_loss_shift"], seed)["missing_loss_shift"]
    return np.asarray(prior.shift[0] + prior.shift[1] * normal(u))


def _measured(told: Sequence[Posterior], x: Sequence[Draws], before: NormalInverseGamma, rule: Rule | None) -> Draws:
    """The part of what is known on each centre that own losses carry, (C,): 0 without any."""
    variances = [
        before.updated(values).centre_variance if rule is None else each.moments()[1]
        for each, values in zip(told, x, strict=True)
    ]
    return np.array([
        evidence_weight(variance, before.centre_variance) if len(values) else 0.0
        for variance, values in zip(variances, x, strict=True)
    ])  # fmt: skip


def _share_below(known: npt.NDArray[np.int64], blank: Sequence[Unrecorded]) -> Draws:
    """The share of the rows of each class whose loss is known to lie below a stated floor, (C,)."""
    below, missing = (np.array([getattr(own, name) for own in blank], dtype=float) for name in ("below", "missing"))
    return np.asarray(below / np.maximum(known + missing + below, 1.0))


def _positive_share(names: Sequence[str], known: npt.NDArray[np.int64], zeros: Mapping[str, int], u: Draws) -> Draws:
    share = np.ones_like(u)
    for place, name in enumerate(names):
        if zeros.get(name, 0) > 0:
            share[:, place] = betaincinv(0.5 + known[place], 0.5 + zeros[name], u[:, place])
    return share


def _positive(name: str, values: npt.ArrayLike) -> Draws:
    array = np.asarray(values, dtype=np.float64)
    if not np.all(array > 0):
        raise ValueError(f"losses of {name} must be positive and known")
    return array
