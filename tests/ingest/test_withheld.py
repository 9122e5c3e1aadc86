"""Words that stand for no value are missing, by reason; values never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.ingest.withheld import withheld_reason

REASONS = {
    "open ended": "Ongoing|laufend|en cours|continuo|contínuo|unbefristet|on going|BAU|permanent",
    "not yet known": "TBD|tbc - see RAID log|To be agreed|offen|à confirmer|When funding approved|ASAP",
    "a season": "Fall 2022|Frühjahr 2023|été 2023|verano 2024|Winter 2024/25|early summer 2026",
    "a part of a period": "mid 2027|Mitte 2027|Anfang Q2 2027|mi-2027|Late Q3 2026",
    "not applicable": "N/A****|#N/A|k. A.|sans objet|not in scope",
    "no value": "Not available at this point of time|Inf|NaN|no budget|Unfunded|n.v.",
    "a dash or question mark": "?|--",
    "a reference elsewhere": "siehe Anlage|see annex A|included in P-001|ver anexo",
    "kept back": "Exempt under Section 43 of the Freedom of Information Act 2000 (Commercial Interests)|vertraulich",
    "a placeholder for no date": "0000-00-00|00/00/0000",
    "a word for a state": "On hold|Completed|abgeschlossen",
}


PAIRS = [(reason, text) for reason, texts in REASONS.items() for text in texts.split("|")]


@pytest.mark.parametrize(("reason", "text"), PAIRS)
def test_each_word_has_its_reason(reason, text):
    assert withheld_reason(text) == reason


@pytest.mark.parametrize("text", ["100", "2026-09-30", "0", "0.5", "May 2027", "S1 2027", "Q3 2026", "$12m", "1900"])
def test_values_are_never_withheld(text):
    assert withheld_reason(text) is None


@pytest.mark.parametrize(
    "text", ["laufend", "in Planung", "Completed", "not started", "noch nicht begonnen", "ongoing"]
)
def test_words_for_a_state_of_work_are_values_of_a_column_of_choices(text):
    assert withheld_reason(text, among_choices=True) is None


@given(st.from_regex(r"[$€]?\d{1,9}([.,]\d{1,3})?( ?[kKmM])?", fullmatch=True).filter(lambda text: text[0] != "0"))
def test_no_amount_is_withheld(text):
    assert withheld_reason(text) is None


def test_missing_words_are_counted_by_reason_and_never_zero(initiatives):
    words = ["Inf", "?", "N/A****", "Exempt under Section 43", "siehe Anlage", "#N/A", "100"]
    intake = initiatives({"Budget": words})
    notes = [problem.found for problem in intake.problems if problem.code == "value-withheld"]
    assert len(notes) == 5
    assert any(note.startswith('2 cells hold words for "not applicable"') for note in notes)
    assert intake.frames["initiatives"]["budget"].sum() == 100
    assert intake.frames["initiatives"]["budget"].isna().sum() == 6


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#DIV/0!", "#WERT!"])
def test_an_error_written_as_text_is_told_at_its_cell(initiatives, error):
    intake = initiatives({"Budget": ["5", error]})
    (problem,) = [problem for problem in intake.problems if problem.severity == "error"]
    assert (problem.code, problem.cell, problem.found) == ("cell-error", "E3", error)
