"""HTML and SVG put together from elements: every text that is not already markup is escaped on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

from balance import formats


class Markup(str):
    """Text that is HTML already. Only this module makes it, out of escaped parts."""

    __slots__ = ()


Attribute: TypeAlias = str | float | bool | None

VOID = {"meta", "col", "br", "input"}
"""Elements of HTML that have no end."""


def tag(name: str, /, *parts: str, **attributes: Attribute) -> Markup:
    """An element: parts that are plain text are escaped, attributes always; a name's final underscore is dropped.

    >>> tag("b", "1 < 2", class_="x", aria_label='"', hidden=None)
    '<b class="x" aria-label="&quot;">1 &lt; 2</b>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{told}>" if name in VOID else f"<{name}{told}>{joined(parts)}</{name}>")


def joined(parts: Iterable[str]) -> Markup:
    """Parts one after the other, plain text escaped."""
    return Markup("".join(part if isinstance(part, Markup) else text(part) for part in parts))


def text(plain: str) -> Markup:
    """Plain text, numbers held to their units."""
    return Markup(escape(formats.unbroken(plain), quote=False))


def raw(trusted: str) -> Markup:
    """Markup that the package itself wrote, such as its style sheet; never text of the data."""
    return Markup(trusted)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    said = "" if value is True else f"{value:.6g}" if isinstance(value, float) else value
    return f' {name.rstrip("_").replace("_", "-")}="{escape(said)}"'
