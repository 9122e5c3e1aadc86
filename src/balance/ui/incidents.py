"""What the incidents screen shows: numbers of the year, kinds and units, and single rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from balance import figures, formats, pipeline
from balance.figures import Timed, Tone
from balance.findings.incident_record import change, likely, timed
from balance.language import noted, say
from balance.model.signal import Direction
from balance.pipeline import Analysis
from balance.reporting.incident_record import CHANGE, INITIATIVE, NEITHER, IncidentRecord, Timing
from balance.ui import admission, blocks, session, where_from
from balance.ui.show import figure, line, show

ALL = noted("all incidents")
SHOWN, SHOWN_ON_PHONE = 12, 5
OFFERED = 500
"""So many incidents are offered to choose from; the id of any other can be typed."""

UNKNOWN = noted("No incident that counts is called {name}. Choose one, or type its id as it stands in the file.")
ORIGINS = {
    CHANGE: noted("A change"),
    INITIATIVE: noted("An initiative, no change named"),
    NEITHER: noted("Nothing recorded"),
}
_COLUMNS = ("incident_id", "opened_at", "class", "unit", "title", "occurred_at", "detected_at", "resolved_at",
            "hours_to_detect", "hours_to_resolve", "change_id", "initiative_id", "loss", "source_file", "source_sheet",
            "source_row")  # fmt: skip


def record_of(answer: Analysis) -> IncidentRecord:
    """The record of the company on the screen, worked out once."""
    return pipeline.incident_record_of(answer)


def titles_of(record: IncidentRecord, ids: Collection[str]) -> dict[str, str]:
    """The titles of these incidents, as far as there are any of these ids."""
    rows = record.rows.loc[record.rows["incident_id"].isin(list(ids)), ["incident_id", "title"]]
    return dict(zip(rows["incident_id"].astype(str), rows["title"], strict=True))


def numbers(record: IncidentRecord) -> blocks.Safe:
    """How many, how quickly noticed, how quickly over, and what share names its cause."""
    moved = record.direction
    shown = [
        blocks.Number(
            "Incidents, past year", f"{record.past_year:,}", "", "opened in the 365 days to this date",
            change(moved, record.year_before, record.past_year), tone(moved),
        ),
        _time(say("Half are noticed within"), record.detect, say("of beginning")),
        _time(say("Half are over within"), record.resolve, say("of being opened")),
        _cause(record),
    ]  # fmt: skip
    return blocks.numbers(shown)


def _time(label: str, timing: Timing, since: str) -> blocks.Number:
    if not timing.median.known:
        return blocks.Number(
            label, formats.MISSING, "", say("no times are recorded") if not timing.counted else say("not yet half")
        )
    value, _, unit = formats.span(timing.median.value).rpartition(" ")
    return blocks.Number(
        label,
        value or unit,
        unit if value else "",
        say(
            noted("{since}, likely {likely}; slowest tenth over {slow}")
            if timing.slow.known
            else noted("{since}, likely {likely}"),
            since=since,
            likely=likely(timing.median),
            slow=formats.span(timing.slow.value),
        ),
        timed(timing),
        tone(timing.direction),
    )


def _cause(record: IncidentRecord) -> blocks.Number:
    whole, before = sum(record.links.values()), sum(record.links_before.values())
    share = (whole - record.links.get(NEITHER, 0)) / whole if whole else None
    silent = record.links.get(NEITHER, 0)
    neither = say("{silent} of {whole} name neither", silent=formats.count(silent), whole=formats.count(whole))
    told = formats.in_100((before - record.links_before.get(NEITHER, 0)) / before) if before else ""
    return blocks.Number(
        "Name a change or initiative",
        formats.in_100(share),
        "in 100",
        say("{neither}; {told} in 100 named one the year before", neither=neither, told=told) if told else neither,
    )


def tone(moved: Direction | None) -> Tone:
    """More or longer is worse; coloured only where it is a signal."""
    if moved is None or moved.evidence != "signal":
        return "open"
    return "bad" if moved.sign > 0 else "good"


def choose(record: IncidentRecord) -> tuple[str, pd.DataFrame]:
    """Which incidents are looked at: all, one class or one unit; what they are called, and their rows."""
    names = [ALL, *(f"{by}: {name}" for by in BY for name in record.groups[by]["name"])]
    picked = str(st.selectbox(say("Look at"), names, format_func=lambda of: line(_called(of)), key="incidents_of"))
    by, _, name = picked.partition(": ")
    return _called(picked), record.rows if picked == ALL else record.rows[record.rows[by] == name]


BY = {"class": noted("class: {name}"), "unit": noted("unit: {name}")}


def _called(picked: str) -> str:
    """What is looked at, in words."""
    by, _, name = picked.partition(": ")
    return say(picked) if picked == ALL else say(BY[by], name=name)


def by_quarter(record: IncidentRecord, rows: pd.DataFrame) -> pd.DataFrame:
    """How many of these rows were opened in each quarter of the record."""
    counts = rows["quarter_end"].value_counts()
    ends = record.quarters["quarter_end"]
    return pd.DataFrame({"quarter_end": ends, "incidents": [int(counts.get(end, 0)) for end in ends]})


def trend_rows(quarters: pd.DataFrame) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    """The trend as a table."""
    rows = [(formats.day(row["quarter_end"]), row["incidents"]) for row in quarters.to_dict("records")]
    return [blocks.Column("Quarter to"), blocks.Column("Incidents", "right")], list[tuple[object, ...]](rows)


def times(record: IncidentRecord) -> None:
    """Time to notice and to be over, this year and the year before, as a picture and as a table."""
    lines, rows = [], []
    for name, timing in ((say("Noticed"), record.detect), (say("Over"), record.resolve)):
        years = ((say("past year"), timing.median, timing.slow, timing.counted),
                 (say("year before"), timing.median_before, timing.slow_before, timing.before))  # fmt: skip
        for at, (year, median, slow, count) in enumerate(years):
            lines.append(Timed(f"{name}, {year}", median, slow, at == 0))
            running = timing.running if at == 0 else None
            rows.append((f"{name}, {year}", formats.span(median.value), likely(median), formats.span(slow.value),
                         likely(slow), f"{count:,}", running))  # fmt: skip
    heads = (
        "",
        say("Half within"),
        say("Likely"),
        say("Slowest tenth over"),
        say("Likely"),
        say("Incidents"),
        say("Still running"),
    )
    figure(
        figures.response_times(lines, mode=session.mode(), phone=session.phone()),
        "response_times",
        title=_times_story(record),
        how_to_read="● half of them, bar to nine in ten. Grey: the year before. The scale grows in steps of ten.",
        columns=[blocks.Column(head, "left" if at == 0 else "right") for at, head in enumerate(heads)],
        rows=rows,
    )


_NOTICED = (noted("noticed later"), noted("noticed sooner"))
_OVER = (noted("over later"), noted("over sooner"))


def _times_story(record: IncidentRecord) -> str:
    parts = []
    for timing, (later, sooner) in ((record.detect, _NOTICED), (record.resolve, _OVER)):
        if timing.direction is not None and timing.direction.evidence == "signal":
            parts.append(say(later if timing.direction.sign > 0 else sooner))
    if parts:
        return say("Incidents are {parts} than a year ago", parts=formats.listed(parts))
    known = record.detect.direction is not None or record.resolve.direction is not None
    return (
        say("Times of response: no change beyond chance")
        if known
        else say("How long it takes to notice and to resolve")
    )


def origin_table(record: IncidentRecord) -> blocks.Safe:
    """What the past year's incidents name as their cause, beside the year before."""
    whole, before = sum(record.links.values()), sum(record.links_before.values())
    columns = [blocks.Column("Came from"), blocks.Column("Past year", "right"), blocks.Column("In 100", "right"),
               blocks.Column("In 100, year before", "right")]  # fmt: skip
    rows = [
        (say(said), record.links[kind], blocks.strong(_part(record.links[kind], whole)),
         _part(record.links_before.get(kind, 0), before))
        for kind, said in ORIGINS.items() if record.links
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _part(count: int, whole: int) -> str:
    if not whole:
        return formats.MISSING
    return "0" if not count else "100" if count == whole else formats.in_100(count / whole)


def drill(rows: pd.DataFrame, record: IncidentRecord, currency: str) -> None:
    """Single incidents of a quarter: chosen, listed with file and row, followed to their cells, taken along."""
    ends = [None, *reversed(record.quarters["quarter_end"].tolist())]
    left, middle, right = st.columns([1, 1.4, 1], vertical_alignment="bottom")
    end = left.selectbox(say("Opened in"), ends, key="incidents_quarter", format_func=_quarter)
    chosen = rows if end is None else rows[rows["quarter_end"] == end]
    if chosen.empty:
        show(blocks.text(say("None of these were opened in that quarter.")))
        return
    first = chosen.head(OFFERED)
    named = dict(zip(first["incident_id"].astype(str), first["title"], strict=True))
    one = str(middle.selectbox(say("Follow one to its row"), list(named), key="incident_row", accept_new_options=True,
                               format_func=lambda name: line(f"{name} {named.get(name, '')}".strip())))  # fmt: skip
    right.download_button(say("All of these as a table"), data=admission.as_now(lambda: _csv(chosen)),
                          file_name="incidents.csv", mime="text/csv", key="incidents_csv", width="stretch")  # fmt: skip
    show(_listed(chosen, currency))
    known = named if one in named else titles_of(record, [one])
    if one in known:
        where_from.of_row(one, f"{one} {known[one]}".strip())
    else:
        st.warning(line(say(UNKNOWN, name=one)))


def _quarter(end: pd.Timestamp | None) -> str:
    return say("any quarter") if end is None else say("the quarter to {end}", end=formats.day(end))


def _listed(chosen: pd.DataFrame, currency: str) -> blocks.Safe:
    heads = {"Incident": "7.2rem", "Opened": "8.6rem", "What": "30%", "Noticed after": "", "Over after": "",
             "Came from": "", "Loss": "", "File, sheet, row": ""}  # fmt: skip
    right, shown = {"Noticed after", "Over after", "Loss"}, SHOWN_ON_PHONE if session.phone() else SHOWN
    columns = [blocks.Column(head, "right" if head in right else "left", width) for head, width in heads.items()]
    rows = [_one(row, currency) for row in chosen.head(shown).to_dict("records")]
    caption = formats.count(len(chosen), "incident")
    if len(chosen) > shown:
        caption = say("{incidents}; the newest {shown} are shown", incidents=caption, shown=shown)
    return blocks.table(columns, rows, caption=caption)


def _one(row: Mapping[Any, Any], currency: str) -> tuple[object, ...]:
    place = (row["source_file"], row["source_sheet"], _row_number(row["source_row"]))
    what, kind = blocks.text(row["title"] or say("no title")), blocks.text(", ".join((row["class"], row["unit"])))
    return (
        row["incident_id"],
        formats.moment(row["opened_at"]),
        blocks.Safe(f"{what}<br><small>{kind}</small>"),
        formats.span(row["hours_to_detect"]),
        say("still open") if row["open"] else formats.span(row["hours_to_resolve"]),
        row["change_id"] or row["initiative_id"] or say("nothing recorded"),
        formats.money(row["loss"], currency),
        ", ".join(part for part in place if part) or None,
    )


def _row_number(value: object) -> str:
    return say("row {value}", value=int(value)) if isinstance(value, int | float) and value == value else ""


def _csv(chosen: pd.DataFrame) -> bytes:
    """The chosen incidents for a spreadsheet; nothing in them can run there."""
    out = io.StringIO()
    written = csv.writer(out)
    written.writerow(_COLUMNS)
    for row in chosen[list(_COLUMNS)].itertuples(index=False):
        written.writerow(["" if pd.isna(cell) else formats.disarmed(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")
