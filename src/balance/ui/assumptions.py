"""What is taken as given, in tables: each assumption with range, source and age, what is not used, what was changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from balance import ages, formats, roles, stating, store
from balance.assumptions import Stated, recognised
from balance.errors import BalanceError
from balance.findings.assumptions import said
from balance.findings.indicators import now as counted
from balance.findings.indicators import said as of_indicator
from balance.language import label, noted, say, say_count
from balance.model.in_use import in_use
from balance.pipeline import Analysis
from balance.report import Indicator, Report
from balance.roles import Action
from balance.ui import blocks, session
from balance.ui.explained import CROSSED, MARKS, meaning

MOST_CHANGES = 30
CHANGES = {
    "state assumption": noted("stated"),
    "withdraw assumption": noted("withdrawn"),
    "undo assumption": noted("undone"),
}

_GROUPS = (
    (noted("What the board allows"), ("loss_limit", "appetite:")),
    (
        noted("The company"),
        (
            "reporting_currency",
            "fiscal_year_start_month",
            "revenue",
            "cash_buffer",
            "insurance_cover",
            "people_available",
            "initiatives_at_once",
            "downtime_cost_per_hour",
            "exchange_rate:",
        ),
    ),
    (
        noted("Losses"),
        (
            "loss_cap",
            "materiality_floor",
            "loss_recording",
            "severe_",
            "effect:loss",
            "effect:lognormal_losses",
            "effect:missing_loss",
        ),
    ),
    (noted("How things move each other"), ("effect:",)),
    (noted("Classes of incidents"), ("class:",)),
    (noted("Key-risk indicators"), ("kri:",)),
    (noted("Stress tests"), ("stress:",)),
    (noted("Notification regimes"), ("regime:",)),
    (noted("When to look again"), ("review:",)),
)


def read_or_change() -> str:
    """What a way to the assumptions is called: it promises nothing that the person may not do there."""
    return say("Read or change the assumptions") if roles.may(Action.ASSUME) else say("Read the assumptions")


def groups(rows: Mapping[str, Stated]) -> list[tuple[str, list[Stated]]]:
    """Every assumption once, in the groups a reader looks for."""
    left = dict(rows)
    found: list[tuple[str, list[Stated]]] = []
    for title, prefixes in _GROUPS:
        keys = [key for key in left if key.startswith(prefixes) and recognised(key)]
        found.append((say(title), [left.pop(key) for key in keys]))
    return [(title, rows) for title, rows in [*found, (say("Read by nothing"), list(left.values()))] if rows]


def used(answer: Analysis) -> Mapping[str, Stated]:
    """Every assumption as it is used for the company on the screen."""
    return in_use(answer.fit)


def keys(rows: Mapping[str, Stated]) -> list[str]:
    """Every key that can be stated, the board's first."""
    return [row.key for _, group in groups(rows) for row in group]


def table(rows: list[Stated], answer: Analysis) -> blocks.Safe:
    """Value, likely range, whether somebody stated it, where it comes from and how old it is."""
    columns = [
        blocks.Column("Assumption", width="28%"),
        blocks.Column("Value", "right"),
        blocks.Column("Likely range", "right"),
        blocks.Column("Mark", width="9rem"),
        blocks.Column("Source or reason", width="30%"),
        blocks.Column("Owner"),
    ]
    due = {each.row.key for each in answer.report.facts.get("assumptions_due", ())}
    return blocks.table(columns, [_row(row, answer.report, row.key in due) for row in rows])


def _row(row: Stated, report: Report, due: bool) -> tuple[object, ...]:
    currency = report.currency
    name = blocks.Safe(f"{blocks.text(stating.meaning(row.key, currency))}<br><small>{blocks.text(row.key)}</small>")
    both = row.low is not None and row.high is not None
    ends = (
        say("{low} to {high}", low=said(row, row.low, currency), high=said(row, row.high, currency)) if both else None
    )
    why = row.reason or stating.source(row) or None
    value = blocks.strong(said(row, row.value, currency))
    return (name, value, ends, _mark(row, report, due), why, row.owner or None)


def _mark(row: Stated, report: Report, due: bool) -> blocks.Safe:
    """Stated, documented or worked out; and its age where it is due for another look."""
    words = {
        "stated": (noted("stated"), "●"),
        "documented": (noted("assumed"), "○"),
        "worked out": (noted("worked out"), "◇"),
    }
    basis = stating.basis(row)
    if basis == "nothing":
        return blocks.text(formats.MISSING)
    tone: Any = "ink" if basis == "stated" else "open"
    pill = blocks.pill(words[basis][0], tone, words[basis][1], meaning(words[basis][0], MARKS))
    years = ages.years_old(row, report.as_of)
    if not due or years is None:
        return pill
    old = say("{years} years old", years=formats.number(years, decimals=1))
    return blocks.Safe(f"{pill}<br><small>△ {blocks.text(old)}</small>")


def not_used_box(answer: Analysis) -> blocks.Safe:
    """What was stated and cannot be used, with what stands in; nothing where all is used."""
    unused = answer.company.assumptions.unused
    if not unused:
        return blocks.Safe("")
    title = say_count("{count} statement is not used", "{count} statements are not used", len(unused),
                      count=formats.count(len(unused)))  # fmt: skip
    told = blocks.box(title, "Until they are corrected, what stands at the right is used.", status=say("look at it"))
    columns = [
        blocks.Column(head) for head in (say("Stated"), say("Found"), say("What is wrong"), say("Used in its place"))
    ]
    rows = [(row.key, row.found, row.why, row.instead) for row in unused]
    return blocks.Safe(told + blocks.table(columns, rows))


def indicators(report: Report) -> blocks.Safe:
    """Every key-risk indicator beside its threshold, those that crossed an agreed one first."""
    columns = [
        blocks.Column("Indicator", width="46%"), blocks.Column("Now", "right"),
        blocks.Column(
            "Threshold", "right", help=say("Stated by the company under Assumptions, or our suggestion until then.")
        ),
        blocks.Column(
            "Mark", width="11rem", help=say(CROSSED)
        ),
    ]  # fmt: skip
    order = sorted(report.indicators, key=lambda each: (each.assumed, not each.crossed, each.value is None))
    rows = [
        (label(each.meaning), blocks.strong(counted(each)), _agreed(each), _crossed(each)) for each in order
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _agreed(each: Indicator) -> blocks.Safe:
    """The threshold, and in small that nobody has agreed on it: in short, so that narrow windows keep their columns."""
    number = of_indicator(each, each.threshold)
    return blocks.strong(number, say("suggested")) if each.assumed else blocks.strong(number)


def _crossed(each: Indicator) -> blocks.Safe:
    crossed = each.crossed
    if crossed is None:
        return blocks.pill("cannot be counted", "open", "○")
    if each.assumed:
        return blocks.pill(
            say("above our suggestion") if crossed else say("within our suggestion"), "open", "△" if crossed else "○"
        )
    return blocks.pill("above threshold", "bad", "▲") if crossed else blocks.pill("within", "good", "✓")


def changes() -> pd.DataFrame:
    """Every change of an assumption on screen, newest first."""
    if not roles.may(Action.AUDIT):
        return pd.DataFrame()
    try:
        rows = store.audit(session.open_store())
    except BalanceError:
        return pd.DataFrame()
    return rows[rows["what"].isin(list(CHANGES))].iloc[::-1].head(MOST_CHANGES)


def changes_table(rows: pd.DataFrame) -> blocks.Safe:
    """Who changed what, when, from what to what, and why."""
    columns = [
        blocks.Column("When"), blocks.Column("Who"), blocks.Column("What"), blocks.Column("From", "right"),
        blocks.Column("To", "right"), blocks.Column("Why"),
    ]  # fmt: skip
    return blocks.table(columns, [_change(row) for row in rows.to_dict("records")])


def _change(row: Mapping[Any, Any]) -> tuple[object, ...]:
    before, after = (json.loads(row[side]) if isinstance(row[side], str) else {} for side in ("before", "after"))
    what = f"{stating.name(row['subject'])}, {say(CHANGES[row['what']])}"
    who = after.get("owner") or row["who"]
    default = say("as documented")
    when = formats.day(row["changed_at"].date())
    return (when, who, what, before.get("value") or default, after.get("value") or default, after.get("reason"))
