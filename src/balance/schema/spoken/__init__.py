"""What other languages call columns and choices: one file per language, added to the English names of the tables.

A language says, by table and column, the headers its tools and people use, parted by `;`, and by table, column and
choice the words that mean the choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType

from balance.schema.column import Column, Table
from balance.schema.spoken import dutch, french, german, italian, portuguese, spanish

LANGUAGES: Mapping[str, ModuleType] = {
    "German": german, "French": french, "Spanish": spanish, "Portuguese": portuguese, "Italian": italian, "Dutch": dutch,
}  # fmt: skip


def spoken(table: Table) -> Table:
    """A table that also knows what each language calls its columns and choices."""
    return replace(table, columns=tuple(_spoken(table.name, column) for column in table.columns))


def headers_of(tables: Sequence[Table]) -> dict[str, frozenset[str]]:
    """Language -> every name it has for a column of these tables, which are English."""
    english = frozenset(
        name for table in tables for column in table.columns for name in (column.name, *column.synonyms)
    )
    others = {
        language: frozenset(name for columns in module.HEADERS.values() for said in columns.values()
                            for name in _parted(said))
        for language, module in LANGUAGES.items()
    }  # fmt: skip
    return {"English": english} | others


def _spoken(table: str, column: Column) -> Column:
    headers, words = list(column.synonyms), list(column.choice_synonyms)
    for language in LANGUAGES.values():
        headers += _parted(language.HEADERS.get(table, {}).get(column.name, ""))
        for choice, written in language.VALUES.get(table, {}).get(column.name, {}).items():
            words += [(word, choice) for word in _parted(written)]
    return replace(column, synonyms=tuple(dict.fromkeys(headers)), choice_synonyms=tuple(dict.fromkeys(words)))


def _parted(written: str) -> list[str]:
    return [word.strip() for word in written.split(";") if word.strip()]
