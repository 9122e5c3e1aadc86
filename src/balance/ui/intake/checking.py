"""Reading the upload at hand: what loading it would do, worked out once for each thing said, and the load itself.

What was worked out is kept for the whole server, two uploads at most and without their files, so that memory stays
as it is however many visitors there are.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from balance import store, uploading
from balance.corrections import Correction
from balance.errors import BalanceError
from balance.ui import session
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import markdown
from balance.uploading import Upload

MOST_KEPT = 2
WATCHED_FROM_BYTES = 150_000
"""Files of this size together take long enough to say what is going on."""

_LOCK = threading.Lock()


def checked(draft: Draft) -> Upload | None:
    """What loading the upload would do; None where there are no files, or the visitor is told why not."""
    if not draft.files:
        return None
    asked, kept = _asked(draft), _worked_out()
    if asked in kept:
        return kept[asked]
    try:
        found = _read(draft, lambda paths, **said: uploading.check(session.database(), paths, **said))
    except BalanceError as error:
        draft.trouble = str(error)
        return None
    found = _without_contents(found, draft)
    with _LOCK:
        kept[asked] = found
        while len(kept) > MOST_KEPT:
            kept.pop(next(iter(kept)))
    return found


def load(draft: Draft, found: Upload) -> Upload:
    """Keep what was checked as one snapshot, or change nothing; BalanceError where the machine refuses."""
    done = uploading.keep(
        session.database(),
        with_contents(found, draft),
        as_of=draft.as_of,
        mapping=mapping_of(draft),
        who=drafts.WHO,
    )
    with _LOCK:
        _worked_out().pop(_asked(draft), None)
    return done


def with_contents(found: Upload, draft: Draft) -> Upload:
    """What was checked, with the files themselves, which are not kept in memory."""
    held = {file.sha256: file for file in draft.files}
    filled = [
        replace(one, content=drafts.content(draft, held[one.sha256])) if one.sha256 in held else one
        for one in found.intake.originals
    ]
    return replace(found, intake=replace(found.intake, originals=tuple(filled)))


def _without_contents(found: Upload, draft: Draft) -> Upload:
    held = {file.sha256 for file in draft.files}
    bare = [replace(one, content=b"") if one.sha256 in held else one for one in found.intake.originals]
    return replace(found, intake=replace(found.intake, originals=tuple(bare)))


def mapping_of(draft: Draft) -> dict[str, Any] | None:
    """What was said of single sheets, over the saved mapping that is used; None where neither is."""
    saved = store.mappings(session.open_store()).get(draft.based_on, {}) if draft.based_on else {}
    sheets = [*draft.sheets, *saved.get("sheets", [])]
    return {"name": draft.based_on, "sheets": sheets} if sheets else None


def _asked(draft: Draft) -> Hashable:
    """Everything the answer depends on."""
    files = tuple((file.name, file.sha256) for file in draft.files)
    said = repr((sorted(draft.answers.items()), draft.sheets, draft.based_on, draft.corrections))
    return session.database(), session.choice().version, files, draft.as_of, said


@st.cache_resource(show_spinner=False)
def _worked_out() -> dict[Hashable, Upload]:
    """The last uploads that were checked, the newest last."""
    return {}


def _read(draft: Draft, act: Callable[..., Upload]) -> Upload:
    with _watched(draft) as progress, _on_disk(draft) as paths:
        return act(
            paths,
            as_of=draft.as_of,
            mapping=mapping_of(draft),
            answers=draft.answers,
            corrections=[Correction(**one) for one in draft.corrections],
            names=[file.name for file in draft.files],
            progress=progress,
        )


@contextmanager
def _watched(draft: Draft) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that says which file is read, where reading takes long enough to wonder."""
    if sum(file.size_bytes for file in draft.files) < WATCHED_FROM_BYTES:
        yield lambda name, done, count: None
        return
    with st.container(key="progress"):
        bar = st.progress(0.0, "Opening the files")

    def tell(name: str, done: int, count: int) -> None:
        which = f"Reading {name}, file {done + 1} of {count}" if name else "Working out what the columns mean"
        bar.progress((done + 0.5) / (count + 1), markdown(which))

    yield tell
    bar.empty()


@contextmanager
def _on_disk(draft: Draft) -> Iterator[list[Path]]:
    """The files in a folder of their own, named by their place; what they are called is never a path."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(place) for place in range(len(draft.files))]
        for path, file in zip(paths, draft.files, strict=True):
            path.write_bytes(drafts.content(draft, file))
        yield paths
