"""From every page and figure one click leads to the rows; nothing is looked up before it."""

import re

import pytest
from tests.pages.conftest import open_app  # noqa: F401 - a fixture

from balance import pipeline, provenance, store
from balance.screens import SCREENS
from balance.ui import where_from

pytestmark = pytest.mark.slow
SHOWN = {screen.title: screen.file for screen in SCREENS if screen.title in where_from.PAGES}


def said(app):
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


@pytest.mark.parametrize("title", SHOWN)
def test_each_page_leads_to_the_rows_of_its_numbers(open_app, sample_store, title):  # noqa: F811
    asked = []
    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(provenance, "trace", lambda *given: asked.append(given))
        app = open_app(sample_store, SHOWN[title])
    assert not app.exception
    assert asked == [], "nothing is looked up while it is closed"
    app.session_state[f"from-page-{title}"] = True
    app.run()
    assert not app.exception
    assert re.search(r"initiatives\.xlsx|incidents\.xlsx", said(app))
    names = app.selectbox(key=f"of-page-{title}").options if title != "Initiatives" else ["x", "y"]
    assert len(names) > 1


@pytest.mark.parametrize(
    ("page", "figures"),
    [
        ("overview", ["balance"]),
        ("what_if", ["what_if_balance"]),
        ("risk", ["dots", "curve", "contribution", "incident_record"]),
        ("velocity", ["forecast", "load", "record", "cycle"]),
        ("trade_off", ["effects", "load", "speed"]),
        ("initiatives", ["readiness"]),
        ("track_record", ["kept_incidents_next_quarter", "kept_value_next_quarter"]),
    ],
)
def test_each_figure_leads_to_its_rows(open_app, sample_store, page, figures):  # noqa: F811
    app = open_app(sample_store, page)
    for key in figures:
        app.session_state[f"from-figure-{key}"] = True
    app.run()
    assert not app.exception
    assert said(app).count('<th scope="col" class="left">File</th>') >= len(figures)
    assert len(app.get("download_button")) >= 2 * len(figures)


def test_every_figure_that_a_page_shows_is_known(project):
    keys = {
        key
        for path in (project / "pages").glob("*.py")
        for key in re.findall(r'ui\.figure\(.*?\n\s+"(\w+)",\n', path.read_text(), flags=re.DOTALL)
    }
    assert keys - set(where_from.FIGURES) == set()


def test_names_of_pages_and_figures_are_numbers_that_exist(sample_store):
    known = provenance.numbers_of(pipeline.analysis_of(sample_store))
    for names in (*where_from.PAGES.values(), *where_from.FIGURES.values()):
        for name in names:
            assert name == "initiatives" or any(one == name or one.startswith(name) for one in known), name


def test_a_card_says_which_row_it_is(open_app, sample_store):  # noqa: F811
    app = open_app(sample_store, "initiatives")
    chosen = app.selectbox(key="initiative").value
    told = provenance.trace(store.open_store(sample_store), pipeline.analysis_of(sample_store), chosen)
    row = told.parts[0].rows.iloc[0]
    assert f"initiatives.xlsx, sheet &#x27;Page 1&#x27;, row {row['source_row']}" in said(app)
