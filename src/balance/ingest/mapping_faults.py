"""What is wrong with a mapping file, in words a person can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from balance.ingest.said import LEAVE_OUT
from balance.schema import TABLES, Column

PARTS = ("columns", "values", "dates", "money")
ENTRY_KEYS = frozenset(("sheet", "file", "table", "header_row", "answers", *PARTS))
DATE_ORDERS = ("day first", "month first", "year first")
MONEY_KEYS = frozenset(("unit", "currency"))


def faults(document: object) -> list[str]:
    """Every fault of a mapping file; none where it can be used."""
    sheets = document.get("sheets") if isinstance(document, dict) else None
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return ["it must be a JSON object with a list `sheets` of objects"]
    return [fault for number, sheet in enumerate(sheets, 1) for fault in _of_sheet(f"sheet {number}", sheet)]


def _of_sheet(where: str, sheet: Mapping[str, Any]) -> Iterator[str]:
    table = sheet.get("table")
    if table is not None and table not in TABLES:
        yield f"{where} names the table {table!r}; there are {', '.join(TABLES)}"
    for key in sheet.keys() - ENTRY_KEYS:
        yield f"{where} has {key!r}; there are {', '.join(sorted(ENTRY_KEYS))}"
    if not isinstance(sheet.get("sheet", "*"), str):
        yield f"`sheet` of {where} must be a name or *"
    row = sheet.get("header_row")
    if row is not None and (not isinstance(row, int) or isinstance(row, bool) or row < 0):
        yield f"`header_row` of {where} must be the number of a row, or 0 for none"
    wrong = [part for part in (*PARTS, "answers") if not isinstance(sheet.get(part, {}), dict)]
    yield from (f"`{part}` of {where} must be an object" for part in wrong)
    if "answers" not in wrong:
        yield from _answers(where, sheet.get("answers") or {})
    if table in TABLES:
        columns = {column.name: column for column in TABLES[table].columns}
        for part in PARTS:
            if part not in wrong:
                yield from _PART_FAULTS[part](where, str(table), sheet.get(part) or {}, columns)


def _answers(where: str, answers: Mapping[str, Any]) -> Iterator[str]:
    for key, answer in answers.items():
        if not isinstance(answer, str):
            yield f"the answer to {key!r} in {where} must be text, one of the choices of its question"


def _columns(where: str, table: str, part: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    given = [column for column in part.values() if column is not None]
    for header, column in part.items():
        if column is not None and column not in columns:
            known = ", ".join(columns)
            yield f"{where} maps {header!r} to {column!r}, which is no column of {table}; there are {known}"
    for column in dict.fromkeys(name for name in given if isinstance(name, str) and given.count(name) > 1):
        yield f"{where} maps several headers to {column!r}"


def _values(where: str, table: str, part: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    yield from _named(where, table, "values", part, columns)
    for name, words in part.items():
        choices = columns[name].choices if name in columns else ()
        if not isinstance(words, dict):
            yield f"`values` of {name!r} in {where} must be an object of found and meant"
        elif choices:
            wrong = [(found, meant) for found, meant in words.items() if meant not in (*choices, LEAVE_OUT)]
            yield from (f"{where} says that {found!r} means {meant!r}; {name} has {', '.join((*choices, LEAVE_OUT))}"
                        for found, meant in wrong)  # fmt: skip


def _dates(where: str, table: str, part: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    yield from _named(where, table, "dates", part, columns)
    for name, order in part.items():
        if order not in DATE_ORDERS:
            yield f"{where} reads the dates of {name!r} {order!r}; there are {', '.join(DATE_ORDERS)}"


def _money(where: str, table: str, part: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    yield from _named(where, table, "money", part, columns)
    for name, said in part.items():
        unknown = set(said) - MONEY_KEYS if isinstance(said, dict) else {"a value that is no object"}
        unit = said.get("unit", 1) if isinstance(said, dict) else 1
        if unknown:
            yield f"`money` of {name!r} in {where} has {', '.join(sorted(unknown))}; there are unit, currency"
        elif unit is not None and (not isinstance(unit, int | float) or unit <= 0):
            yield f"the unit of {name!r} in {where} must be a number over 0"


def _named(where: str, table: str, what: str, part: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[str]:
    for name in part:
        if name not in columns:
            yield f"`{what}` of {where} names {name!r}, which is no column of {table}; there are {', '.join(columns)}"


_PART_FAULTS = {"columns": _columns, "values": _values, "dates": _dates, "money": _money}
