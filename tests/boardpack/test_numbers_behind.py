"""Every number that a slide shows stands in the sheets it names, unrounded: slides are walked, not trusted."""

import io
import re
from datetime import date, datetime

import numpy as np
import openpyxl
import pytest

from balance import formats
from balance.boardpack import xlsx
from balance.boardpack.slides import BarChart, BridgeChart, Number, Numbers, Points, Table, XYChart

NUMBER = re.compile(r"(?<![\w.])[−+-]?[£$€×]?(\d[\d,]*(?:\.\d+)?)\s?(k|M|bn)?(?![\w])")
DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b")
MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{2,4}\b")
SCALE = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9}
UNITS = (1.0, 100.0, 1e-3, 1e-6, 1e-9, 1 / formats.DAYS_PER_MONTH, 60.0, 1 / 24)
"""What a number may be shown in: as it is, in 100, thousands, millions, months of days, minutes or days of hours."""

FIXED = {"100", "80", "90", "5", "10", "50", "95", "99", "12"}
"""Numbers of the wording: of 100, 5 in 100, 10 to 90 in 100, 12 months."""


class Behind:
    """The numbers, dates and texts of some sheets of the workbook."""

    def __init__(self, book, names):
        cells = [cell.value for name in names for row in book[name].iter_rows() for cell in row]
        numbers = [float(value) for value in cells if isinstance(value, int | float)]
        self.numbers = np.array(sorted({abs(value * unit) for value in numbers for unit in UNITS}))
        self.days = {
            value.date() if isinstance(value, datetime) else value for value in cells if isinstance(value, date)
        }
        self.texts = " ".join(
            formats.unbroken(value).replace("\N{NO-BREAK SPACE}", " ") for value in cells if isinstance(value, str)
        )

    def has(self, number):
        """Whether a number of the sheets is this one, in some unit."""
        return bool((np.abs(self.numbers - abs(number)) < 1e-6).any())

    def holds(self, shown, scale):
        """Whether a number of the sheets is shown so after rounding to its last digit."""
        plain = shown.replace(",", "")
        digit = 10.0 ** -len(plain.partition(".")[2])
        if "." not in plain and len(plain.rstrip("0")) < len(plain) and float(plain) >= 100:
            digit = 10.0 ** (len(plain) - max(len(plain.rstrip("0")), 2))  # two figures, as money and counts are said
        wanted, near = float(plain) * SCALE[scale], digit * SCALE[scale] * 0.5001
        return bool((np.abs(self.numbers - wanted) <= near).any())


def texts_of(block):
    """What a block shows that may hold numbers of the data; titles and how to read it are wording."""
    match block:
        case Numbers():
            for item in block.items:
                yield from (item.value, item.likely)
        case Table():
            yield from (cell.whole for row in block.rows for cell in row)
        case Points():
            yield from (item.text for item in block.items)
        case BridgeChart():
            yield from (leap.text for leap in block.leaps)
        case _:
            return


def missing(slide, behind):
    """The numbers of a slide that its sheets do not hold."""
    for block in slide.blocks:
        for text in texts_of(block):
            told = text.replace("\N{NO-BREAK SPACE}", " ")
            if told.rstrip(".") in behind.texts:
                continue
            for day in DAY.findall(told):
                if datetime.strptime(day, "%d %b %Y").date() not in behind.days and day not in behind.texts:
                    yield text, day
            rest = MONTH.sub("", DAY.sub("", told))
            for shown, scale in NUMBER.findall(rest):
                if shown not in FIXED and not behind.holds(shown, scale):
                    yield text, shown + scale


def test_every_number_of_every_slide_is_in_its_sheets(sample_outline):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(sample_outline)))
    lost = []
    for at, slide in enumerate(sample_outline.slides, start=1):
        behind = Behind(book, slide.sheets)
        lost += [(at, *each) for each in missing(slide, behind)]
    assert lost == []


def test_every_point_of_every_chart_is_in_its_sheets(sample_outline):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(sample_outline)))
    for at, slide in enumerate(sample_outline.slides, start=1):
        behind = Behind(book, slide.sheets)
        for chart in (part for block in slide.blocks for part in (block, getattr(block, "chart", None))):
            if isinstance(chart, BarChart):
                for value in chart.values:
                    assert behind.has(value), (at, chart.name, value)
            if isinstance(chart, BridgeChart):
                for leap in chart.leaps:
                    assert behind.has(leap.end) or abs(leap.end - leap.start) < 1e-9, (at, chart.title, leap)
            if isinstance(chart, XYChart) and chart.y.form != "rows":
                for series in chart.series:
                    if series.role in ("today", "plan", "trail", "point", "allowed", "curve"):
                        assert sum(map(behind.has, series.x)) >= len(series.x) - 2, (at, series.name)


def test_the_walk_notices_a_number_that_is_nowhere(sample_outline):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(sample_outline)))
    slide = sample_outline.slides[0]
    wrong = type(slide)(**{**vars(slide), "blocks": (Numbers((Number("Invented", "£26.777M"),)),)})
    assert list(missing(wrong, Behind(book, slide.sheets))) == [("£26.777M", "26.777M")]


@pytest.mark.parametrize(
    "name",
    ["Changes", "Years", "StressTests", "IncidentRecord", "SavedPlans", "Forecasts", "TrackRecord", "Scores",
     "Finishes", "Followed"],
)  # fmt: skip
def test_the_workbook_has_what_stands_beside_the_report(sample_outline, name):
    sheet = next(sheet for sheet in sample_outline.sheets if sheet.name == name)
    assert sheet.rows
    assert all(len(row) == len(sheet.headings) for row in sheet.rows)
