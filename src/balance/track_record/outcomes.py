"""What came of forecasts: incidents, losses, value and finishes of their periods, as far as the data of today knows.

A period runs from the day after the forecast's as-of date to the day it comes due. It is known once the table it is
about is of that day or later. An incident whose loss is not recorded yet counts with the mean loss of its class, and
the share of such incidents is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.fit import Fit
from balance.model.history import OTHER_CLASSES, happened
from balance.model.losses import amounts
from balance.model.priors import prior
from balance.track_record.forecasting import NO_UNIT

Array = npt.NDArray[np.float64]
Outcome = tuple[float, float]

NOT_KNOWN: Outcome = (float("nan"), float("nan"))
ABOUT_INCIDENTS = ("incidents", "loss", "bad_year", "chance_beyond")


@dataclass(frozen=True, eq=False)
class Incidents:
    """Every incident that counts, by rising day from the as-of date; losses filled in where they are missing."""

    day: Array
    loss: Array
    missing: npt.NDArray[np.bool_]
    known_to: date


@dataclass(frozen=True, eq=False)
class Finishes:
    """Every initiative: the day it was done (NaN: not known to be), unit, value; `off`: called off, gone, undated."""

    place: dict[str, int]
    day: Array
    unit: npt.NDArray[np.object_]
    value: Array
    off: npt.NDArray[np.bool_]
    known_to: date
    as_of: date


@dataclass(frozen=True, eq=False)
class Happened:
    """What forecasts of earlier days can be held against; None where a table is missing."""

    as_of: date
    incidents: Incidents | None
    finishes: Finishes | None


def happened_by(fit: Fit) -> Happened:
    """Everything known as of a day that an earlier forecast may have spoken of."""
    company = fit.company
    dates = {name: company.table_dates.get(name, company.as_of) for name in ("incidents", "initiatives")}
    silent = fit.history.silent_since
    incidents_to = dates["incidents"] if silent is None else min(silent, dates["incidents"])
    return Happened(
        company.as_of,
        None if company.incidents is None else _incidents(fit, incidents_to),
        _finishes(fit, dates["initiatives"]) if fit.has_initiatives else None,
    )


def _incidents(fit: Fit, known_to: date) -> Incidents:
    rows = happened(fit.company).sort_values("day", kind="stable")
    loss = amounts(rows)
    missing = np.isnan(loss)
    filled = np.where(missing, _usual(fit, rows), loss)
    day = np.floor(rows["day"].to_numpy(dtype=float))
    return Incidents(day, filled, missing | rows["estimated"].to_numpy(dtype=bool), known_to)


def _usual(fit: Fit, rows: pd.DataFrame) -> Array:
    """What an incident of each row's class costs on average where its loss is not recorded, as it is read today.

    The class's mean (the middle of the draws), lowered as the model takes unrecorded losses to be: by the stated
    shift, of which the mean of all incidents has its part already. A class that is not known: the mean of all classes.
    """
    losses = fit.losses
    if losses is None or not len(rows):
        return np.zeros(len(rows))
    shift = prior(fit.assumptions, "effect:missing_loss_shift")[0]
    mean = np.median(losses.means * losses.costly / np.maximum(losses.rates, 1e-12), axis=0)
    missing = 1.0 - losses.known / np.maximum(losses.incidents, 1)
    mean = mean * np.exp(-shift * (1.0 - missing) * np.median(losses.sigma, axis=0))
    usual = dict(zip(losses.classes, mean, strict=True))
    weight = np.maximum(losses.incidents, 1)
    others = usual.get(OTHER_CLASSES, float(mean @ weight / weight.sum()))
    return np.array([usual.get(name, others) for name in rows["class"]], dtype=np.float64)


def _finishes(fit: Fit, known_to: date) -> Finishes:
    rows, given = fit.history.portfolio, fit.company.initiatives
    gone = set() if given is None else set(given.loc[given["gone"].fillna(False).astype(bool), "initiative_id"])
    done = (rows["stage"] == "done").to_numpy(dtype=bool)
    off = (rows["stage"] == "cancelled").to_numpy(dtype=bool) | (rows["initiative_id"].isin(gone).to_numpy() & ~done)
    undated = done & ~rows["known_finish"].to_numpy(dtype=bool)
    return Finishes(
        {str(name): at for at, name in enumerate(rows["initiative_id"])},
        rows["finished_on"].to_numpy(dtype=float),
        np.array([name or NO_UNIT for name in rows["business_unit"]], dtype=object),
        rows["annual_value"].fillna(0.0).to_numpy(dtype=float), off | undated, known_to, fit.as_of,
    )  # fmt: skip


def with_outcomes(forecasts: pd.DataFrame, known: Happened) -> pd.DataFrame:
    """The forecasts with two more columns: `outcome` and `missing_share`.

    `forecasts` has the columns of the store: as_of, quantity, subject, due_on and the numbers. `outcome` is in the unit
    of the forecast; 1 or 0 for chances, for a date of finish (done by it or not), for a limit and a bad year (passed
    or not); missing where the day has not come or what came cannot be had. `missing_share` is the share of the
    period's incidents whose loss is filled in, missing where that has no meaning.
    """
    found = [_outcome(row, known) for row in forecasts.to_dict("records")]
    outcome, missing = zip(*found, strict=True) if found else ((), ())
    return forecasts.assign(outcome=np.array(outcome, dtype=float), missing_share=np.array(missing, dtype=float))


def _outcome(row: dict[Any, Any], known: Happened) -> Outcome:
    quantity, made, due = row["quantity"], row["as_of"].date(), row["due_on"].date()
    first, last = (made - known.as_of).days, (due - known.as_of).days
    if quantity.startswith(ABOUT_INCIDENTS):
        if known.incidents is None or due > known.incidents.known_to:
            return NOT_KNOWN
        return _of_incidents(quantity, row["expected"], known.incidents, first, last)
    if known.finishes is None or due > known.finishes.known_to:
        return NOT_KNOWN
    if quantity in ("finished_by", "finish_in_days"):
        return _of_one(row["subject"], known.finishes, last)
    return _of_deliveries(quantity, row["subject"], known.finishes, first, last)


def _of_incidents(quantity: str, expected: float, incidents: Incidents, first: int, last: int) -> Outcome:
    since, until = np.searchsorted(incidents.day, [first, last], side="right")
    if quantity.startswith("incidents"):
        return float(until - since), float("nan")
    missing = float(incidents.missing[since:until].mean()) if until > since else 0.0
    lost = float(incidents.loss[since:until].sum())
    passed = quantity.startswith(("chance_beyond", "bad_year"))
    return (float(lost > expected) if passed else lost), missing


def _of_one(name: str, finishes: Finishes, last: int) -> Outcome:
    """Whether one initiative was done by the day; called off or gone, it is not to be had."""
    at = finishes.place.get(name)
    if at is None or finishes.off[at]:
        return NOT_KNOWN
    return float(finishes.day[at] <= last), float("nan")


def _of_deliveries(quantity: str, unit: str, finishes: Finishes, first: int, last: int) -> Outcome:
    done = (finishes.day > first) & (finishes.day <= last)
    if quantity.startswith("finished"):
        return float((done & (finishes.unit == unit)).sum() if unit else done.sum()), float("nan")
    return (float(finishes.value[done].sum()), float("nan")) if quantity.startswith("value") else NOT_KNOWN
