"""The board pack as values: built once from what the screens show, then drawn by any writer.

Nothing is computed here that a screen could contradict: numbers come from the report, sentences from the findings,
plans from their comparisons. All text of the outline is plain, whatever the cells of an upload held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from balance import formats
from balance.boardpack import (
    answer,
    appendix,
    behind,
    changed,
    decisions,
    edited,
    exposure,
    followed,
    incidents,
    recommended,
    track_record,
    trade_off,
    velocity,
    wording,
)  # fmt: skip
from balance.boardpack.beside import NOTHING, Beside
from balance.boardpack.edited import NONE, Edits
from balance.boardpack.sheets import Sheet
from balance.boardpack.slides import Block, Decision, Notice, Numbers, Outline, Points, Slide
from balance.company import Company
from balance.errors import BalanceError
from balance.findings import Finding
from balance.language import say
from balance.options import Option
from balance.report import Report

SECTIONS = ("answer", "changes", "velocity", "exposure", "trade-off", "incidents", "decisions", "record", "appendix")
"""The parts of a pack, in their order."""


def build(
    report: Report,
    findings: Mapping[str, Finding],
    *,
    trail: pd.DataFrame | None = None,
    plans: Sequence[Option] = (),
    asked: Sequence[Decision] = (),
    company: Company | None = None,
    beside: Beside = NOTHING,
    sections: Sequence[str] = (),
    edits: Edits = NONE,
) -> Outline:
    """The slides of a report, and every number behind them as tables.

    `findings` by topic; a topic that is missing leaves its numbers to speak. `trail` has the columns of
    `balance_chart.TRAIL`. `plans` are the plans put beside today's, the recommended one first. `asked` are the
    decisions as a person worded them; without any they are derived from the plans. With the `company` the tables
    also name the rows the numbers were read from and what was assumed. `beside` is what the store knows besides:
    the track record, decisions, saved plans, the record of incidents, stress tests. `sections` names the parts wanted,
    in the order of the pack whatever their order here; without any all are in. `edits` are people's own words for
    titles, recommendation and decisions. BalanceError where a section is not known.
    """
    own = decisions.asked_for(report, plans, asked, beside.asked(report.as_of))
    wanted = edited.asked(edits, own, tuple(map(decisions.of_plan, (*beside.saved, *plans))))
    trade = trade_off.slide(report, findings, plans, beside.saved)
    advice = edited.recommended(edits, recommended.recommendation(report, plans, beside.saved), trade)
    chosen = checked(sections)
    parts: Mapping[str, Callable[[], tuple[Slide, ...]]] = {
        "answer": lambda: _keyed(
            "answer",
            answer.slide(report, findings, trail, plans, wanted, recommended.clearly_best(plans, beside.saved)),
        ),
        "changes": lambda: _keyed("changes", *changed.slides(report, beside, company)),
        "velocity": lambda: _keyed("velocity", velocity.slide(report, findings)),
        "exposure": lambda: _keyed("exposure", exposure.slide(report, findings, beside.stress)),
        "trade-off": lambda: _keyed("trade-off", trade_off.advised(trade, advice)),
        "incidents": lambda: (
            () if _told_once(report, chosen) else _keyed("incidents", incidents.slide(report, findings, beside))
        ),
        "decisions": lambda: _keyed("decisions", decisions.slide(report, findings, plans, wanted)),
        "record": lambda: (
            *_keyed("record", *track_record.slides(report, beside)),
            *_keyed("followed", *followed.slides(report, beside)),
        ),
        "appendix": lambda: appendix.slides(
            report, findings, company, beside, track_record.unscored(report, beside)
        ),
    }  # fmt: skip
    made = tuple(edited.marked(slide, edits) for name, part in parts.items() if name in chosen for slide in part())
    slides = tuple(slide for slide in made if "answer" not in chosen or _shows(slide, edits))
    title = say("Innovation and risk, {as_of}", as_of=formats.day(report.as_of))
    sheets = behind.sheets(report, findings, trail, (*beside.saved, *plans), wanted, company, beside)
    outline = Outline(
        title, report.as_of, report.scenario, _known(slides, sheets),
        recommendation=advice if any(slide.key == "trade-off" for slide in slides) else None,
        asked=wanted, own_asked=own, asked_by="" if edits.asks is None else edits.asks_by,
    )  # fmt: skip
    told = (*sheets, edited.sheet(outline))
    return wording.cleaned(replace(outline, slides=_known(slides, told), sheets=told))


def _shows(slide: Slide, edits: Edits) -> bool:
    """Whether a slide shows anything: one that could only say what is not loaded is left to the first, which says it.

    Where people put it in their own words it stays.
    """
    theirs = slide.key in edits.titles or (slide.key == "trade-off" and edits.recommendation is not None)
    return slide.key == "answer" or theirs or any(map(_is_shown, slide.blocks))


def _is_shown(block: Block) -> bool:
    if isinstance(block, Numbers):
        return any(number.value != formats.MISSING for number in block.items)
    return not isinstance(block, Notice | Points)


def _told_once(report: Report, chosen: Sequence[str]) -> bool:
    """Whether a slide before has said already that no incidents are loaded."""
    return report.risk.classes.empty and "exposure" in chosen


def _keyed(key: str, *slides: Slide) -> tuple[Slide, ...]:
    """The slides, of which the first may be named so that people can word its title."""
    return tuple(replace(slide, key=key if at == 0 else "") for at, slide in enumerate(slides))


def _known(slides: Sequence[Slide], sheets: Sequence[Sheet]) -> tuple[Slide, ...]:
    """The slides with the names of those of their sheets that are there."""
    names = {sheet.name for sheet in sheets}
    return tuple(replace(slide, sheets=tuple(name for name in slide.sheets if name in names)) for slide in slides)


def checked(sections: Sequence[str]) -> tuple[str, ...]:
    """The names of the sections wanted, all where none is named; BalanceError where one is not known."""
    wanted = [name.strip() for name in sections if name.strip()]
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        raise BalanceError(f"The board pack has no section {', '.join(unknown)}. It has: {', '.join(SECTIONS)}.")
    return tuple(wanted) or SECTIONS
