"""Which initiatives to run, secure first or pause, and how far today's plan is from the best ones."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from balance import formats
from balance.findings.finding import Finding
from balance.frontier import Frontier
from balance.language import noted, say

LITTLE = 0.005
"""A gain below this share of today's number is no reason to change plans."""


def frontier(found: Frontier, currency: str) -> Finding:
    """What another choice of initiatives would bring at today's bad year, and what it takes."""
    if not found.plans or found.advised is None:
        headline = say("Initiatives with values and incidents together show which plans are best.")
        return Finding("frontier", headline, say("Nothing can be traded yet."))
    return Finding(
        "frontier", _headline(found, currency), _text(found, currency), tuple(map(say, _CAVEATS)), reasons_table(found)
    )


def reasons_table(found: Frontier) -> pd.DataFrame:
    """initiative_id, name, action, value, exposure, runs_from, why: one row per initiative of the advised plan."""
    rows = [(r.initiative_id, r.name, r.action, r.value, r.exposure, r.runs_from, r.why) for r in found.reasons]
    return pd.DataFrame(rows, columns=["initiative_id", "name", "action", "value", "exposure", "runs_from", "why"])


_CAVEATS = (
    noted(
        "Value counts what lands within a year: what lands later is not in it, so a pause may cost more than is shown."
    ),
    noted(
        "The effect of load on delivery and on incidents, which speaks for fewer at once, "
        "may rest mostly on assumptions."
    ),
)


def _headline(found: Frontier, currency: str) -> str:
    gain, saving = found.gain_at_same_exposure, found.saving_at_same_value
    if gain > LITTLE * (found.today.value or 0.0):
        return say(
            "Another choice of initiatives lands {gain} more at no more risk.", gain=formats.money(gain, currency)
        )
    if saving > LITTLE * (found.today.exposure or 0.0):
        return say(
            "The same value can be had with a bad year {saving} smaller.", saving=formats.money(saving, currency)
        )
    return say("No other choice of initiatives beats today's plan on both axes.")


def _text(found: Frontier, currency: str) -> str:
    if found.advised is None:
        return ""
    plan = found.plans[found.advised]
    asked = _counts(dict(plan.actions))
    value, exposure = formats.money(plan.value, currency), formats.money(plan.exposure, currency)
    price = f" {_price(found.price_of_appetite)}" if found.price_of_appetite > 0 else ""
    plans = formats.count(len(found.plans), "plan")
    return say(
        "{plans} no other beats. The one with the most value at today's bad year: {asked}; "
        "{value} lands, and a bad year costs {exposure}.{price}",
        plans=plans,
        asked=asked,
        value=value,
        exposure=exposure,
        price=price,
    )


def _counts(actions: Mapping[str, str]) -> str:
    asked = list(actions.values())
    words = (("run", say("run")), ("secure_first", say("secure first")), ("pause", say("pause")))
    return formats.listed([f"{word} {asked.count(action)}" for action, word in words])


def _price(price: float) -> str:
    return say("One more unit of bad year allowed would buy {price} of value.", price=formats.number(price, decimals=2))
