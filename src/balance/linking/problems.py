"""Ids in an upload that name no known initiative or change: what they link is lost, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from balance import formats
from balance.errors import Problem
from balance.linking.alike import listed_ids
from balance.linking.states import unknown_ids

LINKING = ("incidents", "changes")
SHOWN = 5
Letters = Mapping[tuple[str, str | None, str, str], str]
"""File, sheet, table and column -> the letters of the column of the sheet."""
FEWEST = 10
"""From so many on it is no accident that most changes are not known."""


def problems_of(
    frames: Mapping[str, pd.DataFrame],
    initiatives: pd.DataFrame | None,
    changes: pd.Series | None = None,
    letters: Letters | None = None,
) -> Iterator[Problem]:
    """A warning for each table whose rows name initiatives nobody knows, with the first few and what they look like.

    `initiatives` are those known with the upload (initiative_id, name), `changes` the ids of the changes known, at
    least of those named; None where nothing is known, for then there is nothing to say. `letters` tell in which column
    of its sheet each link stands.
    """
    letters = letters or {}
    yield from _unknown_changes(frames.get("incidents"), changes, letters, together="changes" in frames)
    for table in LINKING:
        if table in frames:
            unknown = unknown_ids(frames[table]["initiative_id"], initiatives)
            if len(unknown):
                yield _problem(table, frames[table], unknown, letters)


def changes_named(incidents: pd.DataFrame | None) -> set[str]:
    """Every text by which incidents may name a change: the cell, and each id of a list in it."""
    if incidents is None:
        return set()
    cells = incidents["change_id"].dropna().unique()
    return {name for text in cells for name in (text, *listed_ids(text))}


def _problem(table: str, frame: pd.DataFrame, unknown: pd.DataFrame, letters: Letters) -> Problem:
    rows = int(unknown["incidents"].sum())
    like = unknown["looks_like"].notna().any()
    first = frame.loc[frame["initiative_id"].isin(unknown["named"])].iloc[0]
    return Problem(
        "initiative-unknown", "warning", str(first["source_file"]), _sheet(first["source_sheet"]),
        _cell(table, first, "initiative_id", letters), int(first["source_row"]), "initiative_id",
        f"{formats.count(rows, table.removesuffix('s'))} {'names' if rows == 1 else 'name'} an initiative that is not "
        f"known: {_some(unknown)}",
        "ids of the table initiatives",
        "`balance links` and the page Trade-off offer what they look like; nothing is linked until it is accepted."
        if like and table == "incidents"
        else "Load the initiatives they belong to, or correct the ids; until then these rows have no link.",
    )  # fmt: skip


def _unknown_changes(
    incidents: pd.DataFrame | None, changes: pd.Series | None, letters: Letters, *, together: bool
) -> Iterator[Problem]:
    """Incidents whose change is not known: a note, and a warning where hardly any is though the changes came with them,
    for then the ids do not match."""
    if incidents is None or changes is None:
        return
    given = incidents.dropna(subset=["change_id"])
    known = set(changes)
    lost = given[[not known & {text, *listed_ids(text)} for text in given["change_id"]]]
    if len(lost):
        first, few = lost.iloc[0], list(dict.fromkeys(lost["change_id"]))
        hardly = together and len(lost) >= FEWEST and len(lost) > len(given) / 2
        yield Problem(
            "change-unknown", "warning" if hardly else "note", str(first["source_file"]), _sheet(first["source_sheet"]),
            _cell("incidents", first, "change_id", letters), int(first["source_row"]), "change_id",
            f"{len(lost)} of {formats.count(len(given), 'incident')} with a change "
            f"{'names' if len(lost) == 1 else 'name'} one that is not known: {_first(few)}",
            "ids of the table changes",
            "See whether this column names changes as the changes' own list does; no link goes through these."
            if hardly
            else "Load the changes of that time too, if they caused incidents; no link goes through these until then.",
        )  # fmt: skip


def _first(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(repr(name) for name in names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _some(unknown: pd.DataFrame) -> str:
    told = [
        f"{one['named']!r}" + (f" (looks like {one['looks_like']})" if isinstance(one["looks_like"], str) else "")
        for one in unknown.head(SHOWN).to_dict("records")
    ]
    more = len(unknown) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _cell(table: str, row: pd.Series, column: str, letters: Letters) -> str | None:
    """The address of a cell of a row; None where the column's place is not known."""
    found = letters.get((str(row["source_file"]), _sheet(row["source_sheet"]), table, column))
    return f"{found}{int(row['source_row'])}" if found else None


def _sheet(name: object) -> str | None:
    return name if isinstance(name, str) and name else None
