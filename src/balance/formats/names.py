"""Names for people: those that several things share made apart, technologies written one way everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

_WRITTEN = {"iot": "IoT", "iiot": "IIoT"}


def technology(tag: str) -> str:
    """A technology as people write it within a sentence.

    >>> technology("iot"), technology("erp"), technology("5g"), technology("cloud")
    ('IoT', 'ERP', '5G', 'cloud')
    """
    return _WRITTEN.get(tag, tag.upper() if len(tag) <= 3 else tag)


def apart(names: Iterable[str]) -> list[str]:
    """The names, each of its own: one that was there before, in whatever case, gets a number before its ending.

    >>> apart(["a.csv", "A.csv", "a (2).csv", "a.csv"])
    ['a.csv', 'A (2).csv', 'a (2) (2).csv', 'a (3).csv']
    """
    taken: set[str] = set()
    own = []
    for name in names:
        stem, dot, kind = name.rpartition(".") if "." in name else (name, "", "")
        numbered = (f"{stem} ({number}){dot}{kind}" if number > 1 else name for number in count(1))
        own.append(next(one for one in numbered if one.casefold() not in taken))
        taken.add(own[-1].casefold())
    return own
