"""Step 1: the files of the upload, the day they speak of, and what became of each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from balance import formats, store
from balance.ingest import FileRead
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import show, spoken
from balance.uploading import Upload

FILE_TYPES = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv")
MOST_OFFERED = 3


def show_files(draft: Draft, checked: Upload | None) -> None:
    """The uploader and the date; the files so far with what was found in them."""
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        _uploader(draft)
    with right:
        if draft.files:
            _listed(draft, checked)
        else:
            show(blocks.steps("From export to numbers, about 15 minutes", _FIRST_STEPS))


_FIRST_STEPS = (
    "Add the exports of your tools as they are: several files and sheets at once.",
    "See which sheet and column was taken for what; change what is wrong.",
    "Answer what cannot be known from the files. Nothing is guessed.",
    "Read what is wrong by cell; mend it here or in your own workbook.",
    "See what will change beside the last time, then load.",
)


def still_open(draft: Draft, checked: Upload) -> str:
    """How many files could not be read."""
    refused = sum(file.kind is None for file in checked.intake.files)
    return f"▲ {refused} refused" if refused else ""


def offer_unfinished() -> None:
    """Uploads that were begun before: to go on with, or to give up."""
    for found in drafts.unfinished()[:MOST_OFFERED]:
        with st.container(key=f"unfinished_{found.id}", horizontal=True, vertical_alignment="center"):
            show(blocks.box(f"You have an unfinished upload of {_named(found)}", _since(found), tone="ink", mark="◇"))
            st.button("Continue", key=f"resume-{found.id}", on_click=partial(drafts.resume, found.id))
            offer_discard("Discard", f"discard-{found.id}", partial(drafts.discard, found.id))


def offer_discard(words: str, key: str, discard: Callable[[], None]) -> None:
    """A way to give an upload up, in two presses."""
    with st.popover(words, type="tertiary", key=f"ask-{key}"):
        show(blocks.text("Nothing of this upload will be kept here. Your own files stay as they are."))
        st.button("Discard it", key=key, on_click=discard)


def _named(found: store.Draft) -> str:
    names = [file.name for file in found.files]
    shown = names[:3] if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    return formats.listed(shown)


def _since(found: store.Draft) -> str:
    last = found.changed_at.astimezone()
    days = f" for {formats.day(found.as_of)}" if found.as_of else ""
    return f"From {formats.day(last)}, {last:%H:%M}{days}. It is kept for {store.KEPT_DAYS} days."


def _uploader(draft: Draft) -> None:
    show(blocks.section("Add files", "Excel, OpenDocument or CSV, as your tools export them; several at once."))
    st.file_uploader(
        "Files", type=FILE_TYPES, accept_multiple_files=True, key=draft.uploader, label_visibility="collapsed"
    )
    st.date_input(
        "What they show is true as of",
        value=draft.as_of,
        key="as_of_date",
        format="YYYY-MM-DD",
        on_change=lambda: _dated(draft),
    )
    if draft.as_of > date.today():
        told = "Until a later date is loaded, all answers are as of it."
        show(blocks.box("This date lies in the future", told, tone="open", mark="○", status="look"))
    if not draft.files:
        st.download_button(
            "Empty template", data=template_bytes, file_name="balance-template.xlsx", key="template", type="tertiary"
        )


def _dated(draft: Draft) -> None:
    if st.session_state["as_of_date"] is not None:
        drafts.change(draft, as_of=st.session_state["as_of_date"])


def _listed(draft: Draft, checked: Upload | None) -> None:
    count = len(draft.files)
    show(blocks.section(formats.count(count, "file"), "What became of the rows of each; nothing is loaded yet."))
    reads = {read.sha256: read for read in checked.intake.files} if checked else {}
    with st.container(key="file_list"):
        for place, file in enumerate(draft.files):
            line, button = st.columns([6, 1], vertical_alignment="center")
            with line:
                show(_line(file, reads.get(file.sha256), checked is not None))
            button.button(
                "Remove",
                key=f"remove-{place}-{file.sha256[:8]}",
                type="tertiary",
                help=f"Take {spoken(file.name)} out of this upload",
                on_click=partial(drafts.remove, draft, place),
            )


def _line(file: store.DraftFile, read: FileRead | None, checked: bool) -> blocks.Safe:
    size = (
        f"{max(file.size_bytes / 1024, 0.1):,.0f} kB"
        if file.size_bytes < 2**20
        else f"{file.size_bytes / 2**20:.1f} MB"
    )
    return blocks.item(file.name, f"{size}; {_became(read)}" if checked else size)


def _became(read: FileRead | None) -> str:
    """What became of one file, in a few words."""
    if read is None:
        return "came back mended: read as its original with your changes"
    if read.kind is None:
        return "refused: see Problems"
    known = [f"{sheet.rows.accepted:,} of {sheet.rows.read:,} {sheet.table}" for sheet in read.sheets if sheet.table]
    rest = len(read.sheets) - len(known)
    other = f"{rest} {'sheet' if rest == 1 else 'sheets'} not used" if rest else ""
    return "; ".join(part for part in (", ".join(known), other) if part) or "no sheet in it"


@st.cache_data(max_entries=1, show_spinner=False)
def template_bytes() -> bytes:
    """The empty workbook."""
    from balance import template  # its library is large, and few visitors ask for it

    with tempfile.TemporaryDirectory() as folder:
        return template.write_template(Path(folder) / "balance-template.xlsx").read_bytes()
