"""Real dates that a spreadsheet may have swapped are asked about."""

from datetime import date

import pandas as pd
import pytest

TEXTS = ["25/03/2027", "13/04/2027"]
DATES = [date(2027, 5, 3), date(2027, 2, 1), date(2027, 11, 12), date(2027, 1, 9)]
KEY = "swapped:initiatives.finish_planned"


def finishes(intake):
    return intake.frames["initiatives"]["finish_planned"].tolist()


def test_small_days_as_dates_beside_great_days_as_text_are_asked_about(initiatives):
    intake = initiatives({"Planned end date": [*TEXTS, *DATES]}, kind="xlsx")
    (question,) = intake.questions
    assert question.key == KEY
    assert "3 May 2027 or 5 Mar 2027" in question.because
    assert pd.isna(finishes(intake)[2:]).all()
    assert intake.held.empty


@pytest.mark.parametrize(
    ("answer", "third"), [("as stored", date(2027, 5, 3)), ("swap day and month", date(2027, 3, 5))]
)
def test_the_answer_decides(initiatives, decided, answer, third):
    intake = initiatives({"Planned end date": [*TEXTS, *DATES]}, kind="xlsx", answers={KEY: answer})
    assert not intake.questions
    assert finishes(intake)[0] == pd.Timestamp(2027, 3, 25)
    assert finishes(intake)[2] == pd.Timestamp(third)
    assert answer in decided(intake)["finish_planned"]


OTHERS = [[*TEXTS, *DATES, date(2027, 5, 30)], DATES, TEXTS, [*TEXTS, "01/02/2027", *DATES], [*TEXTS, *DATES[:3]]]


@pytest.mark.parametrize("values", OTHERS)
def test_other_mixtures_need_no_question(initiatives, values):
    assert not initiatives({"Planned end date": values}, kind="xlsx").questions
