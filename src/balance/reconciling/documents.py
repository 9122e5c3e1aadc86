"""The reconciliation as the command line prints it; long lists are cut and counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from balance.reconciling.sums import ColumnSum
from balance.reconciling.tables import Reconciliation, Superseded, TableReconciliation, median_days

MOST = 50
"""Rows of a list that are printed; `count` says how many there are."""

PARTS = ("now", "before", "difference", "new", "gone", "changed", "blanked", "filled", "own_total", "in_file")


def as_json(found: Reconciliation) -> dict[str, Any]:
    """By table: the sums with what explains them, and lists of what vanished, came back, moved and went blank."""
    return {table.table: _table(table) for table in found.tables}


def _table(table: TableReconciliation) -> dict[str, Any]:
    return {
        "compared_with": table.compared_with,
        "scope": "all known" if table.by_period else "snapshot",
        "rows": {"now": table.rows, "before": table.rows_before},
        "sums": {column.column: _sum(column) for column in table.sums},
        "vanished": _listed(table.vanished),
        "returned": {"count": len(table.returned), "rows": [{"id": name} for name in table.returned[:MOST]]},
        "moved": {column: _moved(rows) for column, rows in table.moved.items()},
        "stage_back": _listed(table.back),
        "removed": {column: _listed(rows) for column, rows in table.removed.items()},
        "losses_revised": _listed(table.revised),
        "emptied": _listed(table.emptied),
        "supersedes": _superseded(table.superseded),
    }


def _sum(column: ColumnSum) -> dict[str, Any]:
    cells = {"new": column.new_rows, "gone": column.gone_rows, "changed": column.changed_cells,
             "blanked": column.blanked_cells, "filled": column.filled_cells,
             "by_rate": column.by_rate_cells}  # fmt: skip
    told = {part: getattr(column, part) for part in PARTS}
    return told | {"by_rate": column.by_rate, "cells": cells, "factor": column.factor}


def _moved(rows: pd.DataFrame) -> dict[str, Any]:
    told = _listed(rows)
    return told | {"median_days": median_days(rows) if len(rows) else None} if "days" in rows else told


def _superseded(last: Superseded | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {"snapshot": last.snapshot, "rows": last.rows, "new": last.new, "gone": last.gone,
            "differences": dict(last.differences)}  # fmt: skip


def _listed(rows: pd.DataFrame) -> dict[str, Any]:
    return {
        "count": len(rows),
        "rows": [_plain(row, list(rows.columns)) for row in rows.head(MOST).itertuples(index=False)],
    }


def _plain(row: Sequence[Any], names: Sequence[Any]) -> dict[str, Any]:
    return {str(name): None if pd.isna(value) else value for name, value in zip(names, row, strict=True)}
