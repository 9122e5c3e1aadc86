"""Rows that came back beside those that went out: whatever was changed or deleted, the content is told exactly."""

import io

import numpy as np
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balance.ingest.grid import EMPTY, NUMBER, TEXT, Cells
from balance.mending.alignment import Unlike, align
from balance.mending.plain import compared, differ, holdable, plain, returned


def column(values) -> Cells:
    """Text, numbers and None as cells."""
    texts = tuple(dict.fromkeys(value if isinstance(value, str) else "" for value in values))
    kind = [EMPTY if v is None else TEXT if isinstance(v, str) else NUMBER for v in values]
    number = [float(v) if isinstance(v, int | float) else np.nan for v in values]
    code = [texts.index(v if isinstance(v, str) else "") for v in values]
    return Cells(np.array(kind, np.uint8), np.array(number), np.array(code, np.int32), texts)


def table(rows, height, width):
    padded = [*rows, *([[None] * width] * (height - len(rows)))]
    return [column([row[place] for row in padded]) for place in range(width)]


def rebuilt(out, back, rows):
    """What comes of the rows that went out with the changes that were told, without the rows that are gone."""
    result = {}
    for mine, theirs in zip(rows.out.tolist(), rows.back.tolist(), strict=True):
        result[mine] = tuple(cells.shown(theirs) for cells in back)
    return [result[row] for row in sorted(result)]


values = st.sampled_from([None, "a", "b", "P-1", "P-2", 1, 2, 2.5])
rows_of = st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=12)


@settings(deadline=None)
@given(rows=rows_of, data=st.data())
def test_changed_and_deleted_rows_give_back_what_came(rows, data):
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))
    left = [list(row) for at, row in enumerate(rows) if at not in gone]
    for at, place, value in data.draw(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2), values), max_size=3)):
        if at < len(left):
            left[at][place] = value
    out, back = table(rows, len(rows), 3), table(left, len(rows), 3)
    try:
        told = align(out, back)
    except Unlike:
        return
    mine = [line for line in rebuilt(out, back, told) if any(line)]
    theirs = [tuple(cells.shown(at) for cells in back) for at in range(len(left))]
    assert mine == [line for line in theirs if any(line)]
    covered = sorted([*told.out.tolist(), *told.gone.tolist()])
    assert len(set(covered)) == len(covered)
    filled = [at for at, row in enumerate(rows) if any(value is not None for value in row)]
    assert set(filled) <= set(covered)


@settings(deadline=None)
@given(count=st.integers(3, 40), data=st.data())
def test_distinct_rows_deleted_anywhere_are_found_exactly(count, data):
    rows = [[f"P-{at}", at, "x"] for at in range(count)]
    gone = data.draw(st.sets(st.integers(0, count - 1), max_size=count - 1))
    left = [row for at, row in enumerate(rows) if at not in gone]
    told = align(table(rows, count, 3), table(left, count, 3))
    assert set(told.gone.tolist()) == gone


def test_one_changed_cell_among_many_rows_is_one_difference():
    rows = [[f"P-{at}", at, "same"] for at in range(5_000)]
    changed = [list(row) for row in rows]
    changed[4_321][1] = 7.5
    out, back = table(rows, 5_000, 3), table(changed, 5_000, 3)
    told = align(out, back)
    found = [differ(a, told.out, b, told.back).sum() for a, b in zip(out, back, strict=True)]
    assert found == [0, 1, 0]
    assert len(told.gone) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[::-1], "moved or sorted"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "moved or sorted"),
        (lambda rows: [[row[1], row[0], row[2]] for row in rows], "columns"),
        (lambda rows: [[row[0], row[2], None] for row in rows], "columns"),
        (lambda rows: [rows[0], ["new", 1, 2], *rows[1:-1]], "added"),
    ],
)
def test_what_was_moved_or_added_is_not_guessed(change, said):
    rows = [[f"P-{at}", at, f"{at % 3}"] for at in range(20)]
    with pytest.raises(Unlike, match=said):
        align(table(rows, 20, 3), table(change(rows), 20, 3))


def test_swapping_two_neighbours_is_not_taken_for_two_mends():
    rows = [["a", 1, "x"], ["b", 2, "y"], ["c", 3, "z"]]
    with pytest.raises(Unlike):
        align(table(rows, 3, 3), table([rows[1], rows[0], rows[2]], 3, 3))


def test_more_than_can_be_told_in_reasonable_time_is_not_guessed():
    rows = [[f"P-{at}", at, f"{at % 3}"] for at in range(2_000)]
    left = [[row[0], row[1], "mended"] if at % 4 == 1 else row for at, row in enumerate(rows) if at % 4 != 2]
    with pytest.raises(Unlike, match="too much"):
        align(table(rows, 2_000, 3), table(left, 2_000, 3))


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
@example(["_x0041_", "a_x000D_", " lead", "trail ", "a\r\nb", "\tq", "x\x07y", "=1+1", "_x005F_", "{=1}"])
def test_a_text_survives_a_workbook_in_its_plain_form(texts):
    """Written by one program, read and written again by another, every text is what it was."""
    import xlsxwriter

    from balance.ingest import read_content
    from balance.ingest.limits import DEFAULT_LIMITS

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("S")
    for row, text in enumerate(["first", *texts, "last"]):
        sheet.write_string(row, 0, plain(text))
    book.close()
    held = holdable(column(["first", *texts, "last"]))
    for content in (out.getvalue(), _saved_again(out.getvalue())):
        (read,) = read_content("s.xlsx", content, DEFAULT_LIMITS).sheets
        back = returned(read.columns[0])
        every = np.arange(len(back))
        blank = np.array([not text.strip() for text in ("first", *texts, "last")])
        assert not (differ(held, every, back, every) & ~blank).any()


def _saved_again(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book["S"].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_programs_write_for_characters_xml_cannot_hold_is_no_difference():
    assert compared("a_x000D_\nb") == compared("a\r\nb") == "a\nb"
    assert plain("\ud800a") == "\ufffda"


def test_the_longest_text_is_counted_as_spreadsheet_programs_count():
    assert len(plain("x" * 40_000)) == 32_767
    assert len(plain("\U0001f600" * 20_000).encode("utf-16-le")) // 2 <= 32_767
