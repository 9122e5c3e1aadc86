"""So many times an hour: each person and each thing by itself, with a window that moves."""

from balance.pacing import took_turn


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
