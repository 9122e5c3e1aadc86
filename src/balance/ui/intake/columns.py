"""Step 3: which of their columns is which of ours, how that is known, and a few cells as read; changed here."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from balance import formats
from balance.ingest import ColumnMapping, HeaderSeen
from balance.language import label, noted, plain, say
from balance.schema import TABLES, Column
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake import meanings
from balance.ui.intake.draft import Draft
from balance.ui.intake.sheets import Place, choose_place, places
from balance.ui.show import line, show, spoken
from balance.uploading import Upload

NOT_USED = noted("not used")
MOST_UNUSED = 25
KNOWN = {
    "exact": noted("● same name"),
    "synonym": noted("● known name"),
    "saved": noted("● as saved"),
    "remembered": noted("● as last time"),
    "given": noted("● as you said"),
}


def still_open(draft: Draft, checked: Upload) -> str:
    """Required columns that are missing, else columns that are only alike."""
    missing = sum(len(place.sheet.seen.missing) for place in places(checked))
    alike = sum(_alike(entry) for place in places(checked) for entry in place.sheet.mapping)
    return (
        say("▲ {missing} missing", missing=missing)
        if missing
        else say("○ {alike} to check", alike=alike)
        if alike
        else ""
    )


def show_columns(draft: Draft, checked: Upload) -> None:
    """One sheet's columns: what is missing first, then what is used, then the rest."""
    show(blocks.section("Which column is what", "Each of your columns, what it was taken for, and cells as read."))
    place = choose_place(checked, known=True)
    if place is None:
        show(blocks.box("No sheet is known as a table yet", "Say on the step before which table it is.", tone="open"))
        return
    for column in place.sheet.seen.missing:
        _missing(draft, place, column)
    taken = {entry.header: entry for entry in place.sheet.mapping}
    seen = {one.header: one for one in place.sheet.seen.headers}
    used = sorted((entry for entry in place.sheet.mapping), key=lambda entry: not _alike(entry))
    if used:
        show(_heads())
    for entry in used:
        _row(draft, place, seen.get(entry.header, HeaderSeen(entry.header)), entry)
    _unused(draft, place, [one for one in place.sheet.seen.headers if one.header not in taken])
    meanings.show_readings(draft, place)
    if drafts.entry_of(draft, place.file.file, place.sheet.sheet):
        undo = partial(drafts.unsay_of_sheet, draft, place.file.file, place.sheet.sheet)
        st.button(say("Undo my changes to this sheet"), key="undo_columns", type="tertiary", on_click=undo)


def _alike(entry: ColumnMapping) -> bool:
    return entry.how not in KNOWN


def _missing(draft: Draft, place: Place, name: str) -> None:
    """A required column that no header was taken for, and the choice that mends it."""
    column = TABLES[str(place.sheet.table)].column(name)
    often = (
        " " + say("It is often called {names}.", names=formats.listed(list(column.synonyms[:3])))
        if column.synonyms
        else ""
    )
    left, right = st.columns([1.4, 1], vertical_alignment="center")
    with left:
        show(
            blocks.box(
                say("No column was found for {plain}", plain=_plain(name)),
                say(
                    "{meaning}. The rows cannot be used without it.{often} Where no column holds it, one "
                    "value may do for every row: see the step Questions.",
                    meaning=label(column.meaning),
                    often=often,
                ),
                status=say("needs you"),
            )
        )
    key = f"missing:{place.name}:{name}"
    right.selectbox(
        say("Which of your columns is {plain}?", plain=_plain(name)),
        [line(one.header) for one in place.sheet.seen.headers],
        index=None,
        placeholder=say("Choose one of your columns"),
        key=key,
        on_change=lambda: _named(draft, place, name, key),
    )


def _named(draft: Draft, place: Place, column: str, key: str) -> None:
    chosen = st.session_state[key]
    header = next((one.header for one in place.sheet.seen.headers if line(one.header) == chosen), None)
    if header is not None:
        _say(draft, place, header, column)


def _heads() -> blocks.Safe:
    heads = (say("Your column"), say("Taken for"), say("Cells: as found → as read"))
    spans = "".join(f"<span>{blocks.text(head)}</span>" for head in heads)
    return blocks.Safe(f'<div class="b-heads" aria-hidden="true">{spans}</div>')


def _row(draft: Draft, place: Place, seen: HeaderSeen, entry: ColumnMapping | None) -> None:
    """One header: its name and how sure, the column it is taken for, and its cells."""
    table = TABLES[str(place.sheet.table)]
    now = entry.column if entry else NOT_USED
    name, choice, cells = st.columns([1.25, 1, 1.75], vertical_alignment="center")
    with name:
        own = drafts.entry_of(draft, place.file.file, place.sheet.sheet).get("columns", {})
        show(blocks.item(" ".join(seen.header.split()), say(KNOWN["given"]) if seen.header in own else _how(entry)))
    key = f"column:{place.name}:{seen.header}:{now}"
    choice.selectbox(
        say("{spoken} is taken for", spoken=spoken(seen.header)),
        [NOT_USED, *(column.name for column in table.columns)],
        index=0 if entry is None else 1 + [column.name for column in table.columns].index(now),
        key=key,
        format_func=lambda column: say(column) if column == NOT_USED else _shown(table.column(column)),
        label_visibility="collapsed",
        on_change=lambda: _changed(draft, place, seen.header, key),
    )
    with cells:
        show(_cells(seen))


def _changed(draft: Draft, place: Place, header: str, key: str) -> None:
    chosen = st.session_state[key]
    _say(draft, place, header, None if chosen == NOT_USED else chosen)


def _say(draft: Draft, place: Place, header: str, column: str | None) -> None:
    """Take a header for a column, and no other header for the same."""
    said = dict(drafts.entry_of(draft, place.file.file, place.sheet.sheet).get("columns", {}))
    said = {name: meant for name, meant in said.items() if column is None or meant != column}
    drafts.say_of_sheet(draft, place.file.file, place.sheet.sheet, {"columns": {**said, header: column}})


def _how(entry: ColumnMapping | None) -> str:
    if entry is None:
        return say("○ not used")
    if entry.how in KNOWN:
        return say(KNOWN[entry.how])
    return say("○ alike, {score} in 100: please check", score=formats.in_100(entry.score))


def _shown(column: Column) -> str:
    return say("{plain} (required)", plain=_plain(column.name)) if column.required else _plain(column.name)


def _plain(name: str) -> str:
    return plain(name)


def _cells(seen: HeaderSeen) -> blocks.Safe:
    """Cells as they stand and, where a column is read from them, what they were understood as."""
    if not seen.found:
        return blocks.Safe('<p class="b-cells"><small>' + blocks.text(say("no cell is filled")) + "</small></p>")
    if not seen.understood:
        return blocks.Safe(f'<p class="b-cells">{"".join(_cell(found) for found in seen.found)}</p>')
    pairs = zip(seen.found, seen.understood, strict=True)
    return blocks.Safe(f'<p class="b-cells">{"".join(_cell(found, _said(value)) for found, value in pairs)}</p>')


def _cell(found: str, understood: str = "") -> str:
    short = found if len(found) <= 40 else f"{found[:39]}…"
    if not understood or understood == found:
        return f"<span>{blocks.text(short)}</span>"
    return f"<span>{blocks.text(short)} <i>→ {blocks.text(understood[:40])}</i></span>"


def _said(value: object) -> str:
    """A value as understood, for people."""
    match value:
        case None:
            return say("no value")
        case bool():
            return "yes" if value else "no"
        case datetime():
            clock = "" if (value.hour, value.minute) == (0, 0) else f", {value:%H:%M}"
            return f"{formats.day(value)}{clock}"
        case int() | float():
            return f"{value:,.10g}"
        case _:
            return str(value)


def _unused(draft: Draft, place: Place, unused: list[HeaderSeen]) -> None:
    """The headers nothing is read from, folded away; a search where there are many."""
    if not unused:
        return
    folded = st.expander(
        say("{columns} of yours not used", columns=formats.count(len(unused), "column")),
        key="unused",
        type="compact",
        on_change="rerun",
    )
    if not folded.open:
        return
    with folded:
        wanted = ""
        if len(unused) > MOST_UNUSED:
            wanted = st.text_input(say("Find a column by its name"), key="find_column").casefold()
        found = [one for one in unused if wanted in one.header.casefold()]
        for one in found[:MOST_UNUSED]:
            _row(draft, place, one, None)
        if len(found) > MOST_UNUSED:
            show(
                blocks.caveats(
                    [
                        say(
                            "The first {most_unused} of {found} are shown; search for the others.",
                            most_unused=MOST_UNUSED,
                            found=len(found),
                        )
                    ]
                )
            )
