"""Whether the record of incidents seems cut off: a silence at its end, a thin last quarter, losses from a floor on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from balance import formats
from balance.formats.conventions import digits
from balance.language import noted, say
from balance.model import precision
from balance.model.cautions.unrecorded import suspected_floor
from balance.model.fit import Fit
from balance.model.losses import amounts
from balance.model.portfolio import QUARTER_DAYS
from balance.model.priors import kept_to, number
from balance.model.recording import Rule, recording_rule


def cut_off(fit: Fit) -> tuple[str, float]:
    """The first sign that the record is cut off, in words, and what it does to the level of incidents."""
    past = fit.history
    sd = max(number(fit.assumptions, "effect:level_drift", 0.0, 1.0), kept_to(fit.assumptions, "effect:level_doubt"))
    if past.silent_since is not None:
        age = (fit.as_of - past.silent_since).days / QUARTER_DAYS
        why = say("No incident is recorded after {day}.", day=formats.day(past.silent_since))
        return why, precision.stale(age, 2.0)
    totals = past.counts.sum(axis=1).to_numpy(dtype=float)
    usual = totals[:-1].mean() if len(totals) > 1 else totals.mean()
    if len(totals) > 2 and usual >= 5 and totals[-1] < 0.4 * usual:
        weights = fit.losses.weights.mean(axis=1) if fit.losses else np.ones(len(totals))
        missing = weights[-1] / weights.sum() * (1 - totals[-1] / usual)
        why = say(
            "The last quarter has {count:.0f} incidents where {usual:.0f} are usual: late ones may be missing.",
            count=totals[-1], usual=usual,
        )  # fmt: skip
        return why, precision.shifted(float(-np.log1p(-missing)), sd)
    rule = recording_rule(fit.assumptions)
    if rule is not None:
        return _by_rule(rule, past.incidents["loss"].where(~past.incidents["estimated"].astype(bool))), 1.0
    amount = amounts(past.incidents)
    floor = suspected_floor(amount, past.class_codes)
    if floor is not None:
        unseen = precision.unseen(np.log(amount[amount > 0]))
        why = say(
            "No loss below {floor} is recorded: small ones may be missing. State it as `loss_recording_floor`.",
            floor=digits(f"{floor:,.0f}"),
        )
        return why, precision.shifted(float(-np.log1p(-unseen)), sd)
    return say("Nothing suggests that incidents are missing or that losses begin at a floor."), 1.0


_NO_ROWS = noted("As stated, incidents that cost less than {floor} are no rows; losses and their number allow for it.")
_WITHOUT_LOSS = noted(
    "As stated, incidents that cost less than {floor} are rows without a loss; losses and their number allow for it."
)


def _by_rule(rule: Rule, loss: pd.Series) -> str:
    """What the stated recording rule means, and whether the records keep to it."""
    why = say(_NO_ROWS if rule.rows_absent else _WITHOUT_LOSS, floor=digits(f"{rule.floor:,.0f}"))
    below = int(((loss > 0) & (loss < rule.floor)).sum())
    if not below:
        return why
    return f"{why} {say('{count} recorded losses are below that all the same.', count=below)}"
