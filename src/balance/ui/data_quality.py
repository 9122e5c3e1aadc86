"""The screen on data quality: the score and its halves, its parts, what is worth mending, what is not filled at all."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from balance import figures, findings, formats, pipeline, roles
from balance.findings.mending import headline_of, narrower, times, where
from balance.findings.quality import name_of
from balance.findings.record import coverage_by_quarter
from balance.language import label, noted, plain, say, say_count
from balance.model import at_fault
from balance.pipeline import Analysis
from balance.report import QualityPart, Report, Widening
from balance.reporting.worth_mending import LEAST, Mend, reached
from balance.roles import Action
from balance.schema import TABLES
from balance.ui import blocks, session, where_from
from balance.ui.show import figure, show

MOST_COLUMNS = 14
FEWEST_QUARTERS = 8
"""Four quarters beside as many before them."""

HARDLY = 1.005
"""A range wider by less than this is called hardly wider."""

LEAST_TOLD = 0.0005
"""A gain below half a tenth of a percent is told as that."""


def numbers(report: Report) -> blocks.Safe:
    """How much of the reachable precision is reached: in all, for what lands, for what incidents cost."""
    value, loss = reached(report)
    return blocks.numbers(
        [
            _number(
                noted("Precision reached"), report.quality.score, noted("mean of the two halves; 100 is perfect data")
            ),
            _number(noted("For what lands"), value, noted("value landing next year"), noted("needs initiatives")),
            _number(noted("For what incidents cost"), loss, noted("loss next year"), noted("needs incidents")),
        ]
    )


def _number(label: str, share: float | None, meaning: str, missing: str = "") -> blocks.Number:
    if share is None:
        return blocks.Number(label, formats.MISSING, "", missing)
    strip = blocks.Strip(share, None, None, 0.0, 1.0, said=say("{share} of 100", share=formats.in_100(share)))
    return blocks.Number(label, formats.in_100(share), "of 100", meaning, strip=strip)


def parts_table(report: Report) -> blocks.Safe:
    """Each part with its score, what was found, and what that does to the ranges; the weakest first."""
    columns = [
        blocks.Column("Part"), blocks.Column("Score", "right"),
        blocks.Column("0 to 100", width="12%", help=say("Dot: the score")),
        blocks.Column("What was found", width="36%"), blocks.Column("What it does to the ranges", width="30%"),
    ]  # fmt: skip
    parts = sorted(report.quality.parts, key=lambda part: part.score)
    rows = [
        (
            name_of(part.part), blocks.strong(formats.number(part.score * 100, decimals=0)),
            blocks.strip(blocks.Strip(part.score, None, None, -0.05, 1.05, said=name_of(part.part))),
            part.why, _does(part),
        )
        for part in parts
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _does(part: QualityPart) -> str:
    """What a part does to each headline range, in a sentence each."""
    if not part.effects:
        return say("Nothing by itself.") if part.score else say("Cannot be said: that takes both tables.")
    told = [_wider(effect) for effect in part.effects if effect.width >= LEAST]
    return " ".join(told) or say("Nothing: the ranges are as narrow as with perfect data.")


def _wider(effect: Widening) -> str:
    of = label(effect.of)
    what = of[:1].upper() + of[1:]
    if effect.width == float("inf"):
        return say("{what}: nothing is learnt of it.", what=what)
    told = noted("{what}: its range is {wide}") if effect.included else noted("{what}: its range should be {wide}")
    told = say(told, what=what, wide=_as_wide(effect.width))
    if effect.headline_width is None:
        return f"{told}."
    headline = say("value landing") if effect.on == "delivery" else say("yearly loss")
    return say(
        "{told}, that of the {headline} {as_wide}.",
        told=told,
        headline=headline,
        as_wide=_as_wide(effect.headline_width),
    )


def _as_wide(width: float) -> str:
    return say("hardly wider") if width < HARDLY else say("{times} as wide", times=times(width))


def mends_table(mends: Sequence[Mend], report: Report) -> blocks.Safe:
    """What to fill or mend, what one more cell and all of them would bring, and the score then."""
    columns = [
        blocks.Column("Fill or mend", width="26%"), blocks.Column("Range of"),
        blocks.Column("Wider than need be", "right"), blocks.Column("One more cell takes off", "right"),
        blocks.Column("All of it takes off", "right"), blocks.Column("Score then", "right"),
    ]  # fmt: skip
    rows = [
        (
            blocks.Safe(f"{blocks.text(where(mend))}<br><small>{blocks.text(_place(mend))}</small>"),
            headline_of(mend), _wider_than_need_be(mend.width),
            _one(mend), _all(mend), f"{formats.in_100(report.quality.score)} → {formats.in_100(mend.score_after)}",
        )
        for mend in mends
    ]  # fmt: skip
    return blocks.table(columns, rows)


def _wider_than_need_be(width: float) -> str:
    if width == float("inf"):
        return say("not measurable")
    return say("hardly") if width < HARDLY else times(width)


def _place(mend: Mend) -> str:
    table = label(mend.table)
    return f"{table}: {', '.join(map(label, mend.columns))}" if mend.columns else table


def _one(mend: Mend) -> str | None:
    if mend.width_after_one is None or mend.width == float("inf"):
        return None
    return _share(1.0 - mend.width_after_one / mend.width)


def _all(mend: Mend) -> str:
    told = _share(narrower(mend))
    return told if mend.included else say("{told}, not in the range shown", told=told)


def _share(saved: float) -> str:
    if saved < LEAST_TOLD:
        return say("under 0.1 %")
    return formats.percent(saved) if saved >= 0.1 else f"{formats.number(saved * 100, decimals=1)} %"


def worth(answer: Analysis) -> None:
    """What mending would bring, as a finding with its table."""
    mends = _mends(_key(answer), answer)
    told = findings.mending(answer.report, mends)
    show(blocks.section(told.headline, told.text), mends_table(mends, answer.report), blocks.caveats(told.caveats))


def recorded(answer: Analysis) -> pd.DataFrame:
    """The shares of incidents with a loss and with a link, by quarter; nothing where one quarter or none is known."""
    rows = _coverage(_key(answer), answer)
    return rows if len(rows) > 1 else rows.iloc[:0]


def record(rows: pd.DataFrame) -> None:
    """Whether the record gets better, from what was recorded of each quarter."""
    columns = [blocks.Column("Quarter"), blocks.Column("Incidents", "right"), blocks.Column("With a loss", "right"),
               blocks.Column("Linked", "right")]  # fmt: skip
    cells = [
        (formats.quarter(row["quarter_end"]), row["incidents"], formats.chance(row["with_loss"]),
         formats.chance(row["linked"]))
        for row in rows.to_dict("records")
    ]  # fmt: skip
    figure(
        figures.coverage(rows, mode=session.mode(), phone=session.phone()),
        "coverage",
        title=_story(rows),
        how_to_read="Each point is a quarter. A short last quarter may still be filling up.",
        columns=columns,
        rows=cells,
    )


def _key(answer: Analysis) -> str:
    plan = answer.outcome.scenario
    return f"{session.database()}|{answer.company.data_hash}|{answer.company.as_of}|{plan}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _mends(key: str, _answer: Analysis) -> tuple[Mend, ...]:
    """What mending would bring, worked out once for what was read and the plan on the screen."""
    return pipeline.worth_mending_of(_answer)


@st.cache_resource(max_entries=8, show_spinner=False)
def _coverage(key: str, _answer: Analysis) -> pd.DataFrame:
    """The shares with a loss and with a link by quarter, worked out once for what was read."""
    fit = _answer.fit
    ids = (at_fault.counted(fit), at_fault.without_loss(fit), at_fault.without_link(fit))
    return coverage_by_quarter(_answer.company, *ids)


def _story(rows: pd.DataFrame) -> str:
    """Whether recording got better, by the mean of the last four quarters against those before."""
    if len(rows) < FEWEST_QUARTERS:
        return say(
            "{quarters} of incidents: too few to tell whether recording gets better",
            quarters=formats.count(len(rows), "quarter"),
        )
    told = []
    for name, (same, more, fewer) in _CARRIED.items():
        before, now = rows[name].iloc[:-4].mean(), rows[name].iloc[-4:].mean()
        if pd.isna(before) or pd.isna(now) or abs(now - before) < 0.05:
            told.append(say(same))
        else:
            told.append(say(more if now > before else fewer))
    return say("In the past four quarters {told}", told=formats.listed(told))


_CARRIED = {
    "with_loss": (noted("as many incidents carry a loss as before"), noted("more incidents carry a loss"),
                  noted("fewer incidents carry a loss")),
    "linked": (noted("as many incidents carry a link as before"), noted("more incidents carry a link"),
               noted("fewer incidents carry a link")),
}  # fmt: skip


def unfilled(answer: Analysis) -> None:
    """Columns that no row fills, and the answer that each would improve."""
    rows = _unfilled(answer)
    if not rows:
        return
    columns = [blocks.Column("Column"), blocks.Column("Of"), blocks.Column("What it would add", width="60%")]
    told = say("One more column in the export is enough.")
    if len(rows) > MOST_COLUMNS:
        told = say("One more column in the export is enough. The first {count} are shown.", count=MOST_COLUMNS)
    show(
        blocks.section(
            say_count(
                "{count} column is not filled at all",
                "{count} columns are not filled at all",
                len(rows),
                count=formats.count(len(rows)),
            ),
            told,
        ),
        blocks.table(columns, rows[:MOST_COLUMNS]),
    )


def rows(answer: Analysis) -> None:
    """The rows behind each part, with file, sheet and row; looked up when somebody opens one."""
    if not roles.may(Action.TRACE):
        return
    with st.container(key="quality_rows"):
        show(blocks.section("The rows, with file, sheet and row", "Open a part to see its rows and take them along."))
        for part in sorted(answer.report.quality.parts, key=lambda part: part.score):
            where_from.of_number(f"quality.{part.part}", name_of(part.part))


def _unfilled(answer: Analysis) -> list[tuple[str, str, str]]:
    found = []
    for name in ("initiatives", "incidents", "changes", "controls"):
        frame: pd.DataFrame | None = getattr(answer.company, name)
        if frame is None or frame.empty:
            continue  # one more column does not bring a table that is not there: the head of the screen asks for it
        for column in TABLES[name].columns:
            empty = column.name not in frame or not frame[column.name].notna().any()
            if empty and column.improves:
                found.append((plain(column.name), label(name), label(column.improves)))
    return found


def absent(answer: Analysis) -> None:
    """What a table that is not loaded would add, with the way to load it."""
    missing = [name for name in ("initiatives", "incidents") if not answer.report.facts.get(name)]
    if not missing:
        return
    half = {"initiatives": say("what lands and when"), "incidents": say("what incidents may cost")}
    show(
        blocks.box(
            say("No {missing} are loaded", missing=label(missing[0])),
            say("Half of the score is missing: without them nothing is measured of {half}.", half=half[missing[0]]),
            tone="open", mark="○", status=say("one table"),
        )
    )  # fmt: skip
    if roles.may(Action.LOAD) and st.button(say("Add the file"), key="add_table"):
        st.switch_page("pages/data.py")
