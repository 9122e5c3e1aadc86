"""How earlier forecasts turned out: the headline numbers, each kind of forecast, each score, each finish."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import pandas as pd

from balance.boardpack.behind.entries import day, fact, facts, number, word
from balance.boardpack.sheets import Entry, Heading, Plot, Sheet
from balance.findings.track_record import QUANTITIES, VERDICTS
from balance.language import label, noted, say
from balance.report import TrackRecord
from balance.track_record import FEWEST

SOURCE = noted("Forecasts as they were written down with each load, and what the data says came")
SAID = {
    "finished_by": noted("finishes within a quarter"),
    "finish_in_days": noted("finishes by the date for 80 in 100"),
}

Row: TypeAlias = Mapping[Hashable, Any]
Column: TypeAlias = tuple[Heading, Callable[[Row], Entry]]
"""A heading, and the entry of a row that stands under it."""


def sheets(record: TrackRecord | None) -> tuple[Sheet, ...]:
    """Four tables; those that would be empty are left out by who asks."""
    if record is None or not len(record.scores):
        return ()
    return (_headlines(record), _verdicts(record), _scores(record), _finishes(record))


def _headlines(record: TrackRecord) -> Sheet:
    counted = record.scores[(record.scores["subject"] == "") & _counts(record.scores)]
    chances, dates = (_of(record.finishes, name) for name in ("finished_by", "finish_in_days"))
    judged = record.verdicts[record.verdicts["scores"] >= FEWEST]
    base = _mean(chances, "outcome")
    rows = (
        fact(
            say("Outcomes of the company that count"), len(counted), "count", "scores",
            say("One a quarter for each number"), "",
        ),
        fact(
            say("of these inside their likely range"), int(counted["in_80"].sum()), "count", "scores",
            say("Counted"), "",
        ),
        fact(say("promised inside"), 0.8 * len(counted), "number", "scores", say("0.8 times the scores"), ""),
        fact(
            say("Kinds of forecast with a judgement"), len(judged), "count", "kinds",
            say("{fewest} scores or more", fewest=FEWEST), "",
        ),
        fact(
            say("of these leaning too high or low"), int(judged["verdict"].isin(["too high", "too low"]).sum()),
            "count", "kinds", say("Verdict on the sheet TrackRecord"), "",
        ),
        fact(say("Kinds with fewer scores"), len(record.verdicts) - len(judged), "count", "kinds", say("Counted"), ""),
        fact(
            say("Chances to finish within a quarter"), len(chances), "count", "chances",
            say("On the sheet Finishes"), "",
        ),
        fact(
            say("Brier score of these chances"), _mean(chances, "brier"), "factor", say("score 0..1"),
            say("Mean of (chance minus outcome) squared; 0 is perfect"), "",
        ),
        fact(
            say("Share of these that finished"), base, "chance", say("share 0..1"),
            say("Mean of the outcomes, 1 or 0"), "",
        ),
        fact(
            say("Brier score of who always says that share"), None if base is None else base * (1 - base), "factor",
            say("score 0..1"), say("Share times (1 minus share)"), "",
        ),
        fact(say("Dates for 80 in 100 that have come"), len(dates), "count", "dates", say("On the sheet Finishes"), ""),
        fact(say("of these kept"), _sum(dates, "outcome"), "count", "dates", say("Counted"), ""),
        fact(say("promised kept"), 0.8 * len(dates), "number", "dates", say("0.8 times the dates"), ""),
    )  # fmt: skip
    return Sheet(
        "Forecasts",
        say("How earlier forecasts turned out"),
        say("Only what was written down before it came counts"),
        say(SOURCE),
        facts(),
        rows,
    )


def _verdicts(record: TrackRecord) -> Sheet:
    columns: tuple[Column, ...] = (
        (Heading(say("Forecast of"), "text"), _quantity),
        (Heading(say("Scores"), "count"), lambda row: int(row["scores"])),
        (Heading(say("In the range for 80"), "count"), lambda row: int(row["in_80"])),
        (Heading(say("In the range for 90"), "count"), lambda row: int(row["in_90"])),
        (Heading(say("Leaning, in standard deviations"), "factor"), lambda row: number(row["bias"])),
        (Heading(say("Verdict"), "text"), lambda row: label(VERDICTS.get(row["verdict"], ""))),
        (Heading(say("More scores to a verdict"), "count"), lambda row: int(row["more_needed"])),
    )
    told = _sheet(
        "TrackRecord",
        say("Each kind of forecast and whether it holds"),
        say(
            "Leaning: mean distance of what came from the middle, in standard deviations; below 0 we forecast too much"
        ),
        columns,
        record.verdicts,
    )
    return replace(
        told, plot=Plot("bars", say("Scores of each kind of forecast"), say("Forecast of"), (say("Scores"),))
    )


def _scores(record: TrackRecord) -> Sheet:
    columns: tuple[Column, ...] = (
        (Heading(say("Forecast of"), "text"), _quantity),
        (Heading(say("Unit"), "text"), lambda row: word(row["subject"]) or say("the company")),
        (Heading(say("Made on"), "date"), lambda row: day(row["as_of"])),
        (Heading(say("Due on"), "date"), lambda row: day(row.get("due_on"))),
        (Heading(say("Likely, low")), lambda row: number(row.get("q10"))),
        (Heading(say("Middle")), lambda row: number(row.get("q50"))),
        (Heading(say("Likely, high")), lambda row: number(row.get("q90"))),
        (Heading(say("Came")), lambda row: number(row.get("outcome"))),
        (Heading(say("In the range for 80"), "text"), lambda row: _yes(row["in_80"])),
        (Heading(say("Counts"), "text"), lambda row: _yes(row["counts"])),
    )
    return _sheet(
        "Scores",
        say("Every forecast with a range that has come due"),
        say("Counts: forecasts that overlap an earlier one are shown, not counted"),
        columns,
        record.scores,
    )


def _finishes(record: TrackRecord) -> Sheet:
    columns: tuple[Column, ...] = (
        (Heading(say("What was said"), "text"), lambda row: label(SAID.get(row["quantity"], word(row["quantity"])))),
        (Heading(say("Initiative"), "text"), lambda row: word(row["subject"])),
        (Heading(say("Made on"), "date"), lambda row: day(row.get("as_of"))),
        (Heading(say("Due on"), "date"), lambda row: day(row.get("due_on"))),
        (Heading(say("Chance (0..1)"), "chance"), lambda row: number(row["chance"])),
        (Heading(say("Came (1 or 0)"), "count"), lambda row: number(row["outcome"])),
        (Heading(say("Brier score"), "factor"), lambda row: number(row["brier"])),
        (Heading(say("Counts"), "text"), lambda row: _yes(row["counts"])),
    )
    return _sheet(
        "Finishes",
        say("Every chance and date of an initiative that has come due"),
        say("Brier score: (chance minus what came) squared"),
        columns,
        record.finishes,
    )


def _sheet(name: str, title: str, derived: str, columns: Sequence[Column], rows: pd.DataFrame) -> Sheet:
    """One row of the sheet for each row of a frame, each entry beside the heading it stands under."""
    told = tuple(tuple(entry(row) for _, entry in columns) for row in rows.to_dict("records"))
    return Sheet(name, title, derived, say(SOURCE), tuple(heading for heading, _ in columns), told)


def _quantity(row: Row) -> Entry:
    return label(QUANTITIES.get(row["quantity"], word(row["quantity"])))


def _of(rows: pd.DataFrame, quantity: str) -> pd.DataFrame:
    return rows[(rows["quantity"] == quantity) & _counts(rows)]


def _counts(rows: pd.DataFrame) -> pd.Series:
    return rows["counts"].astype(bool) & (rows["how"] == "frozen")


def _mean(rows: pd.DataFrame, name: str) -> float | None:
    return float(rows[name].mean()) if len(rows) else None


def _sum(rows: pd.DataFrame, name: str) -> int | None:
    return int(rows[name].sum()) if len(rows) else None


def _yes(flag: object) -> str:
    return say("yes") if bool(flag) else say("no")
