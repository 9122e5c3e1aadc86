"""What is loaded: every snapshot, taken back or brought back, two of them compared, the original files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from balance import formats, store
from balance.language import label, plain, say
from balance.ui import admission, blocks, session
from balance.ui.intake import refusals
from balance.ui.intake.draft import WHO, clean_name
from balance.ui.show import line, show, spoken

IN_SIGHT = 4
MOST_SHOWN = 100


def snapshots() -> tuple[store.SnapshotInfo, ...]:
    """Every snapshot, newest first."""
    if not session.has_store():
        return ()
    return tuple(sorted(store.list_snapshots(session.open_store()), key=lambda s: (s.as_of, s.loaded_at), reverse=True))


def show_snapshots() -> None:
    """Every snapshot with the button that takes it back; older ones folded away; then the comparison."""
    show(blocks.section("What is loaded", "Snapshots are never changed; one that is taken back can be brought back."))
    with refusals.in_place():
        _show(snapshots())


def _show(found: Sequence[store.SnapshotInfo]) -> None:
    if not found:
        show(blocks.caveats([say("Nothing yet.")]))
        return
    for snapshot in found[:IN_SIGHT]:
        _snapshot(snapshot)
    if found[IN_SIGHT:]:
        with st.expander(say("{found} older", found=len(found) - IN_SIGHT), key="older", type="compact"):
            for snapshot in found[IN_SIGHT:]:
                _snapshot(snapshot)
    _originals(found)
    if len(found) > 1:
        _compare(found)


def _snapshot(snapshot: store.SnapshotInfo) -> None:
    said, button = st.columns([6, 1], vertical_alignment="center")
    with said:
        show(_line(snapshot))
    words = say("Bring back") if snapshot.dropped else say("Take back")
    button.button(
        words,
        key=f"drop-{snapshot.id}",
        type="tertiary",
        help=say("{words} the snapshot of {as_of}", words=words, as_of=formats.day(snapshot.as_of)),
        on_click=partial(_take_back, snapshot),
    )


def _line(snapshot: store.SnapshotInfo) -> blocks.Safe:
    """One snapshot in a line."""
    tables = ", ".join(formats.count(count, name.removesuffix("s")) for name, count in snapshot.tables.items() if count)
    state = blocks.pill("taken back", "open", "○") if snapshot.dropped else blocks.Safe("")
    told = say(
        "{tables}; loaded {day}; {id}", tables=tables, day=formats.day(snapshot.loaded_at), id=snapshot.id
    )  # fmt: skip
    return blocks.Safe(
        f'<p class="b-line"><b>{blocks.text(formats.day(snapshot.as_of))}</b> {state} '
        f"<small>{blocks.text(told)}</small></p>"
    )


def _take_back(snapshot: store.SnapshotInfo) -> None:
    """Drop a snapshot, or bring it back if it was dropped."""
    change = store.undrop_snapshot if snapshot.dropped else store.drop_snapshot
    with refusals.on_top():
        change(session.open_store(), snapshot.id, WHO)
        session.changed()
        session.choice().as_of = None


def _named(snapshot: store.SnapshotInfo) -> str:
    return say(
        "{as_of}, loaded {loaded_at} ({id})",
        as_of=formats.day(snapshot.as_of),
        loaded_at=formats.day(snapshot.loaded_at),
        id=snapshot.id[:6],
    )


def _originals(found: Sequence[store.SnapshotInfo]) -> None:
    """The files of one snapshot as they were uploaded."""
    folded = st.expander(say("Original files"), key="originals", type="compact", on_change="rerun")
    if not folded.open:
        return
    with folded:
        at = st.selectbox(
            say("Of the snapshot"), range(len(found)), key="original_of", format_func=lambda n: _named(found[n])
        )
        kept = session.open_store()
        for place, (name, sha256) in enumerate(store.originals_of(kept, found[at].id)):
            said, button = st.columns([6, 1], vertical_alignment="center")
            with said:
                show(blocks.item(name, say("fingerprint {sha256}", sha256=sha256[:12])))
            button.download_button(
                say("Download"),
                data=admission.as_now(partial(store.original, kept, sha256)),
                file_name=clean_name(name) or "original",
                key=f"original-{at}-{place}",
                type="tertiary",
                help=say("Download {spoken} as it was uploaded", spoken=spoken(name)),
                on_click="ignore",
            )


def _compare(found: Sequence[store.SnapshotInfo]) -> None:
    """Two snapshots side by side: rows that are new or gone, and cells before and after."""
    folded = st.expander(say("Compare two snapshots"), key="compare", type="compact", on_change="rerun")
    if not folded.open:
        return
    with folded:
        left, right = st.columns(2)
        every = range(len(found))
        before = left.selectbox(say("Before"), every, index=1, key="before", format_func=lambda n: _named(found[n]))
        after = right.selectbox(say("After"), every, index=0, key="after", format_func=lambda n: _named(found[n]))
        if before == after:
            show(blocks.caveats([say("Choose two different ones.")]))
            return
        with st.spinner(say("Comparing the two snapshots")):
            compared = _compared(session.database(), found[before].id, found[after].id)
        _differences(compared)


@st.cache_data(max_entries=2, show_spinner=False)
def _compared(address: str, before: str, after: str) -> dict[str, dict[str, list[Any]]]:
    """Snapshots never change, so neither does this."""
    return store.compare_snapshots(store.open_store(address, create=False), before, after)


def _differences(found: dict[str, dict[str, list[Any]]]) -> None:
    columns = [blocks.Column("Table")]
    columns += [
        blocks.Column(head, "right") for head in (say("New"), say("Gone"), say("Rows changed"), say("Cells changed"))
    ]
    rows = [
        (label(name), len(part["new"]), len(part["gone"]), len({c["id"] for c in part["changed"]}),
         len(part["changed"]))
        for name, part in found.items()
    ]  # fmt: skip
    show(blocks.table(columns, rows))
    tables = [name for name, part in found.items() if any(part.values())]
    if not tables:
        show(blocks.caveats([say("They say the same.")]))
        return
    chosen = st.selectbox(say("Show the rows of"), tables, format_func=label, key="compared_table")
    part = found[chosen]
    for words, ids in ((say("New"), part["new"]), (say("Gone"), part["gone"])):
        if ids:
            shown = ", ".join(line(name) for name in ids[:MOST_SHOWN])
            if len(ids) > MOST_SHOWN:
                shown = say("{names} and {count} more", names=shown, count=formats.count(len(ids) - MOST_SHOWN))
            show(blocks.item(f"{words} ({len(ids):,})", shown))
    _cells(part["changed"])


def _cells(changed: Sequence[dict[str, Any]]) -> None:
    heads = (say("Row"), say("Column"), say("Before"), say("After"))
    rows = [(c["id"], plain(c["column"]), _said(c["before"]), _said(c["after"])) for c in changed[:MOST_SHOWN]]
    more = (
        say(
            "The first {most_shown} of {changed} changed cells.",
            most_shown=MOST_SHOWN,
            changed=formats.count(len(changed)),
        )
        if len(changed) > MOST_SHOWN
        else ""
    )
    show(blocks.table([blocks.Column(head) for head in heads], rows, caption=more))


def _said(value: object) -> object:
    """A cell for people: numbers with their thousands parted."""
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else value
