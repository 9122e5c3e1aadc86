"""The two pages as a document in the pack's own hand, upright, printed to PDF."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from balance.boardpack import pdf
from balance.boardpack.html import blocks
from balance.boardpack.html.document import page, style
from balance.boardpack.html.markup import Markup, raw, tag
from balance.boardpack.layout import Box
from balance.boardpack.paper.pages import Page, pages
from balance.boardpack.slides import Outline
from balance.errors import BalanceError
from balance.language import say

PICTURE = Box(0.0, 0.0, 7.2, 3.0)
"""What a chart has on a page, in inches."""

NOTHING = "The paper of two pages is made of the answer, the trade-off or the decisions. Choose one of these sections."


def write(outline: Outline) -> bytes:
    """The paper as the bytes of a .pdf; BalanceError where the pack holds nothing of it or it cannot be printed."""
    return pdf.printed(document(outline), outline.as_of)


def document(outline: Outline) -> bytes:
    """The paper as a web page, before it is printed; the same outline gives the same bytes."""
    told = pages(outline)
    if not told:
        raise BalanceError(NOTHING)
    footer = outline.slides[0].footer
    drawn = (_page(one, (outline.title, footer), at, len(told)) for at, one in enumerate(told, start=1))
    return page(outline.title, style() + _upright(), tag("body", tag("main", *drawn)))


def _page(told: Page, around: tuple[str, str], at: int, of: int) -> Markup:
    """One page between what the whole paper is about and where its numbers come from."""
    above, below = around
    number = say("Page {at} of {of}", at=at, of=of)
    return tag(
        "section",
        tag("p", above, class_="kind"),
        tag("h2", told.title) if told.title else raw(""),
        tag("p", told.lead, class_="lead") if told.lead else raw(""),
        *(blocks.draw(block, PICTURE) for block in told.blocks),
        tag("footer", tag("span", below), tag("span", number)),
        class_="sheet",
    )


@lru_cache(maxsize=1)
def _upright() -> str:
    return Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
