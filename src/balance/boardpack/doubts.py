"""What of a person's words the numbers do not say: another number, a doubt left out, the opposite, an old text.

Whether a free sentence is true cannot be decided here. What can be seen is told, and whose words they are is always
said; a doubt too many only names the author once more.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from balance import formats
from balance.boardpack.slides import Slide
from balance.formats.conventions import MONTHS
from balance.language import say, say_count

HEDGES = ("probably", "too close to call", "could", "cannot", "may", "might", "likely", "chance")
"""Words by which Balance says that a statement is not certain."""

OPPOSITES = (
    (r"more|rise|rises|rose|up|higher", r"less|fewer|fall|falls|fell|down|lower"),
    (r"faster|sooner|earlier|early|on time", r"slower|later|late"),
    (r"inside|within|below|under", r"outside|over|beyond|above"),
    (r"better", r"worse"),
)
_SMALL = {formats.word(number): str(number) for number in range(2, 13)}
_DATED = re.compile(rf"\b\d{{1,2}}\s(?:{'|'.join(MONTHS)})\w*|\bQ[1-4]\b|\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[a-z]+")


def doubts(said: str, instead_of: str, own: str, slide: Slide) -> tuple[str, ...]:
    """Why the words `said` may not say what the slide's numbers say; `own` are Balance's words, then `instead_of`."""
    found = [
        say("The numbers have moved since it was written. Balance then said: {instead_of}", instead_of=instead_of)
        if own != instead_of
        else "",
        _elsewhere(said, own, slide),
        _surer(said, own),
        _opposite(said, own),
    ]
    return tuple(each for each in found if each)


def _elsewhere(said: str, own: str, slide: Slide) -> str:
    shown = set(_numbers(" ".join((own, *texts((slide.title, slide.subtitle, slide.blocks, slide.notes))))))
    strange = [number for number in dict.fromkeys(_numbers(_DATED.sub(" ", said))) if number not in shown | {"100"}]
    if not strange:
        return ""
    return say_count("{strange} stands nowhere on this slide.", "{strange} stand nowhere on this slide.", len(strange),
                     strange=", ".join(strange))  # fmt: skip


def _numbers(text: str) -> Iterator[str]:
    """Every number of a text in one form, small ones in words too.

    >>> list(_numbers("Twelve of 60, £5.0M and 1,250"))
    ['60', '5', '1.25', '12']
    """
    for found in _NUMBER.findall(text):
        told = found.replace(",", ".")
        yield told.rstrip("0").rstrip(".") if told.count(".") == 1 else told
    yield from (_SMALL[word] for word in _WORD.findall(text.lower()) if word in _SMALL)


def _surer(said: str, own: str) -> str:
    hedges = [hedge for hedge in HEDGES if _has(own, hedge)]
    if not hedges or any(_has(said, hedge) for hedge in HEDGES):
        return ""
    return say("Balance says “{hedges}”; these words are surer than that.", hedges=hedges[0])


def _opposite(said: str, own: str) -> str:
    for pair in OPPOSITES:
        for here, there in (pair, pair[::-1]):
            mine, theirs = _first(own, here), _first(said, there)
            if mine and theirs and not _first(own, there) and not _first(said, here):
                return say("Balance says “{mine}”, these words “{theirs}”.", mine=mine, theirs=theirs)
    return ""


def _has(text: str, words: str) -> bool:
    return bool(_first(text, words))


def _first(text: str, words: str) -> str:
    found = re.search(rf"\b(?:{words})\b", text.lower())
    return found.group() if found else ""


def texts(value: object) -> Iterator[str]:
    """Every text inside a value of the outline."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
