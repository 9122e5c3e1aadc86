"""What the track-record screen shows: earlier forecasts beside what came, and what that allows to say."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from balance import figures, forecasting, formats, pipeline, store
from balance.figures import Tone
from balance.findings.track_record import QUANTITIES, VERDICTS, detectable_sentences, promised_of
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.report import Report, TrackRecord
from balance.ui import blocks, session
from balance.ui.show import figure, show

SHOWN = (
    ("incidents_next_quarter", noted("Incidents in a quarter"), False),
    ("loss_next_quarter", noted("Loss in a quarter"), True),
    ("value_next_quarter", noted("Value landing in a quarter"), True),
    ("finished_next_quarter", noted("Finished in a quarter"), False),
)
"""The quantities that are drawn: name, what the axis says, whether it is money."""

CHANCES = {
    "finished_by": noted("Done within the quarter"),
    "finish_in_days": noted("Done by the date for 80 in 100"),
    "chance_beyond_limit": noted("A year beyond the limit"),
    "bad_year_loss": noted("A year beyond the bad year"),
}
TONES: dict[str, tuple[Tone, str]] = {
    "holds": ("good", "✓"),
    "over-confident": ("bad", "▲"),
    "too low": ("bad", "▲"),
    "too high": ("bad", "▼"),
    "too cautious": ("open", "△"),
}


def with_record(base: Analysis) -> tuple[Report, TrackRecord]:
    """The report with the record of earlier forecasts, and that record; those still owed are written down first."""
    kept, address, version = session.open_store(), session.database(), session.choice().version
    _owed(address, version, len(store.forecast_sets(kept).dropna(subset="made_at")), base)
    days = tuple(st.session_state.get("worked_out", ()))
    made = store.forecast_sets(kept)
    key = f"{address}|{version}|{base.company.data_hash}|{days}|{made['made_at'].notna().sum()}"
    record = _record(key, base, days)
    return replace(base.report, track_record=record), record


@st.cache_data(max_entries=8, show_spinner=False)
def _owed(address: str, version: str, made: int, _base: Analysis) -> None:
    """Once for each content of the store and number of sets made: what a look leaves is made by the next."""
    with contextlib.suppress(Exception):  # a store that cannot be written can still be read
        forecasting.catch_up(store.open_store(address, create=False), _base)


@st.cache_resource(max_entries=8, show_spinner=False)
def _record(key: str, _base: Analysis, days: Sequence[date]) -> TrackRecord:
    kept = session.open_store()
    afterwards = [pipeline.analyse(pipeline.company_of(kept, day)[0]) for day in days]
    return forecasting.record(kept, _base, afterwards)


def offer_hindsight(base: Analysis) -> None:
    """Days without a forecast, and the button that works out what today's model would have said on them."""
    days = forecasting.days_without(session.open_store(), base.company.as_of)
    if not days or st.session_state.get("worked_out"):
        return
    show(
        blocks.section(
            say("On {days} no forecast was written down", days=formats.count(len(days), "earlier day")),
            "What today's model would have said then can be worked out. It is marked, and counts for no verdict.",
        )
    )
    if st.button(say("Work it out afterwards"), key="work_out"):
        st.session_state["worked_out"] = days
        st.rerun()


def pictures(report: Report) -> None:
    """Range and outcome of every quarter, for each quantity that has any; two beside one another."""
    record = report.track_record
    drawn = [(name, thing, money) for name, thing, money in SHOWN if record and len(_series(record, name))]
    for pair in (drawn[:2], drawn[2:]):
        for (name, thing, money), place in zip(pair, st.columns(2, gap="large") if pair else [], strict=False):
            with place:
                _picture(report, name, say(thing), money)


def _picture(report: Report, name: str, thing: str, money: bool) -> None:
    rows = _series(report.track_record, name) if report.track_record else pd.DataFrame()
    known = rows[rows["outcome"].notna()]
    inside = int(known["in_80"].astype(bool).sum())
    columns, cells = _numbers(rows, report.currency if money else "")
    figure(
        figures.kept_forecasts(
            rows,
            thing=thing,
            currency=report.currency if money else "",
            mode=session.mode(),
            phone=session.phone(),
        ),
        f"kept_{name}",
        title=say(
            "{thing}: {inside} of {known} outcomes in the likely range", thing=thing, inside=inside, known=len(known)
        )
        if len(known)
        else say("{thing}: forecast, and not come due yet", thing=thing),
        how_to_read="Bar: held 80 in 100, line: 90. ● what came, ◆ outside.",
        columns=columns,
        rows=cells,
    )


def _series(record: TrackRecord, name: str) -> pd.DataFrame:
    """The company's ranges of one quantity that do not overlap, oldest first, and the one that is still to come."""
    scores = record.scores
    rows = scores[(scores["quantity"] == name) & (scores["subject"] == "")].sort_values("due_on", kind="stable")
    rows = rows.drop_duplicates("due_on", keep="last")
    ahead = record.ahead[record.ahead["quantity"] == name]
    return pd.concat([rows, ahead], ignore_index=True) if len(ahead) else rows


def _numbers(rows: pd.DataFrame, currency: str) -> tuple[list[blocks.Column], list[tuple[object, ...]]]:
    def told(value: float) -> str:
        return formats.money(value, currency) if currency else formats.number(value)

    columns = [blocks.Column("Quarter"), blocks.Column("Written down"), blocks.Column("Likely range", "right"),
               blocks.Column("What came", "right"), blocks.Column("Losses filled in", "right"),
               blocks.Column("Made")]  # fmt: skip
    cells = [
        (
            formats.quarter(row["due_on"]),
            formats.day(row["as_of"]),
            say("{q10} to {q90}", q10=told(row["q10"]), q90=told(row["q90"])),
            say("to come") if pd.isna(row["outcome"]) else told(row["outcome"]),
            formats.MISSING
            if pd.isna(row["missing_share"])
            else say("{missing_share} in 100", missing_share=formats.in_100(row["missing_share"])),
            "afterwards" if row.get("how") == "afterwards" else say("with the load"),
        )
        for row in rows.to_dict("records")
    ]
    return columns, list[tuple[object, ...]](cells)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def verdict_table(record: TrackRecord) -> blocks.Safe:
    """What each record of ranges allows to say, and how many more scores it takes to say more."""
    columns = [blocks.Column("Forecast of", width="30%"), blocks.Column("Scored", "right"),
               blocks.Column("Within 80", "right"),
               blocks.Column("Within 90", "right"), blocks.Column("Verdict"),
               blocks.Column("More needed", "right")]  # fmt: skip
    rows = [
        (
            _capital(say(QUANTITIES[row["quantity"]])),
            _scored(row["scores"], row["overlapping"]),
            blocks.strong(row["in_80"], say("{count} promised", count=promised_of(record, row["quantity"]))),
            row["in_90"],
            _verdict(row["verdict"]),
            row["more_needed"] or formats.MISSING,
        )
        for row in record.verdicts.to_dict("records")
    ]
    return blocks.table(columns, rows)


def _scored(counted: int, overlapping: int) -> blocks.Safe:
    return blocks.strong(counted, say("+ {overlapping} not counted", overlapping=overlapping) if overlapping else "")


def _verdict(said: str) -> blocks.Safe:
    tone, mark = TONES.get(said, ("open", "○"))
    return blocks.pill(say(VERDICTS[said]), tone, mark)


def chances_table(record: TrackRecord) -> blocks.Safe:
    """How many of the chances we named came true, beside how many we expected."""
    rows = record.finishes[record.finishes["counts"] & (record.finishes["how"] == "frozen")]
    columns = [blocks.Column("Chance of"), blocks.Column("Named", "right"), blocks.Column("Expected", "right"),
               blocks.Column("Came true", "right"), blocks.Column("Brier score", "right")]  # fmt: skip
    cells = [
        (say(said), len(of), _few(float(of["chance"].sum())), int(of["outcome"].sum()),
         formats.number(float(of["brier"].mean()), decimals=2))
        for name, said in CHANCES.items() if len(of := rows[rows["quantity"] == name])
    ]  # fmt: skip
    return blocks.table(columns, cells)


def _few(expected: float) -> str:
    return formats.number(expected, decimals=0 if expected >= 10 else 1)


def what_would_show(record: TrackRecord) -> blocks.Safe:
    """In how many quarters a fall of incidents would show in our own counts."""
    pairs = list(zip(record.detectable["change"], record.detectable["quarters"], strict=True))
    return blocks.caveats(detectable_sentences(pairs))


def written(record: TrackRecord) -> str:
    """When the forecasts were written down, in one line; days that were loaded later than they speak of are told."""
    made = pd.to_datetime(record.days["made_at"])
    known = record.days[made.notna()]
    if not len(known):
        return ""
    ends = pd.to_datetime(known["as_of"]) + pd.DateOffset(months=3)
    late = int((made[made.notna()].dt.normalize() > ends).sum())
    first = say("{days} with a forecast written down at its load.", days=formats.count(len(known), "day"))
    if not late:
        return first
    return say(
        "{first} {late} of them were loaded after the quarter they speak of had ended: they "
        "saw only what was known on their day, but the model is of the day of loading.",
        first=first,
        late=late,
    )
