"""Texts that state the unit or the currency of amounts: a title such as "All figures in k€", a remark, a lone "TEUR".

They speak for every column of money whose header names no unit of its own. Lines that disagree decide nothing, nor do
those that may speak of something else, such as "Number of users in thousands": what they mean is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balance.ingest.currencies import NAME, SHORT_NAME, currency_of
from balance.ingest.headers import UNIT, header_currency, header_unit, unclear_unit, words
from balance.ingest.said import SheetSaid

AS_WRITTEN = "as written"
LONGEST_LINE, LONGEST_UNIT = 300, 24
_SAID = rf"(?:{SHORT_NAME}\s*)?(?:{UNIT})\.?(?:\s*(?:of\s+|de\s+|d['’])?{SHORT_NAME})?|{NAME}"
_ENDS = r"\s*(?=$|[()\[\]{},;|.]|\s[-–—]\s|\s+(?:unless|except|excluding|sofern|soweit|sauf|salvo)\b)"
_STATEMENT = re.compile(
    r"(?:\b(?:in|en|em)\s+|"
    r"(?P<label>\b(?:units?|currency|einheit|währung|unité|devise|unidad|moneda|unidade|moeda)\s*[:=]\s*))"
    rf"(?P<said>{_SAID}){_ENDS}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\W*(?P<said>{_SAID})\W*", re.IGNORECASE)
_OTHER_UNIT = re.compile(
    r"\W*(?:%|percent|text|datum|date|dates|fecha|data|[ymdjta./-]{6,10}|h|hrs?|hours?|std|days?|tage|jours|min|fte|ja/nein|"
    r"yes/no|y/n|#|no|nr|id)\W*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[kmtb]\.?", re.IGNORECASE)
_ALL_SUMS = re.compile(
    r"\b(?:all|figures|amounts|sums|values|alle|angaben|beträge|summen|werte|tous|toutes|montants|chiffres|valeurs|sommes|"
    r"todos|todas|importes|cifras|valores|montantes)\b",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset({"CAD", "COP", "PEN", "PHP", "RON", "TRY"})
"""Codes of currencies that are words or abbreviations too: they count where the text speaks of money."""
_MONEY = re.compile(
    r"\b(?:budgets?|costs?|money|spend(?:ing)?|prices?|kosten|preise|coûts?|prix|costes?|costos?|precios?|custos?|"
    r"preços?|vat|tax(?:es)?|mwst|ust|steuern?|tva|iva)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:excluding|excl|except|without|not|ohne|außer|nicht|hors|sauf|sans|sin|excepto|salvo|sem|exceto)\b[^.;,()]*$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True)
class UnitLine:
    """One line that states a unit or a currency: as it stands, what of it counts, and the address of its cell."""

    text: str
    said: str
    cell: str
    plain: bool = False
    """Whether it stands alone or behind a word for it, such as "Unit:"."""

    @property
    def as_header(self) -> str:
        """What the line states, as the end of a header states it."""
        return f"({self.said})"

    @property
    def currency(self) -> str | None:
        """The currency it names, if it names one."""
        return meaning(self.as_header)[1]


def stated_in(text: str, cell: str) -> Iterator[UnitLine]:
    """What one text states of amounts, with the address of its cell; nothing where it states neither unit nor currency.

    >>> [line.said for line in stated_in("Portfolio (all amounts in EUR thousands)", "A1")]
    ['EUR thousands']
    >>> [line.said for line in stated_in("Projects over 1 million EUR", "A1")]
    []
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST_LINE:
        return
    alone = _ALONE.fullmatch(text)
    for match in [alone] if alone else _STATEMENT.finditer(text):
        line = UnitLine(text, match["said"], cell, bool(alone or match["label"]))
        if meaning(line.as_header) != _NOTHING and _is_meant(line, text[: match.start()]):
            yield line


def _is_meant(line: UnitLine, before: str) -> bool:
    """Whether a line speaks of its unit or currency at all: not of a letter, a word, or of what it leaves out."""
    if _LETTER.fullmatch(line.said):
        return False
    if line.plain or _ALL_SUMS.search(line.text) or _MONEY.search(line.text):
        return True
    return line.said.upper() not in _ALSO_WORDS and not _LEFT_OUT.search(before)


def lines_that_count(
    lines: Sequence[UnitLine], said: SheetSaid, key: str, header: str, headers: Sequence[str]
) -> tuple[tuple[UnitLine, ...], bool]:
    """The lines that speak for a column, as answered where they disagree or may mean another; whether that is open."""
    factors = {_factor(line) for line in lines} - {_factor_of("()")}
    currencies = {line.currency for line in lines} - {None}
    counted = [line for line in lines if states_factor(line)]
    sure = all(_speaks_for(line, header, headers) and not _contradicts(line, header) for line in counted)
    if sure and len(factors) < 2 and len(currencies) < 2 and not _in_full_as_well(lines):
        return tuple(lines), False
    answer = said.answer(key, choices(lines))
    return tuple(line for line in lines if line.said == answer), answer is None


def _speaks_for(line: UnitLine, header: str, headers: Sequence[str]) -> bool:
    """Whether a factor is said of the sums of a column: of all sums, of its name, or of money and no other column."""
    if line.plain or _ALL_SUMS.search(line.text) or _names(line, header):
        return True
    return line.currency is not None and not any(_names(line, other) for other in headers)


def _contradicts(line: UnitLine, header: str) -> bool:
    """Whether the header of a column names a currency and no factor, where the line names both: "EUR" below "in k€"."""
    return line.currency is not None and header_currency(header) is not None and _factor_of(header) == _factor_of("()")


def _names(line: UnitLine, header: str) -> bool:
    name = words(header)
    return bool(name) and f" {name} " in f" {words(_BRACKET.sub(' ', line.text))} "


def _in_full_as_well(lines: Sequence[UnitLine]) -> bool:
    """Whether one text says of some sums "in k€" and of others "in EUR": those are in full."""
    counted = {line.text for line in lines if states_factor(line) and line.currency}
    return any(line.text in counted for line in lines if not states_factor(line))


def choices(lines: Sequence[UnitLine]) -> tuple[str, ...]:
    """What may be answered where lines disagree: what each of them says, or none of it."""
    return (*dict.fromkeys(line.said for line in lines), AS_WRITTEN)


def states_factor(line: UnitLine) -> bool:
    """Whether a line counts amounts in thousands or more."""
    return _factor(line) != _factor_of("()")


def _factor(line: UnitLine) -> str:
    return _factor_of(line.as_header)


def _factor_of(header: str) -> str:
    return unclear_unit(header) or f"{header_unit(header):g}"


def meaning(header: str) -> tuple[str, str | None]:
    """The factor or unclear word and the currency that a header states."""
    return _factor_of(header), header_currency(header) or currency_of(header.strip("()"))


_NOTHING = meaning("()")


def unit_beneath(text: str) -> str:
    """What a cell of a row of units says of the column above it, without brackets; empty where it says nothing.

    >>> unit_beneath("[k€]"), unit_beneath("dd.mm.yyyy"), unit_beneath("Portal")
    ('k€', 'dd.mm.yyyy', '')
    """
    bare = text.strip()
    return bare.strip(" ()[]{}") if is_unit(bare) or _OTHER_UNIT.fullmatch(bare) else ""


def is_unit(text: str) -> bool:
    """Whether a text is a unit or currency of money and nothing else."""
    match = _ALONE.fullmatch(text) if len(text) <= LONGEST_UNIT else None
    return match is not None and meaning(f"({match['said']})") != _NOTHING
