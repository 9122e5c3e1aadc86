"""The language of the screens: every sentence is written in English where it is said, and looked up here.

`say` gives a sentence in the language in force and fills in its values; `noted` marks one that is said later; `label`
is for blocks of a screen, which say what they are given if it is known and leave what comes from data alone.
A language is one file beside this one, such as `de.po`, with the sentences of `messages.pot` translated; what it lacks
stays English. Numbers and dates follow the locale (`balance.formats`), whether or not there is a file for its language.
The pseudo-language en-XA brackets and accents whatever went through here, so that what did not can be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

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


def say(sentence: str, **values: object) -> str:
    """A sentence in the language in force, its values filled in.

    >>> say("{count} in flight", count="3 initiatives")
    '3 initiatives in flight'
    """
    told = _pseudo(sentence) if _in_force == PSEUDO else _catalogue(_in_force).get(sentence, sentence)
    return told.format(**values) if values else told


def label(sentence: str) -> str:
    """A text that a block puts up, in the language in force where it is a sentence of the product; else as it is."""
    if _in_force == ENGLISH:
        return sentence
    if _in_force == PSEUDO:
        return _pseudo(sentence) if sentence in _sentences() else sentence
    return _catalogue(_in_force).get(sentence, sentence)


def noted(sentence: str) -> str:
    """The sentence as it is: it is written here and said elsewhere, by `say`."""
    return sentence


@lru_cache(maxsize=8)
def _catalogue(locale: str) -> Mapping[str, str]:
    """What each English sentence is in the language of a locale; empty where there is no file for it."""
    file = HERE / f"{locale.partition('-')[0]}.po"
    return read(file) if file.exists() else {}


@lru_cache(maxsize=1)
def _sentences() -> frozenset[str]:
    """Every sentence of the product."""
    from babel.messages.pofile import read_po

    with (HERE / "messages.pot").open("rb") as opened:
        return frozenset(str(row.id) for row in read_po(opened) if row.id)


def read(file: Path) -> dict[str, str]:
    """The translated sentences of a file, by their English; those marked as unsure are left out."""
    from babel.messages.pofile import read_po  # only where another language is spoken

    with file.open("rb") as opened:
        rows = read_po(opened)
    return {str(row.id): str(row.string) for row in rows if row.id and row.string and not row.fuzzy}


def _pseudo(sentence: str) -> str:
    """The sentence in brackets and with accents, its fields left as they are.

    >>> _pseudo("{count} in flight")
    '⟦{count} în flîght⟧'
    """
    parts = sentence.replace("}", "{").split("{")
    told = "".join(f"{{{part}}}" if at % 2 else part.translate(_ACCENTED) for at, part in enumerate(parts))
    return f"⟦{told}⟧"
