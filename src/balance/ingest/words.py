"""Columns of words: ids and text as written, tags, fixed choices, yes or no."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from balance.ingest.choices import FLAGS, meaning, normal
from balance.ingest.grid import FLAG, NUMBER, TEXT, Cells, Mask
from balance.ingest.readings import Reading, Refusal, faulty, spread, withheld
from balance.ingest.said import LEAVE_OUT, Question, SheetSaid
from balance.schema import Column

MOST_ASKED = 60
LONGEST_ASKED = 200
_MARKS = re.compile(r"\s*[-–—?*_.]+\s*")
_NO_ID = frozenset({"?", "-", "--", "n/a", "na", "null", "none", "nan", "#n/a", "tbd"})


def read_text(cells: Cells) -> Reading:
    """Text exactly as written; a number or date as a spreadsheet shows it; a lone dash or question mark is missing."""
    marks = np.array([_MARKS.fullmatch(text) is not None for text in cells.texts] or [False])
    absent = cells.of(TEXT) & spread(marks, cells)
    noted = (("a dash or question mark", absent),) if absent.any() else ()
    return Reading(cells.as_text().where(~(_faults(cells) | absent), None), (faulty(cells),), noted)


def read_id(cells: Cells) -> Reading:
    """A name of a row: as written, without spaces around it; a placeholder such as "?" is missing."""
    text = cells.as_text().str.strip()
    placeholder = text.str.lower().isin(_NO_ID).to_numpy(dtype=bool, na_value=False)
    noted = (("a placeholder for no id", placeholder),) if placeholder.any() else ()
    return Reading(text.where(~(_faults(cells) | placeholder), None), (faulty(cells),), noted)


def _faults(cells: Cells) -> np.ndarray:
    return faulty(cells).where


def read_choice(cells: Cells, column: Column, table: str, said: SheetSaid) -> Reading:
    """One of a few words: those known, those a person gave a meaning; the rest asked or refused."""
    reasons, absent = withheld(cells, lambda word: meaning(column, word))
    words, code = _words(cells)
    valued = cells.filled & ~absent & ~_faults(cells)
    counts = np.bincount(code[valued], minlength=len(words))
    used = [words[place] for place in np.flatnonzero(counts)]
    told = {word: answer for word in used if (answer := _told(word, column, table, said)) is not None}
    meant = [told.get(word) or meaning(column, word) for word in words]
    unknown = {word for word, choice in zip(words, meant, strict=True) if choice is None} & set(used)
    asking = column.required and len(unknown) <= MOST_ASKED and max(map(len, unknown), default=0) <= LONGEST_ASKED
    values = pd.Series(pd.array([None if m == LEAVE_OUT else m for m in meant] or [None], dtype="str"))
    unclear = valued & np.array([word in unknown for word in words] or [False])[code]
    questions = [_ask(word, column, table, int(counts[words.index(word)])) for word in used if word in unknown]
    return Reading(
        values.take(code).reset_index(drop=True).where(valued, None),
        (faulty(cells), _not_a_choice(column, unclear & (not asking))), reasons, asked=unclear & asking,
        questions=tuple(questions) if asking else (), used={"values": told} if told else {},
    )  # fmt: skip


def _words(cells: Cells) -> tuple[list[str], np.ndarray]:
    """The distinct values of a column as text, and which of them each cell holds."""
    if cells.all_text:
        return list(cells.texts), np.where(cells.code < 0, 0, cells.code)
    code, words = pd.factorize(cells.as_text().fillna(""))
    return [str(word) for word in words], code


def _not_a_choice(column: Column, where: Mask) -> Refusal:
    return Refusal(
        "value-unknown",
        where,
        "one of " + ", ".join(column.choices),
        "Write one of these, or give the value a meaning in a mapping file.",
    )


def _told(word: str, column: Column, table: str, said: SheetSaid) -> str | None:
    choices = (*column.choices, LEAVE_OUT)
    answer = said.answer(_key(word, column, table), choices)
    if answer is not None:
        return answer
    given = said.part("values").get(column.name, {})
    found = given.get(word) if isinstance(given, dict) else None
    return str(found) if found in choices else None


def _key(word: str, column: Column, table: str) -> str:
    return f"value:{table}.{column.name}:{' '.join(word.split())}"


def _ask(word: str, column: Column, table: str, count: int) -> Question:
    rows = "1 row has it" if count == 1 else f"{count} rows have it"
    return Question(_key(word, column, table), f"What does {word.strip()[:60]!r} mean as {column.name}?",
                    (*column.choices, LEAVE_OUT), f"it is not a known value of {column.name}; {rows}")  # fmt: skip


def read_flag(cells: Cells) -> Reading:
    """Yes or no."""
    reasons, absent = withheld(cells)
    per_text = np.array([FLAGS.get(normal(text), -1) for text in cells.texts] or [-1], dtype=np.int8)
    state = np.where(cells.of(TEXT) & ~absent, spread(per_text, cells), np.int8(-1))
    typed = cells.of(FLAG) | (cells.of(NUMBER) & np.isin(cells.number, (0.0, 1.0)))
    state[typed] = cells.number[typed].astype(np.int8)
    unreadable = cells.filled & ~absent & (state < 0) & ~_faults(cells)
    values = pd.Series(pd.arrays.BooleanArray(state == 1, state < 0))
    refusal = Refusal("flag-unreadable", unreadable, "yes or no", "Write yes or no.")
    return Reading(values, (faulty(cells), refusal), reasons)
