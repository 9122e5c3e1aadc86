"""Incidents and Horizon on the screen: hostile text stays text, regimes are chosen, rows are followed to their file."""

import json
import re
from datetime import date, datetime, timedelta

import openpyxl
import pytest

from balance import store, uploading

HOSTILE = "<script>alert(1)</script> [x](javascript:1) $x^2$ **b** ![i](http://a.b/c.png) :red[x]"
AS_OF = date(2026, 9, 30)
HEADS = ("incident_id", "opened_at", "class", "title", "state", "detected_at", "resolved_at", "business_unit",
         "technology", "change_id", "aware_at", "notified_at", "loss")  # fmt: skip


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def labels(app) -> list[str]:
    return [str(part.proto.label) for part in app.get("expander")]


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory) -> str:
    """Two years of incidents whose every text would like to be something else, with a stress test of that kind."""
    folder = tmp_path_factory.mktemp("hostile")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "incidents"
    sheet.append(list(HEADS))
    for row in range(60):
        opened = datetime(2024, 10, 5, 9, 15) + timedelta(days=12 * row)
        aware = opened + timedelta(hours=3) if row % 5 == 0 else None
        told = aware + timedelta(hours=30 + 3 * row) if aware and row % 2 else None
        kind = ("<img src=x onerror=alert(1)> outage", HOSTILE)[row % 2]
        ends = opened + timedelta(hours=1), opened + timedelta(hours=5 + row % 7)
        cause = HOSTILE if row % 3 == 0 else None
        sheet.append([f"H{row}<b>&", opened, kind, HOSTILE, "Closed", *ends, f"<u>Unit</u> {HOSTILE}",
                      "machine learning; <b>quantum</b>", cause, aware, told, 1000.0 * (row + 1)])  # fmt: skip
    book.save(folder / "incidents.xlsx")
    database = str(folder / "balance.duckdb")
    uploading.load(database, [folder / "incidents.xlsx"], as_of=AS_OF, who="test")
    kept = store.open_store(database, create=False)
    for key, value in (("regime:gdpr", "1"), ("loss_limit", "500000"), (f"stress:{HOSTILE}:loss", "500000")):
        store.state_assumption(kept, {"key": key, "value": value, "reason": HOSTILE}, "test")
    return database


@pytest.mark.parametrize("page", ["incidents", "horizon"])
def test_text_from_a_file_stays_text(open_app, hostile_store, page):
    app = open_app(hostile_store, page)
    assert not app.exception
    body = said(app)
    assert "&lt;script&gt;" in body
    assert not re.search(r"<(script|img|u)\b", body)
    for label in labels(app):
        assert "](javascript" not in label.replace("\\", "|")
        assert "![i](" not in label.replace("\\", "|")
    for chart in app.get("plotly_chart"):
        assert not [note for note in json.loads(chart.proto.spec)["layout"]["annotations"] if "<script" in note["text"]]


def test_a_stated_regime_is_chosen_and_its_clock_is_judged(open_app, hostile_store):
    app = open_app(hostile_store, "incidents")
    assert app.multiselect(key="regimes").value == ["gdpr"]
    body = said(app)
    assert "came after the published period" in body
    assert "over by" in body
    assert "passed, notice not recorded" in body
    assert "not legal advice" in body
    app.multiselect(key="regimes").set_value([]).run()
    assert "Which notification periods apply to us is not stated." in said(app)


def test_an_incident_is_followed_to_its_row(open_app, hostile_store):
    app = open_app(hostile_store, "incidents")
    assert "incidents.xlsx, incidents, row 61" in said(app)
    picked = next(one for one in app.selectbox if one.key == "incidents_of")
    picked.set_value(next(option for option in picked.options if option.startswith("class: <img"))).run()
    assert not app.exception
    assert "30 incidents" in said(app)


def test_a_stress_test_of_our_own_stands_beside_the_documented_ones(open_app, hostile_store):
    body = said(open_app(hostile_store, "horizon"))
    assert "Ransomware year" in body
    assert "Stated by us." in body
    assert "No open initiative states a budget" in body


def test_what_one_table_alone_cannot_answer_is_said(open_app, tmp_path, sample_quarters):
    database = str(tmp_path / "balance.duckdb")
    uploading.load(database, [sample_quarters[-1] / "initiatives.xlsx"], as_of=AS_OF, who="test")
    assert "No incidents are loaded yet." in said(open_app(database, "incidents"))
    body = said(open_app(database, "horizon"))
    assert "Stress tests need incidents." in body
    assert "what loss that carries needs incidents" in body
    assert "how much of what we move is covered cannot be told" in body
