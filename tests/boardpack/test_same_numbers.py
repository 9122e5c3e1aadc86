"""Every format read back says what `report --json` says."""

import io
import json
import os
import shutil
import subprocess

import openpyxl
import pptx
import pytest

from balance import documents, findings, formats
from balance.boardpack import render
from balance.ranges import Range
from boardpack.test_html import Document
from boardpack.test_xlsx import at, facts
from obtain_browser import find_browser


@pytest.fixture(scope="module")
def report(sample_analysis):
    told = findings.all_findings(sample_analysis.report)
    return json.loads(documents.text_of(documents.report_document(sample_analysis.report, told)))


def said(report):
    """The headline numbers of the report as people read them, with their likely ranges."""
    currency = report["currency"]
    for key in ("velocity.value_landing_next_year", "risk.bad_year_loss", "risk.expected_annual_loss",
                "risk.beyond_bad_year_mean"):  # fmt: skip
        yield formats.money(at(report, key)["value"], currency)
    landing = Range.from_json(at(report, "velocity.value_landing_next_year"))
    yield formats.money_range(landing, bare=True)
    chance = Range.from_json(at(report, "risk.chance_beyond_limit"))
    yield f"likely {formats.chance_range(chance)}"
    yield f"likely {formats.months_range(Range.from_json(at(report, 'velocity.cycle_time_days')))}"
    for row in report["risk"]["classes"]:
        yield formats.number(row["per_year"]["value"])
        yield formats.money(row["typical_loss"]["value"], currency)
    for row in report["coupling"][:3]:
        yield formats.factor(row["multiplier"]["value"])


def plain(text):
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def missing(report, text):
    shown = plain(text)
    return [number for number in said(report) if plain(number) not in shown]


def test_the_powerpoint(sample_outline, report):
    deck = pptx.Presentation(io.BytesIO(render(sample_outline)))
    texts = [shape.text_frame.text for page in deck.slides for shape in page.shapes if shape.has_text_frame]
    texts += [cell.text for page in deck.slides for shape in page.shapes if shape.has_table
              for row in shape.table.rows for cell in row.cells]  # fmt: skip
    assert missing(report, " ".join(texts)) == []


def test_the_web_page(sample_outline, report):
    assert missing(report, Document(render(sample_outline, "html")).text) == []


def test_the_workbook(sample_outline, report):
    told = facts(openpyxl.load_workbook(io.BytesIO(render(sample_outline, "xlsx"))), "Answer", "Velocity", "Exposure")
    assert len(told) >= 14
    for key, row in told.items():
        expected = at(report, key)
        value = expected["value"] if isinstance(expected, dict) else expected
        assert row["Value"] == pytest.approx(value), key


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine: the PDF is not read")
def test_the_pdf(sample_outline, report, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    path = tmp_path / "pack.pdf"
    path.write_bytes(render(sample_outline, "pdf"))
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    assert missing(report, told) == []
    assert len(told.split("\f")) - 1 == len(sample_outline.slides), "a slide runs over its printed page"


def test_the_check_notices_a_number_that_differs(report):
    assert len(missing(report, "£1.0M")) > 10
