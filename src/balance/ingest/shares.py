"""Columns of shares: whether plain numbers are percent or shares is decided for the whole column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balance.ingest.cell_formats import said_of_percents, shown_as_percent
from balance.ingest.decimals import AmountLook
from balance.ingest.quantities import bounded, percents, read_numbers
from balance.ingest.readings import Reading, examples
from balance.ingest.said import Decision, Question, SheetSaid

CHOICES = ("percent", "share")
PERCENTS = "plain numbers are percent"
NEARLY = 1e-6


def read_share(seen: AmountLook, others: Sequence[AmountLook], said: SheetSaid) -> Reading:
    """Shares 0..1: whether plain numbers are percent is decided for the whole column."""
    reading = read_numbers(seen, others, said)
    values = reading.values.to_numpy(dtype=float)
    percent_sign, shares = percents(seen), shown_as_percent(seen.cells)
    unmarked = np.isfinite(values) & ~percent_sign & ~shares
    plain = values[unmarked]
    scale, decision, question = _share_scale(seen, plain, said)
    divided = np.where(percent_sign, values / 100, np.where(shares, values, values * scale))
    asked = unmarked if question else np.zeros(len(values), dtype=bool)
    before = reading.asked if reading.asked is not None else asked
    reading = replace(
        reading, values=pd.Series(np.where(asked, np.nan, divided)), questions=(*reading.questions, *question),
        decisions=(*reading.decisions, *said_of_percents(seen.column.name, shares), *decision),
        asked=before | asked,
    )  # fmt: skip
    return bounded(seen, reading)


def _share_scale(
    seen: AmountLook, plain: np.ndarray, said: SheetSaid
) -> tuple[float, tuple[Decision, ...], tuple[Question, ...]]:
    name, key = seen.column.name, f"share:{seen.table}.{seen.column.name}"
    answer = said.answer(key, CHOICES)
    if answer:
        decision = Decision(name, f"plain numbers are {answer}", "as answered")
        return (0.01 if answer == "percent" else 1.0), (decision,), ()
    over, between = int((plain > 1).sum()), int(((plain > 0) & (plain < 1)).sum())
    if not over and not between and (plain == 1).any():
        whole = Decision(name, "plain numbers are shares", "every number is 0 or 1, so 1 is read as 100 %")
        return 1.0, (whole,), ()
    if not over:
        return 1.0, (), ()
    by_header = _says_percent(seen.header) and not all_whole(plain[plain > 1])
    if between and not by_header and over < 3 * between:
        because = f"{over} numbers are over 1 and {between} lie between 0 and 1: {', '.join(_some(seen))}"
        return 1.0, (), (Question(key, f"Are the numbers of {name} percent or shares?", CHOICES, because),)
    evidence = f"{over} numbers are over 1, the greatest is {plain.max():g}"
    return 0.01, (Decision(name, PERCENTS, evidence),), ()


def all_whole(numbers: np.ndarray) -> bool:
    """Whether percents are written without decimals, so that 0.45 among them is hardly one."""
    return bool((np.abs(numbers - np.round(numbers)) < NEARLY).all())


def _says_percent(header: str) -> bool:
    return "%" in header or "percent" in header.lower()


def _some(seen: AmountLook) -> list[str]:
    return examples(seen.cells, seen.cells.filled & ~seen.absent)
