"""The pre-flight: what a file is, and whether it may be opened at all, from its first bytes and its directory.

Nothing is unpacked here. A refusal is one `Problem` with severity error.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from balance.errors import Problem
from balance.ingest.limits import MB, Limits

Kind = Literal["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How an archive begins: a list of primary keys begins with two of these letters too."""
FOREIGN = {
    b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"MZ": "a program",
    b"\x7fELF": "a program", b"PAR1": "a Parquet file", b"SQLite format 3": "a database", b"{\\rtf": "an RTF document",
}  # fmt: skip
PROGRAM_HEAD = 64
UNPACK = "Unpack it and upload the spreadsheets inside."
KINDS = "an Excel, OpenDocument or CSV file (.xlsx .xlsm .xls .xlsb .ods .csv .tsv)"


def inspect(name: str, content: bytes, limits: Limits) -> tuple[Kind | None, tuple[Problem, ...]]:
    """The kind of a file by its content, and why it is refused if it is."""
    if not content.strip(b"\0 \t\r\n"):
        return None, (refusal(name, "file-empty", "an empty file", "a file with rows", "Export it again."),)
    if len(content) > limits.file_bytes:
        return None, (_too_big(name, len(content), limits),)
    if content.startswith(ARCHIVES):
        return _inspect_zip(name, content, limits)
    if content.startswith(OLE):
        return _inspect_ole(name, content)
    return _inspect_text(name, content)


def refusal(name: str, code: str, found: str, expected: str, fix: str) -> Problem:
    """A whole file refused."""
    return Problem(code, "error", file=name, found=found, expected=expected, fix=fix)


def _too_big(name: str, size: int, limits: Limits) -> Problem:
    return refusal(name, "file-too-large", f"{size / MB:.0f} MB", f"at most {limits.file_bytes / MB:.0f} MB",
                   "Export fewer columns or a shorter period, or raise BALANCE_UPLOAD_MB.")  # fmt: skip


def _inspect_ole(name: str, content: bytes) -> tuple[Kind | None, tuple[Problem, ...]]:
    if any(mark in content for mark in ENCRYPTED):
        return None, (password_protected(name),)
    return "xls", ()


def password_protected(name: str) -> Problem:
    """The file cannot be opened without its password."""
    return refusal(name, "password-protected", "a password-protected file", "a file that opens without a password",
                   "Remove the password in Excel (File, Info, Protect Workbook) and save it again.")  # fmt: skip


def _inspect_text(name: str, content: bytes) -> tuple[Kind | None, tuple[Problem, ...]]:
    foreign = next((what for mark, what in FOREIGN.items() if content.startswith(mark)), None)
    if foreign and not (content.startswith(b"MZ") and _is_longer_text(content)):
        fix = UNPACK if foreign.endswith("archive") else "Export the table as .xlsx or .csv and upload that."
        return None, (refusal(name, "kind-unknown", foreign, KINDS, fix),)
    markup = _markup(content)
    if markup:
        return None, (refusal(name, "kind-unknown", markup, KINDS, "Open it in Excel and save it as .xlsx."),)
    return ("tsv" if name.lower().endswith((".tsv", ".tab")) else "csv"), ()


def _is_longer_text(content: bytes) -> bool:
    """Whether what begins like a program is a list whose first header begins with these letters: programs hold NULs."""
    return len(content) > PROGRAM_HEAD and b"\0" not in content[:PROGRAM_HEAD]


def _markup(content: bytes) -> str | None:
    """What a text is that is no table: its beginning tells, in whatever encoding and after whatever comment."""
    head = content[:8192].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    while head.startswith(b"<!--"):
        head = head.partition(b"-->")[2].lstrip()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<body", b"<div")):
        return "a web page saved under a spreadsheet's name"
    if head.startswith(b"mime-version:"):
        return "a web archive saved under a spreadsheet's name"
    if head.startswith(b"<?xml"):
        return "an XML document"
    if re.match(rb"[\[{]\s*[\[{\"]", head):
        return "a JSON document"
    return "a SYLK file" if re.match(rb"id;p[^;\r\n]*;?[^\r\n]*\r?\n[bcfpo];", head) else None


def _inspect_zip(name: str, content: bytes, limits: Limits) -> tuple[Kind | None, tuple[Problem, ...]]:
    parts = content.count(b"PK\x01\x02")
    if parts > limits.entries:
        return None, (_too_many(name, parts, limits),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError, UnicodeError):
        return None, (damaged(name),)
    problems = tuple(_directory_problems(name, entries, limits))
    if problems:
        return None, problems
    kind = _kind_of(name, {entry.filename for entry in entries})
    if kind is None:
        return None, (refusal(name, "kind-unknown", "an archive without a workbook", KINDS, UNPACK),)
    return kind, ()


def damaged(name: str, because: str = "") -> Problem:
    """The file's structure does not hold together."""
    found = "a damaged file" + (f" ({because})" if because else "")
    return refusal(name, "file-damaged", found, "a file that Excel opens without repair",
                   "Open it in Excel, save it under a new name and upload that.")  # fmt: skip


def _too_many(name: str, parts: int, limits: Limits) -> Problem:
    return refusal(name, "file-suspicious", f"{parts} parts inside", f"at most {limits.entries}",
                   "Copy the sheets you need into a new workbook.")  # fmt: skip


def _kind_of(name: str, entries: set[str]) -> Kind | None:
    if "xl/workbook.xml" in entries or any(entry.lower() == "xl/workbook.xml" for entry in entries):
        return "xlsm" if name.lower().endswith(".xlsm") else "xlsx"
    if "xl/workbook.bin" in entries:
        return "xlsb"
    return "ods" if "content.xml" in entries else None


def _directory_problems(name: str, entries: list[zipfile.ZipInfo], limits: Limits) -> Iterator[Problem]:
    if len(entries) > limits.entries:
        yield _too_many(name, len(entries), limits)
        return
    if any(entry.flag_bits & 1 for entry in entries):
        yield password_protected(name)
    counted = Counter(entry.filename for entry in entries if not entry.is_dir())
    twice = next((part for part, times in counted.items() if times > 1), None)
    if twice is not None:  # one program shows the first of them and another the last
        yield refusal(name, "file-suspicious", f"two parts called {twice[:80]}", "every part once",
                      "Open it in Excel, check what it shows, and save it under a new name.")  # fmt: skip
    packed, unpacked = sum(e.compress_size for e in entries), sum(e.file_size for e in entries)
    if unpacked > limits.unpacked_bytes:
        yield refusal(name, "file-too-large", f"{unpacked / MB:.0f} MB when unpacked",
                      f"at most {limits.unpacked_bytes / MB:.0f} MB",
                      "Export fewer columns or a shorter period, or raise BALANCE_LOAD_UNPACKED_MB.")  # fmt: skip
    elif unpacked > limits.ratio_from_bytes and unpacked > limits.unpack_ratio * max(1, packed):
        yield refusal(name, "file-suspicious", f"a file that unpacks to {unpacked / max(1, packed):.0f} times its size",
                      f"at most {limits.unpack_ratio:.0f} times",
                      "Copy the cells you need into a new workbook and upload that.")  # fmt: skip
