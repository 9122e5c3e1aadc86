"""The page somebody wanted and was asked to sign in for: opened once the house that knows people has sent them back.

The server sends everybody who comes back to its first page. What was wanted is remembered on the way there, in a cookie
of the browser for a quarter of an hour, and comes from the address of the page on which the sign-in was chosen: a page
of another address is never remembered, nor is anything but our own pages with what their addresses may hold.
Plain ASGI, as the door that uses it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Known = Callable[[str], str]
"""The address of a page of ours with what of its query is ours; empty where it is no page of ours."""

BACK = "/oauth2callback"
"""Where the house that knows people sends them back to."""

FIRST = "/"
COOKIE = "balance_wanted"
KEPT_SECONDS = 900
LONGEST = 3800
"""The most letters a browser keeps in one cookie, with room for what is said of it."""

_USUAL = {"https": 443, "http": 80}


def remembering(scope: Scope, send: Send, address: str, known: Known) -> Send:
    """The answer that sends somebody to sign in has the browser remember the page they come from, and no older one."""
    wanted = quote(_wanted(scope, address, known), safe="")
    return _with_cookie(send, wanted if len(wanted) <= LONGEST else "")


def leading(scope: Scope, send: Send, known: Known) -> Send:
    """The answer to whoever comes back leads to the page they wanted, in place of the first one, and forgets it."""
    wanted = known(unquote(_cookie(scope)))

    async def sent(message: Message) -> None:
        if wanted and message["type"] == "http.response.start":
            headers = [_led(name, value, wanted) for name, value in message.get("headers", [])]
            message = {**message, "headers": headers}
        await send(message)

    return _with_cookie(sent, "")


def _wanted(scope: Scope, address: str, known: Known) -> str:
    """The page of ours that a request comes from, as browsers tell it of pages of the same server alone."""
    said = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"referer"), "")
    try:
        parts = urlsplit(said)
        is_ours = bool(parts.hostname) and _place(said) == _place(address)
    except ValueError:
        return ""
    return known(f"{parts.path}?{parts.query}") if is_ours else ""


def _place(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or _USUAL.get(parts.scheme)


def _cookie(scope: Scope) -> str:
    sent = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"cookie"]
    pairs = [part.strip().partition("=") for one in sent for part in one.split(";")]
    return next((value for name, _, value in pairs if name == COOKIE), "")


def _led(name: bytes, value: bytes, wanted: str) -> tuple[bytes, bytes]:
    return (name, wanted.encode()) if name.lower() == b"location" and value == FIRST.encode() else (name, value)


def _with_cookie(send: Send, value: str) -> Send:
    """An answer that has the browser keep the value until somebody comes back, or forget what it kept."""
    seconds = KEPT_SECONDS if value else 0
    cookie = f"{COOKIE}={value}; Path={BACK}; Max-Age={seconds}; HttpOnly; SameSite=Lax".encode()

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), (b"set-cookie", cookie)]}
        await send(message)

    return sent
