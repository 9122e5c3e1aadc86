"""Assumptions grow old, as of the date looked at: published figures and own statements each by their own limit."""

from datetime import date

import pandas as pd

from balance.ages import due, years_old
from balance.assumptions import resolve

AS_OF = date(2026, 9, 30)


def stated(*rows):
    frame = pd.DataFrame(rows)
    return resolve(frame.assign(stated_on=pd.to_datetime(frame["stated_on"])) if "stated_on" in frame else frame)


def keys(assumptions, as_of=AS_OF):
    return [each.row.key for each in due(assumptions, as_of)]


def test_published_figures_older_than_three_years_are_due_oldest_first():
    assert keys(resolve(None)) == [
        "effect:change_caused_share", "effect:duration_median", "effect:duration_tail_weight", "effect:severe_alike",
    ]  # fmt: skip
    assert keys(resolve(None), date(2022, 6, 30)) == []


def test_an_own_statement_is_due_after_a_year():
    old, young = "2025-08-01", "2025-11-01"
    rows = ({"key": "revenue", "value": "5", "stated_on": old}, {"key": "loss_limit", "value": "9", "stated_on": young})
    found = due(stated(*rows), AS_OF)
    assert [(each.row.key, each.published) for each in found if not each.published] == [("revenue", False)]
    assert found[-1].years == 1.2


def test_the_limits_are_assumptions_themselves():
    longer = stated({"key": "review:published_years", "value": "10"})
    assert keys(longer) == []
    shorter = stated(
        {"key": "review:stated_years", "value": "0.5"}, {"key": "revenue", "value": "5", "stated_on": "2026-02-01"}
    )
    assert "revenue" in keys(shorter)


def test_what_does_not_grow_old_and_what_has_no_date_is_never_due():
    row = {"key": "reporting_currency", "value": "GBP", "stated_on": "1999-01-01"}
    assert "reporting_currency" not in keys(stated(row))
    assert years_old(resolve(pd.DataFrame({"key": ["revenue"], "value": ["5"]})).rows["revenue"], AS_OF) is None


def test_a_date_after_the_day_looked_at_has_no_age():
    assert years_old(stated({"key": "revenue", "value": "5", "stated_on": "2027-01-01"}).rows["revenue"], AS_OF) == 0.0
