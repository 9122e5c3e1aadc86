"""Which values of an assumption make sense: what is expected instead of one that nobody can mean."""

from __future__ import annotations

import math

ABOVE_ZERO = ("loss_limit", "loss_cap", "revenue", "severe_frequency", "severe_typical_loss", "severe_extreme_loss",
              "exchange_rate:", "effect:loss_median", "effect:programme_cost", "stress:")  # fmt: skip
NOT_NEGATIVE = ("materiality_floor", "loss_recording_floor", "cash_buffer", "insurance_cover",
                "downtime_cost_per_hour", "people_available", "initiatives_at_once")  # fmt: skip
SHARES = ("loss_limit_chance", "appetite:", "class:")

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF "
    "GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
    "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF "
    "YER ZAR ZMW ZWG ZWL"
)
CURRENCIES = frozenset(_CODES.split())
"""Codes of ISO 4217 for money that is in use or was until lately."""


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


def amount(text: str) -> float | None:
    """A sum above 0 as it is written in a key; None where it is none.

    >>> amount("1,000,000"), amount("5e6"), amount("much"), amount("-5")
    (1000000.0, 5000000.0, None, None)
    """
    try:
        found = float(text.replace(",", "").replace("_", "").replace(" ", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) and found > 0 else None


def names_something(prefix: str, name: str) -> bool:
    """Whether the part of a key after its prefix names what that kind of assumption is about.

    >>> names_something("appetite:", "1,000,000"), names_something("appetite:", "much"), names_something("kri:", "own")
    (True, False, True)
    >>> names_something("class:", "Outage:external"), names_something("exchange_rate:", "US dollar")
    (True, False)
    >>> names_something("stress:", "flood:loss"), names_something("stress:", "flood")
    (True, False)
    >>> names_something("exchange_rate:", "CHF"), names_something("exchange_rate:", "ZZZ")
    (True, False)
    """
    if prefix == "appetite:":
        return amount(name) is not None
    if prefix == "class:":
        about, _, part = name.rpartition(":")
        return bool(about) and part.lower() in ("external", "duration")
    if prefix == "stress:":
        about, _, part = name.rpartition(":")
        return bool(about) and part in ("loss", "per_year")
    if prefix == "exchange_rate:":
        return name in CURRENCIES
    return bool(name)


def kind_of(key: str) -> str:
    """What a key is one kind of: all technologies together for one of them, whatever that is called.

    >>> kind_of("effect:technology:ai"), kind_of("effect:technology:cloud: http://x"), kind_of("exchange_rate:USD")
    ('effect:technology', 'effect:technology', 'exchange_rate')
    """
    every = "effect:technology"
    return every if key.startswith(f"{every}:") else key.rsplit(":", 1)[0]


def is_range(
    low: float | None, high: float | None, shape: str, key: str = "", least: float = -math.inf,
    greatest: float = math.inf,
) -> bool:  # fmt: skip
    """Whether both ends are a range the key can have; one that is missing is no range and no fault.

    >>> is_range(2.0, 1.0, "normal"), is_range(None, 1.0, "normal"), is_range(-1.0, 1.0, "lognormal")
    (False, True, False)
    >>> is_range(-5.0, 9.0, "stated", "effect:loss_median"), is_range(0.0, 9.0, "stated", "effect:loss_median")
    (False, True)
    """
    if low is None or high is None:
        return True
    if shape == "lognormal" and low <= 0:
        return False
    floor = 0.0 if shape == "beta" or key.startswith((*ABOVE_ZERO, *NOT_NEGATIVE, *SHARES)) else -math.inf
    ceiling = 1.0 if shape == "beta" or key.startswith(SHARES) else math.inf
    return max(floor, least) <= low <= high <= min(ceiling, greatest)


def number_in(value: object) -> float | None:
    """The number a stated value says, with or without commas; None where it is none, or endless.

    >>> number_in("20,000,000"), number_in("much"), number_in(None)
    (20000000.0, None, None)
    """
    try:
        number = float(str(value).replace(",", "")) if value is not None else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def whole_in(value: object) -> int | None:
    """The whole number a stated value says; None where it says none."""
    number = number_in(value)
    return None if number is None else int(number)


def word_in(value: object) -> str:
    """The text of a stated value, empty where it is no text."""
    return str(value) if isinstance(value, str) else ""
