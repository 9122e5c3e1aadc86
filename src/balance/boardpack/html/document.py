"""The document around the slides: what it may do, its look, its contents, one section for each slide.

The file carries its own style sheet and script and names both by their hash, so that nothing else can run in it
and nothing is fetched, whatever the texts of the data hold.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path

from balance.boardpack import wording
from balance.boardpack.html import blocks, levers
from balance.boardpack.html.markup import Markup, raw, tag
from balance.boardpack.layout import BOXES, ROOM, Box
from balance.boardpack.slides import Outline, Slide
from balance.figures import DARK, LIGHT, Tokens
from balance.language import say

WHOLE = Box(0.0, 0.0, ROOM, 3.0)

PRINTED = 280
"""Characters of a note that have room on a printed page."""


def write(outline: Outline) -> bytes:
    """The outline as the bytes of a .html; the same outline gives the same bytes."""
    return page(outline.title, style(), _body(outline), _script())


def page(title: str, look: str, body: Markup, script: str = "") -> bytes:
    """A whole document: its look and its script, named by their hash, are all that may be in force in it."""
    return f"<!doctype html>\n{tag('html', _head(title, look, script), body, lang='en-GB')}\n".encode()


def _head(title: str, look: str, script: str) -> Markup:
    may_run = f"script-src '{_hash(script)}'; " if script else ""
    policy = f"default-src 'none'; style-src '{_hash(look)}'; {may_run}base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="Balance"),
        tag("title", title),
        tag("style", raw(look)),
    )


def _body(outline: Outline) -> Markup:
    return tag(
        "body",
        tag("header", tag("h1", outline.title), _contents(outline), class_="top"),
        tag("main", *(section(slide, number) for number, slide in enumerate(outline.slides, start=1)), *_live(outline)),
        tag("div", class_="tip", role="status", hidden=True),
        tag("script", raw(_script())),
    )


def _live(outline: Outline) -> tuple[Markup, ...]:
    return (levers.draw(outline.live),) if outline.live is not None else ()


def _contents(outline: Outline) -> Markup:
    entries = (
        tag("li", tag("a", str(number), href=f"#slide-{number}", title=slide.title, aria_label=slide.title))
        for number, slide in enumerate(outline.slides, start=1)
    )
    live = tag("li", tag("a", say("Try it"), href="#levers")) if outline.live is not None else raw("")
    return tag("nav", tag("ol", *entries, live), aria_label=say("Slides"))


def section(slide: Slide, number: int) -> Markup:
    """One slide."""
    boxes = BOXES.get(slide.layout, ())
    drawn = (blocks.draw(block, boxes[at] if at < len(boxes) else WHOLE) for at, block in enumerate(slide.blocks))
    return tag(
        "section",
        tag("h2", slide.title, id=f"title-{number}"),
        tag("p", slide.subtitle, class_="lead") if slide.subtitle else raw(""),
        tag("div", *drawn, class_="blocks"),
        _notes(slide),
        tag("footer", tag("span", slide.footer), tag("span", str(number))),
        id=f"slide-{number}",
        class_=f"slide {slide.layout}",
        aria_labelledby=f"title-{number}",
    )


def _notes(slide: Slide) -> Markup:
    told = [note for note in slide.notes if note != slide.subtitle]
    if not told:
        return raw("")
    said = tag("ul", *map(_note, told))
    return tag("details", tag("summary", say("Evidence, caveats and how sure we are")), said, class_="notes")


def _note(told: str) -> Markup:
    """A note; on paper, where room is short, it ends with a sentence."""
    kept = wording.begun(told, PRINTED)
    if kept == told:
        return tag("li", told)
    rest = tag("span", told[len(kept) :], class_="screen-only")
    return tag("li", kept, rest, tag("span", f" {say('More on the web page.')}", class_="paper-only"))


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of the pack: its colours by day and by night, then how everything looks on screen and paper."""
    both = ((":root", LIGHT, "{}"), (":root", DARK, "@media screen and (prefers-color-scheme:dark){{{}}}"))
    colours = "".join(around.format(f"{where}{{{_colours(tokens)}}}") for where, tokens, around in both)
    return colours + Path(__file__).with_name("pack.css").read_text(encoding="utf-8")


def _colours(tokens: Tokens) -> str:
    return "".join(f"--{field.name}:{getattr(tokens, field.name)};" for field in fields(tokens))


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("pack.js").read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
