"""What is taken as given, told: how much of it is our own, what is due for another look, what cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from balance import formats, stating
from balance.ages import Due
from balance.assumptions import KNOWN, Stated, Unused, known_of
from balance.findings.finding import Finding
from balance.language import label, noted_count, plain, say, say_count
from balance.report import Report

MOST_NAMED = 3


def assumptions(report: Report) -> Finding:
    """How much of what is assumed is our own, and how old it is."""
    stated, all_of_them = len(report.facts.get("stated", ())), report.facts.get("assumptions", 0)
    due: Sequence[Due] = report.facts.get("assumptions_due", ())
    unused: Sequence[Unused] = report.facts.get("assumptions_unused", ())
    headline = say_count(
        "{assumptions} of {all} is stated by us; the rest are published figures and conventions of the method.",
        "{assumptions} of {all} are stated by us; the rest are published figures and conventions of the method.",
        stated,
        assumptions=formats.count(stated, "assumption"),
        all=all_of_them,
    )
    if unused:
        headline = say(
            "{assumptions} cannot be used, so something else stands in.",
            assumptions=formats.count(len(unused), "stated assumption"),
        )
    elif due:
        headline = say_count(
            "{assumptions} of {all_of_them} is due for another look.",
            "{assumptions} of {all_of_them} are due for another look.",
            len(due),
            assumptions=formats.count(len(due), "assumption"),
            all_of_them=all_of_them,
        )
    text = say("A range is what we think likely in 80 of 100 cases. Stating one anew changes every number it touches.")
    return Finding("assumptions", headline, text, (*map(not_used, unused), *_ages(due, report.currency)))


def not_used(row: Unused) -> str:
    """What was stated and is not used, and what is instead."""
    return say(
        "{key}: {found} is not used ({why}); in its place: {instead}.",
        key=row.key,
        found=row.found,
        why=row.why,
        instead=row.instead,
    )


def _ages(due: Sequence[Due], currency: str) -> tuple[str, ...]:
    """How many published figures and how many own statements are old, and which most."""
    parts = (([each for each in due if each.published is which], told) for which, told in _THINGS)
    return tuple(_old(rows, told, currency) for rows, told in parts if rows)


_THINGS = (
    (True, noted_count(
        "{count} published figure is due for another look, the oldest of {age} years: {names}.",
        "{count} published figures are due for another look, the oldest of {age} years: {names}.",
    )),
    (False, noted_count(
        "{count} own statement is due for another look, the oldest of {age} years: {names}.",
        "{count} own statements are due for another look, the oldest of {age} years: {names}.",
    )),
)  # fmt: skip


def _old(rows: Sequence[Due], told: tuple[str, str], currency: str) -> str:
    names = [_named(each.row.key, currency) for each in rows[:MOST_NAMED]]
    more = [say("{count} more", count=len(rows) - MOST_NAMED)] if len(rows) > MOST_NAMED else []
    return say_count(
        *told, len(rows), count=formats.count(len(rows)), age=formats.number(rows[0].years, decimals=1),
        names=formats.listed([*names, *more]),
    )  # fmt: skip


def _named(key: str, currency: str) -> str:
    words = stating.name(key, currency)
    return words[:1].lower() + words[1:]


def said(row: Stated, value: float | str | None, currency: str) -> str:
    """A value of an assumption in the words of its unit.

    >>> said(Stated("effect:size", 0.3), 0.3, "GBP"), said(Stated("loss_limit", 1e7), 1e7, "GBP")
    ('0.3', '£10M')
    """
    if value is None:
        return say("not stated")
    if isinstance(value, str):
        return plain(value)
    known = known_of(row.key)
    unit = (known.unit if known else "") or row.unit
    if unit.startswith("reporting currency"):
        return formats.money(value, currency)
    if row.key == "loss_limit_chance" or row.key.startswith("appetite:"):
        return formats.chance(value)
    if unit.startswith("share") or row.key.startswith("class:"):
        return formats.percent(value)
    return formats.factor(value) if unit == "factor" else formats.number(value)


def named(row: Stated) -> str:
    """An assumption as the subject of a sentence: what it means, a small letter first."""
    words = label(KNOWN[row.key].subject) if row.key in KNOWN else stating.meaning(row.key)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
