"""Letters that nobody sees and that web pages leave in cells: they are no part of a number or a date."""

from __future__ import annotations

NOBODY_SEES = dict.fromkeys([0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
"""Spaces and joiners without width, and marks that turn the direction of a text.

Soft hyphens are not among them: many programs show them as a hyphen, and before a number that is a minus."""


def as_seen(text: str) -> str:
    """The text as a person sees it.

    >>> as_seen("2027-03-31\\u200b"), as_seen("1\\u00a0000")
    ('2027-03-31', '1\\xa0000')
    """
    return text if text.isascii() else text.translate(NOBODY_SEES)
