"""Our forecast against the owners' own: who expects to finish earlier than is likely, and what the money says."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.language import noted, say, say_count
from balance.report import Report

EARLY = 0.1
"""At this chance or below, the owners' date is earlier than is likely."""
DEARER = 1.1
"""Spending this much above what the owners expect in all is worth telling."""


def own_estimates(rows: pd.DataFrame, report: Report) -> Finding:
    """How many owners expect to finish earlier than is likely, and by how much ours is later."""
    dated = rows[rows["theirs"].notna() & rows["ours"].notna()]
    if dated.empty:
        return Finding(
            "own estimates", say("No owner states when they expect to finish."),
            say("A column finish_forecast in the list of initiatives would set their date beside ours."),
        )  # fmt: skip
    early = int((dated["chance_by_theirs"] <= EARLY).sum())
    middle = float(dated["days_later"].median())
    headline = say_count(
        "Of {all} that name a date, {early} expects to finish earlier than is likely",
        "Of {all} that name a date, {early} expect to finish earlier than is likely",
        early, all=formats.word(len(dated)), early=formats.word(early) if early else say("none"),
    )  # fmt: skip
    later, earlier = (
        noted("In the middle our date is {months} later than theirs."),
        noted("In the middle our date is {months} earlier than theirs."),
    )
    text = say(later if middle >= 0 else earlier, months=formats.months(abs(middle)))
    return Finding("own estimates", sentence(headline), f"{text} {_money(rows, report)}".strip(), _caveats(rows), rows)


def _money(rows: pd.DataFrame, report: Report) -> str:
    """What spending at the progress reported says against the owners' own estimate at completion."""
    both = rows[rows["cost_theirs"].notna() & rows["cost_implied"].notna()]
    if both.empty:
        return ""
    theirs, implied = float(both["cost_theirs"].sum()), float(both["cost_implied"].sum())
    dearer = int((both["cost_implied"] > DEARER * both["cost_theirs"]).sum())
    return say(
        "At completion they expect {theirs} for {count}; spending at the progress reported points to {implied}, "
        "and {dearer} would cost over a tenth more than said.",
        theirs=formats.money(theirs, report.currency), count=formats.count(len(both), "initiative"),
        implied=formats.money(implied, report.currency), dearer=formats.word(dearer) if dearer else say("none"),
    )  # fmt: skip


def _caveats(rows: pd.DataFrame) -> tuple[str, ...]:
    if not rows["cost_implied"].notna().any():
        return ()
    return (
        say("Spent over progress is a rough guide: work is rarely paid for evenly, and progress is the owners' own."),
    )
