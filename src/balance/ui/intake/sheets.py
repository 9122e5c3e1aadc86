"""Step 2: each sheet: which table it is, where its header stands, what became of its rows, and its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from balance.ingest import FileRead, SheetRead
from balance.language import label, noted, plain, say
from balance.language.retelling import retold
from balance.schema import TABLES
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import line, renewed, show
from balance.uploading import Upload

LEAVE_OUT, NO_HEADER = noted("leave out"), "none"
IN_SIGHT = 10


@dataclass(frozen=True)
class Place:
    """One sheet of one file."""

    file: FileRead
    sheet: SheetRead

    @property
    def name(self) -> str:
        """How it is called in keys of questions and on the screen."""
        whole = f"{self.file.file}/{self.sheet.sheet}" if self.sheet.sheet else self.file.file
        return f"{whole} {self.sheet.seen.part}" if self.sheet.seen.part else whole


def places(checked: Upload) -> list[Place]:
    """Every sheet of the upload."""
    return [Place(file, sheet) for file in checked.intake.files for sheet in file.sheets]


def still_open(draft: Draft, checked: Upload) -> str:
    """How many files hold no table that is known, where nothing was said about them."""
    found = [place for place in places(checked) if place.sheet.seen.rows]
    known = {place.file.file for place in found if place.sheet.table or _left_out(draft, place)}
    unknown = {place.file.file for place in found} - known
    return say("○ {unknown} unknown", unknown=len(unknown)) if unknown else ""


def choose_place(checked: Upload, known: bool = False) -> Place | None:
    """The sheet the visitor looks at; the first to be seen is one that needs a look."""
    found = [place for place in places(checked) if not known or place.sheet.table is not None]
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    names = [place.name for place in found]
    told = [line(_told(place)) for place in found]
    before = st.session_state.get("sheet_seen")
    at: int = st.selectbox(
        say("Sheet, one of {found}", found=len(found)),
        range(len(found)),
        index=names.index(before) if before in names else _most_open(found),
        key=renewed("sheet", told),
        width=640,
        format_func=told.__getitem__,
    )
    st.session_state["sheet_seen"] = names[at]
    return found[at]


def show_sheets(draft: Draft, checked: Upload) -> None:
    """All sheets in a table, then one of them with its first rows."""
    show(blocks.section("Sheets and tables", "Which table each sheet was taken for, and what became of its rows."))
    show(_overview(draft, places(checked)))
    place = choose_place(checked)
    if place is None:
        show(blocks.text(say("There is no sheet that can be shown.")))
        return
    _change(draft, place)
    show(_preview(place), _decisions(place))


def _told(place: Place) -> str:
    return f"{place.name}: {label(place.sheet.table) if place.sheet.table else say('not recognised')}"


def _most_open(found: Sequence[Place]) -> int:
    missing = [at for at, place in enumerate(found) if place.sheet.seen.missing]
    unknown = [at for at, place in enumerate(found) if place.sheet.table is None and place.sheet.seen.rows]
    return (missing or unknown or [0])[0]


def _overview(draft: Draft, found: Sequence[Place]) -> blocks.Safe:
    heads = (say("File"), say("Sheet"), say("Table"), say("Header row"))
    columns = [blocks.Column(head) for head in heads]
    columns += [blocks.Column(head, "right") for head in (say("Rows"), say("Used"), say("Held"), say("Left out"))]
    rows = [
        (
            place.file.file,
            f"{place.sheet.sheet} {place.sheet.seen.part}".strip() or None,
            _table(draft, place),
            place.sheet.header_row,
            *(f"{n:,}" if place.sheet.rows.read else None for n in place.sheet.rows.as_json().values()),
        )
        for place in found
    ]
    return blocks.table(columns, rows)


def _table(draft: Draft, place: Place) -> object:
    if place.sheet.seen.missing:
        return blocks.Safe(
            f"<span>{blocks.worded(place.sheet.table)}</span> {blocks.pill('lacks a column', 'bad', '▲')}"
        )
    if place.sheet.table:
        return label(place.sheet.table)
    return say("left out, as you said") if _left_out(draft, place) else blocks.pill("not recognised", "open", "○")


def _left_out(draft: Draft, place: Place) -> bool:
    return LEAVE_OUT in (draft.answers.get(f"table:{place.name}"), draft.answers.get(f"header_row:{place.name}"))


def _change(draft: Draft, place: Place) -> None:
    left, right, _ = st.columns([1, 1, 1.4], vertical_alignment="bottom")
    tables = [*TABLES, LEAVE_OUT]
    now = LEAVE_OUT if _left_out(draft, place) else place.sheet.table
    with left:
        _answer(draft, f"table:{place.name}", say("This sheet holds"), tables, now)
    rows = [*(str(row) for row in place.sheet.seen.candidates), NO_HEADER]
    with right:
        _answer(draft, f"header_row:{place.name}", say("Its headers stand in row"), rows, str(place.sheet.header_row))


def _answer(draft: Draft, key: str, label: str, options: list[str], now: str | None) -> None:
    """A choice that holds for the sheet as soon as it is made."""
    shown = options if now in options or now in (None, "None") else [str(now), *options]
    widget = f"answer:{key}:{now}"
    st.selectbox(
        label,
        shown,
        index=shown.index(now) if now in shown else None,
        placeholder=say("Choose"),
        key=widget,
        format_func=lambda said: say("there are none") if said == NO_HEADER else _shown(said),
        on_change=partial(_answered, draft, key, widget),
    )


def _shown(said: str) -> str:
    return label(said)


def _answered(draft: Draft, key: str, widget: str) -> None:
    said = st.session_state[widget]
    if said is None:
        return
    answers = {**draft.answers, key: said}
    if key.startswith("table:") and said != LEAVE_OUT:
        header = key.replace("table:", "header_row:", 1)
        answers = {name: value for name, value in answers.items() if (name, value) != (header, LEAVE_OUT)}
    drafts.change(draft, answers=answers)


def _preview(place: Place) -> blocks.Safe:
    """The first rows as they stand, the header marked."""
    seen = place.sheet.seen
    if not seen.rows:
        return blocks.text(say("This sheet is empty."))
    width = max(len(cells) for _, cells in seen.rows)
    hidden = seen.columns - IN_SIGHT
    more = (
        say("The first {in_sight} of {columns} columns are shown.", in_sight=IN_SIGHT, columns=seen.columns)
        if hidden > 0
        else ""
    )
    rows = [
        (number, number == place.sheet.header_row, cells[:IN_SIGHT] + ("",) * (min(width, IN_SIGHT) - len(cells)))
        for number, cells in seen.rows
    ]
    return blocks.Safe(blocks.section("Its first rows, as they stand", more) + blocks.grid(rows))


def _decisions(place: Place) -> blocks.Safe:
    """What was decided for whole columns, and the evidence for it."""
    columns = [blocks.Column("Column", width="22%"), blocks.Column("Read as", width="28%"), blocks.Column("Because")]
    rows = [
        (plain(str(one.column)) if one.column else say("The file"), retold(one.decision), retold(one.evidence))
        for one in place.sheet.decisions
    ]
    if not rows:
        return blocks.Safe("")
    return blocks.Safe(blocks.section("Decided for whole columns") + blocks.table(columns, rows))
