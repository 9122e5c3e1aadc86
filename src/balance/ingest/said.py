"""What a person has already said: the mapping file and the answers to earlier questions.

Answers are given by the key of the question; a mapping file says the same per sheet. An answer wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from balance.errors import Problem

LEAVE_OUT = "leave out"
PARTS = ("columns", "values", "dates", "money")


@dataclass(frozen=True)
class Question:
    """Something only a person can say: its key for the answer, the choices, and why it is asked."""

    key: str
    question: str
    choices: tuple[str, ...]
    because: str

    def as_json(self) -> dict[str, Any]:
        """The question as the command line prints it."""
        return {"key": self.key, "question": self.question, "choices": list(self.choices), "because": self.because}


@dataclass(frozen=True)
class Decision:
    """How a whole column was read, and by what evidence."""

    column: str
    decision: str
    evidence: str

    def as_json(self) -> dict[str, str]:
        """The decision as the command line prints it."""
        return {"column": self.column, "decision": self.decision, "evidence": self.evidence}


@dataclass(frozen=True)
class SheetSaid:
    """What is said about one sheet: an entry of the mapping file, empty where there is none."""

    answers: Mapping[str, str] = field(default_factory=dict)
    entry: Mapping[str, Any] = field(default_factory=dict)
    how: str = "given"

    def answer(self, key: str, choices: Sequence[str] = ()) -> str | None:
        """The answer to a question, None where there is none or where it is not one of the choices."""
        given = self.answers.get(key)
        if given is None or not choices:
            return given
        return next((choice for choice in choices if choice.casefold() == given.strip().casefold()), None)

    def part(self, name: str) -> Mapping[str, Any]:
        """One of the mappings of the entry: columns, values, dates or money."""
        part = self.entry.get(name)
        return part if isinstance(part, Mapping) else {}


def about_sheet(
    mapping: Mapping[str, Any] | None, answers: Mapping[str, str] | None, sheet: str, headers: Sequence[str] = ()
) -> SheetSaid:
    """What the mapping file and the answers say about a sheet of that name with those headers."""
    how = "saved" if mapping and mapping.get("saved") else "given"
    entries = [entry for entry in _entries(mapping, sheet) if "file" not in entry]
    best: Mapping[str, Any] = max(entries, key=lambda entry: _fit(entry, sheet, headers), default={})
    return SheetSaid(answers or {}, best, how)


def for_file(said: SheetSaid, mapping: Mapping[str, Any] | None, sheet: str, file: str) -> SheetSaid:
    """The same with what an entry says that names the file: it speaks of that file alone, and over all others."""
    entry = said.entry
    for own in _entries(mapping, sheet):
        if own.get("file") == file:
            parts = {part: {**entry.get(part, {}), **own.get(part, {})} for part in PARTS}
            entry = {**entry, **own, **parts}
    return said if entry is said.entry else replace(said, entry=entry)


def _entries(mapping: Mapping[str, Any] | None, sheet: str) -> list[Mapping[str, Any]]:
    """The entries of the mapping file for a sheet of that name."""
    return [entry for entry in (mapping or {}).get("sheets", ()) if entry.get("sheet", "*") in (sheet, "*")]


def wrong_answers(answers: Mapping[str, str] | None, open_questions: Sequence[Question]) -> list[Problem]:
    """Answers given to questions that are still open: they were none of the choices."""
    asked = {question.key: question for question in open_questions}
    wrong = [(key, given) for key, given in (answers or {}).items() if key in asked]
    return [_wrong_answer(asked[key], given) for key, given in wrong]


def _wrong_answer(question: Question, given: str) -> Problem:
    return Problem("answer-unknown", "error", found=f"{question.key}={given}",
                   expected="one of " + ", ".join(question.choices), fix="Answer with one of the choices.")  # fmt: skip


def told_headers(mapping: Mapping[str, Any] | None, sheet: str, file: str = "") -> frozenset[str]:
    """Every header the mapping file names for a sheet of that name in that file."""
    entries = [entry for entry in _entries(mapping, sheet) if entry.get("file", file) == file]
    return frozenset(header for entry in entries for header in entry.get("columns", {}))


def _fit(entry: Mapping[str, Any], sheet: str, headers: Sequence[str]) -> tuple[int, bool]:
    return sum(header in headers for header in entry.get("columns", {})), entry.get("sheet") == sheet
