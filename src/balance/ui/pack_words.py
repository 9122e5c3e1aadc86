"""Putting a slide's title and the recommendation into one's own words, and back into Balance's.

The decisions asked have their form in `pack_asks`; `pack_keeping` keeps words, also when two people write at once.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from balance import formats, packing, roles
from balance.boardpack import Outline, Slide
from balance.boardpack.edited import LONGEST_RECOMMENDATION, LONGEST_TITLE
from balance.boardpack.slides import Worded
from balance.language import say
from balance.packing.edits import RECOMMENDATION, TITLE
from balance.pipeline import Analysis
from balance.roles import Action
from balance.ui import blocks, pack_keeping, session
from balance.ui.pack_keeping import Part
from balance.ui.show import show


def desk_of_pack(answer: Analysis, outline: Outline, slide: Slide) -> None:
    """The forms of a slide of the pack; a plan that is not saved has no words of its own."""
    if answer.report.scenario == session.UNSAVED:
        show(
            blocks.text(say("Save this plan on What-if to put its slides into your own words: they are kept with it."))
        )
        return
    desk(answer.report.as_of, packing.document_of(answer.report.scenario), outline, slide)


def desk(as_of: date, document: str, outline: Outline, slide: Slide) -> None:
    """The forms of one slide: its title, and the recommendation where it stands."""
    if not roles.may(Action.WORD):
        show(blocks.caveats([roles.why_not(roles.acting(), Action.WORD)]))
        return
    if not slide.key:
        show(blocks.text(say("This page of tables keeps Balance's own title.")))
        return
    pack_keeping.begin()
    told = slide.worded or Worded(slide.title, slide.title)
    _text(Part(as_of, document, TITLE + slide.key), say("Title"), told, LONGEST_TITLE)
    if slide.key == "trade-off" and outline.recommendation is not None:
        _text(
            Part(as_of, document, RECOMMENDATION), say("Recommendation"), outline.recommendation, LONGEST_RECOMMENDATION
        )


def _text(part: Part, name: str, told: Worded, most: int) -> None:
    """A text to word: the field, whose words stand there, and the way back."""
    if pack_keeping.asked(part):
        return
    seen = pack_keeping.seen(part)
    with st.form(f"form|{part.key}", border=False):
        words = st.text_area(name, told.text, key=f"text|{part.key}|{seen}", max_chars=most, height=96)
        if st.form_submit_button(say("Keep these words")):
            pack_keeping.keep(part, words, seen, lambda known: packing.keep_words(
                session.open_store(), part.as_of, part.document, {part.name: (words, told.own)}, {part.name: known},
                pack_keeping.who()))  # fmt: skip
    if told.by:
        since = say("In the words of {by} since {on}.", by=told.by, on=formats.day(told.on))
        show(blocks.caveats([since, *told.doubts, say("Balance's own: {own}", own=told.own)]))
        pack_keeping.way_back(part, seen)
