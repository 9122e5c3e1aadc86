"""Which initiative an incident came from, as far as its row or the change that caused it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.model.texts import texts_of


def initiatives_behind(
    given: pd.DataFrame, changes: pd.DataFrame | None, rows: pd.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The initiative behind each incident: named on it, else on the change that caused it.

    Args: incidents and changes of `schema`; `rows` of `portfolio`. Returns: by incident the row of `portfolio`, -1 for
    none or an unknown one, and whether any is named.
    """
    place = {str(name): row for row, name in enumerate(rows["initiative_id"])}
    own, change = texts_of(given.get("initiative_id"), len(given)), texts_of(given.get("change_id"), len(given))
    owners = _owners(changes, change.distinct)
    of_change = [_through(name, owners) for name in change.distinct]
    own_place, own_named = _places(own.distinct, place), np.array([bool(name) for name in own.distinct], dtype=bool)
    change_place, changed = _places(of_change, place), np.array([bool(name) for name in of_change], dtype=bool)
    direct = np.array([name in place for name in own.distinct], dtype=bool)[own.code]
    caused = changed[change.code] & ~direct
    link = np.where(caused, change_place[change.code], own_place[own.code])
    return link, caused | own_named[own.code]


def _owners(changes: pd.DataFrame | None, named: Sequence[str]) -> dict[str, str]:
    """The initiative of each of the changes that incidents name."""
    if changes is None or "initiative_id" not in changes or not len(changes):
        return {}
    asked = {part for text in named for part in (text, *_listed(text))}
    found = changes.loc[changes["change_id"].isin(list(asked)), ["change_id", "initiative_id"]]
    owners = found["initiative_id"].to_numpy(dtype=object)
    told = [owner if isinstance(owner, str) else "" for owner in owners]
    return dict(zip(found["change_id"].to_numpy(dtype=object).tolist(), told, strict=True))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace(",", ";").split(";")]


def _places(names: Sequence[str], place: Mapping[str, int]) -> npt.NDArray[np.int64]:
    return np.array([place.get(name, -1) for name in names], dtype=np.int64)


def _through(change: str, initiatives: dict[str, str]) -> str:
    """The initiative of a change; of several in one cell, parted by ; or , the first that has one."""
    found = initiatives.get(change)
    if found or not ("," in change or ";" in change):
        return found or ""
    return next((initiatives[part] for part in _listed(change) if initiatives.get(part)), "")
