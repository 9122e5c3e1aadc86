"""One table as a workbook: dates as dates, text as text, in as many sheets as its rows need."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

ROWS_OF_A_SHEET = 1_000_000
MOST_LETTERS = 32_767
"""What a cell can hold; longer texts are cut here and whole in the other formats."""

_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def write_workbook(frame: pd.DataFrame, path: Path) -> list[Path]:
    """Write the rows of a table as a workbook; where one was written is given back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shown = frame.assign(**{str(name): _shown(frame[name]) for name in frame})
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": _PLAIN}) as book:
        for number, first in enumerate(range(0, max(len(shown), 1), ROWS_OF_A_SHEET), start=1):
            part = shown.iloc[first : first + ROWS_OF_A_SHEET]
            part.to_excel(book, sheet_name=path.stem[:25] + (f" {number}" if number > 1 else ""), index=False)
    return [path]


def _shown(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column
    return column.map(lambda value: value[:MOST_LETTERS] if isinstance(value, str) else value, na_action="ignore")
