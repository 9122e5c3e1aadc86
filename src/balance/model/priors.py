"""From stated assumptions to what the model draws from: priors of effects, shares of classes, the loss cap.

A stated value that cannot be used (a factor of zero, a range upside down) falls back on the documented
default; the import tells about it. Factors are on the log scale, all others on their own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from balance.assumptions import KNOWN, Assumptions, resolve
from balance.sense import amount, kind_of

Array = npt.NDArray[np.float64]

DEFAULTS = resolve(None)

LEAST_SD = 1e-3
"""No effect is taken as known better than this."""

DEFAULT_BETAS = {"effect:change_caused_share": (5.0, 5.0), "effect:duration_tail_weight": (3.4, 16.6)}

EXTERNAL = re.compile(
    r"cyber|attack|phish|malware|ransom|ddos|denial|breach|intrusion|fraud|theft|hack|supplier|third|vendor|weather|"
    r"natural|unauthori[sz]ed|social|threat|external|credential", re.IGNORECASE)  # fmt: skip
INTERNAL = re.compile(
    r"change|release|deploy|config|human|error|software|bug|defect|hardware|capacity|batch|quality|migration|internal|"
    r"integration|process|access request|failure|failed|loss|improper|outage|performance", re.IGNORECASE)  # fmt: skip
LASTING = re.compile(
    r"outage|availab|downtime|service|performance|capacity|network|hardware|infrastructure|ddos|denial|ransom|failure|"
    r"failed|change|release|deploy|software|power|degradation|batch|integration", re.IGNORECASE)  # fmt: skip
MOMENTARY = re.compile(
    r"data|privacy|fraud|theft|phish|compliance|disclosure|leak|legal|loss|improper|breach|unauthori[sz]ed",
    re.IGNORECASE)  # fmt: skip

LEAST_CAP = 10_000_000.0
CAP_TIMES_LARGEST = 100.0


@dataclass(frozen=True)
class ClassShares:
    """Of each class: the share that comes from outside and the share whose loss grows with its duration, (C,)."""

    external: Array
    duration: Array
    stated: tuple[bool, ...]
    """Whether a class's shares are stated; else they come from words in its name, 0.5 where no word tells."""


@dataclass(frozen=True)
class LossCap:
    """The most one incident can cost, and whether that is assumed."""

    amount: float
    assumed: bool


def prior(assumptions: Assumptions, key: str) -> tuple[float, float]:
    """Centre and standard deviation of an effect; the default where what is stated cannot be used.

    One kind of an effect, such as `effect:technology:ai`, is what is stated for it, else what holds for every kind.

    >>> [round(number, 3) for number in prior(resolve(None), "effect:late_joining")]
    [0.262, 0.6]
    """
    kinds = (key, kind_of(key))
    for source, name in ((source, name) for name in kinds for source in (assumptions, DEFAULTS)):
        try:
            centre, sd = source.prior(name)
        except (ValueError, ZeroDivisionError, KeyError, TypeError, OverflowError):
            continue
        if math.isfinite(centre) and math.isfinite(sd) and sd >= 0:
            return centre, max(sd, LEAST_SD)
    raise KeyError(key)


def beta_prior(assumptions: Assumptions, key: str) -> tuple[float, float]:
    """Shape of the Beta prior of a share: the documented one, or the one with the stated mean and range.

    >>> beta_prior(resolve(None), "effect:change_caused_share")
    (5.0, 5.0)
    """
    row = assumptions.get(key)
    if row is None or row.assumed:
        return DEFAULT_BETAS[key]
    mean, sd = prior(assumptions, key)
    if not 0.0 < mean < 1.0:
        return DEFAULT_BETAS[key]
    weight = max(mean * (1 - mean) / max(sd, 0.01) ** 2 - 1, 2.0)
    return mean * weight, (1 - mean) * weight


def number(assumptions: Assumptions, key: str, low: float, high: float) -> float:
    """A stated number clipped to what makes sense; its default where none is stated."""
    stated, default = assumptions.number(key), KNOWN[key].value
    value = stated if stated is not None and math.isfinite(stated) else default
    return float(min(max(float(value or 0.0), low), high))


def kept_to(assumptions: Assumptions, key: str) -> float:
    """A stated number kept to what is documented to make sense for its key; its default where none is stated.

    >>> kept_to(resolve(None), "effect:load_worlds")
    0.8
    """
    known = KNOWN[key]
    return number(assumptions, key, known.least, known.greatest)


def class_shares(assumptions: Assumptions, classes: Sequence[str]) -> ClassShares:
    """How far each class comes from outside and how far its losses grow with duration.

    Stated as `class:NAME:external` and `class:NAME:duration`; else by words in the name; else `effect:unknown_class`.

    >>> class_shares(resolve(None), ["Phishing", "Failed change", "Zzz"]).external.tolist()
    [1.0, 0.0, 0.5]
    """
    stated = {key.lower(): row.value for key, row in assumptions.with_prefix("class:").items()}
    unknown = number(assumptions, "effect:unknown_class", 0.0, 1.0)
    external, duration, known = [], [], []
    for name in classes:
        told = [_share(stated.get(f"{name.lower()}:{what}")) for what in ("external", "duration")]
        known.append(any(share is not None for share in told))
        external.append(_by_words(name, EXTERNAL, INTERNAL, unknown) if told[0] is None else told[0])
        duration.append(_by_words(name, LASTING, MOMENTARY, unknown) if told[1] is None else told[1])
    return ClassShares(np.array(external, dtype=float), np.array(duration, dtype=float), tuple(known))


def loss_cap(assumptions: Assumptions, largest: float | None) -> LossCap:
    """The most one incident can cost: stated, else revenue, else 100 times the largest known loss.

    >>> loss_cap(resolve(None), 500_000.0)
    LossCap(amount=50000000.0, assumed=True)
    """
    for key, assumed in (("loss_cap", False), ("revenue", True)):
        stated = assumptions.number(key)
        if stated is not None and math.isfinite(stated) and stated > 0:
            return LossCap(stated, assumed)
    return LossCap(max(CAP_TIMES_LARGEST * (largest or 0.0), LEAST_CAP), True)


def appetite(assumptions: Assumptions) -> tuple[tuple[float, float], ...]:
    """The board's points: (yearly loss, accepted chance of more), the limit first; unusable ones left out."""
    points = []
    limit = assumptions.number("loss_limit")
    if limit is not None and limit > 0:
        points.append((limit, number(assumptions, "loss_limit_chance", 0.0, 1.0)))
    for name, row in sorted(assumptions.with_prefix("appetite:").items()):
        loss, chance = amount(name), row.value
        if loss is not None and isinstance(chance, int | float) and 0 <= chance <= 1:
            points.append((loss, float(chance)))
    return tuple(points)


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def _by_words(name: str, yes: re.Pattern[str], no: re.Pattern[str], unknown: float) -> float:
    found, against = bool(yes.search(name)), bool(no.search(name))
    return unknown if found == against else float(found)
