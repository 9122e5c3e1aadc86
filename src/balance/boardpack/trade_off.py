"""Slide 4: how delivery and risk pull on each other, and the plans side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from balance import formats
from balance.boardpack import axes, wording
from balance.boardpack.recommended import SAVED, moves_most, one_half, shown
from balance.boardpack.slides import (
    Axis,
    Block,
    Cell,
    Column,
    Item,
    Notice,
    Points,
    Series,
    Slide,
    Table,
    Worded,
    XYChart,
)  # fmt: skip
from balance.findings import Finding
from balance.language import noted, say
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Effect, Report

EFFECTS = 4

SIDE_BY_SIDE = noted("The plans side by side")
"""What stands above plans of which none can be called better."""

FEW = 3
"""Fewer plans than this have room for two lines each."""


@dataclass(frozen=True)
class Measure:
    """A number the plans are compared by: its head, which direction is better, and its scale (none: a chance)."""

    name: str
    head: str
    better: int
    unit: formats.Scale | None


def slide(
    report: Report, findings: Mapping[str, Finding], plans: Sequence[Option], saved: Sequence[Option] = ()
) -> Slide:
    """The plans first, then the effects they rest on with their range and evidence."""
    beside = shown(plans, saved)
    half = one_half(report) and bool(beside)
    return Slide(
        layout="trade_off",
        title=moves_most(report, beside) if half
        else wording.headline(findings, "trade-off", say("How speed and risk pull on each other")),
        subtitle=say("How plans pull on delivery and risk together needs initiatives and incidents; one of them is "
                     "not loaded.") if half
        else wording.text(findings, "trade-off"),
        blocks=(_plans(report, plans, saved),) if half
        else (_plans(report, plans, saved), _effects(report, EFFECTS if beside else 2 * EFFECTS)),
        notes=wording.notes(
            findings, ("trade-off", "what-if"), report, *(f"{p.title}: {p.what}." for p in (*saved, *plans))
        ),
        footer=wording.footer(report),
        sheets=("Options", "SavedPlans", "Effects", "Findings"),
    )  # fmt: skip


def advised(slide: Slide, advice: Worded) -> Slide:
    """The slide with the recommendation between the plans and what they rest on."""
    title = say("Recommendation")
    if advice.by:
        told = (
            noted("Recommendation, in the words of {by}; the numbers do not say all of it") if advice.doubts
            else noted("Recommendation, in the words of {by}")
        )  # fmt: skip
        title = say(told, by=wording.brief(advice.by, 30))
    own = (say("Balance's own recommendation: {own}", own=advice.own), *advice.doubts) if advice.by else ()
    plans, *rest = slide.blocks
    points = Points(title, (Item("", advice.text),))
    return replace(slide, blocks=(plans, points, *rest), notes=(*own, *slide.notes))


def _plans(report: Report, suggested: Sequence[Option], saved: Sequence[Option]) -> Block:
    """Today's plan, those people saved, and as many suggested ones as there is room for."""
    plans = shown(suggested, saved)
    if not plans:
        return Notice(
            say("No other plan has been put beside today's"),
            say("Save a plan on the what-if page and it stands here, evaluated on the same readings of the evidence."),
        )
    columns = _measures(report, plans)
    rows = [_row(say("Today's plan"), plans[0].comparison.base, {}, None, columns)]
    for at, plan in enumerate(plans):
        told, who = plan.comparison, plan.what if at < len(saved) else ""
        rows.append(_row(plan.title, told.scenario, told.difference, told.better_on_both, columns, who))
    return Table(
        title=_verdict(plans),
        subtitle=say(
            "All on the same readings of the evidence. After each number its difference to today "
            "(likely range); ○ could be chance"
        ),
        columns=(
            Column(say("Plan"), 3.9, lines=2 if len(plans) < FEW else 1),
            *(Column(one.head, 2.3) for one in columns),
            *(() if one_half(report) else (Column(say("Better, and no worse, of 100"), 1.3, "right"),)),
        ),
        rows=tuple(row[: len(columns) + 1] for row in rows) if one_half(report) else tuple(rows),
        more=wording.further(len(saved) - SAVED, "further saved plan"),
        alt=say("Today's plan and the other plans side by side: value, chance beyond the limit, bad year."),
    )


def _measures(report: Report, plans: Sequence[Option]) -> tuple[Measure, ...]:
    """The three columns; money of one column shares one scale, named in its head."""
    risk = "expected_annual_loss" if report.risk.limit is None else "chance_beyond_limit"
    heads = {
        "value_landing_next_year": say("Value landing next year"),
        "chance_beyond_limit": say(
            "Chance beyond {limit}, in 100", limit=formats.money(report.risk.limit, report.currency)
        ),
        "expected_annual_loss": say("Loss in an average year"),
        "bad_year_loss": say("Loss in a bad year"),
    }
    told = []
    value = () if report.velocity.in_flight is None else ("value_landing_next_year",)
    for name in (*value, *((risk, "bad_year_loss") if report.risk.bad_year_loss.known else ())):
        better = 1 if name == "value_landing_next_year" else -1
        if name == "chance_beyond_limit":
            told.append(Measure(name, heads[name], better, None))
            continue
        unit = formats.scale_of(*(part.get(name, UNKNOWN).value for plan in plans
                                  for part in (plan.comparison.base, plan.comparison.scenario)))  # fmt: skip
        told.append(Measure(name, f"{heads[name]}, {formats.money_unit(report.currency, unit)}", better, unit))
    return tuple(told)


def _verdict(plans: Sequence[Option]) -> str:
    best = max(plans, key=lambda plan: plan.comparison.better_on_both or 0.0)
    share, value = best.comparison.better_on_both, best.comparison.difference.get("value_landing_next_year", UNKNOWN)
    if share is None:
        return say(SIDE_BY_SIDE)
    readings = say("{share} of 100 readings of the evidence", share=formats.in_100(share))
    if value.still:
        return say(
            "“{title}” lowers the risk and costs no landed value in {readings}", title=best.title, readings=readings
        )
    return say(
        "“{title}” is better on one axis and no worse on the other in {readings}", title=best.title, readings=readings
    )


def _row(
    title: str,
    told: Mapping[str, Range],
    change: Mapping[str, Range],
    share: float | None,
    columns: Sequence[Measure],
    who: str = "",
) -> tuple[Cell, ...]:
    cells = (_cell(told.get(one.name, UNKNOWN), change.get(one.name, UNKNOWN), one) for one in columns)
    return (
        Cell(title, bold=True, rest=who),
        *cells,
        Cell(formats.in_100(share) if share is not None else "", bold=True),
    )


def _cell(value: Range, change: Range, measure: Measure) -> Cell:
    unit = measure.unit
    if unit is None:
        shown, moved, range_ = formats.in_100(value.value), formats.points(change.value), formats.points_range(change)
    else:
        shown = formats.scaled(value.value, unit)
        moved = formats.scaled(change.value, unit, signed=True)
        range_ = formats.ends(change, lambda end: formats.scaled(end, unit, signed=True))
    if not formats.known(change):
        return Cell(shown, bold=True)
    if change.still:
        return Cell(shown, bold=True, rest=say("unchanged"), rest_tone="soft")
    tone = wording.tone(change, measure.better)
    return Cell(shown, bold=True, rest=f"{moved} ({range_}){' ○' if tone == 'soft' else ''}", rest_tone=tone)


def _effects(report: Report, most: int) -> Block:
    known = [effect for effect in report.coupling if formats.known(effect.multiplier)]
    if not known:
        return Notice(
            say("The link between initiatives and incidents cannot be shown yet"),
            say("It needs both tables; with incidents linked to initiatives it becomes a measurement."),
        )
    shown = sorted(known, key=_strength, reverse=True)[:most]
    return Table(
        title=say("What drives incidents and delivery, and how much of it we measured ourselves"),
        subtitle=say("● estimate · line: likely range · ×1 means no effect"),
        columns=(
            Column(say("Effect"), 5.9, lines=2),
            Column(say("Factor"), 0.65, "right"),
            Column(say("Likely"), 1.2, "right"),
            Column(say("Own data, of 100"), 1.3, "right"),
        ),
        rows=tuple(_effect_row(effect) for effect in shown),
        alt=say("Effects as factors with likely range and share of own data."),
        chart=_chart(shown),
        chart_share=0.25,
        more=say("and {effects}", effects=formats.count(len(known) - len(shown), "smaller effect"))
        if len(known) > len(shown)
        else "",
    )


def _strength(effect: Effect) -> float:
    value = effect.multiplier.value or 1.0
    return max(value, 1 / value) if value > 0 else 0.0


def _effect_row(effect: Effect) -> tuple[Cell, ...]:
    return (
        Cell(effect.meaning or effect.effect),
        Cell(formats.factor(effect.multiplier.value), bold=True),
        Cell(formats.factor_range(effect.multiplier), "soft"),
        Cell(wording.own_data(effect.multiplier), "soft"),
    )


def _chart(shown: Sequence[Effect]) -> XYChart:
    ends = [end for effect in shown for end in (effect.multiplier.low, effect.multiplier.high)]
    x = axes.factors(ends)
    places = [len(shown) - 0.5 - row for row in range(len(shown))]
    xs: list[float] = []
    ys: list[float | None] = []
    for effect, place in zip(shown, places, strict=True):
        low, high = (_held(end, x) for end in (effect.multiplier.low, effect.multiplier.high))
        xs += [low, high, high]
        ys += [place, place, None]
    return XYChart(
        title="",
        subtitle="",
        x=x,
        y=Axis("", 0.0, float(len(shown)), 1.0, "rows"),
        series=(
            Series(say("Likely range"), "likely", tuple(xs), tuple(ys), "soft"),
            Series(say("No effect"), "band", (1.0, 1.0), (0.0, float(len(shown))), "soft"),
            Series(say("Estimate"), "point", tuple(_held(e.multiplier.value, x) for e in shown), tuple(places)),
        ),
        alt=say("Each effect as a dot with its likely range on a doubling axis; ×1 means no effect."),
    )


def _held(value: float | None, x: Axis) -> float:
    return min(max(value or 1.0, x.least), x.greatest)
