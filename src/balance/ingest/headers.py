"""What a header says: its comparable form, its unit and currency, and the column names known to the schema.

Headers are compared without case, accents, spaces and punctuation; `%` reads as "percent".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from balance.ingest.currencies import NAME, SHORT_NAME, SIGN, currency_of
from balance.ingest.units import BESIDE_CURRENCY, SPOKEN_WITH, UNCLEAR, UNITS
from balance.schema import HEADERS_BY_LANGUAGE, TABLES, Table

LONGEST = 500
LEAST_SPOKEN, CLEARLY = 2, 3
CURRENCY_SPEAKS = 4
"""A currency that one language alone speaks of weighs as much as so many headers: many tools have English ones."""
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_CUSTOM = re.compile(
    r"^\s*(?:custom field|benutzerdefiniertes feld|champ personnalisé|campo personalizado)\s*\((.*)\)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_THOUSANDS = r"['’]?000s?"
_ALONE = "|".join((*sorted({*UNITS, *UNCLEAR} - BESIDE_CURRENCY, key=len, reverse=True), _THOUSANDS))
UNIT = "|".join((*sorted({*UNITS, *UNCLEAR}, key=len, reverse=True), _THOUSANDS))
"""Any word for a factor, as a pattern for texts without regard to case."""
_UNIT_TAIL = re.compile(
    rf"(?<![\s\-–_/,:])[\s\-–_/,:]++(?:(?:in|en|em)\s+)?(?:{SHORT_NAME}\s*(?:{UNIT})|(?:{UNIT})\.?\s*(?:de\s+|d['’])?{SHORT_NAME}"
    rf"|{_ALONE}|{NAME}"
    r"|%|percent|hours?|hrs?|h|std|stunden|heures|horas|days?|tage|jours|minutes?|mins?)\.?$",
    re.IGNORECASE,
)
_NAMED_UNIT = re.compile(rf"(?P<before>{SHORT_NAME})?\s*(?P<unit>{UNIT})\.?\s*(?P<after>{SHORT_NAME})?", re.IGNORECASE)
_LINKING = re.compile(r"\b(?:in|of|en|em|de)\b|\bd['’]", re.IGNORECASE)
_MARK = re.compile(rf"{SIGN}|\b[A-Z]{{3}}\b")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """A header without case, accents, spaces and punctuation.

    >>> squash("% Complete"), squash("Fin prévue"), squash("finish_planned")
    ('percentcomplete', 'finprevue', 'finishplanned')
    """
    plain = unicodedata.normalize("NFKD", text.replace("%", " percent ").replace("ß", "ss"))
    return "".join(char for char in plain.casefold() if char.isalnum() and not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def forms(header: str) -> tuple[str, ...]:
    """The comparable forms of a header, the whole one first: without brackets, without a unit at its end.

    >>> forms("Custom field (Epic Link)"), forms("Budget (£m)")
    (('epiclink',), ('budgetm', 'budget'))
    """
    custom = _CUSTOM.match(header)
    if custom:
        return forms(custom[1])
    whole = squash(header)
    bare = _BRACKETS.sub(" ", header).strip()
    without_unit = _UNIT_TAIL.sub("", bare).strip()
    found = dict.fromkeys(form for form in (whole, squash(bare), squash(without_unit)) if form)
    return tuple(found)


@lru_cache(maxsize=8192)
def words(header: str) -> str:
    """The words of a header for comparing by likeness: camel case parted, brackets and units gone.

    >>> words("plannedEndDate"), words("Actual costs (£m)")
    ('planned end date', 'actual costs')
    """
    custom = _CUSTOM.match(header)
    bare = _UNIT_TAIL.sub("", _BRACKETS.sub(" ", (custom[1] if custom else header).replace("%", " percent ")).strip())
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).replace("_", " ")
    plain = unicodedata.normalize("NFKD", parted).casefold()
    return " ".join(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


@cache
def candidates(table: Table) -> dict[str, tuple[tuple[str, bool, int], ...]]:
    """Squashed name -> every column it may stand for, own names first."""
    found: dict[str, list[tuple[str, bool, int]]] = {}
    for column in table.columns:
        found.setdefault(squash(column.name), []).append((column.name, True, 0))
        for place, synonym in enumerate(column.synonyms):
            entry = (column.name, False, place)
            if squash(synonym) != squash(column.name):
                found.setdefault(squash(synonym), []).append(entry)
    return {name: tuple(sorted(set(entries), key=lambda e: (not e[1], e[2]))) for name, entries in found.items()}


@cache
def _tables_by_name() -> dict[str, frozenset[str]]:
    """Squashed name -> the tables that know it."""
    found: dict[str, set[str]] = {}
    for table in TABLES.values():
        for name in candidates(table):
            found.setdefault(name, set()).add(table.name)
    return {name: frozenset(tables) for name, tables in found.items()}


def known_anywhere(texts: Iterable[str | tuple[str, ...]]) -> int:
    """How many of these are headers of the one table that knows most of them; a repeated one counts once.

    Each is a text, or several texts of which one is enough.
    """
    votes: dict[str, int] = {}
    for spellings in dict.fromkeys(texts):
        for table in _tables_knowing((spellings,) if isinstance(spellings, str) else spellings):
            votes[table] = votes.get(table, 0) + 1
    return max(votes.values(), default=0)


def _tables_knowing(spellings: tuple[str, ...]) -> frozenset[str]:
    known = _tables_by_name()
    for text in spellings:
        for form in forms(text) if 0 < len(text) <= LONGEST else ():
            if form in known:
                return known[form]
    return frozenset()


@lru_cache(maxsize=8192)
def header_unit(header: str) -> float:
    """The factor a header states for its amounts; 1 where it states none.

    >>> header_unit("Budget (£m)"), header_unit("Budget MSEK"), header_unit("Presupuesto (miles de euros)")
    (1000000.0, 1000000.0, 1000.0)
    """
    return next((UNITS.get(word, 1e3) for word, _ in _stated(header) if word not in UNCLEAR), 1.0)


@lru_cache(maxsize=8192)
def unclear_unit(header: str) -> str | None:
    """The word of a header that states a factor which depends on the language; None where there is none.

    >>> unclear_unit("Budget (US$ mil)"), unclear_unit("Budget (US$ m)")
    ('mil', None)
    """
    word = next((word for word, _ in _stated(header)), None)
    return word if word in UNCLEAR else None


def factor_by_language(header: str, others: Sequence[str]) -> tuple[float | None, str]:
    """What the unclear unit of a header stands for by the language of its sheet's headers, and what says so.

    None where they do not clearly speak for one: too few, or too many for other languages.
    """
    meant = UNCLEAR[unclear_unit(header) or ""]
    spoken = [found for found in map(_languages, dict.fromkeys((header, *others))) if found]
    own = SPOKEN_WITH.get(header_currency(header) or "")
    spoken += [frozenset([own])] * CURRENCY_SPEAKS if own else []
    votes = {factor: sum(found <= languages for found in spoken) for factor, languages in meant.items()}
    best = max(votes, key=lambda factor: votes[factor])
    against = sum(not found & meant[best] for found in spoken)
    told = "; ".join(f"{count} of its headers are {_listed(meant[factor])}" for factor, count in votes.items() if count)
    decided = votes[best] >= max(LEAST_SPOKEN, CLEARLY * against)
    return (best if decided else None), told or "no other header tells the language of the sheet"


def _listed(languages: Iterable[str]) -> str:
    return " or ".join(sorted(languages))


@lru_cache(maxsize=8192)
def _languages(header: str) -> frozenset[str]:
    """The languages in which a header is the name of a column; the unit it states is no part of its name."""
    for form in forms(header) if 0 < len(header) <= LONGEST else ():
        found = frozenset(language for language, names in _names_by_language().items() if form in names)
        if found:
            return found
    return frozenset()


@cache
def _names_by_language() -> dict[str, frozenset[str]]:
    return {language: frozenset(map(squash, names)) for language, names in HEADERS_BY_LANGUAGE.items()}


def _stated(header: str) -> Iterator[tuple[str, str | None]]:
    """The words for factors that the brackets and the end of a header hold, each with the currency named beside it."""
    tail = _UNIT_TAIL.search(_BRACKETS.sub(" ", header).strip())
    for part in [*(part[1:-1] for part in _BRACKETS.findall(header)), *([tail[0]] if tail else [])]:
        text = " ".join(_LINKING.sub(" ", part).strip(" -–_/,:.").split())
        found = _NAMED_UNIT.fullmatch(text)
        if found and (found["before"] or found["after"] or found["unit"].casefold() not in BESIDE_CURRENCY):
            yield found["unit"].casefold(), found["before"] or found["after"]


@lru_cache(maxsize=8192)
def header_currency(header: str) -> str | None:
    """The currency a header names, if it names one.

    >>> header_currency("Budget (£m)"), header_currency("Actual cost EUR"), header_currency("Budget")
    ('GBP', 'EUR', None)
    >>> header_currency("Budget MSEK"), header_currency("Kosten (Mio. Fr.)")
    ('SEK', 'CHF')
    """
    beside = (mark.rstrip(".") for _, mark in _stated(header) if mark)
    return next(filter(None, map(currency_of, (*beside, *_MARK.findall(header)))), None)
