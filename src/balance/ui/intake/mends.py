"""Mending on the Problems step: cells in place, one of several rows of an id, or in the analyst's own workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

import streamlit as st

from balance import formats, mending, uploading
from balance.corrections import Correction
from balance.errors import Problem
from balance.language import plain, say
from balance.language.retelling import retold
from balance.mending import Clash, Fixable
from balance.ui import admission, blocks
from balance.ui.intake import checking
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import WHO, Draft
from balance.ui.show import line, show, spoken
from balance.uploading import Upload

MOST_CELLS = 20
MOST_CLASHES = 10


def show_mends(draft: Draft, checked: Upload, wanted: Sequence[Problem]) -> None:
    """The cells among the problems shown that can be mended here, and what was mended so far."""
    cells = [one for one in mending.fixable(wanted) if one.code != "id-clash"]
    clashes = mending.clashes(wanted)
    if cells:
        _cells(draft, checked, cells)
    if clashes:
        _clashes(draft, checked, clashes)
    _so_far(draft)


def offer_marked(draft: Draft, checked: Upload) -> None:
    """The analyst's own workbooks with what is faulty marked, to be mended and added again."""
    files = {problem.file for problem in checked.intake.problems if problem.severity != "note"}
    readable = [file.file for file in checked.intake.files if file.kind and file.file in files]
    if not readable:
        return
    kind = "xlsx" if len(readable) == 1 else "zip"
    st.download_button(
        say("Download my workbook, marked")
        if kind == "xlsx"
        else say("Download my {readable} workbooks, marked", readable=len(readable)),
        data=admission.as_now(partial(_marked, draft, checked)),
        file_name=f"to mend.{kind}",
        key="marked",
        help=say("Every faulty cell is coloured and commented. Mend it and add it on the step Files."),
        on_click="ignore",
    )


def _marked(draft: Draft, checked: Upload) -> bytes:
    intake = checking.with_contents(checked, draft).intake
    return mending.bundled(mending.of_intake(intake, uploading.read_limits()))[1]


def _cells(draft: Draft, checked: Upload, cells: Sequence[Fixable]) -> None:
    """The first cells with a field each; what is typed is used for all of them at once."""
    shown = cells[:MOST_CELLS]
    with st.expander(
        say("Mend {cells} here", cells=formats.count(len(cells), "cell")), key="mend_here", type="compact"
    ):
        if len(cells) > MOST_CELLS:
            more = say(
                "The first {most_cells} of {cells}; for many cells your own workbook, marked, is faster.",
                most_cells=MOST_CELLS,
                cells=formats.count(len(cells)),
            )
            show(blocks.caveats([more]))
        for cell in shown:
            _cell(cell)
        st.button(say("Use these values"), key="use_mends", on_click=partial(_use, draft, checked, shown))


def _cell(cell: Fixable) -> None:
    where, value = st.columns([1.6, 1], vertical_alignment="center")
    with where:
        place = "!".join(part for part in (cell.sheet, cell.cell) if part)
        found = say("found {found!r}", found=cell.found[:60]) if cell.found else say("empty")
        show(
            blocks.item(
                f"{place} {plain(cell.column)}",
                say("{found}; expected {expected}", found=found, expected=retold(cell.expected)),
            )
        )
    label = say("{cell} of {file} should be", cell=spoken(cell.cell), file=spoken(cell.file))
    if cell.choices:
        value.selectbox(
            label,
            cell.choices,
            index=None,
            placeholder=say("Choose"),
            key=_key(cell),
            format_func=plain,
            label_visibility="collapsed",
        )
    else:
        value.text_input(label, key=_key(cell), placeholder=say("What it should be"), label_visibility="collapsed")


def _key(cell: Fixable) -> str:
    return "mend:" + "|".join(cell.place)


def _use(draft: Draft, checked: Upload, cells: Sequence[Fixable]) -> None:
    typed = {cell.place: st.session_state.get(_key(cell)) for cell in cells}
    values = {place: said for place, said in typed.items() if said}
    _add(draft, mending.corrections_of(checked.intake, values, who=WHO))


def _clashes(draft: Draft, checked: Upload, clashes: Sequence[Clash]) -> None:
    """Ids that stand for different rows: which one is kept."""
    count = formats.count(len(clashes), "id")
    with st.expander(
        say("Choose the row to keep for {count} used twice", count=count), key="mend_clashes", type="compact"
    ):
        for place, clash in enumerate(clashes[:MOST_CLASHES]):
            _clash(draft, checked, clash, place)


def _clash(draft: Draft, checked: Upload, clash: Clash, place: int) -> None:
    name, rows, keep = st.columns([1, 1.6, 0.8], vertical_alignment="center")
    with name:
        show(blocks.item(clash.id, say("{rows} rows", rows=len(clash.rows))))
    at: int = rows.selectbox(
        say("Row to keep for {spoken}", spoken=spoken(clash.id)),
        range(len(clash.rows)),
        key=f"clash:{place}:{clash.id}",
        format_func=lambda n: line(
            say(
                "row {row} of {file} {sheet}", row=clash.rows[n].row, file=clash.rows[n].file, sheet=clash.rows[n].sheet
            )
        ),
        label_visibility="collapsed",
    )
    keep.button(
        say("Keep this row"),
        key=f"keep:{place}:{clash.id}",
        type="tertiary",
        on_click=partial(_keep, draft, checked, clash, at),
    )


def _keep(draft: Draft, checked: Upload, clash: Clash, at: int) -> None:
    _add(draft, mending.keep_one(checked.intake, clash, clash.rows[at], who=WHO))


def _add(draft: Draft, made: Sequence[Correction]) -> None:
    """New corrections over older ones of the same cell."""
    fresh = {(one.sha256, one.sheet, one.cell) for one in made}
    kept = [one for one in draft.corrections if (one["sha256"], one["sheet"], one["cell"]) not in fresh]
    drafts.change(draft, corrections=[*kept, *map(asdict, made)])


def _so_far(draft: Draft) -> None:
    """What was mended here, beside what the file says, with the way back."""
    if not draft.corrections:
        return
    files = Counter(one["file"] for one in draft.corrections)
    show(blocks.section("Mended here", "Your file stays as it is; each change is kept beside the original."))
    for at, one in enumerate(draft.corrections[:MOST_CELLS]):
        said, undo = st.columns([6, 1], vertical_alignment="center")
        with said:
            place = "!".join(part for part in (one["sheet"], one["cell"]) if part)
            change = (
                say("left out ({why})", why=one["why"])
                if not one["meant"] and ":" in one["cell"]
                else say("now {meant!r}", meant=one["meant"])
            )
            show(blocks.item(place if len(files) == 1 else f"{one['file']} {place}", change))
        undo.button(say("Undo"), key=f"undo-mend-{at}", type="tertiary", on_click=partial(_undo, draft, at))
    if len(draft.corrections) > MOST_CELLS:
        show(
            blocks.caveats(
                [say("And {corrections} more.", corrections=formats.count(len(draft.corrections) - MOST_CELLS))]
            )
        )


def _undo(draft: Draft, at: int) -> None:
    drafts.change(draft, corrections=[one for place, one in enumerate(draft.corrections) if place != at])
