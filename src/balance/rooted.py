"""The server's own page, told where its server is: else the browser asks under the name of every screen first, and
each address that is opened directly begins with two requests that fail.

Plain ASGI, as the door that uses it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

SCREEN = re.compile(r"/[A-Za-z0-9_-]*")
"""The addresses of screens: one name, no folder and no ending."""

ROOT = '<script>window.__streamlit={BACKEND_BASE_URL:new URL(".",location.href).href}</script>'
_OF_THE_FILE = (b"content-encoding", b"content-length", b"etag", b"last-modified", b"accept-ranges", b"vary")
"""What the server says of its own file and would be untrue of ours."""


FIRST_LIGHT = "<style>html:not(:has(.stApp)){color-scheme:light dark;background:light-dark(#FFFFFF,#0F151D)}</style>"
"""Until the app is there a dark screen stays dark: else it would flash white each time a page is opened."""
SHAPE = f"<style>{Path(__file__).parent.joinpath('ui', 'style.css').read_text(encoding='utf-8')}</style>"
"""Everything has its size before the first run of a screen: else it moves once that run brings the style sheet."""
NEEDED = ("Html", "PlotlyChart", "Selectbox", "Button")
"""What every screen is drawn with: fetched with the page, not only once the server is busy making the screen."""
_IMPORTED = re.compile(r'from"\./([\w.-]+\.js)"')


def rooted(page: str) -> str:
    """The page with the server's address before its first script: the folder the page's own files are in.

    >>> rooted("<html><head><title>A</title></head></html>").startswith("<html><head><script>window.")
    True
    """
    return page.replace("<head>", f"<head>{ROOT}{FIRST_LIGHT}{SHAPE}", 1)


def ahead(page: str, scripts: Path) -> str:
    """The page that fetches with itself what every screen is drawn with, out of the folder of the server's scripts."""
    found = [file for name in NEEDED for file in sorted(scripts.glob(f"{name}.*.js"))]
    names = [name for file in found for name in (file.name, *_IMPORTED.findall(file.read_text(encoding="utf-8")))]
    links = [
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in dict.fromkeys(names) if name not in page
    ]  # fmt: skip
    return page.replace("</head>", f"{''.join(links)}</head>", 1)


def with_page(send: Send, page: bytes) -> Send:
    """An answer that is the server's own page is given as this one; every other is let through as it is."""
    ours = False

    async def sent(message: Message) -> None:
        nonlocal ours
        if message["type"] == "http.response.start":
            headers = [(name.lower(), value) for name, value in message.get("headers", [])]
            ours = message["status"] == 200 and dict(headers).get(b"content-type", b"").startswith(b"text/html")
            if ours:
                kept = [(name, value) for name, value in headers if name not in _OF_THE_FILE]
                message = {**message, "headers": [*kept, (b"content-length", str(len(page)).encode())]}
        elif ours and message["type"] == "http.response.body":
            if message.get("more_body"):
                return
            message = {**message, "body": page}
        await send(message)

    return sent
