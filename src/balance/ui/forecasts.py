"""On the Velocity screen: our forecast beside the owners' own, and the biggest project far over."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from balance import formats, pipeline
from balance.findings.experience import biggest_project
from balance.findings.own_estimates import EARLY, own_estimates
from balance.language import say
from balance.pipeline import Analysis
from balance.ui import blocks, horizon
from balance.ui.show import show

MOST = 8


def against_owners(answer: Analysis) -> None:
    """The finish and the cost that owners expect, beside what is likely, largest gap first."""
    rows = pipeline.own_estimates_of(answer)
    told = own_estimates(rows, answer.report)
    show(blocks.section(told.headline, told.text))
    if rows.empty:
        return
    columns = _columns(rows)
    lines = [_line(row, answer.report.currency) for row in rows.to_dict("records")]
    show(blocks.table(columns, lines[:MOST]))
    if lines[MOST:]:
        with st.expander(say("Show the other {count}", count=len(lines) - MOST), key="more_estimates", type="compact"):
            show(blocks.table(columns, lines[MOST:]))
    show(blocks.caveats(told.caveats))


def _columns(rows: pd.DataFrame) -> list[blocks.Column]:
    return [
        blocks.Column("Initiative"), blocks.Column("Planned"), blocks.Column("Owners expect"),
        blocks.Column("We expect, 10 to 90 in 100"), blocks.Column("By their date, in 100", "right"),
        blocks.Column("Cost: budget", "right"), blocks.Column("Owners expect in all", "right"),
        blocks.Column("Spent over progress", "right", help=say("What has been spent, divided by the share done")),
    ]  # fmt: skip


def _line(row: dict[Any, Any], currency: str) -> tuple[object, ...]:
    ends = formats.month_range(row["ours_low"], row["ours_high"])
    dearer = formats.sayable(row["cost_implied"]) and formats.sayable(row["cost_theirs"])
    mark = " △" if dearer and row["cost_implied"] > 1.1 * row["cost_theirs"] else ""
    return (
        row["name"], formats.day(row["finish_planned"]), formats.day(row["theirs"]),
        blocks.strong(formats.month(row["ours"]), ends), _by_theirs(row["chance_by_theirs"]),
        formats.money(row["budget"], currency), formats.money(row["cost_theirs"], currency),
        f"{formats.money(row['cost_implied'], currency)}{mark}",
    )  # fmt: skip


def _by_theirs(chance: float) -> str:
    if not formats.sayable(chance):
        return formats.MISSING
    if chance <= EARLY:
        return say("under 10 △")
    return say("over 90") if chance >= 1 - EARLY else formats.in_100(chance)


def black_swan(answer: Analysis) -> None:
    """The year with the biggest project far over, where one states a budget."""
    told = biggest_project(horizon.tests(answer), answer.report)
    if told is not None:
        show(blocks.section(told.headline, told.text), blocks.caveats(told.caveats))
