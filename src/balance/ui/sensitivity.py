"""What drives the answer, on the screen: the tornado and the challenge, worked out once for all visitors."""

from __future__ import annotations

import streamlit as st

from balance import figures, findings, pipeline, stating
from balance.findings import Finding
from balance.findings.assumptions import said
from balance.findings.sensitivity import called, number
from balance.language import label, noted, say
from balance.pipeline import Analysis, Sensitivity
from balance.report import Report
from balance.sensitivity import Challenge, Swing, Tornado
from balance.ui import blocks, presenting, session
from balance.ui.show import figure, show

MOST_KEPT = 16
MOST_TURNS = 6
WORKING = noted("Trying both ends of every assumption")
HOW_TO_READ = noted(
    "Each assumption at the low and the high end of its likely range, all else as it is. "
    "Filled: better. Hatched: worse. What own data carries moves little."
)


def drivers(answer: Analysis) -> None:
    """What each assumption moves, and what would turn the verdict."""
    found = known(answer) or _worked_out(answer)
    told = findings.sensitivity(answer.report, found.tornado, found.appetite, found.plan)
    if found.tornado.swings and found.tornado.measures:
        _tornado(found.tornado, told[0], answer.report)
    for finding, challenge in zip(told[1:], (each for each in (found.appetite, found.plan) if each), strict=True):
        _challenge(challenge, finding, answer.report.currency)


def known(answer: Analysis) -> Sensitivity | None:
    """What was worked out already for this content and plan; nothing is computed."""
    return _found().get(_key(answer))


def _worked_out(answer: Analysis) -> Sensitivity:
    bar = st.progress(0.0, say(WORKING))
    found = pipeline.sensitivity_of(answer, lambda share: _tell(bar, share))
    bar.empty()
    kept = _found()
    kept[_key(answer)] = found
    for oldest in list(kept)[:-MOST_KEPT]:
        kept.pop(oldest, None)  # another visitor may have taken it out already
    return found


def _tell(bar: st.delta_generator.DeltaGenerator, share: float) -> None:
    bar.progress(min(share, 1.0), say(WORKING) if share < 0.4 else say("Looking for what would turn the verdict"))


@st.cache_resource(show_spinner=False)
def _found() -> dict[str, Sensitivity]:
    """Results by what they were worked out from, kept for all visitors; a few numbers each."""
    return {}


def _key(answer: Analysis) -> str:
    plan = answer.outcome.scenario
    return f"{answer.company.data_hash}|{answer.company.as_of}|{sorted(plan.levers.items())}|{plan.actions}"


def _tornado(found: Tornado, told: Finding, report: Report) -> None:
    shown = tuple(dict.fromkeys((found.measures[0], found.measures[-1])))
    moved, mode, phone = [_row(swing, shown, report) for swing in found.swings], session.mode(), session.phone()
    short = [_panel(name, found, report, True) for name in shown]
    long = short if phone else [_panel(name, found, report, False) for name in shown]
    drawn = figures.tornado_chart(long, moved, mode=mode, phone=phone)
    heads = [say("Assumption"), say("Value"), say("Low"), say("High")]
    heads += [
        say(at, title=_title(name, report))
        for name in found.measures
        for at in (noted("{title} at low"), noted("{title} at high"))
    ]
    columns = [blocks.Column(head, "right" if at else "left") for at, head in enumerate(heads)]
    rows = [tuple(row) for row in told.table.itertuples(index=False)]
    show(blocks.section(told.headline, HOW_TO_READ))
    if not phone and not presenting.on():
        with st.container(key="narrow_tornado"):
            figure(figures.tornado_chart(short, moved, mode=mode, narrow=True), "tornado_narrow")
    with st.container(key="whole_tornado" if phone or presenting.on() else "wide_tornado"):
        figure(drawn, "tornado", columns=columns, rows=rows)
    show(blocks.caveats((told.text,)))


def _panel(name: str, found: Tornado, report: Report, in_short: bool) -> figures.Panel:
    base = found.base.of(name) or 0.0
    told, short = say("now {name}", name=number(name, base, report)), _short(name, base, report)
    title = label(_SHORT.get(name, "")) if in_short else ""
    return figures.Panel(title or _title(name, report), base, told, short, name.startswith("value"))


_SHORT = {
    "value_landing_next_year": noted("Value"),
    "chance_beyond_limit": noted("Chance"),
    "bad_year_loss": noted("Bad year"),
}


def _title(name: str, report: Report) -> str:
    words = called(name, report).removeprefix("the ")
    return words[:1].upper() + words[1:]


def _row(swing: Swing, shown: tuple[str, ...], report: Report) -> figures.Moved:
    row, pairs = swing.row, [(swing.low.of(name) or 0.0, swing.high.of(name) or 0.0) for name in shown]
    span = say("{low} to {high}", low=said(row, row.low, report.currency), high=said(row, row.high, report.currency))
    words = [
        (_short(name, low, report), _short(name, high, report)) for name, (low, high) in zip(shown, pairs, strict=True)
    ]
    return figures.Moved(stating.name(row.key), span, tuple(pairs), tuple(words))


def _short(measure: str, value: float, report: Report) -> str:
    return number(measure, value, report).removesuffix(" in 100")


def _challenge(found: Challenge, told: Finding, currency: str) -> None:
    columns = [
        blocks.Column("The verdict turns if", width="40%"), blocks.Column("were", "right"),
        blocks.Column("instead of", "right"), blocks.Column("Spreads away", "right"),
    ]  # fmt: skip
    rows = [
        (stating.meaning(turn.row.key, currency), blocks.strong(said(turn.row, turn.there.value, currency)),
         said(turn.row, turn.row.value, currency), f"{abs(turn.away):.1f}")
        for turn in found.turns[:MOST_TURNS]
    ]  # fmt: skip
    show(blocks.section(told.headline, told.text), blocks.table(columns, rows))
