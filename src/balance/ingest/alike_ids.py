"""Ids of one upload that differ only in case, spaces or zeros before them: they are told, never made one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from balance.errors import Problem
from balance.ingest.grid import Mask
from balance.ingest.problems import cell_address
from balance.ingest.sheet_values import SheetValues

MOST_SHOWN = 3


def alike_ids(sheets: Sequence[tuple[SheetValues, Mask]]) -> Iterator[Problem]:
    """One warning for a table whose accepted rows have ids that look alike; `sheets` are all those of the table."""
    ids = pd.concat([_ids(values, kept) for values, kept in sheets], ignore_index=True)
    folded = ids["id"].str.lower().str.replace(" ", "", regex=False).str.lstrip("0")
    again = folded.duplicated(keep=False)
    if not again.any():
        return
    pairs = ids[again].assign(folded=folded[again]).drop_duplicates("id")
    alike = pairs[pairs["folded"].duplicated(keep=False)]
    if len(alike):
        yield _told(sheets, alike)


def _ids(values: SheetValues, kept: Mask) -> pd.DataFrame:
    """The ids of the accepted rows, each with its place."""
    key, rows = values.found.table.key, np.flatnonzero(kept)
    return pd.DataFrame({"id": values.frame[key].iloc[rows].array, "row": rows, "sheet": id(values)})


def _told(sheets: Sequence[tuple[SheetValues, Mask]], alike: pd.DataFrame) -> Problem:
    groups = [list(group["id"]) for _, group in alike.groupby("folded", sort=False)]
    second = alike[alike["folded"] == alike["folded"].iloc[0]].iloc[1]
    values = next(values for values, _ in sheets if id(values) == second["sheet"])
    sheet, key, row = values.found.sheet, values.found.table.key, int(second["row"])
    shown = "; ".join(" and ".join(map(repr, group[:MOST_SHOWN])) for group in groups[:MOST_SHOWN])
    counted = "1 id is" if len(groups) == 1 else f"{len(groups)} ids are"
    return Problem(
        "id-alike", "warning", sheet.file, sheet.name or None, cell_address(values, values.found.place(key), row),
        sheet.row_number(values.rows[row]), key, f"{counted} written in more than one way, such as {shown}"[:400],
        "one way of writing an id: case, spaces and zeros before it count",
        "Nothing was changed: each counts as one of its own. Where the same is meant, write its id one way.",
    )  # fmt: skip
