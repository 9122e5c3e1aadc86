"""Where from? Under each page's headline and each figure: the rows behind its numbers, with file, sheet and row.

Nothing is looked up before somebody opens it, so that a page costs no more than a closed line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from zlib import crc32

import streamlit as st

from balance import formats, provenance, roles, store
from balance.errors import BalanceError
from balance.language import label, plain, say
from balance.language.retelling import retold
from balance.pipeline import Analysis
from balance.provenance import Original, Part, Trace
from balance.roles import Action
from balance.schema import TABLES
from balance.ui import admission, blocks, session
from balance.ui.address import presenting
from balance.ui.show import line, markdown
from balance.ui.show import show as put_up

PACE = (
    "velocity.value_landed_past_year",
    "velocity.value_landing_next_year",
    "velocity.cycle_time_days",
    "velocity.in_flight",
    "velocity.finished_per_quarter",
    "velocity.on_time_share",
    "velocity.load_effect",
)
LOSS = (
    "risk.chance_beyond_limit",
    "risk.bad_year_loss",
    "risk.expected_annual_loss",
    "risk.beyond_bad_year_mean",
    "risk.incidents_next_quarter",
    "risk.limit",
    "risk.inside_appetite",
)
AXES = ("velocity.value_landing_next_year", "risk.chance_beyond_limit", "risk.bad_year_loss")
KEPT = (
    "risk.incidents_next_quarter",
    "risk.expected_annual_loss",
    "velocity.value_landing_next_year",
    "velocity.finished_per_quarter",
)
RECORD, TECHNOLOGIES, STRESS = "incidents.record", "horizon.technologies", "horizon.stress_tests"
CLASSES, EFFECTS, INDICATORS, INITIATIVES = "risk.classes.", "coupling.", "indicators.", "initiatives"
QUALITY = "quality."
SECURITY = "security_in_delivery."

PAGES: Mapping[str, tuple[str, ...]] = {
    "Overview": (*AXES, "velocity.value_landed_past_year", "velocity.cycle_time_days", "velocity.in_flight",
                 "risk.limit", "quality.score"),
    "Velocity": (*PACE, INITIATIVES),
    "Security in delivery": (SECURITY, INDICATORS, INITIATIVES),
    "Risk": (*LOSS, CLASSES, INITIATIVES),
    "Incidents": (RECORD, "indicators.unlinked_share", "indicators.incidents_quarter"),
    "Horizon": (TECHNOLOGIES, STRESS, EFFECTS),
    "Trade-off": (EFFECTS, *AXES),
    "Initiatives": (INITIATIVES,),
    "Track record": KEPT,
    "Assumptions": (*AXES, INDICATORS),
    "Data quality": (QUALITY,),
    "Board pack": (*AXES, *PACE, *LOSS, CLASSES, EFFECTS, "quality.score"),
}  # fmt: skip
"""The numbers of each page, by its title; a name that ends in a dot stands for all that begin so."""

FIGURES: Mapping[str, tuple[str, ...]] = {
    "balance": AXES,
    "bridge": AXES,
    "what_if_balance": AXES,
    "dots": ("risk.chance_beyond_limit",),
    "curve": ("risk.exceedance", "risk.bad_year_loss"),
    "contribution": (INITIATIVES,),
    "incident_record": ("risk.incidents_next_quarter",),
    "forecast": (INITIATIVES,),
    "load": ("velocity.load_effect", "velocity.finished_per_quarter", "velocity.in_flight"),
    "record": ("velocity.finished_per_quarter",),
    "cycle": ("velocity.cycle_time_days",),
    "effects": (EFFECTS,),
    "frontier": AXES,
    "speed": ("velocity.load_effect",),
    "speed_money": ("velocity.value_landing_next_year",),
    "safety_money": ("risk.chance_beyond_limit", "risk.bad_year_loss"),
    "readiness": (INITIATIVES,),
    "kept_incidents_next_quarter": KEPT[:1],
    "kept_loss_next_quarter": KEPT[1:2],
    "kept_value_next_quarter": KEPT[2:3],
    "kept_finished_next_quarter": KEPT[3:],
    "tornado": AXES,
    "coverage": ("quality.losses", "quality.links"),
    "joining": (f"{SECURITY}joining",),
    "guardrails": (f"{SECURITY}coverage",),
    "yields": (f"{SECURITY}yields",),
    "waiting": (f"{SECURITY}adaptation",),
    "learning": (f"{SECURITY}learning",),
    "incident_trend": (RECORD,),
    "response_times": (RECORD,),
    "stress": (STRESS,),
}
"""The numbers of each figure, by its key."""


def of_page(title: str) -> None:
    """The way from the numbers of a page to their rows, where the page has any."""
    if title in PAGES and roles.may(Action.TRACE) and session.analysis() is not None and not presenting():
        _offer(PAGES[title], f"page-{title}", say("Where do these numbers come from?"))


def of_figure(key: str) -> None:
    """The way from a figure to its rows, where it has any."""
    if key in FIGURES and roles.may(Action.TRACE):
        _offer(FIGURES[key], f"figure-{key}", say("Where from?"))


def of_number(name: str, label: str) -> None:
    """The rows of one number, under a name of the page's choosing."""
    if roles.may(Action.TRACE):
        _offer((name,), f"number-{name}", label)


def of_row(what: str, title: str) -> None:
    """The way from one row of a table to its file, by its id."""
    if not roles.may(Action.TRACE):
        return
    label = say("Where is {markdown} from?", markdown=markdown(title))
    opened = st.expander(label, key=f"from-row-{crc32(what.encode()):x}", type="compact", on_change="rerun")
    analysis = session.answer() if opened.open else None
    if analysis is not None:
        with opened:
            _choose({what: title}, "row", analysis)


def _offer(names: Sequence[str], key: str, label: str) -> None:
    opened = st.expander(label, key=f"from-{key}", type="compact", on_change="rerun")
    analysis = session.answer() if opened.open else None
    if analysis is not None:
        with opened:
            _choose(_choices(names, analysis), key, analysis)


def _choices(names: Sequence[str], analysis: Analysis) -> dict[str, str]:
    """What can be chosen: the name to trace, and how it is called."""
    titles = {number.name: retold(number.title) for number in provenance.numbers_of(analysis).values()}
    found: dict[str, str] = {}
    for name in names:
        if name == INITIATIVES:
            found |= _initiatives(analysis)
        else:
            found |= {one: title for one, title in titles.items() if one == name or _begins(one, name)}
    return found


def _begins(name: str, prefix: str) -> bool:
    return prefix.endswith(".") and name.startswith(prefix)


def _initiatives(analysis: Analysis) -> dict[str, str]:
    """Every initiative; first the one on the card, where one is."""
    rows = analysis.company.initiatives
    if rows is None:
        return {}
    called = {str(one): f"{name} ({one})" for one, name in zip(rows["initiative_id"], rows["name"], strict=True)}
    first = str(st.session_state.get("initiative", ""))
    return ({first: called[first]} if first in called else {}) | called


def _choose(choices: Mapping[str, str], key: str, analysis: Analysis) -> None:
    if not choices:
        put_up(blocks.text(say("Nothing of it is loaded.")))
        return
    chosen = next(iter(choices))
    if len(choices) > 1:
        chosen = st.selectbox(
            say("Which one"), list(choices), format_func=lambda one: line(choices[one]), key=f"of-{key}"
        )
    try:
        told = _traced(
            session.database(), session.choice().version, analysis.company.data_hash, session.told(), chosen, analysis
        )
    except BalanceError as error:
        put_up(blocks.text(error))
        return
    _show(told, key, analysis.report.currency)


@st.cache_resource(max_entries=16, show_spinner=False)
def _traced(address: str, version: str, data_hash: str, plan: str, what: str, _analysis: Analysis) -> Trace:
    return provenance.trace(store.open_store(address, create=False), _analysis, what)


def _show(told: Trace, key: str, currency: str) -> None:
    put_up(blocks.section(retold(told.title), retold(told.how)))
    for part in told.parts:
        if len(part.rows):
            put_up(_rows(part, told))
    put_up(_readings(told), _givens(told, currency), blocks.caveats([str(one) for one in told.amended]))
    put_up(blocks.caveats([retold(str(problem)) for problem in told.problems]))
    _take_along(told, key)


def _meant(part: Part, name: str) -> str:
    """What a column of ours holds."""
    return next((label(column.meaning) for column in TABLES[part.table].columns if column.name == name), "")


def _rows(part: Part, told: Trace) -> blocks.Safe:
    """The first rows: where each stands in which file, and the values that were used."""
    days = {one.snapshot_id: one.as_of for one in told.originals}
    filled = [name for name in part.columns if part.rows[name].notna().any()]
    columns = [blocks.Column(head) for head in ("Id", say("File"), "Of", say("Sheet"), say("Row"))]
    columns += [blocks.Column(plain(name), _side(part, name), help=_meant(part, name)) for name in filled]
    shown = [
        (row[part.key], row["source_file"], formats.day(days.get(row["snapshot_id"])), row["source_sheet"] or None,
         row["source_row"], *(_said(row[name]) for name in filled))
        for row in part.rows.head(provenance.SHOWN).to_dict("records")
    ]  # fmt: skip
    count = formats.count(len(part.rows), part.table.removesuffix("s"))
    caption = f"{count}, {retold(part.role)}"
    if len(part.rows) > len(shown):
        caption = say("{rows}; the first {shown} are shown, all are in the table below", rows=caption,
                      shown=provenance.SHOWN)  # fmt: skip
    return blocks.table(columns, shown, caption=caption)


def _side(part: Part, name: str) -> blocks.Align:
    return "right" if part.rows[name].dtype.kind in "iuf" else "left"


def _said(value: object) -> object:
    plain = provenance.cell(value)
    return f"{plain:,.10g}" if isinstance(plain, float) else plain


def _readings(told: Trace) -> blocks.Safe:
    """What was decided for whole columns; columns that were taken as they stand are left out."""
    columns = [blocks.Column(head) for head in (say("Column"), say("Header in the file"), say("File"), say("Read as"))]
    rows = [
        (plain(read.column), ", ".join(read.headers), read.file, retold(read.decided))
        for read in told.columns if read.decided
    ]  # fmt: skip
    return blocks.table(columns, dict.fromkeys(rows), caption=say("Decided for whole columns"))


def _givens(told: Trace, currency: str) -> blocks.Safe:
    columns = [
        blocks.Column(head) for head in (say("Assumption"), say("Value"), say("Stated"), say("Source or reason"))
    ]
    rows = []
    for one in told.assumptions:
        row = one.stated
        where = provenance.place_of(*one.place, None) if one.place else say("on screen")
        stated = say("assumed") if row.assumed else where
        rows.append((row.key, _said(row.value), stated, row.reason or label(row.source) or None))
    return blocks.table(columns, rows, caption=say("Taken as given; money in {currency}", currency=currency))


def _take_along(told: Trace, key: str) -> None:
    """All rows as a table, and each file as it was uploaded."""
    left, middle, right = st.columns([1, 2, 1], vertical_alignment="bottom")
    name = "".join(letter if letter.isalnum() else "-" for letter in told.what)[:60]
    left.download_button(
        say("All rows as a table"), data=admission.as_now(partial(_csv, told)), file_name=f"where-from-{name}.csv",
        mime="text/csv", key=f"rows-{key}", width="stretch",
    )  # fmt: skip
    if told.originals and roles.may(Action.OPEN_ORIGINALS):
        files = dict(enumerate(reversed(told.originals)))
        at = middle.selectbox(
            say("File as it was uploaded"), list(files), format_func=lambda n: _called(files[n]), key=f"file-{key}"
        )
        right.download_button(
            say("Download it"), data=admission.as_now(partial(_content, files[at])),
            file_name=files[at].file.replace("/", "-"), mime="application/octet-stream",
            key=f"original-{key}", width="stretch",
        )  # fmt: skip


def _called(one: Original) -> str:
    return line(say("{file} of {as_of}", file=one.file, as_of=formats.day(one.as_of)))


def _csv(told: Trace) -> bytes:
    return provenance.table(told).encode("utf-8-sig")


def _content(one: Original) -> bytes:
    return store.original(session.open_store(), one.sha256)
