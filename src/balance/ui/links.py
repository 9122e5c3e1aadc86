"""Likely links of incidents to initiatives: a few at a time, best first, each accepted or refused by a person."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from balance import formats, frugal, linking, pipeline, roles, store
from balance.errors import BalanceError
from balance.language import label, noted, say
from balance.linking import Links
from balance.roles import Action
from balance.ui import blocks, session
from balance.ui.show import line, show

MOST = 10
WHO = "dashboard"

Pairs = list[tuple[str, str]]
Told = dict[Hashable, Any]
"""One row of a frame, by column."""

Row = tuple[Pairs, Told]
"""The pairs one click decides about, and the suggestion that stands for them."""


def desk() -> None:
    """The likely links with Accept and Refuse, how many incidents have none, and what was decided, to be undone."""
    links = found() if roles.may(Action.LINK) else None
    if links is None or not len(links.incidents):
        return
    rows = grouped(links)
    show(blocks.section(_headline(len(rows)), linking.said_links(links)))
    with st.container(gap=None):
        for pairs, told in rows[:MOST]:
            _row(pairs, told)
    if len(rows) > MOST:
        show(
            blocks.caveats(
                [
                    say(
                        "The {most} likeliest of {rows} are shown; the next follow as these are decided.",
                        most=MOST,
                        rows=formats.count(len(rows)),
                    )
                ]
            )
        )
    _decided(links)


def found() -> Links | None:
    """The links on the chosen date, worked out once while nothing changes; None where they cannot be read."""
    chosen = session.choice()
    if not chosen.days or not roles.may(Action.TRACE):
        return None
    try:
        with st.spinner(say("Looking for likely links")):
            return _found(session.database(), chosen.version, chosen.as_of)
    except BalanceError:
        return None  # the page says already that the store cannot be read


def grouped(links: Links) -> list[Row]:
    """The suggestions, best first; incidents that name the same unknown id are decided together."""
    rows: dict[tuple[Any, Any], Row] = {}
    for told in links.suggestions.to_dict("records"):
        named = told["named"] if isinstance(told["named"], str) else None
        key = (named or told["incident_id"], told["initiative_id"])
        rows.setdefault(key, ([], told))[0].append((told["incident_id"], told["initiative_id"]))
    return list(rows.values())


@st.cache_resource(max_entries=8, show_spinner=False)
def _found(address: str, version: str, as_of: date | None) -> Links:
    try:
        return pipeline.links_of(store.open_store(address, create=False), as_of)
    finally:
        frugal.hand_back()  # the whole store may have been read for it


def _headline(count: int) -> str:
    if not count:
        return say("No likely link of an incident to an initiative waits for you")
    return say("{links} to look at", links=formats.count(count, "likely link"))


def _row(pairs: Pairs, told: Told) -> None:
    words, accept, refuse = st.columns([6, 1, 1], vertical_alignment="center")
    with words:
        show(_said(pairs, told))
    key = "=".join(pairs[0])
    if accept.button(say("Accept"), key=f"accept:{key}", width="stretch"):
        _decide(partial(pipeline.decide_links, accept=pairs))
    if refuse.button(say("Refuse"), key=f"refuse:{key}", width="stretch", type="tertiary"):
        _decide(partial(pipeline.decide_links, refuse=pairs))


def _said(pairs: Pairs, told: Told) -> blocks.Safe:
    """One suggestion in a line: which incident, which initiative, how likely, and why."""
    incident, initiative = told["incident_id"], told["initiative_id"]
    title = _called("incidents", "title", incident) if len(pairs) == 1 else ""
    what = say("{pairs} incidents", pairs=formats.count(len(pairs))) if len(pairs) > 1 else incident
    name = _called("initiatives", "name", initiative)
    asked = say(
        "came from <b>{id}</b> {name}? {chance}", id=blocks.text(initiative), name=blocks.text(name),
        chance=blocks.text(formats.chance(told["score"])),
    )  # fmt: skip
    return blocks.Safe(
        f'<p class="b-line"><b>{blocks.text(what)}</b> {blocks.text(title)}<br>{asked}<br>'
        f"<small>{blocks.text(told['because'])}</small></p>"
    )


def _called(table: str, column: str, number: object) -> str:
    """What a row of the company is called; empty where it has no such text."""
    base = session.analysis()
    frame = None if base is None else getattr(base.company, table)
    if frame is None:
        return ""
    found = frame.loc[frame[frame.columns[0]] == number, column].dropna()
    return line(found.iloc[0]) if len(found) else ""


def _decided(links: Links) -> None:
    """What was accepted and refused, newest first, each with the button that takes it back."""
    rows = links.decided.sort_values("recorded_at", ascending=False, kind="stable").to_dict("records")
    if not rows:
        return
    with st.expander(
        say("{links} decided", links=formats.count(len(rows), "link")), key="links_decided", type="compact"
    ):
        for told in rows[:MOST]:
            _decided_row(told)
        if len(rows) > MOST:
            show(
                blocks.caveats([say("The newest {most} are shown; `balance links --json` lists them all.", most=MOST)])
            )


def _decided_row(told: Told) -> None:
    pair = (str(told["incident_id"]), str(told["initiative_id"]))
    words, undo = st.columns([6, 1], vertical_alignment="center")
    with words:
        show(_decided_line(pair, told))
    if undo.button(say("Undo"), key=f"undo:{'='.join(pair)}", width="stretch", type="tertiary"):
        _decide(partial(pipeline.decide_links, undo=[pair]))


DECISIONS = {"accept": noted("accept"), "refuse": noted("refuse")}


def _decided_line(pair: tuple[str, str], told: Told) -> blocks.Safe:
    decision = str(told["decision"])
    said = say(
        "<b>{incident}</b> from <b>{initiative}</b>: {decision} <small>by {who}, {day}</small>",
        incident=blocks.text(pair[0]), initiative=blocks.text(pair[1]), decision=blocks.text(label(decision)),
        who=blocks.text(told["recorded_by"]), day=blocks.text(formats.day(told["recorded_at"])),
    )  # fmt: skip
    return blocks.Safe(f'<p class="b-line">{said}</p>')


def _decide(change: Callable[..., int]) -> None:
    """Change the store and show the page again with what follows from it."""
    try:
        change(session.open_store(), who=WHO)
        st.session_state.pop("not_updated", None)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
    session.changed()
    st.rerun()
