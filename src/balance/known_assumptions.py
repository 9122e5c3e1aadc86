"""Every key a person may state: what it means, its default, the range of what is thought possible, and their source.

A default is always marked as assumed on the screens. Ranges are 80 %: `low` and `high` are the 10th and 90th
percentile of what is thought possible, and spread is read back from them. Published figures are in US dollars and are
used one to one in other currencies.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from balance.regimes import APPLYING
from balance.sense import kind_of, names_something
from balance.stresses import STRESSES
from balance.thresholds import INDICATORS, REVIEWS

_SCALE = re.compile(r",? (in spreads of ln loss|on the log scale|log scale)$")

Shape = Literal["stated", "normal", "lognormal", "beta"]

Z80 = 1.2815515655446004
"""The normal deviate of the 90th percentile: half the width of an 80 % range in standard deviations."""


@dataclass(frozen=True)
class Known:
    """A documented key: what it means and the default with its source."""

    key: str
    meaning: str
    value: float | str | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    shape: Shape = "stated"
    source: str = ""
    year: int | None = None
    within: float | None = None
    """A default that is worked out from the company's data is thought right within this factor, 80 in 100."""
    least: float = -math.inf
    greatest: float = math.inf
    """Values beyond these make no sense."""

    @property
    def subject(self) -> str:
        """What it means without the scale its number is told on: a sentence leaves that to the table."""
        return _SCALE.sub("", self.meaning)


def _normal(key: str, meaning: str, mean: float, sd: float, source: str, year: int | None = None) -> Known:
    return Known(key, meaning, mean, mean - Z80 * sd, mean + Z80 * sd, "elasticity", "normal", source, year)


def _factor(key: str, meaning: str, median: float, log_sd: float, source: str, year: int | None = None) -> Known:
    spread = math.exp(Z80 * log_sd)
    return Known(key, meaning, median, median / spread, median * spread, "factor", "lognormal", source, year)


def _weight(
    key: str, meaning: str, value: float, low: float, high: float, least: float, greatest: float, unit: str
) -> Known:
    return Known(key, meaning, value, low, high, unit, source=_METHOD, year=_SET, least=least, greatest=greatest)


def _threshold(key: str, meaning: str, value: float, unit: str, greatest: float | None) -> Known:
    most = math.inf if greatest is None else greatest
    return Known(key, meaning, value, unit=unit, source=_OURS, year=_SET, least=0.0, greatest=most)


_METHOD = "our judgement, no published figure"
_SET = 2026
"""The year in which our own judgements were last set."""

_IRIS = "Cyentia IRIS 2025 by yearly revenue, read in a transcription; half or twice as much is thought possible"
_OURS = "our judgement of when to look, no published figure"

KNOWN: dict[str, Known] = {
    known.key: known
    for known in (
        Known("reporting_currency", "The currency every sum is reported in", "USD", unit="ISO 4217 code"),
        Known("fiscal_year_start_month", "The month in which the fiscal year begins", 1.0, unit="month 1..12"),
        Known("loss_limit", "The yearly loss the board does not want to exceed", unit="reporting currency"),
        Known("loss_limit_chance", "The chance of exceeding it that the board accepts", 0.05, unit="share 0..1",
              source=_METHOD, year=_SET),
        Known("loss_cap", "The most one incident can cost", unit="reporting currency", within=3.0, year=_SET,
              source="where not stated: yearly revenue, else 100 times the largest known loss, at least 10 million"),
        Known("materiality_floor", "The loss above which an incident counts as severe", unit="reporting currency",
              within=3.0, source=_IRIS, year=2025),
        Known("loss_recording_floor", "Losses below this are not recorded", unit="reporting currency"),
        Known("loss_recording:rows_below", "Whether incidents that cost less are rows without a loss, or no rows",
              "present", unit="present or absent"),
        Known("loss_recording:missing_means", "Why a row has no loss: it cost less, or for an unknown reason",
              "unknown", unit="below_floor or unknown"),
        Known("revenue", "Yearly revenue", unit="reporting currency"),
        Known("cash_buffer", "Cash that can be spent in a bad year", unit="reporting currency"),
        Known("insurance_cover", "What insurers would pay in a bad year", unit="reporting currency"),
        Known("downtime_cost_per_hour", "What an hour of downtime costs", unit="reporting currency per hour"),
        Known("people_available", "People who can work on initiatives", unit="full-time people"),
        Known("initiatives_at_once", "Most initiatives that may run at once", unit="initiatives"),
        Known("severe_frequency", "Severe incidents a year, published experience", unit="per year", within=2.0,
              source=_IRIS, year=2025),
        Known("severe_typical_loss", "Median loss of a severe incident", unit="reporting currency", within=2.0,
              source=_IRIS, year=2025),
        Known("severe_extreme_loss", "Loss that 5 in 100 severe incidents exceed", unit="reporting currency",
              within=2.0, source=_IRIS, year=2025),
        _factor("effect:late_joining", "Incidents when security joins late, against at design", 1.3, 0.6, _METHOD,
                _SET),
        _factor("effect:technology", "Incidents of an initiative with a technology tag, against without", 1.0, 0.4,
                _METHOD, _SET),
        _normal("effect:size", "How incidents grow with an initiative's budget", 0.3, 0.3, _METHOD, _SET),
        _normal("effect:load_risk", "How incidents per open initiative grow with work in progress", -0.3, 0.65,
                "no published figure; wide enough for both worlds in docs/method.md", _SET),
        _normal("effect:load_other", "How other incidents grow with work in progress", 0.1, 0.15, _METHOD, _SET),
        _normal("effect:load_delivery", "How delivery slows as work in progress grows", 0.6, 0.45, _METHOD, _SET),
        _normal("effect:learning", "What a doubling of experience with a technology does to its incidents, log scale: "
                "below 0 fewer", 0.0, 0.35, _METHOD, _SET),
        _weight("effect:learning_levels", "Spread between technologies of how many incidents they have for reasons of "
                "their own, log scale", 0.8, 0.5, 1.2, 0.05, 3.0, "log scale"),
        _weight("effect:learning_rough", "How much less data tell about experience where initiatives scatter more than "
                "chance: on the variance", 1.25, 1.0, 1.6, 1.0, 5.0, "factor"),
        Known("effect:link_doubt",
              "How far links that follow an unknown rule may mislead on late joining and load, log scale; 0 where a "
              "written rule links every incident", 0.2, 0.0, 0.4, unit="log scale", source=_METHOD, year=_SET,
              least=0.0, greatest=2.0),
        Known("effect:unit_pace", "Spread between units of how durations run over plans, log scale", 0.25, 0.1, 0.4,
              unit="log scale", source=_METHOD, year=_SET, least=0.0, greatest=1.0),
        Known("effect:unplanned_starts",
              "Initiatives that start beside those in the tables, against the past: 0 none, 1 as many as usual", 0.0,
              0.0, 1.0, unit="times the past", source=_METHOD, year=_SET, least=0.0, greatest=3.0),
        _weight("effect:starts_forgetting", "Weight of a quarter's starts against those of the next one, for the pace "
                "of starts", 0.85, 0.7, 1.0, 0.5, 1.0, "share 0..1"),
        _weight("effect:starts_by_unit", "Starts thought to have been beside those seen, spread evenly over the units",
                1.0, 0.5, 2.0, 0.01, 50.0, "initiatives"),
        _weight("effect:load_worlds", "How far what load does to incidents differs between following what is open and "
                "following work done, in spreads of its range", 0.8, 0.6, 0.95, 0.0, 0.99, "spreads"),
        _weight("effect:load_rough", "How much less data tell about load because initiatives are counted, not weighed: "
                "on the variance", 1.15, 1.0, 1.5, 1.0, 5.0, "factor"),
        _weight("effect:unit_level", "Spread between units of how many incidents they have for reasons of their own, "
                "log scale", 0.8, 0.5, 1.2, 0.05, 3.0, "log scale"),
        _weight("effect:unit_scatter", "How many unit-quarters the thought weighs that incidents scatter by chance "
                "alone", 4.0, 2.0, 8.0, 0.1, 100.0, "unit-quarters"),
        _weight("effect:joined_at_build", "How much of the effect of joining late there is when security joins at "
                "build", 0.5, 0.25, 0.75, 0.0, 1.0, "share 0..1"),
        _weight("effect:joined_unknown", "The same where nobody says when security joined", 0.5, 0.2, 0.8, 0.0, 1.0,
                "share 0..1"),
        _weight("effect:plan_length", "Planned length of an initiative where the table tells of none", 273.75, 180.0,
                400.0, 7.0, 3650.0, "days"),
        _weight("effect:approved_start", "Days until approved work begins where no start is planned", 45.625, 15.0,
                120.0, 0.0, 1825.0, "days"),
        _weight("effect:undated_stop", "Days since work stopped, at the least, where nobody wrote down when", 45.625,
                15.0, 180.0, 0.0, 3650.0, "days"),
        Known("effect:change_caused_share", "The share of incidents that changes cause", 0.5, 0.3, 0.7, "share 0..1",
              "beta", "Zhao et al., ESEC/FSE 2021: 50 in 100 at one bank; about 70 in 100 at another firm", 2021),
        _factor("effect:duration_median", "Actual over planned duration of an ordinary initiative", 0.95, 0.15,
                "derived from Flyvbjerg et al. and HBR 2011: the ordinary majority lands slightly under plan", 2022),
        _factor("effect:duration_spread", "Spread of actual over planned durations, log scale", 0.2, 0.4, _METHOD,
                _SET),
        Known("effect:duration_tail_weight", "The share of initiatives that run far over plan", 0.17, 0.073, 0.281,
              "share 0..1", "beta", "Flyvbjerg et al., 5,392 IT projects: 18 in 100 overran by more than half", 2022),
        Known("effect:duration_tail_start", "The multiple of its plan from which an initiative counts as far over", 1.5,
              1.25, 2.0, unit="times plan", year=_SET, least=1.05, greatest=4.0,
              source="our judgement: far over is by more than half, as Flyvbjerg et al. count it"),
        Known("effect:duration_tail_exponent", "How fast far overruns get rarer the further they reach: exponent of "
              "their tail", 1.4, 1.0, 1.8, unit="exponent", year=2025, least=0.5, greatest=6.0,
              source="1.4 fits the 447 in 100 of Flyvbjerg et al.; 11,011 projects of 2025 say 1 or less for IT"),
        _weight("effect:duration_tail_end", "The multiple of its plan that no initiative goes beyond", 10.0, 6.0, 20.0,
                5.0, 50.0, "times plan"),
        _normal("effect:secure_at_design", "The share of the late-joining effect that joining at design removes", 0.67,
                0.15, _METHOD, _SET),
        _factor("effect:secure_delay", "Delay when security is brought in now, share of planned duration", 0.10, 0.5,
                _METHOD, _SET),
        _normal("effect:control_programme", "The share of incidents one more control programme prevents", 0.25, 0.10,
                _METHOD, _SET),
        _normal("effect:response_time", "How losses grow with the time to detect and resolve", 0.5, 0.2, _METHOD, _SET),
        _normal("effect:pace_risk", "How change-caused incidents grow with delivery pace", 1.0, 0.25, _METHOD, _SET),
        _normal("effect:missing_loss_shift", "How much smaller unrecorded losses are, in spreads of ln loss", 0.2,
                0.35, _METHOD, _SET),
        _factor("effect:level_drift", "Spread of the year-to-year drift of incident rates, log scale", 0.05, 1.0,
                _METHOD, _SET),
        _factor("effect:quarter_scatter", "By how much a quarter stands off that level beyond chance, log scale", 0.2,
                0.8, _METHOD, _SET),
        _normal("effect:level_trend", "Steady rise or fall of incident rates a year, log scale", 0.0, 0.0716, _METHOD,
                _SET),
        _weight("effect:level_trend_chance", "The chance that incident rates rise or fall steadily at all", 0.2, 0.1,
                0.4, 0.01, 0.9, "share 0..1"),
        _weight("effect:level_doubt", "How far off the level of incidents may be where the record seems cut off, log "
                "scale", 0.15, 0.1, 0.25, 0.01, 1.0, "log scale"),
        Known("effect:forgetting", "Weight of a quarter against the one after it, besides what drift makes of it", 1.0,
              0.95, 1.0, unit="share 0..1", source=_METHOD, year=_SET, least=0.5, greatest=1.0),
        Known("effect:loss_median", "Median loss of one incident where the company has none recorded", 59874.0,
              30_000.0, 120_000.0, unit="reporting currency",
              source="Uptime 2024 and Verizon 2026, both secondary: about 60,000 to 120,000", year=2024),
        Known("effect:lognormal_losses", "The chance that a class's losses are lognormal, before any is seen", 0.4, 0.2,
              0.7, unit="share 0..1", source=_METHOD, year=_SET, least=0.0, greatest=1.0),
        Known("effect:loss_spread", "Spread of losses within a class, log scale", 1.4, 1.0, 2.0, unit="log scale",
              source=_METHOD, year=_SET, least=0.05, greatest=4.0),
        Known("effect:date_correction", "How many times as long the work left is taken to last because earlier dates "
              "came late; 1 leaves dates as they are", 1.0, 0.8, 1.25, unit="factor", year=_SET, least=0.25,
              greatest=4.0,
              source="our judgement; the range is how far whole companies were off in docs/calibration.md"),
        _weight("effect:date_trust", "How many dates of the track record weigh as much as what is learnt from the same "
                "work anyway", 50.0, 25.0, 200.0, 1.0, 10_000.0, "dates"),
        _weight("effect:class_weight", "Incidents each class is thought to have had before any is counted", 0.5, 0.25,
                1.0, 0.05, 20.0, "incidents"),
        _weight("effect:loss_median_weight", "How many classes the typical loss assumed above weighs like, beside the "
                "company's own", 0.5, 0.25, 1.0, 0.05, 20.0, "classes"),
        _weight("effect:loss_pooled_weight", "How many losses the spread assumed above weighs like, beside the "
                "company's own", 4.0, 2.0, 8.0, 0.1, 100.0, "losses"),
        _weight("effect:loss_weight", "How many own losses of a class weigh as much as the company's other classes do",
                1.0, 0.5, 2.0, 0.05, 20.0, "losses"),
        _weight("effect:loss_spread_weight", "How sure the spread of losses is before a class has any: like that of "
                "twice so many losses", 3.0, 2.0, 5.0, 1.1, 50.0, "pairs of losses"),
        _weight("effect:second_kind_above", "Where losses are not lognormal: the chance that few huge ones are why",
                0.5, 0.25, 0.75, 0.01, 0.99, "share 0..1"),
        _weight("effect:kinds_by_class", "How far the kinds of loss of a class are judged apart from those of others",
                0.3, 0.1, 0.6, 0.01, 1.0, "share 0..1"),
        Known("effect:severe_alike", "How alike companies are in how often severe incidents come: 1 over the square of "
              "how their rates vary", 0.886, 0.5, 1.6, unit="shape", year=2022, least=0.05, greatest=20.0,
              source="Cyentia IRIS 2022: rates of companies vary by a factor of 1.06, read in a transcription"),
        _weight("effect:severe_loss_weight", "How many own severe losses weigh as much as the published median", 3.0,
                1.0, 6.0, 0.1, 50.0, "losses"),
        _weight("effect:severe_spread_weight", "How sure the published spread of severe losses is: like that of twice "
                "so many losses", 4.0, 2.0, 8.0, 1.1, 50.0, "pairs of losses"),
        _weight("effect:severe_unlike", "Where fewer published companies than this share have had as many severe "
                "events, own history speaks alone", 0.001, 0.0001, 0.01, 1e-9, 0.5, "share 0..1"),
        Known("effect:programme_cost", "Yearly cost of one control programme where the controls name none", 100_000.0,
              30_000.0, 300_000.0, unit="reporting currency", source=_METHOD, year=_SET),
        Known("effect:unknown_class", "Share of a class from outside, or that grows with time to resolve, where its "
              "name does not tell", 0.5, 0.2, 0.8, unit="share 0..1", source=_METHOD, year=_SET, least=0.0,
              greatest=1.0),
        *(_threshold(*row) for row in (*REVIEWS, *INDICATORS)),
        *(Known(*row) for row in STRESSES),
        *(Known(**row) for row in APPLYING),
    )
}  # fmt: skip

PREFIXES = {
    "exchange_rate:": "One unit of that currency in reporting currency",
    "appetite:": "The accepted chance of a year that costs more than the loss in the key",
    "class:": "`class:NAME:external` and `class:NAME:duration`: shares 0..1 of a class",
    "effect:technology:": "The technology effect of one tag",
    "kri:": "Threshold of a key-risk indicator",
    "stress:": "`stress:NAME:loss` and `stress:NAME:per_year`: what one event costs, and how often it comes",
}

WORDS = {"loss_recording:rows_below": ("present", "absent"), "loss_recording:missing_means": ("below_floor", "unknown")}
"""Keys whose value is one of a few words."""


def known_of(key: str) -> Known | None:
    """What is documented of a key: its own row, or that of the effect it is one kind of.

    >>> known_of("effect:technology:ai") is KNOWN["effect:technology"]
    True
    """
    return KNOWN.get(key) or KNOWN.get(kind_of(key))


def recognised(key: str) -> bool:
    """Whether a key is documented, by name or by prefix."""
    return key in KNOWN or any(
        key.startswith(prefix) and names_something(prefix, key.removeprefix(prefix)) for prefix in PREFIXES
    )
