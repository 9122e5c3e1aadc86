"""Whatever is mended in the marked workbook gives what the same edit in the analyst's own file would have given."""

import io
import random
from datetime import date, datetime, time

import openpyxl
import pandas as pd
import pytest
from tests.mending.conftest import HEADERS

from balance.ingest import read_books
from balance.mending.marked import mark

CELLS = (
    lambda draw, at: draw.choice([f"P-{at:03}", f"P-{at:03}", "P-001", 7, "0007"]),
    lambda draw, at: draw.choice([f"Name {at}", "=1+1", "<b>", "a\nb", "_x0041_", " lead ", "é" * 300]),
    lambda draw, at: draw.choice(["In progress", "Done", "Approved", "On hold", "TRUE"]),
    lambda draw, at: draw.choice([date(2027, 1, 1 + at % 28), "2027-05-06", "soon", None, 46000, "25/12/2027"]),
    lambda draw, at: draw.choice([at * 1.1, 0.1 + 0.2, 1e15 / 7, "£3m", "x", None, -5, "#REF!", True]),
    lambda draw, at: draw.choice([datetime(2026, 1, 2, 3, 4, 5), None, "31/12/2025", time(3, 4, 5)]),
)

FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", time: "h:mm:ss"}


def put(sheet, row, column, value):
    cell = sheet.cell(row, column)
    cell.number_format = FORMATS.get(type(value), "General")
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def edited(path, target, edits, gone):
    book = openpyxl.load_workbook(path)
    sheet = book["Projects"]
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"
    for row, column, value in edits:
        put(sheet, row, column, value)
    for row in gone:
        sheet.delete_rows(row)
    out = io.BytesIO()
    book.save(out)
    target.write_bytes(out.getvalue())
    return target


def outcome(upload):
    frame = upload.intake.frames.get("initiatives")
    held = upload.intake.held["cells"].tolist()
    if frame is None:
        return None, held
    return frame.drop(columns=["source_file", "source_row"]).reset_index(drop=True), held


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_mended_there_is_mended_here(seed, check, write, tmp_path):
    draw = random.Random(seed)
    count = draw.randint(4, 20)
    rows = [[cell(draw, at) for cell in CELLS] for at in range(count)]
    title = [["An export", *[None] * 5], [None] * 6] if seed % 2 else []
    own = write("plan.xlsx", {"Projects": [*title, HEADERS, *rows]})
    first = len(title) + 2
    edits = [
        (draw.randrange(first, first + count), column + 1, CELLS[column](draw, 100 + at))
        for at, column in enumerate(draw.choices(range(6), k=draw.randint(0, 6)))
    ]
    gone = sorted(draw.sample(range(first, first + count), k=draw.choice([0, 1, 2])), reverse=True)
    before = check(own)
    marked = mark(read_books([own])[0], before.intake.problems, before.intake.held, ())
    out = write("marked.xlsx", marked.content)
    direct = check(edited(own, tmp_path / "direct.xlsx", edits, gone))
    mended = check(own, edited(out, tmp_path / "mended.xlsx", edits, gone))
    assert "workbook-mended" in [problem.code for problem in mended.intake.problems]
    (frame, held), (other, other_held) = outcome(direct), outcome(mended)
    assert (frame is None) == (other is None)
    if frame is not None:
        pd.testing.assert_frame_equal(frame, other)
    assert held == other_held
