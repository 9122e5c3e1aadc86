"""A plan as it was approved beside the plan of today: the first is what was planned, the second what is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from balance.ingest.grid import TEXT, Cells, Mask
from balance.ingest.headers import words
from balance.ingest.withheld import withheld_reason

if TYPE_CHECKING:
    from balance.ingest.mapping import Candidate, Source

PLANNED = ("finish_planned", "start_planned")
FINISH, EXPECTED = "finish_planned", "finish_forecast"
LEAST_FILLED = 0.9
"""The share of the rows with a plan of today in which the approved one has to stand as well, to count before it."""
AHEAD = 1000
"""More than a column has synonyms."""
_APPROVED = re.compile(r"\b(?:baseline|bl)\d*\b|\b(?:approved|original)\b")


def approved_first(found: Sequence[Source], offered: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those with the dates that were approved before others of that column, or behind where they lack.

    A tool that keeps a baseline goes on moving its planned dates; a baseline nobody set is a column of empty cells.
    """
    return [_placed(found, candidate, offered) for candidate in offered]


def _placed(found: Sequence[Source], candidate: Candidate, offered: Sequence[Candidate]) -> Candidate:
    if candidate.how != "synonym" or candidate.column not in PLANNED or not _is_approved(found[candidate.position]):
        return candidate
    rivals = {other.position for other in offered if other.column == candidate.column}
    today = [_stated(found[place].cells) for place in rivals if not _is_approved(found[place])]
    dated = np.logical_or.reduce(today) if today else np.zeros(0, dtype=bool)
    enough = not dated.any() or float(_stated(found[candidate.position].cells)[dated].mean()) >= LEAST_FILLED
    return replace(candidate, place=candidate.place + (-AHEAD if enough else AHEAD))


def expected_finish(
    found: Sequence[Source], ordered: Sequence[Candidate], taken: Mapping[str, Candidate], used: Mapping[int, str]
) -> Candidate | None:
    """The finish of today's plan as what is expected, where the approved one was taken and nothing else is expected."""
    planned = taken.get(FINISH)
    if planned is None or EXPECTED in taken or not _is_approved(found[planned.position]):
        return None
    spare = (
        candidate for candidate in ordered
        if candidate.column == FINISH and candidate.position not in used and candidate.misfit < 0.25
        and not _is_approved(found[candidate.position]) and _stated(found[candidate.position].cells).any()
    )  # fmt: skip
    best = next(spare, None)
    return None if best is None else replace(best, column=EXPECTED)


def _stated(cells: Cells) -> Mask:
    """Where a cell holds more than words for no value."""
    empty = [code for code in cells.used if withheld_reason(cells.texts[code])]
    return cells.filled & ~(cells.of(TEXT) & np.isin(cells.code, empty))


def _is_approved(source: Source) -> bool:
    return _APPROVED.search(words(source.header)) is not None
