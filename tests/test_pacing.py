"""So many times an hour: each person and each thing by itself, with a window that moves."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from balance import pacing
from balance.pacing import took_turn


@pytest.fixture(autouse=True)
def nothing_done(monkeypatch):
    """Nobody has done anything yet."""
    monkeypatch.setattr(pacing, "_DONE", {})
    monkeypatch.setattr(pacing, "_LOOKED", {})


def test_each_person_and_thing_is_counted_by_itself():
    assert took_turn("one", "load", 1, lambda: 0.0)
    assert not took_turn("one", "load", 1, lambda: 1.0)
    assert took_turn("two", "load", 1, lambda: 1.0)
    assert took_turn("one", "export", 1, lambda: 1.0)


def test_the_hour_moves_and_a_refusal_does_not_count():
    moments = [0.0, 1800.0, 1801.0, 3599.0, 3600.0, 3601.0, 5400.0]
    assert [took_turn("mover", "load", 2, lambda at=at: at) for at in moments] == [
        True, True, False, False, True, False, True,
    ]  # fmt: skip


def test_many_names_make_nobody_s_count_forgotten_and_get_past_none(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_KNOWN", 50)
    assert [took_turn("ada", "load", 2, lambda: 0.0) for _ in range(2)] == [True, True]
    came = [took_turn(f"name {number}", "load", 2, lambda: 1.0) for number in range(1000)]
    assert sum(came) == 49 + 2, "those who were there first, and all the rest as one"
    assert not took_turn("ada", "load", 2, lambda: 2.0), "her own count stands"
    assert not took_turn("name 3000", "load", 2, lambda: 3.0)
    assert took_turn("name 1", "load", 2, lambda: 3.0), "who is known goes on as before"
    assert took_turn("name 3000", "export", 2, lambda: 3.0), "another thing has a memory of its own"
    assert len(pacing._DONE["load"]) == 51


def test_a_full_memory_forgets_whoever_has_done_nothing_for_an_hour(monkeypatch):
    monkeypatch.setattr(pacing, "MOST_KNOWN", 10)
    for number in range(10):
        assert took_turn(f"early {number}", "load", 1, lambda number=number: float(number))
    assert took_turn("late", "load", 1, lambda: 100.0)
    assert not took_turn("later", "load", 1, lambda: 101.0), "counted with the other newcomers"
    assert took_turn("later", "load", 1, lambda: 3605.0)
    assert not took_turn("later", "load", 1, lambda: 3606.0)
    assert "early 0" not in pacing._DONE["load"]
    assert "early 9" in pacing._DONE["load"]


def test_threads_together_get_no_more_turns_than_one(monkeypatch):
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda number: took_turn("ada", "load", 100, lambda: 0.0), range(2000)))
    assert sum(done) == 100
