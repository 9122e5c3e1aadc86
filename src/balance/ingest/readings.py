"""What reading one column gives: typed values, cells refused or withheld with their reason, what was decided or asked.

All arrays have one entry per data row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from balance.ingest.grid import ERROR, TEXT, Cells, Mask
from balance.ingest.said import Decision, Question
from balance.ingest.withheld import withheld_reason

_ERROR = re.compile(r"\s*#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|WERT!|BEZUG!|ZAHL!|VALEUR!|¡VALOR!)\s*")


@dataclass(frozen=True)
class Refusal:
    """Cells that could not be taken as meant, all for one reason."""

    code: str
    where: Mask
    expected: str
    fix: str


@dataclass(frozen=True)
class Reading:
    """One column as read."""

    values: pd.Series
    refusals: tuple[Refusal, ...] = ()
    withheld: tuple[tuple[str, Mask], ...] = ()
    asked: Mask | None = None
    decisions: tuple[Decision, ...] = ()
    questions: tuple[Question, ...] = ()
    currency: np.ndarray | None = None
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    used: dict[str, object] = field(default_factory=dict)
    """What the mapping file should remember: `dates`, `money` or `values` of the column."""

    @property
    def unreadable(self) -> Mask:
        """Where a cell was refused, whatever the reason."""
        where = np.zeros(len(self.values), dtype=bool)
        for refusal in self.refusals:
            where |= refusal.where
        return where


def faulty(cells: Cells) -> Refusal:
    """The cells that hold an error or a formula without a value; text files hold errors as text."""
    where: Mask = cells.of(ERROR)
    if "#" in "".join(cells.texts):
        texts = np.array([_ERROR.fullmatch(text) is not None for text in cells.texts])
        where = where | (cells.of(TEXT) & spread(texts, cells))
    return Refusal(
        "cell-error",
        where,
        "a value",
        "Mend the formula in the workbook, or open it in Excel and save it so that its value is stored.",
    )


def withheld(
    cells: Cells, meaning: Callable[[str], str | None] | None = None
) -> tuple[tuple[tuple[str, Mask], ...], Mask]:
    """The text cells that stand for no value, by reason, and all of them; a word with a `meaning` is a value."""
    reasons: list[str | None] = [None] * len(cells.texts)
    for code in cells.used:
        text = cells.texts[code]
        if meaning is None or meaning(text) is None:
            reasons[code] = withheld_reason(text, among_choices=meaning is not None)
    found = sorted({reason for reason in reasons if reason})
    texts = cells.of(TEXT)
    masks: list[tuple[str, Mask]] = []
    every = np.zeros(len(cells), dtype=bool)
    for reason in found:
        where = texts & spread(np.array([entry == reason for entry in reasons], dtype=bool), cells)
        masks.append((reason, where))
        every |= where
    return tuple(masks), every


def spread(per_text: np.ndarray, cells: Cells) -> np.ndarray:
    """Values known per distinct text, carried to the cells; meaningless where a cell is not text."""
    if not len(per_text):
        return np.zeros(len(cells), dtype=per_text.dtype)
    return per_text[np.where(cells.code < 0, 0, cells.code)]


def examples(cells: Cells, where: Mask, count: int = 3) -> list[str]:
    """The first cells of a mask as text."""
    return [cells.shown(int(row)) for row in np.flatnonzero(where)[:count]]


def weights(cells: Cells) -> np.ndarray:
    """How many cells hold each distinct text."""
    return np.bincount(cells.code[cells.of(TEXT)], minlength=len(cells.texts))
