"""Names of the rows of a figure, shortened so that different names stay different."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from textwrap import wrap

from balance.figures.theme import fitting, plain, row_name


def row_names(names: Iterable[object], longest: int) -> list[str]:
    """The names of a figure's rows, harmless and short; of those that would read the same, from where they differ.

    >>> row_names([f"Renewal of the network in the {side} of Europe" for side in ("north", "south")], 14)
    ['Renewal of the<br>…north of<br>Europe', 'Renewal of the<br>…south of<br>Europe']
    """
    whole = [" ".join(str(name).split()) for name in names]
    shown = {name: row_name(name, longest) for name in whole}
    for group in _alike(shown):
        shown |= _apart(group, shown[group[0]].count("<br>"), longest)
    return [shown[name] for name in whole]


def _alike(shown: dict[str, str]) -> list[list[str]]:
    """Different names that are shown alike."""
    groups: dict[str, list[str]] = {}
    for name, short in shown.items():
        groups.setdefault(short, []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def _apart(names: Sequence[str], most: int, longest: int, *, exact: bool = False) -> dict[str, str]:
    """Each name by its beginning and by what follows where it first differs from the others; `most` lines of that.

    Those that still read the same are told apart from the letter on; where that is no help either, they stay so.
    """
    longest = min(fitting(name, longest) for name in names)
    begun = plain(wrap(names[0], longest)[0])
    start = _differs(names, longest, exact)
    shown = {name: "<br>".join([begun, *_lines("…" + name[start:], max(most, 1), longest)]) for name in names}
    for group in _alike(shown):
        fewer = len(group) < len(names)
        if fewer or not exact:
            shown |= _apart(group, most, longest, exact=not fewer)
    return shown


def _differs(names: Sequence[str], longest: int, exact: bool) -> int:
    """Where the first word begins in which the names differ; in a very long word, or where asked for, the letter."""
    letter = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))
    word = names[0].rfind(" ", 0, letter) + 1
    return letter if exact or letter - word >= longest // 2 else word


def _lines(words: str, most: int, longest: int) -> list[str]:
    return [plain(line) for line in wrap(words, longest)[:most]]
