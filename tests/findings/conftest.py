"""A report as the model would make it, with every number a test may want to turn."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from balance.ranges import UNKNOWN, Range
from balance.report import Effect, Quality, QualityPart, Report, Risk, Velocity

APPETITE = ["loss", "chance_allowed", "chance", "low", "high", "chance_met"]


def appetite(*rows) -> pd.DataFrame:
    """Points of the board's tolerance."""
    return pd.DataFrame(rows, columns=APPETITE)


@pytest.fixture
def report() -> Report:
    """Delivering more than a year ago, probably outside appetite."""
    initiatives = pd.DataFrame({"initiative_id": ["A", "B", "C"], "chance_on_time": [0.9, 0.5, 0.1]})
    velocity = Velocity(
        value_landed_past_year=6.4e6, value_landing_next_year=Range(7e6, 5e6, 9e6),
        finished_per_quarter=Range(3.0, 2.0, 4.0), cycle_time_days=Range(216, 190, 250), in_flight=14,
        on_time_share=Range(0.4, 0.3, 0.5), load_effect=Range(0.7, 0.6, 0.9), initiatives=initiatives,
        finished_past_year=12,
    )  # fmt: skip
    classes = pd.DataFrame({"class": ["Outage", "Fraud"], "share_of_tail": [0.7, 0.3]})
    risk = Risk(
        incidents_next_quarter=Range(50, 40, 62), expected_annual_loss=Range(6e6, 4e6, 9e6, measured=0.8),
        bad_year_loss=Range(24e6, 18e6, 32e6), beyond_bad_year_mean=Range(33e6, 25e6, 45e6),
        limit=1e7, limit_chance=0.2,
        chance_beyond_limit=Range(0.23, 0.16, 0.32), inside_appetite=False, exceedance=pd.DataFrame(), classes=classes,
        initiatives=pd.DataFrame(),
        appetite=appetite((5e6, 0.52, 0.46, 0.37, 0.55, 0.8), (1e7, 0.2, 0.23, 0.16, 0.32, 0.3)),
        chance_inside=0.3,
    )  # fmt: skip
    effects = (
        Effect("load", Range(0.85, 0.5, 1.3, measured=0.2), "twice the work at once changes incidents"),
        Effect(
            "security_joined_late", Range(1.8, 1.3, 2.4, measured=0.6), "security joining late brings more incidents"
        ),
    )
    quality = Quality(
        0.7, (QualityPart("links", 0.4, "40 in 100 incidents are linked."), QualityPart("dates", 0.95, ""))
    )
    facts = {"value_landed_year_before": 5e6, "finished_year_before": 10}
    return Report(date(2026, 9, 30), "GBP", "today", "0" * 64, "2026.2", velocity, risk, effects, quality, facts)


@pytest.fixture
def without_incidents(report) -> Report:
    """Only initiatives are loaded."""
    nothing = pd.DataFrame()
    risk = Risk(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, None, None, None, None, nothing, nothing, nothing, appetite())
    return replace(report, risk=risk, coupling=())


@pytest.fixture
def without_initiatives(report) -> Report:
    """Only incidents are loaded."""
    velocity = Velocity(None, UNKNOWN, UNKNOWN, UNKNOWN, None, UNKNOWN, UNKNOWN, pd.DataFrame())
    return replace(report, velocity=velocity, coupling=())
