"""The files of the upload at hand as workbooks: each read once, whatever is said about it afterwards.

What was read is kept for one upload at a time and only where it is small, so that memory stays as it is however many
visitors there are. Files are handed over as content; what they are called is never a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from balance.ingest import Limits, Workbook, read_content
from balance.language import say
from balance.roles import Action
from balance.store import DraftFile
from balance.ui import admission
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import markdown

WATCHED_FROM_BYTES = 150_000
WATCHED_FROM_FILES = 4
"""Files of this size together, or so many, take long enough to say what is going on."""

KEPT_UP_TO_BYTES = 20 * 1024 * 1024

Key = tuple[str, str, Limits]


def reader_of(draft: Draft) -> Callable[[Sequence[Path], Limits], list[Workbook]]:
    """What turns the upload's files into workbooks; the paths it is given are those of `paths_of`, and mean nothing."""

    def read(_: Sequence[Path], limits: Limits) -> list[Workbook]:
        kept = dict(_read_before())  # another visitor's upload may take its place meanwhile
        keys = [(file.sha256, file.name, limits) for file in draft.files]
        books = {key: kept[key] for key in keys if key in kept}
        missing = [(key, file) for key, file in zip(keys, draft.files, strict=True) if key not in books]
        if missing:
            books |= _read(draft, missing, limits)
        _read_before().clear()
        if sum(file.size_bytes for file in draft.files) <= KEPT_UP_TO_BYTES:
            _read_before().update(books)
        return [books[key] for key in keys]

    return read


def paths_of(draft: Draft) -> list[Path]:
    """A stand-in for each file, where paths are asked for."""
    return [Path(str(place)) for place in range(len(draft.files))]


@st.cache_resource(show_spinner=False)
def _read_before() -> dict[Key, Workbook]:
    """The workbooks of the upload that was read last."""
    return {}


def _read(draft: Draft, missing: Sequence[tuple[Key, DraftFile]], limits: Limits) -> dict[Key, Workbook]:
    """The workbooks that were not read before, each told before it is waited for."""
    admission.take_turn(Action.LOAD)
    contents = [(key, file.name, drafts.content(draft, file)) for key, file in missing]
    books: dict[Key, Workbook] = {}
    with _watched([file for _, file in missing]) as tell, ThreadPoolExecutor(limits.files_at_once) as pool:
        waiting = [(key, name, pool.submit(read_content, name, content, limits)) for key, name, content in contents]
        for done, (key, name, book) in enumerate(waiting):
            tell(done, say("Reading {name}, file {done} of {waiting}", name=name, done=done + 1, waiting=len(waiting)))
            books[key] = book.result()
        tell(len(waiting), say("Working out what the columns mean"))
    return books


@contextmanager
def _watched(files: Sequence[DraftFile]) -> Iterator[Callable[[int, str], None]]:
    """A bar that says what is being done, where that takes long enough to wonder."""
    if sum(file.size_bytes for file in files) < WATCHED_FROM_BYTES and len(files) < WATCHED_FROM_FILES:
        yield lambda done, said: None
        return
    bar = st.progress(0.0, say("Opening the files"))

    def tell(done: int, said: str) -> None:
        bar.progress((done + 0.5) / (len(files) + 1), markdown(said))

    yield tell
    bar.empty()
