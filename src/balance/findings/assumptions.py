"""What is taken as given, told: how much of it is our own, what is due for another look, what cannot be used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from balance import formats, stating
from balance.ages import Due
from balance.assumptions import Stated, Unused, known_of
from balance.findings.finding import Finding
from balance.report import Report

MOST_NAMED = 3
_SCALE = re.compile(r",? (in spreads of ln loss|on the log scale|log scale)$")
"""On which scale a number is meant; a sentence leaves that to the table."""


def assumptions(report: Report) -> Finding:
    """How much of what is assumed is our own, and how old it is."""
    stated, all_of_them = len(report.facts.get("stated", ())), report.facts.get("assumptions", 0)
    due: Sequence[Due] = report.facts.get("assumptions_due", ())
    unused: Sequence[Unused] = report.facts.get("assumptions_unused", ())
    headline = (
        f"{formats.count(stated, 'assumption')} of {all_of_them} are stated by us; the rest are published figures"
    )
    headline += " and conventions of the method."
    if unused:
        headline = f"{formats.count(len(unused), 'stated assumption')} cannot be used, so something else stands in."
    elif due:
        headline = f"{formats.count(len(due), 'assumption')} of {all_of_them} are due for another look."
    text = "A range is what we think likely in 80 of 100 cases. Stating one anew changes every number it touches."
    return Finding("assumptions", headline, text, (*map(not_used, unused), *_ages(due)))


def not_used(row: Unused) -> str:
    """What was stated and is not used, and what is instead."""
    return f"{row.key}: {row.found} is not used ({row.why}); in its place: {row.instead}."


def _ages(due: Sequence[Due]) -> tuple[str, ...]:
    """How many published figures and how many own statements are old, and which most."""
    parts = (([each for each in due if each.published is which], thing) for which, thing in _THINGS)
    return tuple(_old(rows, thing) for rows, thing in parts if rows)


_THINGS = ((True, "published figure"), (False, "own statement"))


def _old(rows: Sequence[Due], thing: str) -> str:
    names = [_named(each.row.key) for each in rows[:MOST_NAMED]]
    more = [f"{len(rows) - MOST_NAMED} more"] if len(rows) > MOST_NAMED else []
    are = "is" if len(rows) == 1 else "are"
    age = formats.number(rows[0].years, decimals=1)
    head = f"{formats.count(len(rows), thing)} {are} due for another look, the oldest of {age} years"
    return f"{head}: {formats.listed([*names, *more])}."


def _named(key: str) -> str:
    words = stating.name(key)
    return words[:1].lower() + words[1:]


def said(row: Stated, value: float | str | None, currency: str) -> str:
    """A value of an assumption in the words of its unit.

    >>> said(Stated("effect:size", 0.3), 0.3, "GBP"), said(Stated("loss_limit", 1e7), 1e7, "GBP")
    ('0.3', '£10M')
    """
    if value is None:
        return "not stated"
    if isinstance(value, str):
        return value
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
    words = _SCALE.sub("", stating.meaning(row.key))
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
