"""Writes a store as the program at hand writes it: how the stored files of earlier versions were made.

    git worktree add ../then COMMIT
    PYTHONPATH=../then/src python tests/store/earlier/make.py tests/store/earlier/step_0001.duckdb.gz

`COMMIT` is one whose newest migration is that step: 4eb17e6 for step 1, cac7bce for step 2, bd8f86b for step 6
(steps 3 to 5 came with it), 32e0908 for step 7. When a step is released, make its file with the release and commit it;
`test_earlier.py` opens whatever files are here. What goes in stands in `content.json`; it is kept by the functions of
the store, which every version has had.
"""

import gzip
import hashlib
import json
import sys
import tempfile
from datetime import date
from pathlib import Path

import pandas as pd

from balance import store as stores
from balance.errors import Problem
from balance.schema import FRAME_TYPES, TABLES
from balance.store.frames import kinds_of

CONTENT = json.loads(Path(__file__).with_name("content.json").read_text(encoding="utf-8"))


def typed(table: str, records: list[dict[str, object]]) -> pd.DataFrame:
    """Records as a frame with every column of the table, typed as a reader delivers it."""
    kinds = kinds_of(TABLES[table])
    frame = pd.DataFrame(records, columns=list(kinds))
    for name, kind in kinds.items():
        if kind in ("date", "moment"):
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame.astype({name: FRAME_TYPES[kind] for name, kind in kinds.items()})


def _load(store: stores.Store, load: dict) -> None:
    files = [(name, hashlib.sha256(text.encode()).hexdigest(), text.encode()) for name, text in load["files"].items()]
    saved = stores.save_snapshot(
        store,
        as_of=date.fromisoformat(load["as_of"]),
        frames={name: typed(name, load[name]) for name in TABLES if name in load},
        files=files,
        problems=[Problem(**row) for row in load.get("problems", [])],
        held=pd.DataFrame(load["held"]) if "held" in load else None,
        mapping=load.get("mapping"),
        answers=load["answers"],
        who="ana",
    )
    if load.get("dropped"):
        stores.drop_snapshot(store, saved.snapshot_id, "ana")


def fill(store: stores.Store) -> None:
    """Everything of `content.json`, kept in the store."""
    for load in CONTENT["loads"]:
        _load(store, load)
    for said in CONTENT["statements"]:
        row = {key: value for key, value in said.items() if key != "withdrawn"}
        stores.state_assumption(store, row | {"stated_on": date.fromisoformat(said["stated_on"])}, "ana")
        if said.get("withdrawn"):
            stores.withdraw_assumption(store, said["key"], "ana")
    for plan in CONTENT["scenarios"]:
        stores.save_scenario(store, plan["name"], plan["levers"], plan["actions"], who="ana", why=plan.get("why", ""))
        if plan.get("removed"):
            stores.remove_scenario(store, plan["name"], "ana")
    for name, mapping in CONTENT["mappings"].items():
        stores.save_mapping(store, name, mapping, "ana")
    for row in CONTENT["decisions"]:
        dates = {key: date.fromisoformat(row[key]) for key in ("as_of", "due_on")}
        stores.save_decision(store, stores.Decision(**row | dates), "ana")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = stores.open_store(Path(folder) / "balance.duckdb")
        fill(made)
        stores.release(made)
        Path(sys.argv[1]).write_bytes(gzip.compress(made.path.read_bytes(), 9, mtime=0))
