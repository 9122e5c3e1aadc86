"""Money of one year: a header such as "FY22 Actuals" names no column of ours, and is offered as one, never taken.

What a year cost is less than what all of it costs; only a person knows whether it is the amount that is meant. Nobody
has to answer: the column is left out until somebody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from balance.ingest.doubtful import example_values
from balance.ingest.evidence import readable_share
from balance.ingest.mapping import Source, answered, column_key
from balance.ingest.said import LEAVE_OUT, Question, SheetSaid
from balance.schema import Column, Table

WORDS = {
    "actual_cost": r"actuals?|spen[dt]|spending|expenditures?|outlays?|ist(?:kosten)?|ausgaben|dépenses?|gastos?|gasto"
                   r"|despesas?|réalisé",
    "forecast_cost": r"forecast|estimated?|projected|prognose|prévision|previsto|projetado",
    "budget": r"budget(?:ed)?|funding|funded|approved|plan(?:ned)?|costs?|amount|presupuesto|orçamento|kosten"
              r"|coûts?|costes?",
}  # fmt: skip
"""What the words of a header say its money is, the surest first."""
_YEAR = re.compile(r"(?<!\d)(?:(?:fy|cy|gj)[\s'’-]*(?P<short>\d{2})(?:\s*[-/]\s*\d{2,4})?|(?:fy|cy|gj)?[\s'’-]*"
                   r"(?P<long>(?:19|20)\d{2})(?:\s*[-/]\s*\d{2,4})?)(?!\d)", re.IGNORECASE)  # fmt: skip
READABLE = 0.6


def year_of(header: str) -> int | None:
    """The year a header names, None where it names none.

    >>> year_of("FY22 Actuals"), year_of("Total FY2021 Spending ($M)"), year_of("Budget 12")
    (2022, 2021, None)
    """
    found = _YEAR.search(header)
    return None if found is None else int(found["long"] or f"20{found['short']}")


def money_of_one_year(table: Table, left: Sequence[Source], have: Set[str], said: SheetSaid) -> tuple[Question, ...]:
    """The questions whether headers nobody took are the amount of a column nobody is: of each, the latest year."""
    told, newest = said.part("columns"), dict[str, tuple[int, Source]]()
    free = {column.name: column for column in table.columns if column.name in WORDS and column.name not in have}
    for source in left:
        name, year = next(_meant(source, free), None), year_of(source.header)
        known = source.header in told or answered(table, source, said) is not None
        if name is not None and year is not None and not known and (name not in newest or year > newest[name][0]):
            newest[name] = year, source
    return tuple(_ask(table, source, free[name], list(free.values())) for name, (_, source) in newest.items())


def _meant(source: Source, free: dict[str, Column]) -> Iterator[str]:
    for name, words in WORDS.items():
        named = re.search(rf"(?<![^\W_])(?:{words})(?![^\W_])", source.header, re.IGNORECASE)
        if named is not None and name not in free:
            return
        if named is not None and readable_share(free[name], source.cells)[0] >= READABLE:
            yield name


def _ask(table: Table, source: Source, column: Column, free: Sequence[Column]) -> Question:
    choices = (column.name, *(other.name for other in free if other is not column), LEAVE_OUT)
    shown = ", ".join(repr(text[:40]) for text in example_values(source))
    because = (
        f"it holds money of one year, {shown}, and no other header is {column.name} ({column.meaning.lower()}); "
        "one year is only a part of what most initiatives cost"
    )
    return Question(column_key(table, source), f"Is {source.header[:80]!r} the column {column.name}?", choices, because,
                    LEAVE_OUT)  # fmt: skip
