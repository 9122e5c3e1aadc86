"""From a file to its sheets: pre-flight, two child processes, and what they found put together.

The parent never parses what a stranger wrote: it checks signatures and the archive's directory,
hands the bytes to child processes with memory and time limits, one that reads and one that looks for
what the reader cannot tell, and takes arrays back.
A file that cannot be read becomes one problem; nothing here raises for what a file contains.
"""

from __future__ import annotations

import errno
import hashlib
import json
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from balance.errors import Problem
from balance.ingest.child import Answer, run_child
from balance.ingest.grid import EMPTY, TEXT, Cells, Codes, Kinds, Sheet
from balance.ingest.guard import Kind, damaged, inspect, password_protected, refusal
from balance.ingest.limits import MB, Limits
from balance.ingest.seen import with_seen

GAVE_UP = ("too-large", "died", "too-slow", "clock")
NOTHING_SEEN: Answer = ({}, memoryview(b""))


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
        told = path.stat()
        size = told.st_size
        if not stat.S_ISREG(told.st_mode) and not stat.S_ISDIR(told.st_mode):  # a pipe may never say anything
            raise OSError(errno.EINVAL, "a pipe or a device and no file")
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        problem = refusal(name, "file-unreadable", reason, "a file that can be read", "Check the path and the rights.")
        return Workbook(name, "", b"", None, problems=(problem,))
    if size > len(content):
        problem = refusal(name, "file-too-large", f"{size / MB:.0f} MB", f"at most {limits.file_bytes / MB:.0f} MB",
                          "Export fewer columns or a shorter period, or raise BALANCE_UPLOAD_MB.")  # fmt: skip
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
        looking = pool.submit(run_child, "scan", content, kind, limits) if kind not in ("csv", "tsv") else None
        answer, buffers = run_child("read", content, kind, limits)
        seen, seen_buffers = looking.result() if looking else NOTHING_SEEN
    if "refused" in seen and seen["refused"] != "blind" and answer.get("refused") != "password-protected":
        return replace(book, problems=(_why(name, _plainer(seen, answer), limits),))
    if "refused" in answer:
        far = run_child("reach", content, kind, limits)[0] if kind in ("xlsx", "xlsm") else {}
        return replace(book, problems=(_why(name, far if answer["refused"] in GAVE_UP and "sheet" in far else answer,
                                            limits),))  # fmt: skip
    if sum(sheet["rows"] > 0 for sheet in answer["sheets"]) > limits.sheets:
        return replace(book, problems=(_too_many_sheets(name, answer, limits),))
    sheets = tuple(with_seen(sheet, seen, seen_buffers) for sheet in _sheets(name, answer, buffers))
    return replace(book, sheets=sheets, problems=(_blind(name),) if seen.get("refused") == "blind" else ())


def _plainer(seen: Mapping[str, Any], answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of two refusals the one that says more: that of the look through, unless it only says that it ended."""
    return answer if seen["refused"] in ("too-slow", "clock", "died", "inconsistent") and "refused" in answer else seen


def _why(name: str, answer: Mapping[str, Any], limits: Limits) -> Problem:
    code, because = answer["refused"], answer.get("because", "")
    if code == "password-protected":
        return password_protected(name)
    if code == "unreadable":
        return damaged(name, because)
    if code == "quote-open":
        return replace(refusal(name, "quote-open", because, "every quote closed in its own cell",
                               "Close the quote in that line with an editor, or export the file again."),
                       row=answer.get("line"))  # fmt: skip
    if code == "inconsistent":
        return damaged(name, "its parts do not match its directory, or are not what they should be")
    if code == "entities":
        return refusal(
            name, "file-suspicious", "a document type definition inside the workbook",
            "a workbook as Excel writes it", "Copy the cells into a new workbook and upload that.",
        )  # fmt: skip
    if code == "sheet-too-far":
        return _too_far(name, answer, limits)
    if code == "not-text":
        return refusal(name, "kind-unknown", "a file that is neither a spreadsheet nor text", "a spreadsheet or CSV",
                       "Open it in Excel and save it as .xlsx.")  # fmt: skip
    if code == "too-slow":
        return refusal(name, "file-too-heavy", f"more than {limits.child_cpu_seconds} s of computing to read", "less",
                       "Copy the cells you need into a new workbook, without formats and empty rows, or raise "
                       "BALANCE_LOAD_SECONDS.")  # fmt: skip
    if code == "clock":
        return refusal(name, "file-too-heavy", f"not read within {limits.child_wall_seconds:g} s",
                       "a file that is read in that time on a machine that has time for it",
                       "The machine may be busy with something else: try again. If it happens again, copy the cells "
                       "you need into a new workbook, without formats and empty rows, or raise "
                       "BALANCE_LOAD_SECONDS.")  # fmt: skip
    found = because or f"more than {limits.child_memory_bytes / MB:.0f} MB of memory needed"
    return refusal(
        name, "file-too-heavy", found,
        f"a table of at most {limits.rows:,} rows, {limits.columns:,} columns and {limits.cells:,} cells",
        "Delete stray cells far from the table, copy the table into a new workbook, or raise BALANCE_LOAD_MEMORY_MB, "
        "BALANCE_LOAD_ROWS or BALANCE_LOAD_CELLS.",
    )  # fmt: skip


def _too_far(name: str, answer: Mapping[str, Any], limits: Limits) -> Problem:
    return Problem(
        "sheet-too-far", "error", file=name, sheet=answer["sheet"] or None, found=answer["because"],
        expected=f"at most {limits.rows:,} rows, and {limits.cells:,} cells between the first and the last",
        fix="Delete the stray cells beyond your table (select the empty rows and columns, Delete) and save again.",
    )  # fmt: skip


def _too_many_sheets(name: str, answer: Mapping[str, Any], limits: Limits) -> Problem:
    return refusal(name, "file-too-heavy", f"{len(answer['sheets'])} sheets", f"at most {limits.sheets} with rows",
                   "Copy the sheets that are to be read into a workbook of their own.")  # fmt: skip


def _blind(name: str) -> Problem:
    return Problem(
        "errors-not-seen", "note", file=name, found="a workbook of a kind in which errors look like empty cells",
        expected="a workbook saved as .xlsx", fix="Save it as .xlsx if it may hold errors such as #REF!.",
    )  # fmt: skip


def _sheets(name: str, answer: Mapping[str, Any], buffers: memoryview) -> tuple[Sheet, ...]:
    sheets = []
    for packed in answer["sheets"]:
        written = (packed["encoding"], packed["separator"]) if "encoding" in packed else None
        columns = tuple(_column(column, packed["rows"], buffers) for column in packed["columns"])
        remarks = tuple((code, row, count) for code, row, count in packed.get("remarks", ()))
        sheets.append(Sheet(name, packed["name"], columns, packed["row"], packed["col"], packed["hidden"], written,
                            remarks=remarks, merged=tuple(map(tuple, packed.get("merged", ())))))  # fmt: skip
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
