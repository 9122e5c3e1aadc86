"""Forecasts of money made in another currency: converted at the rate stated today, or left out where none is stated.

What came is in today's reporting currency; a forecast in another one held against it would score the exchange rate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions
from balance.report import Translated
from balance.track_record.distribution import LEVELS

MONEY = (
    "loss_next_quarter", "loss_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit",
    "value_next_quarter", "value_next_year",
)  # fmt: skip
"""Quantities that are money, or a chance of passing some."""


def rates_of(given: Assumptions) -> dict[str, float]:
    """What one unit of each currency is worth in the reporting currency, as far as it is stated."""
    rows = given.with_prefix("exchange_rate:")
    return {name.upper(): float(row.value) for name, row in rows.items() if isinstance(row.value, int | float)}


def in_currency(
    forecasts: pd.DataFrame, currency: str, rates: Mapping[str, float]
) -> tuple[pd.DataFrame, tuple[Translated, ...]]:
    """Forecasts with all money in one currency, and what had to be converted or left out for it, by currency.

    `forecasts` has the columns of the store and `currency`; `rates` is what one unit of others is worth in it.
    """
    foreign = forecasts["quantity"].isin(MONEY) & (forecasts["currency"] != currency)
    if not foreign.any():
        return forecasts, ()
    told = []
    parts = [forecasts[~foreign]]
    for name, rows in forecasts[foreign].groupby("currency", sort=True):
        rate = rates.get(str(name))
        told.append(Translated(str(name), int(rows["as_of"].nunique()), rate))
        if rate is not None:
            parts.append(_times(rows, rate))
    return pd.concat(parts).sort_index(), tuple(told)


def _times(rows: pd.DataFrame, rate: float) -> pd.DataFrame:
    """The same forecasts in a currency of which one unit of theirs is worth that much."""
    scaled = rows[[*LEVELS, "expected"]] * rate
    curves = [curve if pd.isna(curve) else _curve_times(str(curve), rate) for curve in rows["curve"]]
    return rows.assign(**scaled, curve=pd.Series(curves, index=rows.index, dtype=rows["curve"].dtype))


def _curve_times(curve: str, rate: float) -> str:
    values, at_most = json.loads(curve)
    return json.dumps([(np.asarray(values) * rate).tolist(), at_most], separators=(",", ":"))
