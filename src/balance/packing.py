"""The board pack of a stored company: the analysis told, laid out and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from balance import boardpack, deciding, findings, forecasting, options, pipeline, roles, store
from balance import formats as words
from balance.boardpack import Decision, Outline, Written
from balance.boardpack.beside import Beside
from balance.options import Option
from balance.pipeline import Analysis
from balance.regimes import REGIMES
from balance.roles import Action, needs
from balance.scenario import Scenario, as_it_stands
from balance.store import SavedScenario, Store


@needs(Action.EXPORT)
def outline_of(
    analysis: Analysis,
    trail: pd.DataFrame | None = None,
    asked: Sequence[Decision] = (),
    kept: Store | None = None,
    sections: Sequence[str] = (),
    beside_today: Sequence[str] = (),
) -> Outline:
    """The slides of one analysis: its findings, the way here and the plans worth putting before the board.

    From the store `kept` come the track record, decisions and saved plans: all of them, or those named in
    `beside_today`. `sections` are the parts wanted.
    """
    told = {finding.topic: finding for finding in findings.all_findings(analysis.report, analysis.comparison)}
    base = analysis.today or analysis.outcome
    plans = options.suggest(analysis.fit, base)
    return boardpack.build(
        analysis.report, told, trail=trail, plans=plans, asked=asked, company=analysis.company,
        beside=beside_of(analysis, kept, beside_today), sections=sections,
    )  # fmt: skip


def beside_of(analysis: Analysis, kept: Store | None, plans: Sequence[str] = ()) -> Beside:
    """What the store and the analysis know besides the report; nothing is written.

    What is kept of the whole company, such as decisions, is left out for whoever sees some units only.
    """
    if kept is None:
        return Beside()
    whole = roles.may(Action.TRACE)
    record, given = pipeline.incident_record_of(analysis), analysis.company.assumptions
    regimes = tuple(one.code for one in REGIMES if (given.number(one.key) or 0.0) >= 0.5)
    return Beside(
        record=forecasting.record(kept, analysis) if whole else None,
        followed=deciding.follow(kept, analysis) if whole else (),
        saved=saved_plans(kept, analysis, plans) if whole or plans else (),
        incidents=record,
        regimes=regimes,
        clock=pipeline.notification_clock(record, regimes, analysis.company.as_of),
        stress=pipeline.stress_tests_of(analysis),
    )


def saved_plans(kept: Store, analysis: Analysis, names: Sequence[str] = ()) -> tuple[Option, ...]:
    """The plans people saved, the newest first, or those named in that order: on the readings of today's plan.

    ScenarioError where no plan has one of the names.
    """
    rows = {row.name: row for row in store.scenarios(kept)}
    plans = {name.strip(): pipeline.saved_scenario(kept, name) for name in names}
    wanted = plans or dict.fromkeys(sorted(rows, key=lambda name: rows[name].saved_at, reverse=True))
    return tuple(_saved(analysis, rows[name], plans.get(name) or pipeline.saved_scenario(kept, name))
                 for name in wanted)  # fmt: skip


def _saved(analysis: Analysis, row: SavedScenario, plan: Scenario) -> Option:
    base = analysis if analysis.today is None else replace(analysis, outcome=analysis.today)
    held, left_out = as_it_stands(analysis.fit, plan)
    said = f"saved by {row.saved_by or 'somebody'} on {words.day(row.saved_at)}"
    what = "; ".join(part.rstrip(".") for part in (said, row.why, *left_out) if part)
    return Option(row.name, what, held, pipeline.what_if(base, held))


@needs(Action.EXPORT)
def write_pack(
    database: str,
    out: Path,
    formats: Sequence[str],
    as_of: date | None = None,
    scenario_name: str | None = None,
    sections: Sequence[str] = (),
    beside_today: Sequence[str] = (),
) -> Written:
    """Write the pack of a stored company, today's plan or a saved scenario, into a folder."""
    boardpack.checked(sections)
    analysis = pipeline.analysis_of(database, as_of, scenario_name)
    kept = store.open_store(database, create=False)
    trail = pipeline.trail(kept, analysis.company.as_of)
    return boardpack.write_pack(outline_of(analysis, trail, (), kept, sections, beside_today), out, formats)
