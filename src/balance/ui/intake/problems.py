"""Step 5: what is wrong, cell by cell: found, expected, how to mend it; by severity, table, column and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from balance import formats, mending
from balance.errors import Problem
from balance.language import label, noted, plain, say
from balance.language.retelling import retold
from balance.ui import admission, blocks
from balance.ui.intake import mends
from balance.ui.intake.draft import Draft
from balance.ui.intake.sheets import places
from balance.ui.show import renewed, show
from balance.uploading import Upload

PAGE = 50
EVERY = noted("all")
SEVERITIES = {"error": noted("needs you"), "warning": noted("to look at"), "note": noted("noted")}
SEVERAL = {"error": noted("need you")}
FIX_HERE = {"column-missing": noted("Say on the step Columns which of yours it is, or add it to the export.")}


def still_open(draft: Draft, checked: Upload) -> str:
    """How many errors there are, else how many warnings."""
    counts = Counter(problem.severity for problem in checked.intake.problems)
    return f"▲ {counts['error']:,}" if counts["error"] else f"○ {counts['warning']:,}" if counts["warning"] else ""


def show_problems(draft: Draft, checked: Upload) -> None:
    """The problems that were asked for, worst first, with the files that hold them all."""
    found = _sorted(checked.intake.problems)
    if not found:
        show(blocks.section("No problem was found", "Every row that was read can be used as it is."))
        return
    show(blocks.section(_summary(found), _held(checked)))
    wanted = _filtered(found, checked)
    with st.container(horizontal=True):
        mends.offer_marked(draft, checked)
        _downloads(wanted, found)
    mends.show_mends(draft, checked, wanted)
    if wanted:
        _paged(wanted)
    else:
        show(blocks.caveats([say("Nothing fits this choice. Widen it above.")]))


def _paged(wanted: Sequence[Problem]) -> None:
    """The problems, a page at a time."""
    pages = -(-len(wanted) // PAGE)
    told = (
        say("{wanted} problems, {page} on a page.", wanted=formats.count(len(wanted)), page=PAGE) if pages > 1 else ""
    )
    place = st.container()
    page = st.pagination(pages, key=renewed("problem_page", [str(len(wanted))])) if pages > 1 else 1
    with place:
        show(_table(wanted[(page - 1) * PAGE : page * PAGE], told))


def _sorted(found: Sequence[Problem]) -> list[Problem]:
    rank = {severity: at for at, severity in enumerate(SEVERITIES)}
    return sorted(found, key=lambda problem: rank[problem.severity])


def _summary(found: Sequence[Problem]) -> str:
    counts = Counter(str(problem.severity) for problem in found)
    words = {name: one if counts[name] == 1 else SEVERAL.get(name, one) for name, one in SEVERITIES.items()}
    return formats.listed([f"{counts[name]:,} {say(said)}" for name, said in words.items() if counts[name]])


def _held(checked: Upload) -> str:
    count = len(checked.intake.held)
    if not count:
        return say("No row is held back: an optional cell that cannot be read counts as missing.")
    rows = formats.count(count, "row")
    return say("{rows} held back until mended; other cells that cannot be read count as missing.", rows=rows)


def _filtered(found: Sequence[Problem], checked: Upload) -> list[Problem]:
    """The problems that fit the choices above the table; each choice says how many there are."""
    tables = {
        (p.file.file, p.sheet.sheet or None): label(p.sheet.table) if p.sheet.table else say("no table")
        for p in places(checked)
    }
    columns: tuple[tuple[str, Callable[[Problem], str]], ...] = (
        (say("Status"), lambda problem: say(SEVERITIES[problem.severity])),
        (say("Table"), lambda problem: tables.get((problem.file, problem.sheet), say("no table"))),
        (say("Column"), lambda problem: _plain(problem.column)),
        (say("Rule"), lambda problem: _plain(problem.code)),
    )
    left = list(found)
    places_of = st.columns([1, 1, 1, 1, 1.2])
    for place, (head, of) in zip(places_of, columns, strict=False):
        chosen = _choice(place, head, Counter(of(problem) for problem in left))
        left = [problem for problem in left if chosen in (EVERY, of(problem))]
    text = (
        places_of[-1]
        .text_input(say("Text"), key="problem_text", placeholder=say("in cell, found or fix"))
        .casefold()
        .strip()
    )
    return [problem for problem in left if text in _all_text(problem)] if text else left


def _choice(place: st.delta_generator.DeltaGenerator, head: str, counts: Counter[str]) -> str:
    """One of the values there are, each with its count; what was chosen stays chosen while it is there."""
    options = [EVERY, *(name for name, _ in counts.most_common())]
    told = {
        name: f"{say(EVERY) if name == EVERY else name} ({counts.get(name, 0) if name != EVERY else counts.total():,})"
        for name in options
    }
    kept: dict[str, str] = st.session_state.setdefault("problem_choices", {})
    at = options.index(kept[head]) if kept.get(head) in options else 0
    chosen: str = place.selectbox(
        head, options, index=at, key=renewed(f"problem_{head.lower()}", told.values()), format_func=told.__getitem__
    )
    kept[head] = chosen
    return chosen


def _plain(name: str | None) -> str:
    return plain(name) if name else say("whole file or sheet")


def _all_text(problem: Problem) -> str:
    parts = (problem.file, problem.sheet, problem.cell, problem.column, problem.found, problem.expected, problem.fix)
    return " ".join(str(part) for part in parts if part).casefold()


def _table(found: Sequence[Problem], told: str) -> blocks.Safe:
    marks = {
        "error": blocks.pill("needs you", "bad", "▲"),
        "warning": blocks.pill("look", "open", "○"),
        "note": blocks.pill("noted", "ink", "✓"),
    }
    columns = [blocks.Column("Status", width="7rem"), blocks.Column("Cell", width="15%"), blocks.Column("Column")]
    columns += [blocks.Column("Found", width="22%")]
    columns += [
        blocks.Column("Expected", help=say("What should stand there")),
        blocks.Column("What to do", width="24%"),
    ]
    rows = [
        (
            marks[problem.severity],
            _where(problem),
            _plain(problem.column) if problem.column else None,
            _short(problem.found if problem.verbatim else retold(problem.found)),
            retold(problem.expected),
            say(FIX_HERE[problem.code]) if problem.code in FIX_HERE else retold(problem.fix),
        )
        for problem in found
    ]
    return blocks.table(columns, rows, caption=told)


def _where(problem: Problem) -> blocks.Safe:
    """The cell with its file in small; the file alone where it is about all of it."""
    cell = "!".join(part for part in (problem.sheet, problem.cell) if part)
    file = problem.file or formats.MISSING
    return blocks.strong(cell, file) if cell else blocks.Safe(f"<small>{blocks.text(file)}</small>")


def _short(said: str) -> str:
    return said if len(said) <= 160 else f"{said[:159]}…"


def _downloads(wanted: Sequence[Problem], found: Sequence[Problem]) -> None:
    """The list as files: what is chosen, all of it."""
    which = (
        say("these {wanted}", wanted=formats.count(len(wanted)))
        if len(wanted) < len(found)
        else say("all {found}", found=formats.count(len(found)))
    )
    for kind, words in (("xlsx", say("List {which} as Excel", which=which)), ("csv", say("As CSV"))):
        st.download_button(
            words,
            data=admission.as_now(partial(_file, tuple(wanted), kind)),
            file_name=f"problems.{kind}",
            key=f"problems_{kind}",
            type="tertiary",
            on_click="ignore",
        )


def _file(found: Sequence[Problem], kind: str) -> bytes:
    lines = mending.problems_table(found)
    return mending.as_csv(lines) if kind == "csv" else mending.as_xlsx(lines, say("Problems"))
