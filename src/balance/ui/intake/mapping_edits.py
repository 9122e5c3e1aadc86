"""Editing one saved mapping: its name, and for each header of each sheet the column it means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from balance import formats, uploading
from balance.language import label, noted, plain, say
from balance.schema import TABLES
from balance.ui import blocks, session
from balance.ui.intake import refusals
from balance.ui.intake.draft import WHO
from balance.ui.show import renewed, show, spoken

NOT_USED = noted("not used")
MOST_HEADERS = 25


def show_edits(place: int, name: str, mapping: Mapping[str, Any]) -> None:
    """A new name, and the columns of one sheet of the mapping; every change is a new version of it."""
    left, right, _ = st.columns([2, 1, 2], vertical_alignment="bottom")
    key = renewed(f"mapping_new_name-{place}", [name])
    left.text_input(say("Another name for {spoken}", spoken=spoken(name)), key=key, placeholder=say("Another name"))
    right.button(say("Rename"), key=f"rename-mapping-{place}", on_click=partial(_rename, name, key))
    sheets = mapping.get("sheets", [])
    if not sheets:
        return
    told = [
        say("{table}, sheet {sheet}", table=label(str(sheet.get("table"))), sheet=sheet.get("sheet"))
        for sheet in sheets
    ]
    at = 0
    if len(sheets) > 1:
        at = st.selectbox(say("Sheet"), range(len(sheets)), key=f"mapping_sheet-{place}", format_func=told.__getitem__)
    _columns(place, name, mapping, at)


def _columns(place: int, name: str, mapping: Mapping[str, Any], at: int) -> None:
    sheet = mapping["sheets"][at]
    table = TABLES.get(str(sheet.get("table")))
    if table is None:
        return
    headers = sorted(sheet.get("columns", {}), key=lambda header: sheet["columns"][header] is None)
    wanted = ""
    if len(headers) > MOST_HEADERS:
        wanted = st.text_input(say("Find a column by its name"), key=f"mapping_find-{place}").casefold()
    found = [header for header in headers if wanted in header.casefold()]
    options = [NOT_USED, *(column.name for column in table.columns)]
    for header in found[:MOST_HEADERS]:
        now = sheet["columns"][header] or NOT_USED
        said, choice, _ = st.columns([1.4, 1, 0.6], vertical_alignment="center")
        with said:
            show(blocks.item(" ".join(header.split()), ""))
        key = f"mapping:{place}:{at}:{header}:{now}"
        choice.selectbox(
            say("{spoken} means", spoken=spoken(header)),
            options,
            index=options.index(now) if now in options else 0,
            key=key,
            format_func=lambda column: plain(column),
            label_visibility="collapsed",
            on_change=partial(_say, name, mapping, at, header, key),
        )
    if len(found) > MOST_HEADERS:
        show(
            blocks.caveats(
                [
                    say(
                        "The first {most_headers} of {columns}; search for others.",
                        most_headers=MOST_HEADERS,
                        columns=formats.count(len(found), "column"),
                    )
                ]
            )
        )


def _say(name: str, mapping: Mapping[str, Any], at: int, header: str, key: str) -> None:
    chosen = st.session_state[key]
    with refusals.on_top():
        changed = uploading.edited(mapping, at, header, None if chosen == NOT_USED else chosen)
        uploading.save_mapping(session.database(), name, changed, WHO)


def _rename(name: str, key: str) -> None:
    new = st.session_state.get(key, "").strip()
    if not new or new == name:
        return
    with refusals.on_top():
        uploading.rename_mapping(session.database(), name, new, WHO)
