"""Step 4: what only a person can say; each answer holds for the whole column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from balance import formats
from balance.ingest import Question
from balance.ingest.whole_sheet import EVERY_ROW
from balance.language import label, noted, plain, say
from balance.language.retelling import retold
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake import meanings
from balance.ui.intake.draft import Draft
from balance.ui.show import line, markdown, show, spoken
from balance.uploading import Upload

MOST_IN_SIGHT, SHORT = 6, 4
"""So many choices stand side by side, or one under the other; more are in a list."""

_NO_HURRY = noted("{why}. Nothing waits for this: it is left out until you say.")
_TWO_READINGS = re.compile(r"(?P<found>'.*'|\".*\") is (?P<first>.+?) or (?P<second>.+)")
_VALUE = re.compile(r"value:(?P<table>\w+)\.(?P<column>\w+):(?P<word>.*)", re.DOTALL)


def still_open(draft: Draft, checked: Upload) -> str:
    """How many questions are open, else how many may be answered."""
    count, asked = len(checked.intake.open_questions), len(checked.intake.questions)
    if count:
        return say("▲ {count} open", count=count)
    return say("○ {asked} optional", asked=asked) if asked else ""


def show_questions(draft: Draft, checked: Upload) -> None:
    """Every open question, words to be given a meaning in one table per column, and the answers so far."""
    optional_words = [q for q in checked.intake.questions if q.default is not None and _VALUE.fullmatch(q.key)]
    asked = [question for question in checked.intake.questions if question not in optional_words]
    words = [question for question in asked if _VALUE.fullmatch(question.key)]
    single = [question for question in asked if question not in words]
    if not asked:
        show(blocks.section("Nothing waits for an answer", "All else could be decided by what stands in the files."))
    for place, question in enumerate(single):
        _ask(draft, question, place)
    for column, group in _by_column(words).items():
        _ask_words(draft, column, group)
    if asked:
        _use(draft, [question.key for question in asked])
    meanings.show_words(draft, checked)
    _answered(draft)


def _ask(draft: Draft, question: Question, place: int) -> None:
    """One question: why it is asked, both readings of a few cells, and the choices."""
    reason, _, rest = question.because.partition(": ")
    with st.container(border=True, key=f"question-{place}"):
        why = retold(reason if rest else question.because)
        why = say(_NO_HURRY, why=why) if question.default else why
        show(blocks.section(line(retold(question.question)), why), _readings(question, rest))
        widget = f"answer:{question.key}"
        given = draft.pending.get(question.key)
        at = question.choices.index(given) if given in question.choices else None
        named, said = spoken(retold(question.question)), partial(_chosen, draft, question, widget)
        if len(question.choices) > MOST_IN_SIGHT:
            st.selectbox(
                named, question.choices, at, key=widget, format_func=_choice, label_visibility="collapsed",
                on_change=said, placeholder=say("Choose an answer"), width=480,
            )  # fmt: skip
        else:
            st.radio(
                named, question.choices, at, key=widget, label_visibility="collapsed",
                format_func=lambda choice: markdown(_meant(choice)),
                horizontal=len(question.choices) <= SHORT, on_change=said,
            )  # fmt: skip


def _readings(question: Question, rest: str) -> blocks.Safe:
    """Cells with what each choice would make of them, as a table where there are two readings."""
    if not rest:
        return blocks.Safe("")
    found = [_TWO_READINGS.fullmatch(part.strip()) for part in rest.split("; ")]
    if not all(found) or len(question.choices) < 2:
        return blocks.caveats([retold(rest)])
    heads = (
        say("In your file"),
        say("If {choices}", choices=retold(question.choices[0])),
        say("If {choices}", choices=retold(question.choices[1])),
    )
    rows = [(m["found"].strip("'\""), retold(m["first"]), retold(m["second"])) for m in found if m]
    return blocks.table([blocks.Column(head) for head in heads], rows)


def _choice(choice: str) -> str:
    return line(_meant(choice))


def _meant(choice: str) -> str:
    """An answer to choose, in words."""
    if choice.startswith(EVERY_ROW):
        return say("every row: {value}", value=label(choice.removeprefix(EVERY_ROW)))
    return retold(choice)


def _chosen(draft: Draft, question: Question, widget: str) -> None:
    said = st.session_state[widget]
    pending = {key: value for key, value in draft.pending.items() if key != question.key}
    asked = {**draft.asked, question.key: question.question}
    drafts.change(draft, pending=pending if said is None else {**pending, question.key: said}, asked=asked)


def _by_column(words: Sequence[Question]) -> Mapping[tuple[str, str], list[Question]]:
    """Questions about single values, by table and column."""
    groups: dict[tuple[str, str], list[Question]] = {}
    for question in words:
        found = _VALUE.fullmatch(question.key)
        if found:
            groups.setdefault((found["table"], found["column"]), []).append(question)
    return groups


def _ask_words(draft: Draft, column: tuple[str, str], group: Sequence[Question]) -> None:
    """Found and meant, one line for each distinct value of a column."""
    table, name = column
    called = plain(name)
    count = formats.count(len(group), "value")
    with st.container(border=True, key=f"words-{table}-{name}"):
        show(
            blocks.section(
                say("What do these words mean as {plain}?", plain=called),
                say(
                    "{count} in {table} that nothing is known about; each is asked once, for all its rows.",
                    count=count,
                    table=label(table),
                ),
            )
        )
        for question in group:
            _ask_word(draft, question)


def _ask_word(draft: Draft, question: Question) -> None:
    word = question.key.split(":", 2)[2]
    rows = question.because.rpartition("; ")[2]
    found, meant, _ = st.columns([1.4, 1, 0.6], vertical_alignment="center")
    with found:
        show(blocks.item(word, retold(rows)))
    widget = f"answer:{question.key}"
    given = draft.pending.get(question.key)
    meant.selectbox(
        say("{spoken} means", spoken=spoken(word)),
        question.choices,
        index=question.choices.index(given) if given in question.choices else None,
        placeholder=say("Choose its meaning"),
        key=widget,
        format_func=plain,
        label_visibility="collapsed",
        on_change=partial(_chosen, draft, question, widget),
    )


def _use(draft: Draft, keys: Sequence[str]) -> None:
    given = sum(key in draft.pending for key in keys)
    st.button(
        say("Use {answers}", answers=formats.count(given, "answer")) if given else say("Use these answers"),
        key="use_answers",
        type="primary" if given else "secondary",
        disabled=not given,
        on_click=partial(_taken, draft),
    )


def _taken(draft: Draft) -> None:
    drafts.change(draft, answers={**draft.answers, **draft.pending}, pending={})


def _answered(draft: Draft) -> None:
    """What was answered so far, with the way back."""
    keys = [key for key in draft.answers if key in draft.asked]
    if not keys:
        return
    show(blocks.section("Answered"))
    for key in keys:
        said, button = st.columns([6, 1], vertical_alignment="center")
        with said:
            show(blocks.item(retold(draft.asked[key]), _meant(draft.answers[key])))
        button.button(say("Ask again"), key=f"again:{key}", type="tertiary", on_click=partial(_again, draft, key))


def _again(draft: Draft, key: str) -> None:
    drafts.change(draft, answers={name: said for name, said in draft.answers.items() if name != key})
