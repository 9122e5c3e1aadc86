"""One page on one incident: what happened, what it changes in next year's exposure, its clocks, what to decide."""

from __future__ import annotations

from collections.abc import Sequence

from balance import formats
from balance.boardpack import edited, wording
from balance.boardpack.edited import NONE, Edits
from balance.boardpack.happened import Happened
from balance.boardpack.incident_clock import clocks, due_now
from balance.boardpack.incident_exposure import exposure, moved
from balance.boardpack.slides import (
    Block,
    Cell,
    Column,
    Decision,
    Item,
    Notice,
    Number,
    Numbers,
    Outline,
    Points,
    Slide,
)
from balance.boardpack.slides import Table as TableBlock
from balance.language import noted, say
from balance.ranges import UNKNOWN
from balance.report import Report

KEY = "incident"
MOST_FACTS = 8

READ = noted(
    "The difference is what the incident teaches about next year: how often such things "
    "come and what they cost. Its own cost lies behind us and is not added."
)
"""How the difference is meant."""


def page(report: Report, happened: Happened, edits: Edits = NONE) -> Outline:
    """The page as an outline of one slide; `edits` are people's own words for its title and decisions."""
    own = asked_for(report, happened)
    wanted = edited.asked(edits, own, ())
    slide = Slide(
        layout="incident",
        title=_title(report, happened),
        subtitle=_subtitle(happened),
        blocks=(
            Numbers(_numbers(report, happened)), _facts(report, happened), exposure(report, happened),
            clocks(happened), _asked(wanted),
        ),
        notes=(say(READ), *_caveats(happened), wording.how_sure(report)),
        footer=wording.footer(report),
        key=KEY,
    )  # fmt: skip
    title = say(
        "Incident {incident_id}, {as_of}",
        incident_id=wording.brief(happened.incident_id),
        as_of=formats.day(report.as_of),
    )
    outline = Outline(
        title,
        report.as_of,
        report.scenario,
        (edited.marked(slide, edits),),
        about=say("incident {incident_id}", incident_id=happened.incident_id),
        asked=wanted,
        own_asked=own,
        asked_by="" if edits.asks is None else edits.asks_by,
    )
    return wording.cleaned(outline)


def asked_for(report: Report, happened: Happened) -> tuple[Decision, ...]:
    """What the incident itself asks of the board, most pressing first."""
    asked = [Decision(text, due=day) for text, day in due_now(happened)]
    if happened.row.get("open"):
        asked.append(Decision(say("Agree how it ends, and who reports until then")))
    if happened.number("loss") is None:
        asked.append(Decision(say("Put a figure on the loss, with a range")))
    if _grew(report, happened):
        limit = formats.money(report.risk.limit, report.currency)
        asked.append(
            Decision(say("Accept the higher chance of a year beyond {limit}, or fund what lowers it", limit=limit))
        )
    if happened.when("material_on") is None:
        asked.append(Decision(say("Find whether it is material, and record the day")))
    return tuple(asked[: edited.MOST_ASKS])


def _grew(report: Report, happened: Happened) -> bool:
    """Whether the chance beyond the limit grew by what people would notice."""
    change = happened.change
    told = UNKNOWN if change is None else change.difference.get("chance_beyond_limit", UNKNOWN)
    return report.risk.limit is not None and told.value is not None and round(told.value * 100) >= 1


def _title(report: Report, happened: Happened) -> str:
    kind, loss, still = happened.said("class") or say("The incident"), happened.number("loss"), happened.row.get("open")
    if loss is None:
        told = (
            say("{kind} is still open, its cost not known yet", kind=kind)
            if still
            else say("{kind} is over, its cost not known yet", kind=kind)
        )
    else:
        cost = formats.money(loss, report.currency)
        told = (
            say("{kind} has cost {cost} so far and is still open", kind=kind, cost=cost)
            if still
            else say("{kind} cost {cost} and is over", kind=kind, cost=cost)
        )
    return f"{told}; {moved(report, happened)}"


def _subtitle(happened: Happened) -> str:
    told = [happened.said("title"), say("opened {moment}", moment=formats.moment(happened.when("opened_at")))]
    material = happened.when("material_on")
    told.append(
        say("found material on {material}", material=formats.day(material))
        if material
        else say("not recorded as material")
    )
    return "; ".join(part for part in told if part)


def _numbers(report: Report, happened: Happened) -> tuple[Number, ...]:
    shown = [
        _cost(report, happened),
        Number(say("Noticed after"), *_span(happened.number("hours_to_detect")), say("from its beginning")),
        Number(
            say("Open for") if happened.row.get("open") else say("Over after"),
            *_span(happened.number("hours_to_resolve")),
            say("from being opened"),
        ),
    ]
    records, downtime = happened.number("records_affected"), happened.number("downtime_hours")
    if records is not None:
        shown.append(Number(say("Records or people affected"), formats.count(records)))
    elif downtime is not None:
        shown.append(Number(say("Service lost"), *_span(downtime)))
    return tuple(shown)


def _span(hours: float | None) -> tuple[str, str]:
    value, _, unit = formats.span(hours).rpartition(" ")
    return (value, unit) if value else (unit, "")


def _cost(report: Report, happened: Happened) -> Number:
    loss, low, high = (happened.number(name) for name in ("loss", "loss_low", "loss_high"))
    typical = next((row["typical_loss"] for row in report.risk.classes.to_dict("records")
                    if row["class"] == happened.said("class")), UNKNOWN)  # fmt: skip
    usual = say("one of its class typically costs {typical}", typical=formats.money(typical.value, report.currency))
    likely = usual if formats.known(typical) else ""
    if low is not None and high is not None:
        likely = say(
            "stated as {low} to {high}",
            low=formats.money(low, report.currency),
            high=formats.money(high, report.currency),
        )
    if loss is None:
        return Number(say("Cost so far"), say("not known yet"), "", likely)
    return Number(say("Cost so far"), formats.money(loss, report.currency), "", likely)


def _facts(report: Report, happened: Happened) -> Block:
    where = [happened.said("unit"), happened.said("service"), happened.said("technology").replace(";", ",")]
    recovered = happened.number("recovered")
    told = (
        (say("Kind"), ", ".join(part for part in (happened.said("class"), happened.said("severity")) if part)),
        (say("Where"), ", ".join(part for part in where if part and part != "no unit")),
        (say("When"), _course(happened)),
        (say("Came from"), _origin(happened)),
        (say("Cause"), happened.said("root_cause")),
        (say("Noticed by"), happened.said("detected_by")),
        (say("Came back"), formats.money(recovered, report.currency) if recovered else ""),
        (say("State"), happened.said("state")),
    )
    return Points(say("What happened"), tuple(Item(head, said) for head, said in told if said)[:MOST_FACTS])


def _course(happened: Happened) -> str:
    names = {
        "occurred_at": say("began"),
        "detected_at": say("noticed"),
        "aware_at": say("known as reportable"),
        "resolved_at": say("over"),
    }
    told = [(said, happened.when(name)) for name, said in names.items()]
    return "; ".join(f"{said} {formats.moment(when)}" for said, when in told if when is not None)


def _origin(happened: Happened) -> str:
    named = (("change_id", "change"), ("initiative_id", "initiative"), ("third_party", "supplier"))
    told = [f"{kind} {happened.said(name)}" for name, kind in named if happened.said(name)]
    told += [f"“{happened.said('initiative')}”"] if happened.said("initiative") else []
    return ", ".join(told) or say("nothing recorded")


def _asked(asked: Sequence[Decision]) -> Block:
    if not asked:
        return Notice(
            say("Nothing is asked of the board"), say("The incident is over, its cost known and its notices out.")
        )
    columns = (Column(say("We ask the board to decide"), 3.9, lines=2), Column(say("Owner"), 1.2), Column("By", 1.0))
    rows = tuple(
        (
            Cell(f"{at}  {one.text}", bold=True),
            Cell(one.owner or say("to be named"), "ink" if one.owner else "soft"),
            Cell(formats.day(one.due) if one.due else say("to be set"), "ink" if one.due else "soft"),
        )
        for at, one in enumerate(asked, start=1)
    )
    return TableBlock("", "", columns, rows, alt=say("Decisions asked, with owner and date."))


def _caveats(happened: Happened) -> tuple[str, ...]:
    rows = happened.change
    told = [
        say("No loss is recorded: the model takes one of its class.") if happened.number("loss") is None else "",
        say("○ marks a difference that could be chance: its likely range holds both signs.")
        if rows is not None
        else "",
        say("Whether a regime applies, and the incident falls under it, is for counsel.") if happened.regimes else "",
    ]
    return tuple(each for each in told if each)
