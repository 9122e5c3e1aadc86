"""Words around numbers: how sure a statement is, lists, small numbers, rounding that adds up."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from balance.formats.conventions import MONTHS, conventions, dated, digits
from balance.formats.numbers import sayable
from balance.language import noted, say

Evidence = Literal["signal", "probably", "open", "probably not", "not"]

Direction = Literal["signal", "probably", "open", "probably not", "not", "same"]

_SCALE: tuple[tuple[float, Evidence], ...] = (
    (0.9 - 1e-12, "signal"), (0.7 - 1e-12, "probably"), (0.3 + 1e-12, "open"), (0.1 + 1e-12, "probably not"),
)  # fmt: skip
_WORDS = (
    noted("no"), noted("one"), noted("two"), noted("three"), noted("four"), noted("five"), noted("six"), noted("seven"),
    noted("eight"), noted("nine"), noted("ten"), noted("eleven"), noted("twelve"),
)  # fmt: skip
_MONTH = f"(?:{'|'.join(MONTHS)})"
_AFTER_NUMBER = re.compile(rf"(?<=\d) (?=in 100|months?\b|days?\b|hours?\b|minutes?\b|weeks?\b|years?\b|%|{_MONTH}\b)")
_BEFORE_NUMBER = re.compile(r"(?<=\bin) (?=100)|(?<=\bunder) (?=\d)|(?<=\bover) (?=\d)|(?<=Q\d) (?=\d{4})")
_MONEY = re.compile(
    r"\d (?:Tsd\.|Mio\.|Mrd\.|Md|M|k|mil M|mil|mi|bi)(?: (?:[€£$¥₹₩₪]|[A-Z]{3}\b)|(?=[\s,;.)]|$))"
    r"|\d [€£$¥₹₩₪]|(?:[€£$¥₹₩₪]|\b[A-Z]{3}) \d[\d.,]*(?: (?:mil|mi|bi)\b)?"
)
"""An amount as the locales write it that have its scale and its currency after a space, or its code before one."""
_YEAR = re.compile(rf"\b({_MONTH}) (?=\d{{4}}\b)")


def evidence(share: float | None) -> Evidence:
    """How strongly a statement may be made that is true with this chance: one scale for every page.

    From 90 in 100 it is stated plainly, from 70 it is probable, below that it is too close to call.

    >>> evidence(0.93), evidence(0.71), evidence(0.5), evidence(0.2), evidence(0.04), evidence(None)
    ('signal', 'probably', 'open', 'probably not', 'not', 'open')
    """
    if share is None or not sayable(share):
        return "open"
    return next((name for floor, name in _SCALE if share >= floor), "not")


def direction(better: float | None, worse: float | None = None) -> Direction:
    """How strongly a change may be called better (signal, probably) or worse (not, probably not).

    Both are shares of paired readings; what is left to one are ties, and ties in nine of ten are the same.
    Without the share that is worse there are no ties.

    >>> direction(0.95, 0.05), direction(0.1, 0.75), direction(0.4, 0.3), direction(0.0, 0.0), direction(None)
    ('signal', 'probably not', 'open', 'same', 'open')
    """
    if better is None or not sayable(better):
        return "open"
    against = 1 - better if worse is None else worse
    if better + against <= 0.1:
        return "same"
    strength = evidence(max(better, against))
    if strength not in ("signal", "probably"):
        return "open"
    return strength if better >= against else "not" if strength == "signal" else "probably not"


def in_short(sentences: Sequence[str], most: int = 3) -> str:
    """The first sentences in one line, and how many more there are.

    >>> in_short(["One.", "Two."]), in_short(["One.", "Two.", "Three."], most=1), in_short([])
    ('One. Two.', 'One. And two more of this kind.', '')
    """
    more = len(sentences) - most
    return " ".join(
        [*sentences[:most], *([say("And {count} more of this kind.", count=word(more))] if more > 0 else [])]
    )


def word(value: int) -> str:
    """A small number as a word, for sentences.

    >>> word(3), word(0), word(40)
    ('three', 'no', '40')
    """
    return say(_WORDS[value]) if 0 <= value < len(_WORDS) else digits(f"{value:,}")


def listed(names: Sequence[str]) -> str:
    """Names as people list them.

    >>> listed(["cloud"]), listed(["cloud", "AI", "5G"])
    ('cloud', 'cloud, AI and 5G')
    """
    first, last = ", ".join(names[:-1]), names[-1] if names else ""
    return say("{names} and {last}", names=first, last=last) if first and last else first or last


def brief(names: Sequence[str], most: int = 60) -> list[str]:
    """Long names for a sentence, each by its beginning and its end; whole where two would read the same.

    >>> brief(["Mainframe exit", "Renewal of the wide area network of all offices"], most=30)
    ['Mainframe exit', 'Renewal of the wide…offices']
    """
    begins, ends = most * 2 // 3 - 1, most // 3
    short = [one if len(one) <= most else f"{one[:begins].rstrip()}…{_from_a_word(one[-ends:])}" for one in names]
    return short if len(set(short)) == len(set(names)) else list(names)


def _from_a_word(end: str) -> str:
    return end.partition(" ")[2] or end


def add_up(steps: Sequence[float], total: float, decimals: int = 1) -> list[float]:
    """Steps rounded so that they still add up to the rounded total (largest remainder).

    >>> add_up([0.44, 0.44, -0.34], 0.54)
    [0.4, 0.4, -0.3]
    """
    unit = 10.0**-decimals
    down = [math.floor(step / unit + 1e-9) for step in steps]
    owed = round(round(total, decimals) / unit) - sum(down)
    order = sorted(range(len(steps)), key=lambda i: down[i] - steps[i] / unit)
    for i in order[: max(min(owed, len(steps)), 0)]:
        down[i] += 1
    return [round(whole * unit, decimals) for whole in down]


def unbroken(text: str) -> str:
    """The text with number and unit held together by non-breaking spaces, for a screen.

    >>> unbroken("23 in 100 by 30 Sep 2026").count("\\N{NO-BREAK SPACE}")
    4
    >>> unbroken("6,4 Mio. € to 7 M CHF").count("\\N{NO-BREAK SPACE}")
    4
    """
    if not conventions().english:
        text = _dates(conventions().locale).sub(_glued, text)
    for pattern in (_AFTER_NUMBER, _BEFORE_NUMBER):
        text = pattern.sub("\N{NO-BREAK SPACE}", text)
    text = _MONEY.sub(_glued, text)
    return _YEAR.sub("\\1\N{NO-BREAK SPACE}", text)


def _glued(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=8)
def _dates(locale: str) -> re.Pattern[str]:
    """Days, months and quarters as a locale writes them, and numbers whose thousands stand apart."""
    written = [dated(date(2026, month, 28), skeleton) for month in range(1, 13) for skeleton in ("yMMMd", "yMMM")]
    written += [dated(date(2026, month, 28), "yQQQ") for month in (1, 4, 7, 10)]
    told = [
        re.escape(each.replace("\N{NO-BREAK SPACE}", " ")).replace("2026", r"\d{4}").replace("28", r"\d{1,2}")
        for each in dict.fromkeys(written)
    ]
    apart = [r"\d{1,3}(?: \d{3})+"] if conventions().group.isspace() else []
    return re.compile(rf"(?<!\w)(?:{'|'.join([*told, *apart])})(?!\w)")


_RUNS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")


def disarmed(text: str) -> str:
    """A text that a spreadsheet program opening a csv takes as text.

    >>> disarmed("=1+1"), disarmed(" @sum"), disarmed("fine")
    ("'=1+1", "' @sum", 'fine')
    """
    return f"'{text}" if text.lstrip().startswith(_RUNS) or text.startswith(("'", "\t", "\r", "\n")) else text
