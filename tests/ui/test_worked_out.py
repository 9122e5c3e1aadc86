"""What is kept under a version of the store is of that version, whatever happens while it is read."""

import pytest

from balance import pipeline, store
from balance.errors import MovedOnError
from balance.ui import worked_out


@pytest.fixture
def kept(own_quarter_store):
    return store.open_store(own_quarter_store, create=False)


@pytest.fixture
def between(kept, monkeypatch):
    """What is dropped between the look at the version and the reading, and brought back once it was read."""
    newest = store.list_snapshots(kept)[-1]

    def late(real):
        def asked(*given, **named):
            store.drop_snapshot(kept, newest.id)
            try:
                return real(*given, **named)
            finally:
                store.undrop_snapshot(kept, newest.id)

        return asked

    for room, name in ((pipeline, "company_of"), (store, "list_snapshots")):
        monkeypatch.setattr(room, name, late(getattr(room, name)))
    yield newest
    for what in (worked_out.analysis, worked_out.version_of, worked_out.dates):
        what.clear()


def test_what_was_dropped_while_it_was_read_is_not_kept_under_the_version_that_has_it(kept, between, monkeypatch):
    address, version, day = kept.address, store.revision(kept), between.as_of
    asks = {
        worked_out.analysis: (address, version, None),
        worked_out.version_of: (address, version, day),
        worked_out.dates: (address, version),
    }
    for ask, given in asks.items():
        with pytest.raises(MovedOnError):
            ask(*given)
    assert store.revision(kept) == version, "it was brought back"
    monkeypatch.undo()
    assert worked_out.analysis(address, version, None).company.as_of == day
    assert day in worked_out.dates(address, version)
    assert worked_out.version_of(address, version, day)
