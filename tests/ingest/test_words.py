"""Ids, text, tags, choices, yes and no."""

from datetime import date

import pytest


def column(intake, name):
    return intake.frames["initiatives"][name].tolist()


@pytest.mark.parametrize(
    ("written", "stage"),
    [("In Progress", "in_flight"), ("3 - Work in progress", "in_flight"), ("ON-HOLD", "on_hold"), ("closed", "done"),
     (" Draft ", "idea"), ("Pending", "approved"), ("in_flight", "in_flight"), ("Canceled", "cancelled")],
)  # fmt: skip
def test_stages_by_their_synonyms(initiatives, written, stage):
    assert column(initiatives({"State": [written]}), "stage") == [stage]


def test_a_word_that_means_a_choice_is_never_missing(initiatives):
    assert column(initiatives({"Security joined": ["none", "at design"]}), "security_joined") == ["not_yet", "design"]


def test_a_value_given_a_meaning_in_the_mapping_file(initiatives):
    said = {"sheet": "*", "table": "initiatives", "columns": {}, "values": {"stage": {"Gate 3": "approved"}}}
    assert column(initiatives({"State": ["Gate 3"]}, mapping={"sheets": [said]}), "stage") == ["approved"]


def test_an_answer_to_leave_a_value_out_makes_it_missing(initiatives):
    intake = initiatives({"State": ["Gate 3", "Done"]}, answers={"value:initiatives.stage:Gate 3": "leave out"})
    assert (intake.questions, len(intake.held), column(intake, "stage")) == ((), 1, ["done"])


def test_yes_and_no_in_several_languages(initiatives, codes):
    intake = initiatives({"Internet facing": ["Yes", "n", "TRUE", "0", "ja", "não", "?", "often"]})
    assert column(intake, "internet_facing")[:6] == [True, False, True, False, True, False]
    assert codes(intake, "error") == ["flag-unreadable"]


def test_real_booleans_are_flags(initiatives):
    assert column(initiatives({"Internet facing": [True, False]}, kind="xlsx"), "internet_facing") == [True, False]


def test_text_stays_as_written_and_a_lone_question_mark_is_missing(initiatives):
    values = column(initiatives({"Owner": [" Ada  L. ", "?", "00042", "N/A Ltd"]}), "owner")
    assert values[0] == " Ada  L. "
    assert values[2:] == ["00042", "N/A Ltd"]
    assert values[1] != values[1]


def test_numbers_and_dates_in_a_text_column_read_as_shown(initiatives):
    assert column(initiatives({"Owner": [7, 7.5, date(2026, 1, 2), True]}, kind="xlsx"), "owner") == [
        "7", "7.5", "2026-01-02", "TRUE"]  # fmt: skip


def test_spaces_around_ids_do_not_part_them(initiatives):
    assert column(initiatives({"Project ID": [" P-1 ", "P-2"]}), "initiative_id") == ["P-1", "P-2"]


@pytest.mark.parametrize("written", ["N/A****", "T.B.D.", "(empty)", "n.a.", "--", "TBC", "<NULL>"])
def test_the_words_for_no_value_name_no_row(initiatives, written):
    intake = initiatives({"Project ID": [written, "P-2"]})
    assert (len(intake.held), column(intake, "initiative_id")) == (1, ["P-2"])


@pytest.mark.parametrize("written", ["OFFEN", "SO", "NA-12", "KA", "pending", "INF"])
def test_a_word_that_may_be_a_name_is_one(initiatives, written):
    assert column(initiatives({"Project ID": [written, "P-2"]}), "initiative_id") == [written, "P-2"]
