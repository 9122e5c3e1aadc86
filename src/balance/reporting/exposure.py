"""The risk half of the report: what incidents may cost next year, and where that comes from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model import attribution
from balance.model.attribution import Split, of_parts
from balance.model.counts import predictive_count
from balance.model.fit import Fit
from balance.model.losses import Losses
from balance.ranges import UNKNOWN, Range, of_draws
from balance.report import Risk
from balance.scenario import Outcome, headlines, inside
from balance.scenario.curve import by_class, independent, known_losses, median_losses
from balance.scenario.evaluation import change_caused

Array = npt.NDArray[np.float64]

CLASS_COLUMNS = (
    "class",
    "incidents",
    "known_losses",
    "per_year",
    "typical_loss",
    "expected_annual_loss",
    "share_of_tail",
    "moves_bad_year_by",
    "moves_chance_by",
    "chance_of_two_kinds",
)
INITIATIVE_COLUMNS = ("initiative_id", "name", "expected_annual_loss", "share_of_tail", "moves_bad_year_by",
                      "moves_chance_by")  # fmt: skip
EXCEEDANCE_COLUMNS = ("loss", "chance", "low", "high")
APPETITE_COLUMNS = ("loss", "chance_allowed", "chance", "low", "high", "chance_met")


def risk(fit: Fit, outcome: Outcome) -> Risk:
    """What incidents may cost next year; without any incident loaded everything is unknown."""
    limit = fit.limit
    chance = fit.assumptions.number("loss_limit_chance") if limit is not None else None
    losses, loss = fit.losses, outcome.loss
    if losses is None or loss is None or outcome.bad_year is None or outcome.beyond_bad_year is None:
        return Risk(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, limit, chance, None, None, *_empty_frames())
    four = headlines(fit, outcome)
    measured = four["expected_annual_loss"].measured
    split = split_by_class(fit, outcome)
    carried = initiatives(fit, outcome, losses, split)
    points = appetite(fit, outcome)
    return Risk(
        incidents_next_quarter=incidents_next_quarter(losses, outcome),
        expected_annual_loss=four["expected_annual_loss"], bad_year_loss=four["bad_year_loss"],
        beyond_bad_year_mean=of_draws(outcome.beyond_bad_year.draws, outcome.beyond_bad_year.predictive, measured),
        limit=limit, limit_chance=chance,
        chance_beyond_limit=None if limit is None else four["chance_beyond_limit"],
        inside_appetite=None if limit is None else bool((points["chance"] <= points["chance_allowed"]).all()),
        exceedance=loss.exceedance(), classes=classes(fit, outcome, split), initiatives=carried,
        appetite=points, chance_inside=inside(fit, outcome), elsewhere=elsewhere(outcome, split, carried),
    )  # fmt: skip


def incidents_next_quarter(losses: Losses, outcome: Outcome) -> Range:
    """How many incidents the next quarter brings: operational ones as its own plan exposes, and severe ones."""
    rates = outcome.rates * first_quarter(losses, outcome)
    return predictive_count(rates.sum(axis=1), quarterly_shock(losses), _mean_weight(losses), apart(losses, rates))


def apart(losses: Losses, rates: Array) -> Array | None:
    """Of the rates (K, C), the sum of those that share no factor of good and bad periods, (K,): the severe class."""
    return rates[:, list(losses.independent)].sum(axis=1) if losses.independent else None


def first_quarter(losses: Losses, outcome: Outcome) -> Array:
    """The part of the year's incidents of each class that the first quarter brings, (K, C): a fourth, as it exposes."""
    follows = np.ones(len(losses.classes), dtype=bool)
    follows[list(losses.independent)] = False
    against_year = outcome.ratio_first_quarter / np.maximum(outcome.ratio, 1e-12) * losses.next_quarter
    return np.asarray(np.where(follows, against_year[:, None], 1.0) / 4)


def quarterly_shock(losses: Losses) -> float:
    """Variance of the factor, mean 1, by which one quarter of operational incidents is better or worse than another."""
    return (losses.dispersion - 1.0) / max(losses.mean_per_quarter, 0.1)


def _mean_weight(losses: Losses) -> float:
    rate = losses.rates.mean(axis=0)
    return float(rate @ losses.measured_rate / rate.sum()) if rate.sum() > 0 else 0.0


def split_by_class(fit: Fit, outcome: Outcome) -> Split:
    """What each class does to the worst years, the bad year and the chance beyond the limit, (K, C) each."""
    losses = known_losses(fit)
    kept, rates = by_class(fit, outcome.costly, outcome.scenario.response_time or 1.0, outcome.level)
    found = attribution.split(kept, rates, losses.shock, independent(losses, rates), limit=outcome.limit)
    return found.folded(len(losses.classes))


def _share(amounts: Array, tail: Array) -> Array:
    """Amounts of the worst years as a share of their mean loss, all draws together."""
    whole = float(tail.mean(axis=0).sum())
    return np.asarray(amounts / whole if whole != 0.0 else 0.0 * amounts)


def classes(fit: Fit, outcome: Outcome, split: Split) -> pd.DataFrame:
    """One row per class: how often, how costly, what share of the bad years, and what more of it would move."""
    losses, cost = known_losses(fit), outcome.costly * outcome.mean_loss
    typical = median_losses(fit, outcome.scenario.response_time or 1.0)
    rate, size = losses.measured_rate, losses.measured_loss
    return pd.DataFrame({
        "class": list(losses.classes),
        "incidents": losses.incidents,
        "known_losses": losses.known,
        "per_year": [of_draws(outcome.rates[:, c], measured=float(rate[c])) for c in range(len(rate))],
        "typical_loss": [of_draws(typical[:, c], measured=float(size[c])) for c in range(len(rate))],
        "expected_annual_loss": [
            of_draws(cost[:, c], measured=float(rate[c] + size[c]) / 2) for c in range(len(rate))
        ],
        "share_of_tail": _share(split.tail.mean(axis=0), split.tail),
        "moves_bad_year_by": split.bad_year.mean(axis=0), "moves_chance_by": split.beyond_limit.mean(axis=0),
        "chance_of_two_kinds": 1.0 - losses.shape.lognormal,
    })  # fmt: skip


def initiatives(fit: Fit, outcome: Outcome, losses: Losses, split: Split) -> pd.DataFrame:
    """One row per open or approved initiative: its part of the mean year and of the worst years, exact in every draw.

    Its incidents are a thinned part of each operational class, as large as its share of the exposure of that draw.
    What it carries and what no initiative carries (`elsewhere`) add up to the whole. What it moves does not add up.
    """
    usual = [c for c in range(len(losses.classes)) if c not in losses.independent]
    share = change_caused(fit, outcome.scenario, outcome.year) / np.maximum(outcome.ratio, 1e-12)
    return pd.DataFrame({
        "initiative_id": fit.plan.rows["initiative_id"], "name": fit.plan.rows["name"],
        "expected_annual_loss": of_parts(outcome.costly * outcome.mean_loss, share, usual),
        "share_of_tail": _share(of_parts(split.tail, share, usual), split.tail),
        "moves_bad_year_by": of_parts(split.bad_year, share, usual),
        "moves_chance_by": of_parts(split.beyond_limit, share, usual),
    })  # fmt: skip


def elsewhere(outcome: Outcome, split: Split, carried: pd.DataFrame) -> dict[str, float]:
    """What no initiative carries: the mean year and the share of the worst years without all of them."""
    tail = float(_share(split.tail.mean(axis=0), split.tail).sum())
    return {
        "expected_annual_loss": float(outcome.expected_loss.mean() - carried["expected_annual_loss"].sum()),
        "share_of_tail": tail - float(carried["share_of_tail"].sum()),
    }


def appetite(fit: Fit, outcome: Outcome) -> pd.DataFrame:
    """One row per point the board stated: the chance allowed, the chance found, and how surely it holds."""
    if not fit.appetite or outcome.loss is None:
        return pd.DataFrame({name: pd.Series(dtype=float) for name in APPETITE_COLUMNS})
    rows = []
    for (loss, allowed), draws in zip(fit.appetite, outcome.appetite.T, strict=True):
        chance = of_draws(draws)
        rows.append((loss, allowed, chance.value, chance.low, chance.high, float((draws <= allowed).mean())))
    return pd.DataFrame(rows, columns=list(APPETITE_COLUMNS))


def _empty_frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    tables = (EXCEEDANCE_COLUMNS, CLASS_COLUMNS, INITIATIVE_COLUMNS, APPETITE_COLUMNS)
    exceedance, by_class, by_initiative, points = (pd.DataFrame(columns=list(names)) for names in tables)
    return exceedance, by_class, by_initiative, points
