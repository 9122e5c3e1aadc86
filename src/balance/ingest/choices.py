"""Columns of fixed choices and of yes or no: which choice a written value means.

Values are compared without case, a leading rank ("3 - In progress"), marks such as arrows and bullets, and spaces or
punctuation between words; without accents where that leaves no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from balance.schema import Column

_RANK = re.compile(r"^\d{1,2}\s*[-–—.:)]\s*(?=\D)")
_MARKS = re.compile(r"^[^\w(\[]++(?=.*\w)|(?<=\w)[^\w)\]]+$", re.UNICODE)
_BETWEEN = re.compile(r"[-‐‑–—_/\s]+")
_ASIDE = re.compile(r"^(?P<before>[^()\[\]]+?)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]$")
_PARTED = re.compile(r"\s+[-–—|/]\s+|\s*:\s+")
_YES = "yes y true t 1 x ja oui si sí sim on ✓ ✔ vrai wahr verdadero verdadeiro"
_NO = "no n false f 0 nein non não nao off ✗ faux falsch falso"
SHORT_CODE = 3
"""A part of at most so many characters before or behind a dash is a code ("PR - Protect"), not a word."""
LEAST_TELLING = frozenset({"-5", "6", "7", "8"})
"""Codes that no rank from 1 on would reach: one of them has to be there for codes to be taken as such."""


def plain(text: str) -> str:
    """Text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A value without case, rank, marks, and spaces or punctuation between its words.

    >>> normal("  3 - In_Progress "), normal("On-hold"), normal("▲ Terminé")
    ('in progress', 'on hold', 'terminé')
    """
    bare = _RANK.sub("", _MARKS.sub("", text.strip()) if not _RANK.match(text.strip()) else text.strip())
    words = unicodedata.normalize("NFC", _BETWEEN.sub(" ", _MARKS.sub("", bare)))
    return " ".join(words.casefold().split()).strip(" .")


FLAGS = {normal(word): True for word in _YES.split()} | {normal(word): False for word in _NO.split()}


@cache
def _meanings(column: Column) -> Mapping[str, str]:
    exact = {normal(written): choice for written, choice in column.meant.items()}
    bare: dict[str, set[str]] = {}
    for written, choice in exact.items():
        bare.setdefault(plain(written), set()).add(choice)
    return {word: next(iter(meant)) for word, meant in bare.items() if len(meant) == 1} | exact


def _known(column: Column, text: str) -> str | None:
    """What a value means, with its accents or, where that leaves no doubt, without them."""
    known, word = _meanings(column), normal(text)
    return known.get(word) or known.get(plain(word))


def meaning(column: Column, text: str) -> str | None:
    """The choice a written value means, None where it is none of them or its parts mean different ones.

    >>> from balance.schema import CONTROLS, INITIATIVES
    >>> meaning(INITIATIVES.column("stage"), "Work in Progress"), meaning(CONTROLS.column("function"), "Protect (PR)")
    ('in_flight', 'protect')
    """
    whole = _known(column, text)
    if whole is not None or len(text) > 80:
        return whole
    aside = _ASIDE.match(text.strip())
    if aside:
        before, inside = _known(column, aside["before"]), _known(column, aside["inside"])
        return before if inside in (None, before) else (inside if before is None else None)
    parts = _PARTED.split(text.strip())
    told = [_known(column, part) for part in parts if len(part) > SHORT_CODE]
    return told[0] if len(parts) > 1 and len(set(told)) == 1 else None


def codes_of(column: Column, written: Collection[str]) -> dict[str, str]:
    """What each value means where all of them are number codes of a tool, else nothing.

    >>> from balance.schema import INCIDENTS
    >>> codes_of(INCIDENTS.column("state"), ["1", "7"]), codes_of(INCIDENTS.column("state"), ["1", "2"])
    ({'1': 'New', '7': 'Closed'}, {})
    """
    known, bare = dict(column.codes), {text.strip() for text in written}
    if not bare or not bare <= set(known) or not bare & LEAST_TELLING:
        return {}
    return {text: known[text.strip()] for text in written}
