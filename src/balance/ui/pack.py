"""The board pack on the screen: what is chosen for it, and its slides in the words people gave them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from balance import boardpack, formats, packing, roles, store
from balance.boardpack import Outline
from balance.boardpack.edited import NONE, Edits
from balance.boardpack.live import Live
from balance.language import label, noted, say, say_count
from balance.packing import Gathered
from balance.pipeline import Analysis
from balance.roles import Action
from balance.ui import blocks, session
from balance.ui.show import line, renewed, show

NAMES = {
    "answer": noted("Answer"), "changes": noted("What changed"), "velocity": noted("Velocity"),
    "exposure": noted("Exposure"), "trade-off": noted("Trade-off"), "incidents": noted("Incidents"),
    "decisions": noted("Decisions"), "record": noted("Track record"), "appendix": noted("Appendix"),
}  # fmt: skip
"""What the sections are called on the page."""


@dataclass(frozen=True)
class Chosen:
    """What a visitor wants in the pack: none of the sections is all of them, and so with the plans."""

    sections: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    template: bytes = b""
    """A PowerPoint template to draw on."""
    live: bool = False
    """The web page carries levers a reader can move."""


WHOLE = Chosen()
"""The whole pack, to be looked at."""


def choose(left: DeltaGenerator, right: DeltaGenerator) -> Chosen:
    """The choice of sections, plans and a template on the left, of formats on the right."""
    with left:
        sections = st.pills(
            say("Sections"), list(NAMES), selection_mode="multi", default=list(NAMES), key="pack_sections",
            format_func=lambda name: say(NAMES[name]), persist_state="session",
        )  # fmt: skip
        if not sections:
            st.caption(say("Without a choice the pack holds all of them."))
        plans = _plans()
    with right:
        kinds = choose_formats("pack_formats", list(boardpack.FORMATS))
        live = "html" in kinds and session.plan_name() == session.TODAY and _live()
    with left:
        template = _template() if "pptx" in kinds else b""
    return Chosen(tuple(sections or ()), plans, kinds, template, live)


def _live() -> bool:
    help_ = say("Readers move them without a network: every position is worked out beforehand.")
    return st.toggle(say("Levers in the web page"), key="pack_live", persist_state="session", help=help_)


def _template() -> bytes:
    """The template a visitor hands in, empty where there is none or where it cannot be used, which is told.

    It is asked only of who may load files: the door takes no upload of anybody else.
    """
    if not roles.may(Action.LOAD):
        return b""
    help_ = say(
        "Its master, fonts, colours and logo are kept. It needs a wide layout with a title only, and no macros."
    )
    given = st.file_uploader(say("Your PowerPoint template"), ["pptx", "potx"], key="pack_template", help=help_)
    if given is None:
        return b""
    content = given.getvalue()
    with st.spinner(say("Looking at the template")):
        why = _refused(hashlib.sha256(content).hexdigest(), content)
    if why:
        show(blocks.box("The template is not used", why, status=say("not used")))
    return b"" if why else content


@st.cache_data(max_entries=16, show_spinner=False)
def _refused(digest: str, _content: bytes) -> str:
    """Why a template cannot be used, looked at once for each content."""
    return packing.template_tried(_content)


def choose_formats(key: str, offered: list[str]) -> tuple[str, ...]:
    """The choice of formats."""
    kinds = st.pills(
        say("Formats"), offered, selection_mode="multi", default=["pptx"], key=key, persist_state="session",
        format_func=lambda known: label(boardpack.FORMATS[known].name),
    )  # fmt: skip
    return tuple(kind for kind in offered if kind in (kinds or ()))


def _plans() -> tuple[str, ...]:
    """The saved plans that stand beside today's, the newest first."""
    rows = sorted(session.saved(), key=lambda row: row.saved_at, reverse=True)
    names = [row.name for row in rows]
    if not names:
        if not roles.may(Action.TRACE):
            return ()
        st.caption(say("No plan is saved yet. One saved on What-if stands here beside today's plan."))
        return ()
    return tuple(
        st.multiselect(
            say("Saved plans beside today's"), names, default=names, format_func=line, key=renewed("pack_plans", names),
            persist_state="session", placeholder=say("all of them"),
        )
    )  # fmt: skip


def outline(analysis: Analysis, chosen: Chosen) -> Outline:
    """The slides for the date and plan in force, as chosen and as worded."""
    key, edits = _key(analysis), words(analysis)
    gathered = _gathered(key, chosen.plans, analysis)
    laid = _laid_out(key, chosen.plans, chosen.sections, repr(edits), analysis, gathered, edits)
    if chosen.live and analysis.today is None:
        with st.spinner(say("Working out every position of the levers")):
            levers = _levers(key, analysis)
        laid = packing.with_levers(laid, analysis, levers)
    return replace(laid, template=chosen.template)


def words(analysis: Analysis) -> Edits:
    """The words people gave this pack; a plan that is not saved has none of its own."""
    if analysis.report.scenario == session.UNSAVED:
        return NONE
    return packing.edits_of(session.open_store(), analysis.report.as_of, document(analysis))


def document(analysis: Analysis) -> str:
    """The name under which the words of this pack are kept."""
    return packing.document_of(analysis.report.scenario)


def story(outline: Outline) -> str:
    """What the page says first."""
    count = len(outline.slides)
    told = say_count("{count} slide says what the screens say", "{count} slides say what the screens say", count,
                     count=formats.word(count).capitalize())  # fmt: skip
    theirs = sum(bool(slide.credit) for slide in outline.slides)
    return (
        say("{told}, {theirs} of them in people's own words.", told=told, theirs=formats.word(theirs))
        if theirs
        else f"{told}."
    )


def _key(analysis: Analysis) -> str:
    """Changes with everything the slides quote: the answer, the way here, and what people kept."""
    if not roles.may(Action.TRACE):
        seen = sorted(roles.acting().units or ())
        return f"{session.database()}|{analysis.report.data_hash}|{session.told()}|{len(session.trail())}|{seen}"
    kept = store.open_store(session.database(), create=False)
    forecasts = int(store.forecast_sets(kept)["made_at"].notna().sum())
    said = [(row.name, row.version) for row in store.scenarios(kept)], store.decisions(kept), forecasts
    trail, version = session.trail().to_json(date_format="iso"), session.choice().version
    return f"{session.database()}|{version}|{analysis.report.data_hash}|{session.told()}|{trail}|{said}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _gathered(key: str, plans: tuple[str, ...], _analysis: Analysis) -> Gathered:
    return packing.gather(_analysis, store.open_store(session.database(), create=False), plans)


@st.cache_resource(max_entries=4, show_spinner=False)
def _levers(key: str, _analysis: Analysis) -> Live:
    return packing.levers_of(_analysis)


@st.cache_resource(max_entries=16, show_spinner=False)
def _laid_out(
    key: str, plans: tuple[str, ...], sections: tuple[str, ...], worded: str, _analysis: Analysis,
    _gathered: Gathered, _edits: Edits,
) -> Outline:  # fmt: skip
    return packing.laid_out(_analysis, _gathered, session.trail(), sections=sections, edits=_edits)
