"""Columns of words: ids and text as written, tags, fixed choices, yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from balance.ingest.choices import FLAGS, codes_of, meaning, normal
from balance.ingest.evidence import distinct, several
from balance.ingest.fitness import LINKS
from balance.ingest.grid import FLAG, NUMBER, TEXT, Cells, Mask
from balance.ingest.readings import Reading, Refusal, faulty, spread, withheld
from balance.ingest.said import LEAVE_OUT, Decision, Question, SheetSaid
from balance.ingest.withheld import is_mark, is_no_name
from balance.schema import Column

MOST_ASKED = 60
LONGEST_ASKED = 200


def read_text(cells: Cells, column: Column | None = None) -> Reading:
    """Text exactly as written; a number or date as a spreadsheet shows it; a lone dash or question mark is missing.

    Where every value is a number code of a tool that the schema knows, the words it stands for are read instead.
    """
    marks = np.array([is_mark(text) for text in cells.texts] or [False])
    absent = cells.of(TEXT) & spread(marks, cells)
    noted = (("a dash or question mark", absent),) if absent.any() else ()
    values = cells.as_text().where(~(_faults(cells) | absent), None)
    codes = codes_of(column, distinct(cells)) if column is not None and column.codes else {}
    if codes and column is not None:
        values = values.str.strip().map(codes).astype("str")
    return Reading(values, (faulty(cells),), noted, decisions=_decoded(column, codes))


def _decoded(column: Column | None, codes: Mapping[str, str]) -> tuple[Decision, ...]:
    if column is None or not codes:
        return ()
    told = ", ".join(f"{code} is {codes[code]}" for code in sorted(codes))
    return (Decision(column.name, told, "every value is a number code of ServiceNow"),)


def read_id(cells: Cells, column: Column, table: str) -> Reading:
    """A name of a row: as written, without spaces around it; a placeholder such as "?" is missing.

    A cell that names several rows of another table gives the first of them, and that is said.
    """
    written = cells.as_text()
    text = written.str.strip()
    told = [*_trimmed(column, written, text)]
    if column.name in LINKS and LINKS[column.name] != table:
        text, several_told = _first_of_several(column, text)
        told += several_told
    placeholder = text.isin([word for word in _without_digit(text) if is_no_name(word)]).to_numpy(dtype=bool)
    noted = (("a placeholder for no id", placeholder),) if placeholder.any() else ()
    return Reading(text.where(~(_faults(cells) | placeholder), None), (faulty(cells),), noted, decisions=tuple(told))


def _without_digit(text: pd.Series) -> Iterable[str]:
    """The distinct ids without a digit: no placeholder has one, and nearly every id has."""
    known = text.dropna()
    return known[~known.str.contains(r"[0-9]", regex=True).to_numpy(dtype=bool)].unique()


def _trimmed(column: Column, written: pd.Series, text: pd.Series) -> list[Decision]:
    changed = int((written.notna() & (written != text)).sum())
    cells = "1 cell has" if changed == 1 else f"{changed} cells have"
    return [Decision(column.name, "without the spaces around", f"{cells} spaces around the id")] if changed else []


def _first_of_several(column: Column, text: pd.Series) -> tuple[pd.Series, list[Decision]]:
    """The first id of cells that name several, and what is said about it."""
    listed = text.str.contains(r"[,;\n]", regex=True).fillna(False).to_numpy(dtype=bool)
    several_named = [
        (row, parts) for row in map(int, np.flatnonzero(listed)) if len(parts := several(text.iloc[row])) > 1
    ]
    if not several_named:
        return text, []
    text = text.astype(object)
    for row, parts in several_named:
        text.iloc[row] = parts[0]
    count = "1 cell names" if len(several_named) == 1 else f"{len(several_named)} cells name"
    shown = ", ".join(repr("; ".join(parts)[:60]) for _, parts in several_named[:3])
    return text.astype("str"), [
        Decision(column.name, "the first of several", f"{count} more than one, such as {shown}")
    ]


def _faults(cells: Cells) -> np.ndarray:
    return faulty(cells).where


def read_choice(cells: Cells, column: Column, table: str, said: SheetSaid) -> Reading:
    """One of a few words: those known, those a person gave a meaning; the rest asked about, once each.

    Cells of a required column wait for the answer. Those of an optional one are refused and left empty until somebody
    answers, so that the question holds no load up.
    """
    reasons, absent = withheld(cells, lambda word: meaning(column, word))
    words, code = _words(cells)
    valued = cells.filled & ~absent & ~_faults(cells)
    counts = np.bincount(code[valued], minlength=len(words))
    used = [words[place] for place in np.flatnonzero(counts)]
    same = _spellings(used)
    told = {word: answer for word in used if (answer := _told_of_any(same[_alike(word)], word, column, table, said))}
    codes = codes_of(column, used)
    meant = [told.get(word) or codes.get(word) or meaning(column, word) for word in words]
    unknown = {word for word, choice in zip(words, meant, strict=True) if choice is None} & set(used)
    few = len(unknown) <= MOST_ASKED and max(map(len, unknown), default=0) <= LONGEST_ASKED
    asking = column.required and few
    values = pd.Series(pd.array([None if m == LEAVE_OUT else m for m in meant] or [None], dtype="str"))
    unclear = valued & np.array([word in unknown for word in words] or [False])[code]
    questions = [_ask(alike[0], column, table, sum(int(counts[words.index(word)]) for word in alike))
                 for alike in same.values() if unknown.intersection(alike)] if few else []  # fmt: skip
    return Reading(
        values.take(code).reset_index(drop=True).where(valued, None),
        (faulty(cells), _not_a_choice(column, unclear & (not asking), table)), reasons, asked=unclear & asking,
        questions=tuple(questions), used={"values": told} if told else {},
        decisions=(*_decoded(column, codes), *_recalled(column, told, said)),
    )  # fmt: skip


def _words(cells: Cells) -> tuple[list[str], np.ndarray]:
    """The distinct values of a column as text, and which of them each cell holds."""
    if cells.all_text:
        return list(cells.texts), np.where(cells.code < 0, 0, cells.code)
    code, words = pd.factorize(cells.as_text().fillna(""))
    return [str(word) for word in words], code


def _not_a_choice(column: Column, where: Mask, table: str) -> Refusal:
    return Refusal(
        "value-unknown",
        where,
        "one of " + ", ".join(column.choices),
        f"Write one of these, or say what it means by the answer value:{table}.{column.name}:VALUE or a mapping file.",
    )


def _spellings(words: Iterable[str]) -> dict[str, list[str]]:
    """The words that are one value in different spelling ("Gate 2", "gate-2"), asked about under the first of them."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(_alike(word), []).append(word)
    return found


def _alike(word: str) -> str:
    return normal(word) or word


def _told_of_any(alike: Sequence[str], word: str, column: Column, table: str, said: SheetSaid) -> str | None:
    """What is said of a word, else of the same word in another spelling."""
    return next((told for one in (word, *alike) if (told := _told(one, column, table, said)) is not None), None)


def _told(word: str, column: Column, table: str, said: SheetSaid) -> str | None:
    choices = (*column.choices, LEAVE_OUT)
    answer = said.answer(_key(word, column, table), choices)
    if answer is not None:
        return answer
    given = said.part("values").get(column.name, {})
    if not isinstance(given, dict):
        return None
    found = given.get(word) or {_one_line(text): meant for text, meant in given.items()}.get(_one_line(word))
    return str(found) if found in choices else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _recalled(column: Column, told: Mapping[str, str], said: SheetSaid) -> tuple[Decision, ...]:
    """What is said about values that mean what they meant in an earlier load."""
    if said.how != "remembered" or not told:
        return ()
    own = said.own.get("values", {}).get(column.name, {})
    shown = ", ".join(f"{word.strip()[:40]!r} is {meant}" for word, meant in sorted(told.items()) if word not in own)
    return (Decision(column.name, shown, said.source),) if shown else ()


def _key(word: str, column: Column, table: str) -> str:
    return f"value:{table}.{column.name}:{_one_line(word)}"


def _ask(word: str, column: Column, table: str, count: int) -> Question:
    rows = "1 row has it" if count == 1 else f"{count} rows have it"
    return Question(_key(word, column, table), f"What does {word.strip()[:60]!r} mean as {column.name}?",
                    (*column.choices, LEAVE_OUT), f"it is not a known value of {column.name}; {rows}",
                    None if column.required else LEAVE_OUT)  # fmt: skip


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
