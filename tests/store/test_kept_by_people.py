import importlib
from datetime import date

import pandas as pd
import pytest

from balance.errors import StoreError
from balance.store import (
    Decision,
    audit,
    decisions,
    drop_snapshot,
    forecasts,
    mapping_of,
    mappings,
    remove_decision,
    remove_mapping,
    remove_scenario,
    rename_mapping,
    save_decision,
    save_forecasts,
    save_mapping,
    save_scenario,
    save_snapshot,
    scenarios,
    understood,
)

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


def test_scenarios_keep_their_versions(store):
    assert save_scenario(store, " Safer ", {"pace": 0.9}, {"A": "pause"}, "ana", "for the board", as_of=Q3) == 1
    assert save_scenario(store, "Safer", {"pace": 0.8}, {}, "bob") == 2
    save_scenario(store, "Faster", {}, {})
    saved = {row.name: row for row in scenarios(store)}
    assert list(saved) == ["Faster", "Safer"]
    assert (saved["Safer"].version, saved["Safer"].levers, saved["Safer"].saved_by) == (2, {"pace": 0.8}, "bob")
    assert '"pace":0.9' in audit(store)["before"][1]


def test_a_scenario_somebody_else_saved_is_not_replaced_unasked(store):
    seen = save_scenario(store, "Safer", {}, {})
    save_scenario(store, "Safer", {"pace": 1.1}, {}, replaces=seen)
    with pytest.raises(StoreError, match="saved by somebody else"):
        save_scenario(store, "Safer", {"pace": 1.2}, {}, replaces=seen)
    with pytest.raises(StoreError, match="needs a name"):
        save_scenario(store, " ", {}, {})
    for name in (" Today", "x" * 201):
        with pytest.raises(StoreError, match="is not called 'today'"):
            save_scenario(store, name, {}, {})


def test_a_removed_scenario_is_off_the_list_and_its_name_can_be_used_again(store):
    save_scenario(store, "Safer", {}, {})
    remove_scenario(store, "Safer")
    assert scenarios(store) == ()
    assert save_scenario(store, "Safer", {}, {}, replaces=0) == 2
    with pytest.raises(StoreError, match="no scenario 'Nobody'"):
        remove_scenario(store, "Nobody")


def test_mappings_by_name(store):
    save_mapping(store, "ServiceNow", {"sheets": []})
    save_mapping(store, "ServiceNow", {"sheets": [{"sheet": "*"}]})
    assert mappings(store) == {"ServiceNow": {"sheets": [{"sheet": "*"}]}}
    remove_mapping(store, "ServiceNow")
    assert mappings(store) == {}
    for bad in (lambda: remove_mapping(store, "ServiceNow"), lambda: save_mapping(store, "", {})):
        with pytest.raises(StoreError):
            bad()


def test_the_mapping_of_the_last_loads_is_remembered(store, frame):
    def load(as_of, *sheets):
        frames = {"initiatives": frame("initiatives", [{"initiative_id": "A"}])}
        return save_snapshot(
            store, as_of=as_of, frames=frames, files=[], mapping={"name": "used", "sheets": list(sheets)}
        )

    old = {"sheet": "P", "table": "initiatives", "columns": {"X": "name"}}
    new = {"sheet": "P", "table": "initiatives", "columns": {"Y": "name"}}
    other = {"sheet": "I", "table": "incidents", "columns": {}}
    first = load(Q2, old, other)
    second = load(Q3, new)
    assert [load.mapping["sheets"] for load in understood(store)] == [[new], [old, other]]
    drop_snapshot(store, second.snapshot_id)
    assert [load.dropped for load in understood(store)] == [True, False]
    assert mapping_of(store, first.snapshot_id)["sheets"] == [old, other]
    with pytest.raises(StoreError):
        mapping_of(store, "none")


def test_decisions_are_kept_with_their_versions(store):
    number = save_decision(store, Decision(Q2, "Stop Atlas", owner="CIO", due_on=Q3, scenario="Safer"), "ana")
    save_decision(store, Decision(Q2, "Fund controls"))
    save_decision(store, Decision(Q2, "Stop Atlas", "CIO", Q3, "Safer", "stopped in August", number))
    assert [row.outcome for row in decisions(store)] == ["stopped in August", ""]
    assert [row.decision_id for row in decisions(store)] == [1, 2]
    remove_decision(store, 1)
    assert [row.decision_id for row in decisions(store)] == [2]
    assert save_decision(store, Decision(Q2, "Another")) == 3
    for bad in (lambda: save_decision(store, Decision(Q2, " ")), lambda: remove_decision(store, 1)):
        with pytest.raises(StoreError):
            bad()


def made(value):
    return pd.DataFrame(
        {"quantity": ["incidents", "finished"], "subject": [None, "A"], "due_on": pd.Timestamp("2026-12-31"),
         "q05": [1.0, None], "q20": [2.0, None], "q50": [value, None], "q80": [4.0, None], "q95": [5.0, None],
         "chance": [None, 0.7]}
    )  # fmt: skip


def test_forecasts_are_written_once(store, load):
    first = load(Q2, initiatives=[{"initiative_id": "A"}]).snapshot_id
    second = load(Q3, initiatives=[{"initiative_id": "A"}]).snapshot_id
    assert save_forecasts(store, first, made(3.0), model_version="1", data_hash="h")
    assert not save_forecasts(store, first, made(99.0), model_version="2", data_hash="h")
    assert save_forecasts(store, second, made(4.0), model_version="1", data_hash="h")
    read = forecasts(store)
    assert read["q50"].dropna().tolist() == [3.0, 4.0]
    assert read["subject"].tolist() == ["A", "", "A", ""]
    assert read["as_of"].dt.date.tolist() == [Q2, Q2, Q3, Q3]
    assert len(forecasts(store, first)) == 2
    drop_snapshot(store, first)
    assert len(forecasts(store)) == 2
    with pytest.raises(StoreError):
        save_forecasts(store, "none", made(1.0), model_version="1", data_hash="h")


def test_a_mapping_has_another_name_at_once_or_not_at_all(store, monkeypatch):
    module = importlib.import_module("balance.store.mappings")
    save_mapping(store, "Planview", {"sheets": []})

    def fails(*_, **__):
        raise RuntimeError("no power")

    with monkeypatch.context() as broken:
        broken.setattr(module, "_save", fails)
        with pytest.raises(RuntimeError):
            rename_mapping(store, "Planview", "Quarterly")
    assert list(mappings(store)) == ["Planview"]
    rename_mapping(store, "Planview", " Quarterly ")
    assert list(mappings(store)) == ["Quarterly"]
    with pytest.raises(StoreError, match="There is no mapping"):
        rename_mapping(store, "Planview", "Other")
