"""What can be wrong with the input, as values; and the few exceptions of the package.

A `Problem` says where, what was found, what was expected and how to mend it.
Checks collect problems and never print or raise; the caller tells them all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One thing a person should know about one place in an uploaded file."""

    code: str
    severity: Severity
    file: str = ""
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""
    fix: str = ""
    verbatim: bool = field(default=False, compare=False)
    """Whether `found` is what stands in the cell, and not a description of it: it is put in quotes then."""

    def __str__(self) -> str:
        return f"{self.place}: {self.told}".strip(": ")

    @property
    def place(self) -> str:
        """File, sheet and cell, as far as they are known."""
        return " ".join(str(part) for part in (self.file, self.sheet, self.cell) if part)

    @property
    def told(self) -> str:
        """What was found, what was expected and how to mend it, in one line."""
        found = "".join(map(_shown, self.found))
        sentence = f'found "{found}"' if self.verbatim else found
        if self.expected:
            sentence += f"{', ' if self.verbatim else '; '}expected {self.expected}"
        return f"{sentence}. {self.fix}".strip()

    def as_json(self) -> dict[str, Any]:
        """The problem with exactly the keys of the command line's contract."""
        return {name: value for name, value in vars(self).items() if name != "verbatim"}


def _shown(letter: str) -> str:
    """A letter as it is, or by its number where it cannot be seen and may be what is wrong.

    >>> "".join(map(_shown, "a\\u200bb\\nc"))
    'a[U+200B]b c'
    """
    return letter if letter.isprintable() else " " if letter.isspace() else f"[U+{ord(letter):04X}]"


class BalanceError(Exception):
    """Something a person can mend; its text is one plain sentence with the mend."""


class WorkbookError(BalanceError):
    """An upload was refused as a whole; `problems` says why, place by place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''}:\n" + "\n".join(f"- {p}" for p in self.problems))


class StoreError(BalanceError):
    """The store is busy, missing, newer than this program, or does not know the name given."""


class NewerStoreError(StoreError):
    """A newer version of the program has written the store."""


class NoStoreError(StoreError):
    """There is no store at an address yet."""


class CharacterError(StoreError):
    """What was to be written holds a character that this store cannot keep: trying again is no use."""


class MovedOnError(StoreError):
    """The store holds something else by now than what was asked for."""


class NothingSeenError(StoreError):
    """Nothing was loaded yet, on that day, of the units that whoever looks may see."""


class ScenarioError(BalanceError):
    """A lever or action that does not exist, or a value out of its range."""
