"""Ranges where the table has one column for the amount: which end counts is asked once for the column."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from balance.ingest.decimals import AmountLook
from balance.ingest.readings import Reading, examples
from balance.ingest.said import Decision, Question, SheetSaid

CHOICES = ("low", "middle", "high", "leave missing")


def settle_ranges(seen: AmountLook, reading: Reading, said: SheetSaid) -> Reading:
    """The column with its ranges as answered; until then they are in doubt and asked about."""
    if reading.low is None or reading.high is None:
        return reading
    where = np.isfinite(reading.low)
    if not where.any():
        return replace(reading, low=None, high=None)
    count, name = int(where.sum()), seen.column.name
    key = f"range:{seen.table}.{name}"
    answer = said.answer(key, CHOICES)
    plain = replace(reading, low=None, high=None)
    if answer is None:
        asked = where if reading.asked is None else reading.asked | where
        question = Question(
            key, f"Which amount of a range counts in {name} ({seen.header[:80]!r})?", CHOICES,
            f"{count} cells hold a range or an open end, and {name} takes one amount: "
            + ", ".join(repr(text[:40]) for text in examples(seen.cells, where)),
        )  # fmt: skip
        return replace(plain, asked=asked, questions=(*reading.questions, question))
    taken = {"low": reading.low, "middle": (reading.low + reading.high) / 2, "high": reading.high}.get(answer)
    values = (
        reading.values if taken is None else pd.Series(np.where(where, taken, reading.values.to_numpy(dtype=float)))
    )
    text = "ranges are missing" if taken is None else f"ranges at their {answer}"
    decision = Decision(name, text, f"as answered for {count} cells; an open end has no middle and no upper amount")
    return replace(plain, values=values, decisions=(*reading.decisions, decision))
