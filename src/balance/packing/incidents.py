"""The page on one incident of a stored company: its record, the model without it, its clocks, people's words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import pipeline, roles
from balance.boardpack import Outline, incident_page
from balance.boardpack.edited import NONE
from balance.boardpack.happened import Happened
from balance.boardpack.part import of_units
from balance.errors import BalanceError
from balance.packing.edits import document_of, edits_of
from balance.pipeline import Analysis
from balance.regimes import REGIMES
from balance.reporting.incident_record import IncidentRecord
from balance.roles import Action, needs
from balance.store import Store

PAGE_FORMATS = ("pptx", "html", "pdf")
"""How the page can be written: a workbook of one page would be an empty one."""

TOLD = ("service", "technology", "third_party", "recovered", "downtime_hours", "records_affected", "detected_by",
        "root_cause", "loss_low", "loss_high")  # fmt: skip
"""What the page tells of the incident's own row besides the record."""


@needs(Action.EXPORT)
def incident_outline_of(
    kept: Store | None, analysis: Analysis, incident_id: str, *, own_words: bool = False
) -> Outline:
    """The page on one incident; BalanceError where none has that id as of the day."""
    happened = happened_of(analysis, incident_id.strip())
    day, document = analysis.report.as_of, document_of("", happened.incident_id)
    edits = NONE if own_words or kept is None else edits_of(kept, day, document)
    return of_units(incident_page.page(analysis.report, happened, edits), roles.acting().units)


def happened_of(analysis: Analysis, incident_id: str) -> Happened:
    """The incident, the model without it and with it, and its clocks."""
    record = pipeline.incident_record_of(analysis)
    rows = record.rows[record.rows["incident_id"].astype(str) == incident_id]
    if rows.empty:
        raise BalanceError(_unknown(record, analysis, incident_id))
    regimes = tuple(one.code for one in REGIMES if (analysis.company.assumptions.number(one.key) or 0.0) >= 0.5)
    before = pipeline.without_incident(analysis, incident_id)
    change = None if before is None else pipeline.moved_by(before, analysis)
    clock = pipeline.notification_clock(replace(record, rows=rows), regimes, analysis.company.as_of)
    return Happened(incident_id, _row(rows) | _own_row(analysis, incident_id), change, regimes, clock)


def _row(rows: pd.DataFrame) -> dict[str, object]:
    return {str(name): value for name, value in rows.iloc[0].items()}


def _unknown(record: IncidentRecord, analysis: Analysis, incident_id: str) -> str:
    if record.rows.empty:
        return "No incidents are loaded: there is none to write a page about."
    some = ", ".join(record.rows["incident_id"].astype(str).head(3))
    return f"No incident that counts is called {incident_id!r} as of {analysis.company.as_of}. The newest are {some}."


def _own_row(analysis: Analysis, incident_id: str) -> dict[str, object]:
    given = analysis.company.incidents
    if given is None:
        return {}
    row = given[given["incident_id"].astype(str) == incident_id].iloc[-1]
    told = {name: row[name] for name in TOLD if name in given.columns and not pd.isna(row[name])}
    rows = analysis.company.initiatives
    if rows is not None and "initiative_id" in given.columns:
        named = rows.loc[rows["initiative_id"] == row["initiative_id"], "name"]
        told |= {"initiative": named.iloc[-1]} if len(named) else {}
    return told


def material_first(record: IncidentRecord, most: int | None = None) -> list[str]:
    """The incidents a board is likeliest to ask about: found material or reportable, the newest first, then by cost.

    So many at most, where said.
    """
    rows = record.rows
    rank = (rows["material_on"].isna().astype(int) * 2 - rows["aware_at"].notna().astype(int)).to_numpy()
    cost = rows["loss"].fillna(-1.0).to_numpy(dtype=float)
    likely = (rank < 2) | _costliest(cost, most)
    told = rows.loc[likely, ["incident_id", "opened_at"]].assign(rank=rank[likely], cost=cost[likely])
    told["recent"] = told["opened_at"].where(told["rank"] < 2)
    ordered = told.sort_values(
        ["rank", "recent", "cost", "opened_at"], ascending=[True, False, False, False], kind="stable"
    )
    return [str(name) for name in ordered["incident_id"].head(len(ordered) if most is None else most)]


def _costliest(cost: npt.NDArray[np.float64], most: int | None) -> npt.NDArray[np.bool_]:
    """Which rows are among so many of the costliest; of those that cost the same, the first."""
    if most is None or most >= len(cost):
        return np.ones(len(cost), dtype=bool)
    least = np.partition(cost, len(cost) - most)[len(cost) - most]
    among = cost > least
    among[np.flatnonzero(cost == least)[: most - int(among.sum())]] = True
    return np.asarray(among)
