"""Learning again after an assumption changed: only the steps that read it, or that rest on a step that did.

Which assumptions a step reads is watched while it runs, so nothing has to be declared and nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, Protocol, TypeVar

from balance.assumptions import Assumptions, Stated
from balance.company import Company

Given = ParamSpec("Given")
Learnt = TypeVar("Learnt")


class Learn(Protocol):
    """How a step of the fit is taken: anew, or from what was learnt before."""

    def __call__(self, step: Callable[Given, Learnt], /, *given: Given.args, **named: Given.kwargs) -> Learnt:
        """What the step learns from what it is given."""


def anew(step: Callable[Given, Learnt], /, *given: Given.args, **named: Given.kwargs) -> Learnt:
    """Take the step.

    >>> anew(len, [1, 2])
    2
    """
    return step(*given, **named)


class Watched(Mapping[str, Stated]):
    """Rows of assumptions that remember which of them were read; `listed` is whether all their keys were."""

    def __init__(self, rows: Mapping[str, Stated]) -> None:
        self.rows = rows
        self.read: dict[str, Stated | None] = {}
        self.listed = False

    def __getitem__(self, key: str) -> Stated:
        """The row of a key, remembered as read even where there is none."""
        self.read[key] = self.rows.get(key)
        return self.rows[key]

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        self.listed = True
        return iter(self.rows)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Step:
    """A step that was taken: what it was given, the assumptions it read, and what it learnt."""

    given: tuple[object, ...]
    rows: Watched
    learnt: Any

    def holds(self, given: tuple[object, ...]) -> bool:
        """Whether it would learn the same from this: the same inputs, and the same of every assumption it read."""
        return len(given) == len(self.given) and all(map(self._same, self.given, given))

    def _same(self, before: object, now: object) -> bool:
        if isinstance(before, Company) and isinstance(now, Company):
            tables = all(getattr(before, name) is getattr(now, name) for name in TABLES)
            return tables and before.as_of == now.as_of and self._same(before.assumptions, now.assumptions)
        if isinstance(before, Assumptions) and isinstance(now, Assumptions):
            keys = not self.rows.listed or set(self.rows.rows) == set(now.rows)
            return keys and all(now.rows.get(key) == row for key, row in self.rows.read.items())
        return before is now or (isinstance(before, int | float | str) and before == now)


TABLES = ("initiatives", "incidents", "changes", "controls")


@dataclass
class Kept:
    """The steps of one company's first fit, for the fits under other assumptions that follow."""

    steps: dict[str, Step] = field(default_factory=dict)

    def learn(self, step: Callable[Given, Learnt], /, *given: Given.args, **named: Given.kwargs) -> Learnt:
        """What the step learns: what the first fit learnt where nothing it rests on has changed, else learnt now."""
        if named:
            return step(*given, **named)
        name = f"{step.__module__}.{step.__qualname__}"
        known = self.steps.get(name)
        if known is not None and known.holds(given):
            again: Learnt = known.learnt
            return again
        rows = Watched(_assumptions(given).rows)
        watched: Callable[..., Learnt] = step  # what stands for assumptions here is of their type and listens besides
        learnt = watched(*(_watched(each, rows) for each in given))
        if known is None:
            self.steps[name] = Step(given, rows, learnt)
        return learnt


def _assumptions(given: tuple[object, ...]) -> Assumptions:
    """The assumptions among what a step is given; none of them where it is given none."""
    for each in given:
        if isinstance(each, Company):
            return each.assumptions
        if isinstance(each, Assumptions):
            return each
    return Assumptions()


def _watched(each: object, rows: Watched) -> object:
    if isinstance(each, Company):
        return replace(each, assumptions=replace(each.assumptions, rows=rows))
    return replace(each, rows=rows) if isinstance(each, Assumptions) else each
