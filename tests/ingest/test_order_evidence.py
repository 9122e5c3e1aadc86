"""Witnesses outside the cells: each decides alone, none decides against another."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AMBIGUOUS = [date(2026, 1, 12), date(2026, 2, 11), date(2026, 3, 10), date(2026, 4, 9), date(2026, 8, 2)]
US, EUROPE = "%m/%d/%Y", "%d/%m/%Y"


def incidents(read_rows, columns, **said):
    count = max(len(values) for values in columns.values())
    base = {"Incident ID": [f"INC{row:04}" for row in range(count)], "Category": ["Network"] * count} | columns
    return read_rows([list(base), *[list(row) for row in zip(*base.values(), strict=True)]], kind="csv", **said)


def opened(intake):
    return [stamp.date() if pd.notna(stamp) else None for stamp in intake.frames["incidents"]["opened_at"]]


@pytest.mark.parametrize("written", [US, EUROPE])
def test_what_has_happened_does_not_lie_after_the_upload(read_rows, written, decided):
    days = [*AMBIGUOUS, date(2026, 9, 3), date(2026, 7, 8), date(2026, 9, 5)]
    intake = incidents(read_rows, {"Opened": [day.strftime(written) for day in days]})
    turned = [day for day in days if day.day > 9]
    if written == US:
        assert opened(intake) == days
        assert decided(intake)["opened_at"] == ["month first"]
        assert f"{len(turned)} days would lie after 2026-09-30" in intake.files[0].sheets[0].decisions[0].evidence
    else:
        assert opened(intake) == days


@pytest.mark.parametrize(("written", "order"), [("%m/%d/%y", "month first"), ("%d/%m/%y", "day first")])
def test_weekdays_before_the_dates_decide(initiatives, decided, written, order):
    days = [date(2026, 12, 1), date(2026, 11, 2), date(2027, 3, 10), date(2027, 5, 4)]
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    shown = [f"{names[day.weekday()]} {day.strftime(written)}" for day in days]
    intake = initiatives({"Planned end date": shown})
    assert (intake.questions, [stamp.date() for stamp in intake.frames["initiatives"]["finish_planned"]]) == ((), days)
    assert decided(intake)["finish_planned"][0] == order


def test_short_weekdays_that_languages_read_differently_speak_for_an_order_that_either_allows(initiatives, decided):
    both = initiatives({"Planned end date": ["ma 06/07/27", "ma 03/08/27", "ma 05/10/27"]})
    assert [question.key for question in both.questions] == ["dates:initiatives.finish_planned"]
    french = initiatives({"Planned end date": ["ma 06/10/26", "di 04/10/26", "ma 12/01/27", "di 07/03/27"]})
    assert (french.questions, decided(french)["finish_planned"][0]) == ((), "day first")


def test_weekdays_that_fit_neither_order_leave_it_asked(initiatives):
    intake = initiatives({"Planned end date": ["Mon 01/12/2026", "Mon 02/11/2026", "Mon 03/10/2026", "Mon 04/09/2026"]})
    assert [question.key for question in intake.questions] == ["dates:initiatives.finish_planned"]


def test_days_to_come_say_nothing_of_a_plan(initiatives):
    intake = initiatives({"Planned end date": ["01/12/2026", "02/11/2026", "03/10/2026"]})
    assert [question.key for question in intake.questions] == ["dates:initiatives.finish_planned"]


def test_without_a_date_of_the_upload_it_is_asked(read_rows):
    days = ["01/12/2026", "02/11/2026", "03/10/2026"]
    assert len(incidents(read_rows, {"Opened": days}, as_of=None).questions) == 1
    assert not incidents(read_rows, {"Opened": days}).questions


@pytest.mark.parametrize("written", [US, EUROPE])
def test_a_column_with_the_same_days_decides_though_it_is_not_mapped(read_rows, written):
    days = [day.replace(year=2025) for day in AMBIGUOUS]
    columns = {"Opened": [day.strftime(written) for day in days], "Row stamp": [day.isoformat() for day in days]}
    intake = incidents(read_rows, columns)
    assert (opened(intake), intake.questions) == (days, ())
    assert "agree with another date column" in intake.files[0].sheets[0].decisions[0].evidence


def last_time(days):
    ids = [f"P-{row + 1:03}" for row in range(len(days))]
    return {"initiatives": pd.DataFrame({
        "initiative_id": pd.array(ids, dtype="str"), "finish_planned": pd.to_datetime(days).astype("datetime64[us]"),
    })}  # fmt: skip


@pytest.mark.parametrize("written", [US, EUROPE])
def test_rows_that_still_hold_last_times_day_decide(initiatives, decided, written):
    days = [date(2027, 3, 5), date(2027, 2, 1), date(2027, 6, 7)]
    known = last_time([*days[:2], date(2026, 1, 1)])
    intake = initiatives({"Planned end date": [day.strftime(written) for day in days]}, last_known=known)
    assert intake.frames["initiatives"]["finish_planned"].dt.date.tolist() == days
    assert decided(intake)["finish_planned"] == ["month first" if written == US else "day first"]
    assert "2 rows hold the day they held last time" in intake.files[0].sheets[0].decisions[0].evidence


def test_last_time_says_nothing_where_no_row_agrees(initiatives):
    intake = initiatives({"Planned end date": ["05/03/2027", "01/02/2027"]}, last_known=last_time(["2020-01-01"] * 2))
    assert len(intake.questions) == 1


def test_witnesses_that_contradict_each_other_decide_nothing(initiatives):
    columns = {"Planned start date": ["2027-04-01"] * 3, "Planned end date": ["02/06/2027", "03/05/2027", "01/07/2027"]}
    american = last_time(["2027-02-06", "2027-03-05", "2027-01-07"])
    (question,) = initiatives(columns, last_known=american).questions
    assert "contradicts itself" in question.because
    assert "start after they finish" in question.because
    assert "held last time" in question.because


def test_a_few_bad_rows_do_not_silence_the_rest(initiatives):
    starts = ["2026-04-01"] * 60
    ends = ["02/06/2026"] * 59 + ["02/03/2026"]
    intake = initiatives({"Planned start date": starts, "Planned end date": ends})
    assert not intake.questions
    assert intake.frames["initiatives"]["finish_planned"].iloc[0] == pd.Timestamp(2026, 6, 2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.lists(st.dates(date(2024, 1, 1), date(2026, 9, 30)), min_size=3, max_size=12, unique=True))
def test_a_column_is_read_right_or_asked_whatever_its_order(read_rows, days):
    """Metamorphic: the same days written either way are never read as other days."""
    for written in (US, EUROPE):
        intake = incidents(read_rows, {"Opened": [day.strftime(written) for day in days]})
        if not intake.questions:
            assert opened(intake) == days


CONFLICT = "dates_conflict:initiatives.finish_planned"


def planned(over_12, known):
    """Dates day first, so many with a day over 12, and so many rows that held the same dates month first last time."""
    days = [f"{13 + row % 12}/0{1 + row % 9}/2027" for row in range(over_12)]
    before = ["2020-01-01"] * over_12
    for row in range(known):
        first, second = 1 + row % 9, 10 + row % 3
        days.append(f"0{first}/{second}/2027")
        before.append(f"2027-0{first}-{second}")
    return {"Planned end date": days}, last_time(before)


def test_cells_against_as_many_rows_of_last_time_are_asked_about(initiatives):
    columns, known = planned(over_12=3, known=5)
    (question,) = initiatives(columns, last_known=known).questions
    assert (question.key, question.choices) == (CONFLICT, ("day first", "month first"))
    assert "3 cells have a day over 12" in question.because
    assert "5 rows hold the day they held last time" in question.because
    assert question.because.count(" or ") == 3
    answered = initiatives(columns, last_known=known, answers={CONFLICT: "day first"})
    assert (answered.questions, len(answered.held)) == ((), 0)
    other = initiatives(columns, last_known=known, answers={CONFLICT: "month first"})
    assert (other.questions, len(other.held)) == ((), 3)
    assert not initiatives(columns, last_known=known, mapping=answered.mapping).questions
    assert not initiatives(columns, last_known=known, mapping=other.mapping).questions


def test_what_an_earlier_load_was_read_by_does_not_answer_the_doubt_about_itself(initiatives):
    columns, known = planned(over_12=3, known=5)
    entry = initiatives({"Planned end date": ["03/04/2027"]}, answers={
        "dates:initiatives.finish_planned": "month first"}).mapping["sheets"][0]  # fmt: skip
    intake = initiatives(columns, last_known=known, earlier=[{**entry, "as_of": "2026-06-30"}])
    assert [question.key for question in intake.questions] == [CONFLICT]


def test_far_more_cells_than_rows_of_last_time_decide_and_say_so(initiatives, decided):
    columns, known = planned(over_12=60, known=3)
    intake = initiatives(columns, last_known=known)
    assert (intake.questions, decided(intake)["finish_planned"]) == ((), ["day first"])
    assert "far more than speak against it" in intake.files[0].sheets[0].decisions[0].evidence


def test_a_single_row_of_last_time_contradicts_nothing(initiatives):
    columns, known = planned(over_12=3, known=1)
    assert not initiatives(columns, last_known=known).questions
