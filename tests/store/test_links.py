import pytest
from tests.own_postgresql import directly

from balance.errors import StoreError
from balance.store import audit, decide_links, link_decisions, release, revision


def pairs(store):
    rows = link_decisions(store)
    return list(zip(rows["incident_id"], rows["initiative_id"], rows["decision"], strict=True))


def test_decisions_are_kept_with_who_and_when_and_the_newest_counts(store):
    assert decide_links(store, [("I-1", "A", "accepted"), ("I-2", "B", "refused")], "ana") == 2
    assert decide_links(store, [("I-2", "B", "accepted")], "bob") == 1
    assert pairs(store) == [("I-1", "A", "accepted"), ("I-2", "B", "accepted")]
    assert link_decisions(store)["recorded_by"].tolist() == ["ana", "bob"]
    assert link_decisions(store)["recorded_at"].notna().all()


def test_an_incident_has_one_accepted_initiative_and_may_have_many_refused(store):
    decide_links(store, [("I", "A", "accepted"), ("I", "B", "refused"), ("I", "C", "refused")])
    decide_links(store, [("I", "B", "accepted")])
    assert pairs(store) == [("I", "B", "accepted"), ("I", "C", "refused")]


def test_a_decision_taken_back_is_none_and_can_be_taken_anew(store):
    decide_links(store, [("I", "A", "refused")])
    assert decide_links(store, [("I", "A", None)]) == 1
    assert pairs(store) == []
    with pytest.raises(StoreError, match="Nothing is decided about I=A"):
        decide_links(store, [("I", "A", None)])
    decide_links(store, [("I", "A", "accepted")])
    assert pairs(store) == [("I", "A", "accepted")]


def test_all_decisions_are_kept_or_none(store):
    with pytest.raises(StoreError):
        decide_links(store, [("I", "A", "accepted"), ("I", " ", "accepted")])
    assert pairs(store) == []
    assert audit(store).empty


def test_each_decision_that_changes_something_is_on_record(store):
    decide_links(store, [("I", "A", "accepted")], "ana")
    assert decide_links(store, [("I", "A", "accepted")], "ana") == 0
    decide_links(store, [("I", "B", "accepted"), ("I", "B", None)], "bob")
    record = audit(store)
    assert record["what"].tolist() == ["accepted link", "withdraw link", "accepted link", "withdraw link"]
    assert record["subject"].tolist() == ["I=A", "I=A", "I=B", "I=B"]
    assert record["who"].tolist() == ["ana", "bob", "bob", "bob"]


def test_nothing_is_overwritten(store):
    decide_links(store, [("I", "A", "accepted"), ("I", "A", None), ("I", "A", "refused")])
    release(store)
    with directly(store) as direct:
        rows = direct.execute("SELECT decision, withdrawn FROM links ORDER BY position").fetchall()
    assert rows == [("accepted", False), ("accepted", True), ("refused", False)]


def test_a_decision_changes_the_revision(store):
    before = revision(store)
    decide_links(store, [("I", "A", "accepted")])
    assert revision(store) != before


def test_ids_are_kept_as_they_are_whatever_they_hold(store):
    hostile = "I'); DROP TABLE links; --"
    decide_links(store, [(hostile, "<b>=1+1</b>", "accepted")])
    assert pairs(store) == [(hostile, "<b>=1+1</b>", "accepted")]
