"""Every part of security in delivery leads to the rows it rests on, in the files they came from."""

import pytest

from balance import pipeline, provenance, securing, store
from balance.provenance.security import SECURITY

pytestmark = pytest.mark.slow


def test_each_part_leads_to_its_rows(sample_store):
    analysis = pipeline.analysis_of(sample_store)
    parts = securing.as_json(pipeline.securing_of(analysis))
    kept = store.open_store(sample_store, create=False)
    for number in SECURITY:
        told = provenance.trace(kept, analysis, number.name)
        assert told.parts, number.name
        assert all(len(part.rows) and part.rows["source_row"].notna().all() for part in told.parts), number.name
        assert number.name.partition(".")[2] in {*parts, "training"}
