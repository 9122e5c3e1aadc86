"""Own severe events held against published experience: from which loss they count, how many there are, how often.

On only where the company states its revenue or how often severe events happen to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaincinv, ndtr, ndtri

from balance.assumptions import Assumptions
from balance.model import draws, severe
from balance.model.priors import LossCap, kept_to, number, prior
from balance.model.recording import Rule, recording_rule

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SevereClass:
    """The severe class as it is used: published figures or stated ones, and own events."""

    per_year: float
    typical_loss: float
    extreme_loss: float
    floor: float
    own_events: int
    """Own incidents known to have cost more than the floor."""
    likely_events: float
    """The same with those of unknown loss that probably did too."""
    stated: bool
    """Whether its frequency is stated; else it is read from published experience of companies of this revenue."""
    seen: float = 1.0
    """Share of the published events above the floor: less than 1 where it lies above the published one."""
    alike: float = severe.SHAPE
    """How alike companies are in how often this happens to them."""
    rarely: float = severe.RARELY
    """Own events that fewer published companies have had than this are not like theirs."""
    gave_way: bool = False
    """Whether nobody stated the floor and ordinary losses had to raise it."""


def severe_class(amounts: Array, given: Assumptions, years: float) -> SevereClass | None:
    """The severe class, None unless its frequency or the revenue is stated.

    Args: the loss of each own incident, NaN where unknown; assumptions; the years of the own history.
    """
    frequency, revenue = given.number("severe_frequency"), given.number("revenue")
    if not any(stated is not None and stated > 0 for stated in (frequency, revenue)):
        return None
    published = severe.published(revenue if revenue and revenue > 0 else None)
    typical = _positive(given.number("severe_typical_loss"), published.typical_loss)
    ratio = published.extreme_loss / published.typical_loss
    extreme = max(_positive(given.number("severe_extreme_loss"), typical * ratio), typical * 1.05)
    per_year, assumed = _positive(frequency, published.per_year), severe.materiality_floor(typical, extreme)
    alike, rarely = number(given, "effect:severe_alike", 0.05, 20.0), kept_to(given, "effect:severe_unlike")
    needed = own_floor(amounts, assumed, years, per_year, alike, rarely)
    floor = _positive(given.number("materiality_floor"), needed)
    stated, gave_way = frequency is not None and frequency > 0, floor == needed > assumed
    above = floor > assumed and (gave_way or not stated)  # a frequency stated with its floor is of what lies above it
    share = severe.share_above(typical, extreme, floor) if above else 1.0
    own = int((amounts > floor).sum())
    rare = SevereClass(per_year, typical, extreme, floor, own, own, stated, share, alike, rarely, gave_way)
    hidden = hidden_share(amounts, rare, given) * int(np.isnan(amounts).sum())
    return replace(rare, likely_events=own + hidden)


def own_floor(
    amounts: Array, assumed: float, years: float, per_year: float, alike: float = severe.SHAPE,
    rarely: float = severe.RARELY,
) -> float:  # fmt: skip
    """The floor where none is stated: the published one, or above ordinary losses that would reach over it.

    Own losses above the assumed floor that are too many to be severe events are ordinary ones. The floor is then raised
    to the least own loss above which published experience could explain what is left.

    >>> own_floor(np.array([2e4, 4e4]), 3e4, 3.0, 0.1)
    30000.0
    >>> own_floor(np.array([4e4, 5e4, 6e4, 7e4, 8e4, 9e6]), 3e4, 3.0, 0.1)
    50000.0
    """
    above = np.sort(amounts[amounts > assumed])
    left = len(above)
    while left and unlike_published(left, years, per_year, alike, rarely):
        left -= 1
    return assumed if left == len(above) else float(above[len(above) - left - 1])


def most_of_ordinary(cap: LossCap, rare: SevereClass | None) -> float:
    """The most an ordinary incident can cost: what is more is severe, unless ordinary ones had to raise the floor."""
    return min(cap.amount, rare.floor) if rare and not rare.gave_way else cap.amount


def hidden_share(amounts: Array, rare: SevereClass | None, given: Assumptions) -> float:
    """The share of the incidents of unknown loss that probably cost more than the floor.

    That of the known losses, made smaller by how much smaller unknown losses are taken to be.
    """
    known = int((amounts > 0).sum())
    if _missing_is_small(recording_rule(given)):
        return 0.0
    if rare is None or not rare.own_events or not known:
        return 0.0
    share = min(rare.own_events / known, 1 - 1e-9)
    return float(ndtr(ndtri(share) - prior(given, "effect:missing_loss_shift")[0]))


def _missing_is_small(rule: Rule | None) -> bool:
    return rule is not None and not rule.rows_absent and rule.missing == "below_floor"


def unlike_published(
    own_events: float, years: float, per_year: float, alike: float = severe.SHAPE, rarely: float = severe.RARELY
) -> bool:
    """Whether a company has had so many severe incidents that published experience cannot be of companies like it.

    Args: own events above the floor in so many years; published events a year; how alike companies are; `rarely`. True
    where published experience gives fewer companies than that share (1 in 1000) as many (negative binomial); their own
    history then speaks alone.

    >>> unlike_published(2, 3.0, 0.0976), unlike_published(40, 3.0, 0.0976)
    (False, True)
    """
    if own_events < 1:
        return False
    return bool(betainc(own_events, alike, years / (years + alike / per_year)) < rarely)


def severe_rates(rare: SevereClass, years: float) -> tuple[Array, float]:
    """Severe incidents a year in every draw (K,), and how much of that is measured."""
    u = draws.columns("effects", draws.EFFECTS)["severe_rate"]
    if unlike_published(rare.own_events, years, rare.per_year, rare.alike, rare.rarely):
        return np.asarray(gammaincinv(0.5 + rare.likely_events, u) / years), 1.0
    above = rare.per_year * rare.seen
    shape, _ = severe.severe_posterior(rare.likely_events, years, above, rare.alike)
    rates = severe.severe_rates(rare.likely_events, years, above, u, rare.alike)
    return rates / rare.seen, 1.0 - rare.alike / shape


def _positive(number: float | None, otherwise: float) -> float:
    return float(number) if number is not None and np.isfinite(number) and number > 0 else otherwise
