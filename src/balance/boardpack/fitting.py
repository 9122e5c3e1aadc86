"""How much text fits: widths and lines of the slide's font, and shortening that says so.

Lengths are inches, sizes points. Nothing here depends on an installed font, so every machine breaks lines alike.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from balance.boardpack.style import letter_width

ELLIPSIS = "…"
_NARROWER = 0.98  # renderers differ by a little; text measured to fit must fit everywhere


def width(text: str, size: float, bold: bool = False) -> float:
    """The length of a line of text.

    >>> 0.4 < width("Today", 11) < 0.45
    True
    """
    return _ems(text, bold) * size / 72


def least_room(text: str, size: float, bold: bool = False) -> float:
    """The least room in which a text stands on one line uncut.

    >>> shorten("Customer data platform", least_room("Customer data platform", 11), 11)
    'Customer data platform'
    """
    return width(text, size, bold) / _NARROWER + 1e-6


@lru_cache(maxsize=8192)
def _ems(text: str, bold: bool) -> float:
    return sum(letter_width(letter, bold) for letter in text if not unicodedata.combining(letter))


def lines(text: str, room: float, size: float, bold: bool = False, indent: float = 0.0) -> list[str]:
    """The text broken into lines no longer than `room`; a word too long for a line is cut.

    The first line is shorter by `indent`.

    >>> lines("one two three", 0.6, 11)
    ['one two', 'three']
    >>> lines("one two three", 0.6, 11, indent=0.3)
    ['one', 'two', 'three']
    """
    room *= _NARROWER
    broken = [""]
    for word in _words(text, room, size, bold):
        longer = f"{broken[-1]} {word}".strip()
        if width(longer, size, bold) <= room - (indent if len(broken) == 1 else 0.0):
            broken[-1] = longer
        else:
            broken.append(word)
    return broken if indent else [line for line in broken if line] or [""]


def shorten(text: str, room: float, size: float, bold: bool = False, most: int = 1, indent: float = 0.0) -> str:
    """The text if it takes at most that many lines, else as much of it as fits and an ellipsis.

    >>> shorten("Customer data platform", 1.0, 11)
    'Customer…'
    """
    broken = lines(text, room, size, bold, indent)
    if len(broken) <= most:
        return text
    last, held = broken[most - 1], room * _NARROWER - (indent if most == 1 else 0.0)
    if " " in last and width(last + ELLIPSIS, size, bold) > held:
        last = last.rpartition(" ")[0]
    while last and width(last + ELLIPSIS, size, bold) > held:
        last = last[:-1]
    kept = " ".join([*broken[: most - 1], last.rstrip(" ,;:.–-")])
    return kept + ELLIPSIS


def shorten_apart(texts: Sequence[str], room: float, size: float, bold: bool = False, most: int = 1) -> list[str]:
    """The texts of a column shortened so that different ones stay different: those that would look alike keep their
    beginning and their end, and lose their middle.

    >>> shorten_apart(["Depot network renewal, east", "Depot network renewal, west"], 1.3, 11)
    ['Depot netw… east', 'Depot net… west']
    """
    shown = {text: shorten(text, room, size, bold, most) for text in texts}
    alike = Counter(shown.values())
    return [
        _without_middle(text, room, size, bold) if alike[shown[text]] > 1 and shown[text] != text else shown[text]
        for text in texts
    ]


def _without_middle(text: str, room: float, size: float, bold: bool) -> str:
    """One line of the text's beginning and end; the end gets up to half of it, from a word's beginning if it can."""
    held = room * _NARROWER
    end = _end(text, held / 2, size, bold)
    begun = text[: len(text) - len(end)]
    while begun and width(begun.rstrip() + ELLIPSIS + end, size, bold) > held:
        begun = begun[:-1]
    return begun.rstrip(" ,;:.–-") + ELLIPSIS + end


def _end(text: str, room: float, size: float, bold: bool) -> str:
    """The last words of a text that fit, else its last letters."""
    starts = [at for at, letter in enumerate(text) if letter == " " and width(text[at:], size, bold) <= room]
    if starts:
        return text[starts[0] :]
    return next((text[at:] for at in range(len(text)) if width(text[at:], size, bold) <= room), "")


def sentences(text: str, room: float, size: float, most: int, indent: float = 0.0) -> str:
    """As many whole sentences as fit into that many lines; the first one is shortened if it must be.

    >>> sentences("One two. Three four.", 0.7, 11, most=1)
    'One two.'
    """
    if len(lines(text, room, size, indent=indent)) <= most:
        return text
    kept = ""
    for sentence in text.replace("! ", ". ").split(". "):
        longer = f"{kept} {sentence.rstrip('.')}.".strip()
        if len(lines(longer, room, size, indent=indent)) > most:
            break
        kept = longer
    return kept or shorten(text, room, size, most=most, indent=indent)


def largest(text: str, room: float, sizes: tuple[float, ...], bold: bool, most: int) -> float:
    """The first of these sizes at which the text takes at most that many lines, else the last."""
    fitting = (size for size in sizes if len(lines(text, room, size, bold)) <= most)
    return next(fitting, sizes[-1])


def _words(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    for word in text.split(" "):
        while width(word, size, bold) > room and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], size, bold) <= room)
            yield word[:cut]
            word = word[cut:]
        yield word
