"""Who somebody is and what they may do: from what the sign-in says, by the lists of the sign-in file.

A list names people by a proved e-mail address, by `*@example.com`, by `*` (whoever is signed in), by a value of the
roles claim, as `user:NAME`, whom a trusted proxy calls so, or as `machine:NAME`, the user of this machine who runs a
command. A name that is no address counts as `user:NAME` only, so that nobody passes for a group. Where several houses
know people, an entry and a person's name say of which one they speak.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from balance import listed
from balance.language import noted, say
from balance.listed import MACHINE, USER
from balance.roles import NOBODY, Person, Role, ask_with, machine_name
from balance.sign_in import Provider, SignIn, sign_in

EVERY_UNIT = "*"
PROXY = "proxy"
_ADDRESS = re.compile(r"[^\s@:]+@[^\s@:]+")
"""An address that cannot be taken for a machine's user, nor for a name with its house."""
SECONDS_PER_HOUR = 3600
OWNED = "xms_edov"
"""Entra ID's own word, which has to be asked for, that the owner of the address's domain was verified."""
ENTRA = ("login.microsoftonline.com", "sts.windows.net", "login.microsoftonline.us", "login.partner.microsoftonline.cn")
ENTRA_OF_CUSTOMERS = ".ciamlogin.com"
"""The hosts Entra ID signs in at, and what those of its houses for customers end in."""
PROVED = (True, "true", "1")
AHEAD_SECONDS = 300
"""How far a provider's clock may be ahead."""


def from_claims(claims: Mapping[str, Any], rules: SignIn, now: float | None = None) -> Person:
    """The person an identity token speaks of; without a role where the sign-in is over or no list names the person."""
    house = next((one for one in rules.providers if one.name == claims.get("provider")), None)
    email = "" if house is None else _email(claims, house)
    name = _with_house(email, house, rules) or _named(claims)
    if not name:
        return NOBODY
    if house is None:
        gone = say("You signed in by a service that is not asked any more. Sign in again.")
        return Person(name, signed_in=True, trouble=gone, account=account(claims))
    issued = claims.get("iat")
    moment = time.time() if now is None else now
    if isinstance(issued, bool) or not isinstance(issued, int | float) or issued > moment + AHEAD_SECONDS:
        return Person(name, signed_in=True, trouble=say("The sign-in does not say when it was. Sign in again."))
    if _is_over(issued, moment, rules):
        over = say("Your sign-in is over after {hours:g} hours. Sign in again.", hours=rules.hours)
        return Person(name, signed_in=True, trouble=over)
    paths = (house.roles_claim or rules.roles_claim, house.units_claim or rules.units_claim)
    words, units = (_values(claims, path) for path in paths)
    return replace(_person(name, email, words, units, rules, house.name), account=account(claims))


def from_headers(
    headers: Mapping[str, str], rules: SignIn, since: float | None = None, now: float | None = None
) -> Person:
    """The person a trusted proxy speaks of; the names of headers are in small letters.

    `since` is when the proxy said so, in seconds of the clock, where that was not just now: an open page is asked for
    once, and what the proxy said then holds for the stated hours.
    """
    if rules.proxy is None:
        return NOBODY
    said = headers.get(rules.proxy.user_header.lower(), "").strip()
    if not said or said.casefold().startswith((MACHINE, USER)):
        return Person("nobody", trouble=say("The proxy does not say who you are. Ask whoever runs it."))
    is_address = _ADDRESS.fullmatch(said) is not None
    name = said if is_address else f"{PROXY}: {said}"  # it may be what a machine's user is called, too
    if since is not None and _is_over(since, time.time() if now is None else now, rules):
        trouble = say("Your sign-in is over after {hours:g} hours. Load the page anew.", hours=rules.hours)
        return Person(name, signed_in=True, trouble=trouble)
    roles, units = (
        _parted(headers.get(one.lower(), "")) if one else ()
        for one in (rules.proxy.roles_header, rules.proxy.units_header)
    )
    return _person(name, said if is_address else f"{USER}{said}", roles, units, rules)


def from_machine(rules: SignIn) -> Person:
    """The user of this machine, who runs a command on a store that others share."""
    name = machine_name()
    person = _person(name, f"{MACHINE}{name}", (), (), rules)
    if person.roles:
        return person
    if any(_is_named(entries, f"{MACHINE}{name}", set(), rules) for entries in rules.roles.values()):
        why = noted('{name} sees no unit. An owner adds "{machine}" = "{every}" to [units] in the sign-in file.')
    else:
        why = noted("{name} has no role here. An owner adds {machine} to a role in the sign-in file.")
    return Person(name, trouble=say(why, name=name, machine=f"{MACHINE}{name}", every=EVERY_UNIT))


def at_machine() -> str:
    """The machine's user as lists and the log call them."""
    return f"{MACHINE}{machine_name()}"


@contextmanager
def at_the_machine(*, asked: bool = True) -> Iterator[None]:
    """What is done within is done by the machine's user: where people sign in, with the roles an owner gave.

    It holds in every thread. Without `asked` nobody's roles are looked at, for what has to work when the file is wrong.
    """
    rules = sign_in() if asked else None
    if rules is None:
        yield
        return
    person = from_machine(rules)
    ask_with(lambda: person)
    try:
        yield
    finally:
        ask_with(None)


def _is_over(since: float, now: float, rules: SignIn) -> bool:
    return now - since > rules.hours * SECONDS_PER_HOUR


def _person(
    name: str, proved: str, words: Iterable[str], units: Iterable[str], rules: SignIn, house: str = ""
) -> Person:
    known = {word.casefold() for word in words if "@" not in word and not word.casefold().startswith((MACHINE, USER))}
    roles = frozenset(role for role, entries in rules.roles.items() if _is_named(entries, proved, known, rules, house))
    seen = _units(proved, known, units, rules, house)
    no_role = noted("{name} is signed in and has no role in Balance. Ask an owner for one.")
    trouble = "" if roles else say(no_role, name=name)
    if roles and seen is not None and not seen:
        no_unit = noted("{name} is signed in and sees no unit. Ask an owner for one.")
        roles, trouble = frozenset[Role](), say(no_unit, name=name)
    return Person(name, roles, seen, signed_in=True, trouble=trouble)


def _is_named(entries: Iterable[str], proved: str, known: set[str], rules: SignIn, house: str = "") -> bool:
    return any(listed.names(entry, house, rules.houses, proved, known) for entry in entries)


def _units(
    proved: str, known: set[str], claimed: Iterable[str], rules: SignIn, house: str = ""
) -> frozenset[str] | None:
    """The units a person sees; None for every unit."""
    if not rules.limits_units:
        return None
    found = set(claimed)
    for entry, units in (rules.units or {}).items():
        if _is_named((entry,), proved, known, rules, house):
            found.update(units)
    return None if EVERY_UNIT in found else frozenset(found)


def _with_house(email: str, house: Provider | None, rules: SignIn) -> str:
    """What the record calls somebody whose address is proved: with the house where several may prove the same one."""
    return f"{email} ({house.name})" if email and house and len(rules.houses) > 1 else email


def _email(claims: Mapping[str, Any], provider: Provider) -> str:
    """The person's address where it is proved: anybody may write any address into a profile."""
    email = claims.get("email")
    if not isinstance(email, str) or not _ADDRESS.fullmatch(email.strip()):
        return ""
    verified = claims.get("email_verified", claims.get(OWNED))
    if "email_verified" not in claims and not _is_entra(provider, claims):
        verified = None if verified in PROVED else verified  # only Entra ID gives its word a meaning
    trusted = provider.trusts_email and verified is None
    return email.strip() if verified in PROVED or trusted else ""


def _is_entra(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether Entra ID itself speaks: both where a provider was set up and who issued what it says are Microsoft's."""
    hosts = [_https_host(address) for address in (provider.metadata, claims.get("iss"))]
    return all(host in ENTRA or host.endswith(ENTRA_OF_CUSTOMERS) for host in hosts)


def _https_host(address: object) -> str:
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        return (parts.hostname or "") if parts.scheme == "https" and parts.port in (None, 443) else ""
    except ValueError:
        return ""


def _named(claims: Mapping[str, Any]) -> str:
    """What to call a person whose address is not proved: never an address alone, so that nobody passes for another."""
    said = claims.get("preferred_username") or claims.get("sub")
    return f"{claims.get('provider', 'sign-in')}: {said}" if isinstance(said, str) and said.strip() else ""


def account(claims: Mapping[str, Any]) -> str:
    """The house and its word for the person that never changes and is nobody else's; empty where it says none."""
    said = claims.get("sub")
    return f"{claims.get('provider', 'sign-in')}: {said}" if isinstance(said, str) and said.strip() else ""


def _values(claims: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The texts of a claim; its path is parted by dots, since some houses keep them deeper."""
    if not path:
        return ()
    found: Any = claims.get(path) if path in claims else claims
    if found is claims:
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return _parted(found)
    return tuple(one for one in found if isinstance(one, str) and one.strip()) if isinstance(found, list) else ()


def _parted(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace(";", ",").split(",") if one.strip())
