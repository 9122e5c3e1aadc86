"""The technologies ahead of us: what runs on each, what loss that carries, how often it fails, and how ready it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formats
from balance.model.fit import Fit
from balance.model.history import happened
from balance.model.signal import count_direction
from balance.model.texts import texts_of
from balance.ranges import UNKNOWN, Range, of_draws
from balance.scenario import Outcome
from balance.scenario.evaluation import change_caused
from balance.schema import tags_of

Array = npt.NDArray[np.float64]

HORIZON: dict[str, tuple[str, ...]] = {
    "ai": ("artificial intelligence", "machine learning", "ml", "genai", "generative ai", "gen ai", "llm",
                  "deep learning", "ai/ml", "agentic ai"),
    "cloud": ("public cloud", "private cloud", "hybrid cloud", "cloud computing", "aws", "azure", "gcp",
                        "saas", "iaas", "paas", "multi-cloud", "multicloud"),
    "iot": ("internet of things", "iiot", "sensors", "connected devices", "industrial iot"),
    "5g": ("private 5g", "5g network", "5g networks"),
    "quantum": ("quantum computing", "post-quantum", "pqc", "quantum-safe", "post-quantum cryptography"),
}  # fmt: skip
"""The technologies asked about, and other tags that mean each."""

ALIKE = {word: tag for tag, words in HORIZON.items() for word in (tag, *words)}

GUARDING = ("guardrail", "control")
"""Kinds of control that hold something back by themselves; a policy or a training asks people to."""

COLUMNS = (
    "technology", "name", "asked", "tags", "initiatives", "annual_value", "without_value", "expected_annual_loss",
    "share_of_loss", "incidents", "incidents_before", "direction", "multiplier", "technical_readiness",
    "security_readiness", "readiness_known", "guardrails", "guardrail_coverage",
)  # fmt: skip
YEAR_DAYS = 365
TWO_YEARS = 8
"""Quarters of record that two years take."""


def meant(tag: str) -> str:
    """The technology a tag means.

    >>> meant("machine learning"), meant("erp")
    ('ai', 'erp')
    """
    return ALIKE.get(tag, tag)


def technologies(fit: Fit, outcome: Outcome) -> pd.DataFrame:
    """One row per technology, the five asked about first and then others by how many initiatives have them.

    technology, name, asked (bool), tags (as found); initiatives (open or approved), annual_value (currency, of those
    that state one), without_value; expected_annual_loss and share_of_loss (Range, what these initiatives carry: an
    initiative counts under each of its tags, so shares do not add up); incidents and incidents_before (tagged, of the
    last and the earlier 365 days; None without the table or its column), direction; multiplier (Range; of the tag most
    in use); technical_readiness, security_readiness (mean of those that state one, None: none does), readiness_known;
    guardrails (in force), guardrail_coverage (the widest of them, None: none states one). An asked technology nobody
    tags has a row of nothing.
    """
    plan = fit.plan.rows
    by_row = [{meant(tag) for tag in tags} for tags in plan["tags"]] if len(plan) else []
    carried, total = _carried(fit, outcome)
    seen = _seen(fit)
    rows = [_row(fit, name, by_row, carried, total) | _incidents(fit, name, seen) for name in _found(by_row, seen)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@dataclass(frozen=True)
class Seen:
    """Of every incident that counts the day and which of the distinct sets of technologies it has."""

    days: Array
    code: npt.NDArray[np.intp]
    tags: tuple[frozenset[str], ...]

    def days_of(self, name: str) -> Array:
        """The days of the incidents on one technology."""
        on_it = np.array([name in tags for tags in self.tags], dtype=bool)
        days: Array = self.days[on_it[self.code]]
        return days


def _found(by_row: list[set[str]], seen: Seen | None) -> list[str]:
    """The technologies asked about, then the others: those with more initiatives first, then with more incidents."""
    running = Counter(tag for tags in by_row for tag in tags)
    happened_on: Counter[str] = Counter()
    if seen is not None:
        for tags, count in zip(seen.tags, np.bincount(seen.code, minlength=len(seen.tags)).tolist(), strict=True):
            happened_on.update(dict.fromkeys(tags, count) if count else {})
    others = (running.keys() | happened_on.keys()) - HORIZON.keys()
    return [*HORIZON, *sorted(others, key=lambda tag: (-running[tag], -happened_on[tag], tag))]


def _seen(fit: Fit) -> Seen | None:
    """Day and technologies of every incident that counts; None without the table, or where nobody tags any."""
    frame = fit.company.incidents
    if frame is None or "technology" not in frame or not frame["technology"].notna().any():
        return None
    texts, rows = texts_of(frame["technology"]), happened(fit.company)
    tags = tuple(frozenset(meant(tag) for tag in tags_of(text)) for text in texts.distinct)
    return Seen(rows["day"].to_numpy(dtype=float), texts.code[rows["place"].to_numpy(dtype=np.int64)], tags)


def _carried(fit: Fit, outcome: Outcome) -> tuple[Array, Array]:
    """Expected loss of next year that each initiative carries, (n, K), and the whole, (K,)."""
    losses = fit.losses
    if losses is None or not fit.plan.size:
        return np.zeros((fit.plan.size, 0)), np.zeros(0)
    usual = [c for c in range(len(losses.classes)) if c not in losses.independent]
    share = change_caused(fit, outcome.scenario, outcome.year) / np.maximum(outcome.ratio, 1e-12)
    return share * (outcome.costly * outcome.mean_loss)[:, usual].sum(axis=1), outcome.expected_loss


def _row(fit: Fit, name: str, by_row: list[set[str]], carried: Array, total: Array) -> dict[str, Any]:
    mine = np.array([name in tags for tags in by_row], dtype=bool)
    loss = carried[mine].sum(axis=0) if len(total) else np.zeros(0)
    value = fit.plan.rows["annual_value"].to_numpy(dtype=float)[mine] if len(mine) else np.zeros(0)
    ready = _readiness(fit, mine)
    return {
        "technology": name, "name": formats.technology(name), "asked": name in HORIZON, "tags": _tags(fit, name),
        "initiatives": int(mine.sum()), "annual_value": float(np.nansum(value)),
        "without_value": int(np.isnan(value).sum()),
        "expected_annual_loss": of_draws(loss) if len(loss) and mine.any() else UNKNOWN,
        "share_of_loss": of_draws(loss / np.maximum(total, 1e-9)) if len(loss) and mine.any() else UNKNOWN,
        "multiplier": _multiplier(fit, name),
        "technical_readiness": ready[0], "security_readiness": ready[1], "readiness_known": ready[2],
        **_guardrails(fit, name),
    }  # fmt: skip


def _tags(fit: Fit, name: str) -> tuple[str, ...]:
    """The tags that mean it, as found, the most frequent first."""
    counted: dict[str, int] = {}
    for frame in (fit.company.initiatives, fit.company.incidents):
        if frame is not None and "technology" in frame:
            texts = texts_of(frame["technology"])
            for text, count in zip(texts.distinct, texts.counts().tolist(), strict=True):
                for tag in tags_of(text):
                    if count and meant(tag) == name:
                        counted[tag] = counted.get(tag, 0) + count
    return tuple(sorted(counted, key=lambda tag: (-counted[tag], tag)))


def _multiplier(fit: Fit, name: str) -> Range:
    """How many more incidents with it than without: of its most frequent tag that the model has."""
    known = [tag for tag in _tags(fit, name) if tag in fit.coupling.technologies]
    if not known:
        return UNKNOWN
    draws = np.exp(fit.coupling.technology[:, fit.coupling.technologies.index(known[0])])
    return of_draws(draws, float(np.median(draws)), fit.coupling.measured[f"technology:{known[0]}"])


def _incidents(fit: Fit, name: str, seen: Seen | None) -> dict[str, Any]:
    """Incidents tagged with it in the last year and the one before, and which way that went."""
    if seen is None:
        return {"incidents": None, "incidents_before": None, "direction": None}
    mine = seen.days_of(name)
    last, before = int((mine > -YEAR_DAYS).sum()), int(((mine <= -YEAR_DAYS) & (mine > -2 * YEAR_DAYS)).sum())
    if fit.history.quarters < TWO_YEARS:
        return {"incidents": last, "incidents_before": None, "direction": None}
    moved = count_direction(before, last, 1, 1, 1.0 if fit.losses is None else fit.losses.dispersion)
    return {"incidents": last, "incidents_before": before, "direction": moved}


def _readiness(fit: Fit, mine: npt.NDArray[np.bool_]) -> tuple[float | None, float | None, int]:
    frame = fit.company.initiatives
    if frame is None or not mine.any():
        return None, None, 0
    ids = set(fit.plan.rows["initiative_id"][mine])
    rows = frame[frame["initiative_id"].isin(ids)]
    technical, security = (_numbers(rows, f"{side}_readiness") for side in ("technical", "security"))
    known = int((np.isfinite(technical) | np.isfinite(security)).sum())
    return _mean(technical), _mean(security), known


def _guardrails(fit: Fit, name: str) -> dict[str, Any]:
    """Guardrails and controls in force for it; the coverage is the widest one's, the least that is certain.

    How several overlap is not recorded.
    """
    frame = fit.company.controls
    if frame is None or "technology" not in frame or "kind" not in frame:
        return {"guardrails": None, "guardrail_coverage": None}
    nothing = pd.Series("", index=frame.index)
    working = frame.get("status", nothing) == "in_force"
    there = frame["kind"].isin(GUARDING) & working & ~frame.get("gone", nothing).eq(True)
    of_it = [name in {meant(tag) for tag in tags_of(text)} for text in frame["technology"]]
    rows = frame[there.fillna(False).to_numpy(dtype=bool) & np.array(of_it, dtype=bool)]
    coverage = _numbers(rows, "coverage")
    known = coverage[np.isfinite(coverage)]
    return {"guardrails": len(rows), "guardrail_coverage": float(known.max()) if len(known) else None}


def _numbers(rows: pd.DataFrame, column: str) -> Array:
    if column not in rows:
        return np.full(len(rows), np.nan)
    return np.asarray(pd.to_numeric(rows[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan))


def _mean(values: Array) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
