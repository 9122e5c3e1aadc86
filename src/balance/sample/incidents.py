"""Incidents: how many, what they were, what they cost and what of it is recorded when.

The frame has the columns of schema table `incidents`, all of them as they are known in the end, and besides:
`cause` (row of the initiative, -1 for none), `true_loss`, `loss_booked_on`, `by_change` (a change set it off).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.sample.calendar import first_day, month_of
from balance.sample.delivery import FLOOR, Delivery, membership
from balance.sample.initiatives import Initiative
from balance.sample.portfolio import UNITS
from balance.sample.truth import LossClass, Truth
from balance.sample.wording import CAUSES, CHANNELS, SERVICES, SUPPLIERS, TITLES

Array = npt.NDArray[np.float64]
FIRST_NUMBER = 412_300


@dataclass(frozen=True)
class Cause:
    """One incident before it is written up: quarter, unit, initiative (-1 for none)."""

    quarter_end: date
    unit: int
    initiative: int


def risk_factor(initiatives: Sequence[Initiative], truth: Truth) -> Array:
    """How much more often than a plain one each initiative causes incidents."""
    sizes = np.array([one.budget for one in initiatives])
    tags = [float(np.prod([truth.technology_factors[tag] for tag in one.tags])) for one in initiatives]
    late = np.array([truth.late_factor**one.score for one in initiatives])
    return np.asarray(late * np.array(tags) * (sizes / np.median(sizes)) ** truth.size_elasticity)


def rates(active: Array, initiatives: Sequence[Initiative], truth: Truth) -> tuple[Array, Array]:
    """Expected incidents of one quarter, per initiative and (others) per unit, for the shares active in it.

    `active` has the initiatives on its last axis; so does the first result, the second has the units there.
    """
    units = membership(initiatives)
    usual = np.array([truth.usual_open[unit] for unit in UNITS])
    load = np.maximum(active @ units.T, FLOOR) / usual
    own = truth.incidents_per_open_quarter * active * risk_factor(initiatives, truth)
    share = np.array([truth.unit_share_of_others[unit] for unit in UNITS])
    others = truth.other_incidents_per_quarter * share * load**truth.load_other
    return own * (load**truth.load_risk @ units), others


def draw_causes(
    rng: np.random.Generator, initiatives: Sequence[Initiative], delivery: Delivery, truth: Truth, ends: Sequence[date]
) -> list[Cause]:
    """Every incident of the quarters, counted by unit, quarter and initiative, all of a unit sharing its luck."""
    units = membership(initiatives)
    shape = 1.0 / truth.unit_quarter_variance
    causes: list[Cause] = []
    for end in ends:
        own, others = rates(delivery.quarter(end), initiatives, truth)
        luck = rng.gamma(shape, 1.0 / shape, len(UNITS))
        for row, count in enumerate(rng.poisson(own * (luck @ units))):
            causes += [Cause(end, int(np.argmax(units[:, row])), row)] * int(count)
        for unit, count in enumerate(rng.poisson(others * luck)):
            causes += [Cause(end, unit, -1)] * int(count)
    return causes


def write_up(
    rng: np.random.Generator,
    causes: Sequence[Cause],
    initiatives: Sequence[Initiative],
    delivery: Delivery,
    truth: Truth,
) -> pd.DataFrame:
    """One row per incident, numbered in the order they were opened."""
    rows = [_row(rng, cause, initiatives, delivery, truth) for cause in causes]
    rows.sort(key=lambda row: row["opened_at"])
    number = FIRST_NUMBER + np.cumsum(rng.integers(3, 90, len(rows)))
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else None)
    frame.insert(0, "incident_id", [f"INC{one:07d}" for one in number])
    return frame


def _row(
    rng: np.random.Generator, cause: Cause, initiatives: Sequence[Initiative], delivery: Delivery, truth: Truth
) -> dict[str, Any]:
    one = initiatives[cause.initiative] if cause.initiative >= 0 else None
    kind = _class_of(rng, truth, one is not None)
    opened = _moment_in(rng, _days(cause, one, delivery))
    unit = UNITS[cause.unit]
    service, supplier = (_pick(rng, names) for names in (SERVICES[unit], SUPPLIERS))
    loss = float(min(np.exp(rng.normal(np.log(kind.median_loss), kind.spread)), truth.loss_cap))
    bearable = rng.uniform() < truth.loss_known_share
    return {
        "opened_at": opened,
        "class": kind.name,
        "title": _pick(rng, TITLES[kind.name]).format(service=service, supplier=supplier),
        "severity": _priority(rng, loss),
        "business_unit": unit,
        "service": service,
        "technology": _technology(rng, one),
        "initiative_id": one.number if one is not None and rng.uniform() < truth.linked_directly else None,
        "third_party": supplier if kind.name == "Supplier outage" else None,
        **_times(rng, kind, opened),
        **_reporting(rng, kind, opened, loss),
        "loss": _recorded(loss) if bearable else None,
        "recovered": _recorded(loss * float(rng.uniform(0.2, 0.6))) if bearable and loss > 400_000 else None,
        "records_affected": _records(rng, kind),
        "detected_by": _pick(rng, CHANNELS[kind.name]),
        "root_cause": _pick(rng, CAUSES[kind.name]),
        "cause": cause.initiative,
        "by_change": _by_change(rng, kind, one, truth),
        "true_loss": loss,
        "loss_booked_on": opened.date() + timedelta(days=int(np.ceil(rng.lognormal(np.log(9.0), 0.8)))),
    }


def _class_of(rng: np.random.Generator, truth: Truth, of_initiative: bool) -> LossClass:
    shares = [kind.of_initiatives if of_initiative else kind.of_others for kind in truth.classes]
    return truth.classes[int(rng.choice(len(shares), p=np.array(shares) / sum(shares)))]


def _days(cause: Cause, one: Initiative | None, delivery: Delivery) -> tuple[date, date]:
    """First and last day on which it can have happened: the quarter, or the initiative's part of it."""
    begin = first_day(month_of(cause.quarter_end) - 2)
    if one is None:
        return begin, cause.quarter_end
    finished = delivery.finished_on[cause.initiative]
    ends = [day for day in (finished, one.cancelled_on, cause.quarter_end) if day is not None]
    return max(begin, one.started_on), max(min(ends), max(begin, one.started_on))


def _moment_in(rng: np.random.Generator, days: tuple[date, date]) -> datetime:
    begin, end = days
    day = begin + timedelta(days=int(rng.integers(0, (end - begin).days + 1)))
    minute = int(np.clip(rng.normal(13.0, 4.5), 0.0, 23.9) * 60)
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


def _pick(rng: np.random.Generator, names: Sequence[str]) -> str:
    return names[int(rng.integers(0, len(names)))]


def _priority(rng: np.random.Generator, loss: float) -> str:
    level = np.log10(max(loss, 1.0)) + float(rng.normal(0.0, 0.4))
    return "1 - Critical" if level > 5.2 else "2 - High" if level > 4.2 else "3 - Moderate"


def _technology(rng: np.random.Generator, one: Initiative | None) -> str | None:
    if one is None:
        return _pick(rng, ("cloud", "erp", "mobile", "iot")) if rng.uniform() < 0.35 else None
    return "; ".join(one.tags) or None


def _times(rng: np.random.Generator, kind: LossClass, opened: datetime) -> dict[str, Any]:
    """When it began, was noticed and was over; the longer ones are slower to notice as well."""
    hours = float(rng.lognormal(np.log(kind.hours), 1.0))
    unseen = float(rng.lognormal(np.log(kind.hours / 12.0), 1.0))
    detected = opened - timedelta(minutes=int(rng.integers(2, 50)))
    outage = kind.duration >= 0.6 and kind.hours < 24.0
    return {
        "occurred_at": _minute(detected - timedelta(hours=min(unseen, 2_000.0))),
        "detected_at": detected,
        "resolved_at": _minute(opened + timedelta(hours=min(hours, 4_000.0))),
        "downtime_hours": round(min(hours, unseen + 0.8 * hours), 1) if outage else None,
    }


def _reporting(rng: np.random.Generator, kind: LossClass, opened: datetime, loss: float) -> dict[str, Any]:
    """The clock of the large ones: when the company knew and when it found the incident material."""
    if kind.external + (kind.name == "Data disclosure") < 1.0 or loss < 250_000.0 or kind.name == "Supplier outage":
        return {"aware_at": None, "material_on": None}
    aware = opened + timedelta(hours=int(rng.integers(1, 20)))
    return {"aware_at": aware, "material_on": aware.date() + timedelta(days=int(rng.integers(1, 4)))}


def _records(rng: np.random.Generator, kind: LossClass) -> int | None:
    if kind.name not in ("Data disclosure", "Intrusion and extortion") or rng.uniform() < 0.4:
        return None
    return int(rng.lognormal(5.0, 2.0)) + 1


def _by_change(rng: np.random.Generator, kind: LossClass, one: Initiative | None, truth: Truth) -> bool:
    recorded = bool(rng.uniform() < truth.change_recorded)
    return recorded and (one is not None or kind.name == "Failed change")


def _recorded(loss: float) -> float:
    """A loss as people write it: two or three significant figures, never nothing."""
    return float(f"{max(loss, 100.0):.3g}")


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
