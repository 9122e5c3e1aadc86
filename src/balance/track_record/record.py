"""The whole record in one value: which forecasts count, what came of them, and what that says about our ranges."""

from __future__ import annotations

from datetime import date

import pandas as pd

from balance.model.fit import Fit, date_correction
from balance.model.priors import kept_to
from balance.report import TrackRecord
from balance.track_record.currency import in_currency, rates_of
from balance.track_record.lateness import advised, lateness
from balance.track_record.outcomes import happened_by, with_outcomes
from balance.track_record.scores import RANGES, chance_scores, range_scores
from balance.track_record.verdicts import detectable, scores_needed, verdicts

FROZEN, AFTERWARDS = "frozen", "afterwards"

AHEAD = ("as_of", "quantity", "due_on", "q05", "q10", "q50", "q90", "q95", "expected")

DAYS = ("as_of", "snapshot_id", "how", "model_version", "made_at", "currency", "corrected")


def chosen(sets: pd.DataFrame) -> pd.DataFrame:
    """The one set of forecasts of each day that is scored, in the columns of `DAYS`, oldest first.

    `sets` has one row per snapshot in the order of as-of date and load: snapshot_id, as_of, position, made_at (missing:
    nothing was written down), model_version, currency, corrected. Several loads of one day each have their own
    forecasts; the one of the newest load before any later day was loaded counts, else, where all came afterwards, the
    newest. A day of which nothing was written down is missing.
    """
    rows = []
    for day, of_day in sets.groupby("as_of", sort=True):
        made = of_day[of_day["made_at"].notna()]
        if not len(made):
            continue
        later = sets.loc[sets["as_of"] > day, "position"]
        before = made[made["position"] < later.min()] if len(later) else made
        rows.append((before if len(before) else made).sort_values("position").iloc[-1])
    found = pd.DataFrame(rows, columns=sets.columns).assign(how=FROZEN)
    return found.reindex(columns=list(DAYS)).reset_index(drop=True)


def record_of(forecasts: pd.DataFrame, days: pd.DataFrame, fit: Fit) -> TrackRecord:
    """How the forecasts of earlier days turned out, as far as the data of the fit knows.

    Args: forecasts of those days in the columns of the store, with `as_of`, `how`, `model_version`, `currency` and
    `corrected`; the days they were made on, in the columns of `DAYS`; the fit of the day from which one looks back.
    Forecasts of that day or later have no part. What was worked out afterwards is scored and shown, but counts towards
    no verdict. Money forecast in another currency is converted at the rate stated today, or left out where none is.
    """
    forecasts, translated = in_currency(forecasts, fit.company.currency, rates_of(fit.assumptions))
    earlier = forecasts[forecasts["as_of"] < pd.Timestamp(fit.as_of)]
    due = earlier[earlier["due_on"] <= pd.Timestamp(fit.as_of)]
    happened = happened_by(fit)
    known = with_outcomes(due, happened)
    portfolio = fit.history.portfolio
    units = dict(zip(portfolio["initiative_id"].astype(str), portfolio["business_unit"], strict=True))
    scores, finishes = range_scores(known), chance_scores(known, units)
    frozen = scores[scores["how"] == FROZEN]
    losses, past = fit.losses, fit.history
    usual = 0.0 if losses is None else losses.mean_per_quarter
    late, dates = lateness(due[due["how"] == FROZEN], happened.finishes)
    return TrackRecord(
        days[days["as_of"].map(_day) <= fit.as_of].reset_index(drop=True), scores, finishes, verdicts(frozen),
        _ahead(forecasts, fit.as_of),
        detectable(usual, past.quarters, 1.0 if losses is None else losses.dispersion),
        _next_due(forecasts, fit.as_of), scores_needed(), translated, late, dates,
        date_correction(fit.assumptions), advised(late, dates, kept_to(fit.assumptions, "effect:date_trust")),
    )  # fmt: skip


def _ahead(forecasts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The newest ranges of the company that were written down by a day and are not known on it."""
    made = forecasts[(forecasts["as_of"] <= pd.Timestamp(as_of)) & (forecasts["due_on"] > pd.Timestamp(as_of))]
    ranges = made[made["quantity"].isin(RANGES) & (made["subject"] == "") & (made["how"] == FROZEN)]
    newest = ranges.sort_values("as_of", kind="stable").drop_duplicates("quantity", keep="last")
    return newest[list(AHEAD)].reset_index(drop=True)


def _next_due(forecasts: pd.DataFrame, as_of: date) -> date | None:
    """The next day on which a range written down on this day or earlier comes due."""
    made = forecasts[(forecasts["as_of"] <= pd.Timestamp(as_of)) & forecasts["curve"].notna()]
    ahead = made.loc[(made["due_on"] > pd.Timestamp(as_of)) & (made["how"] == FROZEN), "due_on"]
    return ahead.min().date() if len(ahead) else None


def _day(value: object) -> date:
    return pd.Timestamp(str(value)).date()
