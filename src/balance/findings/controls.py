"""Controls told: which reviews are due, which pay, how soon they come, what people have learnt."""

from __future__ import annotations

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.findings.security import needed
from balance.ranges import Range
from balance.report import Report
from balance.securing import Adaptation, Coverage, Learning, Reviews, Yields
from balance.securing.adaptation import Pace

SURE, PROBABLY = 0.9, 0.7


def reviews(found: Reviews) -> Finding:
    """Which controls and policies are past their review."""
    needs = needed(found.missing, "which reviews are due")
    if not found.cadenced:
        return Finding("reviews", "No control says when it is to be reviewed.", "", needs, found.due)
    count = formats.count(found.cadenced, "control or policy", "controls and policies")
    over = found.overdue
    headline = f"{over} of {count} {'is' if over == 1 else 'are'} past the review" if over else (
        f"No review is overdue among {count}"
    )  # fmt: skip
    soon = int((found.due["overdue_days"] <= 0).sum())
    text = f"{formats.count(soon, 'more comes', 'more come')} due within 90 days." if soon else ""
    without = f"{formats.count(found.without, 'control')} in force without a cadence: nobody is told when to look."
    return Finding("reviews", sentence(headline), text, (*needs, *((without,) if found.without else ())), found.due)


def pays(found: Yields, report: Report) -> Finding:
    """How many controls pay by the loss they avoid alone, and how many do not."""
    needs = needed(found.missing, "which controls pay")
    rows = found.controls
    known = rows[rows["pays"].notna()]
    silent = rows[rows["pays"].isna()]
    if known.empty:
        headline = "Whether controls pay cannot be said yet."
        return Finding("yields", headline, "", needs or _silent(silent), yields_table(found))
    sure, loses = int((known["pays"] >= SURE).sum()), int((known["pays"] <= 1 - PROBABLY).sum())
    open_ = len(known) - sure - loses
    headline = (
        f"Of {formats.count(len(known), 'control')}, {_some(sure)} {_pay(sure)} for {_itself(sure)}, "
        f"{_some(open_)} may and {_some(loses)} probably {'does' if loses == 1 else 'do'} not"
    )
    return Finding("yields", sentence(headline), _extremes(known, report),
                   (*needs, *_silent(silent), *_not_counted()), yields_table(found))  # fmt: skip


def adaptation(found: Adaptation) -> Finding:
    """How long from a finding or a threat to the control in force, and whether that changed."""
    needs = needed(found.missing, "how soon a control answers a finding or a new threat")
    rows = found.controls
    if rows.empty:
        return Finding("adaptation", "How soon controls answer new threats cannot be said yet.", "", needs)
    left = (
        f"{formats.count(found.left_out, 'control')} without the day it was asked for, or with days the wrong way round"
    )
    left_out = (f"{left}: not counted.",) if found.left_out and not found.missing else ()
    headline = f"Half of what is asked for is in force after {formats.months(found.median_days.value)}"
    if not found.median_days.known:
        waiting = formats.count(rows["waiting"].sum(), "control")
        headline = (
            f"{waiting} asked for {'is' if rows['waiting'].sum() == 1 else 'are'} still waiting; too few have come"
        )
    elif found.change is not None:
        headline += f"; {_changed(found)}"
    compared = ("The two years are compared by the days waited in each; what was asked for late in a year can "
                "hardly be in force by its end.",) if found.change is not None else ()  # fmt: skip
    return Finding("adaptation", sentence(headline), _waits(found), (*needs, *left_out, *compared), rows)


def learning(found: Learning) -> Finding:
    """Whether the second and third initiative with a technology goes better than the first."""
    needs = needed(found.missing, "whether incidents fall with experience")
    if not found.per_doubling.known or found.change is None:
        headline = "Whether experience with a technology lowers incidents cannot be said yet."
        seen = formats.count(found.initiatives, "initiative")
        few = (f"{formats.count(found.incidents, 'linked incident')} of {seen} with a technology: too few to tell.",)
        return Finding("learning", headline, "", needs or few, found.steps)
    times = f"{formats.factor(found.per_doubling.value)} (likely {formats.factor_range(found.per_doubling)})"
    fewer, sure = found.change.sign < 0, found.change.chance
    way = "falls" if fewer else "rises"
    headline = {
        "signal": f"The rate of incidents {way} with experience of a technology",
        "probably": f"The rate of incidents probably {way} with experience of a technology",
        "chance": "Whether experience with a technology changes incidents could be chance",
    }[found.change.evidence]
    text = (
        f"Each doubling of experience: {times} the incidents; {formats.in_100(sure)} of 100 readings say "
        f"{'fewer' if fewer else 'more'}; {formats.in_100(found.per_doubling.measured)} in 100 from own data."
    )
    said = ("Initiatives that ended before the record began are not known, so experience is counted low.",
            "Corrected for technology, joining, size and load; the bars are as counted.")  # fmt: skip
    return Finding("learning", sentence(headline), text, said, found.steps)


def training(found: Coverage) -> Finding:
    """How many of those who should be are trained."""
    rows = found.training
    stated = rows[rows["coverage"].notna()]
    if rows.empty:
        return Finding("training", "No training is in the register of controls.", "",
                       ("Add rows of kind training, with coverage, to controls to see it.",))  # fmt: skip
    if stated.empty:
        return Finding("training", "No training says how many it has reached.", "",
                       ("Add the column coverage to controls to see it.",))  # fmt: skip
    least = stated.sort_values(["coverage", "name"]).iloc[0]
    headline = f"{least['name']} has reached {formats.percent(least['coverage'])} of those it is for"
    if len(stated) > 1:
        headline = (
            f"Of {len(stated)} trainings, the least has reached {formats.percent(least['coverage'])} of its people"
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
    return f"{_one(best['name'], best['net'], report)} a year, {_one(worst['name'], worst['net'], report)}."


def _one(name: str, net: Range, report: Report) -> str:
    amount = formats.money(net.value, report.currency, signed=True)
    return f"{name} {amount} (likely {formats.money_range(net, report.currency, signed=True)})"


def _not_counted() -> tuple[str, ...]:
    return (
        "Only the average year's loss is counted, not the bad year a control is for, nor a law that asks for it.",
        "Each control is taken alone; two that stop the same incident each count it, so yields do not add up.",
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
        more = f" and {len(names) - 2} more" if len(names) > 2 else ""
        lacks = reason if reason.startswith(("planned", "no incident")) else f"missing {reason}"
        told.append(f"{formats.listed(names[:2]) if not more else ', '.join(names[:2])}{more}: {lacks}.")
    return tuple(told)


def _changed(found: Adaptation) -> str:
    now, before, change = found.past_year, found.year_before, found.change
    if change is None:
        return ""
    way = "sooner" if change.sign > 0 else "later"
    said = {"signal": f"{way} than the year before", "probably": f"probably {way} than the year before",
            "chance": "no change from the year before that could not be chance"}  # fmt: skip
    return said[change.evidence] if now.came or before.came else ""


def _waits(found: Adaptation) -> str:
    rows = found.controls
    waiting = int(rows["waiting"].sum())
    parts = []
    if found.median_days.known:
        parts.append(f"Likely {formats.months_range(found.median_days)} months.")
    if formats.sayable(found.slowest_days):
        parts.append(f"The slowest tenth take {formats.months(found.slowest_days)} or more.")
    if waiting:
        longest = formats.months(rows.loc[rows["waiting"], "took_days"].max())
        parts.append(f"{formats.count(waiting, 'waits', 'wait')}, the longest for {longest}.")
    if found.change is not None:
        parts.append(f"Past year: {_pace(found.past_year)}; the year before: {_pace(found.year_before)} "
                     f"({formats.in_100(found.change.chance)} of 100).")  # fmt: skip
    return " ".join(parts)


def _pace(pace: Pace) -> str:
    if not pace.came:
        return f"none came in {formats.months(pace.waited_days)} of waiting"
    return f"{pace.came} came, {formats.months(pace.days_each)} of waiting for each"


def _some(count: int) -> str:
    return formats.word(count) if count else "none"


def _pay(count: int) -> str:
    return "pays" if count == 1 else "pay"


def _itself(count: int) -> str:
    return "itself" if count == 1 else "themselves"
