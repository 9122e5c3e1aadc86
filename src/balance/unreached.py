"""What a person reads where the house that knows people cannot be reached, or does not take the way to it.

Plain ASGI, as the door that uses it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

WAY = "/auth/login"
"""Where the server sends people from, to the house that knows them."""

WORDS = (
    "Signing in did not work: the sign-in service of your company could not be reached, or did not answer as it "
    "should. Go back and try again. If it stays so, tell whoever runs Balance; the reason is in its log.\n"
)


def in_words(send: Send) -> Send:
    """An answer that refuses is given in words of ours; every other is let through as it is."""
    refused = False

    async def sent(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] >= 400:
            refused = True
            told = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(WORDS)).encode())]
            message = {**message, "headers": told}
        elif refused and message["type"] == "http.response.body":
            if message.get("more_body"):
                return
            message = {**message, "body": WORDS.encode()}
        await send(message)

    return sent
