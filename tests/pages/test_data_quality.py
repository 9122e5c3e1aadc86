"""Data quality: the score and its halves, what to mend first, and the rows of each part."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest

from balance import findings, pipeline, provenance, store, uploading
from balance.model import at_fault

pytestmark = pytest.mark.slow


def said(app) -> str:
    told = (str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))
    return unescape("\n".join(told)).replace("\xa0", " ")


@pytest.fixture(scope="module")
def analysis(sample_store):
    return pipeline.analysis_of(sample_store)


def test_the_page_says_what_the_findings_say(open_app, sample_store, analysis):
    app = open_app(sample_store, "data_quality")
    assert not app.exception
    text = said(app)
    for told in (
        findings.quality(analysis.report),
        findings.mending(analysis.report, pipeline.worth_mending_of(analysis)),
    ):
        assert told.headline in text
        assert told.text in text
    for part in analysis.report.quality.parts:
        assert part.why in text


def test_each_part_leads_to_its_rows(analysis, sample_store):
    kept = store.open_store(sample_store, create=False)
    for part in analysis.report.quality.parts:
        told = provenance.trace(kept, analysis, f"quality.{part.part}")
        assert told.value == part.score
        assert told.how.endswith(".")
        assert all(len(rows.rows) == rows.rows["source_row"].notna().sum() for rows in told.parts)
    losses = provenance.trace(kept, analysis, "quality.losses")
    listed = list(csv.DictReader(io.StringIO(provenance.table(losses))))
    assert len(listed) == len(at_fault.without_loss(analysis.fit)) > 0


def test_a_part_opened_shows_file_and_row(open_app, sample_store):
    app = open_app(sample_store, "data_quality")
    app.session_state["from-number-quality.losses"] = True
    app.run()
    assert not app.exception
    assert "incidents.xlsx" in said(app)
    assert re.search(r"incidents?, without a loss", said(app))


def test_text_from_a_file_is_shown_and_does_nothing(open_app, tmp_path):
    database = str(tmp_path / "hostile.duckdb")
    export = tmp_path / "incidents.csv"
    rows = "\n".join(
        f"<img src=x>{n},2026-0{1 + n % 9}-15,<script>alert({n})</script>,{(n % 2 and n * 1000) or ''}"
        for n in range(40)
    )
    export.write_text(f"incident_id,opened_at,class,loss\n{rows}\n", encoding="utf-8")
    uploading.load(database, [export], as_of=date(2026, 9, 30), who="test")
    app = open_app(database, "data_quality")
    app.session_state["from-number-quality.losses"] = True
    app.run()
    assert not app.exception
    bodies = "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))
    assert "&lt;img src=x&gt;" in bodies
    assert "<script" not in bodies
    assert "<img" not in bodies
    assert "No initiatives are loaded" in bodies


def test_a_table_that_is_not_there_is_asked_for_once_and_whole(open_app, project, tmp_path):
    database = str(tmp_path / "one.duckdb")
    quarter = project / "data" / "sample" / "2026-09-30"
    uploading.load(database, [quarter / "initiatives.xlsx"], as_of=date(2026, 9, 30), who="analyst")
    app = open_app(database, "data_quality")
    assert not app.exception
    text = said(app)
    assert "No incidents are loaded" in text
    assert text.count('<p class="b-sub">There are no incidents.') == 1
    assert "not filled at all" not in text, "one more column would not bring a table"
    assert "No incident is loaded: what late security" in text
    assert "none leads to an initiative" not in text
    assert len(app.main.columns) == 0 or all(column.children for column in app.main.columns), "no half stays empty"
