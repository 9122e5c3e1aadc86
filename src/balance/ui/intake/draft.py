"""The upload at hand: its files and everything said about them, kept in the store so that a reload loses nothing.

The address carries the draft's id. Where the store cannot keep it, the upload lives as long as its page, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from balance import formats, store
from balance.errors import BalanceError
from balance.language import noted, say
from balance.store import DraftFile
from balance.ui import session
from balance.ui.intake import refusals

WHO = "dashboard"
FIRST, FIRST_OPEN = "files", noted("first open")
LONGEST_NAME = 150
_STATE = "upload"


class Uploaded(Protocol):
    """What the browser sends: a name that may be anything, and content."""

    name: str

    def getvalue(self) -> bytes:
        """The whole content."""


@dataclass
class Draft:
    """An upload at hand. `pending` are answers chosen but not yet used, `asked` the questions that were answered."""

    as_of: date
    id: str = ""
    step: str = FIRST
    files: tuple[DraftFile, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    pending: dict[str, str] = field(default_factory=dict)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    """What was said of single sheets, as entries of a mapping file that name their file."""
    based_on: str = ""
    """The saved mapping that is used, by name."""
    corrections: list[dict[str, Any]] = field(default_factory=list)
    generation: int = 0
    """Counts uploads taken in, so that the uploader starts empty."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """Contents by hash, only where the store could not keep them."""
    trouble: str = ""
    """Why it is not kept for later, if so."""
    refusal: str = ""
    """Why it could not be checked, if so."""

    @property
    def uploader(self) -> str:
        """The key of the uploader."""
        return f"files-{self.generation}" if self.generation else "files"

    def said(self) -> dict[str, Any]:
        """What the store keeps beside files, date and step."""
        return {name: getattr(self, name) for name in _SAID}


_SAID = ("answers", "asked", "pending", "sheets", "based_on", "corrections")


def opened(of: date | None = None, waiting: Sequence[Uploaded] = ()) -> Draft:
    """This visitor's upload: the one at hand, else the one the address names, else a new and empty one.

    Files that waited for a person, and the day they speak of, are taken in as if they had been chosen here.
    """
    if _STATE not in st.session_state:
        named = st.query_params.get("draft", "")
        st.session_state[_STATE] = _resumed(named) or _new(_gone() if named else "")
    draft: Draft = st.session_state[_STATE]
    if waiting:
        draft.as_of, draft.step = of or draft.as_of, FIRST_OPEN
    _take_in(draft, [*waiting, *(st.session_state.get(draft.uploader) or [])])
    session.choice().draft = draft.id
    if draft.id and st.query_params.get("draft") != draft.id:
        st.query_params["draft"] = draft.id  # now: a connection lost while the files are read loses nothing
    return draft


def usual_date() -> date:
    """The end of the last full quarter, or today where that is loaded already."""
    today = date.today()
    end = (pd.Timestamp(today) - pd.offsets.QuarterEnd(1)).date()
    return today if end in session.dates() else end


def change(draft: Draft, **said: Any) -> None:  # noqa: ANN401
    """Note what was said, here and in the store."""
    for name, value in said.items():
        setattr(draft, name, value)
    if draft.id:
        _kept(
            draft, lambda kept: store.save_draft(kept, draft.id, as_of=draft.as_of, step=draft.step, said=draft.said())
        )


def content(draft: Draft, file: DraftFile) -> bytes:
    """The content of one file of the upload; StoreError where it is not kept any more."""
    if file.sha256 in draft.contents:
        return draft.contents[file.sha256]
    return store.draft_content(session.open_store(), file.sha256)


def remove(draft: Draft, place: int) -> None:
    """Take one file out of the upload; what was said of it goes with it."""
    name = draft.files[place].name
    if draft.id:
        _kept(draft, lambda kept: store.remove_draft_file(kept, draft.id, place))
    draft.files = draft.files[:place] + draft.files[place + 1 :]
    draft.generation += 1
    change(draft, sheets=[entry for entry in draft.sheets if entry.get("file") != name])


def close(draft: Draft) -> None:
    """The upload is loaded or given up: nothing of it is kept."""
    if draft.id:
        _kept(draft, lambda kept: store.discard_draft(kept, draft.id))
    st.session_state.pop(_STATE, None)
    session.choice().draft = ""
    st.query_params.pop("draft", None)


def unfinished() -> tuple[store.Draft, ...]:
    """Uploads that were begun and never loaded, the newest first."""
    if not session.has_store():
        return ()
    try:
        return tuple(one for one in store.drafts(session.open_store()) if one.files)
    except BalanceError:
        return ()


def resume(name: str) -> None:
    """Go on with an unfinished upload."""
    st.session_state[_STATE] = _resumed(name) or _new(_gone())


def discard(name: str) -> None:
    """Give an unfinished upload up."""
    with refusals.on_top():
        store.discard_draft(session.open_store(), name)


def clean_name(name: str) -> str:
    """The last part of a name as sent, without anything that is not to be seen; empty where nothing is left.

    >>> clean_name("..\\\\..\\\\Windows\\\\a\\0b.csv")
    'ab.csv'
    """
    last = name.replace("\\", "/").rpartition("/")[2].encode(errors="replace").decode()
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 20] + "…" + shown[-19:]


def _new(trouble: str = "") -> Draft:
    return Draft(usual_date(), trouble=trouble)


def _gone() -> str:
    return say(
        "The unfinished upload of this address is gone: it is kept for {kept_days} days. Add the files again.",
        kept_days=store.KEPT_DAYS,
    )


def _resumed(name: str) -> Draft | None:
    if not name or not session.has_store():
        return None
    try:
        found = store.draft_of(session.open_store(), name)
    except BalanceError:
        return None
    if found is None:
        return None
    said = {key: value for key, value in found.said.items() if key in _SAID}
    return Draft(found.as_of or usual_date(), found.id, found.step or FIRST, found.files, **said)


def _take_in(draft: Draft, sent: Sequence[Uploaded]) -> None:
    """Take the files of the uploader over, so that they outlive this page."""
    if not sent:
        return
    before = [file.name for file in draft.files]
    names = formats.apart(
        [*before, *(clean_name(file.name) or say("upload {at}", at=at) for at, file in enumerate(sent, 1))]
    )
    files = [(name, file.getvalue()) for name, file in zip(names[len(before) :], sent, strict=True)]
    draft.trouble = ""
    draft.generation += 1
    st.session_state.pop("loaded_upload", None)
    if not _kept(draft, lambda kept: _keep_files(kept, draft, files)):
        hashed = [(name, hashlib.sha256(body).hexdigest(), body) for name, body in files]
        draft.contents |= {sha256: body for _, sha256, body in hashed}
        draft.files += tuple(DraftFile(name, sha256, len(body)) for name, sha256, body in hashed)
    change(draft)


def _keep_files(kept: store.Store, draft: Draft, files: Sequence[tuple[str, bytes]]) -> None:
    draft.id = draft.id or store.begin_draft(kept, WHO)
    draft.files = store.add_draft_files(kept, draft.id, files)


def _kept(draft: Draft, write: Callable[[store.Store], object]) -> bool:
    """Whether the store keeps it; where it cannot, the upload goes on and says that a reload would lose it."""
    try:
        write(session.open_store())
    except BalanceError as error:
        draft.trouble = say("A reload of this page would lose the upload: {error}", error=error)
        return False
    draft.trouble = draft.trouble if draft.contents else ""
    return True


def entry_of(draft: Draft, file: str, sheet: str) -> Mapping[str, Any]:
    """What was said of one sheet; empty where nothing was."""
    return next((one for one in draft.sheets if (one["file"], one["sheet"]) == (file, sheet)), {})


def say_of_sheet(draft: Draft, file: str, sheet: str, parts: Mapping[str, Any]) -> None:
    """Say something anew of one sheet: its columns, values, dates or money as in a mapping file."""
    before = entry_of(draft, file, sheet)
    entry = {"file": file, "sheet": sheet, **before, **parts}
    rest = [one for one in draft.sheets if one is not before]
    change(draft, sheets=[*rest, entry])


def unsay_of_sheet(draft: Draft, file: str, sheet: str) -> None:
    """Forget what was said of one sheet."""
    change(draft, sheets=[one for one in draft.sheets if (one["file"], one["sheet"]) != (file, sheet)])
