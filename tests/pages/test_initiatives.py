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


def test_the_list_is_looked_through_and_a_link_opens_a_card(open_app, sample_store):
    app = open_app(sample_store, "initiatives")
    table = pipeline.analysis_of(sample_store).company.initiatives
    open_ = table[table["stage"].isin(["in_flight", "approved"])]
    assert f">{len(open_)} initiatives;" in said(app).replace("\xa0", " ")
    unit = open_["business_unit"].value_counts().index[0]
    app.multiselect(key="units_shown").set_value([unit]).run()
    assert f">{int((open_['business_unit'] == unit).sum())} initiatives;" in said(app).replace("\xa0", " ")
    app.multiselect(key="units_shown").set_value([])
    app.text_input(key="find_initiative").set_value("no such words").run()
    assert "None is like that." in said(app)
    app.text_input(key="find_initiative").set_value("").run()
    app.selectbox(key="states_shown").set_value("Done or cancelled").run()
    done = int(table["stage"].isin(["done", "cancelled"]).sum())
    assert f">{done} initiatives;" in said(app).replace("\xa0", " ")
    assert not app.exception


def test_the_card_of_the_address_is_opened_with_its_incidents_and_its_past(open_app, sample_store):
    analysis = pipeline.analysis_of(sample_store)
    linked = analysis.company.incidents["initiative_id"].value_counts()
    most = linked.index[0]
    app = open_app(sample_store)
    app.query_params["initiative"] = most
    app.switch_page("pages/initiatives.py").run()
    assert not app.exception
    assert app.selectbox(key="initiative").value == most
    text = said(app).replace("\xa0", " ")
    assert f"{linked.iloc[0]} incidents came with it" in text
    assert "its planned finish" in text
    assert "what changed since the file before in bold" in text
