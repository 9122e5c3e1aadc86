"""Plain values as a report would hold them, made up for drawing."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import lognorm

from balance.figures import Position
from balance.ranges import Range

HOSTILE = "<script>alert(1)</script> & [click](javascript:1) $x^2$"


@pytest.fixture
def drawn() -> SimpleNamespace:
    losses = np.linspace(0, 60e6, 60)
    ends = pd.date_range("2024-12-31", periods=8, freq="QE")
    planned = pd.Timestamp("2027-03-31") + pd.to_timedelta(np.arange(6) * 30, unit="D")
    return SimpleNamespace(
        base=Position("Today", Range(6.4e6, 5.3e6, 7.5e6), Range(0.23, 0.16, 0.32)),
        plan=Position("This plan", Range(7.6e6, 6.1e6, 9.1e6), Range(0.14, 0.09, 0.21), "good"),
        trail=pd.DataFrame({"as_of": ends, "value": np.linspace(4e6, 6.4e6, 8),
                            "risk": [0.17, 0.19, 0.24, 0.27, 0.31, 0.33, 0.28, 0.23]}),
        curve=pd.DataFrame({"loss": losses} | {name: lognorm(1.0, scale=scale).sf(losses) for name, scale in
                                               (("chance", 4.8e6), ("low", 3.8e6), ("high", 6e6))}),
        appetite=pd.DataFrame({"loss": [5e6, 1e7], "chance_allowed": [0.52, 0.2], "chance": [0.46, 0.23]}),
        forecast=pd.DataFrame({
            "name": [HOSTILE, "ERP", "AI", "Identity", "Cloud", "5G"], "finish_planned": planned,
            "finish_p10": planned - pd.Timedelta(days=20), "finish_p50": planned + pd.Timedelta(days=10),
            "finish_p80": planned + pd.Timedelta(days=60),
            "finish_p90": [*planned[:-1] + pd.Timedelta(days=120), pd.NaT],
            "chance_on_time": [0.1, 0.3, 0.5, 0.7, 0.9, 0.99], "cost_of_delay_per_week": [1e4] * 6,
            "expected_annual_loss": [5e5, 4e5, 3e5, 2e5, 1e5, 0.0], "share_of_tail": [0.2] * 6,
        }),
        record=pd.DataFrame({"quarter_end": ends, "finished": [2, 3, 2, 4, 3, 2, 3, 9],
                             "in_flight": [10, 12, 14, 13, 12, 11, 14, 14]}),
    )  # fmt: skip
