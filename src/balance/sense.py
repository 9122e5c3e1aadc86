"""Which values of an assumption make sense: what is expected instead of one that nobody can mean."""

from __future__ import annotations

import math

ABOVE_ZERO = ("loss_limit", "loss_cap", "revenue", "severe_frequency", "severe_typical_loss", "severe_extreme_loss",
              "exchange_rate:", "effect:loss_median", "effect:programme_cost")  # fmt: skip
NOT_NEGATIVE = ("materiality_floor", "loss_recording_floor", "cash_buffer", "insurance_cover",
                "downtime_cost_per_hour", "people_available", "initiatives_at_once")  # fmt: skip
SHARES = ("loss_limit_chance", "appetite:", "class:")


def expected_instead(key: str, number: float, shape: str, least: float, greatest: float) -> str | None:
    """What is expected instead of a number that makes no sense for a key; None where it does.

    Args: key and number; shape of what is thought possible (lognormal, beta, ...); the bounds documented for the key.

    >>> expected_instead("loss_limit_chance", 5.0, "stated", -math.inf, math.inf)
    'a share from 0 to 1, such as 0.05'
    """
    if key.startswith(SHARES) and not 0 <= number <= 1:
        return "a share from 0 to 1, such as 0.05"
    if key == "fiscal_year_start_month" and number not in range(1, 13):
        return "a month from 1 to 12"
    if ((key.startswith(ABOVE_ZERO) and key != "loss_limit_chance") or shape == "lognormal") and number <= 0:
        return "a number above 0"
    if key in NOT_NEGATIVE and number < 0:
        return "a number at least 0"
    if shape == "beta" and not 0 < number < 1:
        return "a share between 0 and 1"
    return None if least <= number <= greatest else f"a number {_bounds(least, greatest)}"


def _bounds(least: float, greatest: float) -> str:
    return f"at least {least:g}" if math.isinf(greatest) else f"from {least:g} to {greatest:g}"


def is_range(low: float | None, high: float | None, shape: str) -> bool:
    """Whether both ends are a range; one that is missing is no range and no fault.

    >>> is_range(2.0, 1.0, "normal"), is_range(None, 1.0, "normal"), is_range(-1.0, 1.0, "lognormal")
    (False, True, False)
    """
    if low is None or high is None:
        return True
    return low <= high and not (shape == "lognormal" and low <= 0)
