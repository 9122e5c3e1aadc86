"""What was worked out from a fit and is asked for with every slider: kept as long as the fit itself, no longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from balance.model.fit import Fit

Rest = ParamSpec("Rest")
Found = TypeVar("Found")


class KeptWithFit(Generic[Rest, Found]):
    """A function of a fit that keeps its last `most` answers for each fit."""

    def __init__(self, work: Callable[Concatenate[Fit, Rest], Found], most: int) -> None:
        self.work, self.most = work, most
        self.known: WeakKeyDictionary[Fit, dict[object, Found]] = WeakKeyDictionary()
        update_wrapper(self, work)

    def __call__(self, fit: Fit, /, *rest: Rest.args, **named: Rest.kwargs) -> Found:
        """The answer, kept or worked out now."""
        answers = self.known.setdefault(fit, {})
        key = (rest, tuple(sorted(named.items())))
        found = answers.pop(key) if key in answers else self.work(fit, *rest, **named)
        answers[key] = found
        while len(answers) > self.most:
            del answers[next(iter(answers))]
        return found

    def hand_on(self, fit: Fit, other: Fit) -> None:
        """Let the answers kept for a fit hold for another one too."""
        self.known.setdefault(other, {}).update(self.known.get(fit, {}))


def kept_with_fit(most: int) -> Callable[[Callable[Concatenate[Fit, Rest], Found]], KeptWithFit[Rest, Found]]:
    """Let a function keep its last `most` answers for each fit.

    They are large, and go with the fit: whoever keeps no fit keeps none of them. An answer must not hold its fit.
    """
    return lambda work: KeptWithFit(work, most)
