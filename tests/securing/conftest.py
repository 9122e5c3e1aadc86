"""A small company whose register of controls, initiatives and incidents a test may turn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from benchmarks.evaluation import company as made_up
from benchmarks.evaluation import typed

from balance.company import Company
from balance.model.fit import Fit, fit
from balance.scenario import Outcome, Scenario, evaluate
from balance.securing.register import register

AS_OF = date(2026, 9, 30)


def control(number: int, **cells) -> dict:
    """One row of the register, in force for long, with everything a yield needs."""
    return {
        "control_id": f"C{number}", "name": f"Control {number}", "kind": "control", "status": "in_force",
        "requested_on": "2025-01-01", "in_force_on": "2025-07-01", "class": None, "technology": None, "coverage": 0.5,
        "frequency_reduction_low": 0.2, "frequency_reduction_high": 0.4, "loss_reduction_low": None,
        "loss_reduction_high": None, "annual_cost": 100_000.0, "owner": "Ada", "last_reviewed": "2026-09-01",
        "review_every_days": 90, "gone": False,
    } | cells  # fmt: skip


def controls(*rows: dict) -> pd.DataFrame:
    return typed(pd.DataFrame(list(rows)), "controls")


@pytest.fixture(scope="session")
def basis() -> Company:
    return made_up(60, 3, 20)


@pytest.fixture(scope="session")
def fitted(basis) -> Fit:
    return fit(basis)


@pytest.fixture(scope="session")
def outcome(fitted) -> Outcome:
    return evaluate(fitted, Scenario())


@pytest.fixture
def registered(basis) -> Callable[..., pd.DataFrame]:
    """The register as this room reads it."""

    def read(*rows: dict) -> pd.DataFrame:
        return register(Company(AS_OF, basis.assumptions, controls=controls(*rows)))

    return read


@pytest.fixture(scope="session")
def small(basis):
    """Three initiatives: one on cloud, one on cloud and ai, one on nothing that is named."""
    table = basis.initiatives.head(3).assign(
        technology=["cloud", "cloud; ai", None], stage="in_flight", annual_value=[3e6, 1e6, 5e6],
        budget=[1e6, 2e6, 3e6], security_joined=["design", "late", None], finish_actual=pd.NaT,
        last_assessed=pd.to_datetime(["2026-01-01", None, "2025-01-01"]), findings_open=[2, 0, None],
        oldest_finding_on=pd.to_datetime(["2026-09-20", "2026-01-01", None]),
    )  # fmt: skip
    return replace(basis, initiatives=table)
