"""What was worked out from a fit and is asked for with every slider: kept as long as the fit itself, no longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from balance.model.fit import Fit

Rest = ParamSpec("Rest")
Found = TypeVar("Found")
_Question = tuple[tuple[object, ...], tuple[tuple[str, object], ...]]


class KeptWithFit(Generic[Rest, Found]):
    """A function of a fit that keeps its last `most` answers for each fit."""

    def __init__(self, work: Callable[Concatenate[Fit, Rest], Found], most: int) -> None:
        self.work, self.most, self.lock = work, most, Lock()
        self.known: WeakKeyDictionary[Fit, dict[_Question, Found]] = WeakKeyDictionary()
        update_wrapper(self, work)

    def __call__(self, fit: Fit, /, *rest: Rest.args, **named: Rest.kwargs) -> Found:
        """The answer, kept or worked out now."""
        key: _Question = (rest, tuple(sorted(named.items())))
        with self.lock:  # visitors share a fit, each in a thread of its own
            answers = self.known.setdefault(fit, {})
            found = [answers[key]] if key in answers else []
        answer = found[0] if found else self.work(fit, *rest, **named)
        with self.lock:
            answers.pop(key, None)
            answers[key] = answer
            while len(answers) > self.most:
                del answers[next(iter(answers))]
        return answer

    def hand_on(self, fit: Fit, other: Fit, *first: object) -> None:
        """Let the answers kept for a fit hold for another one too; only those to questions that begin so."""
        with self.lock:
            kept = self.known.get(fit, {}).items()
            known = {key: found for key, found in kept if key[0][: len(first)] == first}
            self.known.setdefault(other, {}).update(known)


def kept_with_fit(most: int) -> Callable[[Callable[Concatenate[Fit, Rest], Found]], KeptWithFit[Rest, Found]]:
    """Let a function keep its last `most` answers for each fit.

    They are large, and go with the fit: whoever keeps no fit keeps none of them. An answer must not hold its fit.
    """
    return lambda work: KeptWithFit(work, most)
