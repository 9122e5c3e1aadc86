"""Every headline number in one value: screens, pack and command line quote this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from balance.ranges import UNKNOWN, Range


@dataclass(frozen=True)
class Velocity:
    """What lands, how fast and how surely.

    `initiatives` has one row per open or approved initiative: initiative_id, name, business_unit, stage,
    start (Timestamp), finish_planned, finish_p10, finish_p50, finish_p80, finish_p90 (Timestamps; NaT beyond
    ten years), chance_on_time, chance_within_year (0..1), annual_value (currency; NaN = not stated),
    expected_value (annual_value x chance_within_year), cost_of_delay_per_week (currency: its yearly value times 7/365,
    what a week is worth once it has landed), landed_lost_per_week (currency: by how much a week's delay lowers the
    value it can be expected to land within the year).
    """

    value_landed_past_year: float | None
    value_landing_next_year: Range
    finished_per_quarter: Range
    cycle_time_days: Range
    in_flight: int | None
    on_time_share: Range
    load_effect: Range
    initiatives: pd.DataFrame
    finished_past_year: int | None = None
    without_value: int | None = None
    counts_speak: bool = False
    """True where more than half of the initiatives have no value, so that counts stand in for money."""


@dataclass(frozen=True)
class Risk:
    """What incidents may cost next year.

    exceedance: loss, chance, low, high (rising loss, falling chance). classes: class, incidents, known_losses,
    per_year, typical_loss, expected_annual_loss (each a Range), share_of_tail, moves_bad_year_by, moves_chance_by,
    chance_of_two_kinds (that its losses are not one lognormal kind). initiatives: initiative_id, name,
    expected_annual_loss, share_of_tail, moves_bad_year_by, moves_chance_by.
    share_of_tail (0..1) is of the mean loss of the years worse than the bad year, and adds up. moves_bad_year_by
    (currency) and moves_chance_by (0..1, NaN without a limit) are slopes: what the bad year and the chance beyond the
    limit gain per unit of relative frequency, so a tenth more of its incidents moves them by a tenth: they do not add
    up.
    appetite: loss, chance_allowed, chance, low, high, chance_met.
    """

    incidents_next_quarter: Range
    expected_annual_loss: Range
    bad_year_loss: Range
    beyond_bad_year_mean: Range
    limit: float | None
    limit_chance: float | None
    chance_beyond_limit: Range | None
    inside_appetite: bool | None
    exceedance: pd.DataFrame
    classes: pd.DataFrame
    initiatives: pd.DataFrame
    appetite: pd.DataFrame
    chance_inside: float | None = None
    """Share of the draws in which every appetite point holds."""
    elsewhere: Mapping[str, float] = field(default_factory=dict)
    """expected_annual_loss and share_of_tail that no initiative carries; empty without incidents."""


@dataclass(frozen=True)
class Effect:
    """One multiplier of the joint model with its range; `meaning` is a sentence for leaders."""

    effect: str
    multiplier: Range
    meaning: str


@dataclass(frozen=True)
class Widening:
    """What a lack of data does to what is learnt from it."""

    of: str
    """What is learnt, in words: "what one incident costs"."""
    on: Literal["rate", "severity", "links", "delivery"]
    """Which part of the answer it goes into; rate, severity and links into the loss, delivery into the value."""
    width: float
    """How many times as wide its range is, or should be, as with perfect data: 1 or more, may be infinite."""
    included: bool
    """Whether the ranges shown have it in them; else they are too narrow by it."""
    headline_width: float | None = None
    """The same for the headline number of that part of the answer; None where it is not worked out."""


@dataclass(frozen=True)
class QualityPart:
    """One part of data quality: its score 0..1, the share of the reachable precision that is reached, and why."""

    part: str
    score: float
    why: str
    effects: tuple[Widening, ...] = ()


@dataclass(frozen=True)
class Caution:
    """One thing the company's own data says against the numbers, or can neither show nor exclude."""

    name: str
    """What it is about, in one word or two joined by _; `findings.cautions` has the sentence."""
    seen: bool
    """Whether the data shows it; else it can be neither shown nor excluded."""
    touches: tuple[str, ...]
    """The numbers it touches, by the names of `model.cautions.kinds`."""
    ranges: Literal["too wide", "too narrow"]
    """What it makes of their ranges."""
    numbers: Literal["too high", "too low", "either way"]
    """To which side the numbers are then off."""
    weight: float
    """By how much a headline number may be off, log scale: the order in which cautions are told."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The numbers its sentence needs."""
    wider: tuple[str, ...] = ()
    """Of the numbers it touches, those whose ranges are too wide where the others' are too narrow."""


@dataclass(frozen=True)
class Quality:
    """How far the data carries the answer, 0..1: the share of the reachable precision, mean of value and loss."""

    score: float
    parts: tuple[QualityPart, ...]
    cautions: tuple[Caution, ...] = ()
    """What speaks against the numbers beside what is missing: shown by the data first, then by weight."""


@dataclass(frozen=True)
class Translated:
    """Money forecast in another currency than the one reported in now."""

    currency: str
    days: int
    """On so many days."""
    rate: float | None
    """What one unit is worth in the reporting currency, as stated today; None: not stated, so they are left out."""


@dataclass(frozen=True)
class TrackRecord:
    """How earlier forecasts turned out.

    days: as_of, how, model_version, made_at (UTC; not part of the report's document), one row per day with a forecast.
    scores: as_of, quantity, subject, due_on, how, model_version, q05, q10, q50, q90, q95, expected, outcome,
    missing_share, in_80, in_90, place, promised_80, promised_90, counts. finishes: as_of, quantity, subject, unit,
    due_on, how, chance, outcome, brier, counts. verdicts: quantity, scores, overlapping, in_80, in_90, bias, verdict,
    more_needed. ahead: as_of, quantity, due_on, q05, q10, q50, q90, q95, expected, the newest ranges of the company
    whose day has not come. detectable: change, quarters (NaN: never). `how` is "frozen" (written down with its load) or
    "afterwards" (worked out by today's model where nothing was written down; counts towards no verdict).
    """

    days: pd.DataFrame
    scores: pd.DataFrame
    finishes: pd.DataFrame
    verdicts: pd.DataFrame
    ahead: pd.DataFrame
    detectable: pd.DataFrame
    next_due: date | None = None
    """The next day on which a forecast that was written down comes due."""
    scores_needed: Mapping[float, int | None] = field(default_factory=dict)
    """How many scores it takes to find out ranges that say 90 in 100 and hold this share."""
    translated: tuple[Translated, ...] = ()
    """Forecasts of money that were made in another currency."""
    lateness: Range = UNKNOWN
    """How many times as long as forecast work took, in the middle, before any correction of dates; 1 is honest."""
    dates: int = 0
    """The dates that rests on."""
    correction: float = 1.0
    """By how much dates are stretched today because earlier ones came late, as stated; 1 is not at all."""
    advised: float = 1.0
    """By how much the record advises to stretch them."""


@dataclass(frozen=True)
class Indicator:
    """A key-risk indicator: `value` and `threshold` in `unit`, crossed above it; None where it cannot be said."""

    name: str
    meaning: str
    value: float | None
    threshold: float | None
    unit: str
    crossed: bool | None
    assumed: bool
    """Whether the threshold is the documented one; else the company stated it."""


@dataclass(frozen=True)
class Report:
    """The answer for one company, one date and one scenario."""

    as_of: date
    currency: str
    scenario: str
    data_hash: str
    model_version: str
    velocity: Velocity
    risk: Risk
    coupling: tuple[Effect, ...]
    quality: Quality
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Counts that sentences need: rows, incidents, linked_share, missing_loss_share, stated keys."""
    indicators: tuple[Indicator, ...] = ()
    track_record: TrackRecord | None = None
    """How earlier forecasts turned out; None where it was not asked for."""
