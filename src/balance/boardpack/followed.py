"""How earlier decisions turned out: who, by when, on which forecast, what happened since and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from balance import formats
from balance.boardpack import wording
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.deciding import Followed, Rested
from balance.language import noted, say, say_count
from balance.ranges import UNKNOWN, Range
from balance.report import Report

SHOWN = 7

FEW = 3
"""Up to so many decisions stand with the numbers of their forecast beside today's."""

NUMBERS = {
    "value_landing_next_year": noted("Value landing next year"),
    "expected_annual_loss": noted("Loss in an average year"),
    "bad_year_loss": noted("Loss in a bad year"),
    "chance_beyond_limit": noted("Chance beyond the limit of its day, in 100"),
}


def slides(report: Report, beside: Beside) -> tuple[Slide, ...]:
    """The slide, or none where no decision was taken before."""
    earlier = beside.earlier(report.as_of)
    if not earlier:
        return ()
    compared = _compared(earlier, report)
    return (
        Slide(
            layout="followed" if compared else "table",
            title=_title(earlier, report.as_of),
            subtitle=say("What happened since is what came, not what the decision did: other things happened too"),
            blocks=(_table(earlier, report), *compared),
            notes=wording.notes({}, (), report, *(_note(one) for one in earlier)),
            footer=wording.footer(report),
            sheets=("Followed", "Answer", "Exposure"),
        ),
    )


def _title(earlier: Sequence[Followed], day: date) -> str:
    settled = sum(one.decision.settled_on is not None for one in earlier)
    late = sum(_is_late(one, day) for one in earlier)
    if len(earlier) == 1:
        if settled:
            return say("The one decision taken earlier is settled")
        if late:
            return say("The one decision taken earlier is overdue")
        return say("The one decision taken earlier is open and not overdue")
    told = say_count(
        "Of {earlier} earlier decisions {settled} is settled",
        "Of {earlier} earlier decisions {settled} are settled",
        max(settled, 1),
        earlier=formats.word(len(earlier)),
        settled=formats.word(settled) if settled else say("none"),
    )
    if not late:
        return told
    return say_count("{told} and {late} is overdue", "{told} and {late} are overdue", late, told=told,
                     late=formats.word(late))  # fmt: skip


def _is_late(one: Followed, day: date) -> bool:
    due = one.decision.due_on
    return one.decision.settled_on is None and due is not None and due < day


def _table(earlier: Sequence[Followed], report: Report) -> Table:
    left = len(earlier) - SHOWN
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Decision"), 3.0, lines=3),
            Column(say("Owner"), 1.3, lines=2),
            Column(say("Taken"), 1.2),
            Column(say("Due"), 1.2),
            Column(say("Forecast it rested on"), 2.5, lines=3),
            Column(say("What happened since"), 2.4, lines=3),
            Column(say("Outcome"), 2.0, lines=3),
        ),
        rows=tuple(_row(one, report) for one in earlier[:SHOWN]),
        alt=say(
            "Earlier decisions with owner, dates, the forecast they rested on, what happened since and the outcome."
        ),
        more=wording.further(left, "older decision"),
    )


def _row(one: Followed, report: Report) -> tuple[Cell, ...]:
    row, late = one.decision, _is_late(one, report.as_of)
    return (
        Cell(f"{row.decision}: {row.choice}" if row.choice else row.decision, bold=True),
        Cell(row.owner or say("not named"), "ink" if row.owner else "soft"),
        Cell(formats.day(row.as_of), "soft"),
        Cell(formats.day(row.due_on) if row.due_on else say("not set"), "bad" if late else "soft"),
        Cell(rested(one.rested), "soft"),
        Cell(since(one, report.currency)),
        _outcome(one, late),
    )


def _outcome(one: Followed, late: bool) -> Cell:
    if one.decision.settled_on is not None:
        return Cell(f"● {formats.day(one.decision.settled_on)}: {one.decision.outcome}", bold=True)
    return Cell(say("△ open, overdue"), "bad", bold=True) if late else Cell(say("○ open"), "soft", bold=True)


def _compared(earlier: Sequence[Followed], report: Report) -> tuple[Table, ...]:
    """The forecasts of the choices beside the numbers as they stand; none where there are many, or none was kept."""
    kept = [(one, one.rested) for one in earlier if one.rested is not None]
    if not kept or len(earlier) > FEW:
        return ()
    heads = (
        say(
            "“{decision}”, forecast on {day}",
            decision=wording.brief(one.decision.decision),
            day=formats.day(told.as_of),
        )
        for one, told in kept
    )
    rows = tuple(
        (
            Cell(say(head), bold=True),
            *(_number(name, told.scenario.get(name, UNKNOWN), told.currency) for _, told in kept),
            _number(name, kept[0][0].now.get(name, UNKNOWN), report.currency),
        )
        for name, head in NUMBERS.items()
    )
    return (
        Table(
            title=say("What each choice was forecast to bring, beside today's plan as it stands now"),
            subtitle="",
            columns=(
                Column(say("Number"), 3.0),
                *(Column(head, 2.6, lines=2) for head in heads),
                Column(say("Today's plan, {day}", day=formats.day(report.as_of)), 2.6),
            ),
            rows=rows,
            alt=say(
                "The four headline numbers of each choice as forecast when it was made, and those of today's plan."
            ),
        ),
    )


def _number(name: str, told: Range, currency: str) -> Cell:
    """A number with its likely range."""
    if not formats.known(told):
        return Cell(formats.MISSING, "soft")
    if name == "chance_beyond_limit":
        return Cell(formats.in_100(told.value), bold=True, rest=f"({formats.chance_range(told)})")
    return Cell(formats.money(told.value, currency), bold=True, rest=f"({formats.money_range(told, currency)})")


def rested(forecast: Rested | None) -> str:
    """The numbers of the choice on the day it was made."""
    if forecast is None:
        return say("no forecast was kept")
    value, loss = forecast.scenario["value_landing_next_year"], forecast.scenario["expected_annual_loss"]
    parts = [
        say(
            "{name} {told} a year ({range})",
            name=name,
            told=formats.money(told.value, forecast.currency),
            range=formats.money_range(told, bare=True),
        )
        for name, told in (("value", value), ("loss", loss))
        if formats.known(told)
    ]
    return "; ".join(parts) or say("nothing could be said")


def since(one: Followed, currency: str) -> str:
    """What was counted since the decision, in words."""
    came = one.since
    if came.days == 0 or (came.incidents is None and came.finished is None):
        return say("nothing newer is loaded")
    parts = [say("{days} days", days=came.days)]
    if came.finished is not None:
        parts.append(
            say(
                "{finished} finished, worth {came} a year",
                finished=came.finished,
                came=formats.money(came.value, currency),
            )
        )
    if came.incidents is not None:
        parts.append(
            say(
                "{incidents} costing {loss}",
                incidents=formats.count(came.incidents, "incident"),
                loss=formats.money(came.loss, currency),
            )
        )
    acted = [each for each in came.actions if each.done is not None]
    if acted:
        parts.append(
            say(
                "{sum} of {acted} actions seen in the data",
                sum=sum(bool(each.done) for each in acted),
                acted=len(acted),
            )
        )
    return "; ".join(parts)


def _note(one: Followed) -> str:
    row = one.decision
    why = " " + say("Why: {why}.", why=row.why) if row.why else ""
    plan = " " + say("It rests on the plan “{scenario}”.", scenario=row.scenario) if row.scenario else ""
    filled = one.since.missing_share
    missing = (
        " "
        + say(
            "Losses of {filled} in 100 of those incidents are filled in with what such an incident usually costs.",
            filled=formats.in_100(filled),
        )
        if filled
        else ""
    )
    return f"{row.decision}.{why}{plan}{missing}" if why or plan or missing else ""
