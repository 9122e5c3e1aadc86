"""By what the amounts of a column are multiplied: as given, as its header says, or asked where the word is unclear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from balance.ingest.decimals import AmountLook
from balance.ingest.headers import factor_by_language, header_currency, header_unit, unclear_unit
from balance.ingest.readings import Reading
from balance.ingest.said import Decision, Question, SheetSaid
from balance.ingest.unit_lines import choices, lines_that_count, states_factor
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
        return _of_lines(seen, said)
    return HeaderUnit(factor, (Decision(column, f"times {factor:,.0f}", f"the header says so: {seen.header[:120]!r}"),))


def told_of_money(seen: AmountLook, said: SheetSaid) -> dict[str, object]:
    """What a mapping file says of the column's unit and currency."""
    told = said.part("money").get(seen.column.name, {})
    return told if isinstance(told, dict) else {}


def _of_lines(seen: AmountLook, said: SheetSaid) -> HeaderUnit:
    """The unit that a title or remark states for the amounts; asked where they disagree or may mean others."""
    key = _line_key(seen)
    counting, asked = lines_that_count(seen.lines, said, key, seen.header, seen.beside)
    if asked:
        because = "; ".join(f"{line.cell} says {line.text[:120]!r}" for line in seen.lines)
        because += f"; the column itself says {seen.header[:80]!r}" if header_currency(seen.header) else ""
        question = f"In what are the amounts of {seen.column.name} ({seen.header[:80]!r})?"
        return HeaderUnit(questions=(Question(key, question, choices(seen.lines), because),))
    line = next(filter(states_factor, counting), None)
    if line is None:
        return HeaderUnit()
    word, factor = unclear_unit(line.as_header), header_unit(line.as_header)
    if word is not None:
        return _of_unclear(word, replace(seen, header=line.as_header), said)
    evidence = f"{line.cell} says so: {line.text[:120]!r}"
    return HeaderUnit(factor, (Decision(seen.column.name, f"times {factor:,.0f}", evidence),))


def _line_key(seen: AmountLook) -> str:
    return f"unit_line:{seen.table}.{seen.column.name}"


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


def with_line_currency(
    looks: Mapping[str, AmountLook], readings: Mapping[str, Reading], said: SheetSaid
) -> dict[str, Reading]:
    """Money that neither its cell nor its header nor its row names a currency for takes that of a title or remark."""
    read = dict(readings)
    for name, reading in readings.items():
        if reading.currency is None or name not in looks:
            continue
        seen = looks[name]
        counting, _ = lines_that_count(seen.lines, said, _line_key(seen), seen.header, seen.beside)
        line, currency = next(((line, line.currency) for line in counting if line.currency), (None, ""))
        use = pd.isna(np.asarray(reading.currency)) & reading.values.notna().to_numpy()
        if line is not None and use.any():
            told = Decision(name, f"in {currency}", f"{line.cell} says so: {line.text[:120]!r}")
            read[name] = replace(reading, currency=np.where(use, currency, reading.currency),
                                 decisions=(*reading.decisions, told))  # fmt: skip
    return read
