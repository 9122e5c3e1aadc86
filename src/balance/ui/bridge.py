"""What changed, on the overview: the causes between the last date and this one as a picture, the numbers as a table."""

from __future__ import annotations

import streamlit as st

from balance import figures, findings, formats
from balance.bridging import Bridge
from balance.findings.bridge import BAD_YEAR, CAUSES, CHANCE, Told, stands
from balance.findings.bridge import told as told_of
from balance.findings.changes import Change, headline
from balance.language import noted, say
from balance.report import Report
from balance.ui import blocks, overview, session
from balance.ui.show import figure, show

NOT_YET = noted("The next quarter's files make this picture.")
READ = noted("Filled or hatched: more than chance. Outlined: could be chance. Grey: earlier data corrected.")


def show_changes(changed: dict[str, Change], before: Report | None) -> None:
    """The bridge where it is worked out; until then, and where there is none, the numbers then and now."""
    base, found = session.analysis(), session.bridge()
    since = formats.quarter(before.as_of) if before else ""
    story = None if found is None or base is None else told_of(found, base.report)
    title = headline(changed, since)
    if found is None or base is None or before is None or story is None or not story.measures:
        table = overview.changes_table(changed) if changed else blocks.text(say(NOT_YET))
        show(blocks.section(title, "● moved beyond its likely range. ○ could be chance." if changed else ""), table)
        return
    told = findings.bridge(found, base.report, since)
    columns, rows = bridge_rows(story, found, base.report)
    figure(bridge_figure(story, found, base.report, before), "bridge", title=title, how_to_read=say(READ),
           columns=columns, rows=rows)  # fmt: skip
    with st.expander(say("All headline numbers then and now"), key="then_and_now", type="compact"):
        show(overview.changes_table(changed))
    show(blocks.caveats((told.text, *told.caveats)))


def bridge_figure(story: Told, found: Bridge, report: Report, before: Report) -> figures.Figure:
    """The picture of the bridge."""
    totals = [_total(name, found, report) for name in story.measures]
    steps = [
        figures.Moving(
            say(CAUSES[cause]), tuple(move.by for move in moves), tuple(move.said for move in moves),
            tuple(move.kind for move in moves),
        )
        for cause, _, moves in story.steps
    ]  # fmt: skip
    dates = formats.quarter(before.as_of), formats.quarter(report.as_of)
    return figures.bridge_chart(totals, steps, dates, mode=session.mode(), phone=session.phone())


def bridge_rows(
    story: Told, found: Bridge, report: Report
) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:  # fmt: skip
    """Every cause with the rows it is about, what it did to each number, and how sure that is."""
    columns = [blocks.Column("Cause"), blocks.Column("Rows", "right")]
    for name in story.measures:
        columns += [
            blocks.Column(_title(name, found, report).replace("\n", " "), "right"),
            blocks.Column("Could it be chance?"),
        ]
    words = {
        "good": say("● signal, better"),
        "bad": say("● signal, worse"),
        "open": say("○ could be chance"),
        "data": say("data corrected"),
    }
    rows: list[tuple[object, ...]] = []
    for cause, count, moves in story.steps:
        cells = [part for move in moves for part in (move.said or None, words[move.kind] if move.said else None)]
        rows.append((say(CAUSES[cause]), count, *cells))
    return columns, rows


def _total(name: str, found: Bridge, report: Report) -> figures.Total:
    before, after = found.before[name], found.after[name]
    return figures.Total(
        _title(name, found, report), before.value or 0.0, after.value or 0.0,
        stands(before, name, report), stands(after, name, report),
    )  # fmt: skip


def _title(name: str, found: Bridge, report: Report) -> str:
    """What is bridged and in which unit its steps are: that of both ends, as they are added up."""
    if name == CHANCE:
        limit = formats.money(report.risk.limit, report.currency)
        return say("Chance beyond\n{limit}, in 100", limit=limit)
    unit = formats.money_unit(report.currency, formats.scale_of(found.before[name].value, found.after[name].value))
    if name == BAD_YEAR:
        return say("Loss in a\nbad year, {unit}", unit=unit)
    return say("Value landing\nnext year, {unit}", unit=unit)
