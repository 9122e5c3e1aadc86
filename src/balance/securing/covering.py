"""How much of what moves onto a technology is behind a guardrail.

Two guardrails of one technology may cover the same part of it or different parts; no export says which. So coverage
has two ends: at least that of the strongest one, at most all of them added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.language import noted
from balance.model.fit import Fit
from balance.reporting.horizon import GUARDING, meant
from balance.securing.register import lacking, numbers, working

Array = npt.NDArray[np.float64]
Row = dict[Any, Any]


@dataclass(frozen=True, eq=False)
class Coverage:
    """What covers each technology beside what moves onto it.

    technologies: technology, guardrails (names in force), without_share (those of them that state no coverage),
    at_least, at_most (0..1; NaN where none states one), policies (names in force), training (0..1: the best training
    for it, NaN for none), initiatives, value, budget, expected_loss (of what runs onto it; an initiative with several
    technologies counts under each). Overall every initiative counts once, by its least covered technology.
    training: name, coverage, technology, last_reviewed (days), one row per training in force.
    """

    technologies: pd.DataFrame
    weighed_by: str
    """value, budget or initiatives: what the overall share is weighed by."""
    moved: float
    """All that moves onto a stated technology, in that weight."""
    at_least: float
    at_most: float
    """Share of it behind a guardrail, 0..1; NaN where nothing can be said."""
    without_technology: int
    """Running initiatives that name no technology."""
    everywhere: int
    """Guardrails and controls in force that name no technology: counted under none."""
    training: pd.DataFrame
    missing: tuple[str, ...]


def covering(fit: Fit, rows: pd.DataFrame, expected_loss: Mapping[str, float]) -> Coverage:
    """Set guardrails and controls in force beside what is open or approved, technology by technology.

    Args: the fit; the register; expected loss next year by initiative id. Missing: a guardrail without a stated
    coverage is named and covers nothing that can be counted; without any control all coverage is unknown.
    """
    runs, there = _by_technology(_running(fit, expected_loss)), _by_technology(rows[working(rows)])
    held, onto = there.to_dict("records"), runs.to_dict("records")
    guards = [row for row in held if row["kind"] in GUARDING]
    tags = sorted({tag for row in (*onto, *guards) for tag in row["tags"]})
    told = [_technology(tag, held, onto, fit.company.controls is not None) for tag in tags]
    columns = ["technology", "guardrails", "without_share", "at_least", "at_most", "policies", "training",
               "initiatives", "value", "budget", "expected_loss"]  # fmt: skip
    frame = pd.DataFrame(told, columns=columns).sort_values(["value", "initiatives"], ascending=False, kind="stable")
    weighed_by, weight = _weight(runs)
    tagged = np.array([bool(each) for each in runs["tags"]], dtype=bool)
    least, most = (_behind(frame, name, runs["tags"], weight) for name in ("at_least", "at_most"))
    trained = there[there["kind"] == "training"]
    return Coverage(
        frame.reset_index(drop=True), weighed_by, float(weight[tagged].sum()), least, most, int((~tagged).sum()),
        sum(not row["tags"] for row in guards), trained[["name", "coverage", "tags", "last_reviewed"]]
        .reset_index(drop=True), _missing(fit, rows, runs),
    )  # fmt: skip


def _by_technology(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the technologies that their tags mean."""
    return rows.assign(tags=rows["tags"].map(lambda tags: tuple(dict.fromkeys(map(meant, tags)))))


def together(shares: Array) -> tuple[float, float]:
    """What several guardrails cover at least and at most, 0..1; NaN where no share is known.

    >>> together(np.array([0.4, 0.3])), together(np.array([0.8, 0.5]))
    ((0.4, 0.7), (0.8, 1.0))
    """
    known = np.clip(shares[~np.isnan(shares)], 0.0, 1.0)
    return (float(known.max()), float(min(known.sum(), 1.0))) if len(known) else (float("nan"), float("nan"))


def _running(fit: Fit, expected_loss: Mapping[str, float]) -> pd.DataFrame:
    """What is open or approved: tags, value, budget, expected loss."""
    rows, table = fit.plan.rows, fit.company.initiatives
    budget: dict[object, float] = {}
    if table is not None:
        budget = dict(zip(table["initiative_id"], numbers(table, "budget"), strict=True))
    return pd.DataFrame({
        "tags": list(rows["tags"]), "value": rows["annual_value"].to_numpy(dtype=float),
        "budget": [budget.get(one, np.nan) for one in rows["initiative_id"]],
        "expected_loss": [expected_loss.get(str(one), np.nan) for one in rows["initiative_id"]],
    })  # fmt: skip


def _technology(tag: str, held: list[Row], runs: list[Row], known: bool) -> tuple[object, ...]:
    """What covers one technology, and what runs onto it."""
    beside = [row for row in held if tag in row["tags"]]
    onto = [row for row in runs if tag in row["tags"]]
    mine = [row for row in beside if row["kind"] in GUARDING]
    shares = np.array([row["coverage"] for row in mine], dtype=float)
    least, most = together(shares) if mine else ((0.0, 0.0) if known else (np.nan, np.nan))
    trained = [row["coverage"] for row in beside if row["kind"] == "training" and row["coverage"] == row["coverage"]]
    return (
        tag, tuple(row["name"] for row in mine), int(np.isnan(shares).sum()), least, most,
        tuple(row["name"] for row in beside if row["kind"] == "policy"), max(trained, default=np.nan), len(onto),
        _sum(onto, "value"), _sum(onto, "budget"), _sum(onto, "expected_loss"),
    )  # fmt: skip


def _sum(rows: list[Row], name: str) -> float:
    """The sum of what is known; NaN where nothing is."""
    known = [float(row[name]) for row in rows if row[name] == row[name]]
    return float(sum(known)) if known else float("nan")


def _weight(runs: pd.DataFrame) -> tuple[str, Array]:
    """Value where at least half state one, else budget where at least half do, else one each."""
    for name in ("value", "budget"):
        if len(runs) and runs[name].notna().mean() >= 0.5 and runs[name].sum() > 0:
            return name, np.nan_to_num(runs[name].to_numpy(dtype=float))
    return "initiatives", np.ones(len(runs))


def _behind(frame: pd.DataFrame, end: str, tags: pd.Series, weight: Array) -> float:
    """The share of what moves that is behind a guardrail, each initiative by its least covered technology."""
    of = dict(zip(frame["technology"], frame[end], strict=True))
    covered = np.array([min((of[tag] for tag in each), default=np.nan) for each in tags], dtype=float)
    known = ~np.isnan(covered)
    total = weight[known].sum()
    return float(weight[known] @ covered[known] / total) if total > 0 else float("nan")


def _missing(fit: Fit, rows: pd.DataFrame, runs: pd.DataFrame) -> tuple[str, ...]:
    """The columns that would add the answer."""
    if not len(rows):
        return (noted("the table controls (technology, coverage)"),)
    found = tuple(f"controls: {name}" for name in lacking(rows, "kind", "status", "coverage"))
    found += () if any(len(each) for each in rows["tags"]) else ("controls: technology",)
    return found + (() if not len(runs) or any(len(each) for each in runs["tags"]) else ("initiatives: technology",))
