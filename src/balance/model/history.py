"""The past in quarters: incidents per class, what they are linked to, and what was open meanwhile.

Conventions: a quarter is 91.25 days, the last one ends on the as-of date, or on the date of the incident
table where that is older; a first quarter counts when at least four fifths of it is covered; at most 20
quarters are used. Arrays over quarters run from the oldest to the newest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.assumptions import Assumptions
from balance.company import Company
from balance.model.behind import initiatives_behind
from balance.model.downtime import Downtime, estimated
from balance.model.portfolio import QUARTER_DAYS, activity, once, portfolio
from balance.model.texts import Texts, texts_of

Array = npt.NDArray[np.float64]
Column = pd.Series | npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

MOST_QUARTERS = 20
MOST_CLASSES = 12
SILENCE = 12.0
"""A gap in which this many incidents would have been usual is missing data, not luck."""

NOT_COUNTED = re.compile(r"cancel|duplicat|reject|false.?positive|withdrawn|not.?an.?incident|\bvoid", re.IGNORECASE)
"""States of incidents that did not happen or are counted already."""

OTHER_CLASSES = "other classes"

_SUMS = ("loss", "loss_low", "loss_high", "downtime_hours")
READ = (
    "incident_id",
    "opened_at",
    "resolved_at",
    "class",
    "business_unit",
    "state",
    "initiative_id",
    "change_id",
    *_SUMS,
)
"""What is read of an incident."""

REPEATED = ("class", "business_unit", "state")
"""Texts of them that few rows have alone; read in a fraction of the time where each is kept as a number."""


@dataclass(frozen=True)
class History:
    """What happened, quarter by quarter.

    incidents: one row per counted incident inside the history: incident_id, quarter (0 oldest), class, loss, loss_low,
    loss_high (currency), estimated (bool: the loss is estimated from downtime), unit, initiative (row of `portfolio`,
    -1 none or unknown), linked (bool), open_days (opened to resolved), place (row of the company's incidents). counts:
    frame quarters x classes. open_share: (initiatives, quarters), 0..1.
    linked_counts: incidents linked to an initiative in a quarter, same shape.
    """

    quarters: int
    end_days: float
    """The last quarter ends this many days from the as-of date; 0 or negative."""
    silent_since: date | None
    """The last recorded incident where the record stops long before the as-of date."""
    incidents: pd.DataFrame
    counts: pd.DataFrame
    portfolio: pd.DataFrame
    open_share: Array
    linked_counts: Array
    left_out: dict[str, int]
    """Incidents that are not counted: cancelled_or_duplicate, after_as_of, before_history."""
    downtime: Downtime | None = None
    """What the stated cost of an hour of downtime does; None where none is used."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The incident classes in alphabetical order."""
        return tuple(str(name) for name in self.counts.columns)

    @cached_property
    def class_codes(self) -> npt.NDArray[np.int64]:
        """The place of each incident's class among `classes`, (incidents,)."""
        place = {name: code for code, name in enumerate(self.classes)}
        named = texts_of(self.incidents["class"])
        return np.array([place[name] for name in named.distinct], dtype=np.int64)[named.code]

    @property
    def linked(self) -> int:
        """Incidents that name an initiative, directly or through the change that caused them."""
        return int(self.incidents["linked"].sum())

    @property
    def unlinked(self) -> int:
        """Incidents that lead to no initiative of the portfolio; without a portfolio, those that name none."""
        link = self.incidents["initiative"] >= 0 if len(self.portfolio) else self.incidents["linked"]
        return int((~link.astype(bool)).sum())


def history(company: Company) -> History:
    """Lay the incidents and the initiatives' activity out in quarters up to the as-of date.

    Args: the company. Returns: the history; with no incidents it has no classes and its length is that of
    the initiatives' own past (1 to 12 quarters). Incidents whose state says cancelled or duplicate, those
    after the as-of date and those before the history are left out and counted in `left_out`.

    >>> from balance.assumptions import resolve
    >>> history(Company(date(2026, 9, 30), resolve(None))).quarters
    1
    """
    rows = portfolio(company.initiatives, company.as_of, company.assumptions)
    read, day, counts, dropped = _which(company)
    days = np.sort(day[counts])
    end, silent = _last_day(days, _table_end(company))
    quarters = _quarters(days[days <= end], end) if len(days) else _quarters_of_work(rows)
    incidents, downtime = _told(company, rows, read, day, counts, _quarter_of(day, quarters, end) >= 0)
    placed = _placed(incidents, quarters, end)
    open_share = activity(rows, quarters, end)
    return History(
        quarters, end, company.as_of + pd.Timedelta(days=silent) if silent is not None else None, placed,
        _counts(placed, quarters), rows, open_share, _linked_counts(placed, open_share),
        dropped | {"before_history": len(days) - len(placed)}, _inside(downtime, placed),
    )  # fmt: skip


def happened(company: Company) -> pd.DataFrame:
    """Every incident that counts up to the as-of date, also before the history: incident_id, day (days from the as-of
    date), class, unit, initiative, linked, open_days, place, loss, loss_low, loss_high, estimated.

    >>> from balance.assumptions import resolve
    >>> len(happened(Company(date(2026, 9, 30), resolve(None))))
    0
    """
    read, day, counts, _ = _which(company)
    rows = portfolio(company.initiatives, company.as_of, company.assumptions)
    return _told(company, rows, read, day, counts, np.ones(len(day), dtype=bool))[0]


def _table_end(company: Company) -> float:
    """The day of the newest incident table, counted from the as-of date; never after it."""
    known = company.table_dates.get("incidents", company.as_of)
    return float(min((known - company.as_of).days, 0))


def _inside(downtime: Downtime | None, placed: pd.DataFrame) -> Downtime | None:
    """The same, counting only losses inside the history."""
    return downtime and replace(downtime, estimated=int(placed["estimated"].sum()))


def _which(company: Company) -> tuple[pd.DataFrame, Array, Flags, dict[str, int]]:
    """What is read of the incidents, the day of each, whether it happened up to the as-of date, how many did not."""
    given = company.incidents
    if given is None or not len(given):
        nothing = {"cancelled_or_duplicate": 0, "after_as_of": 0}
        return pd.DataFrame({"incident_id": [], "place": []}), np.zeros(0), np.zeros(0, dtype=bool), nothing
    read = once(given[[name for name in READ if name in given]].assign(place=np.arange(len(given))), "incident_id")
    day = _days_after(_moments(read, "opened_at"), np.datetime64(company.as_of, "D").astype("datetime64[us]"))
    states = texts_of(read.get("state"), len(read))
    void = states.each(lambda state: bool(NOT_COUNTED.search(state))).astype(bool)
    late = np.isnan(day) | (day > 0.999)
    dropped = {"cancelled_or_duplicate": int(void.sum()), "after_as_of": int((late & ~void).sum())}
    return read, day, ~void & ~late, dropped


def _told(
    company: Company, rows: pd.DataFrame, read: pd.DataFrame, day: Array, counts: Flags, wanted: Flags
) -> tuple[pd.DataFrame, Downtime | None]:
    """Those incidents that count and are wanted, with their link; what downtime tells, of all that count."""
    if not len(read):
        return _no_incidents(), None
    chosen = counts & wanted
    columns = {name: _only(values, chosen) for name, values in _read(read, day, company, rows)}
    sums = {name: _sums(read, name)[counts] for name in _SUMS}
    found, downtime = _with_estimates(sums, company.assumptions)
    return pd.DataFrame(columns | {name: _only(of, wanted[counts]) for name, of in found.items()}, copy=False), downtime


def _no_incidents() -> pd.DataFrame:
    names = ("incident_id", "day", "class", "unit", "initiative", "linked", "open_days", "place", "loss", "loss_low",
             "loss_high", "estimated")  # fmt: skip
    frame = pd.DataFrame({name: [] for name in names}, dtype=float)
    return frame.astype({"linked": bool, "estimated": bool, "place": np.int64})


def _read(given: pd.DataFrame, day: Array, company: Company, rows: pd.DataFrame) -> Iterator[tuple[str, Column]]:
    """The columns the model uses, from a frame that may lack the optional ones; one by one, for there may be millions
    of rows."""
    yield "incident_id", _ids(given)
    yield "day", day
    classes, units = (texts_of(given.get(name), len(given)) for name in ("class", "business_unit"))
    yield "class", classes.column(one_spelling(classes))
    yield "unit", units.column([name.strip() for name in units.distinct])
    del classes, units
    yield from zip(("initiative", "linked"), initiatives_behind(given, company.changes, rows), strict=True)
    open_days = _days_after(_moments(given, "resolved_at"), _moments(given, "opened_at"))
    yield "open_days", np.clip(open_days, 0.0, None, out=open_days)
    yield "place", given["place"].to_numpy(dtype=np.int64)


def _only(values: Column, which: npt.NDArray[np.bool_]) -> Column:
    """Those of the values, numbered anew; all of them as they are."""
    if which.all():
        return values
    return values[which].reset_index(drop=True) if isinstance(values, pd.Series) else values[which]


def _with_estimates(sums: dict[str, Array], given: Assumptions) -> tuple[dict[str, Column], Downtime | None]:
    """Losses of incidents, estimated from downtime where none is known and the company states its cost."""
    loss, low, high, hours = (sums[name] for name in _SUMS)
    middle = np.sqrt(np.where((low > 0) & (high >= low), low * high, np.nan))
    found, downtime = estimated(hours, np.where(np.isnan(loss), middle, loss), given)
    there = np.isfinite(found) & np.isnan(low) & np.isnan(high)  # what is stated of a range is not overruled
    return {"loss": np.where(there, found, loss), "loss_low": low, "loss_high": high, "estimated": there}, downtime


def one_spelling(names: Texts) -> list[str]:
    """Class names with case and spaces set aside: each as it is written most often; none is `unclassified`.

    Returns one name for each distinct one.

    >>> one_spelling(texts_of(pd.Series(["Outage", "outage ", "Outage", ""])))
    ['Outage', 'Outage', 'unclassified']
    """
    trimmed = [" ".join(name.split()) or "unclassified" for name in names.distinct]
    often: Counter[str] = Counter()
    for name, count in zip(trimmed, names.counts().tolist(), strict=True):
        often[name] += count
    chosen = {name.casefold(): name for name in sorted(often, key=lambda name: (often[name], name))}
    return [chosen[name.casefold()] for name in trimmed]


def _ids(frame: pd.DataFrame) -> pd.Series | npt.NDArray[np.object_]:
    """The ids of the rows, numbered anew; a column of text stays as it is."""
    ids = frame["incident_id"]
    return ids.reset_index(drop=True) if isinstance(ids.dtype, pd.StringDtype) else ids.to_numpy(dtype=object)


def _moments(frame: pd.DataFrame, name: str) -> npt.NDArray[np.datetime64]:
    column = frame.get(name, pd.Series(pd.NaT, index=frame.index))
    return pd.to_datetime(column, errors="coerce").to_numpy(dtype="datetime64[us]")


def _days_after(moments: npt.NDArray[np.datetime64], start: npt.NDArray[np.datetime64] | np.datetime64) -> Array:
    return np.asarray((moments - start) / np.timedelta64(1, "D"))


def _sums(frame: pd.DataFrame, name: str) -> Array:
    column = frame.get(name, pd.Series(np.nan, index=frame.index))
    sums = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(sums) & (sums >= 0), sums, np.nan)


def _last_day(days: Array, table_end: float) -> tuple[float, float | None]:
    """Where the history ends, and the last incident's day if the record falls silent long before."""
    inside = days[days <= table_end + 1]
    if len(inside) < 2:
        return table_end, None
    usual_gap = max(inside[-1] - inside[0], 1.0) / (len(inside) - 1)
    silent = (table_end - inside[-1]) / usual_gap > SILENCE and table_end - inside[-1] > QUARTER_DAYS
    return (float(inside[-1]), float(inside[-1])) if silent else (table_end, None)


def _quarters(days: Array, end: float) -> int:
    """How many quarters the record covers: from the first incident that no long silence cuts off."""
    if not len(days):
        return 1
    following = np.arange(len(days) - 1, 0, -1)
    gaps = np.diff(days)
    usual = following / np.maximum(end - days[1:], 1.0)
    cuts = np.flatnonzero((gaps * usual > SILENCE) & (gaps > QUARTER_DAYS))
    kept = days[cuts[-1] + 1 :] if len(cuts) else days
    span = (end - kept[0]) * (len(kept) + 1) / len(kept)
    return int(np.clip(np.floor(span / QUARTER_DAYS + 0.2), 1, MOST_QUARTERS))


def _quarters_of_work(rows: pd.DataFrame) -> int:
    begun = rows["begun"].to_numpy(dtype=float)
    known = begun[~np.isnan(begun)]
    return int(np.clip(np.ceil(-known.min() / QUARTER_DAYS), 1, 12)) if len(known) else 1


def _quarter_of(day: Array, quarters: int, end: float) -> npt.NDArray[np.int64]:
    """The quarter of each day, 0 the oldest; negative before them, and for what comes after them or has no day."""
    ago = np.floor(np.maximum(end + 1 - day, 0.0) / QUARTER_DAYS * (1 - 1e-12))
    return np.where(day <= end + 1, quarters - 1 - np.nan_to_num(ago), -1).astype(np.int64)


def _placed(incidents: pd.DataFrame, quarters: int, end: float) -> pd.DataFrame:
    """The incidents inside the history, each with its quarter; rare classes beyond the twelfth pooled."""
    placed = incidents.assign(quarter=_quarter_of(incidents.pop("day").to_numpy(dtype=float), quarters, end))
    often = {str(name): int(count) for name, count in placed["class"].value_counts(sort=False).items()}
    if len(often) > MOST_CLASSES:
        usual = sorted(often, key=lambda name: (-often[name], name))[:MOST_CLASSES]
        placed["class"] = placed["class"].where(placed["class"].isin(usual), OTHER_CLASSES)
    return placed


def _counts(placed: pd.DataFrame, quarters: int) -> pd.DataFrame:
    found = texts_of(placed["class"])
    names = sorted(found.distinct)
    code = np.array([names.index(name) for name in found.distinct], dtype=np.int64)[found.code]
    cells = placed["quarter"].to_numpy(dtype=np.int64) * len(names) + code
    counts = np.bincount(cells, minlength=quarters * len(names)).astype(float)
    return pd.DataFrame(counts.reshape(quarters, len(names)), columns=names)


def _linked_counts(placed: pd.DataFrame, open_share: Array) -> Array:
    """Linked incidents per initiative and quarter; one that comes just after the work is put to its last quarter."""
    counts = np.zeros_like(open_share)
    known = placed["initiative"].to_numpy(dtype=np.int64) >= 0
    row = placed["initiative"].to_numpy(dtype=np.int64)[known]
    quarter = placed["quarter"].to_numpy(dtype=np.int64)[known]
    before = np.maximum(quarter - 1, 0)
    quarter = np.where(open_share[row, quarter] > 0.01, quarter, before)
    worked = open_share[row, quarter] > 0.01
    np.add.at(counts, (row[worked], quarter[worked]), 1.0)
    return counts
