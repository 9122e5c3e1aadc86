"""One written amount: sign, digits as written, unit, currency. The decimal sign is decided for the column.

`body` is the digits with their `.` and `,`; spaces and apostrophes between thousands are gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from balance.ingest.currencies import SIGN, currency_of
from balance.ingest.units import UNITS
from balance.ingest.unseen import as_seen

Speaks = Literal["plain", "point", "comma", "either point", "either comma"]

_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_CURRENCY = rf"{SIGN}|[A-Z]{{3}}|euros?|dollars?|pounds?(?: sterling)?|rupees|Rs\.?|Fr\.?|kr\.?"
_ABOUT = (
    r"~|≈|±|c\.|ca\.?|circa|approx(?:\.|imately)?|about|around|roughly|est(?:\.|imated)?:?|rund|etwa|ungefähr|gut|knapp"
    r"|environ|env\.|aprox\.?|cerca de|unos"
)
_PERCENT = r"%|per ?cent|pct\.?|prozent|pour ?cent|por ciento|por cento"
_AMOUNT = re.compile(
    rf"(?:(?P<about>{_ABOUT})\s*)?(?P<open>\()?(?P<s1>[-+])?\s*"
    rf"(?:(?P<pre>tsd\.?|mio\.?|mrd\.?|[tkm])\s?(?=[€£$]|[A-Z]{{3}}\b))?(?P<c1>{_CURRENCY})?"
    rf"(?:(?P<post>k|m|mn|bn)(?=[\s(]|\d))?\s*(?P<open2>\()?(?P<s2>[-+])?\s*"
    rf"(?P<body>\d[\d.,'’\s]*|[.,]\d+)(?P<exp>e[-+]?\d{{1,3}})?\s*(?:(?P<unit>{_UNIT})(?![^\W\d_])\.?)?\s*"
    rf"(?P<c2>{_CURRENCY}|{_PERCENT})?(?P<unit2>(?<=[$€£])(?:k|m|bn)(?![a-z]))?\s*(?P<s3>-)?(?P<close>\))?(?:,-|\.-)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(\d\s*)([kmt])(eur|usd|gbp|chf|€|£|\$)$", re.IGNORECASE)
_ESTIMATE = re.compile(
    r"(.*\S)\s*(?:\((?:est\.?|estimated?|approx\.?|ca\.?|indicative|rough|tbc|geschätzt|vorläufig|estimée?|estimad[oa])\)"
    r"|\best\.?|\bapprox\.?)",
    re.IGNORECASE,
)
_NO_CENTS = re.compile(r"(?<=\d)\s?[.,]\s?(?:-{1,2}|=)(?![\d-]|\s+\d)")
"""A dash in the place of cents, as in 7'500.- or 5.000,--: it says that there are none, and is no sign.

Before another number it parts two amounts, as in 500.- 800.-, which are not to be read as one."""
CREDIT = "CR"
"""Behind an amount this is a credit in the books, and ten million rupees only beside a mark of rupees."""
_BARE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
"""Digits alone with at most one mark: what nearly every cell of a file of text holds, and quick to tell."""
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Amount:
    """One amount as written; `about` where it says of itself that it is not exact."""

    body: str
    speaks: Speaks
    negative: bool = False
    unit: float | None = None
    currency: str | None = None
    percent: bool = False
    exponent: int = 0
    about: bool = False

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
    >>> read_amount("7'500.-").value(), read_amount("3,000-").value()
    (7500.0, -3000.0)
    """
    if len(text) > 80:
        return None
    if _BARE.fullmatch(text):
        return Amount(text, _speaks(text, False) or "plain")
    stripped = " ".join(as_seen(text).replace("−", "-").replace("–", "-").replace("—", "-").split())
    no_cents = _NO_CENTS.search(stripped)
    stripped = _NO_CENTS.sub("", stripped.removeprefix("'"))
    estimate = _ESTIMATE.fullmatch(stripped)
    stripped = estimate[1] if estimate else stripped
    match = _AMOUNT.fullmatch(_GLUED.sub(r"\1\2 \3", stripped))
    if match is None or bool(match["open"] or match["open2"]) != bool(match["close"]):
        return None
    percent = match["c2"] is not None and re.fullmatch(_PERCENT, match["c2"], re.IGNORECASE) is not None
    mark = match["c1"] or (None if percent else match["c2"])
    currency = currency_of(mark.rstrip(".")) if mark else None
    if mark and currency is None:
        return None
    body = _SPACES.sub("", match["body"].strip())
    speaks = _speaks(body, body != match["body"].strip())
    if no_cents and speaks in ("either point", "either comma"):
        speaks = "comma" if speaks == "either point" else "point"  # with its cents said to be none, it parts thousands
    signs = [match["s1"], match["s2"], match["s3"]].count("-") + bool(match["open"] or match["open2"])
    units = [unit.rstrip(".").lower() for unit in (match["pre"], match["post"], match["unit"], match["unit2"]) if unit]
    if speaks is None or signs > 1 or len(units) > 1:
        return None
    if match["unit"] == CREDIT and currency != "INR":
        return None
    exponent = int(match["exp"][1:]) if match["exp"] else 0
    return Amount(body, speaks, signs == 1, UNITS[units[0]] if units else None, currency, percent, exponent,
                  match["about"] is not None or estimate is not None)  # fmt: skip


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
