"""What was worked out from a fit and is asked for with every slider: kept as long as the fit itself, no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import update_wrapper
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from balance.model.fit import Fit

Rest = ParamSpec("Rest")
Found = TypeVar("Found")
_Question = tuple[tuple[object, ...], tuple[tuple[str, object], ...]]


class KeptWithFit(Generic[Rest, Found]):
    """A function of a fit that keeps its last `most` answers for each fit, and more of them where there is room."""

    def __init__(self, work: Callable[Concatenate[Fit, Rest], Found], most: int, room_mb: float) -> None:
        self.work, self.most, self.room_bytes, self.lock = work, most, room_mb * 1e6, Lock()
        self.known: WeakKeyDictionary[Fit, dict[_Question, tuple[Found, int]]] = WeakKeyDictionary()
        update_wrapper(self, work)

    def __call__(self, fit: Fit, /, *rest: Rest.args, **named: Rest.kwargs) -> Found:
        """The answer, kept or worked out now."""
        key: _Question = (rest, tuple(sorted(named.items())))
        with self.lock:  # visitors share a fit, each in a thread of its own
            answers = self.known.setdefault(fit, {})
            kept = answers.get(key)
        if kept is None:
            answer = self.work(fit, *rest, **named)
            kept = answer, taken_bytes(answer)
        with self.lock:
            known = answers.pop(key, None)
            answers[key] = kept
            if known is None:
                self._make_room(answers)
        return kept[0]

    def _make_room(self, answers: dict[_Question, tuple[Found, int]]) -> None:
        """Let go of what was asked longest ago."""
        taken = sum(size for _, size in answers.values())
        while len(answers) > self.most and (taken > self.room_bytes or not self.room_bytes):
            _, size = answers.pop(next(iter(answers)))
            taken -= size

    def hand_on(self, fit: Fit, other: Fit, *first: object) -> None:
        """Let the answers kept for a fit hold for another one too; only those to questions that begin so."""
        with self.lock:
            kept = self.known.get(fit, {}).items()
            known = {key: found for key, found in kept if key[0][: len(first)] == first}
            self.known.setdefault(other, {}).update(known)


def kept_with_fit(
    most: int, room_mb: float = 0.0
) -> Callable[[Callable[Concatenate[Fit, Rest], Found]], KeptWithFit[Rest, Found]]:
    """Let a function keep its last `most` answers for each fit, and more of them while all take less than `room_mb`.

    They are large, and go with the fit: whoever keeps no fit keeps none of them. An answer must not hold its fit.
    One person at a slider asks for few of them again and again; many people at once ask for many.
    """
    return lambda work: KeptWithFit(work, most, room_mb)


def taken_bytes(answer: object) -> int:
    """The memory that the arrays of an answer take, in bytes.

    >>> taken_bytes((np.zeros(4), 1.0, np.zeros((2, 2))))
    64
    """
    if isinstance(answer, np.ndarray):
        return answer.nbytes
    if isinstance(answer, dict):
        return sum(map(taken_bytes, answer.values()))
    if isinstance(answer, tuple | list):
        return sum(map(taken_bytes, answer))
    if is_dataclass(answer):
        return sum(taken_bytes(getattr(answer, one.name)) for one in fields(answer))
    return 0
