"""The initiatives as a list: how many run late or unready; and what became of the plan of one of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from balance import formats
from balance.company import Company
from balance.findings.finding import Finding, sentence
from balance.language import noted, say
from balance.report import Report

LATE, READY = 0.3, 0.8


def initiatives(company: Company, report: Report) -> Finding:
    """How many open and approved initiatives will probably be late, how many are unready, and what the first carry."""
    rows = report.velocity.initiatives
    if rows.empty:
        return Finding("initiatives", say("No initiative is open or approved."), say("Choose below what to show."))
    late = int((rows["chance_on_time"] <= LATE).sum())
    many = formats.count(len(rows), "open or approved initiative")
    short, stated = _unready(company, set(rows["initiative_id"]))
    told = noted("Of {many}, {late} will probably be late")
    if short:
        told = noted("Of {many}, {late} will probably be late and security is not ready in {short} of {stated}")
    headline = say(
        told, many=many, late=formats.word(late) if late else say("none"), short=formats.word(short),
        stated=formats.word(stated),
    )  # fmt: skip
    return Finding("initiatives", sentence(headline), _carried(report), (), rows)


def _unready(company: Company, ids: set[str]) -> tuple[int, int]:
    """Of how many of them security is said not to be ready, and how many say how ready it is."""
    told = company.initiatives
    if told is None or "security_readiness" not in told:
        return 0, 0
    ready = told.loc[told["initiative_id"].isin(ids), "security_readiness"].dropna()
    return int((ready < READY).sum()), len(ready)


def _carried(report: Report) -> str:
    carried = report.risk.initiatives["expected_annual_loss"].dropna().sort_values(ascending=False)
    whole = report.risk.expected_annual_loss.value
    if len(carried) < 4 or not whole:
        return ""
    return say(
        "The three that carry most of the loss bring {sum} a year, {share} of what all incidents cost.",
        sum=formats.money(float(carried.head(3).sum()), report.currency),
        share=formats.chance(float(carried.head(3).sum()) / whole),
    )  # fmt: skip


def plan_history(rows: pd.DataFrame, currency: str) -> Finding:
    """How often the plan of one initiative moved, and how far it has gone from what was first said.

    Args: what each load said of it, oldest first, with `as_of`.
    """
    if len(rows) < 2:
        return Finding("history", say("One quarter so far: the next ones show how its plan moves."), "")
    planned, owners = _moves(rows["finish_planned"]), _moves(rows["finish_forecast"])
    since = formats.day(rows["as_of"].iloc[0])
    headline = say("Since {since} its planned finish {planned}", since=since, planned=_moved(planned))
    said = [say("The finish its owners expect {moved}.", moved=_moved(owners))] if owners is not None else []
    budget = rows["budget"].dropna()
    if len(budget) > 1 and budget.iloc[0] and budget.iloc[0] != budget.iloc[-1]:
        said.append(say("Its budget went from {first} to {last}.", first=formats.money(budget.iloc[0], currency),
                        last=formats.money(budget.iloc[-1], currency)))  # fmt: skip
    return Finding("history", sentence(headline), " ".join(said), (), rows)


def _moves(dates: pd.Series) -> tuple[int, float] | None:
    """How often a date changed from load to load, and by how many days in all; None where it is not stated."""
    known = pd.to_datetime(dates, errors="coerce").dropna()
    if known.empty:
        return None
    changed = int((known.diff().dropna() != pd.Timedelta(0)).sum())
    return changed, float((known.iloc[-1] - known.iloc[0]).days)


def _moved(moves: tuple[int, float] | None) -> str:
    if moves is None:
        return say("is not stated")
    times, days = moves
    if not times:
        return say("has not moved")
    often = {1: say("moved once"), 2: say("moved twice")}.get(times, say("moved {n} times", n=formats.word(times)))
    if not days:
        return say("{often} and is back where it was", often=often)
    told = noted("{often} and is {months} later") if days > 0 else noted("{often} and is {months} earlier")
    return say(told, often=often, months=formats.months(abs(days)))


def is_late(row: dict[str, Any]) -> bool:
    """Whether a forecast says that an initiative will probably miss its date."""
    return formats.sayable(row.get("chance_on_time")) and float(row["chance_on_time"]) <= LATE
