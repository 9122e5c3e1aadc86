"""Which rows of the company's tables the model read for a purpose, each with the file, sheet and row it came from.

The model's own choice is asked, not repeated: an incident that does not count for it is not among these rows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.company import Company
from balance.model.fit import with_duration
from balance.model.losses import amounts
from balance.pipeline import Analysis
from balance.reporting.velocity import finished_within
from balance.schema import PROVENANCE, TABLES

PLACE = (*PROVENANCE, "snapshot_id")
"""Where a row came from."""

DATES = ("start_planned", "start_actual", "finish_planned", "finish_forecast", "finish_actual")
EXPOSURE = ("stage", "business_unit", "technology", "security_joined", "budget", *DATES)
LOSSES = ("opened_at", "class", "state", "loss", "loss_low", "loss_high", "resolved_at")
RECORD = ("opened_at", "occurred_at", "detected_at", "resolved_at", "state", "class", "business_unit", "change_id",
          "initiative_id", "aware_at", "material_on", "notified_at")  # fmt: skip
AHEAD = ("stage", "technology", "annual_value", "technical_readiness", "security_readiness", *EXPOSURE[1:])
LINKS = ("opened_at", "class", "initiative_id", "change_id")


@dataclass(frozen=True)
class Part:
    """Rows of one table that a number rests on, and what they give to it.

    `rows` holds the key of the table, `columns`, then source_file, source_sheet, source_row and snapshot_id.
    """

    table: str
    role: str
    columns: tuple[str, ...]
    rows: pd.DataFrame

    @property
    def key(self) -> str:
        """The column that names a row."""
        return TABLES[self.table].key


def part(
    company: Company, table: str, role: str, columns: Sequence[str], ids: Collection[object] | None = None
) -> Part:
    """The rows of a table with these ids, or all of them, cut to the columns that were used."""
    frame: pd.DataFrame | None = getattr(company, table, None)
    key = TABLES[table].key
    kept = tuple(column for column in dict.fromkeys(columns) if column != key)
    if frame is None:
        return Part(table, role, kept, pd.DataFrame(columns=[key, *kept, *PLACE]))
    rows = frame if ids is None else frame[frame[key].isin(set(ids))]
    return Part(table, role, kept, rows.reindex(columns=[key, *kept, *PLACE]).reset_index(drop=True))


def finished(analysis: Analysis, columns: Sequence[str]) -> Part:
    """What finished in the past year."""
    rows = finished_within(analysis.fit.history.portfolio, 0)
    return part(analysis.company, "initiatives", "finished in the past 365 days", columns, rows["initiative_id"])


def open_now(analysis: Analysis, columns: Sequence[str]) -> Part:
    """What is in flight."""
    rows = analysis.fit.history.portfolio
    return part(analysis.company, "initiatives", "in flight", columns, rows.loc[rows["open"], "initiative_id"])


def running(analysis: Analysis, columns: Sequence[str]) -> Part:
    """What is in flight or approved, and so may land or bring incidents next year."""
    ids = analysis.fit.plan.rows["initiative_id"]
    return part(analysis.company, "initiatives", "in flight or approved", columns, ids)


def without_value(analysis: Analysis) -> Part:
    """What is in flight or approved and states no yearly value."""
    rows = analysis.fit.plan.rows
    ids = rows.loc[rows["annual_value"].isna(), "initiative_id"]
    return part(
        analysis.company, "initiatives", "in flight or approved, without a value", ("stage", "annual_value"), ids
    )


def begun(analysis: Analysis) -> Part:
    """What has begun, finished or not: how long things take is read from it."""
    rows = analysis.fit.history.portfolio
    ids = rows.loc[rows["begun"].notna(), "initiative_id"]
    return part(analysis.company, "initiatives", "begun, finished or not", ("stage", *DATES), ids)


def learnt_from(analysis: Analysis) -> Part:
    """What shows how durations run against plans."""
    rows = analysis.fit.history.portfolio
    role = "show how long work takes against its plan"
    return part(
        analysis.company, "initiatives", role, ("stage", *DATES), rows.loc[with_duration(rows), "initiative_id"]
    )


def exposed(analysis: Analysis) -> Part:
    """Every initiative that was open in the quarters of the record, or will be next year."""
    past = analysis.fit.history
    active = past.portfolio.loc[np.asarray(past.open_share.sum(axis=1) > 0), "initiative_id"]
    ids = {*active, *analysis.fit.plan.rows["initiative_id"]}
    return part(
        analysis.company, "initiatives", "open in the record or next year: what incidents come from", EXPOSURE, ids
    )


def counted(analysis: Analysis, columns: Sequence[str], of_class: str | None = None) -> Part:
    """The incidents that count, of one class or of all."""
    rows = analysis.fit.history.incidents
    mine = rows if of_class is None else rows[_class_each_counts_in(analysis) == of_class]
    role = "counted" if of_class is None else f"counted as {of_class}"
    return part(analysis.company, "incidents", role, columns, mine["incident_id"])


def _class_each_counts_in(analysis: Analysis) -> pd.Series:
    """The class of losses of each counted incident: its own, or the severe one where it cost more than the floor."""
    incidents, losses = analysis.fit.history.incidents, analysis.fit.losses
    if losses is None or losses.severe is None:
        return incidents["class"]
    return incidents["class"].mask(amounts(incidents) > losses.severe.floor, losses.classes[-1])


def linked(analysis: Analysis) -> Part:
    """The incidents that name an initiative, themselves or through a change."""
    rows = analysis.fit.history.incidents
    ids = rows.loc[rows["linked"], "incident_id"]
    return part(analysis.company, "incidents", "linked to an initiative", LINKS, ids)


def changes_between(analysis: Analysis) -> Part:
    """The changes through which incidents are linked to initiatives."""
    named = set(linked(analysis).rows["change_id"].dropna())
    return part(analysis.company, "changes", "lead from an incident to its initiative", ("initiative_id",), named)


def guarding(analysis: Analysis) -> Part:
    """The controls that name a technology."""
    frame = analysis.company.controls
    columns = ("kind", "status", "technology", "coverage")
    if frame is None or "technology" not in frame:
        return part(analysis.company, "controls", "name a technology", columns, [])
    ids = frame.loc[frame["technology"].notna(), "control_id"]
    return part(analysis.company, "controls", "name a technology", columns, ids)
