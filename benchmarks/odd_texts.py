"""Text files as they come: encodings, separators, quotes, line ends and what is no table at all."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable

from benchmarks.odd_tables import Made, plain, table

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp1251", "utf-32", "utf-7")


def _text(chance: random.Random, separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(table(chance, 200))
    return out.getvalue()


def encoded(chance: random.Random) -> Made:
    """Any separator, line end and encoding."""
    text = _text(chance, chance.choice(",;\t|"), chance.choice(("\n", "\r\n", "\r")))
    hint = chance.choice(("", "", "sep=;\n", "sep=^\n", '"sep=,"\n'))
    return "a.csv", (hint + text).encode(chance.choice(ENCODINGS), "replace")


def two_encodings(chance: random.Random) -> Made:
    """Files glued together: two encodings, marks in the middle, other separators further down."""
    return "a.csv", b"".join(_text(chance, chance.choice(",;\t")).encode(chance.choice(ENCODINGS[:7]), "replace")
                             for _ in range(chance.randint(2, 4)))  # fmt: skip


def unbalanced(chance: random.Random) -> Made:
    """Quotes that are never closed, or in the middle of cells."""
    text = list(_text(chance, chance.choice(",;")))
    for _ in range(chance.randint(1, 5)):
        text.insert(chance.randrange(len(text)), chance.choice(('"', '""', "'", '\n"', ',"')))
    return "a.csv", "".join(text).encode()


def ragged(chance: random.Random) -> Made:
    """Rows longer and shorter than the header, NUL bytes, lines of separators."""
    lines = _text(chance, ";", "\n").split("\n")
    odd = (";;;;;;;;;;;;", "\0\0", ";", "a;b;c;d;e;f;g;h;i;j;k", "\x1a", "--- 20 rows selected ---", "\ufeff")
    for _ in range(10):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(odd))
    return "a.tsv", "\n".join(lines).encode()


def large_fields(chance: random.Random) -> Made:
    """A field of megabytes, thousands of columns, or a single line."""
    size = chance.choice((10**5, 10**6, 40 * 10**6))
    content = chance.choice(
        (b'a,b\n"' + b"x" * size + b'",1\n', b"a" + b",a" * min(size, 10**6), b'"' * min(size, 10**6))
    )
    return "a.csv", content


def no_table(chance: random.Random) -> Made:
    """A web page, a JSON document, an archive and other things under a table's name."""
    return chance.choice(("a.xls", "a.csv", "a.xlsx", "a.ods")), chance.choice((
        b"<html><body><table><tr><td>Project ID</td></tr></table></body></html>", "<!-- x --><table>".encode("utf-16"),
        b'[{"Project ID": "P-1"}]', b"%PDF-1.7\n", b"\x1f\x8b\x08\0", b"MIME-Version: 1.0\n\n<html>", b"", b"\n\n\n",
        b"ID;PWXL;N;E\nC;Y1;X1;K\"a\"\n", b"<?xml version='1.0'?><Workbook/>", chance.randbytes(5000),
        plain(chance)[1], _text(chance).encode(),
    ))  # fmt: skip


KINDS: tuple[Callable[[random.Random], Made], ...] = (
    encoded,
    two_encodings,
    unbalanced,
    ragged,
    large_fields,
    no_table,
)
