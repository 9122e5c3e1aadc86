"""Security in delivery in every state of the data: what can be said is said as found, the rest names its column."""

import json
import re
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from tests.pages.test_data_screen_hostile import NAMES
from tests.pages.test_pages import NOT_SAID, figures_of, said

from balance import pipeline, uploading
from balance.findings import controls as of_controls
from balance.findings import security as of_security
from balance.ui import blocks
from balance.ui.security_parts import MARKS

pytestmark = pytest.mark.slow
AS_OF = date(2026, 9, 30)


def keys_of(app) -> set[str]:
    return {str(chart.proto.id).rpartition("-")[2] for chart in app.get("plotly_chart")}


def test_the_screen_says_what_the_findings_say(open_app, sample_store):
    analysis = pipeline.analysis_of(sample_store)
    found, report = pipeline.securing_of(analysis), analysis.report
    app = open_app(sample_store, "security")
    assert not app.exception
    page = said(app)
    told = (
        of_security.security(found, report), of_security.joining(found.joining, report),
        of_security.coverage(found.coverage, report), of_security.assessments(found.assessment, report),
        of_controls.pays(found.yields, report), of_controls.adaptation(found.adaptation),
        of_controls.learning(found.learning), of_controls.reviews(found.reviews),
        of_controls.training(found.coverage),
    )  # fmt: skip
    for one in told:
        assert str(blocks.text(one.headline.removesuffix("."))) in page, one.topic
        assert all(str(blocks.text(line)) in page for line in one.caveats), one.topic
    assert keys_of(app) == {"joining", "guardrails", "yields", "waiting", "learning"}
    assert all(len(figure["layout"]["meta"]) > 40 for figure in figures_of(app))
    assert page.count("<table") >= 8
    assert "What this screen could also tell" not in page


@pytest.fixture(scope="module")
def stores(sample_quarters, tmp_path_factory) -> dict[str, str]:
    """One database for each set of tables."""
    found = {}
    for tables in ("initiatives", "incidents", "controls initiatives", "incidents initiatives", "controls incidents"):
        found[tables] = str(tmp_path_factory.mktemp("some") / "balance.duckdb")
        files = [sample_quarters[-1] / f"{table}.xlsx" for table in tables.split()]
        uploading.load(found[tables], files, as_of=AS_OF, who="test")
    return found


@pytest.mark.parametrize(
    ("tables", "pictures", "wanted"),
    [
        ("initiatives", set(), ["the table controls (technology, coverage)", "the table incidents (initiative_id"]),
        ("incidents", set(), ["the table initiatives (security_joined)", "the table controls (annual_cost"]),
        ("incidents initiatives", {"joining", "learning"}, ["the table controls (requested_on, in_force_on)"]),
        ("controls initiatives", {"guardrails", "waiting"}, ["the table incidents (loss)"]),
        ("controls incidents", {"guardrails", "yields", "waiting"}, ["the table initiatives (last_assessed"]),
    ],
)
def test_what_cannot_be_said_names_the_column_that_would_add_it(open_app, stores, tables, pictures, wanted):
    app = open_app(stores[tables], "security")
    assert not app.exception
    page = said(app)
    assert not NOT_SAID.search(page)
    assert keys_of(app) == pictures
    for what in wanted:
        assert what in page


def test_a_plan_moves_what_controls_avoid(open_app, sample_store):
    app = open_app(sample_store, "security", plan="x", threat="2")
    assert not app.exception


def hostile_book(path):
    """Initiatives, controls and incidents whose every text tries something."""
    book = Workbook()
    page = book.active
    page.title = "initiatives"
    page.append(["initiative_id", "name", "stage", "start_actual", "finish_planned", "technology", "security_joined",
                 "annual_value", "last_assessed", "findings_open", "oldest_finding_on"])  # fmt: skip
    day = datetime(2026, 3, 1)
    for n, name in enumerate(NAMES):
        page.append([f"P{n}", name, "in_flight", day, datetime(2027, 1, 1), name.replace(",", " ").replace(";", " "),
                     "design" if n % 2 else "late", 1e6, day if n % 3 else None, n, day])  # fmt: skip
    page = book.create_sheet("controls")
    page.append(["control_id", "name", "kind", "status", "requested_on", "in_force_on", "class", "technology",
                 "coverage",
                 "frequency_reduction_low", "frequency_reduction_high", "annual_cost", "owner", "last_reviewed",
                 "review_every_days"])  # fmt: skip
    for n, name in enumerate(NAMES):
        page.append([f"C{n}", name, ("control", "policy", "training")[n % 3], "in_force", datetime(2025, 1, 1), day,
                     NAMES[0] if n % 2 else None, name.replace(",", " ").replace(";", " "), 0.5, 0.1, 0.2, 1e5, name,
                     datetime(2025, 1, 1), 30])  # fmt: skip
    page = book.create_sheet("incidents")
    page.append(["incident_id", "opened_at", "class", "loss", "initiative_id", "technology"])
    for n in range(40):
        page.append([f"I{n}", datetime(2026, 1 + n % 9, 1 + n % 27), NAMES[n % 2], 1e4 * (n + 1), f"P{n % len(NAMES)}",
                     NAMES[1]])  # fmt: skip
    book.save(path)


def test_no_name_takes_effect_on_the_screen(open_app, tmp_path):
    hostile_book(tmp_path / "odd.xlsx")
    database = str(tmp_path / "balance.duckdb")
    uploading.load(database, [tmp_path / "odd.xlsx"], as_of=AS_OF, who="test")
    app = open_app(database, "security")
    assert not app.exception
    page = said(app)
    assert keys_of(app) == {"joining", "guardrails", "yields", "waiting", "learning"}
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert not re.search(r'title="[^"]*<', page)
    for figure in figures_of(app):
        assert "<img" not in json.dumps(figure["data"]) + json.dumps(figure["layout"].get("annotations", []))
    for kind in ("expander", "button"):
        assert not any("img" in str(widget.proto.label) for widget in app.get(kind))


def test_the_marks_of_every_picture_are_explained_beside_it(open_app, sample_store):
    page = said(open_app(sample_store, "security"))
    for words in MARKS.values():
        assert str(blocks.text(words)) in page
    assert "△</i>above what we suggest" in page
    assert "○</i>within what we suggest" in page
