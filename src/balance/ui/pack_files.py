"""Files of a pack on the screen: written apart with their progress, saved, frozen with the snapshot they quote."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.mutable_status_container import StatusContainer

from balance import boardpack, packing, roles
from balance import formats as words
from balance.boardpack import Drawn, Outline
from balance.errors import BalanceError
from balance.language import label, say
from balance.report import Report
from balance.roles import Action
from balance.ui import admission, blocks, pack_keeping, session
from balance.ui.show import show

MOST_KEPT = 24
"""Files kept ready for whoever asks for the same again."""


@st.fragment
def desk(name: str, outline: Outline, formats: Sequence[str], report: Report) -> None:
    """The button that writes, and for what is written the buttons that save and freeze it.

    A part of the page of its own: the rest stays as it is while files are written.
    """
    seal = hashlib.sha256(pickle.dumps(outline)).hexdigest()
    state = f"{name}_written"
    if st.button(say("Write the files"), type="primary", key=f"{name}_write", disabled=not formats):
        st.session_state[state] = (seal, _written(outline, formats, seal))
    done, drawn = st.session_state.get(state, ("", None))
    if done != seal or drawn is None:
        show(_stale(done))
        return
    show(*(blocks.box("One format is missing", why, status=say("not written")) for why in drawn.missing))
    if drawn.files:
        _downloads(name, outline, drawn)
        _freeze(name, outline, drawn, report)


def _stale(done: str) -> blocks.Safe:
    return blocks.caveats([say("The pack has changed since its files were written. Write them again.")] if done else [])


def _written(outline: Outline, formats: Sequence[str], seal: str) -> Drawn:
    """What is kept already, and the rest written now, with its progress."""
    kept = _kept()
    missing = [format_ for format_ in formats if (seal, format_) not in kept]
    told: tuple[str, ...] = ()
    if missing:
        with st.status(say("Writing the files")) as shown:
            told = _write(outline, missing, seal, shown)
    return Drawn({name: kept[seal, name] for name in formats if (seal, name) in kept}, told)


def _write(outline: Outline, missing: Sequence[str], seal: str, shown: StatusContainer) -> tuple[str, ...]:
    done: list[str] = []

    def tell(format_: str) -> None:
        if format_:
            done.append(format_)
            name = label(boardpack.FORMATS[format_].name)
            shown.update(
                label=say("Writing {name}, {done} of {missing}", name=name, done=len(done), missing=len(missing))
            )
        else:
            shown.update(label=say("Somebody else's pack is being written; yours is next"))

    try:
        admission.take_turn(Action.EXPORT)
        drawn = packing.written_apart(outline, missing, tell, lambda name, content: _keep(seal, name, content))
    except BalanceError as error:
        shown.update(label=say("Not written"), state="error")
        return (str(error),)
    ready = words.count(len(drawn.files), "file")
    shown.update(
        label=say("{ready} written", ready=ready), state="complete" if drawn.files else "error", expanded=False
    )
    return drawn.missing


def _keep(seal: str, name: str, content: bytes) -> None:
    kept = _kept()
    kept[seal, name] = content
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)), None)


@st.cache_resource(show_spinner=False)
def _kept() -> dict[tuple[str, str], bytes]:
    """What was written lately, for all visitors, by the content of its outline and its format."""
    return {}


def _downloads(name: str, outline: Outline, drawn: Drawn) -> None:
    with st.container(horizontal=True):
        for format_, content in drawn.files.items():
            known = boardpack.FORMATS[format_]
            st.download_button(
                say("Download {known}", known=label(known.name)),
                data=content,
                file_name=boardpack.file_name(outline, format_),
                mime=known.content_type,
                key=f"{name}_save_{format_}",
                on_click="ignore",
            )


def _freeze(name: str, outline: Outline, drawn: Drawn, report: Report) -> None:
    """Freezing what was written, by whom; it stays byte for byte."""
    if not roles.may(Action.FREEZE):
        show(blocks.caveats([roles.why_not(roles.acting(), Action.FREEZE)]))
        return
    with st.popover(say("Freeze these files"), key=f"{name}_freeze_open"):
        show(
            blocks.text(
                say(
                    "They are kept byte for byte until somebody deletes them, or until this date's "
                    "snapshot is deleted for good: by somebody, or because it is older than snapshots "
                    "are kept here."
                )
            )
        )
        known = pack_keeping.who()
        who = known
        if not roles.acting().signed_in:
            who = st.text_input(say("Your name"), known, key=f"{name}_freeze_who-{known}", max_chars=60).strip()
        if st.button(say("Freeze"), type="primary", key=f"{name}_freeze", disabled=not who):
            try:
                pack_id, new = packing.freeze(session.open_store(), report, outline, drawn.files, who)
                said = (
                    say("Frozen as {pack_id}.", pack_id=pack_id)
                    if new
                    else say("These files are frozen already, as {pack_id}.", pack_id=pack_id)
                )
            except BalanceError as error:
                said = str(error)
            st.session_state[f"{name}_frozen"] = said
            st.rerun()
    show(blocks.caveats([st.session_state.pop(f"{name}_frozen", "")]))
