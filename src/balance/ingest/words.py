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
    text = cells.as_text()
    valued = cells.filled & ~absent & ~_faults(cells)
    meant: dict[str, str | None] = {}
    questions: list[Question] = []
    told: dict[str, str] = {}
    written = list(dict.fromkeys(text[valued]))
    for word in written:
        answer = _told(word, column, table, said)
        meant[word] = meaning(column, word) if answer is None else (None if answer == LEAVE_OUT else answer)
        if answer is not None:
            told[word] = answer
        elif meant[word] is None and column.required and len(questions) < MOST_ASKED:
            questions.append(_ask(word, column, table, int((text == word).sum())))
    values = text.where(valued, None).map(meant).astype("str")
    unknown = valued & values.isna().to_numpy() & ~text.isin(list(told)).to_numpy(dtype=bool, na_value=False)
    refused = np.zeros(len(cells), dtype=bool) if column.required and len(questions) < MOST_ASKED else unknown
    return Reading(
        values, (faulty(cells), _not_a_choice(column, refused)), reasons, asked=unknown & ~refused,
        questions=tuple(questions), used={"values": told} if told else {},
    )  # fmt: skip


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
    return f"value:{table}.{column.name}:{word.strip()}"


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
    values = pd.Series(pd.array(np.where(state < 0, None, state == 1), dtype="boolean"))
    refusal = Refusal("flag-unreadable", unreadable, "yes or no", "Write yes or no.")
    return Reading(values, (faulty(cells), refusal), reasons)
