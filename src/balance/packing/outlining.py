"""The outline of a stored company's pack: gathered once from the analysis and the store, then laid out as chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from balance import boardpack, deciding, findings, forecasting, looking_back, options, pipeline, roles, store, way_here
from balance import formats as words
from balance.boardpack import Decision, Outline
from balance.boardpack.beside import Beside
from balance.boardpack.edited import NONE, Edits
from balance.boardpack.part import of_units
from balance.findings import Finding
from balance.language import say
from balance.options import Option
from balance.pipeline import Analysis
from balance.regimes import REGIMES
from balance.report import Report
from balance.roles import Action, needs
from balance.scenario import Scenario, as_known
from balance.store import SavedScenario, Store


@dataclass(frozen=True)
class Gathered:
    """What a pack is made of, whatever its sections and words: findings, plans, and what the store knows besides."""

    told: Mapping[str, Finding]
    plans: tuple[Option, ...]
    beside: Beside


@needs(Action.EXPORT)
def outline_of(
    analysis: Analysis,
    trail: pd.DataFrame | None = None,
    asked: Sequence[Decision] = (),
    kept: Store | None = None,
    sections: Sequence[str] = (),
    beside_today: Sequence[str] = (),
    edits: Edits = NONE,
) -> Outline:
    """The slides of one analysis: its findings, the way here and the plans worth putting before the board.

    From the store `kept` come the track record, decisions and saved plans: all of them, or those named in
    `beside_today`. `sections` are the parts wanted, `edits` people's own words.
    """
    return laid_out(analysis, gather(analysis, kept, beside_today), trail, asked, sections, edits)


@needs(Action.EXPORT)
def gather(analysis: Analysis, kept: Store | None = None, beside_today: Sequence[str] = ()) -> Gathered:
    """The part of a pack that takes its time: plans searched for, forecasts scored, stress tests."""
    told = {finding.topic: finding for finding in findings.all_findings(analysis.report, analysis.comparison)}
    plans = options.suggest(analysis.fit, analysis.today or analysis.outcome)
    return Gathered(told, plans, beside_of(analysis, kept, beside_today))


@needs(Action.EXPORT)
def laid_out(
    analysis: Analysis,
    gathered: Gathered,
    trail: pd.DataFrame | None = None,
    asked: Sequence[Decision] = (),
    sections: Sequence[str] = (),
    edits: Edits = NONE,
) -> Outline:
    """The slides of what was gathered: the sections wanted, in these words."""
    outline = boardpack.build(
        analysis.report, gathered.told, trail=trail, plans=gathered.plans, asked=asked, company=analysis.company,
        beside=gathered.beside, sections=sections, edits=edits,
    )  # fmt: skip
    return of_units(outline, roles.acting().units)


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
        before=_before(kept, analysis),
        bridge=None if analysis.today is not None else way_here.bridge_to(kept, analysis),
    )


def _before(kept: Store, analysis: Analysis) -> Report | None:
    """The report of the date before, as it was known then."""
    day = None if analysis.today is not None else analysis.previous_as_of  # another plan is no change of time
    return None if day is None else way_here.report_on(kept, day, looking_back.ground_of(analysis.company))


def saved_plans(kept: Store, analysis: Analysis, names: Sequence[str] = ()) -> tuple[Option, ...]:
    """The plans people saved, the newest first, or those named in that order: on the readings of today's plan.

    What a plan does that this day's data does not know is left out, in words. ScenarioError where no plan has one of
    the names.
    """
    rows = {row.name: row for row in store.scenarios(kept)}
    newest = sorted(rows.values(), key=lambda row: row.saved_at, reverse=True)
    wanted = [rows[pipeline.saved_scenario(kept, name).name] for name in names] if names else newest
    return tuple(_saved(analysis, row, *as_known(analysis.fit, row.name, row.levers, row.actions)) for row in wanted)


def _saved(analysis: Analysis, row: SavedScenario, held: Scenario, left_out: Sequence[str]) -> Option:
    base = analysis if analysis.today is None else replace(analysis, outcome=analysis.today)
    said = say("saved {by_whom}", by_whom=words.by_whom(row.saved_by, row.saved_at))
    what = "; ".join(part.rstrip(".") for part in (said, row.why, *left_out) if part)
    return Option(row.name, what, held, pipeline.what_if(base, held))
