"""The balance chart of a company that does not exist: what a newcomer will get, before anything is loaded."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from balance import figures, formats
from balance.language import noted, say
from balance.ranges import Range
from balance.ui import blocks, session

LIMIT, ALLOWED = 1e7, 0.2
TRAIL = pd.DataFrame(
    {
        "as_of": pd.date_range("2024-12-31", periods=8, freq="QE"),
        "value": [4.1e6, 4.6e6, 5.3e6, 5.2e6, 5.6e6, 6.1e6, 5.9e6, 6.4e6],
        "risk": [0.17, 0.19, 0.24, 0.27, 0.31, 0.33, 0.28, 0.23],
    }
)
TODAY = figures.Position(noted("Today"), Range(6.4e6, 5.6e6, 7.2e6), Range(0.23, 0.18, 0.29))
PLAN = figures.Position(noted("A plan"), Range(7.6e6, 6.6e6, 8.6e6), Range(0.14, 0.10, 0.19), "good")


def picture() -> figures.Figure:
    """The chart, marked as an example."""
    frame = figures.frame_of(TODAY, TRAIL, currency="GBP", limit=LIMIT, allowed=ALLOWED)
    mode, phone = session.mode(), session.phone()
    today, plan = (replace(one, label=say(one.label)) for one in (TODAY, PLAN))
    return figures.balance_chart(
        today, frame, allowed=ALLOWED, trail=TRAIL, scenario=plan, mode=mode, phone=phone, example=True
    )


def table() -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """Its numbers."""
    columns = [
        blocks.Column("Example"),
        blocks.Column("Value a year", "right"),
        blocks.Column("Chance beyond limit", "right"),
    ]
    told = zip(TRAIL["as_of"].map(formats.quarter), TRAIL["value"], TRAIL["risk"], strict=True)
    points = [(say(PLAN.label), PLAN.value.value, PLAN.risk.value), *reversed(list(told))]
    return columns, [(name, formats.money(value, "GBP"), formats.chance(risk)) for name, value, risk in points]
