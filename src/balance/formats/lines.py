"""Rows of texts as lines for a terminal: columns stand beneath each other, numbers to the right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "


def lined_up(rows: Sequence[Sequence[str]], head: Sequence[str] = (), right: Collection[int] = ()) -> list[str]:
    """The rows as lines, under a head where one is given; the columns named in `right` end at one edge.

    A column without a word in any row is left out with its head. Line breaks and tabs in a text become spaces.

    >>> lined_up([("pace", "1.5", ""), ("threat", "12", "")], ("Lever", "Most", "Note"), right=[1])
    ['Lever   Most', 'pace     1.5', 'threat    12']
    """
    if not rows:
        return []
    told = [[" ".join(text.split()) for text in row] for row in rows]
    kept = [at for at in range(len(told[0])) if any(row[at] for row in told)]
    whole = [list(head), *told] if head else told
    widths = {at: max(width(row[at]) for row in whole) for at in kept}
    return [GAP.join(_padded(row[at], widths[at], right=at in right) for at in kept).rstrip() for row in whole]


def width(text: str) -> int:
    """How many places of a terminal a text takes: letters of East Asia take two, accents set upon a letter none.

    >>> width("Ubeda"), width("東京"), width("U\\u0301")
    (5, 4, 1)
    """
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, wide: int, *, right: bool) -> str:
    blank = " " * (wide - width(text))
    return blank + text if right else text + blank
