"""One row by its id, and what hangs together with it: an initiative, an incident, a change, a control."""

from __future__ import annotations

import pandas as pd

from balance.company import Company
from balance.pipeline import Analysis
from balance.provenance.rows import LINKS, Part, part
from balance.schema import TABLES

FOUND = ("initiatives", "incidents", "changes", "controls")


def tables_with(company: Company, name: str) -> list[str]:
    """The tables that have a row of that id."""
    frames = {table: getattr(company, table) for table in FOUND}
    return [table for table, frame in frames.items() if frame is not None and (frame[TABLES[table].key] == name).any()]


def parts_of(analysis: Analysis, table: str, name: str) -> list[Part]:
    """The row itself with every column it fills, then the rows that name it or that it names."""
    company = analysis.company
    frame: pd.DataFrame = getattr(company, table)
    row = frame[frame[TABLES[table].key] == name]
    filled = [column.name for column in TABLES[table].columns if column.name in row and row[column.name].notna().any()]
    own = part(company, table, "the row itself", filled, [name])
    return [own, *(extra for extra in _around(company, table, row, name) if len(extra.rows))]


def _around(company: Company, table: str, row: pd.DataFrame, name: str) -> list[Part]:
    if table == "initiatives":
        through = _where(company.changes, "change_id", "initiative_id", name)
        ids = _where(company.incidents, "incident_id", "initiative_id", name)
        ids |= {one for change in through for one in _where(company.incidents, "incident_id", "change_id", change)}
        return [
            part(company, "incidents", "came from it, by their own word or through a change", LINKS, ids),
            part(company, "changes", "belong to it", ("initiative_id", "finished_at", "outcome"), through),
        ]
    if table == "incidents":
        changes = set(row["change_id"].dropna())
        named = set(row["initiative_id"].dropna()) | {
            one for change in changes for one in _where(company.changes, "initiative_id", "change_id", change)
        }
        return [
            part(company, "changes", "caused it", ("initiative_id", "finished_at"), changes),
            part(company, "initiatives", "it came from", ("name", "stage"), named),
        ]
    return []


def _where(frame: pd.DataFrame | None, wanted: str, column: str, value: object) -> set[object]:
    """The values of one column where another has a value."""
    if frame is None or column not in frame or wanted not in frame:
        return set()
    return set(frame.loc[frame[column] == value, wanted].dropna())
