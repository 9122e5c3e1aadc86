"""A date of the upload that nobody can mean refuses it, and says which can be meant."""

from datetime import date

import pytest

from balance.ingest.upload_day import FIRST, LAST


@pytest.mark.parametrize("day", [date(2226, 9, 30), date(1826, 9, 30), date.min, date.max])
def test_a_day_out_of_all_reach_refuses_the_upload(initiatives, day):
    intake = initiatives({"Budget": ["5"]}, as_of=day)
    assert intake.refused
    (problem,) = (problem for problem in intake.problems if problem.severity == "error")
    assert (problem.code, problem.found[:10]) == ("date-impossible", day.isoformat())
    assert "1970-01-01 to 2199-12-31" in problem.expected


@pytest.mark.parametrize("day", [FIRST, date(2026, 9, 30), LAST, None])
def test_any_other_day_is_taken(initiatives, codes, day):
    assert "date-impossible" not in codes(initiatives({"Budget": ["5"]}, as_of=day))
