"""Signs and codes of currencies. A bare `$` is the dollar of the reporting currency, else the US dollar."""

from __future__ import annotations

import re

DOLLAR = "$"

SIGNS = {
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "\uffe5": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
    "₪": "ILS", "ZŁ": "PLN", "KČ": "CZK",
    "฿": "THB", "$": DOLLAR,
}  # fmt: skip
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "TWD"})
_CODES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW KWD MAD MXN MYR NGN "
    "NOK NZD PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
CODES = frozenset(_CODES.split())
KRONE = "kr"
KRONER = frozenset({"SEK", "NOK", "DKK", "ISK"})
WORDS = {
    "EURO": "EUR", "EUROS": "EUR", "DOLLAR": DOLLAR, "DOLLARS": DOLLAR, "FR": "CHF", "SFR": "CHF", "POUND": "GBP",
    "POUNDS": "GBP", "POUND STERLING": "GBP", "POUNDS STERLING": "GBP", "RUPEES": "INR", "RS": "INR", "KR": KRONE,
    "REAIS": "BRL",
}  # fmt: skip

SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
"""Any sign, as a pattern."""

NAME = rf"(?:{SIGN}|{'|'.join(sorted(CODES))}|euros?|dollars?|pounds?(?: sterling)?|rupees|reais)"
"""Any sign, code or full name, as a pattern for texts without regard to case."""

SHORT_NAME = rf"(?:{NAME}|(?:sfr|fr|rs|kr)\b\.?)"
"""The same with the short names that say little where they stand alone."""


def currency_of(mark: str) -> str | None:
    """The code of a sign or code as written, `$` for a dollar that is not named; None where it is neither.

    >>> currency_of("€"), currency_of("usd"), currency_of("$"), currency_of("FTE")
    ('EUR', 'USD', '$', None)
    """
    upper = mark.strip().upper()
    if upper in CODES:
        return upper
    return SIGNS.get(upper) or WORDS.get(upper)


def named(mark: str, reporting: str | None) -> str:
    """The currency a mark stands for: a bare dollar sign is the reporting dollar or else the US dollar.

    `kr` is the reporting krone; where that is none it stays `kr`, which has no rate.
    """
    if mark == KRONE:
        return reporting if reporting in KRONER else KRONE
    if mark != DOLLAR:
        return mark
    return reporting if reporting in DOLLARS else "USD"
