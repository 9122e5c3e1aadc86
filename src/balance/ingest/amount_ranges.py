"""Two amounts in one cell, or one with an open side: "$12 M - $15 M", "between 1 and 2 million", "< 50k", "100k+"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from balance.ingest.amounts import Amount, read_amount

_DASHED = re.compile(
    r"(?P<low>.{0,38}?\d\s*[^\d\s-]{0,12})\s*(?:-|–|—|\.\.\.?|\bto\b|\bbis\b|\bà\b|\ba\b|\band\b)\s*"
    r"(?P<high>[^\d\s-]{0,5}\s*\d.{0,38})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:between|from|zwischen|von|entre|de|desde)\s+(?P<low>.{1,38}?)\s+(?:and|to|und|bis|et|à|y|e|a)\s+(?P<high>.{1,38})",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:<|<=|≤|less than|under|below|up to|at most|no more than|not more than|max(?:\.|imum|imal)?(?: of)?|bis(?: zu)?"
    r"|unter|weniger als|höchstens|moins de|jusqu['’]à|menos de|hasta|até)\s*(?P<high>.{1,38})",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?:>|>=|≥|more than|over|above|at least|min(?:\.|imum|imal)?(?: of)?|mindestens|über|mehr als|ab|plus de"
    r"|au moins|más de|al menos|mais de|pelo menos|from)\s*(?P<low>.{1,38})",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"(?P<low>.{1,38}?)\s*(?:\+|(?:and|or) (?:more|above|over|higher)|und mehr|oder mehr|et plus|o más|ou mais)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AmountRange:
    """The least and the most as written; one of them may be open."""

    low: Amount | None
    high: Amount | None

    @property
    def currency(self) -> str | None:
        """The currency either end names."""
        return next((end.currency for end in (self.low, self.high) if end is not None and end.currency), None)

    @property
    def ends(self) -> tuple[Amount, ...]:
        """The amounts that are written."""
        return tuple(end for end in (self.low, self.high) if end is not None)

    def values(self, decimal: str, factor: float) -> tuple[float, float] | None:
        """Both ends as numbers, an open lower end being 0 and an open upper one NaN; None where they are none.

        `factor` is for ends without a unit where neither end has one.
        """
        units = [end.unit for end in self.ends if end.unit]
        inherited = self._at(decimal, units[0] if units else factor)
        plain = self._at(decimal, factor)
        return inherited if inherited is not None else (plain if units else None)

    def _at(self, decimal: str, factor: float) -> tuple[float, float] | None:
        read = [_value(end, decimal, factor) for end in (self.low, self.high)]
        low = 0.0 if self.low is None else read[0]
        high = float("nan") if self.high is None else read[1]
        return None if low is None or high is None or high < low else (low, high)


def _value(end: Amount | None, decimal: str, factor: float) -> float | None:
    return None if end is None else replace(end, unit=end.unit or factor).value(decimal)


@lru_cache(maxsize=65536)
def read_range(text: str) -> AmountRange | None:
    """Read a range of amounts, None where the text is none.

    >>> read_range("$12 M - $15 M").values(".", 1.0), read_range("12-15k").values(".", 1.0)
    ((12000000.0, 15000000.0), (12000.0, 15000.0))
    """
    stripped = " ".join(text.replace("−", "-").split())
    if not 2 <= len(stripped) <= 80 or not any(char.isdigit() for char in stripped):
        return None
    for pattern in (_BETWEEN, _MOST, _LEAST, _AND_MORE, _DASHED):
        match = pattern.fullmatch(stripped)
        if match:
            found = _of_ends(match.groupdict().get("low"), match.groupdict().get("high"))
            if found is not None:
                return found
    return None


def _of_ends(low: str | None, high: str | None) -> AmountRange | None:
    read = [None if text is None else read_amount(text.strip()) for text in (low, high)]
    wrong = any(text is not None and amount is None for text, amount in zip((low, high), read, strict=True))
    found = AmountRange(*read)
    currencies = {end.currency for end in found.ends} - {None}
    return None if wrong or len(currencies) > 1 or any(end.negative for end in found.ends) else found
