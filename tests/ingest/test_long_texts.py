"""Texts made to keep a pattern busy: read in time that grows with their length and no faster, however odd they are.

Nothing here is timed: read as fast as its length squared or worse, each of these would take hours.
"""

import openpyxl
import pytest

from balance.ingest import headers, read_files
from balance.ingest.choices import normal
from balance.ingest.decimals import read_quantity
from balance.ingest.rows import _LINE
from balance.schema import INCIDENTS

HEAD = ["Incident ID", "Opened", "Category", "Business unit", "Gross loss", "Outage duration", "Records affected"]
GOOD = ["INC-1", "2026-09-01", "Outage", "Retail", 1000, "2 h", 100]
MOST_LETTERS = 32_000
"""A cell of a spreadsheet holds hardly more."""
ODD = ["-", " ", "_", "- ", ". ", "a-", "1 ", "* ", "(", "([", ": ", "/ ", "\t", "=", "é", "1,", "EUR ", "in "]


@pytest.mark.parametrize("part", ODD)
def test_a_long_header_has_its_words_and_its_unit_at_once(part):
    header = f"Budget{part * (MOST_LETTERS // len(part))}!"
    assert headers.words(header).startswith("budget")
    assert headers.forms(header)
    assert list(headers._stated(header)) == []


@pytest.mark.parametrize("mark", ["-", "▲", "* ", "\N{NO-BREAK SPACE}-"])
def test_a_long_row_of_marks_is_no_choice_at_once(mark):
    assert normal(mark * 1_000_000) is not None
    assert normal(f"{mark * 1_000_000}Done") == "done"


@pytest.mark.parametrize("gap", [" ", "\t", "\n"])
def test_a_count_with_its_noun_far_away_is_read_at_once(gap):
    column = INCIDENTS.column("records_affected")
    assert read_quantity(f"12{gap * 1_000_000}users", column)[0].value() == 12
    assert read_quantity(f"12{gap * 1_000_000}!", column) == (None, None)


@pytest.mark.parametrize(
    ("text", "is_line"),
    [
        ("-----", True), ("- - ___ -", True), ("* * *", False), ("Page 1 of 3", True), ("PRJ-001", False),
        ("-" * 1_000_000, True), ("-" * 1_000_000 + "a", False), ("--" * 500_000 + " a", False),
        ("_" * 1_000_000 + "1", False),
    ],
)  # fmt: skip
def test_a_line_is_words_or_a_rule_however_long(text, is_line):
    assert (_LINE.fullmatch(text) is not None) == is_line


def test_a_workbook_of_such_texts_is_read_and_the_good_row_in_it_kept(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([*HEAD, *(f"Remark{part * 9_000}" for part in ODD if part.isprintable())])
    sheet.append(GOOD)
    for at, part in enumerate(ODD):
        text = f"x{part * (MOST_LETTERS // len(part))}!"
        sheet.append([f"INC-{at + 2}", "2026-09-02", *[text] * 5])
        sheet.append([None, None, text])  # alone in its row
        sheet.append([None, None, text[1:-1]])
    book.save(tmp_path / "odd.xlsx")
    intake = read_files([tmp_path / "odd.xlsx"])
    assert intake.frames["incidents"]["incident_id"].tolist()[:1] == ["INC-1"]
