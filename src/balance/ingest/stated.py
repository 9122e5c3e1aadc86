"""Assumptions found in an upload, beside those already in force; their values as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balance.assumptions import Assumptions, resolve
from balance.ingest.amounts import read_amount
from balance.ingest.readings import Refusal
from balance.ingest.sheet_values import SheetValues

TEXT_KEYS = frozenset({"reporting_currency"})


def with_plain_values(values: SheetValues) -> SheetValues:
    """The sheet of assumptions with amounts such as `5%` or `$2.5m` as plain numbers; what is none is refused."""
    reading = values.readings["value"]
    keys = values.readings["key"].values
    plain = [_plain(key, text) for key, text in zip(keys, reading.values, strict=True)]
    series = pd.Series(plain, dtype="str")
    refused = (series.isna() & reading.values.notna()).to_numpy()
    refusal = Refusal("number-unreadable", refused, "one number, with a decimal point", "Write one plain number.")
    read = replace(reading, values=series, refusals=(*reading.refusals, refusal))
    return replace(values, readings={**values.readings, "value": read})


def _plain(key: object, text: object) -> str | None:
    if not isinstance(text, str):
        return None
    if key in TEXT_KEYS:
        return text.strip()
    amount = read_amount(text)
    if amount is None:
        return None
    number = amount.value("," if amount.speaks == "comma" else ".")
    if number is None or not np.isfinite(number):
        return None
    return repr(number / 100 if amount.percent else number)


def in_force(stated: pd.DataFrame | None, found: Sequence[pd.DataFrame]) -> Assumptions:
    """What is stated already and in the upload together; the upload wins."""
    frames = [frame for frame in (stated, *found) if frame is not None and len(frame)]
    if not frames:
        return resolve(None)
    return resolve(pd.concat(frames, ignore_index=True).drop_duplicates("key", keep="last"))
