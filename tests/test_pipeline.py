"""The report's hash stands for exactly what the report depends on."""

from datetime import date

import pandas as pd

from balance.assumptions import resolve
from balance.content import content_hash

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


def of(*, gone=False, table="incidents", dates=None, rows=(0, 1)):
    key = {"incidents": "incident_id", "initiatives": "initiative_id"}[table]
    frame = pd.DataFrame({key: ["a", "b"], "gone": [gone, False], "snapshot_id": ["x", "y"]}).iloc[list(rows)]
    return content_hash(Q3, {table: frame}, dates or {}, resolve(None))


def test_cumulative_exports_and_exports_of_one_quarter_are_the_same_content():
    assert of(gone=True) == of(gone=False)
    assert of(gone=True, table="initiatives") != of(gone=False, table="initiatives")


def test_a_table_carried_forward_is_other_content_than_one_of_the_day():
    assert of(dates={"incidents": Q2}) != of(dates={"incidents": Q3})


def test_the_order_of_rows_has_no_part():
    assert of(rows=(1, 0)) == of()
