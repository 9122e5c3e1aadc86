"""The data dictionary as Markdown: tables, columns, choices, header synonyms, assumptions with default and source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balance import schema
from balance.assumptions import KNOWN, PREFIXES, Known

OPENING = """\
# The data

This page is written by `balance dictionary` from the schema; change the schema, not the page.

- `template.xlsx`: an empty workbook with a sheet for each table below, notes on each header and choice lists.
- `sample/`: an invented company, one folder per quarter-end with five exports as real tools write them, and
  `truth.json` with what its generator knows. `balance sample` writes it again, or another with `--seed`.

Two tables carry the answer, **initiatives** and **incidents**; one of them is enough to begin. The others improve it.
Columns marked with \\* are required. Headers are matched by name: the column's own name or one of the synonyms, without
regard to case, spaces and punctuation; anything else is asked about. A cell that cannot be read is reported with its
address; a row is held back only where a required cell is missing or unreadable, a sum has no exchange rate, or two
rows clash over one id. `finish_planned` may be empty for ideas, approved, done and cancelled initiatives, and where
there is a `finish_forecast`. Money is kept in the reporting currency, shares as 0..1, dates without a zone. An unknown
value is an empty cell, never zero.
"""

TYPES = """\
## Types

| type | what a cell may hold | in the database |
|---|---|---|
"""

TYPE_WORDS: dict[schema.Type, str] = {
    "id": "a name that stays the same from quarter to quarter",
    "text": "any text",
    "choice": "one of the words listed, or a word that means one of them",
    "tags": "words separated by `;` or `,`",
    "date": "a day",
    "moment": "a day, with a time where known",
    "money": "a sum, with or without a currency",
    "share": "a percentage or a number 0..1",
    "number": "a number in the unit named",
    "count": "a whole number",
    "flag": "yes or no",
}


def dictionary() -> str:
    """The whole data dictionary."""
    types = "".join(_line((f"`{kind}`", words, f"`{schema.SQL_TYPES[kind]}`")) for kind, words in TYPE_WORDS.items())
    tables = "\n".join(_table(table) for table in schema.TABLES.values())
    return f"{OPENING}\n{TYPES}{types}\n{tables}\n{_assumptions()}"


def _table(table: schema.Table) -> str:
    """One table: columns, then choices, then synonyms."""
    head = f"## {table.name}{' (optional)' if table.optional else ''}\n\n{table.meaning}\n\n"
    columns = "| column | type | meaning | rule | what it improves |\n|---|---|---|---|---|\n"
    columns += "".join(_column(column) for column in table.columns)
    return f"{head}{columns}\n{_choices(table)}{_synonyms(table)}"


def _column(column: schema.Column) -> str:
    name = f"`{column.name}`" + (" \\*" if column.required else "")
    return _line((name, column.type, column.meaning, _rule(column), column.improves))


def _rule(column: schema.Column) -> str:
    """Unit, bounds and choices in a few words."""
    bounds = ""
    if column.type != "share" and column.low is not None:
        bounds = f"{column.low:g} or more"
    choices = ", ".join(f"`{choice}`" for choice in column.choices)
    return "; ".join(part for part in (column.unit, bounds, choices) if part)


def _choices(table: schema.Table) -> str:
    """The words of real tools that mean each choice."""
    lines = [
        _line(
            (
                f"`{column.name}`",
                f"`{choice}`",
                ", ".join(word for word, meant in column.choice_synonyms if meant == choice),
            )
        )
        for column in table.columns
        if column.choice_synonyms
        for choice in column.choices
    ]
    if not lines:
        return ""
    return "Words that mean a choice:\n\n| column | choice | also written |\n|---|---|---|\n" + "".join(lines) + "\n"


def _synonyms(table: schema.Table) -> str:
    lines = [_line((f"`{column.name}`", ", ".join(column.synonyms))) for column in table.columns if column.synonyms]
    return "Headers that mean a column:\n\n| column | headers |\n|---|---|\n" + "".join(lines)


def _assumptions() -> str:
    """Every key a person may state, with what is taken where nobody does."""
    head = (
        "## Keys of assumptions\n\n"
        "A key that is not stated takes its default and is marked as assumed on every screen. Ranges are 80 %.\n"
        "Published figures are in US dollars and are used one to one in other currencies.\n\n"
        "| key | meaning | default | range | unit | source |\n|---|---|---|---|---|---|\n"
    )
    keys = "".join(_key(known) for known in KNOWN.values())
    prefixes = "".join(_line((f"`{prefix}…`", meaning)) for prefix, meaning in PREFIXES.items())
    return f"{head}{keys}\nKeys with a name in them:\n\n| key | meaning |\n|---|---|\n{prefixes}"


def _key(known: Known) -> str:
    default = "" if known.value is None else _number(known.value)
    span = "" if known.low is None or known.high is None else f"{_number(known.low)} to {_number(known.high)}"
    source = f"{known.source} ({known.year})" if known.source and known.year else known.source
    return _line((f"`{known.key}`", known.meaning, default, span, known.unit, source))


def _number(value: float | str) -> str:
    """A number to three significant figures; large ones with separators.

    >>> _number(59874.0), _number(0.2808), _number("USD")
    ('59,874', '0.281', 'USD')
    """
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}".replace("-", "−")


def _line(cells: Sequence[str] | Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"
