"""Who is at the screen: asked of the server's sign-in or of the trusted proxy, for every run, click and file anew."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import streamlit as st
from starlette.requests import cookie_parser
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette import starlette_websocket

from balance import noticing, people, roles
from balance.errors import BalanceError
from balance.happening import Facts, who_asks
from balance.language import say
from balance.pacing import took_turn
from balance.roles import NOBODY, Action, NotAllowed, Person
from balance.sign_in import SignIn, sign_in

P = ParamSpec("P")
R = TypeVar("R")

COOKIE = "_streamlit_user"


@dataclass(frozen=True)
class Seen:
    """What a run knows of whoever it is for: the claims of the server's sign-in, empty once somebody signed out, and
    what the proxy said."""

    claims: Mapping[str, Any]
    headers: Mapping[str, str]
    since: float
    """When the session of the page was first seen, in seconds of the clock: the proxy spoke then, and not since."""


MOST_SESSIONS = 100_000
_since: dict[str, float] = {}
"""When each session was first seen. Not kept in the session's own state, where looking may break off a run."""

_ended: dict[str, float] = {}
"""Sign-ins that somebody ended, by what the provider said at each, and when: other pages and copies of its cookie go on
saying it."""
LONGEST_SECONDS = 30 * 24 * 3600
"""No sign-in holds longer, whatever the file says."""
_runs: WeakKeyDictionary[object, str] = WeakKeyDictionary()
"""The id of each run of a page, or of a part of one, while it lasts."""

_later: ContextVar[Seen | None] = ContextVar("seen", default=None)


def visitor() -> Person:
    """Whoever this run is for; on a laptop the machine's user, where people sign in and nobody has, nobody."""
    try:
        rules = sign_in()
    except BalanceError as error:
        return Person("nobody", trouble=str(error))
    if rules is None:
        return roles.machine_user()
    seen = _later.get() or _seen()
    if seen is None:
        return NOBODY
    if rules.proxy is not None:
        return people.from_headers(seen.headers, rules, seen.since)
    return _signed_in(seen.claims, rules)


def _seen() -> Seen | None:
    here = get_script_run_ctx(suppress_warning=True)
    if here is None:
        return None
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return Seen(here.user_info, headers, _first_seen(here.session_id))


def counted_as() -> str:
    """The house and its unchanging word for whoever this run is for, or the proxy's; empty where nobody signed in."""
    try:
        rules = sign_in()
    except BalanceError:
        return ""
    seen = None if rules is None else _later.get() or _seen()
    if rules is None or seen is None:
        return ""
    if rules.proxy is not None:
        return people.from_headers(seen.headers, rules).counted_as
    return people.account(seen.claims) if seen.claims.get("is_logged_in") else ""


def notice() -> None:
    """Have it noticed that whoever this run is for has signed in."""
    person, seen = roles.acting(), _seen()
    rules = sign_in() if person.signed_in else None
    if rules is None or seen is None:
        return
    issued = seen.claims.get("iat")
    at = f"{datetime.fromtimestamp(issued, UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(issued, int | float) else ""
    noticing.came(person, "proxy" if rules.proxy else str(seen.claims.get("provider", "")), "" if rules.proxy else at)


def _first_seen(session: str) -> float:
    since = _since.setdefault(session, time.time())
    if len(_since) > MOST_SESSIONS:
        _forget_ended()
    return since


def _forget_ended() -> None:
    """Sessions that are open are kept, however many there are: one that is forgotten would begin its hours anew."""
    for session in list(_since):
        if not runtime.exists() or not runtime.get_instance().is_active_session(session):
            _since.pop(session, None)
        if len(_since) <= MOST_SESSIONS:
            return


def for_whom() -> Facts:
    """The session, request and person of this run, as ids that open nothing; none of the page made at the start."""
    here = get_script_run_ctx(suppress_warning=True)  # most threads work for nobody
    if here is None or here.context_info is None:  # no browser is behind it
        return {}
    told = {"session": sha256(here.session_id.encode()).hexdigest()[:12]}
    run = here.parallel_coordinator  # one is made for each run
    if run is not None:
        told["request"] = _runs.setdefault(run, secrets.token_hex(4))
    person = counted_as()
    return told | ({"person": person} if person else {})


roles.ask_with(visitor)
who_asks(for_whom)


def why_not(headers: Sequence[tuple[bytes, bytes]], action: Action) -> str:
    """Why whoever sent a request may not do something; empty where it may be done."""
    try:
        rules = sign_in()
    except BalanceError as error:
        return str(error)
    if rules is None:
        return ""
    told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    person = people.from_headers(told, rules) if rules.proxy else _signed_in(_cookie(told, rules), rules)
    return "" if person.may(action) else roles.refused(person, action)


def leave(headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Whoever sent that request signs out: from now on that sign-in counts for nothing, on whatever page of theirs."""
    try:
        rules = sign_in()
    except BalanceError:
        return
    told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    claims = {} if rules is None else _cookie(told, rules)
    if claims.get("is_logged_in"):
        now = time.time()
        for over in [one for one, since in _ended.items() if now - since > LONGEST_SECONDS]:
            del _ended[over]
        _ended[_sign_in_of(claims)] = now


def as_now(what: Callable[P, R]) -> Callable[P, R]:
    """The same, done later and elsewhere, for whoever the page is drawn for: a file is written when it is asked for.

    What the person may is asked anew then; who sees other units by then takes nothing along that was drawn before.
    """
    seen, units = _seen(), roles.acting().units

    def done(*given: P.args, **named: P.kwargs) -> R:
        with _as_seen(seen), roles.acting_as(roles.acting()) as person:
            roles.require(Action.EXPORT)
            if person.units != units:
                raise NotAllowed(f"{person.name} sees other units now. Load the page anew.")
            take_turn(Action.EXPORT)
            return what(*given, **named)

    return done


@contextmanager
def _as_seen(seen: Seen | None) -> Iterator[None]:
    """Within, whoever acts is whom a run knew, by the lists as they are now."""
    before = _later.set(seen)
    try:
        yield
    finally:
        _later.reset(before)


def take_turn(action: Action) -> None:
    """Count a load or an export of whoever is signed in; BalanceError beyond what the file allows in an hour."""
    rules, person = sign_in(), roles.acting()
    if rules is None:
        return
    most = rules.loads_per_hour if action is Action.LOAD else rules.exports_per_hour
    if not took_turn(person.counted_as, action.name, most):
        what = say("Files were read and loaded") if action is Action.LOAD else say("Files were written and taken along")
        raise BalanceError(f"{what} {most} times within the hour for {person.name}. Go on in a while.")


def _signed_in(claims: Mapping[str, Any], rules: SignIn) -> Person:
    if not claims.get("is_logged_in") or (_ended and _sign_in_of(claims) in _ended):
        return NOBODY
    return people.from_claims(claims, rules)


def _sign_in_of(claims: Mapping[str, Any]) -> str:
    """Which sign-in claims are of: what the provider said is never quite the same twice."""
    said = {name: value for name, value in claims.items() if name != "tokens"}
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _cookie(headers: Mapping[str, str], rules: SignIn) -> Mapping[str, Any]:
    """The claims in the cookie of a request, where the server signed it for this address."""
    try:
        sent = cookie_parser(headers.get("cookie", ""))
        signed = starlette_websocket._get_signed_cookie_with_chunks(sent, COOKIE)
        return starlette_websocket._parse_decoded_user_cookie(signed, rules.public_address) if signed else {}
    except ValueError:
        return {}
