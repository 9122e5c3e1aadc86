"""The way from files to a snapshot: which step one is at, what is open in each, and how to go on and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from balance import formats
from balance.language import noted, say, say_count
from balance.ui import blocks
from balance.ui.intake import changes, columns, files, loading, problems, questions, sheets
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.show import show
from balance.ui.welcome import stays
from balance.uploading import Upload


@dataclass(frozen=True)
class Step:
    """One step: its name, what it shows, and what is open in it ("" where nothing is)."""

    title: str
    show: Callable[[Draft, Upload], None]
    open: Callable[[Draft, Upload], str]


STEPS: Mapping[str, Step] = {
    "files": Step(noted("Files"), files.show_files, files.still_open),
    "sheets": Step(noted("Sheets"), sheets.show_sheets, sheets.still_open),
    "columns": Step(noted("Columns"), columns.show_columns, columns.still_open),
    "questions": Step(noted("Questions"), questions.show_questions, questions.still_open),
    "problems": Step(noted("Problems"), problems.show_problems, problems.still_open),
    "changes": Step(noted("What will change"), changes.show_changes, lambda draft, checked: ""),
    "load": Step(noted("Load"), loading.show_load, lambda draft, checked: ""),
}
SETTLED = ("files", "sheets", "columns", "questions", "problems")
"""The steps that can be done or open."""


def show_steps(draft: Draft, checked: Upload | None) -> None:
    """The step the upload is at, between where one is and how to go on."""
    for told in (draft.refusal, draft.trouble):
        if told:
            show(blocks.box("Before you go on", told, status="look", tone="open", mark="○"))
    if checked is None:
        _show_first(draft)
        return
    if draft.step not in STEPS:
        draft.step = _first_open(draft, checked)
    _stepper(draft, checked)
    with st.container(key=f"step_{draft.step}"):
        STEPS[draft.step].show(draft, checked)
    _onward(draft, checked)


def _show_first(draft: Draft) -> None:
    """The first step alone: nothing could be checked yet."""
    if not draft.files:
        files.offer_unfinished()
    files.show_files(draft, None)
    if draft.files:
        files.offer_discard(say("Discard this upload"), "discard", partial(drafts.close, draft))


def headline(draft: Draft, checked: Upload | None) -> tuple[str, str]:
    """Whether the upload can be loaded, in one sentence, and what is promised."""
    promise = f"{stays()} {say('Your files are read, never changed; nothing is loaded until you say so.')}"
    if checked is None and draft.files:
        return say("These files could not be checked."), promise
    if checked is None:
        return say("Add the quarter's files: they are checked before anything is loaded."), (
            f"{stays()} {say('Initiatives and incidents carry the answer; one of them is enough to begin.')}"
        )
    asked = len(checked.intake.open_questions)
    wait = say_count("{count} question waits for your answer", "{count} questions wait for your answer", asked,
                     count=formats.count(asked))  # fmt: skip
    if checked.intake.refused:
        return _in_the_way(checked, wait if asked else ""), promise
    rows = [sheet.rows for file in checked.intake.files for sheet in file.sheets]
    read, accepted, held = (sum(getattr(r, name) for r in rows) for name in ("read", "accepted", "held"))
    if asked:
        return say(
            "{accepted} of {read} rows are ready; {wait}.",
            accepted=formats.count(accepted),
            read=formats.count(read),
            wait=wait,
        ), promise
    ready = {"accepted": formats.count(accepted), "read": formats.count(read)}
    if not held:
        return say("{accepted} of {read} rows are ready.", **ready), promise
    return say_count(
        "{accepted} of {read} rows are ready; {held} is held back.",
        "{accepted} of {read} rows are ready; {held} are held back.",
        held, held=formats.count(held), **ready,
    ), promise  # fmt: skip


def _in_the_way(checked: Upload, wait: str) -> str:
    """What keeps the files from being loaded, in a few words."""
    refused = sum(file.kind is None for file in checked.intake.files)
    if refused:
        return say(
            "These files cannot be loaded as they are: {files} could not be read.", files=formats.count(refused, "file")
        )
    missing = sum(len(place.sheet.seen.missing) for place in sheets.places(checked))
    if missing:
        return say_count(
            "These files cannot be loaded as they are: {count} required column is missing.",
            "These files cannot be loaded as they are: {count} required columns are missing.",
            missing, count=formats.count(missing),
        )  # fmt: skip
    if wait:
        return say("These files cannot be loaded yet: {wait}.", wait=wait)
    return say("These files cannot be loaded as they are.")


def _stepper(draft: Draft, checked: Upload) -> None:
    said = {name: _told(at, name, draft, checked) for at, name in enumerate(STEPS, 1)}
    st.session_state["step"] = draft.step
    st.segmented_control(
        say("Steps of this upload"),
        list(STEPS),
        key="step",
        format_func=said.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: _go(draft, st.session_state["step"]),
        width="stretch",
    )


def _told(at: int, name: str, draft: Draft, checked: Upload) -> str:
    """A step with its number and whether something is open: mark and words."""
    step = STEPS[name]
    if name not in SETTLED:
        return f"{at} {say(step.title)}"
    return f"{at} {say(step.title)} {step.open(draft, checked) or '✓'}"


def _go(draft: Draft, step: str | None) -> None:
    if step in STEPS:
        drafts.change(draft, step=step)


def _onward(draft: Draft, checked: Upload) -> None:
    """Back, and on to the next step where something is open; past those that are done."""
    names = list(STEPS)
    at = names.index(draft.step)
    ahead = _next(draft, checked)
    if at:
        show(blocks.rule())
    pressed = False
    with st.container(horizontal=True, key="onward"):
        if draft.step in SETTLED and ahead is not None:
            said = say("Continue: {title}", title=say(STEPS[ahead].title).lower())
            first = draft.step != "questions" or not checked.intake.open_questions
            st.button(
                said, type="primary" if first else "secondary", key="continue", on_click=partial(_go, draft, ahead)
            )
        else:
            pressed = loading.offer(draft, checked)
        if at:
            st.button(say("Back"), key="back", on_click=partial(_go, draft, names[at - 1]))
        files.offer_discard(say("Discard this upload"), "discard", partial(drafts.close, draft))
    if pressed:
        loading.load(draft, checked)


def _first_open(draft: Draft, checked: Upload) -> str:
    return next((name for name in SETTLED if STEPS[name].open(draft, checked)), drafts.FIRST)


def _next(draft: Draft, checked: Upload) -> str | None:
    names = list(STEPS)
    after = names[names.index(draft.step) + 1 :]
    waiting = [name for name in after if name in SETTLED and STEPS[name].open(draft, checked)]
    return waiting[0] if waiting else next((name for name in after if name not in SETTLED), None)
