"""Every text a visitor could see: of a page as it was served, and of a board pack; and the English left in it.

In the pseudo-language each vowel of a sentence of the product is accented. A word of three letters or more with a bare
vowel therefore either is data (names, ids, classes: known from the store) or never went through the catalogue.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

SHOWN = {
    "label", "labels", "body", "value", "help", "placeholder", "options", "defaultText", "caption", "captions",
    "content", "contentIcon", "message", "text", "elementLabel", "altText", "title", "alert", "delta",
}  # fmt: skip
"""The fields of Streamlit's elements that hold what is read; keys, ids and styles are not among them."""
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "aria-description")
FIGURE_TEXTS = {
    "text", "name", "hovertemplate", "texttemplate", "ticktext", "customdata", "hovertext", "meta", "x", "y",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]{3,}")
BARE = re.compile(r"[AEIOUaeiouy]")
MARKDOWN_LINK = re.compile(r"\]\([^)]*\)")


class _Read(HTMLParser):
    """What is read of HTML: its texts, and what is told of a place."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        self.found += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def of_html(source: str) -> list[str]:
    """The texts of a piece of HTML."""
    reader = _Read()
    reader.feed(source)
    reader.close()
    return [text.strip() for text in reader.found if text.strip()]


def of_figure(spec: str) -> Iterator[str]:
    """The texts of a figure: titles, annotations, names of traces, ticks, and what hangs on hover."""
    parts = (part.replace("<br>", " ") for part in _figure_texts(json.loads(spec), ""))  # a name on two lines is one
    yield from (text for part in parts for text in of_html(part))


def _figure_texts(part: Any, name: str) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "template":
                yield from _figure_texts(value, str(key))
    elif isinstance(part, list):
        for value in part:
            yield from _figure_texts(value, name)
    elif isinstance(part, str) and name in FIGURE_TEXTS:
        yield re.sub(r"%\{[^}]*\}", " ", part)


def of_page(app: Any) -> Iterator[tuple[str, str]]:
    """The texts of a page as it was served: in which kind of element, and the text."""
    from google.protobuf.json_format import MessageToDict

    for element in _elements(app._tree):
        proto = getattr(element, "proto", None)
        kind = type(element).__name__ + ":" + str(getattr(element, "type", ""))
        if proto is None:
            continue
        if kind.endswith(":plotly_chart"):
            yield from ((kind, text) for text in of_figure(proto.spec))
        elif kind.endswith(":arrow_data_frame"):
            yield from ((kind, text) for text in _cells(element))
        else:
            told = MessageToDict(proto)
            yield from ((kind, text) for part in _fields(told, "") for text in of_html(MARKDOWN_LINK.sub("]", part)))


def _elements(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _elements(child)


def _fields(part: Any, name: str) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _fields(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from _fields(value, name)
    elif isinstance(part, str) and name in SHOWN:
        yield part


def _cells(element: Any) -> Iterator[str]:
    import pyarrow as pa

    configured = json.loads(element.proto.columns or "{}")
    yield from (str(value) for column in configured.values() for key, value in column.items()
                if key in ("label", "help") and value)  # fmt: skip
    frame = pa.ipc.open_stream(BytesIO(element.proto.arrow_data.data)).read_pandas()
    named = {column for column, how in configured.items() if how.get("label")}
    yield from (str(column) for column in frame.columns if column not in named)
    for column in frame.columns:
        yield from (value for value in frame[column] if isinstance(value, str))


def of_values(value: object) -> Iterator[str]:
    """Every text of a value made of dataclasses and tuples, such as the outline of a pack."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from of_values(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from of_values(getattr(value, part.name))


ESCAPE = re.compile(r"\N{WORD JOINER}|\\(?=[!-/:-@\[-`{-~])")
CODE = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{7,12}\b|\b[a-z]+(?:_[a-z0-9]+)+\b")
"""Hashes, and the names of columns as they stand in a file."""


def english_in(text: str, data: re.Pattern[str]) -> list[str]:
    """The words of a text that are neither data nor said in the pseudo-language."""
    rest = ESCAPE.sub("", text.replace("\N{NO-BREAK SPACE}", " "))
    rest = CODE.sub(" ", data.sub(" ", rest))
    return [word for word in WORD.findall(rest) if word.isascii() and BARE.search(word)]


def data_of(values: Iterable[str]) -> re.Pattern[str]:
    """What matches anything that stands in the data, the longest first."""
    known = sorted({value.strip() for value in values if len(value.strip()) > 1}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)") if known else re.compile(r"(?!)")


def cut(name: str, least: int = 12) -> Iterator[str]:
    """A name as pictures cut it, which have room for so many letters at least."""
    yield from (f"{name[:end].rstrip()}…" for end in range(least, len(name)))
