"""The whole flow on one screen: store -> company -> fit -> outcome -> report -> pack.

Each step is one call into one room; nothing is computed here. What comes back is values.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from weakref import WeakKeyDictionary

import pandas as pd

from balance import linking, roles, sensitivity, stating, store, units
from balance import scenario as scenarios
from balance.bridging import Bridge, bridge
from balance.company import Company
from balance.content import MODELLED, marks_of, remember
from balance.errors import NothingSeenError, ScenarioError, StoreError
from balance.frontier import Frontier, frontier
from balance.known_company import known_company
from balance.linking import Links
from balance.model.fit import Fit, fit
from balance.model.notification import clock
from balance.options import stop_first
from balance.pausing import Pausing, pausing
from balance.ranges import Range
from balance.regimes import periods_of
from balance.report import Report
from balance.reporting import report_of
from balance.reporting.experience import experience
from balance.reporting.horizon import technologies
from balance.reporting.incident_record import IncidentRecord, incident_record
from balance.reporting.own_estimates import own_estimates
from balance.reporting.worth_mending import Mend, worth_mending
from balance.roles import Action, needs
from balance.scenario import Comparison, Lever, Outcome, Scenario
from balance.securing import Securing, securing
from balance.sensitivity import Challenge, Tornado
from balance.spending import Spending, spending
from balance.store import Store
from balance.stress_tests import StressTests, stress_tests

Pairs = Sequence[tuple[str, str]]
"""Links of an incident to an initiative, by their ids."""


@dataclass(frozen=True)
class Analysis:
    """One company on one day, fitted once and evaluated for one plan."""

    company: Company
    fit: Fit
    outcome: Outcome
    report: Report
    previous_as_of: date | None = None
    today: Outcome | None = None
    """Today's plan, where `outcome` is of another one."""
    comparison: Comparison | None = None


@dataclass(frozen=True)
class Sensitivity:
    """What the answer owes to what is assumed."""

    tornado: Tornado
    appetite: Challenge | None
    """What turns the verdict on the board's appetite; None without a limit."""
    plan: Challenge | None
    """What turns whether the plan is better on both; None for today's plan."""


_RECORDS: WeakKeyDictionary[Fit, IncidentRecord] = WeakKeyDictionary()
"""By the very fit, as long as it is in use."""


def exists(database: str) -> bool:
    """Whether there is a store at that address."""
    return "://" in database or Path(database).exists()


def analysis_of(database: str, as_of: date | None = None, scenario_name: str | None = None) -> Analysis:
    """The answer for a stored company, today's plan or a saved scenario."""
    kept = store.open_store(database, create=False)
    company, previous = company_of(kept, as_of)
    analysis = analyse(company, previous)
    if scenario_name is None or scenario_name.strip() == Scenario().name:
        return analysis
    plan, left_out = scenarios.as_it_stands(analysis.fit, saved_scenario(kept, scenario_name))
    return under(analysis, plan, left_out)


def company_of(kept: Store, as_of: date | None = None) -> tuple[Company, date | None]:
    """What was known on that day (default: the newest snapshot), and the as-of date before it."""
    at, reading = store.revision(kept), store.read_as_of(kept, as_of)
    if not reading.frames:
        only = "Assumptions alone are loaded" if len(reading.stated) else "No snapshot is loaded yet"
        raise StoreError(f"{only}. Load initiatives or incidents first.")
    company = _company_of(reading, store.link_decisions(kept))
    if company.incidents is not None and at == store.revision(kept):
        remember(company.incidents, replace(marks_of("incidents", company.incidents), read_at=at))
    return company, reading.previous_as_of


def company_back_then(kept: Store, one: store.Overtaken) -> Company:
    """What was known of a day when the first load of a later day came: nothing learnt since is in it."""
    return _company_of(*store.read_back_then(kept, one))


def _company_of(reading: store.Reading, links: pd.DataFrame) -> Company:
    frames = {name: reading.frames.get(name) for name in MODELLED}
    frames["incidents"] = linking.with_accepted(frames["incidents"], frames["initiatives"], links)
    frames = units.within(frames, roles.acting().units)
    if not any(frame is not None for frame in frames.values()):
        raise NothingSeenError("Nothing is loaded yet of the units you may see.")
    return known_company(reading, frames)


@needs(Action.TRACE)
def links_of(kept: Store, as_of: date | None = None) -> Links:
    """How each incident is linked to an initiative as of a day, what is decided, and what is suggested for the rest."""
    frames = store.read_as_of(kept, as_of).frames
    incidents, initiatives, changes = (frames.get(name) for name in ("incidents", "initiatives", "changes"))
    return linking.links_of(incidents, initiatives, changes, store.link_decisions(kept))


@needs(Action.LINK)
def decide_links(kept: Store, accept: Pairs = (), refuse: Pairs = (), undo: Pairs = (), who: str = "") -> int:
    """Accept, refuse and undo links of incident and initiative, all of them or none; how many changed something."""
    if not (accept or refuse or undo):
        return 0
    linking.refuse_contradiction(accept, [*refuse, *undo])
    frames = store.read_as_of(kept).frames
    linking.refuse_unknown([*accept, *refuse], frames.get("incidents"), frames.get("initiatives"))
    linking.refuse_overruled(accept, frames.get("incidents"), frames.get("initiatives"))
    wanted: list[tuple[str, str, store.Decided | None]] = [(*pair, None) for pair in undo]
    wanted += [(*pair, "refused") for pair in refuse] + [(*pair, "accepted") for pair in accept]
    return store.decide_links(kept, wanted, who)


def analyse(company: Company, previous_as_of: date | None = None) -> Analysis:
    """Fit the joint model once and evaluate today's plan."""
    fitted = fit(company)
    outcome = scenarios.evaluate(fitted, Scenario())
    return Analysis(company, fitted, outcome, report_of(company, fitted, outcome, "today"), previous_as_of)


def under(analysis: Analysis, plan: Scenario, left_out: Sequence[str] = ()) -> Analysis:
    """The same company under another plan, beside today's; `left_out` says what of the plan has no meaning any more."""
    outcome = scenarios.evaluate(analysis.fit, scenarios.checked(analysis.fit, plan))
    report = report_of(analysis.company, analysis.fit, outcome, plan.name)
    report = replace(report, facts=dict(report.facts) | {"plan_left_out": tuple(left_out)})
    comparison = scenarios.compare(analysis.fit, analysis.outcome, outcome)
    return replace(analysis, outcome=outcome, report=report, today=analysis.outcome, comparison=comparison)


def plan_of(analysis: Analysis, settings: Sequence[str], actions: Sequence[str]) -> Scenario:
    """The plan written as `LEVER=VALUE` and `ID=ACTION`; everything wrong with it is told at once."""
    return scenarios.parse(settings, actions, analysis.fit)


def what_if(analysis: Analysis, plan: Scenario) -> Comparison:
    """Today's plan beside another, on the same readings of the evidence."""
    told = scenarios.in_brief(analysis.fit, scenarios.checked(analysis.fit, plan))
    return scenarios.compare(analysis.fit, analysis.outcome, told)


def frontier_of(analysis: Analysis, progress: Callable[[float], None] | None = None) -> Frontier:
    """The plans no other beats on value and bad year at once, around today's plan."""
    return frontier(analysis.fit, analysis.today or analysis.outcome, progress=progress)


def worth_mending_of(analysis: Analysis) -> tuple[Mend, ...]:
    """What is worth mending in the data, the most worthwhile first."""
    return worth_mending(analysis.fit, analysis.outcome, analysis.report.quality)


def spending_of(analysis: Analysis) -> Spending:
    """What one more million would buy in speed and in safety, under today's plan."""
    return spending(analysis.fit, analysis.today or analysis.outcome)


def pausing_of(analysis: Analysis, initiative_id: str) -> Pausing | None:
    """What not doing one initiative changes in the plan at hand; None where it does not run in it."""
    return pausing(analysis.fit, analysis.outcome, initiative_id)


def bridge_of(earlier: Company, analysis: Analysis) -> Bridge | None:
    """What led from an earlier date's numbers to those of an analysis, cause by cause; today's plan on both dates."""
    return bridge(earlier, analysis.company, (analysis.fit, analysis.today or analysis.outcome))


def own_estimates_of(analysis: Analysis) -> pd.DataFrame:
    """Our forecast beside the finish and the cost that owners state themselves."""
    return own_estimates(analysis.company, analysis.report)


def experience_of(analysis: Analysis) -> pd.DataFrame:
    """Own figures beside published ones, with the weight of each."""
    return experience(analysis.fit)


def stop_first_of(analysis: Analysis, most: int) -> tuple[Pausing, ...]:
    """What to stop or stagger first, each with what pausing it alone changes; what does not run is passed over."""
    found: list[Pausing] = []
    for row in stop_first(analysis.fit, analysis.outcome) if analysis.fit.has_incidents else ():
        told = pausing(analysis.fit, analysis.outcome, row)
        found += [] if told is None else [told]
        if len(found) == most:
            break
    return tuple(found)


def securing_of(analysis: Analysis) -> Securing:
    """How security and delivery work together under the plan at hand."""
    return securing(analysis.fit, analysis.outcome, analysis.report)


def incident_record_of(analysis: Analysis) -> IncidentRecord:
    """What happened, how quickly it was noticed and over, and what it came from; worked out once while the fit is kept.

    It may be of millions of rows, and several screens and the pack tell of it.
    """
    known = _RECORDS.get(analysis.fit)
    if known is None:
        known = _RECORDS[analysis.fit] = incident_record(analysis.fit)
    return known


def without_incident(analysis: Analysis, incident_id: str) -> Analysis | None:
    """The same company and plan as if one incident had not happened; None where nothing would be left to read."""
    company = analysis.company
    if company.incidents is None:
        return None
    left = company.incidents[company.incidents["incident_id"] != incident_id]
    if left.empty and company.initiatives is None:
        return None
    base = analyse(replace(company, incidents=None if left.empty else left.reset_index(drop=True)))
    return base if analysis.today is None else under(base, analysis.outcome.scenario)


def notification_clock(record: IncidentRecord, regimes: Collection[str], as_of: date) -> pd.DataFrame:
    """When each published period of these regimes ran out for each incident whose clock may have started."""
    return clock(record.rows, periods_of(regimes), as_of)


def technologies_of(analysis: Analysis) -> pd.DataFrame:
    """One row per technology: what runs on it, what loss that carries, how often it fails, how ready it is."""
    return technologies(analysis.fit, analysis.outcome)


def stress_tests_of(analysis: Analysis) -> StressTests | None:
    """The year of the plan at hand with each stress test on top of it; None without incidents."""
    return stress_tests(analysis.fit, analysis.outcome)


def sensitivity_of(analysis: Analysis, progress: Callable[[float], None] | None = None) -> Sensitivity:
    """What each assumption moves in the answer of the plan at hand, and what would turn its verdicts."""
    plan, told = analysis.outcome.scenario, progress or (lambda share: None)
    ask = sensitivity.answering(analysis.fit, plan)
    moves = sensitivity.tornado(analysis.fit, plan, ask=ask, progress=lambda share: told(0.4 * share))
    appetite = sensitivity.challenge(analysis.fit, plan, ask=ask, progress=lambda share: told(0.4 + 0.4 * share))
    better = None
    if analysis.today is not None:
        better = sensitivity.challenge(analysis.fit, plan, about="plan", ask=ask)
    told(1.0)
    return Sensitivity(moves, appetite, better)


def previewed(analysis: Analysis, row: Mapping[str, object]) -> Comparison:
    """What stating a row of table `assumptions` would move in the four headline numbers; nothing is kept."""
    given = stating.with_statement(analysis.company.assumptions, row)
    return sensitivity.preview(analysis.fit, given, analysis.outcome.scenario)


def moved_by(before: Analysis, after: Analysis) -> Comparison:
    """What changed assumptions moved in the four headline numbers of the same company and plan."""
    return scenarios.compare_fits(before.fit, before.outcome, after.fit, after.outcome)


def levers(analysis: Analysis) -> tuple[Lever, ...]:
    """The levers this company has, with their bounds."""
    return scenarios.levers(analysis.fit)


def base_ranges(analysis: Analysis) -> Mapping[str, Range]:
    """Today's four numbers."""
    return scenarios.headlines(analysis.fit, analysis.outcome)


def saved_scenario(kept: Store, name: str) -> Scenario:
    """A scenario kept under that name."""
    name, rows = name.strip(), {row.name: row for row in store.scenarios(kept)}
    if name not in rows:
        known = ", ".join(sorted(rows)) or "none is saved yet"
        raise ScenarioError(f"No scenario is saved as {name!r}. Saved: {known}.")
    return scenarios.scenario(name, rows[name].levers, rows[name].actions)


@needs(Action.PLAN)
def keep_scenario(
    database: str,
    name: str,
    plan: Scenario,
    *,
    who: str = "",
    why: str = "",
    as_of: date | None = None,
    replaces: int | None = None,
) -> None:
    """Save a plan under a name, with who and why, and the day whose data it was made on.

    With `replaces`, the version the person knows (0: none), StoreError is raised where another one was saved meanwhile.
    """
    kept = store.open_store(database, create=False)
    acts = dict(plan.actions)
    store.save_scenario(kept, name, plan.levers, acts, who=who, why=why, as_of=as_of, replaces=replaces)
