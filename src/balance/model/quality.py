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

from balance.model import precision
from balance.model.contradictions import contradicting_pairs
from balance.model.false_links import doubtful_links
from balance.model.fit import Fit, delivery_prior, with_duration
from balance.model.flow import durations, mean_duration
from balance.model.history import History
from balance.model.portfolio import QUARTER_DAYS
from balance.model.priors import number, prior
from balance.model.recording import Rule, recording_rule
from balance.model.severity import SeverityPrior
from balance.report import Quality, QualityPart, Widening

INITIATIVE_COLUMNS = ("start_actual", "finish_planned", "annual_value", "security_joined", "business_unit", "budget")
INCIDENT_COLUMNS = ("loss", "resolved_at", "business_unit")
TABLES = ("initiatives", "incidents")
LEVEL_SD = 0.15
"""What the level of incidents is taken to move by until next year, where nothing else is stated (log scale)."""


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
        done = fit.company.initiatives[fit.company.initiatives["stage"] == "done"]
        filled |= _filled("initiatives", done, ("finish_actual",))
    if not filled:
        return QualityPart("completeness", 0.0, "No rows are loaded.")
    worst = min(filled.items(), key=lambda pair: (pair[1], pair[0]))
    score = float(np.mean(list(filled.values())))
    why = f"{_in_100(score)} of the cells that matter are filled; {worst[0]} is the emptiest with {_in_100(worst[1])}."
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
            "how long work takes against its plan", "delivery",
            precision.missing_rows(float(with_duration(rows)[begun].sum()), float(begun.sum()), weight), True,
        ),
        Widening(
            "what initiatives are worth", "delivery",
            precision.missing_rows(float(value.notna().sum()), float(len(value))), False,
        ),
        Widening(
            "what late security does", "links", precision.missing_rows(joined, float(len(rows))), fit.has_incidents
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
        return QualityPart("freshness", 0.0, "No rows are loaded.")
    oldest = max(ages, key=lambda name: ages[name])
    effects = []
    if "initiatives" in ages:
        width = precision.stale(ages["initiatives"] / QUARTER_DAYS, precision.LANDING_HORIZON)
        effects.append(Widening("what has landed since the table was written", "delivery", width, included=False))
    if "incidents" in ages:
        width = precision.stale(ages["incidents"] / QUARTER_DAYS, precision.LEVEL_HORIZON)
        effects.append(Widening("how often incidents come", "rate", width, included=False))
    if ages[oldest] == 0:
        return _part("freshness", "Every table is of the as-of date.", effects)
    return _part("freshness", f"The table of {oldest} is {ages[oldest]} days older than the as-of date.", effects)


def consistency(fit: Fit) -> QualityPart:
    """Whether dates follow one another, and whether flow, load and time agree (Little's law)."""
    by_table = {name: contradicting_pairs(name, getattr(fit.company, name)) for name in TABLES}
    checked, broken = (sum(pair[at] for pair in by_table.values()) for at in (0, 1))
    if not checked:
        return QualityPart("consistency", 0.0, "There are no dates to compare.")
    effects = _contradictions(by_table)
    why = f"{broken} of {checked} pairs of dates or dates and stages contradict each other"
    ratio = littles_ratio(fit.history, _stretched(fit))
    if ratio is None:
        why += "; load, flow and time cannot be compared (few finishes, or a changing load)."
        return _part("consistency", why, effects)
    width = precision.disagreeing(log(ratio), _finished_lately(fit.history), delivery_prior(fit.assumptions).median[1])
    effects.append(Widening("how much is really in progress", "delivery", width, included=False))
    told = "agree" if width < 1.25 else "do not agree"
    why += f"; work in progress, finishes and cycle times {told} (a ratio of {ratio:.1f}, 1 is perfect)."
    return _part("consistency", why, effects)


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


def littles_ratio(past: History, stretched: float = 1.0) -> float | None:
    """Work in progress over finishes x time to finish, in the past year: 1 where the records agree.

    The time is the mean of all durations, what is unfinished counted as still running (that of finished ones alone is
    too short while work piles up), times how much the past year's load has stretched it. None where fewer than four
    initiatives finished in the past year, or where work in progress changed by more than a third meanwhile: then the
    three need not agree.
    """
    rows = past.portfolio
    recent = rows[(rows["finished_on"] > -4 * QUARTER_DAYS) & rows["begun"].notna()]
    if len(recent) < 4 or past.quarters < 4:
        return None
    open_then = past.open_share[:, -4:].sum(axis=0)
    if open_then.max() > 4 / 3 * max(open_then.min(), 0.25):
        return None
    in_progress = float(open_then.mean())
    quarters = stretched * mean_duration(*durations(rows)) / QUARTER_DAYS
    return max(in_progress, 0.01) / max(len(recent) / 4 * quarters, 0.01)


def _stretched(fit: Fit) -> float:
    """By how much the load of the past year lengthened durations against the usual load."""
    share = fit.history.open_share[:, -4:]
    total = float(share.sum())
    met = float((share * fit.load.felt[:, -4:]).sum()) / max(total, 1e-9)
    return float(np.exp(fit.delivery.slowdown.mean() * met))


def _finished_lately(past: History) -> float:
    return float((past.portfolio["finished_on"] > -4 * QUARTER_DAYS).sum())


def links(fit: Fit) -> QualityPart:
    """How many of the incidents that changes caused are linked to their initiative, and what the others cost."""
    past = fit.history
    count = len(past.incidents)
    if not count:
        return QualityPart("links", 0.0, "There are no incidents to link.")
    without = f"{past.unlinked} of {count} incidents counted ({_in_100(past.unlinked / count)})"
    why = f"{without} have no link to an initiative."
    if past.unlinked == count:
        why = f"None of {count} incidents counted has a link, so all that ties delivery to risk is an assumption."
    doubtful = doubtful_links(past)
    if doubtful:
        why += f" {doubtful} of the links look false: their initiative was not open then, or is of another unit."
    if not fit.has_initiatives:
        return QualityPart("links", 0.0, why)
    caused = float(fit.coupling.change_caused_share.mean()) * count
    width = precision.missing_links(float(count - past.unlinked), caused, _told_by_a_link(fit))
    return _part("links", why, [Widening("what load and late security do to incidents", "links", width, included=True)])


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
        return QualityPart("losses", 0.0, "There are no incidents.")
    known = frame["loss"].notna() | (frame["loss_low"].notna() & frame["loss_high"].notna())
    by_class = pd.DataFrame({"known": known.astype(float), "all": 1.0}).groupby(frame["class"]).sum()
    width = precision.missing_losses(
        by_class["known"].to_numpy(dtype=float), by_class["all"].to_numpy(dtype=float),
        prior(fit.assumptions, "effect:missing_loss_shift")[1], SeverityPrior().weight,
    )  # fmt: skip
    why = f"{_in_100(float(known.mean()))} of the incidents carry a loss."
    if not known.any():
        why = "No incident carries a loss, so loss sizes are published experience."
    return _part("losses", why, [Widening("what one incident costs", "severity", width, included=True)])


def truncation(fit: Fit) -> QualityPart:
    """Whether the record seems cut off: a silence at its end, a thin last quarter, losses that start at a floor."""
    past = fit.history
    if not len(past.incidents):
        return QualityPart("truncation", 0.0, "There are no incidents.")
    why, width = _cut_off(fit)
    return _part("truncation", why, [Widening("how often incidents come", "rate", width, included=False)])


def _cut_off(fit: Fit) -> tuple[str, float]:
    """The first sign that the record is cut off, in words, and what it does to the level of incidents."""
    past = fit.history
    sd = max(number(fit.assumptions, "effect:level_drift", 0.0, 1.0), LEVEL_SD)
    if past.silent_since is not None:
        age = (fit.as_of - past.silent_since).days / QUARTER_DAYS
        return f"No incident is recorded after {past.silent_since:%d %B %Y}.", precision.stale(age, 2.0)
    totals = past.counts.sum(axis=1).to_numpy(dtype=float)
    usual = totals[:-1].mean() if len(totals) > 1 else totals.mean()
    if len(totals) > 2 and usual >= 5 and totals[-1] < 0.4 * usual:
        weights = fit.losses.weights.mean(axis=1) if fit.losses else np.ones(len(totals))
        missing = weights[-1] / weights.sum() * (1 - totals[-1] / usual)
        why = f"The last quarter has {totals[-1]:.0f} incidents where {usual:.0f} are usual: late ones may be missing."
        return why, precision.shifted(float(-np.log1p(-missing)), sd)
    rule = recording_rule(fit.assumptions)
    if rule is not None:
        return _by_rule(rule, past.incidents["loss"]), 1.0
    floor = _floor(past.incidents["loss"])
    if floor is not None:
        known = past.incidents["loss"]
        unseen = precision.unseen(np.log(known[known > 0].to_numpy(dtype=float)))
        why = f"No loss below {floor:,.0f} is recorded: small ones may be missing. "
        why += "State it as `loss_recording_floor`."
        return why, precision.shifted(float(-np.log1p(-unseen)), sd)
    return "Nothing suggests that incidents or small losses are missing.", 1.0


def _by_rule(rule: Rule, loss: pd.Series) -> str:
    """What the stated recording rule means, and whether the records keep to it."""
    meaning = "are no rows" if rule.rows_absent else "are rows without a loss"
    why = f"As stated, incidents that cost less than {rule.floor:,.0f} {meaning}; losses and their number allow for it."
    below = int(((loss > 0) & (loss < rule.floor)).sum())
    return why if not below else f"{why} {below} recorded losses are below that all the same."


def _floor(loss: pd.Series) -> float | None:
    """The smallest loss where losses pile up at it as a recording floor makes them: log gaps far from a smooth tail."""
    logs = np.sort(np.log(loss[loss > 0].to_numpy(dtype=float)))
    if len(logs) < 30 or logs.std() == 0:
        return None
    skew = float(((logs - logs.mean()) ** 3).mean() / logs.std() ** 3)
    piled = float((logs < logs[0] + 0.25 * logs.std()).mean())
    return float(np.exp(logs[0])) if skew > 0.8 and piled > 0.12 else None


def _filled(table: str, frame: pd.DataFrame | None, columns: tuple[str, ...]) -> dict[str, float]:
    if frame is None or not len(frame):
        return {}
    return {f"{name} of {table}": float(frame[name].notna().mean()) if name in frame else 0.0 for name in columns}


def _in_100(share: float) -> str:
    return f"{round(100 * share)} in 100"
