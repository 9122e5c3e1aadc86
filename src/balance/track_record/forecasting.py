"""Everything that is forecast of a company on one day, as rows that can be kept and scored when the day comes.

quantity (subject): incidents, loss, value and finished of the next quarter and year (finished also per unit),
expected_annual_loss, bad_year_loss, chance_beyond_limit; finished_by (initiative, chance at each of the next four
quarter ends) and finish_in_days (initiative). Money in the reporting currency, chances 0..1.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model import annual_loss
from balance.model.counts import count_chances, count_quantiles
from balance.model.fit import Fit
from balance.model.loss_curve import AnnualLoss
from balance.model.losses import Losses
from balance.model.portfolio import QUARTER_DAYS
from balance.reporting.exposure import apart, first_quarter, quarterly_shock
from balance.scenario import Outcome, counts_speak
from balance.scenario.curve import by_class, independent
from balance.track_record.distribution import LEVELS, of_draws, of_steps
from balance.track_record.quarters import quarter_ends, year_end

Array = npt.NDArray[np.float64]

COLUMNS = ("quantity", "subject", "due_on", *LEVELS, "expected", "chance", "curve")
LATEST_DAYS = 3650
"""A finish more than ten years away is not given as a date."""
NO_UNIT = "(no unit)"


def forecasts_of(fit: Fit, outcome: Outcome) -> pd.DataFrame:
    """Every forecast of one day for today's plan, one row each, in the columns of `COLUMNS`.

    A year is the 365 days after the as-of date, a quarter ends three months after it. What cannot be said has no row.
    """
    rows = [*_incidents(fit, outcome), *_deliveries(fit, outcome), *_initiatives(fit, outcome)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["due_on"] = pd.to_datetime(frame["due_on"]).astype("datetime64[us]")
    return frame.astype(dict.fromkeys([*LEVELS, "expected", "chance"], "float64"))


def _incidents(fit: Fit, outcome: Outcome) -> list[dict[str, Any]]:
    losses = fit.losses
    if losses is None or outcome.loss is None or outcome.bad_year is None:
        return []
    soon, late = quarter_ends(fit.as_of)[0], year_end(fit.as_of)
    part = first_quarter(losses, outcome) * ((soon - fit.as_of).days / QUARTER_DAYS)
    rows = [
        _row("incidents_next_quarter", soon, _count(outcome.rates * part, quarterly_shock(losses), losses)),
        _row("incidents_next_year", late, _count(outcome.rates, losses.shock, losses)),
        _row("loss_next_quarter", soon, _quarter_loss(fit, outcome, losses, part)),
        _row("loss_next_year", late, _of_curve(outcome.loss)),
        _row("expected_annual_loss", late, of_draws(outcome.expected_loss)),
        _row("bad_year_loss", late, of_draws(outcome.bad_year.draws) | {"expected": outcome.bad_year.predictive}),
    ]
    if outcome.beyond_limit is not None and fit.limit is not None:
        chance = {"chance": float(outcome.beyond_limit.mean()), "expected": fit.limit}
        rows.append(_row("chance_beyond_limit", late, chance))
    return rows


def _count(rates: Array, variance: float, losses: Losses) -> dict[str, Any]:
    mean, steady = rates.sum(axis=1), apart(losses, rates)
    exact = zip(LEVELS, count_quantiles(mean, variance, list(LEVELS.values()), steady), strict=True)
    return of_steps(*count_chances(mean, variance, steady), float(mean.mean())) | dict(exact)


def _quarter_loss(fit: Fit, outcome: Outcome, losses: Losses, part: Array) -> dict[str, Any]:
    """The loss of the next quarter: the year's curve with a quarter's incidents and a quarter's good or bad luck."""
    response = outcome.scenario.response_time or 1.0
    kept, rates = by_class(fit, outcome.costly * part, response, outcome.level)
    return _of_curve(annual_loss.predictive_loss(kept, rates, quarterly_shock(losses), independent(losses, rates)))


def _of_curve(loss: AnnualLoss) -> dict[str, Any]:
    """The row of a loss curve: values where its chance of at most them grows by 1 in 250."""
    at = (np.arange(loss.grid.points) + 0.5) * loss.grid.step
    at_most = 1.0 - loss.predictive
    levels = np.arange(1, 250) / 250
    levels = np.unique(np.concatenate([levels[levels <= at_most[-1]], [*LEVELS.values()]]))
    none = at_most[0] * (levels < at_most[0])  # within the first half step: taken as no loss at all
    values = np.where(none > 0, 0.0, np.interp(levels, at_most, at))
    known = levels <= at_most[-1]
    last = pd.Series(levels[known]).groupby(values[known]).max()
    mean = float(loss.mean.mean())
    return of_steps(last.index.to_numpy(dtype=float), last.to_numpy(dtype=float), mean)


def _deliveries(fit: Fit, outcome: Outcome) -> list[dict[str, Any]]:
    if not fit.has_initiatives:
        return []
    soon, late = quarter_ends(fit.as_of)[0], year_end(fit.as_of)
    finish = outcome.year.finish * QUARTER_DAYS
    by_quarter, by_year = (finish <= (day - fit.as_of).days for day in (soon, late))
    units = np.array([name or NO_UNIT for name in fit.plan.rows["business_unit"]], dtype=object)
    rows = [
        _row("finished_next_quarter", soon, of_draws(by_quarter.sum(axis=0).astype(float))),
        _row("finished_next_year", late, of_draws(by_year.sum(axis=0).astype(float))),
    ]
    for unit in sorted(set(units)) if fit.plan.size else []:
        rows.append(_row("finished_next_quarter", soon, of_draws(by_quarter[units == unit].sum(axis=0) * 1.0), unit))
    if not counts_speak(fit):
        rows.append(_row("value_next_quarter", soon, of_draws(fit.plan.value @ by_quarter)))
        rows.append(_row("value_next_year", late, of_draws(fit.plan.value @ by_year)))
    return rows


def _initiatives(fit: Fit, outcome: Outcome) -> list[dict[str, Any]]:
    """Of every open or approved initiative: the chance to be done by each quarter end, and when it will be."""
    rows, ends = [], quarter_ends(fit.as_of)
    days = outcome.year.finish * QUARTER_DAYS
    for name, finish in zip(fit.plan.rows["initiative_id"], days, strict=True):
        rows += [
            _row("finished_by", end, {"chance": float((finish <= (end - fit.as_of).days).mean())}, str(name))
            for end in ends
        ]
        rows.append(_finish(fit.as_of, str(name), finish))
    return rows


def _finish(as_of: date, name: str, finish: Array) -> dict[str, Any]:
    """When one initiative will be done, in days from the as-of date; it comes due on its date for 80 in 100.

    Where that lies beyond ten years, it comes due then, with the chance to be done by then in place of the date.
    """
    at = np.ceil(np.quantile(finish, list(LEVELS.values()), method="higher"))
    found = dict(zip(LEVELS, np.where(at <= LATEST_DAYS, at, np.nan).tolist(), strict=True))
    due = found["q80"]
    if not np.isfinite(due):
        due, found = float(LATEST_DAYS), found | {"chance": float((finish <= LATEST_DAYS).mean())}
    return _row("finish_in_days", as_of + timedelta(days=int(due)), found, name)


def _row(quantity: str, due_on: date, found: dict[str, Any], subject: str = "") -> dict[str, Any]:
    nothing = dict.fromkeys((*LEVELS, "expected", "chance"), float("nan")) | {"curve": None}
    return nothing | found | {"quantity": quantity, "subject": subject, "due_on": due_on}
