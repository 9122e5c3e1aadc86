"""The plan of one initiative over the files: how often its date moved, and how far it went."""

import pandas as pd
import pytest

from balance.findings.initiatives import plan_history


def said(*planned, owners=None, budget=None):
    days = pd.to_datetime(list(planned))
    rows = pd.DataFrame({
        "as_of": pd.date_range("2026-03-31", periods=len(days), freq="QE").date, "finish_planned": days,
        "finish_forecast": pd.to_datetime(list(owners or [None] * len(days))),
        "budget": pd.array(budget or [None] * len(days), dtype="Float64"),
    })  # fmt: skip
    return plan_history(rows, "GBP")


@pytest.mark.parametrize(("planned", "words"), [
    (["2026-06-30", "2026-06-30"], "has not moved"),
    (["2026-06-30", "2026-09-30"], "moved once and is 3.0 months later"),
    (["2026-09-30", "2026-06-30", "2026-03-31"], "moved twice and is 6.0 months earlier"),
    (["2026-06-30", "2026-09-30", "2026-06-30"], "moved twice and is back where it was"),
    ([None, None], "is not stated"),
])  # fmt: skip
def test_how_the_date_moved(planned, words):
    assert said(*planned).headline == f"Since 31 Mar 2026 its planned finish {words}."


def test_owners_and_money_are_told_beside_it():
    told = said("2026-06-30", "2026-06-30", owners=["2026-07-31", "2026-12-31"], budget=[1e6, 2e6])
    assert told.text == (
        "The finish its owners expect moved once and is 5.0 months later. Its budget went from £1.0M to £2.0M."
    )


def test_one_quarter_has_no_past():
    assert said("2026-06-30").headline.startswith("One quarter so far")
