"""How people sign in, read from one file: providers or a proxy, who has which role, and who sees which units.

The file is named by the setting `sign_in`. Without it nobody is asked. It holds no secret where `client_secret_file`
or the environment (`BALANCE_<PROVIDER>_CLIENT_SECRET`, `BALANCE_COOKIE_SECRET`) carries it. Whatever is wrong with it
is told at once; it is read anew when it changes.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from balance.listed import RESERVED, without_a_house
from balance.roles import Role
from balance.settings import PREFIX, SettingsError, load_settings

MANY = 100_000
LEAST_SECRET = 32
"""The fewest letters of a secret that signs cookies."""

_TABLES = {
    "": {"public_address", "hours", "cookie_secret", "cookie_secret_file", "loads_per_hour", "exports_per_hour"},
    "claims": {"roles", "units"},
    "proxy": {"addresses", "user_header", "roles_header", "units_header"},
}
_PROVIDER = {
    "title", "metadata", "client_id", "client_secret", "client_secret_file", "scope", "prompt", "trusts_email",
    "roles_claim", "units_claim",
}  # fmt: skip


@dataclass(frozen=True)
class Provider:
    """One house that knows people, by OpenID Connect."""

    name: str
    title: str
    metadata: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = "openid email profile"
    prompt: str = "select_account"
    """What the house is asked to show: select_account, login, consent or none."""
    trusts_email: bool = False
    """Whether the addresses it names are proved although it does not say so of each."""
    roles_claim: str = ""
    """Its own claim with roles or groups; empty: the one of [claims]."""
    units_claim: str = ""
    """Its own claim with units; empty: the one of [claims]."""


@dataclass(frozen=True)
class Proxy:
    """A proxy that has asked already, and says who is there in headers."""

    addresses: tuple[IPv4Network | IPv6Network, ...]
    user_header: str = "X-Forwarded-User"
    roles_header: str = "X-Forwarded-Groups"
    units_header: str = ""


@dataclass(frozen=True)
class SignIn:
    """Everything the file says."""

    public_address: str
    providers: tuple[Provider, ...] = ()
    proxy: Proxy | None = None
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, tuple[str, ...]] | None = None
    """Units by whom they are shown to; None where everybody sees every unit."""
    roles_claim: str = "roles"
    units_claim: str = ""
    hours: float = 12.0
    loads_per_hour: int = 60
    exports_per_hour: int = 120
    cookie_secret: str = field(default="", repr=False)

    @property
    def houses(self) -> tuple[str, ...]:
        """The names of the houses that know people."""
        return tuple(one.name for one in self.providers)

    @property
    def limits_units(self) -> bool:
        """Whether units are set for anybody."""
        return self.units is not None or any((self.units_claim, *(one.units_claim for one in self.providers)))

    @property
    def host(self) -> str:
        """The host people reach the dashboard by."""
        return urlsplit(self.public_address).hostname or ""

    @property
    def https(self) -> bool:
        """Whether they reach it by https."""
        return urlsplit(self.public_address).scheme == "https"


def sign_in() -> SignIn | None:
    """How people sign in; None where nobody is asked; SettingsError tells everything that is wrong with the file."""
    named = load_settings().sign_in
    if not named:
        return None
    file = Path(named).expanduser()
    try:
        seen = file.stat()
    except OSError as wrong:
        raise SettingsError(f"{file} (setting sign_in) cannot be read ({wrong.strerror}).") from wrong
    given = tuple(sorted((name, value) for name, value in os.environ.items() if name.endswith("_SECRET")))
    return _kept(file.absolute(), (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns), given)


@cache
def _kept(file: Path, seen: tuple[int, ...], given: tuple[tuple[str, str], ...]) -> SignIn:
    return read(file, dict(given))


def read(file: Path, environment: Mapping[str, str] | None = None) -> SignIn:
    """What a file says, with secrets from it, from the files it names, or from the environment."""
    try:
        stated = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise SettingsError(f"{file} (setting sign_in) cannot be read: {wrong}") from wrong
    problems: list[str] = []
    found = _Reading(file.parent, environment or {}, problems)
    answer = found.everything(stated)
    if problems:
        raise SettingsError(f"{file} cannot be used:\n" + "\n".join(f"- {problem}" for problem in problems))
    return answer


@dataclass(frozen=True)
class _Reading:
    """Reading one file: where secrets may be, and what was found wrong so far."""

    folder: Path
    environment: Mapping[str, str]
    problems: list[str]

    def everything(self, stated: Mapping[str, Any]) -> SignIn:
        self._known("", {name: value for name, value in stated.items() if not isinstance(value, dict)}, _TABLES[""])
        parts = {name: self._table(stated, name) for name in ("providers", "proxy", "roles", "units", "claims")}
        for name in stated.keys() - parts.keys() - _TABLES[""]:
            if isinstance(stated[name], dict):
                self.problems.append(f"[{name}]: there is no such part. Known: {', '.join(parts)}.")
        self._known("claims.", parts["claims"], _TABLES["claims"])
        providers = tuple(self.provider(name, part) for name, part in parts["providers"].items())
        proxy = self.proxy(parts["proxy"]) if "proxy" in stated else None
        if bool(providers) == (proxy is not None):
            self.problems.append("state either [providers.NAME] or [proxy], and not both.")
        self.houses(parts)
        return SignIn(
            public_address=self.address(stated),
            providers=providers,
            proxy=proxy,
            roles=self.roles(parts["roles"]),
            units={name: self.texts(f"units.{name}", value) for name, value in parts["units"].items()}
            if "units" in stated
            else None,
            roles_claim=self.text("claims.roles", parts["claims"].get("roles", "roles")),
            units_claim=self.text("claims.units", parts["claims"].get("units", ""), needed=False),
            hours=self.number("hours", stated.get("hours", 12), 0.001, 24 * 30),
            loads_per_hour=int(self.number("loads_per_hour", stated.get("loads_per_hour", 60), 1, MANY)),
            exports_per_hour=int(self.number("exports_per_hour", stated.get("exports_per_hour", 120), 1, MANY)),
            cookie_secret=self.cookie_secret(stated) if providers else "",
        )

    def provider(self, name: str, part: Any) -> Provider:  # noqa: ANN401
        place = f"providers.{name}"
        if not (name.isascii() and name.isalnum() and name.islower()) or name in RESERVED:
            but = ", ".join(sorted(RESERVED))
            self.problems.append(f"{place}: the name of a provider is small letters and digits, and none of {but}.")
        if not isinstance(part, dict):
            self.problems.append(f"{place}: expected a part of its own, [{place}].")
            part = {}
        self._known(f"{place}.", part, _PROVIDER)
        metadata = self.text(f"{place}.metadata", part.get("metadata", ""))
        if metadata and not _is_safe(metadata):
            self.problems.append(f"{place}.metadata: expected an https:// address; http:// is for this machine only.")
        return Provider(
            name,
            self.text(f"{place}.title", part.get("title", name.capitalize())),
            metadata,
            self.text(f"{place}.client_id", part.get("client_id", "")),
            self.secret(f"{place}.client_secret", part, f"{PREFIX}{name.upper()}_CLIENT_SECRET"),
            self.text(f"{place}.scope", part.get("scope", "openid email profile")),
            self.text(f"{place}.prompt", part.get("prompt", "select_account")),
            part.get("trusts_email", False) is True,
            *(self.text(f"{place}.{one}", part.get(one, ""), needed=False) for one in ("roles_claim", "units_claim")),
        )

    def proxy(self, part: Mapping[str, Any]) -> Proxy:
        self._known("proxy.", part, _TABLES["proxy"])
        found = []
        for text in self.texts("proxy.addresses", part.get("addresses", [])):
            try:
                found.append(ip_network(text))
            except ValueError:
                self.problems.append(f"proxy.addresses: {text!r} is no address like 10.0.0.5 or 10.0.0.0/24.")
        names = {
            name: self.text(f"proxy.{name}", part[name]) for name in _TABLES["proxy"] - {"addresses"} if name in part
        }
        return Proxy(tuple(found), **names)

    def roles(self, part: Mapping[str, Any]) -> dict[Role, tuple[str, ...]]:
        for name in part.keys() - {role.value for role in Role}:
            self.problems.append(f"roles.{name}: there is no such role. Known: {', '.join(Role)}.")
        found = {role: self.texts(f"roles.{role}", part.get(role.value, []), needed=False) for role in Role}
        if not found[Role.OWNER]:
            self.problems.append("roles.owner: name at least one owner.")
        return found

    def houses(self, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """With several houses every entry says of which one it is, and units are claimed by a house of its own word."""
        houses = tuple(parts["providers"])
        if len(houses) > 1 and parts["claims"].get("units"):
            of_each = "with several providers state units_claim in the part of each that may say which units are seen"
            self.problems.append(f"claims.units: {of_each}.")
        lists = {"units": list(parts["units"])} | {f"roles.{name}": one for name, one in parts["roles"].items()}
        for place, entries in lists.items():
            texts = [entries] if isinstance(entries, str) else entries if isinstance(entries, list) else []
            for entry in without_a_house((one for one in texts if isinstance(one, str)), houses):
                said = f"{place}: of which provider is {entry!r}? With several each entry says it"
                self.problems.append(f"{said}, as {houses[0]}:{entry}. Known: {', '.join(houses)}.")

    def address(self, stated: Mapping[str, Any]) -> str:
        text = self.text("public_address", stated.get("public_address", "")).rstrip("/")
        parts = urlsplit(text)
        if text and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query):
            self.problems.append("public_address: expected an address without a path, as https://balance.example.com.")
        elif text and not _is_safe(text):
            self.problems.append("public_address: expected https://; http:// is for this machine only.")
        return text

    def cookie_secret(self, stated: Mapping[str, Any]) -> str:
        if not {"cookie_secret", "cookie_secret_file"} & stated.keys() and not self.environment.get(_COOKIE):
            return _made_up()
        found = self.secret("cookie_secret", stated, _COOKIE)
        if found and len(found) < LEAST_SECRET:
            self.problems.append(f"cookie_secret: expected at least {LEAST_SECRET} letters, made by chance.")
        return found

    def secret(self, place: str, part: Mapping[str, Any], variable: str) -> str:
        """From the environment, else from the file it names, else from this file."""
        name = place.rpartition(".")[2]
        if self.environment.get(variable, "").strip():
            return self.environment[variable].strip()
        if f"{name}_file" in part:
            file = self.folder / self.text(f"{place}_file", part[f"{name}_file"])
            try:
                return self.text(place, file.read_text(encoding="utf-8").strip())
            except (OSError, UnicodeDecodeError) as wrong:
                self.problems.append(f"{place}_file: {file} cannot be read ({type(wrong).__name__}).")
                return ""
        if name not in part:
            self.problems.append(f"{place}: missing. State {place}_file, or the variable {variable}.")
            return ""
        return self.text(place, part[name])

    def text(self, place: str, value: object, *, needed: bool = True) -> str:
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        self.problems.append(f"{place}: expected text.")
        return ""

    def texts(self, place: str, value: object, *, needed: bool = True) -> tuple[str, ...]:
        if isinstance(value, str):
            value = [value]
        if (
            isinstance(value, list)
            and all(isinstance(one, str) and one.strip() for one in value)
            and (value or not needed)
        ):
            return tuple(one.strip() for one in value)
        self.problems.append(f"{place}: expected a list of texts.")
        return ()

    def number(self, place: str, value: object, least: float, greatest: float) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= greatest:
            return float(value)
        self.problems.append(f"{place}: expected a number from {least:g} to {greatest:g}.")
        return least

    def _table(self, stated: Mapping[str, Any], name: str) -> dict[str, Any]:
        part = stated.get(name, {})
        if isinstance(part, dict):
            return part
        self.problems.append(f"{name}: expected a part of its own, [{name}].")
        return {}

    def _known(self, prefix: str, part: Mapping[str, Any], known: set[str]) -> None:
        for name in part.keys() - known:
            self.problems.append(f"{prefix}{name}: there is no such setting. Known: {', '.join(sorted(known))}.")


_COOKIE = f"{PREFIX}COOKIE_SECRET"


@cache
def _made_up() -> str:
    """A secret of this process: whoever is signed in signs in again after a new start."""
    return secrets.token_urlsafe(LEAST_SECRET)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))


def server_secrets(rules: SignIn) -> dict[str, Any]:
    """What the server's own sign-in needs, as it wants it."""
    if not rules.providers:
        return {}
    return {"auth": dict(_auth(rules))}


def _auth(rules: SignIn) -> Iterator[tuple[str, Any]]:
    yield "redirect_uri", f"{rules.public_address}/oauth2callback"
    yield "cookie_secret", rules.cookie_secret
    for one in rules.providers:
        yield one.name, {
            "client_id": one.client_id, "client_secret": one.client_secret, "server_metadata_url": one.metadata,
            "client_kwargs": {"scope": one.scope, "prompt": one.prompt},
        }  # fmt: skip
