"""Decisions kept up to the day, with what they rested on and what came; and the plans people saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance.boardpack.behind.entries import number, range_headings, three
from balance.boardpack.sheets import Entry, Heading, Sheet
from balance.deciding import Followed
from balance.language import say
from balance.options import Option
from balance.ranges import UNKNOWN
from balance.report import Report


def decisions(followed: Sequence[Followed], report: Report) -> Sheet:
    """Every decision kept, the newest first."""
    headings = (
        Heading(say("Decision"), "long"),
        Heading(say("Choice"), "long"),
        Heading(say("Why"), "long"),
        Heading(say("Owner"), "text"),
        Heading(say("Taken"), "date"),
        Heading(say("Due"), "date"),
        Heading(say("Plan"), "text"),
        Heading(say("Money of the forecast in"), "text"),
        *range_headings(say("Forecast value landing next year"), "money"),
        *range_headings(say("Forecast loss in an average year"), "money"),
        *range_headings(say("Forecast loss in a bad year"), "money"),
        *range_headings(say("Forecast chance beyond the limit"), "chance"),
        Heading(say("Days since"), "count"),
        Heading(say("Finished since"), "count"),
        Heading(say("Value of what finished, {currency}", currency=report.currency), "money"),
        Heading(say("Incidents since"), "count"),
        Heading(say("Their loss, {currency}", currency=report.currency), "money"),
        Heading(say("of it filled in (0..1)"), "chance"),
        Heading(say("Settled on"), "date"),
        Heading(say("Outcome"), "long"),
    )
    newest = sorted(followed, key=lambda one: (one.decision.as_of, one.decision.decision_id), reverse=True)
    return Sheet(
        "Followed",
        say("What was decided, on which forecast, and what came"),
        say(
            "What happened since is what came, not what the decision did. Losses not recorded "
            "are filled in with what such an incident usually costs"
        ),
        say("The decisions kept, and the data up to the as-of date"),
        headings,
        tuple(_decision(one) for one in newest),
    )


def _decision(one: Followed) -> tuple[Entry, ...]:
    row, came = one.decision, one.since
    told = {} if one.rested is None else one.rested.scenario
    return (
        row.decision,
        row.choice,
        row.why,
        row.owner,
        row.as_of,
        row.due_on,
        row.scenario,
        "" if one.rested is None else one.rested.currency,
        *three(told.get("value_landing_next_year", UNKNOWN)),
        *three(told.get("expected_annual_loss", UNKNOWN)),
        *three(told.get("bad_year_loss", UNKNOWN)),
        *three(told.get("chance_beyond_limit", UNKNOWN)),
        came.days,
        came.finished,
        number(came.value),
        came.incidents,
        number(came.loss),
        number(came.missing_share),
        row.settled_on,
        row.outcome,
    )


def plans(saved: Sequence[Option]) -> Sheet:
    """What each saved plan changes, lever by lever."""
    headings = (
        Heading(say("Plan"), "text"),
        Heading(say("Saved by, when, why"), "long"),
        Heading(say("What is set"), "text"),
        Heading("To"),
    )
    rows = tuple(row for plan in saved for row in _settings(plan))
    return Sheet(
        "SavedPlans",
        say("What the saved plans change"),
        say("Their numbers stand on the sheet Options"),
        say("The plans saved on the what-if screen"),
        headings,
        rows,
    )


def _settings(plan: Option) -> Iterator[tuple[Entry, ...]]:
    settings = [*plan.plan.levers.items(), *plan.plan.actions]
    for name, value in settings or [("nothing", "")]:
        yield (plan.title, plan.what, name, value if isinstance(value, str) else number(value))
