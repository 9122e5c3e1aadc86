"""Uploads from the drop folder that wait for a person: a line in the menu of every page, and a list on the Data screen.

`taken` hands an upload that was opened over to the Data screen, as if its files had been chosen there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from balance import formats, roles, store
from balance.errors import BalanceError
from balance.language import say
from balance.roles import Action
from balance.store import Waiting
from balance.ui import blocks, session
from balance.ui.show import show as put_up

WHO = "dashboard"
_STATE = "opened_waiting"


@dataclass
class WaitingFile:
    """One file of an upload that waits; read from the store when it is asked for."""

    name: str
    sha256: str

    def getvalue(self) -> bytes:
        """The whole content."""
        return store.original(session.open_store(), self.sha256)


def uploads() -> tuple[Waiting, ...]:
    """Every upload that waits, oldest first; costs nothing while the store does not change."""
    if not roles.may(Action.LOAD):
        return ()
    try:
        return store.waiting_uploads(session.open_store()) if session.has_store() else ()
    except BalanceError:
        return ()  # the page says by itself that the store cannot be read just now


def badge() -> None:
    """How many uploads wait, as a line that leads to the Data screen; nothing where none does."""
    count = len(uploads())
    if count:
        st.page_link("pages/data.py", label=say("{count} for you", count=_count(count)), icon=":material/inbox:")


def show() -> None:
    """Each upload that waits with its reason, and what can be done with it; nothing where none does."""
    found = uploads()
    if not found:
        return
    put_up(
        blocks.section(
            say("{count} for you", count=_count(len(found))),
            "They came by the drop folder and need a person. The files themselves stay where they are.",
        )
    )
    for row in found:
        _show_one(row)


def taken() -> tuple[date | None, Sequence[WaitingFile]]:
    """The upload that was just opened and still waits: what it is of, and its files; no files where there is none."""
    name = st.session_state.pop(_STATE, None)
    row = next((row for row in uploads() if row.id == name), None)
    return (None, ()) if row is None else (row.as_of, [WaitingFile(*file) for file in row.files])


def _count(count: int) -> str:
    return f"{formats.count(count, 'upload')} {'waits' if count == 1 else 'wait'}"


def _show_one(row: Waiting) -> None:
    words, open_button, dismiss = st.columns([6, 1, 1], vertical_alignment="center")
    with words:
        put_up(_line(row))
        if row.details:
            with st.expander(say("What stands behind it"), key=f"why-{row.id}", type="compact"):
                put_up(blocks.caveats(row.details))
    open_button.button(say("Open"), key=f"open-{row.id}", width="stretch", on_click=_open, args=(row,))
    with dismiss.popover(say("Dismiss"), key=f"dismiss-{row.id}", width="stretch"):
        put_up(blocks.text(say("It waits no longer and is not taken from the folder again. The files there stay.")))
        if st.button(say("Dismiss it"), key=f"dismissed-{row.id}"):
            _dismiss(row)
            st.rerun()


def _open(row: Waiting) -> None:
    st.session_state[_STATE] = row.id


def _line(row: Waiting) -> blocks.Safe:
    of = say("as of {as_of}", as_of=formats.day(row.as_of)) if row.as_of else say("no date yet")
    mark, names = blocks.pill("waits for you", "open", "○"), blocks.text(formats.listed(row.names))
    return blocks.Safe(
        f'<p class="b-line">{mark} <b>{names}</b> '
        f"<small>{blocks.text(of)}; came {blocks.text(formats.day(row.noticed_at))}</small><br>"
        f"{blocks.text(row.why)}</p>"
    )


def _dismiss(row: Waiting) -> None:
    try:
        store.dismiss_waiting(session.open_store(), row.id, WHO)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
    session.changed()
