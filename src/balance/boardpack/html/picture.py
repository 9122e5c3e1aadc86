"""A slide as a picture: the HTML writer's own section on a sheet of paper, as SVG that nothing in it can come alive in.

Shown as an image, such a file runs no script, follows no link and fetches nothing, whatever the texts of the data hold.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import lru_cache
from html import escape
from pathlib import Path

from balance.boardpack.html.document import section
from balance.boardpack.html.markup import raw, tag
from balance.boardpack.slides import Outline
from balance.figures import LIGHT

WIDTH, HEIGHT = 1123, 794
"""A4 across, in points of a screen."""

_MARGINS = "9mm 11mm"
_UNENDED = re.compile(r"<(col|br)\b([^>]*?)/?>")


def picture(outline: Outline, number: int) -> str:
    """Slide `number`, counted from 1, as SVG: paper in light colours, as it is printed; without the speaker's notes."""
    drawn = _well_formed(section(outline.slides[number - 1], number))
    page = (
        f'<div xmlns="http://www.w3.org/1999/xhtml" class="sheet" lang="en-GB"><style>{_style()}</style>'
        f"<main>{drawn}</main></div>"
    )
    return str(
        tag(
            "svg", raw(f'<foreignObject width="{WIDTH}" height="{HEIGHT}">{page}</foreignObject>'),
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", width=str(WIDTH), height=str(HEIGHT),
        )
    )  # fmt: skip


def _well_formed(markup: str) -> str:
    """HTML as XML: elements that have no end are ended, and drawings say that they are some."""
    ended = _UNENDED.sub(r"<\1\2/>", markup)
    return ended.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').replace("&nbsp;", "&#160;")


@lru_cache(maxsize=1)
def _style() -> str:
    """The pack's style sheet as it is printed, on a sheet with its margins."""
    printed = Path(__file__).with_name("pack.css").read_text(encoding="utf-8").replace("@media print{", "@media all{")
    printed = printed.replace("@media screen", "@media print and")  # a small picture is no phone
    colours = "".join(f"--{field.name}:{getattr(LIGHT, field.name)};" for field in fields(LIGHT))
    sheet = (
        f".sheet{{{colours}width:{WIDTH}px;height:{HEIGHT}px;padding:{_MARGINS};overflow:hidden;"
        "border:1px solid var(--line);color-scheme:light}"
        "svg:root{font-size:13.6px}.sheet .notes{display:none}"
    )
    return escape(printed.replace("html{", ".sheet{") + sheet, quote=False)
