"""On the Risk screen: own figures beside published ones, what pays for a bad year, and the familiar grid."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from balance import formats, pipeline
from balance.findings.experience import NAMES, figure_of, range_of
from balance.findings.experience import experience as told
from balance.findings.experience import survival as survived
from balance.language import label, noted, say
from balance.pipeline import Analysis
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.stress_tests import StressTest, StressTests
from balance.ui import blocks
from balance.ui.show import show

MEANS = {"cash_buffer": noted("Beyond cash"), "cash_and_insurance": noted("Beyond cash and insurance")}
OFTEN = (
    (0.1, noted("under 10 in 100")),
    (0.5, noted("10 to 50 in 100")),
    (0.9, noted("50 to 90 in 100")),
    (1.01, noted("over 90 in 100")),
)
"""Columns of the grid: the chance of at least one within the year."""
SIZES = (1e4, 1e5, 1e6, math.inf)
"""Rows of the grid: what one of them typically costs, up to."""


def compared(answer: Analysis) -> None:
    """Published experience beside what own data says, with the weight of each."""
    rows = pipeline.experience_of(answer)
    if rows.empty:
        return
    found, currency = told(rows, answer.report), answer.report.currency
    columns = [
        blocks.Column("Figure", width="25%"), blocks.Column("Published", "right"),
        blocks.Column("As recorded", "right", help=say("What our own rows say alone")),
        blocks.Column("Used", "right", help=say("What both together say")),
        blocks.Column("○ published, ● used", width="13%"),
        blocks.Column("Own data carries, in 100", "right", "11%"), blocks.Column("Source", width="21%"),
    ]  # fmt: skip
    show(
        blocks.section(found.headline, found.text),
        blocks.table(columns, [_compared(row, currency) for row in rows.to_dict("records")]),
        blocks.caveats(found.caveats),
    )


def _compared(row: dict[Any, Any], currency: str) -> tuple[object, ...]:
    published, used, kind = row["published"], row["used"], row["kind"]
    own = figure_of(row["own"], kind, currency) if formats.sayable(row["own"]) else None
    own = say("none") if kind == "share" and row["own"] == 0 else own
    ends = [part for one in (published, used) for part in (one.low, one.value, one.high) if part is not None]
    drawn = blocks.Strip(used.value, used.low, used.high, 0.0, max(ends) * 1.05, published.value,
                         said=say("published figure and the one used"))  # fmt: skip
    source = label(row["source"])
    if formats.sayable(row["year"]):
        source = say("{source}, {year}", source=source, year=int(row["year"]))
    return (
        say(NAMES[row["key"]]),
        blocks.strong(figure_of(published.value, kind, currency), range_of(published, kind, currency)),
        None if own is None else blocks.strong(own, say("of {own_rows}", own_rows=formats.count(row['own_rows']))),
        blocks.strong(figure_of(used.value, kind, currency), range_of(used, kind, currency)),
        blocks.strip(drawn), formats.in_100(row["weight"]), blocks.Safe(f"<small>{blocks.text(source)}</small>"),
    )  # fmt: skip


def survival(tests: StressTests | None, report: Report) -> None:
    """A bad year beside cash, insurance, and the biggest project far over."""
    if tests is None:
        return
    found = survived(tests, report)
    show(blocks.section(found.headline, found.text), _survival_table(tests, report) if tests.means else blocks.Safe(""))


def _survival_table(tests: StressTests, report: Report) -> blocks.Safe:
    """The year as forecast and with the worst events on top: what it costs and what that leaves unpaid."""
    money = report.currency
    columns = [blocks.Column("Next year"), blocks.Column("Bad year, 5 in 100 cost more", "right")]
    columns += [blocks.Column(f"{say(MEANS[key])}, {formats.money(amount, money)}", "right")
                for key, amount in tests.means.items()]  # fmt: skip
    worst = sorted(tests.tests, key=lambda test: -(test.bad_year.value or 0.0))[:3]
    base = [test.beyond for test in tests.tests[:1]]
    rows: list[tuple[object, ...]] = [
        (say("As forecast"), _year(tests.bad_year, money),
         *(formats.chance(base[0][key][0]) if base else None for key in tests.means))
    ]  # fmt: skip
    rows += [_struck(test, tests, money) for test in worst]
    return blocks.table(columns, rows)


def _struck(test: StressTest, tests: StressTests, money: str) -> tuple[object, ...]:
    return (test.title, _year(test.bad_year, money), *(formats.chance(test.beyond[key][1]) for key in tests.means))


def _year(year: Range, money: str) -> blocks.Safe:
    return blocks.strong(formats.money(year.value, money), formats.money_range(year, bare=True))


def familiar_grid(report: Report) -> None:
    """The grid people know, drawn from the quantified values: how likely one is within the year, what one costs."""
    rows = report.risk.classes
    if rows.empty:
        return
    with st.expander(say("As the familiar grid of likelihood and impact"), key="familiar_grid", type="compact"):
        show(
            blocks.text(
                say("Places come from the numbers above, never the other way round; the sum is the expected loss.")
            ),
            blocks.table(_grid_columns(), _grid_rows(rows, report.currency)),
        )


def _grid_columns() -> list[blocks.Column]:
    return [
        blocks.Column("One typically costs"),
        *(blocks.Column(say("One or more next year: {said}", said=say(said))) for _, said in OFTEN),
    ]


def _grid_rows(rows: pd.DataFrame, currency: str) -> list[tuple[object, ...]]:
    placed: dict[tuple[int, int], list[str]] = {}
    for row in rows.to_dict("records"):
        yearly, typical = (
            row[name] if isinstance(row[name], Range) else UNKNOWN for name in ("per_year", "typical_loss")
        )
        if yearly.value is None or typical.value is None:
            continue
        likely = 1 - math.exp(-yearly.value)
        across = next(at for at, (end, _) in enumerate(OFTEN) if likely < end)
        down = next(at for at, end in enumerate(SIZES) if typical.value < end)
        year = row["expected_annual_loss"]
        said = f"{row['class']} ({formats.money(year.value, currency)})"
        placed.setdefault((down, across), []).append(said)
    shown: list[tuple[object, ...]] = []
    for down in reversed(range(len(SIZES))):
        cells = [formats.listed(placed.get((down, across), [])) or "" for across in range(len(OFTEN))]
        shown.append((_size(down, currency), *cells))
    return shown


def _size(at: int, currency: str) -> str:
    if at == 0:
        return say("under {sizes}", sizes=formats.money(SIZES[0], currency))
    if SIZES[at] == math.inf:
        return say("over {sizes}", sizes=formats.money(SIZES[at - 1], currency))
    return say("{low} to {high}", low=formats.money(SIZES[at - 1], currency), high=formats.money(SIZES[at], currency))
