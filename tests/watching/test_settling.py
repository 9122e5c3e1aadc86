from pathlib import Path

from balance.watching.folder import Entry
from balance.watching.settling import settled


def entry(name, size, written=1):
    return Entry(Path(name), name, None, (7, size, written))


def test_a_file_settles_when_it_has_looked_the_same_for_long_enough():
    seen = {}
    assert settled(seen, [entry("a", 1)], 100.0, 5) == set()
    assert settled(seen, [entry("a", 2)], 104.9, 5) == set()
    assert settled(seen, [entry("a", 2)], 109.8, 5) == set()
    assert settled(seen, [entry("a", 2)], 109.9, 5) == {Path("a")}
    assert settled(seen, [entry("a", 2, written=2)], 110.0, 5) == set()
    assert settled(seen, [entry("a", 2, written=2), entry("b", 1)], 115.0, 5) == {Path("a")}


def test_a_file_that_was_away_starts_anew():
    seen = {}
    settled(seen, [entry("a", 1)], 0.0, 5)
    settled(seen, [], 3.0, 5)
    assert seen == {}
    assert settled(seen, [entry("a", 1)], 6.0, 5) == set()
