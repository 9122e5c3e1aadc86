"""Whether a control pays: the loss it avoids in a year beside what it costs, over the readings of the evidence.

A control acts on the losses of its class (all classes where none is named), on the part of them that involves its
technology, as far as it covers, by the reductions stated for it. Losses come from a record in which it was at work for
some of the time, and are lower for it; that part is taken back first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.language import noted, say
from balance.model import draws
from balance.model.fit import Fit
from balance.model.observed import share_readings
from balance.model.portfolio import QUARTER_DAYS
from balance.model.texts import texts_of
from balance.ranges import LEVEL, UNKNOWN, Draws, Range
from balance.scenario import Outcome
from balance.schema import tags_of

Array = npt.NDArray[np.float64]

OWN_DRAWS = 41
"""The block of uniforms that is this module's own."""

MOST_REDUCED = 0.95
"""A control never takes away more than this part of the losses it acts on."""

PLANNED = noted("planned, and covers nothing yet")
NO_INCIDENT = noted("no incident of its class is in the record")
"""Why nothing is said of a control although no column lacks."""

BANDS = ("frequency_reduction", "loss_reduction")
COLUMNS = ("control_id", "name", "kind", "status", "class", "technology", "coverage", "annual_cost", "avoided", "net",
           "pays", "why_not")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Yields:
    """What each control brings beside what it costs, the best first; those that cannot be said last.

    controls: control_id, name, kind, status, class, technology (tags as text), coverage (0..1), annual_cost, avoided
    and net (Range, currency a year), pays (share of readings with net above 0; NaN unknown), why_not (what is missing).
    """

    controls: pd.DataFrame
    missing: tuple[str, ...]


Row = dict[Any, Any]
Tags = tuple[str, ...]


@dataclass(frozen=True)
class Unknowns:
    """The uniforms (K,) of what is not known of a control; the same for all, so that two differ by their columns."""

    fewer: Draws
    smaller: Draws
    part: Draws


@dataclass(frozen=True, eq=False)
class Acting:
    """What controls act on: the losses of each class (K, C), and the class and technologies of every incident."""

    fit: Fit
    losses: Draws
    tagged: list[tuple[str, Tags, int]]
    unknown: Unknowns


def yields(fit: Fit, rows: pd.DataFrame, outcome: Outcome) -> Yields:
    """The yield of every control in force or planned, over the draws of the fit.

    Args: the fit; the register; the plan whose losses are taken. Missing: without incidents no loss is known; a
    control without coverage or reductions is listed with what it lacks; one without a cost has no net.
    """
    u = draws.uniforms(3, (draws.SEED, OWN_DRAWS))
    there = [row for row in rows.to_dict("records") if row["status"] in ("in_force", "planned", "")]
    acting = Acting(fit, outcome.costly * outcome.mean_loss, _tagged(fit), Unknowns(u[:, 0], u[:, 1], u[:, 2]))
    avoided, why_not = zip(*(_avoided(row, acting) for row in there), strict=True) if there else ((), ())
    cost = np.array([row["annual_cost"] for row in there], dtype=float)
    found = np.stack(avoided) if there else np.zeros((0, draws.K))
    frame = pd.DataFrame(
        {name: [row[name] for row in there] for name in ("control_id", "name", "kind", "status", "class")}
        | {"technology": ["; ".join(row["tags"]) for row in there], "coverage": [row["coverage"] for row in there],
           "annual_cost": cost, "avoided": ranges(found), "net": ranges(found - cost[:, None]),
           "pays": _pays(found, cost),
           "why_not": [why or ("annual_cost" if c != c else "") for why, c in zip(why_not, cost, strict=True)]},
        columns=list(COLUMNS),
    )  # fmt: skip
    order = np.array([-np.inf if one.value is None else one.value for one in frame["net"]], dtype=float)
    frame = frame.assign(order=order).sort_values(["order", "name"], ascending=[False, True], kind="stable")
    return Yields(frame.drop(columns="order").reset_index(drop=True), _missing(fit, there))


def ranges(found: Draws) -> list[Range]:
    """The likely range of each row of draws (n, K); unknown where a row holds none.

    >>> [one.value for one in ranges(np.array([[1.0, 3.0], [np.nan, np.nan]]))]
    [2.0, None]
    """
    if not len(found):
        return []
    means = found.mean(axis=1)
    lows, highs = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=1)
    return [
        UNKNOWN if mean != mean else Range(float(mean), float(min(low, mean)), float(max(high, mean)))
        for mean, low, high in zip(means, lows, highs, strict=True)
    ]


def _pays(found: Draws, cost: Array) -> Array:
    """The share of readings in which each avoids more than it costs; NaN where either is unknown."""
    known = ~np.isnan(found).any(axis=1) & ~np.isnan(cost) if len(found) else np.zeros(0, dtype=bool)
    return np.where(known, (found > cost[:, None]).mean(axis=1) if len(found) else 0.0, np.nan)


def avoided_loss(loss: Draws, coverage: float, fewer: Draws, smaller: Draws, at_work: float = 0.0) -> Draws:
    """The loss a control avoids in a year, (K,), in the unit of `loss`.

    Args: yearly loss it acts on (K,), as the record tells it; share covered 0..1; share fewer incidents and share
    smaller losses where it covers (K,); the share of the record during which it was at work, 0..1.
    Formula: x = coverage (1 - (1 - fewer)(1 - smaller)), at most 0.95; the loss without it is loss / (1 - at_work x);
    it avoids x of that. More coverage never avoids less.

    >>> avoided_loss(np.array([1000.0]), 0.5, np.array([0.4]), np.array([0.0])).tolist()
    [200.0]
    >>> avoided_loss(np.array([800.0]), 0.5, np.array([0.4]), np.array([0.0]), at_work=1.0).tolist()
    [200.0]
    """
    reduced = np.minimum(coverage * (1.0 - (1.0 - fewer) * (1.0 - smaller)), MOST_REDUCED)
    return np.asarray(loss * reduced / (1.0 - at_work * reduced))


def _avoided(row: Row, acting: Acting) -> tuple[Draws, str]:
    """The readings of what one control avoids a year, (K,), or none of them and what is missing."""
    columns, why_not = _classes(str(row["class"]), acting.fit), _lacks(row)
    if acting.fit.losses is None:
        why_not = say("the table incidents")
    elif not columns and not why_not:
        why_not = say(NO_INCIDENT)
    if why_not:
        return np.full(draws.K, np.nan), why_not
    loss = acting.losses[:, columns].sum(axis=1) * _part(row, columns, acting)
    fewer, smaller = _drawn(row, BANDS[0], acting.unknown.fewer), _drawn(row, BANDS[1], acting.unknown.smaller)
    return avoided_loss(loss, row["coverage"], fewer, smaller, at_work(row, acting.fit)), ""


def at_work(row: Row, fit: Fit) -> float:
    """The share of the record of incidents during which a control was in force, 0..1; 0 where no day says so."""
    began = float(row["in_force_on"])
    if row["status"] == "planned" or np.isnan(began):
        return 0.0
    last = fit.history.end_days
    return float(np.clip((last - began) / (fit.history.quarters * QUARTER_DAYS), 0.0, 1.0))


def _classes(name: str, fit: Fit) -> list[int]:
    """The columns of the classes a control acts on: all where it names none, none where there is no such class."""
    classes = fit.losses.classes if fit.losses is not None else ()
    wanted = " ".join(name.split()).casefold()
    return [c for c, known in enumerate(classes) if not wanted or known.casefold() == wanted]


def _part(row: Row, columns: list[int], acting: Acting) -> Draws | float:
    """The part of those losses that involves its technology, by how many incidents do; 1 where it names none."""
    tags, losses = set(row["tags"]), acting.fit.losses
    if not tags or losses is None:
        return 1.0
    classes = {losses.classes[c] for c in columns} if row["class"] else set()
    mine = [(each, count) for name, each, count in acting.tagged if not classes or name in classes]
    touched = sum(count for each, count in mine if not tags.isdisjoint(each))
    return share_readings(touched, sum(count for _, count in mine), acting.unknown.part)


def _tagged(fit: Fit) -> list[tuple[str, Tags, int]]:
    """Class and tags of the counted incidents, and how many have them: the incident's own technologies, else those of
    the initiative it came from."""
    past, table = fit.history, fit.company.incidents
    written = texts_of(None if table is None else table.get("technology"), 0 if table is None else len(table))
    own, through = [tags_of(text.strip()) for text in written.distinct], [(), *past.portfolio["tags"]]
    text = written.code[past.incidents["place"].to_numpy(dtype=np.int64)]
    untold = np.array([not tags for tags in own], dtype=bool)[text]
    initiative = np.where(untold, past.incidents["initiative"].to_numpy(dtype=np.int64) + 1, 0)
    shape = max(len(past.classes), 1), max(len(own), 1), len(through)
    kinds, counts = np.unique(np.ravel_multi_index((past.class_codes, text, initiative), shape), return_counts=True)
    each = zip(*(part.tolist() for part in np.unravel_index(kinds, shape)), counts.tolist(), strict=True)
    return [(past.classes[name], own[at] or through[row], count) for name, at, row, count in each]


def _lacks(row: Row) -> str:
    """What is missing before a yield can be said, as the columns are called."""
    if row["status"] == "planned" and not row["coverage"] > 0:
        return say(PLANNED)
    lacks = [] if row["coverage"] == row["coverage"] else ["coverage"]
    bands = {band: [row[f"{band}_{end}"] for end in ("low", "high")] for band in BANDS}
    known = {band: [end == end for end in ends] for band, ends in bands.items()}
    if not any(all(ends) for ends in known.values()):
        half = [f"{band}_{end}" for band in BANDS if any(known[band])
                for end, there in zip(("low", "high"), known[band], strict=True) if not there]  # fmt: skip
        lacks += half or [say("frequency_reduction or loss_reduction, low and high")]
    lacks += [say("{column} is above its high", column=f"{band}_low") for band, ends in bands.items()
              if all(known[band]) and ends[0] > ends[1]]  # fmt: skip
    return ", ".join(lacks)


def _drawn(row: Row, band: str, u: Draws) -> Draws:
    """A reduction anywhere between its stated ends, equally likely, (K,); none where it is not stated."""
    low, high = (float(row[f"{band}_{end}"]) for end in ("low", "high"))
    return np.zeros_like(u) if np.isnan(low) or np.isnan(high) else np.asarray(low + (high - low) * u)


def _missing(fit: Fit, rows: list[Row]) -> tuple[str, ...]:
    """The columns that would add the answer."""
    if not rows:
        return (noted("the table controls (annual_cost, coverage, reductions)"),)
    found = tuple(f"controls: {name}" for name in ("annual_cost", "coverage") if all(r[name] != r[name] for r in rows))
    if all(row[f"{band}_{end}"] != row[f"{band}_{end}"] for row in rows for band in BANDS for end in ("low", "high")):
        found += ("controls: frequency_reduction_low and _high, or loss_reduction_low and _high",)
    return found if fit.has_incidents else (*found, noted("the table incidents (loss)"))
