"""Slide 2: what changed since the date before, what it came from, and which of it is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from balance import formats
from balance.boardpack import bridged, wording
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Block, BridgeChart, Cell, Column, Item, Layout, Points, Slide, Table, Tone
from balance.company import Company
from balance.findings.bridge import bridge
from balance.findings.changes import Change, changes, headline
from balance.language import say
from balance.ranges import UNKNOWN, Range
from balance.report import Report

NAMED = 3
"""Initiatives named of those that finished or started."""


def slides(report: Report, beside: Beside, company: Company | None) -> tuple[Slide, ...]:
    """One slide, or none without an earlier report or where both have no number in common."""
    before = beside.before
    found = changes(report, before) if before is not None else {}
    if before is None or not found:
        return ()
    since = formats.day(before.as_of)
    charts = bridged.charts(beside.bridge, before.as_of, report)
    table, happened = _table(found, before, report, large=not charts), _happened(company, before, report)
    layout, blocks = _arranged(charts, table, happened)
    told, *caveats = _causes(charts, beside, report, since) if charts else (_on_both_days(since, report),)
    return (
        Slide(
            layout=layout,
            title=headline(found, since),
            subtitle=told,
            blocks=blocks,
            notes=(*caveats, *map(_note, found.values()), *_read_with(before, report), wording.how_sure(report)),
            footer=wording.footer(report),
            sheets=("Changes", "BridgeValue", "BridgeRisk", "Initiatives", "Incidents"),
        ),
    )


def _arranged(
    charts: Sequence[BridgeChart], table: Table, happened: tuple[Block, ...]
) -> tuple[Layout, tuple[Block, ...]]:
    """Two bridges side by side over the numbers; one beside what happened; without any the numbers alone."""
    if len(charts) == 2:
        return "bridges", (*charts, table, *happened)
    return ("bridge", (*charts, *(happened or (_order(),)), table)) if charts else ("changes", (table, *happened))


def _order() -> Points:
    """What to know of causes, where nothing else stands beside them."""
    return Points(
        say("How to read it"), (Item("", say("Each cause is added to those above it, on the same readings.")),)
    )


def _on_both_days(since: str, report: Report) -> str:
    return say(
        "Each headline number on {since} and {as_of}, as the data stood on each day",
        since=since,
        as_of=formats.day(report.as_of),
    )


def _causes(charts: Sequence[BridgeChart], beside: Beside, report: Report, since: str) -> tuple[str, ...]:
    """What moved each number most, then what to know about causes."""
    if beside.bridge is None:
        return ("",)
    told = bridge(beside.bridge, report, since)
    cancelled = [say("Causes that are more than chance partly cancelled out.")] if bridged.cancelling(charts) else []
    return (" ".join([*cancelled, told.text]), *told.caveats)


def _table(found: Mapping[str, Change], before: Report, report: Report, *, large: bool) -> Table:
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Number"), 3.4 if large else 3.25, lines=2),
            Column(formats.day(before.as_of), 1.5 if large else 1.4, "right"),
            Column(formats.day(report.as_of), 1.5 if large else 1.4, "right"),
            Column(say("Likely range now"), 2.2 if large else 1.75, "right"),
            Column(say("Moved"), 1.6, "right"),
            Column(say("Signal or chance"), 3.2 if large else 2.4),
        ),
        rows=tuple(_row(name, change, report) for name, change in found.items()),
        alt=say("Each headline number then and now, its likely range, how far it moved and whether that is a signal."),
        large=large,
    )


def _row(name: str, change: Change, report: Report) -> tuple[Cell, ...]:
    said, tone = _called(change)
    return (
        Cell(change.measure, bold=True),
        Cell(change.before, "soft"),
        Cell(change.now, bold=True),
        Cell(_likely(name, change.now_range or UNKNOWN, report.currency), "soft"),
        Cell(change.moved or say("unchanged"), tone, bold=bool(change.moved)),
        Cell(said, tone, bold=change.signal),
    )


def _likely(name: str, range_: Range, currency: str) -> str:
    if name in ("value", "bad_year"):
        return formats.money_range(range_, currency)
    if name == "chance":
        return formats.chance_range(range_)
    if name == "cycle_time":
        return formats.MISSING if range_.low == range_.high else formats.months_range(range_)
    return formats.number_range(range_)


def _called(change: Change) -> tuple[str, Tone]:
    """What a change is worth, in word, mark and colour."""
    if not change.moved:
        return say("○ unchanged"), "soft"
    if not change.signal:
        return say("○ could be chance"), "soft"
    if change.better is None:
        return say("● signal"), "ink"
    return (say("● signal: better"), "good") if change.better else (say("● signal: worse"), "bad")


def _note(change: Change) -> str:
    return say(
        "{measure}: {before} before, {now} now; {told}.",
        measure=change.measure,
        before=change.before,
        now=change.now,
        told=change.told,
    )


def _read_with(before: Report, report: Report) -> tuple[str, ...]:
    same = before.model_version == report.model_version
    return (
        say(
            "A change is a signal where the earlier number lies outside today's likely range. "
            "Data that came or was mended since counts too: the earlier number is what was known "
            "then."
        ),
        *(() if same else (say("The two reports are of two versions of the model."),)),
    )


def _happened(company: Company | None, before: Report, report: Report) -> tuple[Block, ...]:
    """What was counted between the two days; nothing without the rows."""
    if company is None:
        return ()
    first, last = pd.Timestamp(before.as_of), pd.Timestamp(report.as_of)
    items = [*_delivered(company.initiatives, first, last), *_struck(company.incidents, first, last, report.currency)]
    return (Points(say("What happened in between"), tuple(items)),) if items else ()


def _delivered(rows: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp) -> list[Item]:
    if rows is None or not {"finish_actual", "start_actual", "name"} <= set(rows.columns):
        return []
    told = []
    for head, column in ((say("Finished"), "finish_actual"), (say("Started"), "start_actual")):
        those = rows[rows[column].gt(first) & rows[column].le(last)]
        told.append(Item(head, _named(those)))
    return told


def _named(rows: pd.DataFrame) -> str:
    """How many, the most valuable ones by name."""
    ordered = rows.sort_values(["annual_value", "initiative_id"], ascending=[False, True])
    names = [wording.brief(str(name)) for name in ordered["name"].head(NAMED) if isinstance(name, str) and name]
    named = ", ".join(names)
    if names and len(rows) > len(names):
        named = say("{names} and {count} more", names=named, count=formats.count(len(rows) - len(names)))
    listed = f": {named}" if names else ""
    return f"{formats.count(len(rows), 'initiative')}{listed}" if len(rows) else say("no initiative")


def _struck(rows: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp, currency: str) -> list[Item]:
    if rows is None or "opened_at" not in rows.columns:
        return []
    day = pd.Timedelta(days=1)
    those = rows[rows["opened_at"].ge(first + day) & rows["opened_at"].lt(last + day)]
    losses = pd.to_numeric(those["loss"], errors="coerce").dropna() if "loss" in those else pd.Series(dtype="float64")
    cost = say(
        ", {losses} with a known loss: {sum} together",
        losses=formats.count(len(losses)),
        sum=formats.money(float(losses.sum()), currency),
    )
    return [Item(say("Struck"), f"{formats.count(len(those), 'incident')}{cost if len(losses) else ''}")]
