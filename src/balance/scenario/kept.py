"""What was worked out from a fit and is asked for with every slider: kept as long as the fit itself, no longer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from balance.model.fit import Fit

Rest = ParamSpec("Rest")
Found = TypeVar("Found")


def kept_with_fit(
    most: int,
) -> Callable[[Callable[Concatenate[Fit, Rest], Found]], Callable[Concatenate[Fit, Rest], Found]]:
    """Let a function keep its last `most` answers for each fit.

    They are large, and go with the fit: whoever keeps no fit keeps none of them. An answer must not hold its fit.
    """

    def decorated(work: Callable[Concatenate[Fit, Rest], Found]) -> Callable[Concatenate[Fit, Rest], Found]:
        known: WeakKeyDictionary[Fit, dict[object, Found]] = WeakKeyDictionary()

        @wraps(work)
        def kept(fit: Fit, /, *rest: Rest.args, **named: Rest.kwargs) -> Found:
            answers = known.setdefault(fit, {})
            key = (rest, tuple(sorted(named.items())))
            found = answers.pop(key) if key in answers else work(fit, *rest, **named)
            answers[key] = found
            while len(answers) > most:
                del answers[next(iter(answers))]
            return found

        return kept

    return decorated
