"""A quarter's workbook with faults, a store it is loaded into, and an analyst who mends with a program of her own."""

import hashlib
import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from balance import ingest, mending, uploading
from balance.corrections import Correction
from balance.ingest.limits import DEFAULT_LIMITS

HEADERS = ["Project ID", "Project Name", "State", "Planned end date", "Budget", "Actual start"]
DAY = date(2026, 9, 30)


def plan_rows(count=12):
    """Good rows; the header is row 1, so that row N holds P-(N-1)."""
    rows = [[f"P-{n:03}", f"Project {n}", "In progress", date(2027, 3, 1 + n), 1000.25 * n, datetime(2026, 1, n, 9, 30)]
            for n in range(1, count + 1)]  # fmt: skip
    return [HEADERS, *rows]


def book_of(sheets) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faulty_rows():
    rows = plan_rows()
    rows[2][3] = "soonish"  # D3, held
    rows[4][3] = None  # D5, held
    rows[6][4] = "a lot"  # E7, accepted without a budget
    rows[8][0] = "P-007"  # A9, one id for two rows
    return rows


@pytest.fixture
def write(tmp_path):
    """Write a workbook of sheets, or bytes, under a name."""

    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else book_of(content))
        return path

    return written


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "balance.duckdb")


@pytest.fixture
def faulty(write):
    return write("plan.xlsx", {"Projects": faulty_rows()})


@pytest.fixture
def marked_by(write):
    """The marked workbook of an upload, written to disk."""

    def of(upload, name="marked.xlsx"):
        (one,) = mending.of_intake(upload.intake, DEFAULT_LIMITS)
        return write(name, one.content)

    return of


@pytest.fixture
def mend(write):
    """What an analyst does: open the workbook in a spreadsheet program, change it, save it."""

    def mended(path, change, name="mended.xlsx"):
        book = openpyxl.load_workbook(path)
        change(book)
        out = io.BytesIO()
        book.save(out)
        return write(name, out.getvalue())

    return mended


@pytest.fixture
def load(database):
    return lambda *paths, as_of=DAY, **more: uploading.load(database, paths, as_of=as_of, **more)


@pytest.fixture
def check(database):
    return lambda *paths, as_of=DAY, **more: uploading.check(database, paths, as_of=as_of, **more)


@pytest.fixture
def mark_content(tmp_path):
    """The marked workbook of one content, with problems and corrections of it."""

    def made(name, content, problems=(), held=None, corrections=()):
        from balance.mending.marked import mark

        book = ingest.read_content(name, content, DEFAULT_LIMITS)
        none = pd.DataFrame(columns=["table", "file", "sheet", "row", "reasons", "cells"])
        return mark(book, list(problems), none if held is None else held, list(corrections))

    return made


@pytest.fixture
def fix():
    """A correction of a file on disk."""

    def of(path, cell, meant, sheet="Projects", **more):
        return Correction(hashlib.sha256(path.read_bytes()).hexdigest(), sheet, cell, meant, **more)

    return of
