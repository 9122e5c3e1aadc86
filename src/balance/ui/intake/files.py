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
from balance.language import label, noted, say, say_count
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake.dating import ask_about_the_date
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
        if checked is not None:
            ask_about_the_date(draft, checked.intake.frames)
    with right:
        if draft.files:
            _listed(draft, checked)
        else:
            show(blocks.steps(say("From export to numbers, about 15 minutes"), tuple(map(say, _FIRST_STEPS))))


_FIRST_STEPS = (
    noted("Add the exports of your tools as they are: several files and sheets at once."),
    noted("See which sheet and column was taken for what; change what is wrong."),
    noted("Answer what cannot be known from the files. Nothing is guessed."),
    noted("Read what is wrong by cell; mend it here or in your own workbook."),
    noted("See what will change beside the last time, then load."),
)


def still_open(draft: Draft, checked: Upload) -> str:
    """How many files could not be read."""
    refused = sum(file.kind is None for file in checked.intake.files)
    return say("▲ {refused} refused", refused=refused) if refused else ""


def offer_unfinished() -> None:
    """Uploads that were begun before: to go on with, or to give up."""
    for found in drafts.unfinished()[:MOST_OFFERED]:
        with st.container(key=f"unfinished_{found.id}", horizontal=True, vertical_alignment="center"):
            show(
                blocks.box(
                    say("You have an unfinished upload of {named}", named=_named(found)),
                    _since(found),
                    tone="ink",
                    mark="◇",
                )
            )
            st.button(say("Continue"), key=f"resume-{found.id}", on_click=partial(drafts.resume, found.id))
            offer_discard(say("Discard"), f"discard-{found.id}", partial(drafts.discard, found.id))


def offer_discard(words: str, key: str, discard: Callable[[], None]) -> None:
    """A way to give an upload up, in two presses."""
    with st.popover(words, type="tertiary", key=f"ask-{key}"):
        show(blocks.text(say("Nothing of this upload will be kept here. Your own files stay as they are.")))
        st.button(say("Discard it"), key=key, on_click=discard)


def _named(found: store.Draft) -> str:
    names = [file.name for file in found.files]
    shown = names[:3] if len(names) <= 3 else [*names[:2], say("{names} more", names=len(names) - 2)]
    return formats.listed(shown)


def _since(found: store.Draft) -> str:
    last = found.changed_at.astimezone()
    told = noted("From {last}, {time:%H:%M}. It is kept for {kept_days} days.")
    if found.as_of:
        told = noted("From {last}, {time:%H:%M} for {as_of}. It is kept for {kept_days} days.")
    return say(told, last=formats.day(last), time=last, as_of=formats.day(found.as_of), kept_days=store.KEPT_DAYS)


def _uploader(draft: Draft) -> None:
    show(blocks.section("Add files", "Excel, OpenDocument or CSV, as your tools export them; several at once."))
    st.file_uploader(
        say("Files"), type=FILE_TYPES, accept_multiple_files=True, key=draft.uploader, label_visibility="collapsed"
    )
    st.date_input(
        say("What they show is true as of"),
        value=draft.as_of,
        key="as_of_date",
        format="YYYY-MM-DD",
        on_change=lambda: _dated(draft),
    )
    if draft.as_of > date.today():
        told = say("Until a later date is loaded, all answers are as of it.")
        show(blocks.box("This date lies in the future", told, tone="open", mark="○", status="look"))
    if not draft.files:
        st.download_button(
            say("Empty template"),
            data=template_bytes,
            file_name="balance-template.xlsx",
            key="template",
            icon=":material/download:",
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
                say("Remove"),
                key=f"remove-{place}-{file.sha256[:8]}",
                type="tertiary",
                help=say("Take {spoken} out of this upload", spoken=spoken(file.name)),
                on_click=partial(drafts.remove, draft, place),
            )


def _line(file: store.DraftFile, read: FileRead | None, checked: bool) -> blocks.Safe:
    size = (
        say("{max:,.0f} kB", max=max(file.size_bytes / 1024, 0.1))
        if file.size_bytes < 2**20
        else say("{size_bytes:.1f} MB", size_bytes=file.size_bytes / 2**20)
    )
    return blocks.item(file.name, f"{size}; {_became(read)}" if checked else size)


def _became(read: FileRead | None) -> str:
    """What became of one file, in a few words."""
    if read is None:
        return say("came back mended: read as its original with your changes")
    if read.kind is None:
        return say("refused: see Problems")
    known = [
        say(
            "{accepted} of {read} {table}",
            accepted=formats.count(sheet.rows.accepted),
            read=formats.count(sheet.rows.read),
            table=label(sheet.table),
        )
        for sheet in read.sheets
        if sheet.table
    ]
    rest = len(read.sheets) - len(known)
    other = say_count("{count} sheet not used", "{count} sheets not used", rest, count=rest) if rest else ""
    return "; ".join(part for part in (", ".join(known), other) if part) or say("no sheet in it")


@st.cache_data(max_entries=1, show_spinner=False)
def template_bytes() -> bytes:
    """The empty workbook."""
    from balance import template  # its library is large, and few visitors ask for it

    with tempfile.TemporaryDirectory() as folder:
        return template.write_template(Path(folder) / "balance-template.xlsx").read_bytes()
