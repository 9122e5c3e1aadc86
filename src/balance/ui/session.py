"""The answer for the date and plan a visitor chose, worked out once and kept while nothing changes.

What is kept is keyed by the content it was worked out from, so no visitor sees another date's or plan's numbers.
"""

from __future__ import annotations

import gc
import json
import threading
import time
from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from balance import looking_back, options, pipeline, roles, store, way_here
from balance import scenario as scenarios
from balance.bridging import Bridge
from balance.errors import BalanceError
from balance.findings.record import trail_of
from balance.looking_back import Ground
from balance.pipeline import Analysis
from balance.report import Report
from balance.roles import Action
from balance.scenario import Comparison, Lever, Scenario
from balance.settings import load_settings
from balance.ui import worked_out
from balance.ui.address import TODAY, UNSAVED, Choice, choice, keep_address, mode, phone, plan_name, take_plan

__all__ = [
    "TODAY", "UNSAVED", "Choice", "analysis", "answer", "before", "bridge", "catch_up", "catch_up_bridge",
    "changed", "choice", "compared", "database", "dates", "evaluated", "has_store", "keep_address", "last_good",
    "left_out", "levers", "look", "mode", "named", "open_store", "phone", "plan_name", "refresh", "saved", "scenario",
    "somebody_looks_on", "suggestions", "take_plan", "told", "trail", "try_option",
]  # fmt: skip

TRAIL_QUARTERS = 8
MOST_REPORTS = 64
FRESH_SECONDS = 0.5

_ONE_AT_A_TIME = threading.Lock()


def database() -> str:
    """Where the store is."""
    return load_settings().database


def analysis() -> Analysis | None:
    """Today's plan on the chosen date; None where nothing is loaded yet.

    Where the store cannot be read just now, the last good numbers stay, and `trouble` says why; they stay only for who
    sees the units they were worked out for.
    """
    person, chosen = roles.acting(), choice()
    if not person.may(Action.VIEW):
        st.rerun()  # the sign-in ended meanwhile: the frame says so
    units = person.units
    if not chosen.days:
        return _last_good(chosen, units) if chosen.trouble else None
    asked = database(), chosen.version, chosen.as_of, units
    if chosen.read_from != asked:
        try:
            chosen.last_good = units, worked_out.analysis(*asked)
            chosen.read_from = asked
        except BalanceError as error:
            chosen.trouble = str(error)
    return _last_good(chosen, units)


def last_good() -> Analysis | None:
    """The last numbers that could be read; None where there are none, or where they show other units."""
    return _last_good(choice(), roles.acting().units)


def _last_good(chosen: Choice, units: frozenset[str] | None) -> Analysis | None:
    kept = chosen.last_good
    return kept[1] if kept is not None and kept[0] == units else None


def look() -> None:
    """Look at the store once at the start of a run; what it holds then is what the run shows."""
    chosen = choice()
    chosen.trouble, chosen.looked_at, chosen.draft, chosen.read_from = "", time.monotonic(), "", None
    try:
        kept = store.existing_store(database())
        if kept is None:
            chosen.version, chosen.days, chosen.saved = "", (), ()
            return
        chosen.version = store.revision(kept)
        chosen.saved = tuple(store.scenarios(kept)) if roles.may(Action.TRACE) else ()
        chosen.days = worked_out.dates(database(), chosen.version)
        if chosen.as_of not in chosen.days:
            chosen.as_of = None
        _begin(chosen)
    except BalanceError as error:
        chosen.trouble = str(error)


def refresh() -> None:
    """Look at the store unless this run has just done so."""
    if time.monotonic() - choice().looked_at > FRESH_SECONDS:
        look()


def changed() -> None:
    """The visitor changed the store: the next page looks at it anew."""
    choice().looked_at = 0.0


def answer() -> Analysis | None:
    """The chosen plan on the chosen date."""
    base, chosen = analysis(), choice()
    return None if base is None else under_plan(base, plan_name(), chosen.levers, chosen.actions)


def scenario() -> Scenario:
    """The plan in force, as a value."""
    return _in_force()[0]


def left_out() -> tuple[str, ...]:
    """What of the plan in force has no meaning on the chosen date, in words."""
    return _in_force()[1]


def named() -> str:
    """What a report calls the plan in force: today's where nothing of it means anything on the chosen date."""
    plan, missing = _in_force()
    return plan.name if plan.actions or plan.levers or missing else TODAY


def before() -> Report | None:
    """Today's plan as it was told on the date before, for what changed; None until it has been worked out."""
    base = analysis()
    return None if base is None or base.previous_as_of is None else _earlier(base.previous_as_of)


def bridge() -> Bridge | None:
    """What led from the date before to the chosen one; None until it has been worked out, or where it cannot be."""
    base = analysis()
    kept = None if base is None else worked_out.bridges().get(_key(base))
    return kept[1] if kept is not None and base is not None and kept[0] == _before_at(base) else None


def trail() -> pd.DataFrame:
    """Both axes at the last as-of dates up to the chosen one, oldest first, as far as they are worked out."""
    base = analysis()
    if base is None:
        return trail_of([])
    earlier = [_earlier(day) for day in _days_of_trail(base)]
    return trail_of([*(report for report in earlier if report is not None), base.report])


def catch_up() -> None:
    """Work out the earlier dates that are still missing, newest first, and show the page again with them.

    It stands at the end of a page, so that the answer is there before the way to it. Between two dates a click of the
    visitor goes first, and other visitors find what is already told. Where nobody looks on, nothing is done.
    """
    base = analysis()
    waiting = [] if base is None or not somebody_looks_on() else _not_told(base)
    ground = looking_back.ground_of(base.company) if base and waiting else None
    for day in waiting:
        with _ONE_AT_A_TIME:
            if not _is_told(day):
                _tell(day, ground)
    if waiting:
        gc.collect()  # Streamlit's own collection after every run is off: what the fits left goes here, once
        st.rerun()


def catch_up_bridge() -> None:
    """Work out what led from the date before to the chosen one where that is missing, and show the page again."""
    base = analysis()
    if base is None or base.previous_as_of is None or not somebody_looks_on():
        return
    known, read_from = worked_out.bridges(), _before_at(base)
    with _ONE_AT_A_TIME:
        if known.get(_key(base), ("",))[0] == read_from:
            return
        if not _is_told(base.previous_as_of):
            _tell(base.previous_as_of, looking_back.ground_of(base.company))
        with worked_out.of(database(), choice().version) as kept:
            known[_key(base)] = (read_from, way_here.bridge_to(kept, base))
        while len(known) > MOST_REPORTS:
            known.pop(next(iter(known)))
    gc.collect()
    st.rerun()


def told() -> str:
    """The plan in force as text: equal plans read the same."""
    return _told(scenario())


def suggestions() -> tuple[options.Option, ...]:
    """The plans worth putting before the board."""
    base = analysis()
    return () if base is None else worked_out.suggestions(_key(base), base)


def saved() -> tuple[store.SavedScenario, ...]:
    """Scenarios kept under a name."""
    return choice().saved


def evaluated(row: store.SavedScenario) -> tuple[Report, Comparison | None]:
    """What a saved plan comes to on the chosen date."""
    base = analysis()
    if base is None:
        raise BalanceError("Nothing is loaded yet.")
    told = under_plan(base, row.name, row.levers, row.actions)
    return told.report, told.comparison


def under_plan(base: Analysis, name: str, levers: Mapping[str, float], actions: Mapping[str, str]) -> Analysis:
    """A company under a plan; what of it has no meaning there is left out, and told in the report."""
    plan, missing = scenarios.as_known(base.fit, name, levers, actions)
    if not (plan.actions or plan.levers or missing):
        return base
    return worked_out.under(_key(base), f"{_told(plan)}|{missing}", base, plan, missing)


def levers() -> tuple[Lever, ...]:
    """The levers of the company on the chosen date."""
    base = analysis()
    return () if base is None else pipeline.levers(base)


def compared() -> Comparison:
    """The plan in force beside today's; today's beside itself where nothing is changed."""
    base = analysis()
    if base is None:
        raise BalanceError("Nothing is loaded yet.")
    plan = scenario()
    return worked_out.compared(_key(base), _told(plan), base, plan)


def try_option(option: options.Option) -> None:
    """Put a suggested plan on the what-if desk."""
    take_plan(TODAY, option.plan.levers, dict(option.plan.actions))


def has_store() -> bool:
    """Whether there is a store at all."""
    return pipeline.exists(database())


def dates() -> tuple[date, ...]:
    """The as-of dates with data, oldest first."""
    return choice().days


def open_store() -> store.Store:
    """The store, for what a visitor changes; made where it does not exist."""
    return store.open_store(database())


def _begin(chosen: Choice) -> None:
    """A plan named in the address is the one saved under that name; an unknown name is today's."""
    if chosen.plan in (TODAY, UNSAVED) or chosen.begun:
        chosen.begun = True
        return
    kept = {row.name: row for row in chosen.saved}
    if chosen.plan not in kept:
        chosen.plan = TODAY
    else:
        row = kept[chosen.plan]
        if not chosen.levers and not chosen.actions:
            chosen.levers, chosen.actions = dict(row.levers), dict(row.actions)
        if _is_saved(row, chosen):  # an address of an earlier version begins from none: saving it asks
            chosen.began = (row.name, row.version)
    chosen.begun = True


def _is_saved(row: store.SavedScenario, chosen: Choice) -> bool:
    """Whether the plan in the hand is the saved one, as far as an address writes its figures."""
    return chosen.actions == dict(row.actions) and {name: f"{value:g}" for name, value in chosen.levers.items()} == {
        name: f"{value:g}" for name, value in row.levers.items()
    }


def _earlier(day: date) -> Report | None:
    """The report of an earlier date, if it is worked out and what it was read from still stands."""
    kept = worked_out.told_before().get((database(), day, roles.acting().units))
    return kept[1] if kept is not None and kept[0] == _at(day) else None


def _is_told(day: date) -> bool:
    """Whether an earlier date is worked out, be it that there is nothing to see on it."""
    kept = worked_out.told_before().get((database(), day, roles.acting().units))
    return kept is not None and kept[0] == _at(day)


def somebody_looks_on() -> bool:
    """Whether the page is for a visitor; the server's own first run before any visit is for nobody."""
    here = get_script_run_ctx()
    return here is not None and runtime.get_instance().is_active_session(here.session_id)


def _days_of_trail(base: Analysis) -> list[date]:
    return [day for day in dates() if day < base.company.as_of][1 - TRAIL_QUARTERS :]


def _not_told(base: Analysis) -> list[date]:
    return [day for day in reversed(_days_of_trail(base)) if not _is_told(day)]


def _tell(day: date, ground: Ground | None) -> None:
    known, read_from = worked_out.told_before(), _at(day)
    with worked_out.of(database(), choice().version) as kept:
        report = way_here.report_on(kept, day, ground)  # remembered there for the pack too
    known[database(), day, roles.acting().units] = (read_from, report)
    while len(known) > MOST_REPORTS:
        known.pop(next(iter(known)))


def _before_at(base: Analysis) -> str:
    return "" if base.previous_as_of is None else _at(base.previous_as_of)


def _at(day: date) -> str:
    """Changes only with what is read as of that day, so that a new quarter leaves the earlier ones standing."""
    return worked_out.version_of(database(), choice().version, day)


def _in_force() -> tuple[Scenario, tuple[str, ...]]:
    base, chosen = analysis(), choice()
    if base is None:
        return Scenario(), ()
    asked = base, plan_name(), dict(chosen.levers), dict(chosen.actions)
    if chosen.in_force is None or chosen.in_force[0][0] is not base or chosen.in_force[0][1:] != asked[1:]:
        chosen.in_force = asked, scenarios.as_known(base.fit, *asked[1:])
    return chosen.in_force[1]


def _key(base: Analysis) -> str:
    seen = roles.acting().units
    units = "" if seen is None else f"|{sorted(seen)}"
    return f"{database()}|{base.company.data_hash}|{base.company.as_of}{units}"


def _told(plan: Scenario) -> str:
    return json.dumps([plan.name, plan.levers, dict(plan.actions)], sort_keys=True)
