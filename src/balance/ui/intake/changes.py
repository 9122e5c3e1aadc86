"""Step 6: what loading will change beside the last time, table by table, before anything is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from balance import formats, reconciling, store
from balance.ingest import Intake
from balance.language import label, noted, plain, say
from balance.language.retelling import retold
from balance.ui import blocks, session
from balance.ui.intake import loading
from balance.ui.intake.draft import Draft
from balance.ui.show import show
from balance.uploading import Upload

HALVES = {
    "initiatives": noted("what lands, and when, cannot be told until they are loaded."),
    "incidents": noted("what risk costs cannot be told from your own record until they are loaded."),
}
PARTS = ("new", "gone", "changed", "blanked", "filled")


def show_changes(draft: Draft, checked: Upload) -> None:
    """New, changed and gone rows of each table, and each sum of money with what explains how it moved."""
    told, since = checked.document["tables"], checked.document["changes_since_last"]
    show(
        blocks.section(
            "What will change", say("Each table beside what is known before {as_of}.", as_of=formats.day(draft.as_of))
        )
    )
    by_period = [name for name, table in _compared(checked).items() if table["scope"] == "all known"]
    rows = [_rows(name, told, since, name in by_period) for name in told]
    show(blocks.table(_columns(say("Rows"), say("New"), say("Changed"), say("Gone")), rows))
    stay = [say("Earlier {name} stay: each load holds one period.", name=label(name)) for name in by_period]
    show(blocks.caveats([*_again(draft), *stay, *_other_half(told)]))
    _sums(checked)
    loading.show_hindrance(checked)


def _columns(*heads: str) -> list[blocks.Column]:
    return [blocks.Column("Table"), *(blocks.Column(head, "right") for head in heads)]


def _compared(checked: Upload) -> Mapping[str, Any]:
    """Each table beside the last time, as the command line prints it."""
    found: Mapping[str, Any] = checked.document.get("reconciliation", {})
    return found


def _rows(name: str, told: Mapping[str, Any], since: Mapping[str, Any], by_period: bool) -> tuple[object, ...]:
    counts = since.get(name)
    if counts is None:
        return label(name), f"{told[name]['rows']:,}", say("all"), formats.MISSING, formats.MISSING
    gone = formats.MISSING if by_period else f"{counts['gone']:,}"
    return label(name), f"{told[name]['rows']:,}", f"{counts['new']:,}", f"{counts['changed']:,}", gone


def _again(draft: Draft) -> list[str]:
    """Whether these very files are loaded already, and for which date."""
    days = _dates_loaded(session.database(), session.choice().version, tuple(file.sha256 for file in draft.files))
    if not days:
        return []
    told = say(
        "These very files are loaded already, as of {day}", day=formats.listed([formats.day(day) for day in days])
    )
    if draft.as_of in days:
        return [
            say("{told}. If nothing else was said about them since, loading them again changes nothing.", told=told)
        ]
    return [
        say(
            "{told}. Check the date: {as_of} would make them a second snapshot.",
            told=told,
            as_of=formats.day(draft.as_of),
        )
    ]


@st.cache_data(max_entries=4, show_spinner=False)
def _dates_loaded(address: str, version: str, hashes: tuple[str, ...]) -> tuple[date, ...]:
    return store.dates_loaded(store.open_store(address, create=False), hashes) if version else ()


def _other_half(told: Mapping[str, Any]) -> list[str]:
    """What becomes of the half these files say nothing about."""
    analysis = session.analysis()
    known = analysis.company.table_dates if analysis else {}
    return [
        say(
            "No {name} in these files: those of {known} are carried forward.",
            name=label(name),
            known=formats.day(known[name]),
        )
        if name in known
        else say("No {name} in these files: {without}", name=label(name), without=say(without))
        for name, without in HALVES.items()
        if name not in told
    ]


def _sums(checked: Upload) -> None:
    """Every sum of money: now, before, and the parts that make up the difference; then the same in words."""
    rows = [
        (f"{label(name)}: {plain(column)}", *_sum(part))
        for name, table in _compared(checked).items()
        for column, part in table["sums"].items()
        if part["now"] or part["before"]
    ]
    if rows:
        show(
            blocks.section(
                "Sums of money", f"{_in_currency(checked.intake)} {say('The parts add up to the difference.')}"
            )
        )
        heads = (
            say("Before"),
            say("Now"),
            say("Difference"),
            say("New rows"),
            say("Gone rows"),
            say("Changed"),
            say("Went blank"),
            say("Filled in"),
        )
        show(blocks.table([blocks.Column("Sum"), *(blocks.Column(head, "right") for head in heads)], rows))
        show(blocks.caveats(_in_words(checked)))


def _in_currency(intake: Intake) -> str:
    """In which currency the sums are, and whether anybody said so."""
    found = intake.currency or intake.assumptions.text("reporting_currency")
    if intake.currency or not intake.assumptions.rows["reporting_currency"].assumed:
        return say("In {currency}, the reporting currency.", currency=found)
    return say("Nobody stated a currency: they are taken for {currency}.", currency=found)


def _in_words(checked: Upload) -> list[str]:
    """What moved, and by what; which rows there are stands in the table above."""
    lines = reconciling.lines_of(checked.reconciliation)
    return [
        retold(line) for line in lines if not line.startswith(tuple(f"{name}: " for name in checked.document["tables"]))
    ]


def _sum(part: Mapping[str, Any]) -> tuple[object, ...]:
    signed = (part["difference"], *(part[name] for name in PARTS))
    return _amount(part["before"]), _amount(part["now"]), *(_amount(value, "+") for value in signed)


def _amount(value: float | None, sign: str = "") -> str:
    if value is None or (sign and not value):
        return formats.MISSING
    return f"{value:{sign},.0f}".replace("-", formats.MINUS)
