"""The rows that each part of data quality speaks of, by their ids: those without a value, a link, a date that fits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from balance.model.contradictions import contradicting
from balance.model.downtime import recorded
from balance.model.false_links import doubtful
from balance.model.fit import Fit, with_duration

Ids = tuple[str, ...]


def counted(fit: Fit) -> Ids:
    """The incidents that count for the model."""
    return _ids(fit.history.incidents, np.ones(len(fit.history.incidents), dtype=bool))


def without_loss(fit: Fit) -> Ids:
    """Counted incidents that state neither a loss nor both ends of its range; an estimate is no statement."""
    rows = fit.history.incidents
    if not len(rows):
        return ()
    return _ids(rows, ~recorded(rows))


def without_link(fit: Fit) -> Ids:
    """Counted incidents that lead to no initiative of the portfolio."""
    past = fit.history
    if not len(past.incidents):
        return ()
    link = past.incidents["initiative"] >= 0 if len(past.portfolio) else past.incidents["linked"]
    return _ids(past.incidents, ~link.to_numpy(dtype=bool))


def with_doubtful_link(fit: Fit) -> Ids:
    """Counted incidents whose link contradicts the record; none where they are so few that they are slips."""
    return _ids(fit.history.incidents, doubtful(fit.history)) if len(fit.history.incidents) else ()


def without_duration(fit: Fit) -> Ids:
    """Initiatives that have begun, without the dates that say how long they took or were planned to take."""
    rows = fit.history.portfolio
    return _ids(rows, rows["begun"].notna().to_numpy() & ~with_duration(rows)) if len(rows) else ()


def without_value(fit: Fit) -> Ids:
    """Initiatives in flight or approved that state no yearly value."""
    rows = fit.plan.rows
    return _ids(rows, rows["annual_value"].isna().to_numpy()) if len(rows) else ()


def without_joining(fit: Fit) -> Ids:
    """Initiatives that do not say when security joined."""
    frame = fit.company.initiatives
    if frame is None or not len(frame):
        return ()
    if "security_joined" not in frame:
        return _ids(frame, np.ones(len(frame), dtype=bool))
    return _ids(frame, frame["security_joined"].isna().to_numpy())


def contradicted(fit: Fit) -> Mapping[str, Ids]:
    """By table: the rows whose dates contradict each other or the stage they stand beside."""
    found = {}
    for table, key in (("initiatives", "initiative_id"), ("incidents", "incident_id")):
        frame: pd.DataFrame | None = getattr(fit.company, table)
        wrong = contradicting(table, frame)
        found[table] = () if frame is None else tuple(str(one) for one in frame.loc[wrong, key])
    return found


def of_last_quarter(fit: Fit) -> Ids:
    """The incidents of the newest quarter of the record: the ones a record cut off at its end is short of."""
    rows = fit.history.incidents
    return _ids(rows, (rows["quarter"] == fit.history.quarters - 1).to_numpy()) if len(rows) else ()


def _ids(rows: pd.DataFrame, chosen: np.ndarray) -> Ids:
    key = "incident_id" if "incident_id" in rows else "initiative_id"
    return tuple(map(str, rows[key].to_numpy(dtype=object)[chosen].tolist())) if len(rows) else ()
