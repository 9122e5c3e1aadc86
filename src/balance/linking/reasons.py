"""Why a link is suggested, in a sentence: what the two share, and how near in time they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from balance import formats
from balance.language import noted, say
from balance.linking.clues import Clues
from balance.linking.evidence import Pairs, names_service
from balance.linking.windows import FAR
from balance.schema import tags_of

DAY = np.timedelta64(1, "D")

TELLING = 0.4
"""Evidence that weighs at least this much (log) is worth saying."""


def because(clues: Clues, row: int, column: int) -> str:
    """One pair in words, the strongest evidence first."""
    release = _release(clues, row, column)
    parts = [
        release or _service(clues, row, column), _shared_words(clues.words, row, column),
        _tags(clues, row, column), _unit(clues, row, column), _time(clues, row, column),
    ]  # fmt: skip
    return "; ".join(part for part in parts if part)


def _release(clues: Clues, row: int, column: int) -> str:
    found = _of_pair(clues.releases, row, column)
    if not found:
        return ""
    change, days, wrong = found[0]
    values = {"change": change, "service": _text(clues, "service", row)}
    if days >= 1:
        told = _DAYS_AFTER_WRONG if wrong else _DAYS_AFTER
        return say(told, days=formats.count(int(days), "day"), **values)
    return say(_WITHIN_A_DAY_WRONG if wrong else _WITHIN_A_DAY, **values)


_DAYS_AFTER = noted("{days} after its change {change} on {service!r}")
_DAYS_AFTER_WRONG = noted("{days} after its change {change} on {service!r}, which did not go as planned")
_WITHIN_A_DAY = noted("within a day of its change {change} on {service!r}")
_WITHIN_A_DAY_WRONG = noted("within a day of its change {change} on {service!r}, which did not go as planned")


def _service(clues: Clues, row: int, column: int) -> str:
    service = _text(clues, "service", row)
    if not service:
        return ""
    if names_service(clues.initiatives["name"].iloc[column], service):
        return say("its name names the service {service!r}", service=service)
    changed = clues.services.of(row, column) > TELLING
    return say("it changes the service {service!r}", service=service) if changed else ""


def _shared_words(pairs: Pairs, row: int, column: int) -> str:
    found = _of_pair(pairs, row, column)
    words = formats.listed([repr(str(word)) for word in found])
    return say("title and name share {words}", words=words) if found else ""


def _tags(clues: Clues, row: int, column: int) -> str:
    ours = tags_of(clues.initiatives["technology"].iloc[column])
    both = [tag for tag in tags_of(clues.incidents["technology"].iloc[row]) if tag in ours]
    return say("both tagged {tags}", tags=formats.listed([formats.technology(tag) for tag in both])) if both else ""


def _unit(clues: Clues, row: int, column: int) -> str:
    unit = _text(clues, "business_unit", row)
    return say("both in {unit}", unit=unit) if clues.units.of(row, column) > 0 else ""


def _time(clues: Clues, row: int, column: int) -> str:
    opened = clues.incidents["opened_at"].to_numpy(dtype="datetime64[us]")[row]
    end = clues.windows.end[column]
    late = (opened - end) / DAY
    if late > 0:
        return say("{days} after go-live", days=formats.count(max(int(late), 1), "day"))
    if -late <= 14 and end != FAR:
        return say("{days} before go-live", days=formats.count(max(int(-late), 1), "day"))
    return say("opened while it was in flight")


def _of_pair(pairs: Pairs, row: int, column: int) -> list[Any]:
    """What one incident and one initiative have in common; pairs are sorted by incident."""
    first, last = np.searchsorted(pairs.incident, [row, row + 1])
    return [pairs.what[at] for at in range(first, last) if pairs.initiative[at] == column]


def _text(clues: Clues, column: str, row: int) -> str:
    value = clues.incidents[column].iloc[row]
    return "" if pd.isna(value) else " ".join(str(value).split())
