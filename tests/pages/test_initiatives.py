"""The card of an initiative: what not doing it forgoes and frees, and what a week's delay costs."""

import pytest

from balance import findings, pipeline

pytestmark = pytest.mark.slow


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def test_the_card_says_what_not_doing_it_brings(open_app, sample_store):
    app = open_app(sample_store, "initiatives")
    assert not app.exception
    analysis = pipeline.analysis_of(sample_store)
    chosen = app.selectbox(key="initiative").value
    told = findings.pausing(pipeline.pausing_of(analysis, chosen), analysis.report)
    text = said(app).replace("\xa0", " ")
    for sentence in (told.headline, *told.caveats):
        assert sentence.replace("\xa0", " ").replace("'", "&#x27;") in text
    for words in ("A week late", "Once landed", "In the worst years"):
        assert words in text


def test_one_that_does_not_run_has_nothing_to_pause(open_app, sample_store):
    app = open_app(sample_store, "initiatives")
    table = pipeline.analysis_of(sample_store).company.initiatives
    done = table.loc[table["stage"] == "done", "initiative_id"].iloc[0]
    app.selectbox(key="initiative").set_value(done).run()
    assert not app.exception
    assert "Not doing " not in said(app)
