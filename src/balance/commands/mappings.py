"""What `balance mappings` does: saved mappings listed, printed, written, taken from a file, renamed, removed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from balance import formats
from balance.commands.answer import DONE, Answer
from balance.commands.importing import refuse_unwritable
from balance.errors import BalanceError


def mappings(chosen: argparse.Namespace) -> Answer:
    """The saved mappings; one of them printed, written, taken from a file, renamed or removed."""
    from balance import saved_mappings as saved
    from balance import store

    name, database = chosen.name, chosen.database
    if chosen.take is None:
        store.open_store(database, create=False)  # one that does not exist is refused, not empty
    if name is None:
        if chosen.save or chosen.take or chosen.rename or chosen.remove:
            raise BalanceError("Name the mapping: balance mappings NAME --save FILE.")
        return DONE, *_mappings_told(saved.saved_mappings(database))
    if chosen.take is not None:
        saved.save_mapping(database, name, saved.mapping_for(database, str(chosen.take)) or {})
    if chosen.rename is not None:
        saved.rename_mapping(database, name, chosen.rename)
        name = chosen.rename.strip()
    mapping = saved.saved_mapping(database, name)
    if chosen.save is not None:
        refuse_unwritable(chosen.save)
        saved.write_mapping(mapping, chosen.save)
    if chosen.remove:
        saved.remove_mapping(database, name)
    return DONE, {"status": "ok", "mapping": mapping}, json.dumps(mapping, ensure_ascii=False, indent=2)


def _mappings_told(kept: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    tables = {name: [sheet.get("table") for sheet in mapping["sheets"]] for name, mapping in kept.items()}
    read = [
        (name, ", ".join(dict.fromkeys(str(one) for one in of_sheets if one))) for name, of_sheets in tables.items()
    ]
    lines = formats.lined_up(read, ("Mapping", "Reads"))
    nothing = "No mapping is saved yet. `balance mappings NAME --from FILE` saves one."
    rows = [{"name": name, "tables": of_sheets} for name, of_sheets in tables.items()]
    return {"mappings": rows}, "\n".join(lines) or nothing
