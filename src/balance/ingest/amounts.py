"""One written amount: sign, digits as written, unit, currency. The decimal sign is decided for the column.

`body` is the digits with their `.` and `,`; spaces and apostrophes between thousands are gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from balance.ingest.currencies import currency_of

Speaks = Literal["plain", "point", "comma", "either point", "either comma"]

UNITS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "thousands": 1e3, "t": 1e3,
    "m": 1e6, "mm": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "bln": 1e9, "mrd": 1e9, "billion": 1e9, "billions": 1e9, "milliarden": 1e9,
}  # fmt: skip
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_CURRENCY = r"US\$|CA?\$|AU?\$|NZ\$|HK\$|S\$|R\$|[$€£¥₹₩₽₺₪฿]|[A-Z]{3}|euros?|dollars?|Fr\.?|kr\.?"
_AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<s1>[-+])?\s*(?P<c1>{_CURRENCY})?\s*(?P<s2>[-+])?\s*"
    rf"(?P<body>\d[\d.,'’\s]*|[.,]\d+)(?P<exp>e[-+]?\d{{1,3}})?\s*(?:(?P<unit>{_UNIT})(?![a-z])\.?)?\s*"
    rf"(?P<c2>{_CURRENCY}|%)?(?P<unit2>(?<=[$€£])(?:k|m|bn)(?![a-z]))?\s*(?P<s3>-)?(?P<close>\))?(?:,-|\.-)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(\d\s*)([kmt])(eur|usd|gbp|chf|€|£|\$)$", re.IGNORECASE)
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Amount:
    """One amount as written."""

    body: str
    speaks: Speaks
    negative: bool = False
    unit: float | None = None
    currency: str | None = None
    percent: bool = False
    exponent: int = 0

    def value(self, decimal: str = ".") -> float | None:
        """The number with that decimal sign, None where the digits are not grouped that way."""
        thousands = "," if decimal == "." else "."
        whole, _, part = self.body.partition(decimal)
        if thousands in part or decimal in part or not _grouped(whole, thousands):
            return None
        number = float(f"{whole.replace(thousands, '') or '0'}.{part or '0'}e{self.exponent}")
        return (-number if self.negative else number) * (self.unit or 1.0)


@lru_cache(maxsize=65536)
def read_amount(text: str) -> Amount | None:
    """Read one amount, None where the text is not one.

    >>> read_amount("($1.2m)").value()
    -1200000.0
    >>> read_amount("1.234,50 EUR").value(",")
    1234.5
    """
    if len(text) > 80:
        return None
    stripped = " ".join(text.replace("−", "-").replace("–", "-").split())
    match = _AMOUNT.fullmatch(_GLUED.sub(r"\1\2 \3", stripped))
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    mark = match["c1"] or match["c2"]
    percent = match["c2"] == "%"
    currency = currency_of(mark.rstrip(".")) if mark and mark != "%" else None
    if mark and mark != "%" and currency is None:
        return None
    body = _SPACES.sub("", match["body"].strip())
    spaced = body != match["body"].strip()
    speaks = _speaks(body, spaced)
    if speaks is None:
        return None
    unit = match["unit"] or match["unit2"]
    signs = [match["s1"], match["s2"], match["s3"]].count("-") + bool(match["open"])
    if signs > 1:
        return None
    exponent = int(match["exp"][1:]) if match["exp"] else 0
    return Amount(body, speaks, signs == 1, UNITS[unit.lower()] if unit else None, currency, percent, exponent)


def _speaks(body: str, spaced: bool) -> Speaks | None:
    """What the digits say about the decimal sign of their column; None where they are not a number."""
    if re.search(r"[^\d.,]", body):
        return None
    points, commas = body.count("."), body.count(",")
    if not points and not commas:
        return "plain"
    if points and commas:
        return _both(body)
    sign: Literal["point", "comma"] = "point" if points else "comma"
    mark, other = (".", "comma") if points else (",", "point")
    if points + commas > 1:
        return _other(other) if _grouped(body, mark) else None
    whole, _, part = body.partition(mark)
    if spaced or len(part) != 3 or whole in ("", "0") or len(whole) > 3 or whole.startswith("0"):
        return sign
    return "either point" if sign == "point" else "either comma"


def _other(sign: str) -> Speaks:
    return "point" if sign == "point" else "comma"


def _both(body: str) -> Speaks | None:
    decimal = "." if body.rfind(".") > body.rfind(",") else ","
    thousands = "," if decimal == "." else "."
    whole, _, part = body.partition(decimal)
    if decimal in part or thousands in part or not _grouped(whole, thousands):
        return None
    return "point" if decimal == "." else "comma"


def _grouped(whole: str, mark: str) -> bool:
    """Whether a whole number is grouped in thousands (or as in India) by that mark, or not at all."""
    if mark not in whole:
        return whole.isdigit() or not whole
    return re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{2,3}})*\{mark}\d{{3}}", whole) is not None
