"""Step 7: one button that loads, and afterwards what was loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from balance import formats
from balance.errors import BalanceError
from balance.language import label, say, say_count
from balance.language.retelling import retold
from balance.ui import blocks, session
from balance.ui.intake import checking
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import show
from balance.uploading import Upload

_LOADED = "loaded_upload"


def show_load(draft: Draft, checked: Upload) -> None:
    """What will be loaded, once more in a few lines, and the button."""
    show(blocks.section("Load", "Everything below becomes one snapshot, all of it or nothing. It can be taken back."))
    rows = [sheet.rows for file in checked.intake.files for sheet in file.sheets]
    tables = [formats.count(part["rows"], name.removesuffix("s")) for name, part in checked.document["tables"].items()]
    facts = {
        say("True"): _as_of(draft, checked.document),
        say("Rows"): formats.listed(tables) or say("none"),
        say("Held back"): f"{sum(r.held for r in rows):,}",
        say("Left out"): say(
            "{sum} (totals, blank and repeated rows)", sum=formats.count(sum(r.left_out for r in rows))
        ),
        say("Files"): formats.listed([file.name for file in draft.files]),
    }
    show(blocks.cards([(say("One snapshot"), facts)]))
    show_hindrance(checked)


def show_hindrance(checked: Upload) -> None:
    """Why it cannot be loaded yet, if so."""
    why = _why_not(checked)
    if why:
        show(blocks.box("It cannot be loaded yet", why, tone="open", mark="○"))


def offer(draft: Draft, checked: Upload) -> bool:
    """The button that loads; whether it was pressed."""
    words = say("Load {as_of}", as_of=_as_of(draft, checked.document))
    return st.button(words, type="primary", disabled=bool(_why_not(checked)), key="load")


def loaded() -> bool:
    """Whether the upload was just loaded and the page tells of that."""
    return _LOADED in st.session_state


def loaded_headline() -> tuple[str, str]:
    """What was loaded, in one sentence."""
    told: Mapping[str, Any] = st.session_state[_LOADED]
    if told["repeated"]:
        return say("These files were loaded before, {as_of}; nothing changed.", as_of=told["as_of"]), say(
            "Every page shows them already."
        )
    return (
        say("Loaded: {rows} {as_of}.", rows=told["rows"], as_of=told["as_of"]),
        say("Every page now shows them. The snapshot can be taken back."),
    )


def show_loaded() -> None:
    """What was loaded, where to look at it, and how to go on."""
    told: Mapping[str, Any] = st.session_state[_LOADED]
    columns = [blocks.Column("Table")]
    columns += [blocks.Column(head, "right") for head in (say("Rows"), say("New"), say("Changed"), say("Gone"))]
    show(blocks.table(columns, told["tables"]), blocks.caveats(told["caveats"]))
    with st.container(horizontal=True):
        if st.button(say("See the overview"), type="primary", key="see_overview"):
            _forget()
            st.switch_page("pages/overview.py")
        st.button(say("Add more files"), key="add_more", on_click=_forget)


def _why_not(checked: Upload) -> str:
    if checked.intake.open_questions:
        return say(
            "{questions} still open on the step Questions.",
            questions=formats.count(len(checked.intake.open_questions), "question"),
        )
    if checked.intake.refused:
        errors = [problem for problem in checked.intake.problems if problem.severity == "error"]
        told = say("A file, a sheet or a required column is in the way; the step Problems says where.")
        return f"{told} {say('First: {error}', error=errors[0])}" if errors else told
    return "" if any(len(frame) for frame in checked.intake.frames.values()) else say("There is not one row to load.")


def load(draft: Draft, checked: Upload) -> None:
    """Load the upload and turn to the page that says what was loaded, or say why nothing was changed."""
    try:
        with st.spinner(say("Loading: all of it or nothing")):
            done = checking.load(draft, checked)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
        st.rerun()
    if done.status == "refused":
        st.session_state["not_updated"] = say(
            "The files changed what they say since they were checked. Look at them again."
        )
        st.rerun()
    st.session_state.pop("not_updated", None)
    st.session_state[_LOADED] = _told(draft, done)
    session.choice().as_of = None
    session.changed()
    drafts.close(draft)
    st.rerun()


def _told(draft: Draft, done: Upload) -> dict[str, Any]:
    """What the page says afterwards, as plain text."""
    document = done.document
    since = document["changes_since_last"]
    counted = {name: since.get(name) for name in document["tables"]}
    tables = [(label(name), f"{part['rows']:,}", *_moved(counted[name])) for name, part in document["tables"].items()]
    held = len(done.intake.held)
    caveats = (
        [say("{rows} held back; mend them in your file and load it again.", rows=formats.count(held, "row"))]
        if held
        else []
    )
    caveats += _dated(document.get("snapshots", []))
    caveats += [retold(str(problem)) for problem in done.intake.problems if problem.code == "forecast-owed"]
    rows = formats.listed(
        [formats.count(part["rows"], name.removesuffix("s")) for name, part in document["tables"].items()]
    )
    return {
        "repeated": bool(document["snapshot"]["repeated"]),
        "as_of": _as_of(draft, document),
        "rows": rows,
        "tables": tables,
        "caveats": caveats,
    }


def _as_of(draft: Draft, document: Mapping[str, Any]) -> str:
    """The day the upload speaks of; of a file with several dated reports the newest, and how many there are."""
    days = [one["as_of"] for one in document.get("snapshots", [])] or [draft.as_of]
    newest, earlier = formats.day(days[-1]), len(days) - 1
    if not earlier:
        return say("as of {day}", day=newest)
    return say_count("as of {day} and {count} earlier report", "as of {day} and {count} earlier reports", earlier,
                     day=newest, count=earlier)  # fmt: skip


def _dated(snapshots: Sequence[Mapping[str, Any]]) -> list[str]:
    """What became of a file that holds several dated reports."""
    if len(snapshots) < 2:
        return []
    days = [formats.day(one["as_of"]) for one in snapshots]
    return [
        say(
            "The files hold several dated reports: one snapshot each was kept, as of {days}.", days=formats.listed(days)
        )
    ]


def _moved(counts: Mapping[str, int] | None) -> tuple[str, ...]:
    """New, changed and gone rows; all are new where nothing was there to compare with."""
    if counts is None:
        return say("all"), formats.MISSING, formats.MISSING
    return tuple(_number(counts.get(kind)) for kind in ("new", "changed", "gone"))


def _number(count: int | None) -> str:
    return formats.MISSING if count is None else f"{count:,}"


def _forget() -> None:
    st.session_state.pop(_LOADED, None)
