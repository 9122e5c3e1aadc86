"""The company as somebody sees who may see some units only: rows of other units are not there, nor are their ids.

What belongs to no unit by name is not shown. Controls and assumptions are the whole company's and stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import pandas as pd

Frames = Mapping[str, pd.DataFrame | None]


def within(frames: Frames, units: Collection[str] | None) -> dict[str, pd.DataFrame | None]:
    """The tables as the people of these units may see them; None for every unit changes nothing.

    A table of which nothing may be seen is as if it had never been loaded.
    """
    if units is None:
        return dict(frames)
    wanted = {unit.strip().casefold() for unit in units}
    initiatives = _own(frames.get("initiatives"), wanted)
    known = set() if initiatives is None else set(initiatives["initiative_id"])
    incidents, changes = _incidents(frames.get("incidents"), wanted, known), _of(frames.get("changes"), known)
    numbers = set() if changes is None else set(changes["change_id"])
    seen = dict(frames) | {
        "initiatives": _blanked(initiatives, known, numbers),
        "incidents": _blanked(incidents, known, numbers),
        "changes": changes,
    }
    return {name: None if frame is None or frame.empty else frame for name, frame in seen.items()}


def _own(frame: pd.DataFrame | None, wanted: Collection[str]) -> pd.DataFrame | None:
    """The rows that name one of the units."""
    if frame is None:
        return None
    return frame[_named(frame, wanted)].reset_index(drop=True)


def _named(frame: pd.DataFrame, wanted: Collection[str]) -> pd.Series:
    if "business_unit" not in frame:
        return pd.Series(False, index=frame.index)
    said: pd.Series = frame["business_unit"].fillna("").astype(str).str.strip().str.casefold()
    return said.isin(wanted)


def _incidents(frame: pd.DataFrame | None, wanted: Collection[str], known: Collection[str]) -> pd.DataFrame | None:
    """Incidents that name one of the units, or none at all and come from an initiative of one."""
    if frame is None:
        return None
    unsaid = frame["business_unit"].isna() if "business_unit" in frame else pd.Series(True, index=frame.index)
    return frame[_named(frame, wanted) | (unsaid & _knows(frame, "initiative_id", known))].reset_index(drop=True)


def _of(frame: pd.DataFrame | None, known: Collection[str]) -> pd.DataFrame | None:
    """Changes of initiatives that are seen."""
    return None if frame is None else frame[_knows(frame, "initiative_id", known)].reset_index(drop=True)


def _knows(frame: pd.DataFrame, column: str, known: Collection[str]) -> pd.Series:
    return frame[column].isin(known) if column in frame else pd.Series(False, index=frame.index)


def _blanked(frame: pd.DataFrame | None, known: Collection[str], numbers: Collection[str]) -> pd.DataFrame | None:
    """Without the ids of what is not seen."""
    if frame is None:
        return None
    kept = frame.copy()
    for column, ids in (("initiative_id", known), ("change_id", numbers)):
        if column in kept and column != frame.columns[0]:
            kept[column] = kept[column].where(kept[column].isin(ids))
    if "depends_on" in kept:
        kept["depends_on"] = kept["depends_on"].map(lambda told: _those(told, known)).astype(frame["depends_on"].dtype)
    return kept


def _those(told: object, known: Collection[str]) -> str | None:
    if not isinstance(told, str):
        return None
    seen = [one.strip() for one in re.split("[;,]", told) if one.strip() in known]
    return "; ".join(seen) or None
