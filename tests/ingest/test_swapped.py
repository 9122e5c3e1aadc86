"""Real dates that a spreadsheet may have swapped are asked about."""

from datetime import date, timedelta

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


def test_the_whole_export_that_was_once_swapped_unnoticed(initiatives):
    """Of 2,401 dates 1,688 are text with a day over 12 or were swapped on opening: not one passes unasked."""
    days = [date(2016, 1, 1) + timedelta(days=row) for row in range(2401)]
    cells = [date(day.year, day.day, day.month) if day.day <= 12 else day.strftime("%d/%m/%Y") for day in days]
    asked = initiatives({"Planned end date": cells}, kind="xlsx")
    assert [question.key for question in asked.questions] == [KEY]
    mended = initiatives({"Planned end date": cells}, kind="xlsx", answers={KEY: "swap day and month"})
    assert mended.frames["initiatives"]["finish_planned"].dt.date.tolist() == days


@pytest.mark.parametrize("again", ["%Y-%m-%d", "{0.month}/{0.day}/{0.year}"])
def test_saved_as_text_again_the_other_writing_is_the_trace(initiatives, again):
    days = [date(2026, 1, 1) + timedelta(days=7 * row) for row in range(40)]
    turned = [date(day.year, day.day, day.month) if day.day <= 12 else None for day in days]
    cells = [day.strftime("%d/%m/%Y") if other is None
             else (other.strftime(again) if "%" in again else f"{other.day}/{other.month}/{other.year}")
             for day, other in zip(days, turned, strict=True)]  # fmt: skip
    asked = initiatives({"Planned end date": cells})
    assert [question.key for question in asked.questions] == [KEY]
    mended = initiatives({"Planned end date": cells}, answers={KEY: "swap day and month"})
    assert mended.frames["initiatives"]["finish_planned"].dt.date.tolist() == days


def test_the_question_says_which_way_rows_would_start_after_they_finish(initiatives):
    starts = [date(2026, 1, 1) + timedelta(days=3 * row) for row in range(60)]
    ends = [day + timedelta(days=2) for day in starts]
    cells = [date(day.year, day.day, day.month) if day.day <= 12 else day.strftime("%d/%m/%Y") for day in ends]
    intake = initiatives({"Planned start date": starts, "Planned end date": cells}, kind="xlsx")
    (question,) = intake.questions
    assert "swapped none" in question.because


def test_dates_written_one_way_need_no_question(initiatives):
    days = [date(2026, 1, 1) + timedelta(days=7 * row) for row in range(40)]
    for written in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"):
        assert not initiatives({"Planned end date": [day.strftime(written) for day in days]}).questions
    unpadded = [f"{day.day}/{day.month}/{day.year}" for day in days]
    assert not initiatives({"Planned end date": unpadded}).questions
