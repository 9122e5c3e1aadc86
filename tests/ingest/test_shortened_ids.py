"""Ids that a spreadsheet program cut short are told, whether they clash or not."""

import pytest


@pytest.fixture
def told(initiatives):
    def told(ids, kind="csv"):
        intake = initiatives({"Project ID": ids}, kind=kind)
        return [(p.severity, p.cell, p.found) for p in intake.problems if p.code == "id-shortened"]

    return told


def test_ids_cut_to_a_few_digits_are_told_with_the_first_of_them(told):
    assert told(["P-1", "4.5E+11", "1,23457E+15", "1,23457E+15"]) == [
        ("warning", "D3", "3 ids are cut to the first digits of a large number, such as '4.5E+11', '1,23457E+15', "
         "'1,23457E+15'")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["E+1", "1E5", "450000000000", "PRE+01", "4.5E-11", "12E+11"])
def test_other_ids_are_left_alone(told, name):
    assert told([name]) == []


def test_a_large_number_in_a_workbook_has_all_its_digits(told, initiatives):
    assert told([450000000000, 1234567890123], kind="xlsx") == []


def test_links_are_ids_too(read_rows):
    rows = [["Incident ID", "Opened", "Category", "Project ID"], ["I-1", "2026-05-01", "Outage", "4.5E+11"]]
    codes = [(p.code, p.column) for p in read_rows(rows, kind="csv").problems]
    assert ("id-shortened", "initiative_id") in codes
