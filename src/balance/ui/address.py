"""What one visitor chose, and the address that carries it.

The address holds `as_of`, `plan` (a saved scenario), every lever that differs from today's plan, and `do=ID:action`;
on the Data screen also `draft`, the unfinished upload; `present=1` while presenting.
A visitor who opens such an address sees the same numbers; later choices are written back to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st

from balance import scenario as scenarios
from balance import store
from balance.figures import Mode
from balance.language import noted
from balance.pipeline import Analysis
from balance.scenario import Scenario
from balance.screens import SCREENS

TODAY = "today"
UNSAVED = noted("unsaved plan")
PRESENT = "present"
"""The name in the address that says: this is a presentation."""
INITIATIVE = "initiative"
"""The name in the address of the initiative on the card."""
_STATE = "balance"
_HELD = frozenset({"as_of", "plan", "do", "draft", PRESENT, INITIATIVE, *scenarios.NAMES})
"""Every name an address of ours may hold."""
_PATHS = frozenset(screen.path for screen in SCREENS)
MOST_HELD = 10_000

MOST_STEPS = 50
Asked = tuple[Analysis, str, dict[str, float], dict[str, str]]
"""Numbers of a date, and the plan wanted on it: its name, levers and actions."""
Step = tuple[str, dict[str, float], dict[str, str], tuple[str, int]]
"""A plan in the hand: its name, levers, actions, and the saved plan it began from."""


@dataclass
class Choice:
    """What the visitor chose; lives as long as the session."""

    as_of: date | None = None
    plan: str = TODAY
    levers: dict[str, float] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    begun: bool = False
    generation: int = 0
    """Counts plans loaded from elsewhere, so that sliders and tables start afresh from them."""
    began: tuple[str, int] = ("", 0)
    """The saved plan this one began from, and its version then."""
    earlier: list[Step] = field(default_factory=list)
    """Plans the visitor had in the hand before, the newest last."""
    looked_at: float = 0.0
    """When the store was last looked at, on the monotonic clock."""
    version: str = ""
    """The store's revision at this run; empty where nothing is loaded."""
    days: tuple[date, ...] = ()
    saved: tuple[store.SavedScenario, ...] = ()
    trouble: str = ""
    last_good: tuple[frozenset[str] | None, Analysis] | None = None
    """The last numbers that could be read, with the units they were worked out for."""
    read_from: tuple[str, str, date | None, frozenset[str] | None] | None = None
    """What the last good numbers were asked for with, in this run of the page; an answer asks for them many times."""
    in_force: tuple[Asked, tuple[Scenario, tuple[str, ...]]] | None = None
    """The plan as the chosen date knows it and what of it was left out, for what was asked last."""
    written: dict[str, list[str]] | None = None
    """What was last written to the address: the browser tells of it only with its next request."""
    draft: str = ""
    """The unfinished upload this page shows; only its own page carries it in the address."""

    def take_day(self, day: date | None) -> None:
        """Look at another day; sliders start afresh, as their ends may lie elsewhere on it."""
        self.as_of = day
        self.generation += 1


def choice() -> Choice:
    """This visitor's choice; a new visitor's is read from the address."""
    chosen: Choice | None = st.session_state.get(_STATE)
    if chosen is None:
        chosen = st.session_state[_STATE] = _from_address()
    return chosen


def plan_name() -> str:
    """What the plan is called: today, a saved name, or an unsaved plan."""
    chosen = choice()
    return chosen.plan if chosen.plan != TODAY or not (chosen.levers or chosen.actions) else UNSAVED


def take_plan(name: str, levers: Mapping[str, float], actions: Mapping[str, str]) -> None:
    """Put a plan in force for all pages."""
    remember()
    _put(name, levers, actions, (name, next((row.version for row in choice().saved if row.name == name), 0)))


def _put(name: str, levers: Mapping[str, float], actions: Mapping[str, str], began: tuple[str, int]) -> None:
    chosen = choice()
    chosen.plan, chosen.levers, chosen.actions = name, dict(levers), dict(actions)
    chosen.began = began if name != TODAY or began[1] else ("", 0)
    chosen.generation += 1


def remember() -> None:
    """Before the plan in the hand changes: keep it, so that the change can be undone."""
    chosen = choice()
    chosen.earlier = [
        *chosen.earlier[1 - MOST_STEPS :], (chosen.plan, dict(chosen.levers), dict(chosen.actions), chosen.began)
    ]  # fmt: skip


def undoable() -> bool:
    """Whether there is a plan to go back to."""
    return bool(choice().earlier)


def undo() -> None:
    """The plan before the last change."""
    if choice().earlier:
        _put(*choice().earlier.pop())


def mode() -> Mode:
    """Light or dark, as the visitor's screen is."""
    theme: Literal["light", "dark"] = "dark" if getattr(st.context.theme, "type", None) == "dark" else "light"
    return theme


def phone() -> bool:
    """Whether the visitor holds a phone."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def presenting() -> bool:
    """Whether the visitor presents."""
    return st.query_params.get(PRESENT) == "1"


def keep_address() -> None:
    """Write the choice to the address, so that it can be shared."""
    chosen, wanted = choice(), _address()
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    written = {name: [value] if isinstance(value, str) else value for name, value in wanted.items()}
    if written != now or chosen.written not in (None, written):
        st.query_params.from_dict(wanted)
    chosen.written = written


def link() -> str:
    """The address under which a colleague sees the same, whatever page is open."""
    here = urlsplit(st.context.url or "")
    wanted = {name: value for name, value in _address().items() if name not in (PRESENT, "draft")}
    return urlunsplit((here.scheme, here.netloc, here.path, urlencode(wanted, doseq=True), ""))


def known(asked: str) -> str:
    """An address of ours, of a page and what its query may hold, and nothing else of it; empty where it is no page.

    >>> known("/what_if?pace=1.2&next=//evil.example&do=I-1:stop")
    '/what_if?pace=1.2&do=I-1%3Astop'
    >>> known("//evil.example/risk"), known("/admin"), known("/")
    ('', '', '/')
    """
    path, _, query = asked.partition("?")
    if path not in _PATHS:
        return ""
    try:
        said = parse_qsl(query, max_num_fields=MOST_HELD)
    except ValueError:
        said = []
    kept = urlencode([(name, value) for name, value in said if name in _HELD])
    return f"{path}?{kept}" if kept else path


def wanted() -> dict[str, str | list[str]]:
    """What an address of the same date and plan holds, for links to other things on a page."""
    return {name: value for name, value in _address().items() if name != "draft"}


def _address() -> dict[str, str | list[str]]:
    chosen = choice()
    wanted: dict[str, str | list[str]] = {}
    if chosen.as_of is not None:
        wanted["as_of"] = chosen.as_of.isoformat()
    if chosen.plan not in (TODAY, UNSAVED):
        wanted["plan"] = chosen.plan
    wanted |= {name: repr(float(value)).removesuffix(".0") for name, value in chosen.levers.items()}
    if chosen.actions:
        wanted["do"] = [f"{row}:{action}" for row, action in sorted(chosen.actions.items())]
    if chosen.draft:
        wanted["draft"] = chosen.draft
    if presenting():
        wanted[PRESENT] = "1"
    return wanted


def _from_address() -> Choice:
    names = set(scenarios.NAMES)
    chosen = Choice(as_of=_day(st.query_params.get("as_of")), plan=st.query_params.get("plan", TODAY))
    chosen.levers = {name: float(value) for name, value in st.query_params.items() if name in names and _number(value)}
    pairs = [part.rpartition(":") for part in st.query_params.get_all("do")]
    chosen.actions = {row: action for row, _, action in pairs if row and action in scenarios.ACTIONS}
    return chosen


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None


def _number(said: str) -> bool:
    try:
        return pd.notna(float(said))
    except ValueError:
        return False
