"""What a person has already said: answers, the mapping file, and what was said of an earlier load.

Answers are given by the key of the question; a mapping file says the same per sheet. An answer wins over a mapping
file, and what is remembered counts only where nothing is said now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from balance.assumptions import recognised
from balance.errors import Problem
from balance.ingest.headers import header_currency, header_unit, squash

LEAVE_OUT = "leave out"
PARTS = ("columns", "values", "dates", "money")
ALIKE_HEADERS = 0.7


@dataclass(frozen=True)
class Question:
    """Something only a person can say: its key for the answer, the choices, and why it is asked.

    One with a `default` holds nothing up: that choice is taken where nobody answers.
    """

    key: str
    question: str
    choices: tuple[str, ...]
    because: str
    default: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The question as the command line prints it."""
        return {"key": self.key, "question": self.question, "choices": list(self.choices), "because": self.because,
                "default": self.default}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """How a whole column was read, and by what evidence."""

    column: str
    decision: str
    evidence: str

    def as_json(self) -> dict[str, str]:
        """The decision as the command line prints it."""
        return {"column": self.column, "decision": self.decision, "evidence": self.evidence}


@dataclass
class Heard:
    """Which answers belonged to something that can be asked, and which of them were none of its choices."""

    keys: set[str] = field(default_factory=set)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetSaid:
    """What is said about one sheet: an entry of the mapping file, empty where there is none."""

    answers: Mapping[str, str] = field(default_factory=dict)
    entry: Mapping[str, Any] = field(default_factory=dict)
    how: str = "given"
    source: str = "as given in the mapping file"
    """How the entry is spoken of in decisions."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """The answers of the earlier load the entry comes from: they count only where the question comes up again."""
    own: Mapping[str, Any] = field(default_factory=dict)
    """What is said of this file alone."""
    recalled: dict[str, str] = field(default_factory=dict)
    """Those of them that were needed again."""
    heard: Heard = field(default_factory=Heard)

    def answer(self, key: str, choices: Sequence[str] = ()) -> str | None:
        """The answer to a question, None where there is none or where it is not one of the choices."""
        given = self.answers.get(key)
        if given is None:
            given = self.recalled.get(key) or self.part("answers").get(key)
        if given is None or (self.how == "remembered" and key not in self.answers and key not in self.recalled):
            return None
        self.heard.keys.add(key)
        meant = given if not choices else next((c for c in choices if c.casefold() == given.strip().casefold()), None)
        if meant is None and key in self.answers:
            self.heard.refused[key] = tuple(choices)
        return meant

    def recall(self, questions: Sequence[Question]) -> bool:
        """Whether some of these questions were answered for the earlier load; from now on those answers count."""
        before = len(self.recalled)
        for question in questions:
            given = self.remembered.get(question.key, "").strip().casefold()
            meant = next((choice for choice in question.choices if choice.casefold() == given), None)
            if meant is not None and question.key not in self.answers:
                self.recalled[question.key] = meant
        return len(self.recalled) > before

    def part(self, name: str) -> Mapping[str, Any]:
        """One of the mappings of the entry: columns, values, dates or money."""
        part = self.entry.get(name)
        return part if isinstance(part, Mapping) else {}


def about_sheet(
    mapping: Mapping[str, Any] | None, answers: Mapping[str, str] | None, sheet: str, headers: Sequence[str] = (),
    heard: Heard | None = None,
) -> SheetSaid:  # fmt: skip
    """What the mapping file and the answers say about a sheet of that name with those headers."""
    how = "saved" if mapping and mapping.get("saved") else "given"
    name = mapping.get("name") if mapping and how == "saved" else None
    source = f"as in the saved mapping {name!r}" if name else "as given in the mapping file"
    entries = [entry for entry in _entries(mapping, sheet) if "file" not in entry]
    best: Mapping[str, Any] = max(entries, key=lambda entry: _fit(entry, sheet, headers), default={})
    return SheetSaid(answers or {}, best, how, source, heard=heard or Heard())


def for_file(said: SheetSaid, mapping: Mapping[str, Any] | None, sheet: str, file: str) -> SheetSaid:
    """The same with what an entry says that names the file: it speaks of that file alone, and over all others."""
    entry, mine = said.entry, dict[str, Any]()
    for own in _entries(mapping, sheet):
        if own.get("file") == file:
            parts = {part: {**entry.get(part, {}), **own.get(part, {})} for part in PARTS}
            entry, mine = {**entry, **own, **parts}, {**mine, **own}
    return said if entry is said.entry else replace(said, entry=entry, own=mine)


def _entries(mapping: Mapping[str, Any] | None, sheet: str) -> list[Mapping[str, Any]]:
    """The entries of the mapping file for a sheet of that name."""
    return [entry for entry in (mapping or {}).get("sheets", ()) if entry.get("sheet", "*") in (sheet, "*")]


def recall(
    said: SheetSaid, remembered: Sequence[Mapping[str, Any]], table: str | None, headers: Sequence[str]
) -> SheetSaid:
    """The same with what was understood of the newest earlier sheet of that table with nearly the same headers.

    `remembered` are entries of mapping files, the newest first, each with the `as_of` and the `answers` of its load.
    """
    if said.entry:
        return said
    mine = {squash(header) for header in headers if header}
    for entry in remembered:
        theirs = {squash(header) for header in entry.get("columns", {})}
        alike = len(mine & theirs) / max(len(mine | theirs), 1)
        if table in (None, entry.get("table")) and alike >= ALIKE_HEADERS:
            source = f"as in the load of {entry.get('as_of')}"
            return replace(said, entry=_renamed(entry, headers), how="remembered", source=source,
                           remembered=_answers_of(entry))  # fmt: skip
    return said


def _renamed(entry: Mapping[str, Any], headers: Sequence[str]) -> Mapping[str, Any]:
    """The entry with its headers written as they are now; what a header says of its unit goes without saying."""
    now = {squash(header): header for header in reversed(headers) if header}
    columns = {now.get(squash(header), header): column for header, column in entry.get("columns", {}).items()}
    header_of = {column: header for header, column in columns.items()}
    money = {
        name: told for name, told in entry.get("money", {}).items() if told != _header_says(header_of.get(name, ""))
    }  # fmt: skip
    kept = {part: told for part, told in entry.items() if part not in ("dates", "header_row")}
    return {**kept, "columns": columns, "money": money}


def _header_says(header: str) -> dict[str, Any]:
    return {"unit": header_unit(header), "currency": header_currency(header)}


def _answers_of(entry: Mapping[str, Any]) -> dict[str, str]:
    """The answers of an earlier load, its orders of day and month among them."""
    orders = {f"dates:{entry.get('table')}.{name}": order for name, order in entry.get("dates", {}).items()}
    return orders | dict(entry.get("answers", {}))


def wrong_answers(
    answers: Mapping[str, str] | None, open_questions: Sequence[Question], heard: Heard | None = None
) -> list[Problem]:
    """Answers that count for nothing: to no question there is, or none of its choices."""
    asked = {question.key: question.choices for question in open_questions}
    heard = heard or Heard()
    refused = heard.refused | {key: choices for key, choices in asked.items() if key in (answers or {})}
    wrong = [_wrong_answer(key, given, refused[key]) for key, given in (answers or {}).items() if key in refused]
    unknown = [key for key in answers or {} if key not in heard.keys and key not in asked]
    return wrong + [_unknown_key(key, (answers or {})[key], tuple(asked)) for key in unknown]


def _wrong_answer(key: str, given: str, choices: Sequence[str]) -> Problem:
    return Problem("answer-unknown", "error", found=f"{key}={given}",
                   expected="one of " + ", ".join(choices), fix="Answer with one of the choices.")  # fmt: skip


def _unknown_key(key: str, given: str, asked: Sequence[str]) -> Problem:
    known = f"the key of an open question: {'; '.join(asked[:20])}" if asked else "no answer: no question is open"
    if recognised(key):
        known, fix = (
            "a table of assumptions with this key",
            f"Load it as an assumption, or state it: balance assume {key}=…",
        )
        return Problem("answer-unknown", "error", found=f"{key}={given}", expected=known, fix=f"{fix}.")
    return Problem("answer-unknown", "error", found=f"{key}={given}", expected=known,
                   fix="Leave the answer out, or write the key as the question gives it.")  # fmt: skip


def told_headers(mapping: Mapping[str, Any] | None, sheet: str, file: str = "") -> frozenset[str]:
    """Every header the mapping file names for a sheet of that name in that file."""
    entries = [entry for entry in _entries(mapping, sheet) if entry.get("file", file) == file]
    return frozenset(header for entry in entries for header in entry.get("columns", {}))


def _fit(entry: Mapping[str, Any], sheet: str, headers: Sequence[str]) -> tuple[int, bool]:
    return sum(header in headers for header in entry.get("columns", {})), entry.get("sheet") == sheet
