"""A pack for somebody who sees some units only says so: in its title, on its first page and in each footer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Outline, Slide
from balance.language import say

NAMED = 3
"""Units that are named; more are counted."""


def of_units(outline: Outline, units: Collection[str] | None) -> Outline:
    """The outline as one of these units alone; None for the whole company changes nothing."""
    if units is None:
        return outline
    part = _named(units)
    first, *rest = outline.slides or (None,)
    opened = () if first is None else (_opened(first, part), *(one for one in rest if one is not None))
    only = say("Only {part}", part=part)
    slides = tuple(replace(slide, footer=f"{only} · {slide.footer}") for slide in opened)
    title = say("{title}: only {part}", title=outline.title, part=part)
    return replace(outline, title=title, slides=slides, part=only)


def _named(units: Collection[str]) -> str:
    """Units as people name them.

    >>> _named({"Retail"}), _named(set()), _named({"Retail", "Cards", "Loans", "Trade"})
    ('Retail', 'no unit', 'Cards, Loans, Retail and 1 more unit')
    """
    names = [wording.brief(unit, 24) for unit in sorted(units, key=str.casefold) if wording.plain(unit)]
    left = len(names) - NAMED
    told = names if left <= 0 else [*names[:NAMED], f"{formats.count(left, 'more unit')}"]
    return formats.listed(told) or say("no unit")


def _opened(slide: Slide, part: str) -> Slide:
    said = say("Only what belongs to {part} is counted in this pack, not the whole company.", part=part)
    return replace(slide, subtitle=f"{said} {slide.subtitle}".strip(), notes=(said, *slide.notes))
