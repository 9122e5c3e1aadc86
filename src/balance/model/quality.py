"""How far the data carries the answer: completeness, freshness, consistency, links, losses, truncation.

Each part has a score 0..1 and one sentence saying why; the whole is their mean. A part that does not apply,
because its table is missing, scores 0 and says so.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from balance.company import Company
from balance.model.history import History
from balance.model.portfolio import QUARTER_DAYS
from balance.report import Quality, QualityPart

INITIATIVE_COLUMNS = ("start_actual", "finish_planned", "annual_value", "security_joined", "business_unit", "budget")
INCIDENT_COLUMNS = ("loss", "resolved_at", "business_unit")
HALF_LIFE_DAYS = 182.0
ENOUGH_LINKED = 0.5
"""Share of linked incidents that counts as full coverage: about what changes cause."""


def quality(company: Company, past: History) -> Quality:
    """How far the data carries the answer, part by part.

    >>> from balance.assumptions import resolve
    >>> from balance.model.history import history
    >>> from datetime import date
    >>> empty = Company(date(2026, 9, 30), resolve(None))
    >>> quality(empty, history(empty)).score
    0.0
    """
    parts: list[Callable[[Company, History], QualityPart]] = [
        completeness, freshness, consistency, links, losses, truncation
    ]  # fmt: skip
    found = tuple(part(company, past) for part in parts)
    return Quality(float(np.mean([part.score for part in found])), found)


def completeness(company: Company, past: History) -> QualityPart:
    """The share of cells filled in the columns that the answer rests on most."""
    filled = _filled("initiatives", company.initiatives, INITIATIVE_COLUMNS)
    filled |= _filled("incidents", company.incidents, INCIDENT_COLUMNS)
    if company.initiatives is not None and len(company.initiatives):
        done = company.initiatives[company.initiatives["stage"] == "done"]
        filled |= _filled("initiatives", done, ("finish_actual",))
    if not filled:
        return QualityPart("completeness", 0.0, "No rows are loaded.")
    worst = sorted(filled.items(), key=lambda pair: (pair[1], pair[0]))[0]
    score = float(np.mean(list(filled.values())))
    why = f"{_in_100(score)} of the cells that matter are filled; {worst[0]} is the emptiest with {_in_100(worst[1])}."
    return QualityPart("completeness", score, why)


def freshness(company: Company, past: History) -> QualityPart:
    """How old each table is against the as-of date; half the score is gone after half a year."""
    present = {name: getattr(company, name) for name in ("initiatives", "incidents")}
    ages = {
        name: max((company.as_of - company.table_dates.get(name, company.as_of)).days, 0)
        for name, table in present.items() if table is not None and len(table)
    }  # fmt: skip
    if not ages:
        return QualityPart("freshness", 0.0, "No rows are loaded.")
    oldest = max(ages, key=lambda name: ages[name])
    score = float(np.mean([0.5 ** (age / HALF_LIFE_DAYS) for age in ages.values()]))
    if ages[oldest] == 0:
        return QualityPart("freshness", score, "Every table is of the as-of date.")
    return QualityPart("freshness", score, f"The table of {oldest} is {ages[oldest]} days older than the as-of date.")


def consistency(company: Company, past: History) -> QualityPart:
    """Whether dates follow one another, and whether flow, load and time agree (Little's law)."""
    checked, broken = _date_order(company)
    if not checked:
        return QualityPart("consistency", 0.0, "There are no dates to compare.")
    share = 1.0 - broken / checked
    ratio = littles_ratio(past)
    agrees = 1.0 if ratio is None else float(np.exp(-0.5 * (np.log(ratio) / np.log(2)) ** 2))
    why = f"{broken} of {checked} pairs of dates or dates and stages contradict each other"
    if ratio is None:
        why += "; load, flow and time cannot be compared (few finishes, or a changing load)."
        return QualityPart("consistency", share, why)
    told = "agree" if agrees > 0.6 else "do not agree"
    why += f"; work in progress, finishes and cycle times {told} (a ratio of {ratio:.1f}, 1 is perfect)."
    return QualityPart("consistency", share * (0.5 + 0.5 * agrees), why)


def littles_ratio(past: History) -> float | None:
    """Work in progress over finishes x time to finish, in the past year: 1 where the records agree.

    None where fewer than four initiatives finished in the past year, or where work in progress changed by more
    than a third meanwhile: then the three need not agree.
    """
    rows = past.portfolio
    recent = rows[(rows["finished_on"] > -4 * QUARTER_DAYS) & rows["begun"].notna()]
    if len(recent) < 4 or past.quarters < 4:
        return None
    open_then = past.open_share[:, -4:].sum(axis=0)
    if open_then.max() > 4 / 3 * max(open_then.min(), 0.25):
        return None
    in_progress = float(open_then.mean())
    quarters = float((recent["ended"] - recent["begun"]).mean()) / QUARTER_DAYS
    return max(in_progress, 0.01) / max(len(recent) / 4 * quarters, 0.01)


def links(company: Company, past: History) -> QualityPart:
    """How many incidents are linked to the initiative they came from, and how many are not."""
    count = len(past.incidents)
    if not count:
        return QualityPart("links", 0.0, "There are no incidents to link.")
    share = past.linked / count
    without = f"{past.unlinked} of {count} incidents counted ({_in_100(past.unlinked / count)})"
    why = f"{without} have no link to an initiative."
    if past.unlinked == count:
        why = f"None of {count} incidents counted has a link, so all that ties delivery to risk is an assumption."
    doubtful = doubtful_links(past)
    if doubtful:
        why += f" {doubtful} of the links look false: their initiative was not open then, or is of another unit."
    return QualityPart("links", min(share / ENOUGH_LINKED, 1.0) * (1 - doubtful / count), why)


def doubtful_links(past: History) -> int:
    """How many links look false: outside the time in which the initiative was open, or between units that differ.

    Units say nothing where more than half of the links cross them: then incidents name who suffered, not who changed.
    Fewer than five, or than one in twenty, are slips: 0.
    """
    linked = past.incidents[past.incidents["initiative"] >= 0]
    row, quarter = linked["initiative"].to_numpy(dtype=int), linked["quarter"].to_numpy(dtype=int)
    open_then = np.maximum(past.open_share[row, quarter], past.open_share[row, np.maximum(quarter - 1, 0)]) > 0.01
    own = past.portfolio["business_unit"].to_numpy(dtype=object)[row].astype(str)
    unit = linked["unit"].to_numpy(dtype=object).astype(str)
    crosses = (own != "") & (unit != "") & (own != unit)
    if crosses.sum() > len(linked) / 2:
        crosses[:] = False
    doubtful = int((~open_then | crosses).sum())
    return doubtful if doubtful >= max(5, len(linked) / 20) else 0


def losses(company: Company, past: History) -> QualityPart:
    """How many incidents carry a loss or a range of it."""
    if not len(past.incidents):
        return QualityPart("losses", 0.0, "There are no incidents.")
    frame = past.incidents
    known = float((frame["loss"].notna() | (frame["loss_low"].notna() & frame["loss_high"].notna())).mean())
    if known == 0:
        return QualityPart("losses", 0.0, "No incident carries a loss, so loss sizes are published experience.")
    return QualityPart("losses", known, f"{_in_100(known)} of the incidents carry a loss.")


def truncation(company: Company, past: History) -> QualityPart:
    """Whether the record seems cut off: a silence at its end, a thin last quarter, losses that start at a floor."""
    if not len(past.incidents):
        return QualityPart("truncation", 0.0, "There are no incidents.")
    if past.silent_since is not None:
        return QualityPart("truncation", 0.0, f"No incident is recorded after {past.silent_since:%d %B %Y}.")
    totals = past.counts.sum(axis=1).to_numpy(dtype=float)
    usual = totals[:-1].mean() if len(totals) > 1 else totals.mean()
    if len(totals) > 2 and usual >= 5 and totals[-1] < 0.4 * usual:
        why = f"The last quarter has {totals[-1]:.0f} incidents where {usual:.0f} are usual: late ones may be missing."
        return QualityPart("truncation", 0.4, why)
    floor = _floor(past.incidents["loss"])
    if floor is not None:
        return QualityPart("truncation", 0.6, f"No loss below {floor:,.0f} is recorded: small ones may be missing.")
    return QualityPart("truncation", 1.0, "Nothing suggests that incidents or small losses are missing.")


def _floor(loss: pd.Series) -> float | None:
    """The smallest loss where losses pile up at it as a recording floor makes them: log gaps far from a smooth tail."""
    logs = np.sort(np.log(loss[loss > 0].to_numpy(dtype=float)))
    if len(logs) < 30 or logs.std() == 0:
        return None
    skew = float(((logs - logs.mean()) ** 3).mean() / logs.std() ** 3)
    piled = float((logs < logs[0] + 0.25 * logs.std()).mean())
    return float(np.exp(logs[0])) if skew > 0.8 and piled > 0.12 else None


def _filled(table: str, frame: pd.DataFrame | None, columns: tuple[str, ...]) -> dict[str, float]:
    if frame is None or not len(frame):
        return {}
    return {f"{name} of {table}": float(frame[name].notna().mean()) if name in frame else 0.0 for name in columns}


def _date_order(company: Company) -> tuple[int, int]:
    """How many pairs of dates, or dates and stages, could be compared, and how many contradict each other."""
    checked = broken = 0
    initiatives, incidents = company.initiatives, company.incidents
    if initiatives is not None and len(initiatives):
        for early, late in (("start_actual", "finish_actual"), ("start_planned", "finish_planned")):
            pairs = _ordered(initiatives, early, late)
            checked, broken = checked + pairs[0], broken + pairs[1]
        finished = _date(initiatives, "finish_actual").notna()
        done = initiatives["stage"] == "done"
        checked += len(initiatives)
        broken += int((done & ~finished).sum() + ((initiatives["stage"] == "in_flight") & finished).sum())
    if incidents is not None and len(incidents):
        pairs = _ordered(incidents, "opened_at", "resolved_at")
        checked, broken = checked + pairs[0], broken + pairs[1]
    return checked, broken


def _ordered(frame: pd.DataFrame, early: str, late: str) -> tuple[int, int]:
    first, second = _date(frame, early), _date(frame, late)
    both = first.notna() & second.notna()
    return int(both.sum()), int((second < first)[both].sum())


def _date(frame: pd.DataFrame, name: str) -> pd.Series:
    column = frame[name] if name in frame else pd.Series(pd.NaT, index=frame.index)
    return pd.to_datetime(column, errors="coerce")


def _in_100(share: float) -> str:
    return f"{round(100 * share)} in 100"
