"""The language of the screens: every sentence is written in English where it is said, and looked up here.

`say` gives a sentence in the language in force and fills in its values; `noted` marks one that is said later; `label`
is for blocks of a screen, which say what they are given if it is known and leave what comes from data alone.
A language is one file beside this one, such as `de.po`, with the sentences of `messages.pot` translated; what it lacks
stays English. Numbers and dates follow the locale (`balance.formats`), whether or not there is a file for its language.
The pseudo-language en-XA brackets and accents whatever went through here, so that what did not can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGLISH = "en-GB"
PSEUDO = "en-XA"
LOCALES = (ENGLISH, "en-US", "de", "fr", "es", "pt")
"""The locales of numbers and dates that are tried; the first is the default."""

HERE = Path(__file__).parent
_ACCENTED = str.maketrans("AEIOUaeiouyc", "ÅÉÎÖÛåéîöûýç")
_in_force = ENGLISH


def speak(locale: str) -> None:
    """Make a locale the one of this process: `en-GB`, another of `LOCALES`, or the pseudo-language.

    Raises ValueError for a locale that is not known.
    """
    if locale not in (*LOCALES, PSEUDO):
        raise ValueError(f"{locale!r} is no locale; known are {', '.join(LOCALES)}")
    global _in_force
    _in_force = locale


def locale() -> str:
    """The locale in force."""
    return _in_force


def say(sentence: str, /, **values: object) -> str:
    """A sentence in the language in force, its values filled in.

    >>> say("{count} in flight", count="3 initiatives")
    '3 initiatives in flight'
    """
    told = sentence if _in_force == ENGLISH else _told(sentence)
    return told.format(**values) if values else told


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """A sentence that depends on a number, in the form the language in force has for it.

    >>> say_count("{count} company", "{count} companies", 2, count=2)
    '2 companies'
    """
    told = one if number == 1 else many
    if _in_force != ENGLISH:
        told = _pseudo(told) if _in_force == PSEUDO else _form(one, number) or told
    return told.format(**values)


def label(sentence: str) -> str:
    """A text that a block puts up, in the language in force where it is a sentence of the product; else as it is."""
    if _in_force == ENGLISH:
        return sentence
    if _in_force == PSEUDO:
        return _pseudo(sentence) if sentence in _sentences() else sentence
    return _catalogue(_in_force).get(sentence, sentence)


def plain(name: str) -> str:
    """A name of the product, such as that of a column or a choice, as people say it in the language in force.

    >>> plain("in_flight"), plain("column-missing")
    ('in flight', 'column missing')
    """
    return label(name.replace("_", " ").replace("-", " "))


def noted(sentence: str) -> str:
    """The sentence as it is: it is written here and said elsewhere, by `say`."""
    return sentence


def noted_count(one: str, many: str) -> tuple[str, str]:
    """A sentence for one and for many as they are, said elsewhere by `say_count`."""
    return one, many


def _told(sentence: str) -> str:
    return _pseudo(sentence) if _in_force == PSEUDO else _catalogue(_in_force).get(sentence, sentence)


@lru_cache(maxsize=8)
def _catalogue(locale: str) -> Mapping[str, str]:
    """What each English sentence is in the language of a locale; empty where there is no file for it."""
    file = _file(locale)
    return read(file) if file.exists() else {}


@lru_cache(maxsize=8)
def _counting(locale: str) -> Counting | None:
    """The sentences that depend on a number, and which form a number takes; None where there is no file."""
    file = _file(locale)
    return counting(file) if file.exists() else None


def _file(locale: str) -> Path:
    return HERE / f"{locale.partition('-')[0]}.po"


def _form(one: str, number: int) -> str:
    known = _counting(_in_force)
    forms = known.forms.get(one, ()) if known else ()
    at = known.which(number) if known else 0
    return forms[at] if at < len(forms) else ""


def msgids(spoken: str) -> frozenset[str]:
    """The English of every sentence that a language says otherwise; of the pseudo-language, of all there are."""
    return _sentences() if spoken == PSEUDO else frozenset(_catalogue(spoken))


@lru_cache(maxsize=1)
def _sentences() -> frozenset[str]:
    """Every sentence of the product."""
    from babel.messages.pofile import read_po

    with (HERE / "messages.pot").open("rb") as opened:
        return frozenset(row.id for row in read_po(opened) if isinstance(row.id, str) and row.id)


def read(file: Path) -> dict[str, str]:
    """The translated sentences of a file, by their English.

    Those marked as unsure are left out, and those that name a field the English has not: they could not be filled in.
    """
    rows = [(row.id, row.string) for row in _rows(file) if isinstance(row.id, str) and not row.fuzzy]
    return {one: str(told) for one, told in rows if one and told and fields_of(str(told)) <= fields_of(one)}


@dataclass(frozen=True)
class Counting:
    """What depends on a number: the forms of each sentence by its English singular, and which a number takes."""

    forms: Mapping[str, tuple[str, ...]]
    which: Callable[[int], int]


def counting(file: Path) -> Counting:
    """The sentences of a file that depend on a number, each in all the forms its language has."""
    from gettext import c2py  # type: ignore[attr-defined]

    rows = _rows(file)
    pairs = ((row.id, row.string) for row in rows if not row.fuzzy)
    forms = {
        one[0]: tuple(told) for one, told in pairs
        if isinstance(one, tuple | list) and isinstance(told, tuple | list) and all(told)
        and all(fields_of(form) <= fields_of(one[0]) for form in told)
    }  # fmt: skip
    return Counting(forms, c2py(rows.plural_expr))


def _rows(file: Path) -> Catalog:
    from babel.messages.pofile import read_po  # only where another language is spoken

    with file.open("rb") as opened:
        return read_po(opened)


def fields_of(sentence: str) -> set[str]:
    """The names of the values of a sentence; a text that no values can be filled into has the name of its fault.

    >>> sorted(fields_of("{count} of {all:.0f} in flight"))
    ['all', 'count']
    """
    try:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError as fault:
        return {str(fault)}


_KEPT = re.compile(r"(\{\{|\}\}|%?\{[^{}]*\}|</?[a-z]+[^<>]*>|&[a-z]+;)")


def _pseudo(sentence: str) -> str:
    """The sentence in brackets and with accents, its fields and marks of layout left as they are.

    >>> _pseudo("{count} in flight<br>today")
    '⟦{count} în flîght<br>tödåý⟧'
    """
    parts = _KEPT.split(sentence)
    return f"⟦{''.join(part if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))}⟧"
