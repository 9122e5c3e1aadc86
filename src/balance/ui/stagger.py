"""What to stop or stagger first, on the Trade-off screen: what each frees and what it forgoes, paused alone."""

from __future__ import annotations

import streamlit as st

from balance import formats, pipeline
from balance.language import say
from balance.pausing import Pausing
from balance.pipeline import Analysis
from balance.report import Report
from balance.ui import blocks
from balance.ui.explained import meaning
from balance.ui.show import show

MOST = 6


def desk(answer: Analysis) -> None:
    """The list, least value for the risk it brings first; nothing without value or incidents."""
    found = _found(f"{answer.company.data_hash}|{answer.company.as_of}|{answer.outcome.scenario}", answer)
    if not found:
        return
    names = formats.listed(formats.brief([one.name for one in found[:3]]))
    title = say("Stop or stagger first: {names}", names=names)
    text = say("Least value next year for the loss they bring; mandatory ones are left out. Each is paused alone.")
    show(blocks.section(title, text), _table(found, answer.report))


def _table(found: tuple[Pausing, ...], report: Report) -> blocks.Safe:
    limited = report.risk.limit is not None
    columns = [
        blocks.Column("Initiative", width="24%"), blocks.Column("Its own value next year", "right"),
        blocks.Column("Value without it", "right"), blocks.Column("Bad year without it", "right"),
        *([blocks.Column("Chance beyond the limit", "right", help=meaning("Chance without it"))] if limited else []),
        blocks.Column("Better on both, of 100", "right"), blocks.Column("Waits for it", width="18%"),
    ]  # fmt: skip
    return blocks.table(columns, [_row(one, report.currency, limited) for one in found])


def _row(one: Pausing, money: str, limited: bool) -> tuple[object, ...]:
    change = one.comparison.difference
    value, year, chance = (change[name] for name in ("value_landing_next_year", "bad_year_loss", "chance_beyond_limit"))
    both = one.comparison.better_on_both
    return (
        one.name, formats.money(one.own_value, money),
        blocks.strong(formats.money(value.value, money, signed=True),
                      formats.money_range(value, money, signed=True)) if value.known else None,
        blocks.strong(formats.money(year.value, money, signed=True),
                      formats.money_range(year, money, signed=True)) if year.known else None,
        *([blocks.strong(formats.points(chance.value), formats.points_range(chance))] if limited else []),
        formats.in_100(both) if both is not None else None, formats.listed(list(one.waiting)) or say("nothing"),
    )  # fmt: skip


@st.cache_resource(max_entries=16, show_spinner=False)
def _found(key: str, _answer: Analysis) -> tuple[Pausing, ...]:
    return pipeline.stop_first_of(_answer, MOST)
