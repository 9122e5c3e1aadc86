"""Mappings that people keep under a name: listed, read, saved, renamed, edited, removed, and used by name or as a file.

For the Data screen and the command line; a mapping is a plain dictionary as a mapping file holds it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from balance import ingest, store
from balance.errors import BalanceError
from balance.schema import TABLES


def saved_mappings(database: str) -> dict[str, dict[str, Any]]:
    """Every saved mapping by name, in the order of names; none where there is no store yet."""
    kept = store.existing_store(database)
    return {} if kept is None else store.mappings(kept)


def saved_mapping(database: str, name: str) -> dict[str, Any]:
    """One saved mapping under its name; BalanceError lists the names there are."""
    kept = saved_mappings(database)
    if name not in kept:
        known = f"Saved are: {', '.join(kept)}." if kept else "None is saved yet."
        raise BalanceError(f"There is no saved mapping {name!r}. {known}")
    return {**kept[name], "name": name}


def save_mapping(database: str, name: str, mapping: Mapping[str, Any], who: str = "") -> dict[str, Any]:
    """Save a mapping under a name, as a new version where there is one; it is refused where it cannot be used."""
    sound = ingest.sound_mapping(dict(mapping), f"The mapping {name!r}")
    plain = {key: part for key, part in sound.items() if key != "saved"} | {"name": name.strip()}
    store.save_mapping(store.open_store(database), name, plain, who)
    return plain


def rename_mapping(database: str, name: str, new: str, who: str = "") -> None:
    """Give a saved mapping another name."""
    saved_mapping(database, name)
    store.rename_mapping(store.open_store(database), name, new, who)


def remove_mapping(database: str, name: str, who: str = "") -> None:
    """Take a saved mapping off the list; its versions are kept."""
    saved_mapping(database, name)
    store.remove_mapping(store.open_store(database), name, who)


def edited(mapping: Mapping[str, Any], sheet: int, header: str, column: str | None) -> dict[str, Any]:
    """The mapping with one header of one sheet (counted from 0) meaning another column, or none.

    A column belongs to one header: whichever had it before has none now. BalanceError where there is no such sheet or
    column.

    >>> edited({"sheets": [{"table": "incidents", "columns": {"A": "loss", "B": None}}]}, 0, "B", "loss")["sheets"]
    [{'table': 'incidents', 'columns': {'A': None, 'B': 'loss'}}]
    """
    changed: dict[str, Any] = copy.deepcopy(dict(mapping))
    sheets = changed.get("sheets", [])
    if not 0 <= sheet < len(sheets):
        raise BalanceError(f"The mapping has no sheet {sheet + 1}; it has {len(sheets)}.")
    table = TABLES.get(str(sheets[sheet].get("table")))
    if column is not None and table is not None and column not in {known.name for known in table.columns}:
        raise BalanceError(f"{column!r} is no column of {table.name}.")
    columns = sheets[sheet].setdefault("columns", {})
    for other in [other for other, name in columns.items() if column is not None and name == column]:
        columns[other] = None
    columns[header] = column
    return changed


def mapping_for(database: str, named: str | None) -> dict[str, Any] | None:
    """The mapping a person named: a file, or one saved under that name; None where nothing was named."""
    if named is None:
        return None
    path = Path(named)
    if path.is_file() or path.suffix.lower() == ".json":
        return ingest.read_mapping(path)
    return saved_mapping(database, named) | {"saved": True}


def write_mapping(mapping: Mapping[str, Any], path: Path) -> None:
    """Write a mapping as a file that `--mapping` takes."""
    path.write_text(json.dumps(mapping, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
