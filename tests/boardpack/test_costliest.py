"""The costliest incidents of the past year: the largest losses of the record, on the slide and in the workbook."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from balance.boardpack import costliest
from balance.boardpack.appendix import classes
from balance.boardpack.behind import happened
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Table
from balance.reporting.incident_record import IncidentRecord, Timing
from boardpack import invented

LOSSES = (4e5, float("nan"), 9e5, 1e5, 0.0, 6e5, 2e5)


def record(losses=LOSSES, days=(10, 20, 30, 40, 50, 60, 400)):
    rows = pd.DataFrame(
        {
            "incident_id": [f"INC{at}" for at in range(len(losses))],
            "title": [f"Case {at}" for at in range(len(losses))],
            "class": "Outage", "unit": "Retail", "loss": losses,
            "days_ago": [float(day) for day in days[: len(losses)]],
            "opened_at": pd.Timestamp("2026-09-02"), "open": [False] * len(losses), "hours_to_resolve": 5.0,
            "source_file": "i.xlsx", "source_sheet": "Sheet1", "source_row": range(2, 2 + len(losses)),
        }
    )  # fmt: skip
    return IncidentRecord(rows, pd.DataFrame(), len(losses), None, None, Timing(), Timing())


def test_the_largest_losses_of_the_year_come_first_and_older_ones_are_left_out():
    found = costliest.of_past_year(record())
    assert found.rows["loss"].tolist() == [9e5, 6e5, 4e5, 1e5]
    assert (found.without, found.count) == (1, 6)  # one of them cost nothing
    assert found.share(2) == pytest.approx(15 / 20)


def test_without_a_known_loss_there_are_none():
    assert costliest.of_past_year(None) is None
    assert costliest.of_past_year(record((float("nan"), 0.0))) is None


def test_the_workbook_has_every_row_of_it_with_where_it_was_read():
    told = happened.costly(invented.sample(), record())
    assert [row[0] for row in told.rows] == ["INC2", "INC5", "INC0", "INC3"]
    assert told.rows[0][3:] == (date(2026, 9, 2), 5.0, 9e5, "i.xlsx", "Sheet1", 4.0)


def test_they_stand_under_few_classes_and_not_under_many():
    beside = Beside(incidents=record())
    (few,) = classes.slides(invented.sample(), beside)
    assert few.title == "Appendix: 4 of 6 incidents made over 99 in 100 of the past year's known losses"
    assert [cells[0].text for cells in few.blocks[1].rows] == ["Case 2", "Case 5", "Case 0", "Case 3"]
    risk = replace(invented.sample().risk, classes=invented.classes(tuple(f"Class {at}" for at in range(9))))
    (many,) = classes.slides(replace(invented.sample(), risk=risk), beside)
    assert [type(block) for block in many.blocks] == [Table]
    assert many.layout == "table"


def test_an_amount_and_its_range_never_mix_their_units():
    (slide,) = classes.slides(invented.sample())
    assert "£730k (£0.4M to £1.1M)" in [cell.text for cells in slide.blocks[0].rows for cell in cells]
