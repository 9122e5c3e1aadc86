"""The mapping file: what was understood of an upload, to be given again with the next one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from balance.errors import BalanceError, Problem
from balance.ingest.headers import header_currency, header_unit
from balance.ingest.mapping_faults import faults
from balance.ingest.readings import Reading
from balance.ingest.recognise import Recognised
from balance.ingest.said import SheetSaid
from balance.ingest.whole_sheet import EVERY_ROW

SAID_ELSEWHERE = ("column:", "missing:", "value:", "dates:", "header_row:", "table:", "hidden:", "unit_word:")
"""Kinds of questions whose answers the other parts of an entry hold."""


def mapping_used(
    given: Mapping[str, Any] | None, sheets: Sequence[tuple[Recognised, Mapping[str, Reading]]]
) -> dict[str, Any]:
    """The mapping of an upload as it was used."""
    return {"name": str((given or {}).get("name", "")), "sheets": [_entry(*sheet) for sheet in sheets]}


def _entry(found: Recognised, readings: Mapping[str, Reading]) -> dict[str, Any]:
    columns: dict[str, str | None] = {entry.source.header: entry.column.name for entry in found.columns}
    answers = _answers(found.said, found.table.name)
    return {
        "sheet": found.sheet.name or "*", "table": found.table.name,
        "header_row": found.header_number,
        "columns": columns | dict.fromkeys(found.unmapped), "values": _values(found, readings),
        "dates": {name: reading.used["dates"] for name, reading in readings.items() if "dates" in reading.used},
        "money": _money(found, readings), **({"answers": answers} if answers else {}),
    }  # fmt: skip


def _answers(said: SheetSaid, table: str) -> dict[str, str]:
    """The answers about the table that no other part of the entry says: decimal signs, which report, and the like."""
    given = dict(said.part("answers")) | said.recalled | dict(said.answers)
    return {
        key: answer for key, answer in sorted(given.items())
        if (key in said.heard.keys or key in said.recalled) and not key.startswith(SAID_ELSEWHERE)
        and key.partition(":")[2].partition(".")[0] == table
    }  # fmt: skip


def _values(found: Recognised, readings: Mapping[str, Reading]) -> dict[str, Any]:
    given = {} if found.said.how == "remembered" else _words_given(found.said)
    for name, reading in readings.items():
        told = reading.used.get("values")
        if isinstance(told, dict):
            given[name] = given.get(name, {}) | told
    return given


def _words_given(said: SheetSaid) -> dict[str, dict[str, Any]]:
    return {name: dict(words) for name, words in said.part("values").items() if isinstance(words, dict)}


def _money(found: Recognised, readings: Mapping[str, Reading]) -> dict[str, Any]:
    money: dict[str, Any] = {}
    for entry in found.columns:
        if entry.column.type == "money":
            unit, currency = header_unit(entry.source.header), header_currency(entry.source.header)
            told = found.said.part("money").get(entry.column.name)
            stated = {"unit": unit, "currency": currency} | dict(_decided_unit(readings.get(entry.column.name)))
            if told or stated["unit"] != 1.0 or currency:
                money[entry.column.name] = stated | (dict(told) if isinstance(told, dict) else {})
    return money


def _decided_unit(reading: Reading | None) -> Mapping[str, Any]:
    """The unit of a column whose header says it in a word that needed a decision or an answer."""
    used = reading.used.get("money") if reading else None
    return used if isinstance(used, dict) else {}


def read_mapping(path: Path) -> dict[str, Any]:
    """A mapping file from disk; one sentence says what is wrong where it is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BalanceError(f"{path.name} cannot be read as a mapping file: {error}.") from error
    return sound_mapping(document, path.name)


def sound_mapping(document: object, name: str) -> dict[str, Any]:
    """A mapping that can be used; BalanceError says what is wrong with the one called `name`."""
    wrong = faults(document)
    if wrong or not isinstance(document, dict):
        raise BalanceError(f"{name} is not a mapping file: {'; '.join(wrong)}.")
    return dict(document)


def unknown_in_mapping(mapping: Mapping[str, Any] | None, found: Sequence[Recognised]) -> Iterator[Problem]:
    """What a mapping file says about sheets and headers that the upload does not have."""
    names = tuple(dict.fromkeys(sheet.sheet.name for sheet in found))
    for entry in (mapping or {}).get("sheets", ()):
        if entry.get("sheet", "*") not in ("*", *names):
            known = ", ".join(repr(name) for name in names if name) or "none: files of text have no sheets, use *"
            yield Problem("mapping-unknown", "error", sheet=str(entry["sheet"]), found=f"the sheet {entry['sheet']!r}",
                          expected=f"a sheet of the upload: {known}",
                          fix="Correct the name in the mapping file, or take the sheet out of it.")  # fmt: skip
    for sheet in found:
        if sheet.header_found is not None and sheet.said.entry and sheet.said.how != "remembered":
            yield from _unknown_headers(sheet)
            if len(found) == 1 or sheet.said.entry.get("sheet") == sheet.sheet.name:
                yield from _other_header_row(sheet)


def _unknown_headers(found: Recognised) -> Iterator[Problem]:
    """Headers that a mapping file gives a column to but that the sheet does not have."""
    headers = tuple(dict.fromkeys(name for name in found.header.names if name))
    for header, column in found.said.part("columns").items():
        if column is not None and header not in headers and not header.startswith(EVERY_ROW):
            yield Problem("mapping-unknown", "error", found.sheet.file, found.sheet.name or None, None,
                          found.header_number, str(column), f"the header {header[:120]!r}",
                          "a header of the sheet: " + ", ".join(" ".join(name.split())[:60] for name in headers[:60]),
                          "Correct the header in the mapping file, or take it out.")  # fmt: skip


def _other_header_row(found: Recognised) -> Iterator[Problem]:
    """A mapping file names a row of headers, and they were found in another one."""
    told = found.said.entry.get("header_row")
    if isinstance(told, int) and told > 0 and told != found.header_number:
        yield Problem("header-elsewhere", "note", found.sheet.file, found.sheet.name or None, None,
                      found.header_number, None, f"headers in row {found.header_number}",
                      f"headers in row {told}, as the mapping file says",
                      "Nothing to do where the row found is the right one; it is the one that was read.")  # fmt: skip
