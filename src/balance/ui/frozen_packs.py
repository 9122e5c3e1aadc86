"""Frozen packs on the screen: what was handed out, whether the numbers have moved since, and the very files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from balance import boardpack, formats, packing, roles, store
from balance.errors import BalanceError
from balance.language import label, say
from balance.report import Report
from balance.roles import Action
from balance.store import FrozenPack
from balance.ui import admission, blocks, session
from balance.ui.show import show

WHO = "dashboard"


def desk(report: Report) -> None:
    """The packs frozen of this date, and those of other dates folded away; nothing where none is."""
    if not roles.may(Action.TRACE):
        return
    said = st.session_state.pop("frozen_said", "")
    if said:
        show(blocks.caveats([said]))
    rows = tuple(reversed(store.frozen_packs(session.open_store())))
    if not rows:
        return
    here = [row for row in rows if row.as_of == report.as_of]
    others = [row for row in rows if row.as_of != report.as_of]
    show(blocks.section("Frozen packs", "Kept byte for byte as they were handed out, with the snapshot they quote."))
    _listed(here, report)
    if not here:
        show(blocks.text(say("None is frozen of this date.")))
    if others:
        with st.expander(
            say("Frozen of other dates ({others})", others=len(others)), key="frozen_others", type="compact"
        ):
            _listed(others, report)


def _listed(rows: Sequence[FrozenPack], report: Report) -> None:
    for row in rows:
        told, files, away = st.columns([3, 3, 1], vertical_alignment="center")
        with told:
            show(_told(row, report))
        with files, st.container(horizontal=True):
            _files(row)
        if not roles.may(Action.FREEZE):
            continue
        with away.popover(say("Delete"), key=f"frozen_away_{row.id}"):
            show(blocks.text(say("It is deleted for good. Whoever has its files keeps them.")))
            if st.button(say("Delete it"), key=f"frozen_delete_{row.id}"):
                _delete(row)
                st.rerun()


def _told(row: FrozenPack, report: Report) -> blocks.Safe:
    when = say("{moment} UTC", moment=formats.moment(row.frozen_at))
    facts = say(
        "plan: {scenario}; frozen {when} by {frozen_by}; {id}",
        scenario=row.scenario,
        when=when,
        frozen_by=row.frozen_by,
        id=row.id,
    )
    mark = blocks.Safe("")
    if row.as_of == report.as_of and row.data_hash != report.data_hash:
        mark = blocks.pill("the data or what is assumed has changed since", "open", "○")
    return blocks.Safe(
        f'<p class="b-line">{mark} <b>{blocks.text(row.title)}</b> <small>{blocks.text(facts)}</small></p>'
    )


def _files(row: FrozenPack) -> None:
    kept = session.open_store()
    for one in row.files:
        known = boardpack.FORMATS[one.format]
        st.download_button(
            label(known.name), data=admission.as_now(partial(packing.fetch, kept, row, one.format)), file_name=one.name,
            mime=known.content_type, key=f"frozen_{row.id}_{one.format}", on_click="ignore",
            help=say("{size} bytes, SHA-256 {sha256}…", size=formats.count(one.size_bytes), sha256=one.sha256[:16]),
        )  # fmt: skip


def _delete(row: FrozenPack) -> None:
    try:
        store.delete_frozen_pack(session.open_store(), row.id, WHO)
        st.session_state["frozen_said"] = say("The frozen pack {id} is deleted.", id=row.id)
    except BalanceError as error:
        st.session_state["frozen_said"] = str(error)
