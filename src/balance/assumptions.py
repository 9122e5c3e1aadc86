"""What is taken as given: the assumptions in force, stated or default, and what of the stated ones cannot be used."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from balance.known_assumptions import KNOWN, PREFIXES, WORDS, Z80, Known, Shape, known_of, recognised
from balance.sense import expected_instead, is_range, kind_of, number_in, whole_in, word_in

__all__ = [
    "KNOWN", "PREFIXES", "WORDS", "Assumptions", "Known", "Shape", "Stated", "Unused", "allowed", "known_of",
    "recognised", "resolve", "senseless",
]  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """One assumption as it is used: the stated row, or the default marked as assumed."""

    key: str
    value: float | str | None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    owner: str = ""
    stated_on: date | None = None
    reason: str = ""
    source: str = ""
    year: int | None = None
    assumed: bool = True
    shape: Shape = "stated"


@dataclass(frozen=True)
class Unused:
    """Something stated that is not used: the whole row, or only its range."""

    key: str
    found: str
    why: str
    instead: str
    """What is used in its place."""


@dataclass(frozen=True)
class Assumptions:
    """Every assumption in force, stated or default."""

    rows: Mapping[str, Stated] = field(default_factory=dict)
    unused: tuple[Unused, ...] = ()
    """What was stated and cannot be used, or is read by nothing."""

    def get(self, key: str) -> Stated | None:
        """The assumption of that key; a key nobody documents or states is None."""
        return self.rows.get(key)

    def number(self, key: str) -> float | None:
        """The number of that key, None where nothing is stated and no default exists."""
        stated = self.rows.get(key)
        return float(stated.value) if stated is not None and isinstance(stated.value, int | float) else None

    def text(self, key: str) -> str:
        """The text of that key, empty where nothing is stated."""
        stated = self.rows.get(key)
        return "" if stated is None or stated.value is None else str(stated.value)

    def with_prefix(self, prefix: str) -> dict[str, Stated]:
        """All stated keys that begin with `prefix`, the rest of the key as the name."""
        return {key.removeprefix(prefix): self.rows[key] for key in self.rows if key.startswith(prefix)}

    def prior(self, key: str) -> tuple[float, float]:
        """Centre and standard deviation of an effect: log scale for factors, else its own scale.

        The spread is read from the 80 % range; a stated value without a range keeps the default's
        spread. A sole value far from the default therefore moves the centre and not the doubt.
        """
        row = self.rows[key]
        known = KNOWN.get(key) or KNOWN[kind_of(key)]
        low, high = (row.low, row.high) if row.low is not None and row.high is not None else (known.low, known.high)
        if not isinstance(row.value, int | float):
            raise TypeError(f"{key} has no number")
        if low is None or high is None:
            return float(row.value), 0.0
        if row.shape != "lognormal":
            return float(row.value), (float(high) - float(low)) / (2 * Z80)
        return math.log(row.value), max(math.log(high / low), 1e-9) / (2 * Z80)


def resolve(stated: pd.DataFrame | None) -> Assumptions:
    """The assumptions in force: what is stated in the frame of schema table `assumptions`, defaults for the rest.

    A stated value that is not a number where the key wants one, or a senseless one, is not used, and so is a
    range that is none; `unused` says so.

    >>> resolve(None).number("loss_limit_chance")
    0.05
    """
    rows = {known.key: _default(known) for known in KNOWN.values()}
    unused: list[Unused] = []
    for record in stated.to_dict("records") if stated is not None else ():
        row, trouble = _from_record({str(name): value for name, value in record.items()})
        unused += trouble
        if row is not None:
            rows[row.key] = row
    return Assumptions(rows, tuple(sorted(unused, key=lambda each: (each.key, each.why))))


def senseless(key: str, value: object) -> str | None:
    """What is expected instead of a value nobody can mean; None where it can be used, or is no number at all.

    >>> senseless("loss_limit_chance", 5)
    'a share from 0 to 1, such as 0.05'
    """
    if key == "reporting_currency":
        word = str(value).strip()
        return None if len(word) == 3 and word.isascii() and word.isalpha() else "a code of three letters, such as USD"
    if key in WORDS:
        return None if _chosen(value) in WORDS[key] else " or ".join(WORDS[key])
    number = number_in(value)
    known = known_of(key) or Known(key, "")
    return None if number is None else expected_instead(key, number, known.shape, known.least, known.greatest)


def _default(known: Known) -> Stated:
    return Stated(known.key, known.value, known.low, known.high, known.unit, source=known.source, year=known.year,
                  shape=known.shape)  # fmt: skip


def _from_record(record: Mapping[str, object]) -> tuple[Stated | None, list[Unused]]:
    key, found = str(record["key"]), str(record.get("value"))
    known = known_of(key)
    value = _value_of(record.get("value"), known)
    expected = "a number" if value is None else senseless(key, value)
    if value is None or expected:
        return None, [Unused(key, found, f"expected {expected}", _default_said(known))]
    low, high = number_in(record.get("low")), number_in(record.get("high"))
    trouble = [] if recognised(key) else [Unused(key, found, "no assumption has this name", "nothing reads it")]
    if not is_range(low, high, *allowed(key)):
        trouble.append(
            Unused(key, f"{low:g} to {high:g}", "not a range from a lower to a higher value", "the documented range")
        )
        low = high = None
    day = record.get("stated_on")
    return Stated(
        key, value, low, high, word_in(record.get("unit")), word_in(record.get("owner")),
        day.date() if isinstance(day, pd.Timestamp) else None, word_in(record.get("reason")),
        word_in(record.get("source")), whole_in(record.get("year")), False, known.shape if known else "stated",
    ), trouble  # fmt: skip


def allowed(key: str) -> tuple[str, str, float, float]:
    """What bounds the values of a key: shape, the key itself, least and greatest."""
    known = known_of(key) or Known(key, "")
    return known.shape, key, known.least, known.greatest


def _default_said(known: Known | None) -> str:
    if known is None or known.value is None:
        return "as if nothing were stated"
    return f"the default, {known.value:.10g}" if isinstance(known.value, float) else f"the default, {known.value}"


def _value_of(value: object, known: Known | None) -> float | str | None:
    number = number_in(value)
    if known is not None and known.key == "reporting_currency":
        return word_in(value).upper() or None
    if known is not None and known.key in WORDS:
        return _chosen(value) or None
    return number


def _chosen(value: object) -> str:
    """A word as it is compared: small letters, spaces as underscores."""
    return "_".join(word_in(value).lower().split())
