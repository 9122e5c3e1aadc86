"""What was answered for an earlier load counts where the same question comes up again, and is told as that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from balance.ingest.readings import Reading
from balance.ingest.said import Decision, SheetSaid
from balance.ingest.sheet_values import SheetValues

AS_ANSWERED = "as answered"
AS_GIVEN = "as given in the mapping file"


def with_memory(read: Callable[[], SheetValues], said: SheetSaid) -> SheetValues:
    """The values of a sheet; questions that were answered for the earlier load are answered the same way.

    The cells of the new file are asked first: an earlier answer never wins over what they say themselves.
    """
    values = read()
    if said.how == "given":
        return values
    if said.recall([question for reading in values.readings.values() for question in reading.questions]):
        values = read()
    told = {name: _told(reading, name, said) for name, reading in values.readings.items()}
    return replace(values, readings=told)


def _told(reading: Reading, column: str, said: SheetSaid) -> Reading:
    """The reading with decisions that speak of the earlier load where they rest on it."""
    answered = any(column in key for key in said.recalled)
    decisions = tuple(
        replace(decision, evidence=decision.evidence.replace(AS_ANSWERED, said.source).replace(AS_GIVEN, said.source))
        if answered or decision.evidence.startswith(AS_GIVEN) else decision
        for decision in reading.decisions
    )  # fmt: skip
    return replace(reading, decisions=(*decisions, *_unlike(reading, column, said)))


def _unlike(reading: Reading, column: str, said: SheetSaid) -> tuple[Decision, ...]:
    """What is said where the cells themselves say another order of day and month than the earlier load was read by."""
    before = said.remembered.get(f"dates:{said.entry.get('table')}.{column}")
    now = reading.used.get("dates")
    if said.how != "remembered" or not before or not now or before == now:
        return ()
    return (Decision(column, f"no longer {before}", f"the cells of this file say so, {said.source} they did not"),)
