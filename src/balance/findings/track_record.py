"""How our earlier forecasts turned out, and whether that is enough to trust or to mend the ranges."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balance import formats
from balance.findings.finding import Finding
from balance.language import noted, say
from balance.report import Report, TrackRecord, Translated

QUANTITIES = {
    "incidents_next_quarter": noted("incidents of the next quarter"),
    "loss_next_quarter": noted("loss of the next quarter"),
    "value_next_quarter": noted("value landing in the next quarter"),
    "finished_next_quarter": noted("initiatives finished in the next quarter, by unit"),
    "incidents_next_year": noted("incidents of the next year"),
    "loss_next_year": noted("loss of the next year"),
    "value_next_year": noted("value landing in the next year"),
    "finished_next_year": noted("initiatives finished in the next year"),
}
"""What is forecast with a range, as people say it."""

VERDICTS = {
    "too early": noted("too early to tell"),
    "no gross failure": noted("nothing grossly wrong so far"),
    "holds": noted("the ranges hold"),
    "over-confident": noted("our ranges are too narrow"),
    "too cautious": noted("our ranges are wider than need be"),
    "too high": noted("we forecast too much"),
    "too low": noted("we forecast too little"),
}
WRONG = ("over-confident", "too low", "too high", "too cautious")


def track_record(report: Report) -> Finding:
    """What our record of forecasts allows to say, in one sentence, and what it rests on."""
    record = report.track_record
    if record is None or not len(record.days):
        return Finding("track_record", say("No forecast of ours has been written down yet."), _begins())
    if not len(record.scores):
        return Finding("track_record", say("Our forecasts are written down; none has come due yet."), _waiting(record))
    headline = _headline(record)
    return Finding("track_record", headline, _text(record), caveats(record, report))


def _headline(record: TrackRecord) -> str:
    judged = record.verdicts
    wrong = judged[judged["verdict"].isin(WRONG)]
    if len(wrong):
        worst = sorted(wrong.to_dict("records"), key=lambda row: WRONG.index(row["verdict"]))[0]
        told = say(
            "{verdict} for the {quantity}.", verdict=say(VERDICTS[worst["verdict"]]),
            quantity=say(QUANTITIES[worst["quantity"]]),
        )  # fmt: skip
        return told[:1].upper() + told[1:]
    if not len(judged) or (judged["verdict"] == "too early").all():
        return say("Our forecasts are being scored; it is too early to say whether they hold.")
    held = judged[judged["verdict"] == "holds"]
    if len(held) == len(judged):
        return say("Our ranges hold what they promise.")
    return say("Nothing is grossly wrong with our forecasts; it takes more of them to say that they hold.")


def _text(record: TrackRecord) -> str:
    parts = [_hits(record.scores), _finishes(record.finishes), _dates(record), _needed(record)]
    return " ".join(part for part in parts if part)


def _hits(scores: pd.DataFrame) -> str:
    """How many of the outcomes of company ranges lay in their range of 80 in 100."""
    whole = scores[(scores["subject"] == "") & scores["counts"] & (scores["how"] == "frozen")]
    if not len(whole):
        return ""
    inside = int(whole["in_80"].sum())
    return say(
        "{inside} of {outcomes} lay in their likely range, {promised} were promised.",
        inside=inside,
        outcomes=formats.count(len(whole), "outcome"),
        promised=_round(promised(whole)),
    )


def promised(scores: pd.DataFrame) -> float:
    """How many outcomes the ranges were to hold: 80 of 100, and more where a count cannot be cut that finely."""
    return float(scores["promised_80"].sum())


def promised_of(record: TrackRecord, quantity: str) -> str:
    """How many outcomes of one quantity its ranges were to hold, of those its verdict counts."""
    scores = record.scores
    judged = (scores["subject"] != "") if quantity == "finished_next_quarter" else True
    return _round(promised(scores[(scores["quantity"] == quantity) & scores["counts"] & judged]))


def _round(expected: float) -> str:
    return formats.number(expected, decimals=0)


def _finishes(finishes: pd.DataFrame) -> str:
    rows = _counted(finishes, "finished_by")
    if not len(rows):
        return ""
    expected, came = float(rows["chance"].sum()), int(rows["outcome"].sum())
    return say(
        "Of {rows} chances to finish within a quarter we expected {expected} to come true; {came} did.",
        rows=len(rows),
        expected=formats.number(expected),
        came=came,
    )


def _dates(record: TrackRecord) -> str:
    rows = _counted(record.finishes, "finish_in_days")
    if not len(rows):
        return ""
    came = int(rows["outcome"].sum())
    one = (
        noted("The one date meant to be kept by 80 in 100 was.")
        if came
        else noted("The one date meant to be kept by 80 in 100 was not.")
    )
    kept = (
        say("Of {rows} dates meant to be kept by 80 in 100, {kept} were.", rows=len(rows), kept=came)
        if len(rows) > 1
        else say(one)
    )
    return f"{kept} {_late(record)}".strip()


def _late(record: TrackRecord) -> str:
    """By how much work ran over what was forecast of it, and what would correct the dates to come."""
    late = record.lateness
    if late.value is None or late.low is None or late.high is None:
        return ""
    took = say(
        "In the middle of {dates} dates, work took {late} the time forecast (likely {low} to {high})",
        dates=record.dates,
        late=formats.factor(late.value),
        low=formats.factor(late.low),
        high=formats.factor(late.high),
    )
    if late.low <= 1.0:
        if late.high >= 1.0:
            return say("{took}: nothing to correct.", took=took)
        return say("{took}: the model has learnt that by now, so there is nothing to correct.", took=took)
    now = (
        say("nothing is corrected")
        if record.correction == 1.0
        else say("{correction} is stated", correction=formats.factor(record.correction))
    )
    return say(
        "{took}. The model has learnt most of that by now; stating `effect:date_correction` "
        "{advised} stretches the dates to come by what may be left of it; now {now}.",
        took=took,
        advised=formats.number(record.advised, decimals=2),
        now=now,
    )


def _counted(finishes: pd.DataFrame, quantity: str) -> pd.DataFrame:
    chosen = finishes[(finishes["quantity"] == quantity) & finishes["counts"] & (finishes["how"] == "frozen")]
    return chosen


def _needed(record: TrackRecord) -> str:
    """How much patience a verdict takes."""
    found = record.scores_needed.get(0.7)
    open_ones = record.verdicts[record.verdicts["verdict"].isin(["too early", "no gross failure"])]
    if found is None or not len(open_ones):
        return ""
    return say(
        "Ranges that say 90 in 100 and hold only 70 are found out after some {found} scores; "
        "one number gets one score a quarter.",
        found=found,
    )


def caveats(record: TrackRecord, report: Report) -> tuple[str, ...]:
    """What a careful person would add to the record."""
    filled = record.scores.loc[record.scores["missing_share"] > 0, "missing_share"]
    said = []
    if len(filled):
        said.append(
            say(
                "Losses not recorded yet are filled in with what such an incident usually costs: on "
                "average {mean} in 100 of the incidents of a period.",
                mean=formats.in_100(float(filled.mean())),
            )
        )
    if (record.scores["how"] == "afterwards").any():
        said.append(
            say("Forecasts marked as worked out afterwards were made by today's model; they count for no verdict.")
        )
    versions = record.days["model_version"].nunique()
    if versions > 1:
        said.append(say("The forecasts were made by {versions} versions of the model.", versions=versions))
    said += [_translated(one, report.currency) for one in record.translated]
    return tuple(said)


def _translated(one: Translated, currency: str) -> str:
    made = say("Money forecast in {currency}, on {days},", currency=one.currency, days=formats.count(one.days, "day"))
    if one.rate is None:
        return say(
            "{made} is left out: state `exchange_rate:{currency}`, what one {currency} is worth in {currency_2}.",
            made=made,
            currency=one.currency,
            currency_2=currency,
        )
    return say(
        "{made} is converted at the rate stated today: 1 {currency} = {rate:.6g} {currency_2}.",
        made=made,
        currency=one.currency,
        rate=one.rate,
        currency_2=currency,
    )


def detectable_sentences(changes: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """For each change of the number of incidents, when it would show; pairs of change and quarters (NaN: never).

    >>> detectable_sentences([(-0.25, 6.0), (-0.1, float("nan"))])[0]
    'A fall of incidents by 25 % would show after 6 quarters.'
    """
    return tuple(
        say("A fall of incidents by {change} would not show with this history.", change=formats.percent(-change))
        if quarters != quarters
        else say(
            "A fall of incidents by {change} would show after {quarters}.", change=formats.percent(-change),
            quarters=_quarters(quarters),
        )
        for change, quarters in changes
    )  # fmt: skip


def _quarters(number: float) -> str:
    return formats.count(int(number), "quarter")


def _begins() -> str:
    return say(
        "Every load writes down what is forecast; it is held against what comes, so that the ranges can be trusted."
    )


def _waiting(record: TrackRecord) -> str:
    days = formats.count(len(record.days), "day")
    if record.next_due is None:
        return say("{days} with forecasts.", days=days)
    return say("{days} with forecasts. The first is due on {due}.", days=days,
               due=formats.day(pd.Timestamp(record.next_due)))  # fmt: skip
