"""From a file to its sheets: pre-flight, child process, scan.

The parent never parses what a stranger wrote: it checks signatures and the archive's directory,
hands the bytes to a child process with memory and time limits, and takes arrays back.
A file that cannot be read becomes one problem; nothing here raises for what a file contains.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from balance.errors import Problem
from balance.ingest import child
from balance.ingest.grid import EMPTY, ERROR, TEXT, Cells, Codes, Kinds, Sheet
from balance.ingest.guard import Kind, damaged, inspect, password_protected, refusal
from balance.ingest.limits import MB, Limits
from balance.ingest.scan import Scan, scan, too_far


@dataclass(frozen=True)
class Workbook:
    """One uploaded file: its content's hash, its kind and sheets, and why it was refused if it was."""

    name: str
    sha256: str
    content: bytes
    kind: Kind | None
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the file could not be read at all."""
        return any(problem.severity == "error" for problem in self.problems)


def read_workbook(path: Path, name: str, limits: Limits) -> Workbook:
    """Read one file from disk; `name` is what to call it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        problem = refusal(name, "file-unreadable", reason, "a file that can be read", "Check the path and the rights.")
        return Workbook(name, "", b"", None, problems=(problem,))
    if size > len(content):
        problem = refusal(name, "file-too-large", f"{size / MB:.0f} MB", f"at most {limits.file_bytes / MB:.0f} MB",
                          "Export fewer columns or a shorter period.")  # fmt: skip
        return Workbook(name, "", b"", None, problems=(problem,))
    return read_content(name, content, limits)


def read_content(name: str, content: bytes, limits: Limits) -> Workbook:
    """Read the bytes of one file."""
    sha256 = hashlib.sha256(content).hexdigest()
    kind, problems = inspect(name, content, limits)
    book = Workbook(name, sha256, content, kind, problems=problems)
    if kind is None:
        return book
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(run_child, content, kind, limits)
        scanned = scan(name, kind, content)
        answer, buffers = reading.result()
    if scanned.problems:
        return replace(book, problems=scanned.problems)
    if "refused" in answer:
        far = too_far(name, content, limits) if kind in ("xlsx", "xlsm") else None
        return replace(book, problems=(far or _why(name, answer, limits),))
    return replace(book, sheets=_sheets(name, answer, buffers, scanned))


def run_child(content: bytes, kind: Kind, limits: Limits) -> tuple[dict[str, Any], memoryview]:
    """The child's answer and its buffers, or a refusal where it died or took too long."""
    arguments = (
        "text" if kind in ("csv", "tsv") else kind,
        limits.child_memory_bytes, limits.child_cpu_seconds, limits.rows, limits.cells, limits.child_output_bytes,
        _site(),
    )  # fmt: skip
    command = [sys.executable, "-I", "-S", child.__file__, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with process:
        try:
            output, _ = process.communicate(content, timeout=limits.child_wall_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return {"refused": "too-slow"}, memoryview(b"")
    if process.returncode != 0:
        return {"refused": "too-slow" if process.returncode in (-24, -9) else "died"}, memoryview(b"")
    length = int.from_bytes(output[:8], "little")
    answer: dict[str, Any] = json.loads(output[8 : 8 + length])
    return answer, memoryview(output)[8 + length :]


@cache
def _site() -> str:
    found = importlib.util.find_spec("python_calamine")
    if found is None or found.origin is None:
        raise RuntimeError("python-calamine is not installed")
    return str(Path(found.origin).parent.parent)


def _why(name: str, answer: Mapping[str, Any], limits: Limits) -> Problem:
    code, because = answer["refused"], answer.get("because", "")
    if code == "password-protected":
        return password_protected(name)
    if code == "unreadable":
        return damaged(name, because)
    if code == "not-text":
        return refusal(name, "kind-unknown", "a file that is neither a spreadsheet nor text", "a spreadsheet or CSV",
                       "Open it in Excel and save it as .xlsx.")  # fmt: skip
    if code == "too-slow":
        return refusal(name, "file-too-heavy", f"more than {limits.child_cpu_seconds} s to read", "less",
                       "Copy the cells you need into a new workbook, without formats and empty rows.")  # fmt: skip
    found = because or f"more than {limits.child_memory_bytes / MB:.0f} MB of memory needed"
    return refusal(name, "file-too-heavy", found, f"a table of at most {limits.rows:,} rows and {limits.cells:,} cells",
                   "Delete stray cells far from the table, or copy the table into a new workbook.")  # fmt: skip


def _sheets(name: str, answer: Mapping[str, Any], buffers: memoryview, scanned: Scan) -> tuple[Sheet, ...]:
    sheets = []
    for packed in answer["sheets"]:
        written = (packed["encoding"], packed["separator"]) if "encoding" in packed else None
        columns = tuple(_column(column, packed["rows"], buffers) for column in packed["columns"])
        sheet = Sheet(name, packed["name"], columns, packed["row"], packed["col"], packed["hidden"], written)
        sheets.append(_with_faults(sheet, scanned.faults.get(sheet.name, ())))
    return tuple(sheets)


def _column(packed: Mapping[str, Any], rows: int, buffers: memoryview) -> Cells:
    def buffer(key: str) -> memoryview:
        place, length = packed[key]
        return buffers[place : place + length]

    number = np.frombuffer(buffer("d"), dtype=np.float64) if "d" in packed else np.full(rows, np.nan)
    if "c" not in packed:
        texts: tuple[str, ...] = ()
        code = np.full(rows, -1, dtype=np.int32)
    else:
        texts = tuple(json.loads(bytes(buffer("texts"))))
        code = np.frombuffer(buffer("c"), dtype=np.int32)
    kind = np.frombuffer(buffer("k"), dtype=np.uint8) if "k" in packed else np.full(
        rows, packed.get("kind", TEXT), dtype=np.uint8)  # fmt: skip
    return Cells(_emptied(kind, code, texts), number, code, texts)


def _emptied(kind: Kinds, code: Codes, texts: tuple[str, ...]) -> Kinds:
    """Text of nothing but white space is an empty cell."""
    blank = np.array([not text.strip() for text in texts], dtype=bool)
    if not blank.any():
        return kind
    return np.where((kind == TEXT) & blank[code], np.uint8(EMPTY), kind)


def _with_faults(sheet: Sheet, faults: tuple[tuple[int, int, str], ...]) -> Sheet:
    """The sheet with its error cells marked as such: the reader shows them as empty."""
    columns = list(sheet.columns)
    for row, column, what in faults:
        at, place = row - sheet.first_row, column - sheet.first_column
        if 0 <= at < sheet.rows and 0 <= place < len(columns) and columns[place].kind[at] == EMPTY:
            columns[place] = _marked(columns[place], at, what)
    return replace(sheet, columns=tuple(columns))


def _marked(cells: Cells, row: int, what: str) -> Cells:
    texts = cells.texts if what in cells.texts else (*cells.texts, what)
    kind, code = cells.kind.copy(), cells.code.copy()
    kind[row], code[row] = ERROR, texts.index(what)
    return replace(cells, kind=kind, code=code, texts=texts)
