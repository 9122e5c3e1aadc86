"""Small files made on the spot: a CSV or a workbook from rows, read through the whole flow."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from balance.ingest import read_files


def workbook(sheets) -> bytes:
    """A workbook of sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows, separator=",") -> str:
    """Rows as separated values."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


@pytest.fixture
def make_workbook():
    return workbook


@pytest.fixture
def make_text():
    return text


@pytest.fixture
def read_bytes(tmp_path):
    """Read content under a file name: `read_bytes(("a.csv", b"..."), as_of=...)`."""

    def read(*files, as_of=date(2026, 9, 30), **said):
        paths = [tmp_path / name for name, _ in files]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
        return read_files(paths, as_of=as_of, **said)

    return read


@pytest.fixture
def read_rows(read_bytes):
    """Read rows (headers first) as a workbook or a CSV; keywords go to `read_files`."""

    def read(rows, *, kind="xlsx", name="upload", sheet="Sheet1", **said):
        content = workbook({sheet: rows}) if kind == "xlsx" else text(rows).encode()
        if "last_known" in said:
            said["last_known"] = lambda table, ids, known=said["last_known"]: known.get(table)
        return read_bytes((f"{name}.{kind}", content), **said)

    return read


@pytest.fixture
def initiatives(read_rows):
    """Read initiatives with more columns: `initiatives({"Budget": ["£1m", "2"]})` gives as many rows as values."""

    def read(columns, *, kind="csv", **said):
        headers = [name for name in BASE if name not in columns] + list(columns)
        count = max(len(values) for values in columns.values())
        records = [_base(row) | {name: values[row] for name, values in columns.items()} for row in range(count)]
        rows = [[record[header] for header in headers] for record in records]
        return read_rows([headers, *rows], kind=kind, **said)

    return read


BASE = ("Project ID", "Project Name", "State", "Planned end date")


def _base(row) -> dict[str, str]:
    values = (f"P-{row + 1:03}", f"Project {row + 1}", "In progress", "2027-03-31")
    return dict(zip(BASE, values, strict=True))


@pytest.fixture
def codes():
    """The codes of the problems of an intake, of those severities if any are named."""
    return lambda intake, *severities: [
        problem.code for problem in intake.problems if not severities or problem.severity in severities
    ]


@pytest.fixture
def counts():
    """Rows read, accepted, held, left out of a sheet of the first file."""

    def count(intake, sheet=0):
        rows = intake.files[0].sheets[sheet].rows
        return rows.read, rows.accepted, rows.held, rows.left_out

    return count


@pytest.fixture
def decided():
    """The decisions of all sheets as {column: [decision, …]}."""

    def decisions(intake):
        found = {}
        for file in intake.files:
            for sheet in file.sheets:
                for decision in sheet.decisions:
                    found.setdefault(decision.column, []).append(decision.decision)
        return found

    return decisions
