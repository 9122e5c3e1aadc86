"""What happens while Balance runs, told to whoever listens: the log writes it down, metrics count it.

An event is a name and facts. Facts are counts, times in seconds, ids and words of our own; never text of a file, the
name of a file, or the message of an exception, for those may quote a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Fact = str | int | float | bool
Facts = Mapping[str, Fact]
Listener = Callable[[str, Facts], object]

_LISTENERS: list[Listener] = []
_ASKERS: list[Callable[[], Facts]] = []


def happened(event: str, **facts: Fact) -> None:
    """Tell that something happened; costs nothing where nobody listens."""
    if not _LISTENERS:
        return
    told = {name: value for ask in _ASKERS for name, value in ask().items()} | facts
    for listen in list(_LISTENERS):
        listen(event, told)


def listen(listener: Listener) -> Callable[[], None]:
    """From now on tell this listener too; what is given back ends that."""
    _LISTENERS.append(listener)
    return lambda: _LISTENERS.remove(listener)


def who_asks(ask: Callable[[], Facts]) -> None:
    """Name who can say for whom this thread works just now: `session` and `person`, as ids."""
    _ASKERS[:] = [ask]


def asking() -> Facts:
    """For whom this thread works just now; empty where it is for nobody."""
    return {name: value for ask in _ASKERS for name, value in ask().items()}
