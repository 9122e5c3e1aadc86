"""How far the data carries the answer: completeness, freshness, consistency, links, losses, truncation.

Each part says what it does to the ranges: how many times as wide they are, or ought to be, as with perfect data. Its
score is the share of the reachable precision that is reached, 1 / width. A part whose table is missing scores 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.language import label, noted, say
from balance.model import precision
from balance.model.contradictions import contradicting_pairs
from balance.model.cut_off import cut_off
from balance.model.downtime import recorded
from balance.model.false_links import doubtful_links
from balance.model.fit import Fit, delivery_prior, with_duration
from balance.model.littles_law import finished_lately, littles_ratio, stretched
from balance.model.portfolio import QUARTER_DAYS
from balance.model.priors import number, prior
from balance.report import Quality, QualityPart, Widening

INITIATIVE_COLUMNS = ("start_actual", "finish_planned", "annual_value", "security_joined", "business_unit", "budget")
INCIDENT_COLUMNS = ("loss", "resolved_at", "business_unit")
TABLES = ("initiatives", "incidents")


def quality(fit: Fit) -> Quality:
    """How far the data carries the answer, part by part.

    The whole is the mean of two answers, what lands and what incidents cost: for each the share of the reachable
    precision that is reached when everything the data lacks comes together; an answer without its table is 0.

    >>> from balance.assumptions import resolve
    >>> from balance.company import Company
    >>> from balance.model.fit import fit
    >>> from datetime import date
    >>> quality(fit(Company(date(2026, 9, 30), resolve(None)))).score
    0.0
    """
    parts: list[Callable[[Fit], QualityPart]] = [completeness, freshness, consistency, links, losses, truncation]
    found = tuple(part(fit) for part in parts)
    effects = [effect for part in found for effect in part.effects]
    value = [effect.width for effect in effects if effect.on == "delivery"]
    loss = [effect.width for effect in effects if effect.on != "delivery"]
    reached = (
        1.0 / precision.together(value) if fit.has_initiatives else 0.0,
        1.0 / precision.together(loss) if fit.has_incidents else 0.0,
    )
    return Quality(float(np.mean(reached)), found)


def _part(name: str, why: str, effects: Sequence[Widening]) -> QualityPart:
    """A part with the mean of what its effects leave of the precision."""
    return QualityPart(name, float(np.mean([1.0 / effect.width for effect in effects])), why, tuple(effects))


def completeness(fit: Fit) -> QualityPart:
    """What empty cells take away: of durations, of values, of when security joined."""
    filled = _filled("initiatives", fit.company.initiatives, INITIATIVE_COLUMNS)
    filled |= _filled("incidents", fit.company.incidents, INCIDENT_COLUMNS)
    if fit.company.initiatives is not None and len(fit.company.initiatives):
        done = (fit.company.initiatives["stage"] == "done").to_numpy(dtype=bool)
        finishes = fit.company.initiatives.filter(["finish_actual"])[done]
        filled |= _filled("initiatives", finishes, ("finish_actual",))
    if not filled:
        return QualityPart("completeness", 0.0, say("No rows are loaded."))
    worst = min(filled.items(), key=lambda pair: (pair[1], pair[0]))
    score = float(np.mean(list(filled.values())))
    why = say(
        "{share} of the cells that matter are filled; {column} of {table} is the emptiest with {least}.",
        share=_in_100(score), column=label(worst[0][0]), table=label(worst[0][1]), least=_in_100(worst[1]),
    )  # fmt: skip
    if not fit.has_initiatives:
        return QualityPart("completeness", 1.0, why)
    return _part("completeness", why, _emptiness(fit))


def _emptiness(fit: Fit) -> list[Widening]:
    rows, given = fit.history.portfolio, delivery_prior(fit.assumptions)
    begun = rows["begun"].notna().to_numpy()
    weight = float(np.exp(2 * given.spread[0])) / given.median[1] ** 2
    frame = fit.company.initiatives
    joined = 0.0 if frame is None or "security_joined" not in frame else float(frame["security_joined"].notna().sum())
    value = fit.plan.rows["annual_value"]
    return [
        Widening(
            noted("how long work takes against its plan"), "delivery",
            precision.missing_rows(float(with_duration(rows)[begun].sum()), float(begun.sum()), weight), True,
        ),
        Widening(
            noted("what initiatives are worth"), "delivery",
            precision.missing_rows(float(value.notna().sum()), float(len(value))), False,
        ),
        Widening(
            noted("what late security does"), "links",
            precision.missing_rows(joined, float(len(rows))), fit.has_incidents,
        ),
    ]  # fmt: skip


def freshness(fit: Fit) -> QualityPart:
    """How old each table is against the as-of date, and what chance may have moved since."""
    company = fit.company
    ages = {
        name: max((company.as_of - company.table_dates.get(name, company.as_of)).days, 0)
        for name in TABLES if (table := getattr(company, name)) is not None and len(table)
    }  # fmt: skip
    if not ages:
        return QualityPart("freshness", 0.0, say("No rows are loaded."))
    oldest = max(ages, key=lambda name: ages[name])
    effects = []
    if "initiatives" in ages:
        width = precision.stale(ages["initiatives"] / QUARTER_DAYS, precision.LANDING_HORIZON)
        written = noted("what has landed since the table was written")
        effects.append(Widening(written, "delivery", width, included=False))
    if "incidents" in ages:
        width = precision.stale(ages["incidents"] / QUARTER_DAYS, precision.LEVEL_HORIZON)
        effects.append(Widening(noted("how often incidents come"), "rate", width, included=False))
    if ages[oldest] == 0:
        return _part("freshness", say("Every table is of the as-of date."), effects)
    older = say(
        "The table of {table} is {days} days older than the as-of date.", table=label(oldest), days=ages[oldest]
    )
    return _part("freshness", older, effects)


def consistency(fit: Fit) -> QualityPart:
    """Whether dates follow one another, and whether flow, load and time agree (Little's law)."""
    by_table = {name: contradicting_pairs(name, getattr(fit.company, name)) for name in TABLES}
    checked, broken = (sum(pair[at] for pair in by_table.values()) for at in (0, 1))
    if not checked:
        return QualityPart("consistency", 0.0, say("There are no dates to compare."))
    effects = _contradictions(by_table)
    why = say(
        "{broken} of {checked} pairs of dates or dates and stages contradict each other", broken=broken, checked=checked
    )
    ratio = littles_ratio(fit.history, stretched(fit))
    if ratio is None:
        told = noted("{why}; load, flow and time cannot be compared (few finishes, or a changing load).")
        return _part("consistency", say(told, why=why), effects)
    width = precision.disagreeing(log(ratio), finished_lately(fit.history), delivery_prior(fit.assumptions).median[1])
    effects.append(Widening(noted("how much is really in progress"), "delivery", width, included=False))
    told = _AGREE if width < 1.25 else _DISAGREE
    return _part("consistency", say(told, why=why, finishes=finished_lately(fit.history), ratio=ratio), effects)


_AGREE = noted(
    "{why}; work in progress, finishes and cycle times agree as far as {finishes:.0f} finishes can tell "
    "(a ratio of {ratio:.1f}, 1 is perfect)."
)
_DISAGREE = noted(
    "{why}; work in progress, finishes and cycle times do not agree (a ratio of {ratio:.1f}, 1 is perfect)."
)


def _contradictions(by_table: Mapping[str, tuple[int, int]]) -> list[Widening]:
    """What contradicting rows take away, by table: pairs compared and pairs that contradict each other."""
    work, incidents = (
        precision.missing_rows(pairs - wrong, pairs) if pairs else None
        for pairs, wrong in (by_table["initiatives"], by_table["incidents"])
    )
    effects = []
    if work is not None:
        effects.append(Widening("how long work takes against its plan", "delivery", work, included=False))
    if incidents is not None:
        effects.append(Widening("how often incidents come", "rate", incidents, included=False))
    return effects


def links(fit: Fit) -> QualityPart:
    """How many of the incidents that changes caused are linked to their initiative, and what the others cost."""
    past = fit.history
    count = len(past.incidents)
    if not count:
        return QualityPart("links", 0.0, say("There are no incidents."))
    why = _linked(past.unlinked, count, doubtful_links(past))
    if not fit.has_initiatives:
        return QualityPart("links", 0.0, why)
    caused = float(fit.coupling.change_caused_share.mean()) * count
    width = precision.missing_links(float(count - past.unlinked), caused, _told_by_a_link(fit))
    brought = noted("what load and late security do to incidents")
    return _part("links", why, [Widening(brought, "links", width, included=True)])


def _linked(without: int, count: int, doubtful: int) -> str:
    """How many incidents have no link, and how many of the links look false."""
    told = say(
        "{without} of {count} incidents counted ({share}) have no link to an initiative.",
        without=without, count=count, share=_in_100(without / count),
    )  # fmt: skip
    if without == count == 1:
        told = say("The one incident counted has no link, so all that ties delivery to risk is an assumption.")
    elif without == count:
        told = say(
            "None of {count} incidents counted has a link, so all that ties delivery to risk is an assumption.",
            count=count,
        )
    if not doubtful:
        return told
    false = noted("{count} of the links look false: their initiative was not open then, or is of another unit.")
    return f"{told} {say(false, count=doubtful)}"


def _told_by_a_link(fit: Fit) -> list[float]:
    """What one linked incident tells of late joining and of load: prior variance x variance over the panel."""
    past, share = fit.history, fit.history.open_share
    score = past.portfolio["score"].to_numpy(dtype=float)
    late = np.repeat(score[:, None], share.shape[1], axis=1)
    columns = {"effect:late_joining": late, "effect:load_risk": fit.load.felt}
    scatter = max(fit.coupling.dispersion, 1.0)
    return [prior(fit.assumptions, key)[1] ** 2 * _variance(column, share) / scatter for key, column in columns.items()]


def _variance(values: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]) -> float:
    total = float(weight.sum())
    if total <= 0:
        return 0.0
    mean = float((values * weight).sum()) / total
    return float((weight * (values - mean) ** 2).sum()) / total


def losses(fit: Fit) -> QualityPart:
    """How many incidents carry a loss or a range of it, and how much wider the losses are for the others."""
    frame = fit.history.incidents
    if not len(frame):
        return QualityPart("losses", 0.0, say("There are no incidents."))
    known = frame["loss"].notna() | (frame["loss_low"].notna() & frame["loss_high"].notna())
    code = fit.history.class_codes
    with_loss, every = (
        np.bincount(code[rows], minlength=len(fit.history.classes)).astype(np.float64)
        for rows in (known.to_numpy(), slice(None))
    )
    width = precision.missing_losses(
        with_loss, every,
        prior(fit.assumptions, "effect:missing_loss_shift")[1],
        number(fit.assumptions, "effect:loss_weight", 0.05, 20.0),
    )  # fmt: skip
    why = say("{share} of the incidents carry a loss.", share=_in_100(float(recorded(frame).mean())))
    if frame["estimated"].any():
        why += " " + say("{count} more are estimated from downtime.", count=int(frame["estimated"].sum()))
    if not known.any():
        why = say("No incident carries a loss, so loss sizes are published experience.")
    return _part("losses", why, [Widening(noted("what one incident costs"), "severity", width, included=True)])


def truncation(fit: Fit) -> QualityPart:
    """Whether the record seems cut off: a silence at its end, a thin last quarter, losses that start at a floor."""
    past = fit.history
    if not len(past.incidents):
        return QualityPart("truncation", 0.0, say("There are no incidents."))
    why, width = cut_off(fit)
    return _part("truncation", why, [Widening("how often incidents come", "rate", width, included=False)])


def _filled(table: str, frame: pd.DataFrame | None, columns: tuple[str, ...]) -> dict[tuple[str, str], float]:
    if frame is None or not len(frame):
        return {}
    return {(name, table): float(frame[name].notna().mean()) if name in frame else 0.0 for name in columns}


def _in_100(share: float) -> str:
    return say("{number} in 100", number=round(100 * share))
