"""Changes an initiative released on the service that failed a few days later: which, how long before, how rare."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.linking.evidence import Codes, Pairs, plain

DAYS = 7.0
"""So long after a change an incident may be put to it."""

AFTER_A_CHANGE = 0.4
"""How often an incident that came from an initiative follows one of its changes on the same service."""

LIKELIER_SOON, HALF_LIFE_DAYS = 2.0, 2.0
WENT_WRONG = re.compile(r"unsuccess|fail|issue|incident|back|problem|not ok|error|fehl|échou|échec|fallid|falh", re.I)
IF_WRONG, IF_RIGHT = 3.0, 0.6
MOST, DAY = 50.0, np.timedelta64(1, "D")


def releases(incidents: pd.DataFrame, initiatives: pd.DataFrame, changes: pd.DataFrame | None) -> Pairs:
    """For each incident the initiatives that released a change on its service shortly before, and how that weighs."""
    if changes is None or not len(changes):
        return _none()
    made = _made(changes, initiatives)
    found = _shortly_before(incidents, made)
    if not len(found):
        return _none()
    usual = 1 - np.exp(-found["per_day"].to_numpy(dtype=float) * DAYS)
    soon = LIKELIER_SOON * 0.5 ** (found["days"].to_numpy(dtype=float) / HALF_LIFE_DAYS)
    wrong = np.where(found["wrong"].to_numpy(dtype=bool), IF_WRONG, IF_RIGHT)
    ratio = np.clip(AFTER_A_CHANGE * soon * wrong / np.maximum(usual, 1e-3), 1.0, MOST)
    best = found.assign(weight=np.log(ratio)).sort_values("weight", ascending=False, kind="stable")
    best = best.drop_duplicates(["incident", "initiative"]).sort_values(["incident", "initiative"])
    return Pairs(
        best["incident"].to_numpy(dtype=np.intp),
        best["initiative"].to_numpy(dtype=np.intp),
        best["weight"].to_numpy(dtype=float),
        best[["change_id", "days", "wrong"]].to_records(index=False).astype(object),
    )


def _made(changes: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """The changes of known initiatives with a service and a time, and how many a day there are of each kind."""
    owner = pd.Index(initiatives["initiative_id"].to_numpy(dtype=object)).get_indexer(
        pd.Index(changes["initiative_id"].to_numpy(dtype=object))
    )
    wrong = [bool(WENT_WRONG.search(text)) for text in plain(changes["outcome"])]
    made = pd.DataFrame({
        "initiative": owner, "service": plain(changes["service"]), "at": changes["finished_at"].to_numpy(),
        "change_id": changes["change_id"].to_numpy(dtype=object), "wrong": wrong,
    })  # fmt: skip
    made = made[(made["initiative"] >= 0) & (made["service"] != "") & made["at"].notna()]
    of_one = made.groupby(["initiative", "service"])["at"]
    all_of_it = made.groupby("initiative")["at"]
    span_days = (all_of_it.transform("max") - all_of_it.transform("min")).dt.total_seconds() / 86_400
    return made.assign(per_day=of_one.transform("size") / np.maximum(span_days + DAYS, 30.0))


def _shortly_before(incidents: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Every pair of an incident and a change on its service at most some days before it."""
    services, names = pd.factorize(np.array(plain(incidents["service"]), dtype=object))
    of_change = pd.Index(names).get_indexer(pd.Index(made["service"]))
    opened = incidents["opened_at"].to_numpy(dtype="datetime64[us]")
    rows = np.flatnonzero(~np.isnat(opened))
    key = _key(of_change, made["at"].to_numpy(dtype="datetime64[us]"))
    order = np.argsort(key, kind="stable")
    last = np.searchsorted(key[order], _key(services[rows], opened[rows]), side="right")
    first = np.searchsorted(key[order], _key(services[rows], opened[rows] - DAYS * DAY))
    count = last - first
    place = np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    changes = made.iloc[order[place]].assign(incident=np.repeat(rows, count))
    days = (opened[changes["incident"]] - changes["at"].to_numpy(dtype="datetime64[us]")) / DAY
    found: pd.DataFrame = changes.assign(days=days)
    return found


def _key(service: Codes, at: np.ndarray) -> npt.NDArray[np.int64]:
    """One number that orders by service and then by time."""
    minutes = (at - np.datetime64("1900-01-01", "us")) // np.timedelta64(1, "m")
    key: npt.NDArray[np.int64] = service.astype(np.int64) * 10**9 + np.clip(minutes.astype(np.int64), 0, 10**9 - 1)
    return key


def _none() -> Pairs:
    empty = np.zeros(0, dtype=np.intp)
    return Pairs(empty, empty, np.zeros(0), np.zeros(0, dtype=object))
