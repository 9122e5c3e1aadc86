"""Columns of fixed choices and of yes or no: which choice a written value means.

Values are compared without case, a leading rank ("3 - In progress"), spaces around and punctuation between words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from balance.schema import Column

_RANK = re.compile(r"^\d{1,2}\s*[-–.:)]\s*(?=\D)")
_YES = "yes y true t 1 x ja oui si sí sim on ✓ ✔ vrai wahr verdadero verdadeiro"
_NO = "no n false f 0 nein non não nao off ✗ faux falsch falso"
FLAGS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A value without case, rank, and spaces or punctuation between its words.

    >>> normal("  3 - In_Progress "), normal("On-hold")
    ('in progress', 'on hold')
    """
    return " ".join(re.sub(r"[-_/\s]+", " ", _RANK.sub("", text.strip())).casefold().split()).strip(" .")


@cache
def _meanings(column: Column) -> Mapping[str, str]:
    return {normal(written): choice for written, choice in column.meant.items()}


def meaning(column: Column, text: str) -> str | None:
    """The choice a written value means, None where it is none of them.

    >>> from balance.schema import INITIATIVES
    >>> meaning(INITIATIVES.column("stage"), "Work in Progress")
    'in_flight'
    """
    return _meanings(column).get(normal(text))
