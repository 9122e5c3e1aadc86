"""Sheets read all the way, and their accepted and held rows as frames: all of them, and each dated report alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from balance.ingest.grid import Mask
from balance.ingest.hold import Verdict, held_ids, held_rows, joined_held
from balance.ingest.money import Converted
from balance.ingest.rows import Chosen
from balance.ingest.sheet_values import SheetValues
from balance.schema import TABLES


@dataclass(frozen=True)
class Taken:
    """One sheet all the way: recognised, its rows chosen, its values read and judged."""

    chosen: Chosen
    converted: Converted
    verdict: Verdict

    @property
    def values(self) -> SheetValues:
        """The sheet's values in the reporting currency."""
        return self.converted.values

    @property
    def table(self) -> str:
        """The name of the table the sheet is."""
        return self.values.found.table.name

    @property
    def kept(self) -> Mask:
        """Where a data row is accepted."""
        return ~(self.verdict.held | self.verdict.repeated)

    @property
    def days(self) -> np.ndarray | None:
        """The day each data row was reported on, where every dated report of the sheet is kept."""
        return days_of_rows(self.chosen)


@dataclass(frozen=True)
class Report:
    """The rows of one dated report: those accepted, by table, and those held."""

    frames: dict[str, pd.DataFrame]
    held: pd.DataFrame


def days_of_rows(chosen: Chosen) -> np.ndarray | None:
    """The day each chosen row was reported on, None where the sheet is read as one report."""
    return None if chosen.days is None else chosen.days[chosen.rows]


def days_of_sheets(chosen: Sequence[Chosen], as_of: date | None) -> list[np.ndarray | None]:
    """The days the rows of each sheet speak of: beside dated reports, what is not dated speaks of the upload's day."""
    days = [days_of_rows(one) for one in chosen]
    if as_of is None or all(one is None for one in days):
        return days
    return [
        np.full(len(one.rows), np.datetime64(as_of)) if mine is None else mine
        for one, mine in zip(chosen, days, strict=True)
    ]


def others_in_file(one: Taken, taken: Sequence[Taken]) -> bool:
    """Whether another sheet of the same file has rows: then an empty one is a sheet nobody filled in."""
    return any(other.chosen.read for other in taken if other.values.found.sheet.file == one.values.found.sheet.file)


def newest_frames(taken: Sequence[Taken]) -> dict[str, pd.DataFrame]:
    """The accepted rows of each table with where they came from, of the newest report where there are several."""
    return _frames(taken, [_newest(one) for one in taken])


def reports_of(taken: Sequence[Taken]) -> dict[date | None, Report]:
    """Each dated report alone, oldest first, then under None what is not dated; empty where no sheet keeps several."""
    dated = [one for one in taken if one.days is not None]
    given = [days for one in dated if (days := one.days) is not None]
    days = np.unique(np.concatenate(given)) if given else np.array([], dtype="datetime64[D]")
    found: dict[date | None, Report] = {}
    for day in days:
        masks = [_of(one, day) for one in dated]
        held = [held_rows(one.values, one.verdict, mask) for one, mask in zip(dated, masks, strict=True)]
        frames = _frames(dated, masks)
        found[day.item()] = Report({name: frame for name, frame in frames.items() if len(frame)}, joined_held(held))
    others = [one for one in taken if one.days is None and one.chosen.read]
    if dated and others:
        found[None] = Report(newest_frames(others), held_frame(others))
    return found


def held_frame(taken: Sequence[Taken]) -> pd.DataFrame:
    """Every held row with its reasons."""
    return joined_held([held_rows(one.values, one.verdict) for one in taken])


def ids_held(taken: Sequence[Taken]) -> dict[str, list[str]]:
    """By table the ids of the rows that are held, as far as they have one."""
    ids: dict[str, list[str]] = {}
    for one in taken:
        ids.setdefault(one.table, []).extend(held_ids(one.values, one.verdict))
    return ids


def _of(one: Taken, day: np.datetime64) -> Mask:
    every = np.zeros(len(one.values.rows), dtype=bool)
    return every if one.days is None else np.asarray(one.days == day)


def _newest(one: Taken) -> Mask:
    every = np.ones(len(one.values.rows), dtype=bool)
    return every if one.days is None or not len(one.days) else np.asarray(one.days == one.days.max())


def _frames(taken: Sequence[Taken], masks: Sequence[Mask]) -> dict[str, pd.DataFrame]:
    frames: dict[str, pd.DataFrame] = {}
    pairs = [
        pair for pair in zip(taken, masks, strict=True) if pair[0].chosen.read or not others_in_file(pair[0], taken)
    ]
    for name in TABLES:
        parts = [_accepted(one, mask) for one, mask in pairs if one.table == name]
        if parts:
            frames[name] = pd.concat(parts, ignore_index=True)
    return frames


def _accepted(one: Taken, mask: Mask) -> pd.DataFrame:
    sheet, kept = one.values.found.sheet, one.kept & mask
    frame = one.values.frame[kept] if not kept.all() else one.values.frame
    file, name = (pd.array([text], dtype="str").repeat(len(frame)) for text in (sheet.file, sheet.name))
    rows = np.asarray(one.values.rows[kept], dtype="int64") + sheet.first_row + 1
    return frame.assign(source_file=file, source_sheet=name, source_row=rows)
