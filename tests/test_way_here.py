"""The way here is read again only where the store holds something else."""

from datetime import date

from balance import pipeline, store, way_here

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
