"""Who may do what: three roles, every action, one table; and the one place that knows who acts.

On a laptop the person is the machine's user and may do everything. Where a company asks people to sign in,
`ask_with` puts the question to whoever can answer it, and who cannot be named may do nothing.
Functions that do something carry `@needs(action)`: it is refused where the thing is done, whatever was drawn.
"""

from __future__ import annotations

import functools
import getpass
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

from balance.errors import BalanceError
from balance.language import label, noted, say

P = ParamSpec("P")
R = TypeVar("R")


class Role(StrEnum):
    """What a person is in this company."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    OWNER = "owner"


class Action(StrEnum):
    """Everything that can be done; the value ends the sentence "… may not"."""

    VIEW = noted("see the figures and move sliders")
    EXPORT = noted("take packs and tables along")
    TRACE = noted("see the rows, problems, plans and records of the whole company")
    OPEN_ORIGINALS = noted("open uploaded files and the rows held back")
    LOAD = noted("load files")
    MAP = noted("change saved mappings")
    MEND = noted("mend what was held back")
    LINK = noted("decide which initiative an incident came from")
    TAKE_BACK = noted("take a load back or bring it back")
    PLAN = noted("save plans")
    WORD = noted("put a board pack in other words")
    ASSUME = noted("state assumptions")
    DECIDE = noted("record decisions")
    FREEZE = noted("freeze a board pack")
    PURGE = noted("delete loads for good")
    COPY = noted("back up, restore, move or export the whole store")
    AUDIT = noted("see who changed what")


_EVERYBODY = frozenset(Role)
_ANALYSTS = frozenset({Role.ANALYST, Role.OWNER})
_OWNERS = frozenset({Role.OWNER})

ALLOWED: Mapping[Action, frozenset[Role]] = {
    Action.VIEW: _EVERYBODY,
    Action.EXPORT: _EVERYBODY,
    Action.TRACE: _EVERYBODY,
    Action.OPEN_ORIGINALS: _ANALYSTS,
    Action.LOAD: _ANALYSTS,
    Action.MAP: _ANALYSTS,
    Action.MEND: _ANALYSTS,
    Action.LINK: _ANALYSTS,
    Action.TAKE_BACK: _ANALYSTS,
    Action.PLAN: _ANALYSTS,
    Action.WORD: _ANALYSTS,
    Action.ASSUME: _OWNERS,
    Action.DECIDE: _OWNERS,
    Action.FREEZE: _OWNERS,
    Action.PURGE: _OWNERS,
    Action.COPY: _OWNERS,
    Action.AUDIT: _OWNERS,
}
"""Which roles may do what."""

WITHIN_UNITS = frozenset({Action.VIEW, Action.EXPORT})
"""What a person who sees some units only may do at all: the rest shows or changes the whole company."""


class NotAllowed(BalanceError):
    """The person may not do that; the text says what, who may, and whom to ask."""


@dataclass(frozen=True)
class Person:
    """Who acts: a name for the record, roles, and the units the person may see (None: every unit)."""

    name: str
    roles: frozenset[Role] = frozenset()
    units: frozenset[str] | None = None
    signed_in: bool = False
    """Whether the name is proved by a sign-in, so that no other name is taken in its place."""
    trouble: str = ""
    """Why nothing is known of the person, in a sentence, where that is so."""
    account: str = ""
    """The house and its own unchanging word for the person, where the name is one the person may change."""

    @property
    def counted_as(self) -> str:
        """As whom the person is counted: another name makes nobody another person."""
        return self.account or self.name

    def may(self, action: Action) -> bool:
        """Whether the table and the units allow it.

        >>> Person("ada", frozenset({Role.VIEWER})).may(Action.LOAD)
        False
        """
        within = self.units is None or action in WITHIN_UNITS
        return within and bool(self.roles & ALLOWED[action])


NOBODY = Person("nobody", trouble=noted("Nobody is signed in."))

_chosen: ContextVar[Person | None] = ContextVar("acting", default=None)
_asked: list[Callable[[], Person]] = []

Told = Callable[["Person", Action], object]
_told: list[Told] = []


def acting() -> Person:
    """Who acts now: the person named by `acting_as`, else the one the sign-in names, else the machine's user."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    return _asked[-1]() if _asked else machine_user()


def machine_user() -> Person:
    """The user of this machine, who may do everything here."""
    return Person(machine_name(), _EVERYBODY)


def machine_name() -> str:
    """The name of this machine's user, as the system knows the account; a variable may call itself anything."""
    return _name_by(tuple(os.environ.get(variable) for variable in ("LOGNAME", "USER", "LNAME", "USERNAME")))


@functools.cache
def _name_by(_environment: tuple[str | None, ...]) -> str:
    """The same, looked up once: an answer of a screen asks many times, and the list of users may be far away."""
    try:
        import pwd  # not on Windows

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):  # an account that the system gives no name
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


@contextmanager
def acting_as(person: Person) -> Iterator[Person]:
    """Everything within is done by that person; a thread begun within has to say so again."""
    before = _chosen.set(person)
    try:
        yield person
    finally:
        _chosen.reset(before)


def ask_with(ask: Callable[[], Person] | None) -> None:
    """From now on in this process, who acts is asked of `ask`; None goes back to the machine's user."""
    _asked[:] = [] if ask is None else [ask]


def may(action: Action) -> bool:
    """Whether the person who acts may do that."""
    return acting().may(action)


def require(action: Action) -> None:
    """NotAllowed where the person who acts may not do that."""
    person = acting()
    if not person.may(action):
        raise NotAllowed(refused(person, action))


def tell_refusals_to(listener: Told | None) -> Told | None:
    """From now on in this process, tell that listener whom what was refused; gives back the one before."""
    before = _told[-1] if _told else None
    _told[:] = [] if listener is None else [listener]
    return before


def refused(person: Person, action: Action) -> str:
    """Why somebody who has just tried something may not do it; whoever listens is told."""
    for tell in _told:
        tell(person, action)
    return why_not(person, action)


def why_not(person: Person, action: Action) -> str:
    """Why a person may not do something, in sentences that say who may."""
    if not person.roles:
        no_role = noted("{name} has no role in Balance. Ask an owner for one.")
        return label(person.trouble) if person.trouble else say(no_role, name=person.name)
    if not person.roles & ALLOWED[action]:
        may_not = noted("{name} may not {action}: analysts and owners may. Ask an owner for the role.")
        if ALLOWED[action] == _OWNERS:
            may_not = noted("{name} may not {action}: owners may. Ask an owner for the role.")
        return say(may_not, name=person.name, action=say(action.value))
    return say(
        "{name} may not {action}: it concerns the whole company, and {name} sees {units} only.",
        name=person.name, action=say(action.value), units=", ".join(sorted(person.units or ())) or say("no unit"),
    )  # fmt: skip


def needs(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The mark of a function that does something: refused with NotAllowed where the person who acts may not."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def asked(*given: P.args, **named: P.kwargs) -> R:
            require(action)
            return function(*given, **named)

        asked.__dict__["needed_action"] = action
        return asked

    return mark


def action_of(function: Callable[..., object]) -> Action | None:
    """What a marked function needs; None where it is not marked."""
    found: Action | None = getattr(function, "needed_action", None)
    return found
