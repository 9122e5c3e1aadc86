"""Saved plans beside today's: all in one table, and up to four of them column by column."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from balance import formats, store
from balance.language import say
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.scenario import Comparison
from balance.ui import blocks, overview, plan_results, session
from balance.ui.plan_words import changes_of
from balance.ui.show import line, show

MOST = 4
_Plan = tuple[store.SavedScenario, Report, Comparison | None]


def show_side_by_side(base: Report) -> None:
    """Today's plan and up to four saved ones, a column each; every number of a plan is beside today's."""
    rows = {row.name: row for row in session.saved()}
    if len(rows) < 2:
        return
    picked = st.multiselect(
        say("Side by side, up to {most}", most=MOST),
        list(rows),
        list(rows)[:MOST],
        max_selections=MOST,
        format_func=line,
        key=f"side_by_side-{len(rows)}",
    )
    plans = [(rows[name], *session.evaluated(rows[name])) for name in picked]
    show(table(base, plans))


def table(base: Report, plans: Sequence[_Plan]) -> blocks.Safe:
    """One column per plan, today's first."""
    heads = [blocks.Column(""), blocks.Column("Today's plan"), *(blocks.Column(row.name) for row, _, _ in plans)]
    if not plans:
        return blocks.Safe("")
    return blocks.table(heads, [(name, *cells) for name, cells in _lines(base, plans).items()])


def _lines(base: Report, plans: Sequence[_Plan]) -> dict[str, list[object]]:
    currency, chance = base.currency, base.risk.limit is not None
    reports = [base, *(report for _, report, _ in plans)]
    lines: dict[str, list[object]] = {
        "What changes": ["nothing", *(changes_of(row.levers, row.actions, currency) for row, _, _ in plans)],
        "Value a year": [_money(overview.value_axis(report), report) for report in reports],
        "against today": [_change(made, "value_landing_next_year", currency) for made in (None, *_made(plans))],
    }
    if chance:
        lines["Chance beyond the limit"] = [
            blocks.strong(formats.chance(overview.risk_axis(r).value), formats.chance_range(overview.risk_axis(r)))
            for r in reports
        ]
        lines["against today "] = [_points(made) for made in (None, *_made(plans))]
    lines["Bad year"] = [_money(report.risk.bad_year_loss, report) for report in reports]
    lines["Better on both"] = ["", *(formats.chance(made.better_on_both) if made else "" for made in _made(plans))]
    left_out = [plan_results.left_out_of(report) for _, report, _ in plans]
    if any(left_out):
        lines["Left out"] = ["", *(said or formats.MISSING for said in left_out)]
    lines["Saved"] = ["", *(formats.by_whom(row.saved_by, row.saved_at) for row, _, _ in plans)]
    lines["Why"] = ["", *(row.why or formats.MISSING for row, _, _ in plans)]
    return lines


def _made(plans: Sequence[_Plan]) -> list[Comparison | None]:
    return [made for _, _, made in plans]


def _money(range_: Range, report: Report) -> blocks.Safe:
    if not formats.known(range_):
        return blocks.text(formats.MISSING)
    if report.velocity.counts_speak and range_ is not report.risk.bad_year_loss:
        return blocks.strong(formats.number(range_.value), formats.number_range(range_))
    return blocks.strong(formats.money(range_.value, report.currency), formats.money_range(range_, bare=True))


def _change(made: Comparison | None, name: str, currency: str) -> object:
    change = UNKNOWN if made is None else made.difference.get(name, UNKNOWN)
    if made is None or not formats.known(change):
        return ""
    sure = plan_results.sure(made.more_value, made.less_value, ("more", "less", say("the same")))
    return blocks.strong(formats.money(change.value, currency, signed=True), sure[0])


def _points(made: Comparison | None) -> object:
    change = UNKNOWN if made is None else made.difference.get("chance_beyond_limit", UNKNOWN)
    if made is None or not formats.known(change):
        return ""
    sure = plan_results.sure(made.less_risk, made.more_risk, (say("less risk"), say("more risk"), say("the same")))
    return blocks.strong(say("{change} in 100", change=formats.points(change.value)), sure[0])
