"""Controls told: which reviews are due, which pay, how soon they come, what people have learnt."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.findings.security import needed
from balance.language import noted, say, say_count
from balance.ranges import Range
from balance.report import Report
from balance.securing import Adaptation, Coverage, Learning, Reviews, Yields
from balance.securing.adaptation import Pace
from balance.securing.yields import NO_INCIDENT, PLANNED

SURE, PROBABLY = 0.9, 0.7


def reviews(found: Reviews) -> Finding:
    """Which controls and policies are past their review."""
    needs = needed(found.missing, say("which reviews are due"))
    if not found.cadenced:
        return Finding("reviews", say("No control says when it is to be reviewed."), "", needs, found.due)
    count = formats.count(found.cadenced, "control or policy", "controls and policies")
    over = found.overdue
    headline = (
        say_count(
            "{over} of {count} is past the review",
            "{over} of {count} are past the review",
            over,
            over=over,
            count=count,
        )
        if over
        else (say("No review is overdue among {count}", count=count))
    )
    soon = int((found.due["overdue_days"] <= 0).sum())
    text = (
        say_count("{count} more comes due within 90 days.", "{count} more come due within 90 days.", soon, count=soon)
        if soon
        else ""
    )
    without = say(
        "{controls} in force without a cadence: nobody is told when to look.",
        controls=formats.count(found.without, "control"),
    )
    return Finding("reviews", sentence(headline), text, (*needs, *((without,) if found.without else ())), found.due)


def pays(found: Yields, report: Report) -> Finding:
    """How many controls pay by the loss they avoid alone, and how many do not."""
    needs = needed(found.missing, say("which controls pay"))
    rows = found.controls
    known = rows[rows["pays"].notna()]
    silent = rows[rows["pays"].isna()]
    if known.empty:
        headline = say("Whether controls pay cannot be said yet.")
        return Finding("yields", headline, "", needs or _silent(silent), yields_table(found))
    sure, loses = int((known["pays"] >= SURE).sum()), int((known["pays"] <= 1 - PROBABLY).sum())
    open_ = len(known) - sure - loses
    headline = say(
        _PAY[sure == 1, loses == 1], controls=formats.count(len(known), "control"), sure=_some(sure), may=_some(open_),
        loses=_some(loses),
    )  # fmt: skip
    return Finding("yields", sentence(headline), _extremes(known, report),
                   (*needs, *_silent(silent), *_not_counted()), yields_table(found))  # fmt: skip


def adaptation(found: Adaptation) -> Finding:
    """How long from a finding or a threat to the control in force, and whether that changed."""
    needs = needed(found.missing, say("how soon a control answers a finding or a new threat"))
    rows = found.controls
    if rows.empty:
        return Finding("adaptation", say("How soon controls answer new threats cannot be said yet."), "", needs)
    left = say(
        "{controls} without the day it was asked for, or with days the wrong way round: not counted.",
        controls=formats.count(found.left_out, "control"),
    )
    left_out = (left,) if found.left_out and not found.missing else ()
    headline = say(
        "Half of what is asked for is in force after {median_days}", median_days=formats.months(found.median_days.value)
    )
    if not found.median_days.known:
        waiting = int(rows["waiting"].sum())
        headline = say_count(
            "{count} control asked for is still waiting; too few have come",
            "{count} controls asked for are still waiting; too few have come",
            waiting, count=formats.count(waiting),
        )  # fmt: skip
    elif found.change is not None:
        headline += f"; {_changed(found)}"
    compared = (
        (
            say(
                "The two years are compared by the days waited in each; what was asked for late in a "
                "year can hardly be in force by its end."
            ),
        )
        if found.change is not None
        else ()
    )
    return Finding("adaptation", sentence(headline), _waits(found), (*needs, *left_out, *compared), rows)


def learning(found: Learning) -> Finding:
    """Whether the second and third initiative with a technology goes better than the first."""
    needs = needed(found.missing, say("whether incidents fall with experience"))
    if not found.per_doubling.known or found.change is None:
        headline = say("Whether experience with a technology lowers incidents cannot be said yet.")
        seen = formats.count(found.initiatives, "initiative")
        few = (
            say(
                "{incidents} of {seen} with a technology: too few to tell.",
                incidents=formats.count(found.incidents, "linked incident"),
                seen=seen,
            ),
        )
        return Finding("learning", headline, "", needs or few, found.steps)
    times = say(
        "{per_doubling} (likely {likely})",
        per_doubling=formats.factor(found.per_doubling.value),
        likely=formats.factor_range(found.per_doubling),
    )
    fewer, sure = found.change.sign < 0, found.change.chance
    headline = say(_LEARNT.get((found.change.evidence, fewer), _LEARNT_NOTHING))
    text = say(
        noted(
            "Each doubling of experience: {times} the incidents; {sure} of 100 readings say fewer; "
            "{measured} in 100 from own data."
        )
        if fewer
        else noted(
            "Each doubling of experience: {times} the incidents; {sure} of 100 readings say more; "
            "{measured} in 100 from own data."
        ),
        times=times,
        sure=formats.in_100(sure),
        measured=formats.in_100(found.per_doubling.measured),
    )
    said = (
        say("Initiatives that ended before the record began are not known, so experience is counted low."),
        say("Corrected for technology, joining, size and load; the bars are as counted."),
    )
    return Finding("learning", sentence(headline), text, said, found.steps)


_LEARNT = {
    ("signal", True): noted("The rate of incidents falls with experience of a technology"),
    ("signal", False): noted("The rate of incidents rises with experience of a technology"),
    ("probably", True): noted("The rate of incidents probably falls with experience of a technology"),
    ("probably", False): noted("The rate of incidents probably rises with experience of a technology"),
}
_LEARNT_NOTHING = noted("Whether experience with a technology changes incidents could be chance")


def training(found: Coverage) -> Finding:
    """How many of those who should be are trained."""
    rows = found.training
    stated = rows[rows["coverage"].notna()]
    if rows.empty:
        return Finding(
            "training",
            say("No training is in the register of controls."),
            "",
            (say("Add rows of kind training, with coverage, to controls to see it."),),
        )
    if stated.empty:
        return Finding(
            "training",
            say("No training says how many it has reached."),
            "",
            (say("Add the column coverage to controls to see it."),),
        )
    least = stated.sort_values(["coverage", "name"]).iloc[0]
    headline = say(
        "{name} has reached {coverage} of those it is for",
        name=least["name"],
        coverage=formats.percent(least["coverage"]),
    )
    if len(stated) > 1:
        headline = say(
            "Of {stated} trainings, the least has reached {coverage} of its people",
            stated=len(stated),
            coverage=formats.percent(least["coverage"]),
        )
    return Finding("training", sentence(headline), "", (), rows)


def yields_table(found: Yields) -> pd.DataFrame:
    """control, coverage, annual_cost, avoided, low, high, net, net_low, net_high, pays, missing."""
    rows = found.controls

    def part(name: str, end: str) -> list[float | None]:
        return [getattr(one, end) for one in rows[name]]

    return pd.DataFrame({
        "control": rows["name"], "coverage": rows["coverage"], "annual_cost": rows["annual_cost"],
        "avoided": part("avoided", "value"), "low": part("avoided", "low"), "high": part("avoided", "high"),
        "net": part("net", "value"), "net_low": part("net", "low"), "net_high": part("net", "high"),
        "pays": rows["pays"], "missing": rows["why_not"],
    })  # fmt: skip


def _extremes(known: pd.DataFrame, report: Report) -> str:
    best, worst = known.iloc[0], known.iloc[-1]
    return say(
        "{best} a year, {worst}.",
        best=_one(best["name"], best["net"], report),
        worst=_one(worst["name"], worst["net"], report),
    )


def _one(name: str, net: Range, report: Report) -> str:
    amount = formats.money(net.value, report.currency, signed=True)
    return say(
        "{name} {amount} (likely {likely})",
        name=name,
        amount=amount,
        likely=formats.money_range(net, report.currency, signed=True),
    )


def _not_counted() -> tuple[str, ...]:
    return (
        say("Only the average year's loss is counted, not the bad year a control is for, nor a law that asks for it."),
        say("Each control is taken alone; two that stop the same incident each count it, so yields do not add up."),
    )


def _silent(rows: pd.DataFrame) -> tuple[str, ...]:
    """What is missing for those whose yield cannot be said."""
    if rows.empty:
        return ()
    why: dict[str, list[str]] = {}
    for name, reason in zip(rows["name"], rows["why_not"], strict=True):
        why.setdefault(str(reason), []).append(str(name))
    told = []
    for reason, names in why.items():
        more = [say("{count} more", count=len(names) - 2)] if len(names) > 2 else []
        whole = reason in (say(PLANNED), say(NO_INCIDENT))
        lacks = reason if whole else say("missing {reason}", reason=reason)
        told.append(f"{formats.listed([*names[:2], *more])}: {lacks}.")
    return tuple(told)


def _changed(found: Adaptation) -> str:
    now, before, change = found.past_year, found.year_before, found.change
    if change is None:
        return ""
    said = {
        ("signal", True): noted("sooner than the year before"),
        ("signal", False): noted("later than the year before"),
        ("probably", True): noted("probably sooner than the year before"),
        ("probably", False): noted("probably later than the year before"),
    }
    chance = noted("no change from the year before that could not be chance")
    return say(said.get((change.evidence, change.sign > 0), chance)) if now.came or before.came else ""


def _waits(found: Adaptation) -> str:
    rows = found.controls
    waiting = int(rows["waiting"].sum())
    parts = []
    if found.median_days.known and found.median_days.low != found.median_days.high:
        parts.append(say("Likely {likely} months.", likely=formats.months_range(found.median_days)))
    if formats.sayable(found.slowest_days):
        parts.append(
            say("The slowest tenth take {slowest_days} or more.", slowest_days=formats.months(found.slowest_days))
        )
    if waiting:
        longest = formats.months(rows.loc[rows["waiting"], "took_days"].max())
        parts.append(
            say_count(
                "{count} waits, the longest for {longest}.",
                "{count} wait, the longest for {longest}.",
                waiting,
                count=formats.count(waiting),
                longest=longest,
            )
        )
    if found.change is not None:
        parts.append(
            say(
                "Past year: {now}; the year before: {before} ({chance} of 100).",
                now=_pace(found.past_year),
                before=_pace(found.year_before),
                chance=formats.in_100(found.change.chance),
            )
        )
    return " ".join(parts)


def _pace(pace: Pace) -> str:
    if not pace.came:
        return say("none came in {waited_days} of waiting", waited_days=formats.months(pace.waited_days))
    return say("{came} came, {days_each} of waiting for each", came=pace.came, days_each=formats.months(pace.days_each))


def _some(count: int) -> str:
    return formats.word(count) if count else say("none")


_PAY = {
    (True, True): noted("Of {controls}, {sure} pays for itself, {may} may and {loses} probably does not"),
    (True, False): noted("Of {controls}, {sure} pays for itself, {may} may and {loses} probably do not"),
    (False, True): noted("Of {controls}, {sure} pay for themselves, {may} may and {loses} probably does not"),
    (False, False): noted("Of {controls}, {sure} pay for themselves, {may} may and {loses} probably do not"),
}
"""By whether one pays, and whether one probably does not."""
