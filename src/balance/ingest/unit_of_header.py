"""By what the amounts of a column are multiplied: as given, as its header says, or asked where the word is unclear."""

from __future__ import annotations

from dataclasses import dataclass, field

from balance.ingest.decimals import AmountLook
from balance.ingest.headers import factor_by_language, header_unit, unclear_unit
from balance.ingest.said import Decision, Question, SheetSaid
from balance.ingest.units import NAMES, UNCLEAR


@dataclass(frozen=True)
class HeaderUnit:
    """The factor of amounts without a unit of their own; with a question they wait for its answer."""

    factor: float = 1.0
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()
    used: dict[str, object] = field(default_factory=dict)
    """What the mapping file should remember of it."""


def unit_of_header(seen: AmountLook, said: SheetSaid) -> HeaderUnit:
    """The unit of a column of money, from the mapping file or the header."""
    given, column = told_of_money(seen, said).get("unit"), seen.column.name
    if isinstance(given, int | float) and given > 0:
        return HeaderUnit(
            float(given), (Decision(column, f"times {given:,.10g}", "as given in the mapping file"),),
            used={"money": {"unit": float(given)}} if unclear_unit(seen.header) else {},
        )  # fmt: skip
    word = unclear_unit(seen.header)
    if word is not None:
        return _of_unclear(word, seen, said)
    factor = header_unit(seen.header)
    if factor == 1.0:
        return HeaderUnit()
    return HeaderUnit(factor, (Decision(column, f"times {factor:,.0f}", f"the header says so: {seen.header[:120]!r}"),))


def told_of_money(seen: AmountLook, said: SheetSaid) -> dict[str, object]:
    """What a mapping file says of the column's unit and currency."""
    told = said.part("money").get(seen.column.name, {})
    return told if isinstance(told, dict) else {}


def _of_unclear(word: str, seen: AmountLook, said: SheetSaid) -> HeaderUnit:
    """What a word stands for that is one factor here and another there: as answered, by evidence, or asked."""
    key, meant = (
        f"unit_word:{seen.table}.{seen.column.name}",
        {NAMES[factor]: factor for factor in sorted(UNCLEAR[word])},
    )
    answer = said.answer(key, tuple(meant))
    factor, evidence = factor_by_language(seen.header, seen.beside)
    if answer is not None:
        factor, evidence = meant[answer], "as answered"
    if factor is None:
        told = " and ".join(
            f"{NAMES[one]} in {' and '.join(sorted(UNCLEAR[word][one]))}" for one in sorted(UNCLEAR[word])
        )
        return HeaderUnit(questions=(Question(
            key, f"What does {word!r} mean in {seen.header[:80]!r}?", tuple(meant), f"it means {told}; {evidence}"),
        ))  # fmt: skip
    decision = Decision(seen.column.name, f"times {factor:,.0f}", f"{word!r} is {NAMES[factor]}: {evidence}")
    return HeaderUnit(factor, (decision,), used={"money": {"unit": factor}})
