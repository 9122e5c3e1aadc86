"""The way here is worked out after the answer, once for all visitors, and never for nobody."""

import pytest

from balance import pipeline, way_here
from balance.ui import session, worked_out

pytestmark = pytest.mark.slow


@pytest.fixture
def analysed(monkeypatch):
    """The dates that were fitted, in order, beginning with nothing known."""
    for kept in (worked_out.told_before, worked_out.analysis):
        kept.clear()
    for remembered in ("_REPORTS", "_HASHES"):
        monkeypatch.setattr(way_here, remembered, {})
    fitted, analyse = [], pipeline.analyse

    def noted(company, previous_as_of=None):
        fitted.append(company.as_of)
        return analyse(company, previous_as_of)

    monkeypatch.setattr(pipeline, "analyse", noted)
    return fitted


def test_today_comes_first_and_then_the_way_here_newest_first(open_app, sample_store, analysed):
    app = open_app(sample_store)
    assert not app.exception
    assert len(analysed) == session.TRAIL_QUARTERS
    assert analysed == sorted(analysed, reverse=True)
    shown = "".join(str(block.proto.body) for block in app.get("html"))
    assert "files make this table" not in shown
    assert len(worked_out.told_before()) == session.TRAIL_QUARTERS - 1


def test_the_second_visitor_and_other_pages_find_it_told(open_app, sample_store, analysed):
    open_app(sample_store)
    told = list(analysed)
    open_app(sample_store, "what_if")
    open_app(sample_store, "board_pack")
    assert analysed == told


def test_nothing_is_worked_out_for_nobody(open_app, sample_store, analysed, monkeypatch):
    monkeypatch.setattr(session, "somebody_looks_on", lambda: False)
    app = open_app(sample_store)
    assert not app.exception
    assert len(analysed) == 1


def test_a_changed_past_is_told_anew_and_the_rest_stands(open_app, own_sample_store, analysed):
    from balance import store

    open_app(own_sample_store)
    before = len(analysed)
    kept = store.open_store(own_sample_store)
    dropped = [row for row in store.list_snapshots(kept) if row.as_of == sorted(analysed)[-2]]
    for snapshot in dropped:
        store.drop_snapshot(kept, snapshot.id, "test")
    open_app(own_sample_store)
    anew = analysed[before:]
    assert dropped
    assert len(anew) == 2  # today, and the quarter that now comes into sight at the far end
