"""What the company's tools know on the as-of date: the frames of the schema, with all that was never written down."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from tests.simulated.firm import AHEAD, TAGS, stream
from tests.simulated.world import World

from balance.assumptions import resolve
from balance.company import Company
from balance.schema import FRAME_TYPES, TABLES

AS_OF = date(2026, 9, 30)
DAYS = 365 / 12
FLOOR_QUANTILE = 0.4
RANGE_WIDTH = float(np.log(10.0))
KINDS = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Severe")


def company(world: World, limit: float) -> Company:
    """The company as Balance would be told of it; `limit` is the yearly loss the board does not want to exceed."""
    known, changes = incidents(world)
    table = typed(known, "incidents") if world.case.incident_table else None
    return Company(
        AS_OF, resolve(assumptions(world, limit)), typed(initiatives(world), "initiatives"), table,
        typed(changes, "changes") if len(changes) else None,
    )  # fmt: skip


def moments(months, days_only=False):
    """Months from the end of the as-of date as moments; as days where nobody writes hours."""
    at = np.datetime64(AS_OF, "D").astype("datetime64[s]") + np.timedelta64(86400, "s")
    known = np.isfinite(months)
    seconds = np.where(known, np.floor(np.where(known, months, 0.0) * DAYS * 86400), 0).astype("timedelta64[s]")
    found = at + seconds
    found = found.astype("datetime64[D]") if days_only else found
    return np.where(known, found.astype("datetime64[us]"), np.datetime64("NaT", "us"))


def initiatives(world: World):
    """Everything that was open in the history, or is approved for the coming year."""
    firm, finish = world.firm, world.course.finish[0]
    gone = np.minimum(np.where(np.isfinite(finish), finish, np.inf), firm.cancelled)
    rows = np.flatnonzero((gone > -3.0 * world.truth.quarters) & (firm.start < AHEAD) & firm.announced)
    start, due, end = firm.start[rows], firm.start_planned[rows], finish[rows]
    stage = np.where(start >= 0, "approved", "in_flight").astype(object)
    stage[np.isfinite(end)] = "done"
    stage[(firm.cancelled[rows] <= 0) & ~np.isfinite(end)] = "cancelled"
    ended = np.where(np.isfinite(end), end, np.where(stage == "cancelled", firm.cancelled[rows], np.nan))
    joined = np.array(["design", "build", "late"], dtype=object)[(firm.score[rows] * 2).astype(int)]
    tags = ["; ".join(tag for tag, has in zip(TAGS, row, strict=True) if has) or None for row in firm.tags[rows]]
    return pd.DataFrame({
        "initiative_id": [identity(row) for row in rows], "name": [f"Initiative {row}" for row in rows],
        "stage": stage, "business_unit": [unit_name(unit) for unit in firm.unit[rows]],
        "start_planned": moments(due, True), "start_actual": moments(np.where(start < 0, start, np.nan), True),
        "finish_planned": moments(due + firm.planned[rows], True), "finish_actual": moments(ended, True),
        "security_joined": joined, "technology": tags, "budget": firm.budget[rows], "annual_value": firm.value[rows],
    })  # fmt: skip


def identity(row) -> str:
    """The id of an initiative."""
    return f"I-{row:03d}"


def unit_name(unit) -> str:
    """The name of a unit."""
    return f"Unit {unit:02d}"


def incidents(world: World):
    """The incident table and the table of changes that ties some of it to initiatives."""
    rng, happened = stream(world.seed, "records"), world.incidents
    count = len(happened.month)
    link = linked_to(rng, world)
    through = (link >= 0) & (rng.uniform(size=count) < 0.4)
    names = np.array([identity(row) if row >= 0 else None for row in link], dtype=object)
    change = np.array([f"C-{number:05d}" for number in range(count)], dtype=object)
    resolved = happened.month + np.exp(rng.normal(np.log(0.02), 1.0, count))
    frame = pd.DataFrame({
        "incident_id": [f"N-{number:05d}" for number in range(count)], "opened_at": moments(happened.month),
        "resolved_at": moments(np.where(resolved < 0, resolved, np.nan)),
        "class": np.array(KINDS, dtype=object)[np.minimum(happened.kind, len(KINDS) - 1)],
        "business_unit": [unit_name(unit) for unit in happened.unit],
        "initiative_id": np.where(through, None, names), "change_id": np.where(through, change, None),
    } | losses(rng, world))  # fmt: skip
    severe = happened.kind == len(world.truth.laws)
    frame.loc[severe, "class"] = KINDS[-1]
    changes = pd.DataFrame({"change_id": change, "finished_at": frame["opened_at"], "initiative_id": names})[through]
    return frame, changes


def linked_to(rng, world: World):
    """The initiative each incident names (a row), -1 where it names none; some links are lost, some are false."""
    happened, firm, case = world.incidents, world.firm, world.case
    kept, early, wrong, which = rng.uniform(size=(4, len(happened.month)))
    keeps = (happened.cause >= 0) & (kept < world.truth.linked)
    keeps &= ~((firm.score[happened.cause] == 0) & (early < case.early_links_lost))
    link = np.where(keeps, happened.cause, -1)
    for row in np.flatnonzero(~keeps & (wrong < case.false_links)):
        open_then = open_in(world, happened.unit[row], happened.month[row])
        if len(open_then):
            link[row] = open_then[int(which[row] * len(open_then))]
    return link


def open_in(world: World, unit: int, month: float):
    """What a unit had open in a month."""
    place = int(np.floor(month)) - world.course.first_month
    return np.flatnonzero((world.firm.unit == unit) & (world.course.active[0, :, place] > 0))


def losses(rng, world: World):
    """What of the losses is recorded, as points or as ranges."""
    loss, case = world.incidents.loss, world.case
    shown = recorded(rng, world)
    as_range = shown & (rng.uniform(size=len(loss)) < case.ranges)
    where = rng.uniform(size=len(loss))
    return {
        "loss": np.where(shown & ~as_range, loss, np.nan),
        "loss_low": np.where(as_range, loss * np.exp(-where * RANGE_WIDTH), np.nan),
        "loss_high": np.where(as_range, loss * np.exp((1 - where) * RANGE_WIDTH), np.nan),
    }


def recorded(rng, world: World):
    """Which losses are written down; severe ones always are."""
    loss, case, happened = world.incidents.loss, world.case, world.incidents
    chance, severe = rng.uniform(size=len(loss)), happened.kind == len(world.truth.laws)
    if case.missing == "below a floor":
        return (loss >= floor_of(world)) | severe
    if case.missing == "small" and len(loss):
        depth = (np.log(loss) - np.median(np.log(loss))) / max(float(np.log(loss).std()), 1e-9)
        return (chance < 1.0 / (1.0 + np.exp(-2.0 * depth))) | severe
    return (chance < case.loss_known) | severe


def floor_of(world: World) -> float:
    """The loss below which this company records none: a round sum near the lower two fifths."""
    drawn = [law.draw(stream(world.seed, "floor"), 400) for law in world.truth.laws]
    amount = float(np.quantile(np.concatenate(drawn), FLOOR_QUANTILE))
    unit = 10.0 ** np.floor(np.log10(amount))
    return float(np.round(amount / unit) * unit)


def assumptions(world: World, limit: float):
    """What the company states: limit and cap, and what its case says besides."""
    stated = {"loss_limit": limit, "loss_cap": world.truth.cap}
    if world.case.severe:
        stated |= {"revenue": world.truth.revenue, "loss_cap": max(world.truth.revenue, world.truth.cap)}
    if world.case.severe_floor:
        stated["materiality_floor"] = world.case.severe_floor
    told = {key: repr(float(value)) for key, value in stated.items()}
    if world.case.floor_stated:
        told |= {"loss_recording_floor": repr(floor_of(world)), "loss_recording:missing_means": "below_floor"}
    return pd.DataFrame({"key": list(told), "value": list(told.values())})


def typed(frame, table: str):
    """The frame with the types that the store hands out."""
    for column in TABLES[table].columns:
        if column.name in frame:
            frame[column.name] = frame[column.name].astype(FRAME_TYPES[column.type])
    return frame
