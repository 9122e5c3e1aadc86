"""The decisions asked in a pack in one's own words, each with its owner, its day and the plan whose effects it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st

from balance import packing, roles
from balance.boardpack import Outline, Slide
from balance.boardpack.edited import LONGEST_TITLE, MOST_ASKS, Ask
from balance.language import say
from balance.packing.edits import ASKS
from balance.pipeline import Analysis
from balance.roles import Action
from balance.ui import blocks, pack_keeping, session
from balance.ui.pack_keeping import Part
from balance.ui.show import line, show


def desk_of_pack(answer: Analysis, outline: Outline, slide: Slide) -> None:
    """The form of the decisions the pack asks for; a plan that is not saved has no words of its own."""
    if answer.report.scenario != session.UNSAVED:
        desk(answer.report.as_of, packing.document_of(answer.report.scenario), outline, slide)


def desk(as_of: date, document: str, outline: Outline, slide: Slide) -> None:
    """The form, on the slides that ask for decisions; it needs the width of the page."""
    if slide.key not in ("decisions", "incident") or not roles.may(Action.WORD):
        return
    part = Part(as_of, document, ASKS)
    if pack_keeping.asked(part):
        return
    seen, given = pack_keeping.seen(part), _given(part, outline)
    plans = _plans(outline, given) if slide.key == "decisions" else []
    with st.form(f"form|{part.key}", border=False):
        show(blocks.section("Decisions asked", "A line without words is left out."))
        rows = [_row(f"{part.key}|{seen}|{at}", at, one, plans) for at, one in enumerate([*given, Ask("")][:MOST_ASKS])]
        if st.form_submit_button(say("Keep these decisions")):
            told = "; ".join(one.text for one in rows if one.text) or say("no decision")
            pack_keeping.keep(part, told, seen, lambda known: packing.keep_asks(
                session.open_store(), as_of, document, rows, known, pack_keeping.who()))  # fmt: skip
    if outline.asked_by:
        own = "; ".join(one.text for one in outline.own_asked) or "none"
        show(
            blocks.caveats(
                [say("In the words of {asked_by}.", asked_by=outline.asked_by), say("Balance's own: {own}", own=own)]
            )
        )
        pack_keeping.way_back(part, seen)


def _given(part: Part, outline: Outline) -> list[Ask]:
    """The rows as they stand: those kept, or Balance's own, each with the plan it came from."""
    kept = packing.edits_of(session.open_store(), part.as_of, part.document).asks
    if kept is not None:
        return list(kept)
    return [Ask(one.text, one.owner, one.due, one.text) for one in outline.own_asked]


def _plans(outline: Outline, given: Sequence[Ask]) -> list[str]:
    """What a decision may take its effects from: nothing, Balance's own decisions, saved plans."""
    own, kept = (one.text for one in outline.own_asked), (one.plan for one in given)
    return list(dict.fromkeys(["", *own, *kept, *(row.name for row in session.saved())]))


def _row(key: str, at: int, one: Ask, plans: Sequence[str]) -> Ask:
    label: Literal["visible", "collapsed"] = "visible" if at == 0 or session.phone() else "collapsed"
    places = st.columns([3, 1.4, 1.2, 2] if plans else [4, 2, 1.4])
    words = places[0].text_input(
        say("Decision"), one.text, key=f"ask|{key}", max_chars=LONGEST_TITLE, label_visibility=label
    )
    owner = places[1].text_input(say("Owner"), one.owner, key=f"owner|{key}", max_chars=80, label_visibility=label)
    day = places[2].date_input("By", one.due, key=f"due|{key}", label_visibility=label)
    plan = ""
    if plans:
        plan = places[3].selectbox(
            say("Effects of"), plans, index=plans.index(one.plan) if one.plan in plans else 0, key=f"plan|{key}",
            format_func=lambda name: line(name) or "none", label_visibility=label,
        )  # fmt: skip
    return Ask(words, owner, day if isinstance(day, date) else None, plan)
