"""The notification clocks of one incident as a block, and what they ask of the board now."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from balance import formats
from balance.boardpack.happened import Happened
from balance.boardpack.slides import Block, Cell, Column, Notice, Table, Tone
from balance.language import label, noted, say
from balance.model.notification import MET, OVER, PASSED, RUNNING
from balance.regimes import BY_CODE, REGIMES

SHOWN = 5
_ORDER = {RUNNING: 0, OVER: 1, PASSED: 2}


def clocks(happened: Happened) -> Block:
    """Each period of the regimes stated to apply: when it runs out, and how it stands."""
    if not happened.regimes:
        names = formats.listed([one.name for one in REGIMES])
        return Notice(
            say("No notification clock runs: no regime is stated to apply"),
            say("Which of {names} apply is stated under Assumptions, regime:NAME as 1; none is assumed.", names=names),
        )
    if not len(happened.clock):
        return Notice(
            say("No clock has started"),
            say("The incident has neither aware_at nor material_on: whether a period runs cannot be told."),
        )
    ordered = _in_order(happened.clock)
    columns = (
        Column(say("Notification clock"), 2.5, lines=2),
        Column(say("Runs out"), 1.8),
        Column(say("Stands"), 1.9, lines=2),
    )
    rows = tuple(_row(row) for row in ordered.head(SHOWN).to_dict("records"))
    left = len(ordered) - len(rows)
    more = say("and {dates}, on the screen of incidents", dates=formats.count(left, "further date")) if left else ""
    return Table(
        "", "", columns, rows, alt=say("Notification periods, when they run out and how they stand."), more=more
    )


def due_now(happened: Happened) -> Iterator[tuple[str, date | None]]:
    """What the clocks ask: notices to send, each with its date; late ones to explain, sent ones to record."""
    if not happened.regimes or not len(happened.clock):
        return
    rows = _in_order(happened.clock).to_dict("records")
    for row in rows:
        if row["state"] == RUNNING:
            yield (
                say(
                    "Send the {step} under {name}",
                    step=label(str(row["step"])),
                    name=BY_CODE[str(row["regime"])].name,
                ),
                pd.Timestamp(row["due"]).date(),
            )
    for state, asked in (
        (OVER, noted("Give the reasons why what was due under {names} went late")),
        (PASSED, noted("Record when what was due under {names} went out")),
    ):
        names = list(dict.fromkeys(BY_CODE[str(row["regime"])].name for row in rows if row["state"] == state))
        if names:
            yield say(asked, names=formats.listed(names)), None


def _in_order(clock: pd.DataFrame) -> pd.DataFrame:
    """What still runs first, then what is late; each as it falls due."""
    rank = clock["state"].map(_ORDER).fillna(3)
    return clock.assign(rank=rank).sort_values(["rank", "due", "regime", "step"], kind="stable", na_position="last")


def _row(row: Mapping[Hashable, Any]) -> tuple[Cell, ...]:
    due = pd.Timestamp(row["due"])
    until = formats.MISSING if pd.isna(due) else formats.moment(due.to_pydatetime())
    if row["clock"] == "material_on" and not pd.isna(due):
        until = say("end of {due}", due=formats.day(due))
    said, tone = _stands(row)
    named = f"{BY_CODE[str(row['regime'])].name}: {label(str(row['step']))}"
    return Cell(named, bold=True), Cell(until), Cell(said, tone)


def _stands(row: Mapping[Hashable, Any]) -> tuple[str, Tone]:
    match row["state"]:
        case state if state == MET:
            return say("✓ met"), "good"
        case state if state == OVER:
            return say("▲ over by {hours_over}", hours_over=formats.span(row["hours_over"])), "bad"
        case state if state == RUNNING:
            return say("◷ still running"), "ink"
        case state if state == PASSED:
            return say("○ no notice recorded"), "soft"
        case _:
            return say("○ cannot be told: no {clock}", clock=row["clock"]), "soft"
