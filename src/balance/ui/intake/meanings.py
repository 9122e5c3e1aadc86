"""What a person says about whole columns beyond their names: how dates and money are read, what unknown words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from balance import formats
from balance.errors import Problem
from balance.language import label, noted, plain, say
from balance.language.retelling import retold
from balance.schema import TABLES, Column
from balance.ui import blocks
from balance.ui.intake import draft as drafts
from balance.ui.intake.draft import Draft
from balance.ui.intake.sheets import Place
from balance.ui.show import show, spoken
from balance.uploading import Upload

AS_FOUND = noted("as found")
ORDERS = (AS_FOUND, noted("day first"), noted("month first"))
UNITS: Mapping[str, float] = {"ones": 1, "thousands": 1_000, "millions": 1_000_000, "billions": 1_000_000_000}
MOST_WORDS = 30

Word = tuple[str, str, str, str]
"""File, sheet, column and the word as it was found."""


def show_readings(draft: Draft, place: Place) -> None:
    """How the dates and the money of a sheet are read, to be said otherwise; folded away until somebody wants it."""
    table = TABLES[str(place.sheet.table)]
    found = [table.column(entry.column) for entry in place.sheet.mapping]
    dated = [column for column in found if column.type in ("date", "moment")]
    money = [column for column in found if column.type == "money"]
    if not dated and not money:
        return
    with st.expander(say("How dates and money are read"), key="readings", type="compact", on_change="rerun") as folded:
        if not folded.open:
            return
        said = drafts.entry_of(draft, place.file.file, place.sheet.sheet)
        for column in dated:
            _choice(draft, place, column, "dates", ORDERS, said.get("dates", {}).get(column.name, AS_FOUND), str)
        for column in money:
            now = said.get("money", {}).get(column.name, {}).get("unit")
            name = next((name for name, unit in UNITS.items() if unit == now), AS_FOUND)
            _choice(draft, place, column, "money", (AS_FOUND, *UNITS), name, lambda unit: {"unit": UNITS[unit]})


def _choice(
    draft: Draft, place: Place, column: Column, part: str, options: Sequence[str], now: str, mean: Callable[[str], Any]
) -> None:
    name, choice, why = st.columns([1.25, 1, 1.75], vertical_alignment="center")
    called = plain(column.name)
    decided = [one for one in place.sheet.decisions if one.column == column.name]
    with name:
        show(blocks.item(called, say("days and months") if part == "dates" else say("amounts are in")))
    with why:
        show(blocks.caveats([f"{retold(one.decision)}: {retold(one.evidence)}" for one in decided]))
    key = f"{part}:{place.name}:{column.name}:{now}"
    choice.selectbox(
        say("{plain} is read", plain=called),
        options,
        index=options.index(now) if now in options else 0,
        key=key,
        format_func=label,
        label_visibility="collapsed",
        on_change=lambda: _say(draft, place, part, column.name, st.session_state[key], mean),
    )


def _say(draft: Draft, place: Place, part: str, column: str, chosen: str, mean: Callable[[str], Any]) -> None:
    said = dict(drafts.entry_of(draft, place.file.file, place.sheet.sheet).get(part, {}))
    said.pop(column, None)
    if chosen != AS_FOUND:
        said[column] = mean(chosen)
    drafts.say_of_sheet(draft, place.file.file, place.sheet.sheet, {part: said})


def unknown_words(checked: Upload) -> dict[Word, int]:
    """The words of optional columns that nothing is known about, with how many cells hold each."""
    words: dict[Word, int] = {}
    for problem in checked.intake.problems:
        word = _word_of(problem)
        if word is not None:
            words[word] = words.get(word, 0) + 1
    return words


def _word_of(problem: Problem) -> Word | None:
    if problem.code != "value-unknown" or not problem.cell or not problem.column or not _choices(problem.column):
        return None
    return problem.file, problem.sheet or "", problem.column, problem.found


def _choices(column: str) -> tuple[str, ...]:
    every = (one for table in TABLES.values() for one in table.columns)
    return next((one.choices for one in every if one.name == column and one.choices), ())


def show_words(draft: Draft, checked: Upload) -> None:
    """Words of optional columns that count as missing until they are given a meaning."""
    words = unknown_words(checked)
    if not words:
        return
    with st.container(border=True, key="unknown_words"):
        count = formats.count(len(words), "word")
        told = say("They count as missing. Say what they mean, or leave them: nothing waits for this.")
        show(blocks.section(say("{count} of optional columns not known", count=count), told))
        for word, cells in list(words.items())[:MOST_WORDS]:
            _word(draft, word, cells)
        if len(words) > MOST_WORDS:
            show(
                blocks.caveats(
                    [
                        say(
                            "The first {most_words} of {words}; the next follow as these are said.",
                            most_words=MOST_WORDS,
                            words=formats.count(len(words)),
                        )
                    ]
                )
            )


def _word(draft: Draft, word: Word, cells: int) -> None:
    _, _, column, found = word
    name, choice, _ = st.columns([1.4, 1, 0.6], vertical_alignment="center")
    with name:
        show(blocks.item(found, f"{plain(column)}; {formats.count(cells, 'cell')}"))
    key = "means:" + "|".join(word)
    choice.selectbox(
        say("{spoken} means", spoken=spoken(found)),
        _choices(column),
        index=None,
        placeholder=say("Leave it missing"),
        key=key,
        format_func=plain,
        label_visibility="collapsed",
        on_change=partial(_mean, draft, word, key),
    )


def _mean(draft: Draft, word: Word, key: str) -> None:
    file, sheet, column, found = word
    said = {name: dict(words) for name, words in drafts.entry_of(draft, file, sheet).get("values", {}).items()}
    said.setdefault(column, {})[found] = st.session_state[key]
    drafts.say_of_sheet(draft, file, sheet, {"values": said})
