from datetime import date

import pandas as pd
import pytest

from balance.reconciling import Earlier, reconcile
from balance.schema import FRAME_TYPES, TABLES

BEFORE = date(2026, 6, 30)


def typed(table, records, **more):
    """Rows of a table as ingest hands them over; `more` are columns beside those of the schema."""
    kinds = {column.name: FRAME_TYPES[column.type] for column in TABLES[table].columns}
    frame = pd.DataFrame(records, columns=[*kinds]).astype(kinds)
    return frame.assign(source_file="f.xlsx", source_sheet="Page 1", source_row=range(2, len(frame) + 2), **more)


def known(table, records, gone=()):
    """Rows as they were known before; `gone` are ids the newest snapshot lacked."""
    frame = typed(table, records, snapshot_id="s")
    return frame.assign(gone=frame[TABLES[table].key].isin(list(gone)))


@pytest.fixture
def beside():
    """One table reconciled: rows now, rows before, ids gone before."""

    def reconciled(table, now, before, gone=(), **more):
        earlier = Earlier({table: known(table, before, gone)}, {table: BEFORE}, {table: "s"})
        return reconcile({table: typed(table, now)}, earlier, currency="GBP", **more)

    return reconciled


@pytest.fixture
def frame():
    return typed


@pytest.fixture
def initiative():
    """A row of initiatives that says what it is told to."""

    def made(name, **cells):
        return {"initiative_id": name, "name": name, "stage": "in_flight", "finish_planned": "2026-12-31"} | cells

    return made
