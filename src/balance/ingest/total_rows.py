"""Rows that sum up other rows, and lines a report adds: by what they say, or by amounts where they say nothing.

A row is one only where it lacks most of what a row of data must have, so that an initiative called "Total
rewards" stays what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from balance.ingest.amounts import read_amount
from balance.ingest.grid import NUMBER, TEXT, Cells, Mask, Rows
from balance.ingest.recognise import Recognised

_WORDS = r"(?:[^\W\d_]+[ \-]+){0,2}"
_TOTAL = re.compile(
    rf"\W*{_WORDS}(?:(?:grand|sub|over)?[- ]?totals?|totaux|sous-total|summen?|sums?"
    r"|(?:gesamt|zwischen|end)(?:summen?)?|insgesamt|somme|suma|soma)(?:\b.{0,60})?|\W*[∑Σ]\W*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\W*(?:(?:average|avg|mean|median|minimum|maximum|count|number of|anzahl|durchschnitt|mittelwert|moyenne|nombre"
    r"|media|promedio|média|contagem|recuento)\b.{0,60}"
    r"|\d+ (?:projects?|initiatives?|records?|rows?|items?|incidents?|entries|results?|projekte|zeilen|einträge|lignes"
    r"|filas|linhas)\b.{0,30}"
    r"|(?:(?:strictly )?confidential|internal use only|vertraulich|confidentiel|confidencial)\W*"
    r"|(?:page|seite|página) \d+\b.{0,20}|end of (?:report|file|list)\W*"
    r"|(?:generated|exported|printed|created|erstellt|exportiert|généré|exporté|generado|gerado) "
    r"(?:by|on|at|from|am|von|le|par|el|por|em)\b.{0,60})",
    re.IGNORECASE,
)
_WORDS_OF_LINES = (
    "tota",
    "totaux",
    "sum",
    "insgesamt",
    "gesamt",
    "zwischen",
    "end",
    "somme",
    "soma",
    "∑",
    "σ",
    "average",
    "avg",
    "mean",
    "median",
    "minimum",
    "maximum",
    "count",
    "number of",
    "anzahl",
    "durchschnitt",
    "mittelwert",
    "moyenne",
    "nombre",
    "media",
    "promedio",
    "média",
    "contagem",
    "recuento",
    "project",
    "initiative",
    "record",
    "row",
    "item",
    "incident",
    "entr",
    "result",
    "projekte",
    "zeilen",
    "einträge",
    "ligne",
    "fila",
    "linha",
    "confiden",
    "internal use",
    "vertraulich",
    "page",
    "seite",
    "página",
    "generated",
    "exported",
    "printed",
    "created",
    "erstellt",
    "exportiert",
    "généré",
    "exporté",
    "generado",
    "gerado",
)
"""One of these stands, without case, in every text that the two patterns above know."""
LONGEST_LINE = 80
FIRST_COLUMNS = 8
TOLERANCE = 0.001
LEAST_SUMMED = 2
MOST_STARTS = 100
"""A total is looked for from the first row on and from so many of the totals before it on."""
FEW_AT_ONCE, MOST_AT_ONCE = 16, 1_000_000
MOST_SUMS = 20_000
"""After so many totals no more are looked for: what follows is no report of anyone."""

DECIMAL_SIGNS = ".,"


@dataclass(frozen=True)
class SummedUp:
    """Where rows are totals, and where they are other lines of a report (averages, counts, footers)."""

    total: Mask
    other: Mask


def summing_rows(found: Recognised, body: Rows) -> SummedUp:
    """The rows that sum up others, among the rows below the header."""
    required = [found.sheet.columns[entry.source.places[0]] for entry in found.columns if entry.column.required]
    missing = sum((1 * ~cells.filled[body] for cells in required), np.zeros(len(body), dtype=int))
    enough = max(1, len(required) - 1)
    maybe = (missing >= 1) | (enough <= 1)
    first = found.sheet.columns[:FIRST_COLUMNS] if maybe.any() else ()
    looked = [_look(cells, body, maybe) for cells in (*first, *required)]
    total, other = (
        _says([look.matching(pattern) for look in looked], len(first), enough - missing)
        for pattern in (_TOTAL, _SUMMARY)
    )
    total = total | (_by_amounts(found, body, (missing == len(required)) & ~total & ~other, total | other))
    return SummedUp(total, other & ~total)


@dataclass(frozen=True)
class Lines:
    """The cells of one column in the rows below the header that may be such a line."""

    cells: Cells
    body: Rows
    maybe: Mask
    codes: tuple[int, ...]

    def matching(self, pattern: re.Pattern[str]) -> Mask:
        """Where a cell says what the pattern knows."""
        texts = self.cells.texts
        said = [code for code in self.codes if pattern.fullmatch(texts[code].strip())]
        if not said:
            return np.zeros(len(self.body), dtype=bool)
        where: Mask = (self.cells.kind[self.body] == TEXT) & self.maybe & np.isin(self.cells.code[self.body], said)
        return where


def _look(cells: Cells, body: Rows, maybe: Mask) -> Lines:
    return Lines(cells, body, maybe, _maybe_lines(cells.texts) if maybe.any() else ())


def _says(matches: list[Mask], first: int, wanting: np.ndarray) -> Mask:
    """Rows where one of the first cells says so and whose required cells are empty or say so too."""
    nowhere = np.zeros(len(wanting), dtype=bool)
    said = np.logical_or.reduce([nowhere, *matches[:first]])
    spoken = sum((1 * where for where in matches[first:]), np.zeros(len(wanting), dtype=int))
    enough: Mask = said & (spoken >= wanting)
    return enough


def _maybe_lines(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Which of a column's distinct texts hold one of the words at all: cheap to find among hundreds of thousands."""
    whole = "\n".join(texts).casefold()
    words = [word for word in _WORDS_OF_LINES if word in whole]
    if not words:
        return ()
    plain = enumerate(text.casefold() for text in texts)
    return tuple(code for code, text in plain if len(text) < LONGEST_LINE and any(word in text for word in words))


def _by_amounts(found: Recognised, body: Rows, maybe: Mask, known: Mask) -> Mask:
    """Rows without any required cell whose amounts are the sums of the rows above, or of those since a total."""
    summing = np.zeros(len(body), dtype=bool)
    money = [found.sheet.columns[entry.source.places[0]] for entry in found.columns if entry.column.type == "money"]
    if not maybe.any() or not money:
        return summing
    written = [_numbers(cells, body, sign) for cells in money for sign in DECIMAL_SIGNS]
    given = np.logical_or.reduce([~np.isnan(numbers) for numbers in written])
    rows = np.flatnonzero((maybe & given) | known)
    stated = np.array([numbers[rows] for numbers in written])
    above = np.array([_above(numbers, known, rows) for numbers in written])
    summing[rows] = _sums_of_rows(stated, above, known[rows])
    return summing


def _above(numbers: np.ndarray, known: Mask, rows: Rows) -> np.ndarray:
    """What the data rows above each of these rows add up to, and how many of them are not zero."""
    amounts = np.where(known, 0.0, np.nan_to_num(numbers))
    return np.array([np.concatenate([[0.0], np.cumsum(each)])[rows] for each in (amounts, amounts != 0)])


def _sums_of_rows(stated: np.ndarray, above: np.ndarray, known: Mask) -> Mask:
    """Which rows state what the rows above add up to, from the first one on or from a total on.

    `stated` has the amounts by reading and row; `above` the sums and counts above by reading, kind and row. What was
    found to be a total adds nothing to those below it.
    """
    summing, added = np.zeros(len(known), dtype=bool), np.zeros((*above.shape[:2], 1))
    starts, found = np.zeros((MOST_STARTS, *above.shape[:2], 1)), 0
    at, step = 0, FEW_AT_ONCE
    while at < len(known) and found < MOST_SUMS:
        ahead = slice(at, at + min(step, MOST_AT_ONCE // starts[: found + 1].size + 1))
        before = above[:, :, ahead] - added
        sums = ~known[ahead] & _are_sums(stated[:, ahead], before, starts[: found + 1])
        totals = np.flatnonzero(sums | known[ahead])
        if not len(totals):  # nothing that those after it depend on: more of them can be looked at together
            at, step = at + before.shape[2], 4 * step
            continue
        first = int(totals[0])
        starts[1 + found % (MOST_STARTS - 1)] = before[:, :, first : first + 1]
        if sums[first]:
            summing[at + first], amounts = True, np.nan_to_num(stated[:, at + first])
            added[:, :, 0] += np.stack([amounts, amounts != 0], axis=1)
        at, step, found = at + first + 1, FEW_AT_ONCE, found + 1
    return summing


def _are_sums(stated: np.ndarray, before: np.ndarray, starts: np.ndarray) -> Mask:
    """Which rows have only amounts that the rows since a start add up to, in either reading of the decimal sign."""
    since = before - starts
    enough = since[:, :, 1] >= LEAST_SUMMED
    agrees = (enough & (np.abs(since[:, :, 0] - stated) <= TOLERANCE * np.abs(stated))).any(axis=0)
    agreeing, given = (
        each.reshape(-1, len(DECIMAL_SIGNS), stated.shape[1]).any(axis=1) for each in (agrees, ~np.isnan(stated))
    )
    all_agree: Mask = given.any(axis=0) & (agreeing | ~given).all(axis=0)
    return all_agree


def _numbers(cells: Cells, body: Rows, decimal: str) -> np.ndarray:
    """The amounts of a column as numbers, as far as they can be read with that decimal sign."""
    amounts = [read_amount(text) for text in cells.texts]
    values = [None if amount is None else amount.value(decimal) for amount in amounts]
    texts = np.array([np.nan if value is None else value for value in values] or [np.nan])
    kind, code = cells.kind[body], cells.code[body]
    read = np.where(kind == TEXT, texts[np.where(code < 0, 0, code)], np.nan)
    return np.asarray(np.where(kind == NUMBER, cells.number[body], read))
