"""The door of the dashboard's server: which hosts and neighbours are answered, who may fetch and send files, and what
every answer tells the browser to refuse.

Plain ASGI: it stands before everything the server answers, pages, files and sockets alike.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from balance.roles import Action
from balance.rooted import SCREEN, with_page
from balance.unreached import WAY, in_words
from balance.way_back import BACK, leading, remembering

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]
Network = IPv4Network | IPv6Network

LOCAL = ("localhost", "127.0.0.1", "::1")
BODY_BYTES = 1_000_000
"""The most a request may carry that is no upload."""

UPLOADS, MEDIA = "/_stcore/upload_file/", "/media/"
"""Every file under MEDIA shows figures: the server finds it by its id, whatever ending is asked for.

The page's icon, which the sign-in shows as well, is no such file but lies in the folder `static`."""

CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""What the server tells of itself, and what lets programs look through its screens: for nobody, under any name."""

LEAVING = "/auth/logout"
"""Where a page leads whoever signs out. A page of others that did so would only be a nuisance, and is refused."""

CHECK, KEY = "/_stcore/script-health-check", b"x-balance-check"
"""What makes a page for nobody, and the header with the word that only the process itself knows. Whoever else asks is
told whether that went well at the start: no name of a host and no neighbour's address says who is behind a proxy."""

POLICY_VIOLATION = 1008

_POLICY = (
    "default-src 'self'",
    "script-src 'self' blob: 'wasm-unsafe-eval'{scripts}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    "connect-src 'self'{sockets}",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TLS = {"strict-transport-security": "max-age=31536000"}


@dataclass(frozen=True)
class House:
    """What the door is told about the house it stands before."""

    hosts: frozenset[str] = frozenset(LOCAL)
    scripts: tuple[str, ...] = ()
    """The scripts written into the server's own page, by their hash: no other text of a page is run."""
    page: bytes = b""
    """What every screen's address is answered with, in place of the server's own page; empty: that one."""
    https: bool = False
    """Whether people reach it by https, so that cookies and the browser may be held to that."""
    address: str = ""
    """The stated public address: its own pages are known although a proxy leaves the port out of the host."""
    neighbours: tuple[Network, ...] | None = None
    """The only addresses requests may come from directly; None: any that reaches the server."""
    single: tuple[str, ...] = ()
    """Headers that say who is there: a request that carries one of them twice is refused."""
    key: str = field(default="", repr=False)
    """The word by which the process itself asks for a page; empty: nobody may."""
    ready: Callable[[], bool] = field(default=lambda: True)
    """Whether that page was made."""
    admits: Callable[[Headers, Action], str] = field(default=lambda headers, action: "")
    """Why the person a request speaks for may not do that; empty where the person may."""
    known: Callable[[str], str] = field(default=lambda wanted: "")
    """The address of a page of this dashboard with what of its query means anything; empty where it is none."""
    leaves: Callable[[Headers], object] = field(default=lambda headers: None)
    """Told of whoever signs out."""
    hears: Callable[[bytes], bool] = field(default=lambda said: True)
    """Whether a page may say that over its socket."""


def door(app: App, house: House) -> App:
    """The server's application behind the door."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        status, why = _refusal(scope, house)
        dressed = _dressed(send, _headers(scope, house), house.https)
        if status:
            await _refuse(scope, receive, dressed, status, why)
        elif scope["path"] == BACK:
            await app(scope, receive, leading(scope, dressed, house.known))
        elif house.page and scope.get("method") == "GET" and SCREEN.fullmatch(scope["path"]):
            await app(scope, receive, with_page(dressed, house.page))
        elif scope["path"] == LEAVING:
            house.leaves(scope["headers"])
            await app(scope, receive, dressed)
        elif scope["path"] == WAY:
            await app(scope, receive, in_words(remembering(scope, dressed, house.address, house.known)))
        else:
            await app(_spelt_alike(scope), _heard(receive, house.hears), dressed)

    return guarded


def inline_scripts(page: str) -> tuple[str, ...]:
    """The hashes of the scripts written into a page, as a policy names them.

    >>> inline_scripts("<script src='a.js'></script><script>go()</script>")
    ('sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw=',)
    """
    found = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    return tuple(f"sha256-{b64encode(sha256(one.encode()).digest()).decode()}" for one in found)


def host_of(header: str) -> str:
    """The host a request names, without its port, in small letters; empty where it is none.

    >>> host_of("LOCALHOST:8501"), host_of("[::1]:80"), host_of("a@b"), host_of("a/b"), host_of("a:b")
    ('localhost', '::1', '', '', '')
    """
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port  # looked at, since only then a port that is none is noticed
    except ValueError:
        return ""
    plain = not (parts.username or parts.password or parts.path or parts.query or parts.fragment or "@" in header)
    return (parts.hostname or "").lower().rstrip(".") if plain else ""


def _refusal(scope: Scope, house: House) -> tuple[int, str]:
    """The status and the sentence a request is answered with at the door; 0 where it goes on."""
    if house.neighbours is not None and not _is_neighbour(scope, house.neighbours):
        return 403, "Requests are answered only where they come from the stated proxy."
    hosts = _all(scope, b"host")
    if len(hosts) != 1 or host_of(hosts[0]) not in house.hosts:
        return 400, "The dashboard is not known under this name."
    if not _is_of_own_page(scope, hosts[0], house.address):
        return 403, "Only the dashboard's own pages are answered."
    if _all(scope, b"transfer-encoding") and _all(scope, b"content-length"):
        return 400, "The request says twice how long it is."
    if any(len(_all(scope, name.lower().encode())) > 1 for name in house.single):
        return 400, "The request says twice who is there."
    if any(f"{scope['path']}/".startswith(f"{place}/") for place in CLOSED):
        return 404, "There is nothing here."
    if scope["path"].rstrip("/") == CHECK and not _has_key(scope, house.key):
        return (200, "ok") if house.ready() else (503, "The dashboard is starting.")
    if scope["path"] == LEAVING and "cross-site" in _all(scope, b"sec-fetch-site"):
        return 403, "Only the dashboard's own pages are answered."
    if scope["type"] == "http":
        return _refused_file(scope, house)
    return 0, ""


def _refused_file(scope: Scope, house: House) -> tuple[int, str]:
    """What is refused of fetching and sending files."""
    path: str = scope["path"]
    if path.startswith(UPLOADS):
        why = house.admits(scope["headers"], Action.LOAD) if scope["method"] == "PUT" else ""
        return (403, why) if why else (0, "")
    length = _all(scope, b"content-length")
    if length and (not length[0].isdecimal() or int(length[0]) > BODY_BYTES):
        return 413, "The request is too large."
    why = house.admits(scope["headers"], Action.EXPORT) if path.startswith(MEDIA) else ""
    return (403, why) if why else (0, "")


def _is_of_own_page(scope: Scope, host: str, address: str = "") -> bool:
    """Whether what may change something comes from a page of this very server, as browsers say of it; who says nothing
    is no browser. Another port of the same machine is another's page, and the server would look for its own address in
    the network before it refused a page of another name.
    """
    said = _all(scope, b"origin")
    if not said or scope.get("method") in ("GET", "HEAD"):
        return True
    scheme, _, place = said[0].lower().partition("://")
    usual = {"https": ":443", "http": ":80"}.get(scheme)
    if len(said) != 1 or usual is None:
        return False
    by_address = address.lower() == said[0].lower() and host.lower() == host_of(place)
    return by_address or place.removesuffix(usual) == host.lower().removesuffix(usual)


def _spelt_alike(scope: Scope) -> Scope:
    """A socket's request with its host as its page spells it: the server compares the two letter by letter, and a proxy
    may add the usual port to the one. To be called of what comes from a page of this very server.
    """
    said = _all(scope, b"origin")
    if scope["type"] != "websocket" or scope.get("method") or not said:
        return scope
    host = said[0].partition("://")[2].encode("latin-1")
    kept = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
    return {**scope, "headers": [*kept, (b"host", host)]}


def _heard(receive: Receive, hears: Callable[[bytes], bool]) -> Receive:
    """Of what a page says over its socket only what it may say; the rest is as if it had not been said."""

    async def next_one() -> Message:
        while True:
            message = await receive()
            said = message.get("bytes") if message["type"] == "websocket.receive" else None
            if said is None or hears(said):
                return message

    return next_one


def _has_key(scope: Scope, key: str) -> bool:
    given = _all(scope, KEY)
    return bool(key) and len(given) == 1 and compare_digest(given[0].encode("latin-1"), key.encode())


def _is_neighbour(scope: Scope, neighbours: Sequence[Network]) -> bool:
    client = scope.get("client")
    try:
        peer = ip_address(client[0].partition("%")[0]) if client else None
    except ValueError:
        return False
    mapped = getattr(peer, "ipv4_mapped", None)
    return peer is not None and any((mapped or peer) in network for network in neighbours)


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]


def _headers(scope: Scope, house: House) -> dict[bytes, bytes]:
    """What the answer to a request tells the browser."""
    host = next(iter(_all(scope, b"host")), "")
    sockets = f" {'wss' if house.https else 'ws'}://{host}" if host_of(host) in house.hosts else ""
    policy = "; ".join(_POLICY).format(scripts="".join(f" '{one}'" for one in house.scripts), sockets=sockets)
    told = _ALWAYS | {"content-security-policy": policy} | (_TLS if house.https else {})
    if scope["path"].startswith(MEDIA):
        told |= {"cache-control": "private, no-store"}
    return {name.encode(): value.encode("latin-1") for name, value in told.items()}


def _dressed(send: Send, told: MutableMapping[bytes, bytes], https: bool) -> Send:
    """Answers carry the headers, in place of any of that name; cookies hold to https where the house does."""

    async def sent(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            kept = [(name, _cookie(name, value, https)) for name, value in message.get("headers", [])
                    if name.lower() not in told]  # fmt: skip
            message = {**message, "headers": [*kept, *told.items()]}
        await send(message)

    return sent


def _cookie(name: bytes, value: bytes, https: bool) -> bytes:
    if not https or name.lower() != b"set-cookie" or b"secure" in value.lower().replace(b" ", b"").split(b";"):
        return value
    return value + b"; Secure"


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": why})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": why.encode() + b"\n"})
