"""Ids in an upload that name no known initiative: a warning, for what they link is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from balance import formats
from balance.errors import Problem
from balance.linking.states import unknown_ids

LINKING = ("incidents", "changes")
SHOWN = 5


def problems_of(frames: Mapping[str, pd.DataFrame], initiatives: pd.DataFrame | None) -> Iterator[Problem]:
    """A warning for each table whose rows name initiatives nobody knows, with the first few and what they look like.

    `initiatives` are those known with the upload (initiative_id, name); without any there is nothing to say.
    """
    for table in LINKING:
        if table in frames:
            unknown = unknown_ids(frames[table]["initiative_id"], initiatives)
            if len(unknown):
                yield _problem(table, frames[table], unknown)


def _problem(table: str, frame: pd.DataFrame, unknown: pd.DataFrame) -> Problem:
    rows = int(unknown["incidents"].sum())
    like = unknown["looks_like"].notna().any()
    first = frame.loc[frame["initiative_id"].isin(unknown["named"])].iloc[0]
    return Problem(
        "initiative-unknown", "warning", str(first["source_file"]), _sheet(first["source_sheet"]), None,
        int(first["source_row"]), "initiative_id",
        f"{formats.count(rows, table.removesuffix('s'))} {'names' if rows == 1 else 'name'} an initiative that is not "
        f"known: {_some(unknown)}",
        "ids of the table initiatives",
        "`balance links` and the page Trade-off offer what they look like; nothing is linked until it is accepted."
        if like and table == "incidents"
        else "Load the initiatives they belong to, or correct the ids; until then these rows have no link.",
    )  # fmt: skip


def _some(unknown: pd.DataFrame) -> str:
    told = [
        f"{one['named']!r}" + (f" (looks like {one['looks_like']})" if isinstance(one["looks_like"], str) else "")
        for one in unknown.head(SHOWN).to_dict("records")
    ]
    more = len(unknown) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _sheet(name: object) -> str | None:
    return name if isinstance(name, str) and name else None
