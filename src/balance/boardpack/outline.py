"""The board pack as values: built once from what the screens show, then drawn by any writer.

Nothing is computed here that a screen could contradict: numbers come from the report, sentences from the findings,
plans from their comparisons. All text of the outline is plain, whatever the cells of an upload held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from balance import formats
from balance.boardpack import (
    answer,
    behind,
    decisions,
    exposure,
    followed,
    incidents,
    method,
    track_record,
    trade_off,
    velocity,
    wording,
)  # fmt: skip
from balance.boardpack.beside import NOTHING, Beside
from balance.boardpack.slides import Decision, Outline
from balance.company import Company
from balance.findings import Finding
from balance.options import Option
from balance.report import Report


def build(
    report: Report,
    findings: Mapping[str, Finding],
    *,
    trail: pd.DataFrame | None = None,
    plans: Sequence[Option] = (),
    asked: Sequence[Decision] = (),
    company: Company | None = None,
    beside: Beside = NOTHING,
) -> Outline:
    """The slides of a report, and every number behind them as tables.

    `findings` by topic; a topic that is missing leaves its numbers to speak. `trail` has the columns of
    `balance_chart.TRAIL`. `plans` are the plans put beside today's, the recommended one first. `asked` are the
    decisions as a person worded them; without any they are derived from the plans. With the `company` the tables
    also name the rows the numbers were read from and what was assumed. `beside` is what the store knows besides:
    the track record, decisions, saved plans, the record of incidents, stress tests.
    """
    wanted = decisions.asked_for(report, plans, asked, beside.asked(report.as_of))
    slides = (
        answer.slide(report, findings, trail, plans, wanted),
        velocity.slide(report, findings),
        exposure.slide(report, findings),
        trade_off.slide(report, findings, plans),
        incidents.slide(report, findings),
        decisions.slide(report, findings, plans, wanted),
        *track_record.slides(report, beside),
        *followed.slides(report, beside),
        method.slide(report, findings, track_record.unscored(report, beside)),
    )
    title = f"Innovation and risk, {formats.day(report.as_of)}"
    sheets = behind.sheets(report, findings, trail, plans, wanted, company)
    return wording.cleaned(Outline(title, report.as_of, report.scenario, slides, sheets))
