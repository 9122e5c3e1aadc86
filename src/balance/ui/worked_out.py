"""What was worked out for the visitors, kept while what it was read from stands: fits, plans, dates, days before.

Every function here is asked with what its answer depends on; who is looking, and at what, is not known here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import streamlit as st

from balance import options, pipeline, store
from balance.bridging import Bridge
from balance.errors import MovedOnError
from balance.pipeline import Analysis
from balance.report import Report
from balance.scenario import Comparison, Scenario


@contextmanager
def of(address: str, version: str) -> Iterator[store.Store]:
    """The store as long as it is of that version; once it has moved on, the page begins anew with what it holds now."""
    try:
        with store.only_at(version):
            yield store.open_store(address, create=False)
    except MovedOnError:
        st.rerun()
        raise  # where nothing is drawn, nothing begins anew


MOST_FITS = 3
"""Dates that are kept ready, at some 20 MB each: a visitor looks at today and now and then at a day before."""


@st.cache_resource(max_entries=MOST_FITS, show_spinner=False)
def analysis(address: str, version: str, as_of: date | None, units: frozenset[str] | None = None) -> Analysis:
    """Today's plan of a store on a date, as whoever sees these units only may see it (None: all)."""
    with of(address, version) as kept:
        company, previous = pipeline.company_of(kept, as_of)
    return pipeline.analyse(company, previous)


@st.cache_resource(show_spinner=False)
def told_before() -> dict[tuple[str, date, frozenset[str] | None], tuple[str, Report | None]]:
    """Reports of earlier dates and what each was read from, by store, date and units seen, kept for all visitors."""
    return {}


@st.cache_resource(show_spinner=False)
def bridges() -> dict[str, tuple[str, Bridge | None]]:
    """What led from the date before to a date, by what was read on it, and what the day before was read from."""
    return {}


@st.cache_data(max_entries=200, show_spinner=False)
def version_of(address: str, version: str, day: date) -> str:
    """Changes only with what is read as of a day, so that a new quarter leaves the earlier ones standing."""
    with of(address, version) as kept:
        loads = [one for one in store.list_snapshots(kept) if not one.dropped and one.as_of <= day]
        stated, links = store.stated_assumptions(kept, day), store.link_decisions(kept)
    loaded = [one.id for one in loads]
    accepted = links.loc[links["decision"] == "accepted", ["incident_id", "initiative_id"]].to_json()
    content = f"{address}|{day}|{loaded}|{stated.to_json(date_format='iso')}|{accepted}"
    return hashlib.sha256(content.encode()).hexdigest()


@st.cache_resource(max_entries=64, show_spinner=False)
def under(key: str, told: str, _base: Analysis, _plan: Scenario, _left_out: tuple[str, ...]) -> Analysis:
    """A company under a plan; `told` changes with the plan and with what was left out of it."""
    return pipeline.under(_base, _plan, _left_out)


@st.cache_resource(max_entries=256, show_spinner=False)
def compared(key: str, told: str, _base: Analysis, _plan: Scenario) -> Comparison:
    """A plan beside today's."""
    return pipeline.what_if(_base, _plan)


@st.cache_resource(max_entries=8, show_spinner=False)
def suggestions(key: str, _base: Analysis) -> tuple[options.Option, ...]:
    """The plans worth putting before the board of a company."""
    return options.suggest(_base.fit, _base.outcome)


@st.cache_data(max_entries=8, show_spinner=False)
def dates(address: str, version: str) -> tuple[date, ...]:
    """The as-of dates of a store with data, oldest first."""
    with of(address, version) as kept:
        loads = store.list_snapshots(kept)
    return tuple(sorted({snapshot.as_of for snapshot in loads if not snapshot.dropped}))
