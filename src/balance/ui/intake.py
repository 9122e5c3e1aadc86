"""Adding a quarter: files are checked first, questions answered, problems read by cell; only then anything is kept."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Protocol

import pandas as pd
import streamlit as st

from balance import formats, store, uploading
from balance.errors import BalanceError
from balance.ui import blocks, session
from balance.ui.show import markdown, show
from balance.uploading import Upload

FILE_TYPES = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv")
SAMPLE = Path(__file__).resolve().parents[3] / "data" / "sample"
MOST_PROBLEMS = 60
WHO = "dashboard"
_RANK = {"error": 0, "warning": 1, "note": 2}


class Uploaded(Protocol):
    """What the browser sends: a name that may be anything, and content."""

    name: str

    def getvalue(self) -> bytes:
        """The whole content."""


def check(files: Sequence[Uploaded], as_of: date, answers: Mapping[str, str]) -> Upload | None:
    """What loading these files would do; nothing is written. None where the visitor is told why not.

    The last check is kept for the session, so that an answer elsewhere on the page does not read the files again.
    """
    contents = [hashlib.sha256(file.name.encode() + b"|" + file.getvalue()).hexdigest() for file in files]
    asked = (tuple(contents), as_of, tuple(sorted(answers.items())), session.choice().version)
    kept: tuple[object, Upload | None] = st.session_state.get("checked", (None, None))
    if kept[0] == asked:
        return kept[1]
    checked = _tried(lambda paths: uploading.check(session.database(), paths, as_of=as_of, answers=answers), files)
    st.session_state["checked"] = (asked, checked)
    return checked


def load(files: Sequence[Uploaded], as_of: date, answers: Mapping[str, str]) -> bool:
    """Keep the files as one snapshot, or change nothing and say why; whether it is kept."""
    loaded = _tried(
        lambda paths: uploading.load(session.database(), paths, as_of=as_of, answers=answers, who=WHO), files
    )
    if loaded is None or loaded.status == "refused":
        return False
    session.choice().as_of = None
    session.changed()
    again = bool(loaded.document["snapshot"]["repeated"])
    words = "These files were loaded before; nothing changed." if again else "Every page now shows them."
    st.session_state["loaded"] = f"Data to {formats.day(as_of)}. {words}"
    st.session_state.pop("answers", None)
    return True


def load_example() -> None:
    """Fill the empty store with the sample company, quarter by quarter."""
    quarters = sorted(path for path in SAMPLE.iterdir() if path.is_dir())
    bar = st.progress(0.0, "Loading the example")
    for at, quarter in enumerate(quarters, start=1):
        files = sorted(quarter.glob("*.xlsx"))
        uploading.load(session.database(), files, as_of=date.fromisoformat(quarter.name), who="sample company")
        bar.progress(at / len(quarters), f"Loading the example: {formats.quarter(date.fromisoformat(quarter.name))}")
    bar.empty()
    session.changed()


def headline(checked: Upload) -> tuple[str, str]:
    """Whether the files can be loaded, in one sentence, and what is promised."""
    rows = [rows for file in checked.intake.files for sheet in file.sheets for rows in [sheet.rows]]
    read, accepted = sum(r.read for r in rows), sum(r.accepted for r in rows)
    sub = "Nothing leaves this computer. Your files are read, never changed; nothing is kept until you load."
    if checked.intake.refused:
        return "These files cannot be loaded as they are.", sub
    open_ = len(checked.intake.questions)
    if open_:
        wait = f"{formats.count(open_, 'question')} {'waits' if open_ == 1 else 'wait'} for your answer"
        return f"{accepted:,} of {read:,} rows are ready; {wait}.", sub
    held = sum(r.held for r in rows)
    return f"{accepted:,} of {read:,} rows are ready{f'; {held:,} are held back' if held else ''}.", sub


def files_table(checked: Upload) -> blocks.Safe:
    """Each sheet: which table it is, where its header stands, what became of its rows."""
    columns = [
        blocks.Column("File"),
        blocks.Column("Sheet"),
        blocks.Column("Table"),
        blocks.Column("Rows", "right"),
        blocks.Column("Used", "right"),
        blocks.Column("Held", "right"),
        blocks.Column("Left out", "right"),
    ]
    rows = [
        (
            file.file,
            sheet.sheet,
            sheet.table or "not recognised",
            sheet.rows.read,
            sheet.rows.accepted,
            sheet.rows.held,
            sheet.rows.left_out,
        )
        for file in checked.intake.files
        for sheet in file.sheets
    ]
    return blocks.table(columns, rows)


def mapping_table(checked: Upload) -> blocks.Safe:
    """Which of their columns is which of ours, and how we know."""
    sure = {"exact": "● sure", "synonym": "● sure", "saved": "● as last time", "given": "● as told"}
    columns = [blocks.Column("Your column"), blocks.Column("Our column"), blocks.Column("Match"), blocks.Column("File")]
    rows = [
        (
            match.header,
            str(match.column).replace("_", " "),
            sure.get(match.how, f"○ similar, {formats.in_100(match.score)} in 100"),
            file.file,
        )
        for file in checked.intake.files
        for sheet in file.sheets
        for match in sheet.mapping
    ]
    return blocks.table(columns, rows)


def decisions_table(checked: Upload) -> blocks.Safe:
    """What was decided for whole columns, and the evidence for it."""
    columns = [blocks.Column("Column"), blocks.Column("Read as"), blocks.Column("Because"), blocks.Column("File")]
    rows = [
        (str(decision.column).replace("_", " "), decision.decision, decision.evidence, file.file)
        for file in checked.intake.files
        for sheet in file.sheets
        for decision in sheet.decisions
    ]
    return blocks.table(columns, rows) if rows else blocks.Safe("")


def ask(checked: Upload) -> dict[str, str]:
    """Every open question with its choices; the answers given so far."""
    answers: dict[str, str] = dict(st.session_state.get("answers", {}))
    for question in checked.intake.questions:
        said = st.radio(
            markdown(question.question),
            question.choices,
            index=None,
            key=f"answer:{question.key}",
            captions=None,
            help=markdown(question.because),
            format_func=markdown,
        )
        if said is not None:
            answers[question.key] = said
    return answers


def problems_table(checked: Upload) -> blocks.Safe:
    """Every problem by cell, errors first: what was found, what was expected, how to mend it."""
    marks = {
        "error": blocks.pill("needs you", "bad", "▲"),
        "warning": blocks.pill("look", "open", "○"),
        "note": blocks.pill("noted", "ink", "✓"),
    }
    found = sorted(checked.intake.problems, key=lambda problem: _RANK[problem.severity])
    columns = [
        blocks.Column("Status", width="7rem"),
        blocks.Column("File"),
        blocks.Column("Cell"),
        blocks.Column("Found"),
        blocks.Column("Expected"),
        blocks.Column("What to do"),
    ]
    rows = [
        (
            marks[problem.severity],
            problem.file,
            "!".join(part for part in (problem.sheet, problem.cell) if part) or None,
            problem.found,
            problem.expected,
            problem.fix,
        )
        for problem in found[:MOST_PROBLEMS]
    ]
    more = f"The first {MOST_PROBLEMS} of {len(found):,} are shown." if len(found) > MOST_PROBLEMS else ""
    return blocks.table(columns, rows, caption=more)


def snapshots() -> tuple[store.SnapshotInfo, ...]:
    """Every snapshot, newest first."""
    if not session.has_store():
        return ()
    return tuple(sorted(store.list_snapshots(session.open_store()), key=lambda s: (s.as_of, s.loaded_at), reverse=True))


def snapshot_list(in_sight: int = 4) -> None:
    """Every snapshot with the button that takes it back; older ones folded away."""
    found = snapshots()
    if not found:
        show(blocks.text("Nothing yet."))
    for snapshot in found[:in_sight]:
        _snapshot(snapshot)
    if found[in_sight:]:
        with st.expander(f"{len(found) - in_sight} older", key="older", type="compact"):
            for snapshot in found[in_sight:]:
                _snapshot(snapshot)


def _snapshot(snapshot: store.SnapshotInfo) -> None:
    line, button = st.columns([6, 1], vertical_alignment="center")
    with line:
        show(snapshot_line(snapshot))
    words = "Bring back" if snapshot.dropped else "Take back"
    if button.button(words, key=f"drop-{snapshot.id}", width="stretch", type="tertiary"):
        take_back(snapshot)
        st.rerun()


def usual_date() -> date:
    """The end of the last full quarter, or today where that is loaded already."""
    today = date.today()
    end = (pd.Timestamp(today) - pd.offsets.QuarterEnd(1)).date()
    return today if end in session.dates() else end


def snapshot_line(snapshot: store.SnapshotInfo) -> blocks.Safe:
    """One snapshot in a line."""
    tables = ", ".join(f"{count:,} {name}" for name, count in snapshot.tables.items() if count)
    state = blocks.pill("taken back", "open", "○") if snapshot.dropped else blocks.Safe("")
    return blocks.Safe(
        f'<p class="b-line"><b>{blocks.text(formats.day(snapshot.as_of))}</b> {state} <small>{blocks.text(tables)}; '
        f"loaded {blocks.text(formats.day(snapshot.loaded_at))}; {blocks.text(snapshot.id)}</small></p>"
    )


def take_back(snapshot: store.SnapshotInfo) -> None:
    """Drop a snapshot, or bring it back if it was dropped."""
    change = store.undrop_snapshot if snapshot.dropped else store.drop_snapshot
    change(session.open_store(), snapshot.id, WHO)
    session.changed()
    session.choice().as_of = None


def template_bytes() -> bytes:
    """The empty workbook."""
    from balance import template  # its library is large, and few visitors ask for it

    with tempfile.TemporaryDirectory() as folder:
        return template.write_template(Path(folder) / "balance-template.xlsx").read_bytes()


def mapping_bytes(checked: Upload) -> bytes:
    """The mapping that was used, as a file for next time."""
    return json.dumps(checked.mapping, indent=2, ensure_ascii=False, default=str).encode()


def _tried(read: Callable[[list[Path]], Upload], files: Sequence[Uploaded]) -> Upload | None:
    try:
        with _on_disk(files) as paths:
            done = read(paths)
    except BalanceError as error:
        st.session_state["not_updated"] = str(error)
        return None
    st.session_state.pop("not_updated", None)
    return done


@contextmanager
def _on_disk(files: Sequence[Uploaded]) -> Iterator[list[Path]]:
    """The uploads as files of a folder of their own; a name keeps only its last part, twins get a number."""
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        for at, file in enumerate(files):
            name = PurePosixPath(file.name.replace("\\", "/")).name.strip(". ") or f"upload-{at}"
            path = Path(folder) / (name if not (Path(folder) / name).exists() else f"{at}-{name}")
            path.write_bytes(file.getvalue())
            paths.append(path)
        yield paths
