"""What of the pack stands on the two pages of the paper: where we stand, and what we propose and ask.

Nothing is worded or worked out anew: titles, numbers and tables are those of the slides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from balance.boardpack import wording
from balance.boardpack.slides import Block, Item, Notice, Numbers, Outline, Points, Slide, Table, XYChart
from balance.boardpack.trade_off import SIDE_BY_SIDE
from balance.language import noted, say

SENTENCES = 190
"""Characters of what follows a message: as many whole sentences as they hold."""

ROWS, ASKED = 5, 4
"""Rows of a table, and of the table of decisions, that have room on a page."""

ASKS, EFFECT, ANSWERS = (2.4, 3.3), 2.15, (1.3, 1.2)
"""The parts of the width that the columns of the decisions have: what is asked, each of its effects, who and when."""

MESSAGES = {
    "changes": noted("Since last time"), "velocity": noted("Delivery"), "trade-off": noted("The link"),
    "exposure": noted("Exposure"), "incidents": noted("Incidents"),
    "record": noted("Forecasts"), "followed": noted("Decisions"),
}  # fmt: skip
"""The slides that are told by their message, and the word it stands under."""


@dataclass(frozen=True)
class Page:
    """One page of the paper: its message, what follows from it, and its blocks from top to bottom."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def pages(outline: Outline) -> tuple[Page, ...]:
    """The two pages, of what the pack holds; fewer where one would be empty."""
    known = {slide.key: slide for slide in outline.slides if slide.key}
    return tuple(page for page in (_stand(known), _propose(known)) if page.blocks)


def _stand(known: Mapping[str, Slide]) -> Page:
    """The answer with its numbers and its picture, and the messages it rests on."""
    answer = known.get("answer")
    picture = () if answer is None else tuple(_first(answer, Numbers, XYChart))
    messages = _messages(known, ("changes", "velocity", "trade-off", "exposure", "incidents"))
    limits = _first(known["exposure"], Table) if "exposure" in known else ()
    title, lead = (answer.title, answer.subtitle) if answer is not None else ("", "")
    return Page(title, wording.begun(lead, SENTENCES * 2), (*picture, *_listed(messages), *map(_short, limits)))


def _propose(known: Mapping[str, Slide]) -> Page:
    """The plans side by side, the recommendation, what is asked, and how far we were right before."""
    trade, asked = (known[key].blocks if key in known else () for key in ("trade-off", "decisions"))
    plans = next((block for block in trade if isinstance(block, Table)), None) if _has_plans(trade) else None
    ask = known["decisions"].title if "decisions" in known else ""
    shown = [] if plans is None else [_short(replace(plans, title=""))]
    advice = [block for block in trade if isinstance(block, Points)]
    decisions = [_asked(block, ask if plans else "") for block in asked if isinstance(block, Table | Notice)]
    otherwise = [block for block in asked if isinstance(block, Points)]
    sure = _listed((*_messages(known, ("record", "followed")), *_how_sure(known)))
    title = known["trade-off"].title if plans and plans.title == say(SIDE_BY_SIDE) else plans.title if plans else ask
    return Page(title, "", (*shown, *advice, *decisions, *otherwise, *sure))


def _has_plans(trade: Sequence[Block]) -> bool:
    """Whether the slide begins with plans; what it begins with says why where there is none."""
    return bool(trade) and isinstance(trade[0], Table)


def _first(slide: Slide, *kinds: type[Block]) -> Iterator[Block]:
    """The first block of each kind that a slide has."""
    for kind in kinds:
        yield from [block for block in slide.blocks if isinstance(block, kind)][:1]


def _messages(known: Mapping[str, Slide], keys: Sequence[str]) -> tuple[Item, ...]:
    return tuple(Item(say(MESSAGES[key]), _message(known[key])) for key in keys if key in known)


def _message(slide: Slide) -> str:
    """A slide's title as a sentence, with as much of what follows as has room."""
    more = wording.begun(slide.subtitle, SENTENCES)
    parts = (slide.title, more if len(more) <= SENTENCES else "")
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _how_sure(known: Mapping[str, Slide]) -> tuple[Item, ...]:
    """What the notes of the answer say last: how far the data carries it."""
    told = known["answer"].notes[-1:] if "answer" in known else ()
    return tuple(Item("", wording.begun(one, SENTENCES * 2)) for one in told)


def _listed(items: Sequence[Item]) -> tuple[Block, ...]:
    return (Points("", tuple(items)),) if items else ()


def _short(block: Block, most: int = ROWS) -> Block:
    """A table without the chart beside it and no longer than the page has room for."""
    if not isinstance(block, Table):
        return block
    left = len(block.rows) - most
    more = wording.further(left, "further row", where=noted("all in the pack")) if left > 0 else block.more
    return replace(block, chart=None, rows=block.rows[:most], more=more, large=False)


def _asked(block: Table | Notice, title: str) -> Block:
    """The decisions under the message of their slide; owner and day have the room an upright page leaves them."""
    if isinstance(block, Notice):
        return block
    widths = (*ASKS, *(EFFECT for _ in block.columns[len(ASKS) : -len(ANSWERS)]), *ANSWERS)
    columns = tuple(replace(column, width=width) for column, width in zip(block.columns, widths, strict=False))
    return _short(replace(block, title=title, columns=columns), ASKED)
