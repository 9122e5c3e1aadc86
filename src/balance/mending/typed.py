"""Corrections as a person types them: `FILE!SHEET!F12=2026-03-05`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from balance.corrections import Correction
from balance.errors import BalanceError
from balance.ingest import Workbook
from balance.mending.handed_back import HandedBack

_TYPED = re.compile(
    r"(?:(?P<place>.*?)!)?(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}|(?P<row>[1-9]\d{0,6}):(?P=row))=(?P<meant>.*)",
    re.DOTALL,
)
FORM = "FILE!SHEET!F12=2026-03-05 (file and sheet only where there are several), or 12:12=WHY to leave out a row"


def with_typed(corrections: Sequence[Correction | str], back: HandedBack) -> tuple[Correction, ...]:
    """What marked workbooks brought and what was given besides; the latter wins over what was changed before.

    Raises BalanceError for a text that is no correction of one of the files.
    """
    given = tuple(typed(one, back.books) if isinstance(one, str) else one for one in corrections)
    fresh = {_key(one) for one in back.fresh}
    again = {_key(one) for one in given} - fresh
    return (*(one for one in back.corrections if _key(one) not in again), *given)


def _key(one: Correction) -> tuple[str, str, str]:
    return one.sha256, one.sheet, one.cell.upper()


def typed(text: str, books: Sequence[Workbook]) -> Correction:
    """The correction a person typed; the text after a whole row's address is why it is left out."""
    match = _TYPED.fullmatch(text)
    if match is None:
        raise BalanceError(f"A correction takes {FORM}; found {text!r}.")
    places = _places(books)
    found = places.get(match["place"] or "")
    if found is None:
        known = ", ".join(sorted(place for place in places if place and not place.endswith("!"))[:20])
        raise BalanceError(f"{text!r} names no sheet, or one of several. Name one of: {known}.")
    sha256, sheet = found
    if match["row"]:
        return Correction(sha256, sheet, match["cell"], "", why=match["meant"])
    return Correction(sha256, sheet, match["cell"].upper().replace("$", ""), match["meant"])


def _places(books: Sequence[Workbook]) -> dict[str, tuple[str, str]]:
    """Every way to name a sheet that means one sheet only."""
    ways: dict[str, list[tuple[str, str]]] = {}
    for book in books:
        for sheet in book.sheets:
            names = [f"{book.name}!{sheet.name}"]
            names += [sheet.name] if sheet.name else []
            names += [book.name] if len(book.sheets) == 1 else []
            names += [""] if len(books) == len(book.sheets) == 1 else []
            for name in names:
                ways.setdefault(name, []).append((book.sha256, sheet.name))
    return {way: sheets[0] for way, sheets in ways.items() if len(set(sheets)) == 1}
