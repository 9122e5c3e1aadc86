"""Assumptions found in an upload, beside those already in force; their values as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from balance.assumptions import WORDS, Assumptions, known_of, recognised, resolve
from balance.ingest.amounts import Amount, read_amount
from balance.ingest.grid import TEXT, Mask
from balance.ingest.periods import month_of
from balance.ingest.readings import Refusal
from balance.ingest.sheet_values import SheetValues

CURRENCY, MONTH = "reporting_currency", "fiscal_year_start_month"
TEXT_KEYS = frozenset({CURRENCY, *WORDS})
MONEY = "reporting currency"
EITHER = {"either point": ".", "either comma": ","}
CLEAR = {"point": ".", "comma": ","}


def with_plain_values(values: SheetValues, stated: pd.DataFrame | None = None) -> SheetValues:
    """The sheet of assumptions with amounts such as `5%` or `$2.5m` as plain numbers; what is none is refused.

    So is what can be read in two ways, as `12.000`, and money in another currency than that of this sheet, else of what
    is `stated` already.
    """
    reading, cells = values.readings["value"], values.cells["value"]
    keys, typed = values.readings["key"].values, cells.filled & ~cells.of(TEXT)
    amounts = [_amount(key, text) for key, text in zip(keys, reading.values, strict=True)]
    mark = _mark(amounts, typed)
    plain = [_plain(*one, mark) for one in zip(keys, reading.values, amounts, typed, strict=True)]
    currency = _currency(keys, reading.values) or _currency_of(stated)
    foreign = np.array([_foreign(key, amount, currency) for key, amount in zip(keys, amounts, strict=True)], dtype=bool)
    unclear = np.array([text == UNCLEAR for text in plain], dtype=bool) & ~foreign
    series = pd.Series(plain, dtype="str").mask(foreign | unclear)
    refused = (series.isna() & reading.values.notna()).to_numpy() & ~foreign & ~unclear
    known = np.array([isinstance(key, str) and recognised(key) for key in keys], dtype=bool)
    months = (keys == MONTH).to_numpy(dtype=bool, na_value=False)
    refusals = (
        Refusal("number-unreadable", refused & known & ~months, "one number, with a decimal point",
                "Write one plain number."),
        Refusal("number-unreadable", refused & months, "a month by its number or its name, such as 4 or April",
                "Write the number of the month, 1 to 12."),
        Refusal("number-unreadable", refused & ~known, "one number, for the key of this row is none that is known",
                "Give the row the key of the data dictionary that is meant, such as reporting_currency."),
        Refusal("number-ambiguous", unclear, "a number that can be read in one way only",
                "Write it without a mark between thousands, such as 12000, or with other decimals, such as 1.25."),
        Refusal("currency-other", foreign, f"an amount in {currency}, the reporting currency",
                f"Write the amount in {currency}."),
    )  # fmt: skip
    read = replace(reading, values=series, refusals=(*reading.refusals, *refusals))
    return replace(values, readings={**values.readings, "value": read})


UNCLEAR = "?"


def _amount(key: object, text: object) -> Amount | None:
    return read_amount(text) if isinstance(text, str) and key not in TEXT_KEYS else None


def _mark(amounts: Sequence[Amount | None], typed: Mask) -> str | None:
    """The decimal mark of which all clear texts of the sheet speak; None where there is none or they differ."""
    said = {CLEAR[one.speaks] for one, number in zip(amounts, typed, strict=True)
            if one is not None and not number and one.speaks in CLEAR}  # fmt: skip
    return said.pop() if len(said) == 1 else None


def _plain(key: object, text: object, amount: Amount | None, typed: bool, mark: str | None) -> str | None:
    """The value as a plain number, or as the word it is; `UNCLEAR` where its mark may part thousands or decimals."""
    if key in TEXT_KEYS and isinstance(text, str):
        return text.strip()
    if key == MONTH and isinstance(text, str) and (month := month_of(text.strip().rstrip("."))):
        return str(float(month))
    if amount is None:
        return None
    decimal = "," if amount.speaks == "comma" else "."
    if amount.speaks in EITHER and not typed:
        decimal = mark or "."
        if (EITHER[amount.speaks] != decimal) != (_is_money(key) and amount.unit is None):
            return UNCLEAR
    number = amount.value(decimal)
    if number is None or not np.isfinite(number):
        return None
    return repr(number / 100 if amount.percent else number)


def _is_money(key: object) -> bool:
    """Whether a key is an amount of money: no such amount has three decimals, as a rate or a share may have."""
    known = known_of(str(key))
    return known is not None and known.unit.startswith(MONEY)


def _foreign(key: object, amount: Amount | None, currency: str | None) -> bool:
    """Whether an amount of money is written in another currency than that of the reports."""
    told = amount.currency if amount is not None and _is_money(key) else None
    return told is not None and currency is not None and told != currency


def _currency(keys: pd.Series, texts: pd.Series) -> str | None:
    said = [text.strip().upper() for key, text in zip(keys, texts, strict=True) if key == CURRENCY and pd.notna(text)]
    return said[-1] if said else None


def _currency_of(stated: pd.DataFrame | None) -> str | None:
    return None if stated is None or not len(stated) else _currency(stated["key"], stated["value"])


def in_force(stated: pd.DataFrame | None, found: Sequence[pd.DataFrame]) -> Assumptions:
    """What is stated already and in the upload together; the upload wins."""
    frames = [frame for frame in (stated, *found) if frame is not None and len(frame)]
    if not frames:
        return resolve(None)
    return resolve(pd.concat(frames, ignore_index=True).drop_duplicates("key", keep="last"))
