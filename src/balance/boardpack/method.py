"""Appendix: the method and the quality of the data in one page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from balance import formats
from balance.boardpack import wording
from balance.boardpack.slides import Axis, BarChart, Block, Cell, Column, Item, Notice, Points, Slide, Table
from balance.findings import Finding
from balance.findings.quality import name_of
from balance.language import label, noted, say
from balance.ranges import Range
from balance.report import Quality, Report

PARTS = 7
NOTED = 4
"""Caveats in the notes, which have to fit under the printed slide."""
CAVEATS = 4
LONG = 100

_KEYED = re.compile(r"; state \w+:[\w:]+[^.;]*")

STEPS = (
    Item(noted("Losses"), noted("how often each class strikes and what one costs, added up exactly to a year")),
    Item(noted("Delivery"), noted("each initiative's plan, corrected by how earlier initiatives turned out")),
    Item(noted("The link"), noted("work in progress and late security move incidents and speed together")),
    Item(noted("Ranges"), noted("every number under many readings of the evidence, the same for every plan")),
)


def slide(report: Report, findings: Mapping[str, Finding], unscored: str = "") -> Slide:
    """What is measured, what is assumed, and what could embarrass us; `unscored` says that no forecast is scored."""
    headline = wording.headline(findings, "quality", say("How far the data carries the answer"))
    return Slide(
        layout="method",
        title=say("Appendix: {headline}", headline=headline[:1].lower() + headline[1:]),
        subtitle=wording.text(findings, "quality"),
        blocks=(_quality(report.quality), _evidence(report), _caveats(_known(findings, unscored))),
        notes=(*_more(_known(findings, unscored)), wording.how_sure(report)),
        footer=wording.footer(report),
        sheets=("Quality", "Answer", "Velocity", "Exposure", "Effects", "Findings"),
    )


def _quality(quality: Quality) -> Block:
    if not quality.parts:
        return Notice(say("The quality of the data is not known"), say("Load data to see it."))
    shown = sorted(quality.parts, key=lambda part: part.score)[:PARTS]
    return Table(
        title=say("Data quality: {score} of 100, weakest part first", score=_score(quality.score)),
        subtitle="",
        columns=(Column(say("Part"), 1.3, lines=2), Column(say("Why"), 3.6, lines=3)),
        chart_share=0.2,
        rows=tuple((Cell(name_of(part.part), bold=True), Cell(_short(part.why), "soft")) for part in shown),
        alt=say("Parts of data quality with their score and reason."),
        chart=BarChart(
            title="",
            subtitle="",
            categories=tuple(name_of(part.part) for part in shown),
            values=tuple(part.score * 100 for part in shown),
            texts=tuple(_score(part.score) for part in shown),
            axis=Axis("", 0.0, 125.0, 25.0),
            name=say("Score out of 100"),
            alt=say("Score of each part of data quality out of 100."),
        ),
    )


def _short(why: str) -> str:
    """A reason, or its first clause where it is long; the workbook has it in full."""
    return why if len(why) <= LONG else f"{why.split('; ')[0].rstrip('.')}."


def _score(score: float) -> str:
    """A score is no chance: it may be 0 or 100."""
    return formats.number(score * 100, decimals=0)


def _evidence(report: Report) -> Block:
    told: tuple[tuple[str, Range, str], ...] = (
        (say("Loss in an average year"), report.risk.expected_annual_loss, say("published figures")),
        (say("Loss in a bad year"), report.risk.bad_year_loss, say("the shape of large losses")),
        (say("Value landing next year"), report.velocity.value_landing_next_year, say("how late initiatives run")),
        (say("Time from start to done"), report.velocity.cycle_time_days, "counted"),
        (say("Effect of load on speed"), report.velocity.load_effect, say("stated prior")),
        *((_effect(e.effect), e.multiplier, say("stated prior")) for e in report.coupling if e.effect in _EFFECTS),
    )
    rows = tuple(
        (Cell(name), Cell(wording.own_data(range_), bold=True), Cell(rest, "soft"))
        for name, range_, rest in told
        if range_.known
    )
    if not rows:
        return Notice(say("Nothing is measured yet"), say("Load initiatives or incidents."))
    return Table(
        title=say("Measured or assumed"),
        subtitle="",
        columns=(
            Column(say("Number"), 2.2),
            Column(say("Own data, of 100"), 0.9, "right"),
            Column(say("The rest comes from"), 2.3),
        ),
        rows=rows,
        alt=say("How much of each headline number comes from own data."),
    )


_EFFECTS = {"load": noted("Effect of load on incidents"), "security_joined_late": noted("Effect of late security")}


def _effect(name: str) -> str:
    return label(_EFFECTS.get(name, name))


def _for_readers(caveat: str) -> str:
    """A caveat without the key that who keeps the assumptions would state; the notes have it in full."""
    return _KEYED.sub("", caveat)


def _known(findings: Mapping[str, Finding], unscored: str) -> tuple[str, ...]:
    """Every caveat once, in the order of the findings."""
    caveats = dict.fromkeys(caveat for finding in findings.values() for caveat in finding.caveats)
    return (*([unscored] if unscored else []), *caveats)


def _more(caveats: Sequence[str]) -> tuple[str, ...]:
    """The caveats that are not on the slide itself, or not in full."""
    untold = [caveat for at, caveat in enumerate(caveats) if at >= CAVEATS or _for_readers(caveat) != caveat]
    left = len(untold) - NOTED
    rest = [say("And {left} more, in the workbook on the sheet Findings.", left=formats.word(left))] if left > 0 else []
    return (*(say("Caveat: {caveat}", caveat=caveat) for caveat in untold[:NOTED]), *rest)


def _caveats(caveats: Sequence[str]) -> Block:
    items = tuple(Item("", _for_readers(caveat)) for caveat in caveats[:CAVEATS])
    return Points(
        say("What could embarrass us"), items or (Item("", say("No caveat is known beyond the ranges shown.")),)
    )
