"""Stating an assumption: what it means in words, what can be stated, and how a value moves with its range."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from balance import formats
from balance.assumptions import (
    KNOWN,
    WORDS,
    Assumptions,
    Stated,
    allowed,
    known_of,
    recognised,
    resolve,
    senseless,
)  # fmt: skip
from balance.known_assumptions import Z80
from balance.language import label, noted, say
from balance.sense import is_range
from balance.stresses import title as stress_title


def meaning(key: str, currency: str = "") -> str:
    """What a key means in words; a sum in it as money where the currency is known.

    >>> meaning("loss_limit"), meaning("effect:technology:ai")
    ('The yearly loss the board does not want to exceed', 'Incidents of an initiative with AI, against without')
    >>> meaning("appetite:25000000", "GBP"), meaning("appetite:25000000")
    ('Accepted chance of a year beyond £25M', 'Accepted chance of a year beyond 25,000,000')
    """
    known, part = known_of(key), key.rpartition(":")[2]
    if key.startswith("effect:technology:"):
        tag = formats.technology(key.removeprefix("effect:technology:"))
        return say("Incidents of an initiative with {tag}, against without", tag=tag)
    if known:
        return label(known.meaning)
    name = key.removeprefix("class:").rpartition(":")[0]
    if key.startswith("class:"):
        outside = noted("{name}: share from outside")
        return say(outside if part == "external" else noted("{name}: share that grows with time to resolve"), name=name)
    if key.startswith("stress:"):
        named, _, what = key.removeprefix("stress:").rpartition(":")
        often = noted("{name}: how often")
        return say(often if what == "per_year" else noted("{name}: what one costs"), name=stress_title(named))
    if key.startswith("appetite:"):
        sum_of_money = formats.money(_number(part), currency) if currency else formats.number(_number(part))
        return say("Accepted chance of a year beyond {amount}", amount=sum_of_money)
    if key.startswith("exchange_rate:"):
        return say("One {currency} in reporting currency", currency=part)
    return key.replace(":", ": ").replace("_", " ")


NAMES = {
    "loss_cap": "Largest single loss", "materiality_floor": "Where severe begins",
    "severe_frequency": "Severe incidents a year", "severe_typical_loss": "Typical severe loss",
    "severe_extreme_loss": "Extreme severe loss", "effect:late_joining": "Security joining late",
    "effect:size": "Size of an initiative", "effect:load_risk": "Load, on incidents",
    "effect:load_other": "Load, on other incidents", "effect:load_delivery": "Load, on delivery",
    "effect:change_caused_share": "Share that changes cause", "effect:duration_median": "Usual overrun",
    "effect:duration_spread": "Spread of overruns", "effect:duration_tail_weight": "Share of far overruns",
    "effect:duration_tail_start": "Where far overruns begin",
    "effect:duration_tail_exponent": "How rare far overruns get", "effect:duration_tail_end": "Where far overruns end",
    "effect:loss_median_weight": "Weight of the typical loss", "effect:loss_pooled_weight": "Weight of the loss spread",
    "effect:severe_unlike": "Too many severe events", "effect:starts_forgetting": "Weight of older starts",
    "effect:starts_by_unit": "Starts evenly by unit", "effect:load_worlds": "Two readings of load apart",
    "effect:load_rough": "Roughness of counting load", "effect:unit_level": "Units apart in incidents",
    "effect:unit_scatter": "Incidents by chance alone", "effect:joined_at_build": "Security joining at build",
    "effect:joined_unknown": "Joining unknown", "effect:plan_length": "Length without a plan",
    "effect:approved_start": "Start without a date", "effect:undated_stop": "Stop without a date",
    "effect:level_trend_chance": "Chance of a steady rise", "effect:level_doubt": "Doubt where records end",
    "effect:date_correction": "Correction of dates", "effect:date_trust": "Trust in late dates",
    "effect:class_weight": "Weight of classes, before counts",
    "effect:loss_weight": "Weight of other classes' losses", "effect:loss_spread_weight": "Weight of the usual spread",
    "effect:second_kind_above": "Few huge losses, not tiny ones", "effect:kinds_by_class": "Kinds of loss by class",
    "effect:severe_alike": "How alike companies are, severe", "effect:severe_loss_weight": "Weight of severe losses",
    "effect:severe_spread_weight": "Weight of the severe spread",
    "effect:secure_at_design": "What joining at design removes", "effect:secure_delay": "Delay by bringing security in",
    "effect:control_programme": "One more control programme", "effect:response_time": "Time to resolve, on losses",
    "effect:pace_risk": "Pace, on incidents", "effect:missing_loss_shift": "Unrecorded losses smaller by",
    "effect:level_drift": "Drift of incident rates", "effect:forgetting": "Weight of older quarters",
    "effect:quarter_scatter": "Good and bad quarters", "effect:level_trend": "Steady rise of incidents",
    "effect:loss_median": "Typical loss", "effect:loss_spread": "Spread of losses",
    "effect:programme_cost": "Cost of a programme", "effect:unknown_class": "Classes that do not tell",
    "effect:link_doubt": "Doubt about links", "effect:unit_pace": "Units apart in pace",
    "effect:learning": "Experience, on incidents", "effect:learning_levels": "Technologies apart in incidents",
    "effect:learning_rough": "Doubt about experience",
    "effect:unplanned_starts": "Starts beyond the plan", "effect:lognormal_losses": "Losses of one kind",
}  # fmt: skip
"""Names of the assumptions that are shown in small; the others are called by what they mean."""


def name(key: str, currency: str = "") -> str:
    """A few words for a key, for pictures and lists.

    >>> name("effect:technology:ai"), name("loss_cap")
    ('Technology: AI', 'Largest single loss')
    """
    if key.startswith("effect:technology:"):
        return say("Technology: {tag}", tag=formats.technology(key.rpartition(":")[2]))
    if key.startswith("stress:"):
        named, _, what = key.removeprefix("stress:").rpartition(":")
        rate = noted("{name}: rate")
        return say(rate if what == "per_year" else noted("{name}: cost"), name=stress_title(named))
    return label(NAMES[key]) if key in NAMES else meaning(key, currency)


def source(row: Stated, form: str = noted("{source} ({year})")) -> str:
    """Where a default comes from, with its year where that is known; empty where nothing is said of it.

    >>> source(Stated("effect:size", 0.3, source="our judgement", year=2026))
    'our judgement (2026)'
    """
    told = label(row.source)
    return say(form, source=told, year=row.year) if told and row.year else told


def basis(row: Stated) -> str:
    """Where a value comes from: `stated`, `documented` with the method, `worked out` from own data, or `nothing`.

    >>> basis(resolve(None).rows["effect:size"]), basis(resolve(None).rows["revenue"])
    ('documented', 'nothing')
    """
    if row.value is None:
        return "nothing"
    known = known_of(row.key)
    documented = known is not None and known.value == row.value
    return "stated" if not row.assumed else "documented" if documented else "worked out"


def refusal(key: str, value: str, low: str = "", high: str = "") -> str:
    """What is wrong with a statement as a person typed it, in one sentence with what to do; empty where nothing is.

    >>> refusal("loss_limit_chance", "5")
    'The value 5 makes no sense here: a share from 0 to 1, such as 0.05 is expected.'
    """
    if not recognised(key):
        return _unknown(key)
    expected = senseless(key, value)
    if expected:
        return say(
            "The value {value} makes no sense here: {expected} is expected.", value=value.strip(), expected=expected
        )
    middle = _number(value)
    if key == "reporting_currency" or key in WORDS:
        return ""
    if middle is None and key == "fiscal_year_start_month":
        return say("{value} is not the number of a month. Write 1 to 12, such as 4 for April.", value=repr(value))
    if middle is None:
        return say("{value} is not a number. Write it in full, such as 10000000 or 0.05.", value=repr(value))
    return _range_refusal(key, middle, low, high)


def _unknown(key: str) -> str:
    close = difflib.get_close_matches(key, list(KNOWN), n=1)
    told = [
        say("No assumption is called {key}.", key=repr(key)),
        *(say("Did you mean {key}?", key=one) for one in close),
        say("`balance assumptions` and the data dictionary list them."),
    ]
    return " ".join(told)


def _range_refusal(key: str, middle: float, low: str, high: str) -> str:
    least, most = _number(low), _number(high)
    if (low.strip() and least is None) or (high.strip() and most is None):
        return say("The likely range needs two numbers, or none.")
    if (least is None) != (most is None):
        return say("Give both ends of the likely range, or none.")
    if least is None or most is None:
        return ""
    if not least <= middle <= most:
        return say(
            "The value {value:.10g} must lie in its likely range, {low:.10g} to {high:.10g}.",
            value=middle, low=least, high=most,
        )  # fmt: skip
    if is_range(least, most, *allowed(key)):
        return ""
    expected = senseless(key, least) or senseless(key, most)
    return say(
        "The likely range {low:.10g} to {high:.10g} makes no sense here: {expected} is expected.",
        low=least, high=most, expected=expected,
    )  # fmt: skip


def statement(
    key: str, value: str, low: str = "", high: str = "", reason: str = "", owner: str = ""
) -> dict[str, object]:
    """The row of table `assumptions` that a person's words make; empty parts are left out."""
    plain = value.strip() if key == "reporting_currency" else value.strip().replace(",", "")
    row = {"key": key, "value": plain, "low": _number(low), "high": _number(high), "reason": reason.strip(),
           "owner": owner.strip()}  # fmt: skip
    return {name: said for name, said in row.items() if said not in (None, "")}


def with_statement(assumptions: Assumptions, row: Mapping[str, object]) -> Assumptions:
    """The assumptions as they would be with this row of table `assumptions` stated."""
    return with_row(assumptions, resolve(pd.DataFrame([dict(row)])).rows[str(row["key"])])


def with_row(assumptions: Assumptions, row: Stated) -> Assumptions:
    """The assumptions with one of them replaced."""
    return replace(assumptions, rows={**assumptions.rows, row.key: row})


def number_of(row: Stated) -> float | None:
    """The value of an assumption as a number, None where it has none."""
    return float(row.value) if isinstance(row.value, int | float) else None


def has_range(row: Stated) -> bool:
    """Whether an assumption has a number and a likely range around it."""
    return number_of(row) is not None and row.low is not None and row.high is not None and row.low < row.high


def spreads_away(row: Stated, value: float) -> float:
    """How far a value is from the assumed one, in spreads: standard deviations of what is thought possible.

    >>> late = resolve(None).rows["effect:late_joining"]
    >>> round(spreads_away(late, late.high), 2), round(spreads_away(late, late.low), 2)
    (1.28, -1.28)
    """
    return (_on(row, value) - _on(row, number_of(row) or 0.0)) / _spread(row)


def moved(row: Stated, away: float) -> Stated:
    """The assumption so many spreads away from where it is, its range moved along; kept to what makes sense.

    >>> share = resolve(None).rows["effect:change_caused_share"]
    >>> 0 < moved(share, -9.0).low < moved(share, -9.0).value < 0.01
    True
    """
    return recentred(row, _back(row, _on(row, number_of(row) or 0.0) + away * _spread(row)))


def recentred(row: Stated, value: float) -> Stated:
    """The assumption at another value with as much doubt as before: what stating that value means.

    >>> late = resolve(None).rows["effect:late_joining"]
    >>> there = recentred(late, 2.6)
    >>> there.value, round(there.low / late.low, 9), there.assumed
    (2.6, 2.0, False)
    """
    known = known_of(row.key)
    least, greatest = (known.least, known.greatest) if known else (-math.inf, math.inf)
    value = min(max(value, least), greatest)
    if not has_range(row):
        return replace(row, value=value, assumed=False)
    shift = _on(row, value) - _on(row, number_of(row) or 0.0)
    low, high = (_back(row, _on(row, float(end or 0.0)) + shift) for end in (row.low, row.high))
    return replace(row, value=value, low=max(low, least), high=min(high, greatest), assumed=False)


def _spread(row: Stated) -> float:
    return max((_on(row, float(row.high or 0.0)) - _on(row, float(row.low or 0.0))) / (2 * Z80), 1e-12)


def _on(row: Stated, value: float) -> float:
    """A value on the scale of its doubt: logarithm of factors and money, log odds of shares, else as it is."""
    if row.shape == "beta":
        inside = min(max(value, 1e-6), 1 - 1e-6)
        return math.log(inside / (1 - inside))
    return math.log(max(value, 1e-300)) if _by_factor(row) else value


def _back(row: Stated, at: float) -> float:
    if row.shape == "beta":
        return 1 / (1 + math.exp(-min(max(at, -13.8), 13.8)))
    return math.exp(min(max(at, -690.0), 690.0)) if _by_factor(row) else at


def _by_factor(row: Stated) -> bool:
    money = row.unit.startswith("reporting currency") or row.unit == "per year"
    return row.shape == "lognormal" or (row.shape == "stated" and money and (row.low or 0.0) > 0)


def _number(said: str) -> float | None:
    try:
        number = float(said.strip().replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
