"""A sentence that comes from below the screens in English, with its values in it, in the language in force.

What the readers of files and the store say is kept and printed in English, the same for every program. A screen looks
it up again here: by the sentence it was made from, whose values are then put into the translation. A value that is
itself such a sentence is looked up in its turn; whatever stands in quotes is data and stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from balance.language import ENGLISH, label, locale, msgids, say

LEAST = 5
"""A sentence with fewer letters beside its values is too like any other."""
DEEPEST = 3


class Made(NamedTuple):
    """A sentence with room for values, the longest part that any text made from it holds, and how to find values."""

    sentence: str
    longest: str
    pattern: str


def retold(text: str) -> str:
    """A text of the product in the language in force, its values filled in; a text that is none as it is.

    >>> retold("3 more cells, in rows 5 to 7")
    '3 more cells, in rows 5 to 7'
    """
    return text if locale() == ENGLISH or not text else _retold(locale(), text)


@lru_cache(maxsize=4096)
def _retold(_locale: str, text: str, depth: int = DEEPEST) -> str:
    if (told := label(text)) != text or not depth:
        return told
    if text in (small := _in_small_letters(msgids(_locale))):
        return label(small[text])
    for one in made(msgids(_locale)):
        found = re.fullmatch(one.pattern, text, re.DOTALL) if one.longest in text else None
        if found:
            values = {name: _value(_locale, value, depth) for name, value in found.groupdict().items()}
            return say(one.sentence, **values)
    parts = text.split("; ")
    return "; ".join(_retold(_locale, part, depth - 1) for part in parts) if len(parts) > 1 else text


def _value(_locale: str, value: str, depth: int) -> str:
    quoted = value[:1] in ("'", '"') and value[-1:] == value[:1]
    return value if quoted or not any(map(str.isalpha, value)) else _retold(_locale, value, depth - 1)


@lru_cache(maxsize=4)
def _in_small_letters(sentences: frozenset[str]) -> dict[str, str]:
    """Sentences by how they read within another one."""
    return {one.lower(): one for one in sorted(sentences) if "{" not in one}


@lru_cache(maxsize=4)
def made(sentences: frozenset[str]) -> tuple[Made, ...]:
    """The sentences that values were put into, the one that says most by itself first.

    >>> [one.pattern for one in made(frozenset({"{count} more cells", "{a} and {b}", "{share:.0f} of cells", "none"}))]
    ['(?P<count>.+?)\\\\ more\\\\ cells']
    """
    found = sorted((-letters, sentence) for sentence in sentences if (letters := _letters(sentence)) >= LEAST)
    return tuple(_made(sentence) for _, sentence in found)


def _letters(sentence: str) -> int:
    """How many letters a sentence has beside its values; none where it has no values, or some that are formatted."""
    if "{" not in sentence:
        return 0
    parts = list(Formatter().parse(sentence))
    plain = all(name is None or (name.isidentifier() and not form and not kind) for _, name, form, kind in parts)
    filled = any(name is not None for _, name, _, _ in parts)
    return sum(map(str.isalpha, "".join(text for text, *_ in parts))) if plain and filled else 0


def _made(sentence: str) -> Made:
    known: set[str] = set()
    written, longest = "", ""
    for text, name, _, _ in Formatter().parse(sentence):
        written, longest = written + re.escape(text), max(longest, text, key=len)
        if name is not None:
            written += f"(?P={name})" if name in known else f"(?P<{name}>.+?)"
            known.add(name)
    return Made(sentence, longest, written)
