"""The words by which amounts are counted in thousands, millions and more, and the languages each belongs to.

One list for headers, cells and number formats. A word that means different things in two languages ("mil" is a
thousand in Spanish and a million in English) is no unit by itself: `UNCLEAR` says who means what by it.
"""

from __future__ import annotations

from collections.abc import Mapping

EVERYWHERE = "every language"
_OWNED: Mapping[str, tuple[tuple[float, str], ...]] = {
    EVERYWHERE: ((1e3, "k"), (1e6, "m mm mn mln"), (1e9, "bn bln")),
    "English": ((1e3, "thousand thousands thous"), (1e6, "mil mill million millions"), (1e9, "b billion billions")),
    "English of India": ((1e5, "lakh lakhs lac lacs"), (1e7, "cr crore crores")),
    "German": ((1e3, "t tsd tausend"), (1e6, "mio mill million millionen"), (1e9, "mrd milliarde milliarden")),
    "French": ((1e3, "millier milliers"), (1e6, "mio million millions"), (1e9, "md mds mrd milliard milliards")),
    "Spanish": ((1e3, "mil miles"), (1e6, "mill millón millon millones")),
    "Portuguese": ((1e3, "mil milhares"), (1e6, "mi milhão milhao milhões milhoes"), (1e9, "bi bilhão bilhões")),
    "Italian": ((1e3, "mila migliaia"), (1e6, "mio milione milioni"), (1e9, "mld mrd miliardo miliardi")),
    "Dutch": ((1e3, "duizend"), (1e6, "mio miljoen"), (1e9, "mld mrd miljard")),
    "Czech": ((1e3, "tis"), (1e6, "mil"), (1e9, "mld")),
    "Polish": ((1e3, "tys"), (1e9, "mld")),
}
BESIDE_CURRENCY = frozenset(["t", "b", "md", "mds", "mi", "bi", "tis", "tys"])
"""Words that are a unit of a header only beside a currency: MD is man-days, Md€ is not."""
NOT_IN_FORMATS = frozenset(["cr", "mi", "bi"])
"""Words that a number format shows for other things: a credit, a distance."""
SPOKEN_WITH: Mapping[str, str] = {
    "BRL": "Portuguese", "ARS": "Spanish", "CLP": "Spanish", "COP": "Spanish", "MXN": "Spanish", "PEN": "Spanish",
    "CZK": "Czech",
}  # fmt: skip
"""Currencies of which only one language with a word of its own for thousands speaks."""


def _by_word() -> dict[str, dict[float, frozenset[str]]]:
    found: dict[str, dict[float, frozenset[str]]] = {}
    for language, rows in _OWNED.items():
        for factor, words in rows:
            for word in words.split():
                meant = found.setdefault(word, {})
                meant[factor] = meant.get(factor, frozenset()) | {language}
    return found


_MEANT = _by_word()
UNITS: dict[str, float] = {word: next(iter(meant)) for word, meant in _MEANT.items() if len(meant) == 1}
"""Every word that means one factor, whoever writes it."""
UNCLEAR: dict[str, Mapping[float, frozenset[str]]] = {word: meant for word, meant in _MEANT.items() if len(meant) > 1}
"""Every other word, with the factors it may mean and the languages that mean each."""
NAMES: Mapping[float, str] = {1e3: "thousands", 1e5: "lakhs", 1e6: "millions", 1e7: "crores", 1e9: "billions"}
