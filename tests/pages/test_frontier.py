"""The best reachable plans on the Trade-off page: one of them in the hand, why, and on to What-if."""

import json
from datetime import date

import pytest

from balance import pipeline, uploading
from balance.ui import frontier, session

pytestmark = pytest.mark.slow

NAMED = "Best reachable with<br>today's money and people"


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def charts_with_the_line(app) -> list[dict]:
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return [chart for chart in charts if any(trace.get("name") == "frontier" for trace in chart["data"])]


@pytest.fixture
def searched_anew():
    """No search of an earlier test is known."""
    frontier._found.clear()


def loaded(database: str, initiatives: str = "", incidents: str = "", folder=None) -> None:
    files = []
    for name, text in (("initiatives", initiatives), ("incidents", incidents)):
        if text:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
            files.append(folder / f"{name}.csv")
    assert uploading.load(database, files, as_of=date(2026, 9, 30), who="test").status != "refused"


def test_the_best_plans_are_shown_with_three_numbers_and_reasons(open_app, sample_store, searched_anew):
    app = open_app(sample_store, "trade_off")
    assert not app.exception
    for words in ("More value at the same risk", "Smaller bad year at the same value", "What more appetite would buy"):
        assert words in said(app)
    assert "This plan: run" in said(app)
    (chart,) = charts_with_the_line(app)
    assert any(note["text"] == NAMED for note in chart["layout"]["annotations"])
    assert len(app.get("progress")) == 0


def test_where_nobody_looks_on_the_overview_shows_the_line_only_once_it_is_known(
    open_app, sample_store, searched_anew, monkeypatch
):
    monkeypatch.setattr(session, "somebody_looks_on", lambda: False)
    app = open_app(sample_store)
    assert not charts_with_the_line(app)
    app.switch_page("pages/trade_off.py").run()
    app.switch_page("pages/overview.py").run()
    assert not app.exception
    assert charts_with_the_line(app)


def test_for_a_visitor_the_overview_searches_by_itself_after_it_is_there(open_app, sample_store, searched_anew):
    app = open_app(sample_store)
    assert not app.exception
    assert charts_with_the_line(app)


def test_a_plan_of_the_line_is_taken_and_sent_to_what_if(open_app, sample_store):
    app = open_app(sample_store, "trade_off")
    options = app.select_slider[0].options
    assert len(set(options)) == len(options) > 10
    app.select_slider[0].set_value(3).run()
    assert not app.exception
    assert "Next along the line: " in said(app)
    best = frontier.known(pipeline.analysis_of(sample_store))
    assert best is not None
    app.button(key="send_plan").click().run()
    app.switch_page("pages/what_if.py").run()
    assert not app.exception
    sent = dict(part.rsplit(":", 1) for part in app.query_params["do"])
    assert sent == frontier.asked(best.plans[3]) != frontier.asked(best.plans[best.advised])


HEAD = "initiative_id,name,stage,start_actual,finish_planned,annual_value"
OPEN = [f"I-{n},Project {n},in_flight,2026-01-0{n},2027-0{n}-01,{n}00000" for n in range(1, 7)]
HARM = ["incident_id,opened_at,class,loss", *(f"N-{n},2026-0{n}-15,outage,{n}000" for n in range(1, 9))]


@pytest.mark.parametrize(("initiatives", "incidents", "words"), [
    ([], HARM, "It needs a list of initiatives"),
    ([HEAD.removesuffix(",annual_value"), *(row.rpartition(",")[0] for row in OPEN)], HARM, "what each initiative is"),
    ([HEAD, OPEN[0]], HARM, ""),
    ([HEAD, *(row.replace("in_flight", "done") for row in OPEN)], HARM, "It needs"),
    ([HEAD, *OPEN], [], ""),
])  # fmt: skip
def test_what_is_missing_is_said(open_app, tmp_path, initiatives, incidents, words):
    database = str(tmp_path / "own.duckdb")
    loaded(database, "\n".join(initiatives), "\n".join(incidents), tmp_path)
    app = open_app(database, "trade_off")
    assert not app.exception
    assert words in said(app)
    assert ("The best reachable plans" in said(app)) or charts_with_the_line(app)
