"""The mapping file: what was understood of an upload, to be given again with the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from balance.errors import BalanceError
from balance.ingest.headers import header_currency, header_unit
from balance.ingest.readings import Reading
from balance.ingest.recognise import Recognised
from balance.schema import TABLES


def mapping_used(
    given: Mapping[str, Any] | None, sheets: Sequence[tuple[Recognised, Mapping[str, Reading]]]
) -> dict[str, Any]:
    """The mapping of an upload as it was used."""
    return {"name": str((given or {}).get("name", "")), "sheets": [_entry(*sheet) for sheet in sheets]}


def _entry(found: Recognised, readings: Mapping[str, Reading]) -> dict[str, Any]:
    columns: dict[str, str | None] = {entry.source.header: entry.column.name for entry in found.columns}
    return {
        "sheet": found.sheet.name or "*", "table": found.table.name,
        "header_row": found.sheet.row_number(found.header.row),
        "columns": columns | dict.fromkeys(found.unmapped), "values": _values(found, readings),
        "dates": {name: reading.used["dates"] for name, reading in readings.items() if "dates" in reading.used},
        "money": _money(found),
    }  # fmt: skip


def _values(found: Recognised, readings: Mapping[str, Reading]) -> dict[str, Any]:
    given = {name: dict(words) for name, words in found.said.part("values").items() if isinstance(words, dict)}
    for name, reading in readings.items():
        told = reading.used.get("values")
        if isinstance(told, dict):
            given[name] = given.get(name, {}) | told
    return given


def _money(found: Recognised) -> dict[str, Any]:
    money: dict[str, Any] = {}
    for entry in found.columns:
        if entry.column.type == "money":
            unit, currency = header_unit(entry.source.header), header_currency(entry.source.header)
            told = found.said.part("money").get(entry.column.name)
            stated = {"unit": unit, "currency": currency}
            if told or unit != 1.0 or currency:
                money[entry.column.name] = stated | (dict(told) if isinstance(told, dict) else {})
    return money


def read_mapping(path: Path) -> dict[str, Any]:
    """A mapping file from disk; one sentence says what is wrong where it is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BalanceError(f"{path.name} cannot be read as a mapping file: {error}.") from error
    wrong = _faults(document)
    if wrong:
        raise BalanceError(f"{path.name} is not a mapping file: {'; '.join(wrong)}.")
    return dict(document)


def _faults(document: object) -> list[str]:
    sheets = document.get("sheets") if isinstance(document, dict) else None
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return ["it must be a JSON object with a list `sheets` of objects"]
    wrong = []
    for number, sheet in enumerate(sheets, 1):
        table = sheet.get("table")
        if table is not None and table not in TABLES:
            wrong.append(f"sheet {number} names the table {table!r}; there are {', '.join(TABLES)}")
        for part in ("columns", "values", "dates", "money"):
            if not isinstance(sheet.get(part, {}), dict):
                wrong.append(f"`{part}` of sheet {number} must be an object")
        if not isinstance(sheet.get("columns") or {}, dict):
            continue
        known = {column.name for column in TABLES[table].columns} if table in TABLES else set()
        wrong += [f"sheet {number} maps {header!r} to {column!r}, which is no column of {table}"
                  for header, column in (sheet.get("columns") or {}).items()
                  if table in TABLES and column is not None and column not in known]  # fmt: skip
    return wrong
