"""Keeping words of a pack: whose they are, and what happens when two people write at once.

What a form was filled from is remembered with its version. Where somebody else has kept another one meanwhile, both
texts are shown and the visitor is asked; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import streamlit as st

from balance import packing, roles
from balance.errors import BalanceError, StoreError
from balance.language import say
from balance.packing.edits import ASKS
from balance.store import PackWords
from balance.ui import blocks, session
from balance.ui.show import show

_MINE, _SAID, _WHO = "pack_mine", "pack_said", "pack_who"

Keeping: TypeAlias = Callable[[int], None]
"""Keeps what was written, in place of the version named."""


@dataclass(frozen=True)
class Part:
    """One part of a document that can be worded."""

    as_of: date
    document: str
    name: str

    @property
    def key(self) -> str:
        """Its name among the fields of the screen."""
        return f"{self.as_of}|{self.document}|{self.name}"


def begin() -> None:
    """Who writes, and what was not kept and why."""
    said = st.session_state.pop(_SAID, "")
    if said:
        show(blocks.box("Not kept", said, status=say("not kept")))
    if roles.acting().signed_in:
        return
    st.text_input(
        say("Your name"), key=_WHO, max_chars=60, persist_state="session", help=say("The slide says whose words stand")
    )


def who() -> str:
    """Who writes."""
    if roles.acting().signed_in:
        return roles.acting().name
    return str(st.session_state.get(_WHO, "")).strip()


def seen(part: Part) -> int:
    """The version a form was filled from; it holds until the visitor keeps or takes another."""
    now = _now(part)
    return int(st.session_state.setdefault(f"seen|{part.key}", now.version if now else 0))


def keep(part: Part, told: str, known: int, how: Keeping) -> None:
    """Keep what was written, `told` in a line; where somebody was faster it waits beside theirs."""
    try:
        how(known)
    except StoreError as error:
        now = _now(part)
        if now is not None and now.version != known:
            st.session_state[_MINE] = (part.key, told, how)
        else:
            st.session_state[_SAID] = str(error)
    except BalanceError as error:
        st.session_state[_SAID] = str(error)
    else:
        _take_newest(part)
    st.rerun()


def way_back(part: Part, known: int) -> None:
    """The button that puts Balance's own words back."""
    if st.button(say("Back to Balance's own words"), key=f"back|{part.key}", type="tertiary"):
        keep(part, say("Balance's own words"), known, lambda version: packing.back_to_own(
            session.open_store(), part.as_of, part.document, [part.name], {part.name: version}, who()))  # fmt: skip


def asked(part: Part) -> bool:
    """Whether somebody else was faster: then both texts stand here with the question whose is kept."""
    waiting: tuple[str, str, Keeping] | None = st.session_state.get(_MINE)
    now = _now(part)
    if waiting is None or waiting[0] != part.key or now is None:
        return False
    _, mine, how = waiting
    show(
        blocks.box(
            say("{saved_by} changed this meanwhile", saved_by=now.saved_by),
            say("Theirs: {told}", told=_told(now)),
            tone="open",
            mark="○",
            status=say("not kept"),
        ),
        blocks.text(say("Yours: {mine}", mine=mine)),
    )
    left, right = st.columns(2)
    if left.button(say("Keep theirs"), key=f"theirs|{part.key}", width="stretch"):
        _take_newest(part)
        st.rerun()
    if right.button(say("Put mine in its place"), key=f"mine|{part.key}", width="stretch"):
        keep(part, mine, now.version, how)
    st.caption(say("Theirs stays as an earlier version either way."))
    return True


def _told(row: PackWords) -> str:
    if row.said is None:
        return say("Balance's own words")
    return row.said if row.part != ASKS else "; ".join(packing.asks_of(row.said)) or say("no decision")


def _now(part: Part) -> PackWords | None:
    return packing.versions_of(session.open_store(), part.as_of, part.document).get(part.name)


def _take_newest(part: Part) -> None:
    st.session_state.pop(f"seen|{part.key}", None)
    st.session_state.pop(_MINE, None)
