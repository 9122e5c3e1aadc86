"""What is taken as given: every assumption with its range and source, and the form that states one anew."""

from __future__ import annotations

import math
from collections.abc import Mapping

import streamlit as st

from balance import formats, store
from balance.assumptions import KNOWN, Assumptions, Stated
from balance.errors import BalanceError
from balance.ui import blocks, session

WHO = "dashboard"

_GROUPS = (
    ("What the board allows", ("loss_limit", "loss_limit_chance", "appetite:")),
    (
        "The company",
        (
            "reporting_currency",
            "fiscal_year_start_month",
            "revenue",
            "cash_buffer",
            "insurance_cover",
            "people_available",
            "downtime_cost_per_hour",
            "exchange_rate:",
        ),
    ),
    (
        "Losses",
        (
            "loss_cap",
            "materiality_floor",
            "loss_recording_floor",
            "severe_",
            "class:",
            "effect:loss",
            "effect:missing_loss",
        ),
    ),
    ("How things move each other", ("effect:",)),
    ("Key-risk indicators", ("kri:",)),
)


def groups(assumptions: Assumptions) -> list[tuple[str, list[Stated]]]:
    """Every assumption in force once, in the groups a reader looks for."""
    left = dict(assumptions.rows)
    found: list[tuple[str, list[Stated]]] = []
    for title, prefixes in _GROUPS:
        keys = [key for key in left if key.startswith(prefixes)]
        found.append((title, [left.pop(key) for key in keys]))
    return [(title, rows) for title, rows in [*found, ("Other", list(left.values()))] if rows]


def table(rows: list[Stated], currency: str) -> blocks.Safe:
    """Value, likely range, source and owner, and whether somebody stated it."""
    columns = [
        blocks.Column("Assumption", width="30%"),
        blocks.Column("Value", "right"),
        blocks.Column("Likely range", "right"),
        blocks.Column("Mark", width="7rem"),
        blocks.Column("Source or reason"),
        blocks.Column("Owner"),
    ]
    return blocks.table(columns, [_row(row, currency) for row in rows])


def meaning(key: str) -> str:
    """What a key means in words.

    >>> meaning("loss_limit")
    'The yearly loss the board does not want to exceed'
    """
    known = KNOWN.get(key) or KNOWN.get(key.rsplit(":", 1)[0])
    if known:
        tag = key.rsplit(":", 1)[1] if key not in KNOWN else ""
        return f"{known.meaning}: {tag}" if tag else known.meaning
    name, _, part = key.removeprefix("class:").rpartition(":")
    if key.startswith("class:"):
        return f"{name}: share {'from outside' if part == 'external' else 'that grows with time to resolve'}"
    if key.startswith("appetite:"):
        return f"Accepted chance of a year beyond {formats.number(_number(part))}"
    return key.replace(":", ": ").replace("_", " ")


def keys(rows: Mapping[str, Stated]) -> list[str]:
    """Every key that can be stated, the board's first."""
    return [row.key for _, group in groups(Assumptions(rows)) for row in group]


def written(rows: Mapping[str, Stated], key: str, part: str) -> str:
    """What stands now, as a person would type it."""
    value = getattr(rows[key], part) if key in rows else None
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def state(key: str, value: str, low: str, high: str, reason: str) -> str:
    """Keep a new value for all dates, with who and why; what is wrong with it, or nothing."""
    ends = {"low": _number(low), "high": _number(high)}
    trouble = _trouble(key, value, low, high)
    if trouble:
        return trouble
    row = {"key": key, "value": value.strip().replace(",", ""), "reason": reason.strip()} | ends
    try:
        store.state_assumption(
            session.open_store(), {name: said for name, said in row.items() if said not in (None, "")}, WHO
        )
    except BalanceError as error:
        return str(error)
    session.changed()
    return ""


def can_withdraw(rows: Mapping[str, Stated], key: str) -> bool:
    """Whether somebody stated it, so that one can go back."""
    return key in rows and not rows[key].assumed


def _trouble(key: str, value: str, low: str, high: str) -> str:
    if key == "reporting_currency":
        return (
            "" if len(value.strip()) == 3 and value.strip().isalpha() else "A currency is three letters, such as GBP."
        )
    middle, least, most = _number(value), _number(low), _number(high)
    if middle is None:
        return f"{value!r} is not a number. Write it in full, such as 10000000 or 0.05."
    if (low.strip() and least is None) or (high.strip() and most is None):
        return "The likely range needs two numbers, or none."
    if (least is None) != (most is None):
        return "Give both ends of the likely range, or none."
    if least is not None and most is not None and not least <= middle <= most:
        return f"The value {value} must lie in its likely range, {low} to {high}."
    return ""


def _number(said: str) -> float | None:
    try:
        number = float(said.strip().replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def withdraw(key: str) -> None:
    """Go back to the loaded value or the default."""
    try:
        store.withdraw_assumption(session.open_store(), key, WHO)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
    session.changed()


def _row(row: Stated, currency: str) -> tuple[object, ...]:
    name = blocks.Safe(f"{blocks.text(meaning(row.key))}<br><small>{blocks.text(row.key)}</small>")
    mark = blocks.pill("assumed", "open", "○") if row.assumed else blocks.pill("stated", "ink", "●")
    ends = (
        f"{_said(row.low, row, currency)} to {_said(row.high, row, currency)}"
        if row.low is not None and row.high is not None
        else None
    )
    why = row.reason or f"{row.source}{f', {row.year}' if row.year else ''}" or None
    return (name, blocks.strong(_said(row.value, row, currency)), ends, mark, why, row.owner or None)


def _said(value: float | str | None, row: Stated, currency: str) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, str):
        return value
    unit = row.unit or (KNOWN[row.key].unit if row.key in KNOWN else "")
    if unit.startswith("reporting currency"):
        return formats.money(value, currency)
    if row.key == "loss_limit_chance" or row.key.startswith("appetite:"):
        return formats.chance(value)
    if unit.startswith("share") or row.key.startswith("class:"):
        return formats.percent(value)
    return formats.number(value) if abs(value) < 1e6 else formats.money(value, currency)
