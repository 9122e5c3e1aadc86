"""The way here is read again only where the store holds something else, and worked out once for all who ask."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from balance import language, pipeline, store, way_here

EARLIER = date(2026, 6, 30)


def test_an_earlier_day_is_read_once_until_the_store_changes(own_sample_store, monkeypatch):
    kept = store.open_store(own_sample_store)
    analysis = pipeline.analysis_of(own_sample_store)
    told, bridge = way_here.report_on(kept, EARLIER), way_here.bridge_to(kept, analysis)
    reads = []
    company_of = pipeline.company_of
    monkeypatch.setattr(pipeline, "company_of", lambda *asked: reads.append(asked) or company_of(*asked))
    assert way_here.report_on(kept, EARLIER) is told
    assert way_here.bridge_to(kept, analysis) is bridge
    assert reads == []
    last = [one for one in store.list_snapshots(kept) if one.as_of == EARLIER][-1]
    store.drop_snapshot(kept, last.id)
    assert way_here.report_on(kept, EARLIER).data_hash != told.data_hash
    assert len(reads) == 1


def test_what_changes_while_it_is_read_is_not_taken_for_what_was_there_before(own_sample_store, monkeypatch):
    kept = store.open_store(own_sample_store)
    before = pipeline.company_of(kept, EARLIER)[0].data_hash
    last = [one for one in store.list_snapshots(kept) if one.as_of == EARLIER][-1]
    company_of = pipeline.company_of

    def meanwhile(*asked):
        store.drop_snapshot(kept, last.id)
        return company_of(*asked)

    monkeypatch.setattr(way_here, "_HASHES", {})
    monkeypatch.setattr(pipeline, "company_of", meanwhile)
    assert way_here._company(kept, EARLIER).data_hash != before
    monkeypatch.setattr(pipeline, "company_of", company_of)
    store.undrop_snapshot(kept, last.id)
    assert way_here.report_on(kept, EARLIER).data_hash == before


@pytest.fixture
def nothing_remembered(monkeypatch):
    """What other tests had worked out is not known here, nor known to others what is worked out here."""
    for name in ("_REPORTS", "_HASHES", "_BRIDGES"):
        monkeypatch.setattr(way_here, name, {})


def test_many_who_ask_at_once_wait_for_one_who_works_it_out(sample_store, nothing_remembered, monkeypatch):
    kept, fits, met = store.open_store(sample_store), [], threading.Barrier(6)
    company, analyse = pipeline.company_of(kept, EARLIER)[0], pipeline.analyse

    def read_by_all(*_):
        met.wait(60)
        return company

    monkeypatch.setattr(pipeline, "analyse", lambda company: fits.append(company) or analyse(company))
    monkeypatch.setattr(way_here, "_company", read_by_all)
    with ThreadPoolExecutor(6) as threads:
        told = list(threads.map(lambda _: way_here.report_on(kept, EARLIER), range(6)))
    assert len(fits) == 1
    assert all(one is told[0] for one in told)


def test_what_fails_is_worked_out_by_the_next_who_asks(nothing_remembered):
    def fails():
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError):
        way_here._once(way_here._REPORTS, "a day", fails)
    assert way_here._once(way_here._REPORTS, "a day", lambda: "told") == "told"
    assert way_here._once(way_here._REPORTS, "nothing", lambda: None) is None
    assert way_here._once(way_here._REPORTS, "nothing", fails) is None, "that there is nothing is remembered too"


def test_threads_that_remember_and_forget_at_once_lose_nothing(nothing_remembered, monkeypatch):
    monkeypatch.setattr(way_here, "MOST_REPORTS", 3)

    def ask(number):
        return way_here._once(way_here._BRIDGES, number % 50, lambda: number % 50)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(20_000))) == [number % 50 for number in range(20_000)]
    assert len(way_here._BRIDGES) == 3


def test_a_report_is_told_in_the_language_of_whoever_asks(own_sample_store, nothing_remembered):
    kept = store.open_store(own_sample_store)
    english = way_here.report_on(kept, EARLIER)
    language.speak(language.PSEUDO)
    try:
        other = way_here.report_on(kept, EARLIER)
        assert "⟦" in repr(other)
    finally:
        language.speak(language.ENGLISH)
    assert way_here.report_on(kept, EARLIER) is english
    assert "⟦" not in repr(english)
