"""How current the security assessment of each open initiative is, and what it left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.language import noted
from balance.model.fit import Fit
from balance.model.indicators import ASSESSED_DAYS
from balance.securing.joining import stage_of
from balance.securing.register import days, numbers

COLUMNS = ("initiative_id", "name", "joined", "assessed_days", "findings_open", "oldest_days", "expected_loss", "value",
           "current")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Assessment:
    """Open initiatives, the one that exposes most first.

    initiatives: initiative_id, name, joined (stage, empty where unknown), assessed_days (since the last assessment;
    NaN never or not stated), findings_open (NaN unknown), oldest_days (age of the oldest open finding), expected_loss
    (next year, currency), value (a year), current (assessed within a year).
    """

    initiatives: pd.DataFrame
    stated: bool
    """Whether any assessment is recorded at all."""
    not_current: int
    exposed_share: float
    """Share of the expected loss of open initiatives that those not current carry, 0..1; NaN where unknown."""
    findings: float
    """Open findings altogether; NaN where none are recorded."""
    oldest_days: float
    missing: tuple[str, ...]


def assessment(fit: Fit, expected_loss: Mapping[str, float]) -> Assessment:
    """How long ago each open initiative was assessed, and what was found and is still open.

    Args: the fit; expected loss next year by initiative id. Missing: where no assessment is recorded at all nothing is
    called out of date; one initiative without a date among others with one was never assessed.
    """
    frame = _rows(fit, expected_loss)
    stated = bool(frame["assessed_days"].notna().any())
    behind = ~frame["current"].to_numpy(dtype=bool)
    loss, found = frame["expected_loss"].to_numpy(dtype=float), frame["findings_open"]
    known = np.nansum(loss)
    share = float(np.nansum(loss[behind]) / known) if known > 0 else float("nan")
    return Assessment(
        frame, stated, int(behind.sum()) if stated else 0, share if stated else float("nan"),
        float(found.sum(min_count=1)), float(frame["oldest_days"].max()), _missing(frame, fit.has_initiatives),
    )  # fmt: skip


def _rows(fit: Fit, expected_loss: Mapping[str, float]) -> pd.DataFrame:
    rows, table = fit.history.portfolio, fit.company.initiatives
    if table is None or not len(rows):
        return pd.DataFrame({name: pd.Series(dtype=float) for name in COLUMNS})
    ids = [str(one) for one in table["initiative_id"]]
    assessed, raised = (days(table, name, fit.as_of) for name in ("last_assessed", "oldest_finding_on"))
    held = pd.DataFrame({"assessed": -assessed, "found": numbers(table, "findings_open"), "raised": -raised}, index=ids)
    held = held[~held.index.duplicated(keep="last")]
    opened = rows["open"].to_numpy(dtype=bool)
    here = rows[opened]
    mine = held.reindex([str(one) for one in here["initiative_id"]])
    ago = np.maximum(mine["assessed"].to_numpy(), 0.0)
    count, age = mine["found"].to_numpy(), np.maximum(mine["raised"].to_numpy(), 0.0)
    frame = pd.DataFrame({
        "initiative_id": here["initiative_id"].to_numpy(), "name": here["name"].to_numpy(),
        "joined": stage_of(fit)[opened], "assessed_days": ago, "findings_open": count,
        "oldest_days": np.where(count == 0, np.nan, age),
        "expected_loss": [expected_loss.get(str(one), np.nan) for one in here["initiative_id"]],
        "value": here["annual_value"].to_numpy(dtype=float), "current": ago <= ASSESSED_DAYS,
    })  # fmt: skip
    order = ["expected_loss", "value", "name"]
    return frame.sort_values(order, ascending=[False, False, True], kind="stable").reset_index(drop=True)


def _missing(frame: pd.DataFrame, loaded: bool) -> tuple[str, ...]:
    if not len(frame):
        return () if loaded else (noted("the table initiatives (last_assessed, findings_open, oldest_finding_on)"),)
    asked = {"last_assessed": "assessed_days", "findings_open": "findings_open", "oldest_finding_on": "oldest_days"}
    none_open = bool((frame["findings_open"] == 0).all())
    return tuple(
        f"initiatives: {name}" for name, column in asked.items()
        if frame[column].isna().all() and not (name == "oldest_finding_on" and none_open)
    )  # fmt: skip
