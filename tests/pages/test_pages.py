"""Every page, with nothing, with the sample company, with half of it, and with a workbook that is none."""

import json
import re
from datetime import date

import pytest
from plotly.validator_cache import ValidatorCache

from balance import uploading
from balance.screens import SCREENS

PAGES = [screen.file for screen in SCREENS]
NOT_SAID = re.compile(r">[^<]*\b(nan|NaN|inf|NaT)\b|>\s*None\s*<|None in 100")


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def figures_of(app) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_data_says_what_to_do(open_app, tmp_path, page):
    app = open_app(tmp_path / "none.duckdb", page)
    assert not app.exception
    assert ("two files are enough" in said(app)) == (page != "data")
    assert not (tmp_path / "none.duckdb").exists()
    assert ("What this screen will answer" in said(app)) == (page not in ("data", "audit"))


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_sample_company_tells_its_story(open_app, sample_store, page):
    app = open_app(sample_store, page)
    assert not app.exception
    title = next(screen.title for screen in SCREENS if screen.file == page)
    assert f'<h1 class="b-name">{title}</h1>' in said(app)
    assert not NOT_SAID.search(said(app))
    for figure in figures_of(app):
        assert sum(len(trace["x"]) if isinstance(trace["x"], list) else 0 for trace in figure["data"]) <= 300


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_plotly_read_what_a_server_let_it_forget(open_app, sample_store, monkeypatch, page):
    monkeypatch.setattr(ValidatorCache, "_cache", {})
    monkeypatch.setattr(ValidatorCache, "_json_cache", None)
    assert not open_app(sample_store, page).exception
    assert ValidatorCache._json_cache is None, "8 MB for as long as the server runs"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["overview", "what_if", "trade_off", "velocity", "risk"])
def test_pictures_say_in_words_what_they_show(open_app, sample_store, page):
    app = open_app(sample_store, page)
    assert app.get("plotly_chart")
    assert all(figure["layout"]["meta"] for figure in figures_of(app))


@pytest.mark.slow
@pytest.mark.parametrize("page", ["what_if", "trade_off", "risk", "data_quality"])
def test_what_the_data_cannot_tell_is_folded_away_on_the_page_of_its_numbers(open_app, sample_store, page):
    labels = [expander.label for expander in open_app(sample_store, page).expander]
    assert sum(label.startswith("What the data can neither show nor exclude (") for label in labels) == 1


@pytest.fixture(scope="session")
def half_stores(sample_quarters, tmp_path_factory) -> dict[str, str]:
    """One database with initiatives only and one with incidents only."""
    found = {}
    for table in ("initiatives", "incidents"):
        found[table] = str(tmp_path_factory.mktemp("half") / "balance.duckdb")
        quarter = sample_quarters[-1]
        uploading.load(found[table], [quarter / f"{table}.xlsx"], as_of=date.fromisoformat(quarter.name), who="test")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("table", ["initiatives", "incidents"])
def test_half_of_the_data_shows_its_half(open_app, half_stores, page, table):
    app = open_app(half_stores[table], page)
    assert not app.exception
    assert not NOT_SAID.search(said(app))


def test_a_store_that_cannot_be_read_is_told_without_an_error(open_app, tmp_path):
    broken = tmp_path / "balance.duckdb"
    broken.write_bytes(b"this is no database" * 400)
    app = open_app(broken)
    assert not app.exception
    assert "not updated" in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_was_never_read_shows_no_numbers_and_is_not_called_empty(open_app, tmp_path, page):
    told = open_app(tmp_path, page)
    assert not told.exception
    assert "is a folder" in said(told)
    assert "cannot be opened" in said(told)
    assert not any(
        untrue in said(told) for untrue in ("last good numbers", "two files are enough", "Nothing is on record")
    )
