"""What is worth mending in the data: which cells, what each lack does to a headline's range, what filling them adds.

The model's own parts of data quality are asked again with cells filled; nothing here knows how they count evidence.
What the filled cells would say is not guessed: it matters only that they say something.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from balance.model import at_fault, precision, quality
from balance.model.fit import Fit
from balance.report import Quality, QualityPart, Report, Widening
from balance.reporting.precision import headline_width, shares
from balance.scenario import Outcome

LEAST = 1.0005
"""A range that is wider by less than this is as wide as it can be."""


@dataclass(frozen=True)
class Mend:
    """One lack of the data: where it is, what it does, and what mending it would do.

    Widths say how many times as wide the range of the headline number is, or ought to be, as with perfect data.
    """

    part: str
    table: str
    columns: tuple[str, ...]
    """The columns to fill; none where the table itself has to be newer."""
    cells: int
    """How many cells, or rows, it is about; 0 where it is about the table."""
    on: str
    """Which headline it touches: "delivery" (value landing next year) or one of the loss."""
    of: str
    """What is learnt from these cells, in words."""
    included: bool
    """Whether the ranges shown have it in them already."""
    width: float
    width_after_one: float | None
    """The same with one more cell filled; None where one cell cannot be counted by itself."""
    score_after: float
    """The score of the whole with all of it mended, 0..1."""


def worth_mending(fit: Fit, outcome: Outcome, found: Quality) -> tuple[Mend, ...]:
    """What is worth mending, the most worthwhile first.

    Args: the fit, its outcome, and its data quality as the report has it. Returns one Mend for each effect that
    widens a range; what widens none is left out.
    """
    share, told = shares(fit, outcome), []
    for part in found.parts:
        for effect in part.effects:
            if effect.width < LEAST or (effect.on != "delivery" and not fit.has_incidents):
                continue
            if (part.part, effect.of, effect.on) in PLACES:
                told.append(_mend(fit, part, effect, share.get(effect.on), _score_without(fit, found, effect)))
    return tuple(sorted(told, key=lambda one: (-one.score_after, one.part, one.table, one.columns)))


def reached(report: Report) -> tuple[float | None, float | None]:
    """The share of the reachable precision that is reached for what lands and for what incidents cost, 0..1.

    None where the table of that half is not loaded.
    """
    effects = [effect for part in report.quality.parts for effect in part.effects]
    value, loss = (
        1.0 / precision.together(one.width for one in effects if (one.on == "delivery") == delivers)
        for delivers in (True, False)
    )
    return (value if report.facts.get("initiatives") else None, loss if report.facts.get("incidents") else None)


def _mend(fit: Fit, part: QualityPart, effect: Widening, share: float | None, score_after: float) -> Mend:
    where = PLACES[part.part, effect.of, effect.on]
    cells = where.cells(fit)
    return Mend(
        part.part, where.table, where.columns, cells, effect.on, effect.of, effect.included,
        _headline(effect, effect.width, share), _after_one(fit, effect, where, share), score_after,
    )  # fmt: skip


def _headline(effect: Widening, width: float, share: float | None) -> float:
    """The width of the headline; that of the part itself where its share of the headline is not known."""
    if share is None or not np.isfinite(width):
        return width
    return headline_width(width, share, included=effect.included)


def _after_one(fit: Fit, effect: Widening, where: Place, share: float | None) -> float | None:
    if where.one_more is None:
        return None
    more = where.one_more(fit)
    if more is None:
        return None
    again = getattr(quality, where.asked)(more)
    width = next(one.width for one in again.effects if (one.of, one.on) == (effect.of, effect.on))
    return _headline(effect, min(width, effect.width), share)


def _score_without(fit: Fit, found: Quality, mended: Widening) -> float:
    """The score of the whole were this effect gone: as `model.quality` puts the two answers together."""
    effects = [effect for part in found.parts for effect in part.effects if effect is not mended]
    reached = [
        1.0 / precision.together(one.width for one in effects if (one.on == "delivery") == delivers) if there else 0.0
        for delivers, there in ((True, fit.has_initiatives), (False, fit.has_incidents))
    ]
    return float(np.mean(reached))


@dataclass(frozen=True)
class Place:
    """Where a lack is: its table and columns, how many cells, and the company with one more of them filled."""

    table: str
    columns: tuple[str, ...]
    cells: Callable[[Fit], int]
    one_more: Callable[[Fit], Fit | None] | None = None
    asked: str = ""
    """The part of data quality that is asked again."""


def _one_more_loss(fit: Fit) -> Fit | None:
    """A loss on one incident of the class that lacks the most."""
    rows = fit.history.incidents
    missing = rows[rows["incident_id"].isin(at_fault.without_loss(fit))]
    if not len(missing):
        return None
    most = missing["class"].value_counts().sort_index(kind="stable").idxmax()
    filled = rows.assign(loss=rows["loss"].mask(rows.index == missing.index[missing["class"] == most][0], 1.0))
    return replace(fit, history=replace(fit.history, incidents=filled))


def _one_more_link(fit: Fit) -> Fit | None:
    past = fit.history
    free = past.incidents.index[~past.incidents["initiative"].ge(0)]
    if not len(free) or not len(past.portfolio):
        return None
    at = past.incidents.index == free[0]
    rows = past.incidents.assign(
        initiative=past.incidents["initiative"].mask(at, 0), linked=past.incidents["linked"].astype(bool) | at
    )
    return replace(fit, history=replace(past, incidents=rows))


def _one_more_duration(fit: Fit) -> Fit | None:
    rows = fit.history.portfolio
    short = rows["initiative_id"].isin(at_fault.without_duration(fit))
    if not short.any():
        return None
    at = rows.index == rows.index[short][0]
    later = rows["ended"].mask(at & ~(rows["ended"] > rows["begun"]), rows["begun"] + 1.0)
    filled = rows.assign(plan_known=rows["plan_known"] | at, known_finish=rows["known_finish"] | at, ended=later)
    return replace(fit, history=replace(fit.history, portfolio=filled))


def _one_more_value(fit: Fit) -> Fit | None:
    rows = fit.plan.rows
    empty = rows.index[rows["annual_value"].isna()]
    if not len(empty):
        return None
    filled = rows.assign(annual_value=rows["annual_value"].mask(rows.index == empty[0], 1.0))
    return replace(fit, plan=replace(fit.plan, rows=filled))


def _one_more_joining(fit: Fit) -> Fit | None:
    frame = fit.company.initiatives
    if frame is None or not len(frame):
        return None
    joined = frame["security_joined"] if "security_joined" in frame else pd.Series(pd.NA, frame.index, dtype="str")
    empty = joined.index[joined.isna()]
    if not len(empty):
        return None
    filled = frame.assign(security_joined=joined.mask(joined.index == empty[0], "build"))
    return replace(fit, company=replace(fit.company, initiatives=filled))


def _still_to_link(fit: Fit) -> int:
    """Of the incidents without a link, how many a change is thought to have caused."""
    caused = float(fit.coupling.change_caused_share.mean()) * len(fit.history.incidents)
    return max(round(caused) - (len(fit.history.incidents) - fit.history.unlinked), 0)


def _of_table(fit: Fit) -> int:
    return 0


def _contradicted(table: str) -> Callable[[Fit], int]:
    return lambda fit: len(at_fault.contradicted(fit)[table])


_DATES = ("start_actual", "start_planned", "finish_planned", "finish_actual")
PLACES = {
    ("completeness", "how long work takes against its plan", "delivery"): Place(
        "initiatives", _DATES, lambda fit: len(at_fault.without_duration(fit)), _one_more_duration, "completeness"),
    ("completeness", "what initiatives are worth", "delivery"): Place(
        "initiatives", ("annual_value",), lambda fit: len(at_fault.without_value(fit)), _one_more_value,
        "completeness"),
    ("completeness", "what late security does", "links"): Place(
        "initiatives", ("security_joined",), lambda fit: len(at_fault.without_joining(fit)), _one_more_joining,
        "completeness"),
    ("freshness", "what has landed since the table was written", "delivery"): Place("initiatives", (), _of_table),
    ("freshness", "how often incidents come", "rate"): Place("incidents", (), _of_table),
    ("consistency", "how long work takes against its plan", "delivery"): Place(
        "initiatives", _DATES, _contradicted("initiatives")),
    ("consistency", "how often incidents come", "rate"): Place(
        "incidents", ("opened_at", "resolved_at"), _contradicted("incidents")),
    ("consistency", "how much is really in progress", "delivery"): Place(
        "initiatives", ("stage", "start_actual", "finish_actual"),
        lambda fit: int(fit.history.portfolio["open"].sum())),
    ("links", "what load and late security do to incidents", "links"): Place(
        "incidents", ("initiative_id", "change_id"), _still_to_link, _one_more_link, "links"),
    ("losses", "what one incident costs", "severity"): Place(
        "incidents", ("loss",), lambda fit: len(at_fault.without_loss(fit)), _one_more_loss, "losses"),
    ("truncation", "how often incidents come", "rate"): Place("incidents", ("opened_at", "loss"), _of_table),
}  # fmt: skip
"""Where each effect of data quality has its cells, by part, what is learnt and what it goes into."""
