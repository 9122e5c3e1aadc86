"""The cautions there are: which numbers each touches, whether ranges are then too wide or too narrow, and which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from balance.report import Caution

INCIDENTS = ("incidents_a_year", "class_rates")
COUNTS = ("incidents_next_quarter", "incidents_next_year")
LOSSES = ("expected_annual_loss", "bad_year_loss", "beyond_bad_year_mean", "chance_beyond_limit", "loss_next_year")
SIZES = ("class_losses",)
LANDING = ("value_landing_next_year", "finish_dates")
EFFECTS = ("late_joining", "technology", "size", "load_on_incidents")
FEWER = ("fewer_at_once:incidents", "fewer_at_once:value")
LEVERS = (*FEWER, "faster:incidents", "faster:value")
SECURED = ("secured:incidents", "secured:value")


@dataclass(frozen=True)
class Kind:
    """What holds of every caution of one name."""

    seen: bool
    touches: tuple[str, ...]
    ranges: Literal["too wide", "too narrow"]
    numbers: Literal["too high", "too low", "either way"]
    wider: tuple[str, ...] = ()
    """Of what it touches, the ranges that are too wide where the others are too narrow."""

    def makes(self, number: str, ranges: str) -> bool:
        """Whether it says of the range of this number that it is so."""
        return number in self.touches and ranges == ("too wide" if number in self.wider else self.ranges)


KINDS: Mapping[str, Kind] = {
    "recording_floor": Kind(True, (*LOSSES, *SIZES), "too narrow", "too high"),
    "small_unrecorded": Kind(True, (*LOSSES, *SIZES), "too narrow", "too high"),
    "loss_ranges": Kind(True, (*LOSSES, *SIZES), "too wide", "too high"),
    "unrecorded": Kind(False, (*LOSSES, *SIZES), "too wide", "either way"),
    "few_known_losses": Kind(False, (*LOSSES, *SIZES), "too wide", "too high"),
    "ordinary_above_floor": Kind(True, (*LOSSES, *SIZES), "too narrow", "either way"),
    "severe_published": Kind(True, (*LOSSES,), "too narrow", "either way"),
    "moving_level": Kind(True, (*INCIDENTS, *COUNTS, *LOSSES), "too narrow", "either way"),
    "drift_unknown": Kind(False, (*INCIDENTS, *COUNTS, *LOSSES), "too wide", "either way"),
    "short_history": Kind(True, (*INCIDENTS, *COUNTS, *LOSSES, *SIZES, *EFFECTS), "too wide", "either way"),
    "few_incidents": Kind(True, (*INCIDENTS, *COUNTS, *LOSSES, *SIZES, *EFFECTS), "too wide", "either way"),
    "uneven_quarters": Kind(True, (*INCIDENTS, *COUNTS, *LOSSES, *EFFECTS), "too wide", "either way"),
    "growing_work": Kind(True, (*INCIDENTS, *COUNTS, *LANDING, *LOSSES, *LEVERS), "too narrow", "too low"),
    "unannounced_work": Kind(True, (*INCIDENTS, *COUNTS, *LANDING, *LOSSES, *LEVERS), "too narrow", "too low"),
    "late_starts": Kind(True, (*INCIDENTS, *COUNTS, *LOSSES, *LEVERS), "too wide", "too high"),
    "units_of_one": Kind(True, LANDING, "too narrow", "too high"),
    "one_unit": Kind(True, ("technology", "load_on_incidents", "late_joining"), "too wide", "either way"),
    "no_links": Kind(True, EFFECTS, "too wide", "either way"),
    "links_on_trust": Kind(False, EFFECTS, "too narrow", "either way"),
    "few_links": Kind(False, (*EFFECTS, *LEVERS), "too wide", "either way"),
    "load_assumed": Kind(False, ("load_on_incidents", "load_on_delivery", *LEVERS), "too narrow", "too low",
                         wider=("load_on_delivery",)),
    "securing_assumed": Kind(False, SECURED, "too narrow", "either way", wider=("secured:value",)),
}  # fmt: skip


def caution(name: str, weight: float, **facts: Any) -> Caution:  # noqa: ANN401 - numbers, words and days
    """One caution of this name with what its sentence needs.

    >>> caution("units_of_one", 0.5, units=12).ranges
    'too narrow'
    """
    kind = KINDS[name]
    return Caution(name, kind.seen, kind.touches, kind.ranges, kind.numbers, float(weight), facts, kind.wider)
