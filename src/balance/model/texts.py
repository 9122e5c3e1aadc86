"""A column of words by its distinct words: what is asked of a word is asked once, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True)
class Texts:
    """The distinct words of a column and, for each row, which it has; what is missing or no text is the empty word."""

    code: npt.NDArray[np.intp]
    distinct: tuple[str, ...]

    def each(self, ask: Callable[[str], object]) -> npt.NDArray[np.object_]:
        """What is answered of each row's word, as objects."""
        return self.among([ask(word) for word in self.distinct])

    def among(self, answers: Sequence[object]) -> npt.NDArray[np.object_]:
        """Each row's answer out of those of the distinct words."""
        found = np.empty(len(answers), dtype=object)
        found[:] = answers
        return found[self.code]

    def column(self, words: Sequence[str]) -> pd.Series:
        """A column of text with other words in place of the distinct ones."""
        return pd.Series(list(words), dtype="str").take(self.code).reset_index(drop=True)

    def counts(self) -> npt.NDArray[np.intp]:
        """How many rows have each distinct word."""
        return np.bincount(self.code, minlength=len(self.distinct))


def texts_of(column: pd.Series | None, rows: int = 0) -> Texts:
    """The words of a column; so many empty ones where there is none.

    >>> found = texts_of(pd.Series(["b", None, "a", "b"]))
    >>> [found.distinct[at] for at in found.code]
    ['b', '', 'a', 'b']
    """
    if column is None:
        return Texts(np.zeros(rows, dtype=np.intp), ("",) if rows else ())
    code, distinct = pd.factorize(column, use_na_sentinel=True)
    words = [word if isinstance(word, str) else "" for word in distinct]
    if (code < 0).any():
        code, words = np.where(code < 0, len(words), code), [*words, ""]
    return _once(code, words)


def _once(code: npt.NDArray[np.intp], words: Sequence[str]) -> Texts:
    """The same with the empty word there once."""
    place = {word: at for at, word in enumerate(dict.fromkeys(words))}
    if len(place) == len(words):
        return Texts(np.asarray(code, dtype=np.intp), tuple(words))
    return Texts(np.array([place[word] for word in words], dtype=np.intp)[code], tuple(place))
