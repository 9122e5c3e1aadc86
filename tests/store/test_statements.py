from datetime import date

import pytest

from balance.assumptions import resolve
from balance.errors import StoreError
from balance.store import (
    audit,
    read_as_of,
    state_assumption,
    stated_assumptions,
    stated_at_load,
    undo_assumption,
    withdraw_assumption,
)

Q2, Q3 = date(2026, 6, 30), date(2026, 9, 30)


def values(frame):
    return dict(zip(frame["key"], frame["value"], strict=True))


def row(key, value, **more):
    return {"key": key, "value": value} | more


def test_loaded_assumptions_are_joined_by_key_and_the_newest_wins(store, load):
    load(Q2, assumptions=[row("loss_limit", "1"), row("revenue", "9")])
    load(Q3, assumptions=[row("loss_limit", "2")])
    assert values(stated_assumptions(store)) == {"loss_limit": "2", "revenue": "9"}
    assert values(stated_assumptions(store, Q2)) == {"loss_limit": "1", "revenue": "9"}
    assert values(stated_assumptions(store, date(2026, 1, 1))) == {}


def test_a_statement_holds_for_every_date_until_a_later_load(store, load):
    load(Q2, initiatives=[{"initiative_id": "A"}], assumptions=[row("loss_limit", "1")])
    state_assumption(store, row("loss_limit", 5_000_000, low=1.0, high=9.0, owner="CFO", reason="the board"), "ana")
    assert values(stated_assumptions(store, Q2)) == {"loss_limit": "5000000"}
    stated = read_as_of(store).stated
    assert resolve(stated).number("loss_limit") == 5e6
    assert stated.loc[0, ["origin", "owner", "reason", "low", "high"]].tolist() == [
        "screen",
        "CFO",
        "the board",
        1.0,
        9.0,
    ]
    load(Q3, assumptions=[row("loss_limit", "7")])
    assert values(stated_assumptions(store)) == {"loss_limit": "7"}
    assert values(stated_assumptions(store, Q2)) == {"loss_limit": "5000000"}
    state_assumption(store, row("loss_limit", 8))
    assert values(stated_assumptions(store)) == {"loss_limit": "8"}


def test_withdrawing_uncovers_the_loaded_row(store, load):
    load(Q2, assumptions=[row("loss_limit", "1")])
    state_assumption(store, row("loss_limit", 2))
    state_assumption(store, row("revenue", 3))
    withdraw_assumption(store, "loss_limit", "ana")
    withdraw_assumption(store, "revenue", "ana")
    assert values(stated_assumptions(store)) == {"loss_limit": "1"}
    with pytest.raises(StoreError, match="Nothing was stated on screen for 'revenue'"):
        withdraw_assumption(store, "revenue")


def test_a_statement_needs_a_key_and_a_value(store):
    for bad in ({}, row("", 1), row("loss_limit", None), row("loss_limit", "  ")):
        with pytest.raises(StoreError, match="needs a key and a value"):
            state_assumption(store, bad)


def test_every_statement_is_audited_with_before_and_after(store):
    state_assumption(store, row("loss_limit", 1), "ana")
    state_assumption(store, row("loss_limit", 2), "bob")
    withdraw_assumption(store, "loss_limit", "eve")
    trail = audit(store)
    assert list(trail["who"]) == ["ana", "bob", "eve"]
    assert '"value":"1"' in trail["before"][1]
    assert '"value":"2"' in trail["after"][1]
    assert trail["after"].isna().tolist() == [False, False, True]


def test_hostile_text_is_kept_as_text(store):
    hostile = "'); DROP TABLE audit; -- $1 \x00 ü"
    state_assumption(store, row(hostile, hostile, reason=hostile), hostile)
    assert values(stated_assumptions(store)) == {hostile.strip(): hostile.strip()}
    assert list(audit(store)["subject"]) == [hostile.strip()]


def test_what_was_in_force_when_a_snapshot_was_loaded(store, load):
    state_assumption(store, {"key": "exchange_rate:USD", "value": "0.8"})
    state_assumption(store, {"key": "revenue", "value": "7"})
    first = load(Q2, assumptions=[{"key": "loss_limit", "value": "1"}], initiatives=[{"initiative_id": "A"}])
    state_assumption(store, {"key": "exchange_rate:USD", "value": "0.5"})
    withdraw_assumption(store, "revenue")
    load(Q2, assumptions=[{"key": "loss_limit", "value": "2"}])
    last = load(Q3, initiatives=[{"initiative_id": "A"}])
    then = stated_at_load(store, first.snapshot_id).set_index("key")["value"].to_dict()
    assert {key: then[key] for key in ("exchange_rate:USD", "revenue")} == {"exchange_rate:USD": "0.8", "revenue": "7"}
    assert then.get("loss_limit") in (None, "1")
    now = stated_at_load(store, last.snapshot_id).set_index("key")["value"].to_dict()
    assert now == {"exchange_rate:USD": "0.5", "loss_limit": "2"}


def test_undo_brings_back_what_was_stated_before(store, load):
    load(Q2, initiatives=[{"initiative_id": "A"}])
    state_assumption(store, row("loss_limit", 1, low=0.5, high=2.0, reason="first"), "ana")
    state_assumption(store, row("loss_limit", 2), "ben")
    undo_assumption(store, "loss_limit", "ben")
    frame = stated_assumptions(store)
    assert frame.loc[0, ["value", "low", "high", "reason"]].tolist() == ["1", 0.5, 2.0, "first"]
    last = audit(store).iloc[-1]
    assert (last["who"], last["what"], last["subject"]) == ("ben", "undo assumption", "loss_limit")
    assert '"value":"2"' in last["before"]
    assert '"value":"1"' in last["after"]


def test_undo_of_a_first_statement_uncovers_the_file_or_the_default(store, load):
    load(Q2, assumptions=[row("loss_limit", "7")])
    state_assumption(store, row("loss_limit", 1))
    state_assumption(store, row("revenue", 3))
    undo_assumption(store, "loss_limit")
    undo_assumption(store, "revenue")
    assert values(stated_assumptions(store)) == {"loss_limit": "7"}


def test_undo_does_not_reach_behind_a_file_that_spoke_since(store, load):
    state_assumption(store, row("loss_limit", 1))
    load(Q2, assumptions=[row("loss_limit", "7")])
    state_assumption(store, row("loss_limit", 2))
    undo_assumption(store, "loss_limit")
    assert values(stated_assumptions(store)) == {"loss_limit": "7"}


def test_undo_of_a_withdrawal_states_it_again_and_nothing_said_cannot_be_undone(store):
    state_assumption(store, row("revenue", 3))
    withdraw_assumption(store, "revenue")
    undo_assumption(store, "revenue")
    assert values(stated_assumptions(store)) == {"revenue": "3"}
    with pytest.raises(StoreError, match="nothing to undo"):
        undo_assumption(store, "loss_limit")
