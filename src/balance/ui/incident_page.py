"""One page on one incident for the board, on the screen of incidents: chosen, looked at, worded, written."""

from __future__ import annotations

import streamlit as st

from balance import packing
from balance.boardpack import Outline, incident_page
from balance.boardpack.happened import Happened
from balance.language import say
from balance.packing import PAGE_FORMATS
from balance.pipeline import Analysis
from balance.reporting.incident_record import IncidentRecord
from balance.ui import blocks, incidents, pack, pack_asks, pack_files, pack_pictures, pack_words, session
from balance.ui.show import line, show

NOT_CHOSEN = "page_not_chosen"
"""Where the head of the page stands while no incident is chosen: nothing follows it on paper."""
_CHOSEN = "page_incident"


def desk(record: IncidentRecord, answer: Analysis) -> None:
    """The page of the incident chosen; nothing is worked out until one is."""
    with st.container(key=NOT_CHOSEN if st.session_state.get(_CHOSEN) is None else "page_chosen"):
        show(
            blocks.section(
                "One page for the board", "What happened, exposure without it and with it, the clocks, what to decide."
            )
        )
    ids = packing.material_first(record, incidents.OFFERED)
    titles = incidents.titles_of(record, ids)
    left, right = st.columns([1.32, 1], gap="large")
    chosen = left.selectbox(
        say("Incident, those found material first"),
        ids,
        index=None,
        key=_CHOSEN,
        placeholder=say("choose one"),
        format_func=lambda name: line(f"{name} {titles.get(name, '')}".strip()),
        accept_new_options=True,
    )
    with right:
        kinds = pack.choose_formats("page_formats", list(PAGE_FORMATS))
    if chosen is None:
        return
    if chosen in titles or incidents.titles_of(record, [chosen]):
        _page(str(chosen), answer, kinds)
    else:
        st.warning(line(say(incidents.UNKNOWN, name=chosen)))


def _page(incident_id: str, answer: Analysis, kinds: tuple[str, ...]) -> None:
    outline = _outline(incident_id, answer)
    pack_files.desk("page", outline, kinds, answer.report)
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        pack_pictures.large(outline, 0)
    document = packing.document_of("", incident_id)
    with right:
        pack_words.desk(answer.report.as_of, document, outline, outline.slides[0])
    pack_asks.desk(answer.report.as_of, document, outline, outline.slides[0])


def _outline(incident_id: str, answer: Analysis) -> Outline:
    report = answer.report
    with st.spinner(say("Working out the year without it")):
        happened = _happened(f"{session.database()}|{report.data_hash}|{session.told()}", incident_id, answer)
    words = packing.edits_of(session.open_store(), report.as_of, packing.document_of("", incident_id))
    return incident_page.page(report, happened, words)


@st.cache_resource(max_entries=16, show_spinner=False)
def _happened(key: str, incident_id: str, _answer: Analysis) -> Happened:
    return packing.happened_of(_answer, incident_id)
