"""Chart data whose embedded workbook holds text as text: no formula, no link, no number made from a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, TypeAlias

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

Sheet: TypeAlias = Any
Writer: TypeAlias = Any

_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def _sheet(file: IO[bytes]) -> Iterator[tuple[Any, Any]]:
    book = Workbook(file, _TEXT)
    book.set_properties({"created": datetime(1980, 1, 1)})
    yield book, book.add_worksheet()
    book.close()


class _XyWriter(XyWorkbookWriter):
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Sheet:
        return _sheet(xlsx_file)


class _CategoryWriter(CategoryWorkbookWriter):
    def _open_worksheet(self, xlsx_file: IO[bytes]) -> Sheet:
        return _sheet(xlsx_file)


class PlainXyData(XyChartData):
    """Points of an XY chart, their names as plain text."""

    @property
    def _workbook_writer(self) -> Writer:
        return _XyWriter(self)


class PlainCategoryData(CategoryChartData):
    """Bars of a chart, their names as plain text."""

    @property
    def _workbook_writer(self) -> Writer:
        return _CategoryWriter(self)
