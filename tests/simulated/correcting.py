"""Whether dates hold better once they are stretched by what the company's own record of dates says.

A made-up company forecasts at the end of each past quarter from what its table of initiatives knew then; what came due
is scored by the product's own record; the correction it tells is stated, and today's dates are held against the
company's futures with and without it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy import nan
from tests.simulated.cases import CASES, Case
from tests.simulated.covering import markdown
from tests.simulated.firm import stream
from tests.simulated.futures import TODAY, running, work_left, year_under
from tests.simulated.recording import AS_OF, DAYS, identity, initiatives, typed
from tests.simulated.world import World, world

from balance.assumptions import KNOWN, resolve
from balance.company import Company
from balance.model.fit import Fit, fit
from balance.model.portfolio import QUARTER_DAYS
from balance.ranges import Range
from balance.scenario import BASE, evaluate
from balance.track_record.lateness import FEWEST_DATES, advised, lateness
from balance.track_record.outcomes import happened_by

Scores = dict[str, float]

FOLLOWED = 72
"""Months for which true finishes are followed: nearly all are over by then."""

LEAST_PAST = 4
"""Quarters of history a company has before it forecasts for the first time."""

TRUST = float(KNOWN["effect:date_trust"].value)

LEVELS = (0.1, 0.2, 0.5, 0.8, 0.9)


FEWEST = 8
"""Dates from which on the record is read here; the product waits for more."""

PAST = 12
"""Quarters at most for which a company has written its forecasts down."""

LARGE = {"quarters": (16, 20), "initiatives": (40, 80)}
"""So that there is a record to speak of."""

TRIED: dict[str, Case] = {
    "congested": replace(CASES["general"], **LARGE), "growing": replace(CASES["growing"], **LARGE),
    "no_congestion": replace(CASES["no_congestion"], **LARGE), "units_of_one": replace(CASES["units_of_one"], **LARGE),
}  # fmt: skip


def earlier(made: World, quarters: int) -> World:
    """The company as it stood so many quarters ago: what came later is not known, and times count from that day."""
    months, firm = 3.0 * quarters, made.firm
    start, finish = firm.start + months, made.course.finish + months
    known = stream(made.seed, "promises").uniform(size=(2, len(start)))[1]
    then = replace(firm, start=start, start_planned=firm.start_planned + months, cancelled=firm.cancelled + months,
                   announced=(start < 0) | (known < made.case.announced))  # fmt: skip
    course = replace(made.course, finish=np.where(finish <= 0, finish, np.inf))
    return replace(made, firm=then, course=course, truth=replace(made.truth, quarters=made.truth.quarters - quarters))


def fitted(made: World, correction: float = 1.0) -> Fit:
    """What the product learns of its initiatives alone, dates stretched by a stated correction."""
    stated = pd.DataFrame({"key": ["effect:date_correction"], "value": [repr(correction)]})
    table = typed(initiatives(made), "initiatives").assign(gone=False)  # as the store hands it out
    return fit(Company(AS_OF, resolve(stated if correction != 1.0 else None), table))


def dates_of(found: Fit) -> pd.DataFrame:
    """Days to the finish of all that runs, by id: the levels of `LEVELS`."""
    finish = evaluate(found, BASE).year.finish * QUARTER_DAYS
    days = np.ceil(np.quantile(finish, LEVELS, axis=1, method="higher")) if len(finish) else np.zeros((5, 0))
    return pd.DataFrame(days.T, index=list(found.plan.ids), columns=[f"q{level * 100:02.0f}" for level in LEVELS])


def told(made: World, today: Fit) -> tuple[Range, int]:
    """By how much the product's record says dates ran late, and of how many dates."""
    days = []
    for back in range(1, min(PAST, made.truth.quarters - LEAST_PAST) + 1):
        then = AS_OF - timedelta(days=round(3 * back * DAYS))
        rows = dates_of(fitted(earlier(made, back))).reset_index(names="subject")
        due = pd.Timestamp(then) + pd.to_timedelta(rows["q80"].clip(upper=3650.0), unit="D").dt.floor("D")
        days.append(rows.assign(quantity="finish_in_days", as_of=pd.Timestamp(then), due_on=due, corrected=1.0))
    rows = pd.concat(days, ignore_index=True)
    return lateness(rows[rows["due_on"] <= pd.Timestamp(AS_OF)], happened_by(today).finishes, FEWEST)


def kept(dates: pd.DataFrame, made: World, finish: np.ndarray) -> Scores:
    """How today's dates hold: share of futures by the date for 20, 50 and 80 in 100, in the 80 % range; bias; width."""
    mine = dates.loc[[identity(row) for row in running(made)]]
    low, early, middle, late, high = (mine[name].to_numpy() for name in mine)
    days = finish * QUARTER_DAYS
    true = np.maximum(np.median(np.minimum(days, 3 * FOLLOWED * DAYS), axis=0), 1.0)
    return {
        "P20": float((days <= early).mean()), "P50": float((days <= middle).mean()),
        "P80": float((days <= late).mean()), "range": float(((days >= low) & (days <= high)).mean()),
        "bias": float(np.log(np.maximum(middle, 1.0) / true).mean()),
        "width": float(np.log(np.maximum(high, 1.0) / np.maximum(low, 1.0)).mean()),
    }  # fmt: skip


def tried(case: Case, seed: int) -> Scores:
    """One company: its scores without a correction, with all that its record says, and as advised."""
    made = world(case, seed)
    today = fitted(made)
    if not len(running(made)):
        return {}
    finish = year_under(made, TODAY, work_left(made), FOLLOWED).finish
    late, count = told(made, today)
    plain = kept(dates_of(today), made, finish)
    found = {"dates": float(count), "late": late.value if late.value is not None else nan}
    factors = {"none": 1.0, "all": late.value or 1.0, "advised": advised(late, count, TRUST)}
    for way, factor in factors.items():
        scores = plain if factor == 1.0 else kept(dates_of(fitted(made, factor)), made, finish)
        found |= {f"{way}: {name}": score for name, score in scores.items()} | {f"{way}: factor": factor}
    return found


TITLE = "## Dates stretched by what the track record says"
WAYS = (("none", "not corrected"), ("all", "by all it says"), ("advised", "as advised"))


def section(results: dict[str, list[Scores]]) -> str:
    """What the kinds of company come to, as a part of docs/calibration.md."""
    told = (
        f"{min(map(len, results.values()))} made-up companies of each kind (seeds 50000 and up), 16 to 20 quarters old "
        f"and with 40 to 80 initiatives, that wrote their dates down at the end of up to {PAST} quarters. The record "
        f"of dates is read from {FEWEST} dates on (the product waits for {FEWEST_DATES}); today's dates are then "
        "left as they are, stretched by all that it says, or as the product advises. Kept: share of futures; "
        "bias: mean of ln(said / true) "
        "of the middle date, and its size over companies; width: mean of ln(high / low). Written by "
        "`python -m tests.simulated.correcting`."
    )  # fmt: skip
    rows = [_row(name, way, title, rows) for name, rows in results.items() for way, title in WAYS]
    titles = ["case", "dates", "stretched", "P50 kept", "P80 kept", "80 % range", "bias", "size of bias", "width"]
    return "\n\n".join([TITLE, told, markdown(titles, [*rows, *_by_count(results)])]) + "\n"


def _row(name: str, way: str, title: str, rows: list[Scores]) -> list[str]:
    means = {score: float(np.mean([row[f"{way}: {score}"] for row in rows]))
             for score in ("P50", "P80", "range", "bias", "width")}  # fmt: skip
    size = float(np.sqrt(np.mean([row[f"{way}: bias"] ** 2 for row in rows])))
    changed = sum(row[f"{way}: factor"] != 1.0 for row in rows)
    return [
        f"{name} ({len(rows)})", title, str(changed), *(f"{means[score]:.2f}" for score in ("P50", "P80", "range")),
        f"{means['bias']:+.2f}", f"{size:.2f}", f"{means['width']:.2f}",
    ]  # fmt: skip


def _by_count(results: dict[str, list[Scores]]) -> list[list[str]]:
    """All kinds together, by how large the record is, and those alone that are advised to stretch their dates."""
    every = [row for rows in results.values() for row in rows]
    parts = {
        f"all, {FEWEST} to {FEWEST_DATES - 1} dates": [row for row in every if FEWEST <= row["dates"] < FEWEST_DATES],
        f"all, {FEWEST_DATES} dates and more": [row for row in every if row["dates"] >= FEWEST_DATES],
        "all that are advised to": [row for row in every if row["advised: factor"] > 1.0],
    }
    return [_row(name, way, title, rows) for name, rows in parts.items() if rows for way, title in WAYS]


def with_section(document: str, text: str) -> str:
    """The document with this section as its last, in place of the one it had."""
    return document.split(f"\n{TITLE}", 1)[0].rstrip("\n") + "\n\n" + text


def section_of(document: str) -> str:
    """That section of a document; empty where it has none."""
    return TITLE + document.split(TITLE, 1)[1] if TITLE in document else ""


def main() -> None:
    """Tries 60 companies of each kind and writes the section."""
    out = Path(__file__).parents[2] / "docs" / "calibration.md"
    found = {name: [tried(case, 50_000 + number) for number in range(60)] for name, case in TRIED.items()}
    measured = {name: [row for row in rows if row] for name, rows in found.items()}
    out.write_text(with_section(out.read_text(encoding="utf-8"), section(measured)), encoding="utf-8")


if __name__ == "__main__":
    main()
