"""Saved mappings: what was understood of an upload, kept under a name for the next one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from balance import uploading
from balance.language import noted, say
from balance.ui import blocks, session
from balance.ui.intake import draft as drafts
from balance.ui.intake import mapping_edits, refusals
from balance.ui.intake.draft import WHO, Draft
from balance.ui.show import show, spoken
from balance.uploading import Upload


def show_mappings(draft: Draft, checked: Upload | None) -> None:
    """Every saved mapping, with what it says; this upload's can be saved under a name."""
    show(blocks.section("Saved mappings", "What your columns and words mean, for the next export of the same tool."))
    with refusals.in_place():
        _show(draft, checked, uploading.saved_mappings(session.database()))


def _show(draft: Draft, checked: Upload | None, found: Mapping[str, Mapping[str, Any]]) -> None:
    if not found:
        show(blocks.caveats([say("None is saved yet.")]))
    for place, (name, mapping) in enumerate(found.items()):
        _mapping(draft, place, name, mapping)
    if checked is not None and checked.mapping.get("sheets"):
        _save(checked)


def _mapping(draft: Draft, place: int, name: str, mapping: Mapping[str, Any]) -> None:
    said, use, edit, export, remove = st.columns([5, 1, 1, 1, 1], vertical_alignment="center")
    with said:
        show(blocks.item(name, _summary(mapping)))
    if draft.files:
        used = draft.based_on == name
        use.button(
            say("Stop using") if used else say("Use"),
            key=f"use-mapping-{place}",
            type="tertiary",
            help=say("Read this upload with {spoken}", spoken=spoken(name))
            if not used
            else say("Read this upload without {spoken}", spoken=spoken(name)),
            on_click=partial(drafts.change, draft, based_on="" if used else name),
        )
    opened = st.session_state.get("edited_mapping") == name
    edit.button(
        say("Close") if opened else say("Edit"),
        key=f"edit-mapping-{place}",
        type="tertiary",
        help=say("Change what {spoken} says", spoken=spoken(name)),
        on_click=partial(st.session_state.update, edited_mapping="" if opened else name),
    )
    export.download_button(
        say("Export"),
        data=json.dumps(mapping, indent=2, ensure_ascii=False).encode(),
        file_name="balance-mapping.json",
        key=f"export-mapping-{place}",
        type="tertiary",
        help=say("Download {spoken} as a mapping file", spoken=spoken(name)),
        on_click="ignore",
    )
    remove.button(
        say("Remove"),
        key=f"remove-mapping-{place}",
        type="tertiary",
        help=say("Take {spoken} off the list", spoken=spoken(name)),
        on_click=partial(_remove, draft, name),
    )
    if opened:
        with st.container(border=True, key=f"mapping_edits-{place}"):
            mapping_edits.show_edits(place, name, mapping)


def _summary(mapping: Mapping[str, Any]) -> str:
    parts = []
    for sheet in mapping.get("sheets", ()):
        used = sum(column is not None for column in sheet.get("columns", {}).values())
        words = sum(len(found) for found in sheet.get("values", {}).values() if isinstance(found, dict))
        parts.append(
            say(
                noted("{table}: {used} columns, {words} words") if words else noted("{table}: {used} columns"),
                table=sheet.get("table"),
                used=used,
                words=words,
            )
        )
    return "; ".join(parts)


def _save(checked: Upload) -> None:
    left, right, _ = st.columns([2, 1, 2], vertical_alignment="bottom")
    left.text_input(say("Save what was understood of this upload as"), key="mapping_name", placeholder=say("A name"))
    right.button(say("Save"), key="save_mapping", on_click=partial(_saved, checked.mapping))


def _saved(mapping: Mapping[str, Any]) -> None:
    name = st.session_state.get("mapping_name", "").strip()
    with refusals.on_top():
        uploading.save_mapping(session.database(), name, mapping, WHO)
        st.session_state["mapping_name"] = ""


def _remove(draft: Draft, name: str) -> None:
    if draft.based_on == name:
        drafts.change(draft, based_on="")
    with refusals.on_top():
        uploading.remove_mapping(session.database(), name, WHO)
