"""How earlier forecasts turned out: in their ranges or not, leaning or not, and how many scores a verdict takes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from balance import findings, formats
from balance.boardpack import wording
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Cell, Column, Number, Numbers, Slide, Table, Tone
from balance.findings import Finding
from balance.findings.track_record import QUANTITIES, VERDICTS, WRONG, promised, promised_of
from balance.language import noted, say
from balance.report import Report, TrackRecord
from balance.track_record import ENOUGH, FEWEST

AT_IT, CLEAR, FAR = 0.2, 0.5, 1.0
"""How far, in standard deviations, outcomes lie from the middle on average to be called off it, clearly and far."""

MISTAKEN: Mapping[str, Tone] = dict.fromkeys(WRONG, "bad")


def finding(report: Report, beside: Beside) -> Finding:
    """The sentence of the track-record screen; the report's own numbers owe nothing to it."""
    return findings.track_record(replace(report, track_record=beside.record))


def unscored(report: Report, beside: Beside) -> str:
    """Why there is no slide of the track record; empty where there is one, or where no record was asked for."""
    if beside.record is None or beside.scored:
        return ""
    told = finding(report, beside)
    return f"{told.headline} {told.text}"


def slides(report: Report, beside: Beside) -> tuple[Slide, ...]:
    """The slide, or none where nothing has been scored yet."""
    record = beside.record
    if record is None or not beside.scored:
        return ()
    told = finding(report, beside)
    return (
        Slide(
            layout="record",
            title=told.headline.removesuffix("."),
            subtitle=_looking_back(report, record),
            blocks=(Numbers(_numbers(record)), _table(record)),
            notes=wording.notes({told.topic: told}, (told.topic,), report, _brier_note(record)),
            footer=wording.footer(report),
            sheets=("Forecasts", "TrackRecord", "Scores", "Finishes"),
        ),
    )


def _looking_back(report: Report, record: TrackRecord) -> str:
    days = pd.to_datetime(record.days["as_of"])
    told = noted("Looking back from {as_of} on what was written down with each load since {first}")
    if record.next_due:
        told = noted(
            "Looking back from {as_of} on what was written down with each load since {first}; "
            "the next comes due on {due}"
        )
    return say(told, as_of=formats.day(report.as_of), first=formats.day(days.min()), due=formats.day(record.next_due))


def _numbers(record: TrackRecord) -> tuple[Number, ...]:
    return (_coverage(record), _leaning(record), _brier(record), _dates(record))


def _coverage(record: TrackRecord) -> Number:
    """The outcomes of the whole company that lay in their range, of those that count."""
    scores = record.scores
    rows = scores[(scores["subject"] == "") & scores["counts"] & (scores["how"] == "frozen")]
    label = say("Outcomes inside their likely range")
    if not len(rows):
        return Number(label, formats.MISSING, likely=say("none that counts has come due"))
    told, due = (
        say("{inside} of {rows}", inside=int(rows["in_80"].sum()), rows=len(rows)),
        formats.number(promised(rows), decimals=0),
    )
    return Number(label, told, likely=say("promised: 80 of 100 or more, here {due}", due=due))


def _leaning(record: TrackRecord) -> Number:
    """How many kinds of forecast are judged to lean to one side."""
    judged = record.verdicts[record.verdicts["scores"] >= FEWEST]
    early = len(record.verdicts) - len(judged)
    label = say("Forecasts that lean too high or low")
    if not len(judged):
        return Number(label, formats.MISSING, likely=say("it takes {fewest} scores of one kind to tell", fewest=FEWEST))
    leaning = int(judged["verdict"].isin(["too high", "too low"]).sum())
    rest = (
        say("{early} more have fewer than {fewest} scores", early=early, fewest=FEWEST)
        if early
        else say("each has {fewest} scores or more", fewest=FEWEST)
    )
    return Number(label, say("{leaning} of {judged}", leaning=leaning, judged=len(judged)), "kinds", rest)


def _chances(record: TrackRecord) -> pd.DataFrame:
    """The chances to finish within a quarter that count."""
    rows = record.finishes
    return rows[(rows["quantity"] == "finished_by") & rows["counts"] & (rows["how"] == "frozen")]


def _brier(record: TrackRecord) -> Number:
    rows = _chances(record)
    label = say("Distance of chances from what came")
    if not len(rows):
        return Number(label, formats.MISSING, likely=say("no chance has come due"))
    score, base = float(rows["brier"].mean()), float(rows["outcome"].mean())
    known = formats.number(base * (1 - base), decimals=2)
    return Number(
        label,
        formats.number(score, decimals=2),
        say("over {rows}", rows=len(rows)),
        say("0 is perfect; who knows nothing gets {known}", known=known),
    )


def _brier_note(record: TrackRecord) -> str:
    rows = _chances(record)
    if not len(rows):
        return ""
    base = float(rows["outcome"].mean())
    return say(
        "The distance of chances from what came (Brier score): the mean squared distance of a chance from 1 or 0, over "
        "{rows} chances to finish within a quarter. Who always says the average, {base} in "
        "100, scores {score}; lower is better.",
        rows=len(rows),
        base=formats.in_100(base),
        score=formats.number(base * (1 - base), decimals=2),
    )


def _dates(record: TrackRecord) -> Number:
    rows = record.finishes
    rows = rows[(rows["quantity"] == "finish_in_days") & rows["counts"] & (rows["how"] == "frozen")]
    label = say("Dates for 80 in 100 that were kept")
    if not len(rows):
        return Number(label, formats.MISSING, likely=say("no such date has come"))
    kept = int(rows["outcome"].sum())
    expected = formats.number(0.8 * len(rows), decimals=0)
    return Number(
        label,
        say("{kept} of {rows}", kept=kept, rows=len(rows)),
        likely=say("promised: 80 of 100, here {expected}", expected=expected),
    )


def _table(record: TrackRecord) -> Table:
    found = record.scores_needed.get(0.7)
    told = say(
        "From {fewest} only gross misses show, not whether ranges are too wide. One number gets one score a quarter.",
        fewest=FEWEST,
    )
    if found:
        told += " " + say("Ranges that say 90 and hold 70 are found out after some {found} scores.", found=found)
    return Table(
        title=say(
            "Under {fewest} scores it is too early; from {enough} there is a verdict", fewest=FEWEST, enough=ENOUGH
        ),
        subtitle=told,
        columns=(
            Column(say("Forecast of"), 3.6),
            Column(say("In the range for 80"), 1.7, "right"),
            Column(say("In the range for 90"), 1.4, "right"),
            Column(say("What came, beside our middle"), 1.7),
            Column(say("Verdict"), 2.7),
            Column(say("Scores to a verdict"), 1.4, "right"),
        ),
        rows=tuple(_row(row, promised_of(record, row["quantity"])) for row in record.verdicts.to_dict("records")),
        alt=say(
            "Each kind of forecast with its scores, how many outcomes lay in its ranges and "
            "beside the middle, and the verdict."
        ),
    )


def _beside_middle(bias: float) -> str:
    """Where outcomes lay on average, in words: the number of standard deviations stands in the workbook.

    >>> _beside_middle(-0.1), _beside_middle(0.48), _beside_middle(-1.3)
    ('at it', 'a little above', 'far below')
    """
    if abs(bias) < AT_IT:
        return say("at it")
    if abs(bias) > FAR:
        return say("far above") if bias > 0 else say("far below")
    if abs(bias) < CLEAR:
        return say("a little above") if bias > 0 else say("a little below")
    return say("above") if bias > 0 else say("below")


def _row(row: Mapping[Hashable, Any], due: str) -> tuple[Cell, ...]:
    quantity, scores = say(QUANTITIES[row["quantity"]]), int(row["scores"])
    more, verdict = int(row["more_needed"]), str(row["verdict"])
    return (
        Cell(f"{quantity[:1].upper()}{quantity[1:]}"),
        Cell(
            say("{in_80} of {scores}", in_80=int(row["in_80"]), scores=scores),
            bold=True,
            rest=say("{due} promised", due=due),
        ),
        Cell(say("{in_90} of {scores}", in_90=int(row["in_90"]), scores=scores), "soft"),
        Cell(_beside_middle(float(row["bias"])) if scores else formats.MISSING, "soft"),
        Cell(say(VERDICTS[verdict]), MISTAKEN.get(verdict, "ink"), bold=True),
        Cell(say("{more} more", more=more) if more else say("enough"), "soft"),
    )
