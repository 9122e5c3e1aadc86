"""What comes of a plan: the difference on both axes, how sure it is, and the saved plans beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from balance import figures, formats, store
from balance.language import say
from balance.ranges import UNKNOWN, Range
from balance.report import Report
from balance.scenario import Comparison
from balance.ui import blocks, overview, session
from balance.ui.explained import BEYOND
from balance.ui.plan_words import changes_of


def readouts(comparison: Comparison, base: Report) -> blocks.Safe:
    """Value, risk and better on both: the difference, then both plans, then how sure."""
    if unchanged(comparison):
        return blocks.numbers(_as_it_is(base))
    return blocks.numbers([_value(comparison, base), _risk(comparison, base), _both(comparison)])


def _as_it_is(base: Report) -> list[blocks.Number]:
    value, risk = overview.value_axis(base), overview.risk_axis(base)
    shown = [
        blocks.Number(
            "Value landing next year",
            formats.money(value.value, base.currency),
            "a year",
            say("likely {likely}", likely=formats.money_range(value, bare=True)),
        )
    ]
    if base.risk.limit is not None:
        shown.append(
            blocks.Number(
                say("Chance loss exceeds {limit}", limit=formats.money(base.risk.limit, base.currency)),
                formats.in_100(risk.value),
                "in 100",
                say(
                    "likely {likely}; board allows {limit_chance}",
                    likely=formats.chance_range(risk),
                    limit_chance=formats.in_100(base.risk.limit_chance),
                ),
                help=say(BEYOND),
            )
        )
    else:
        shown.append(
            blocks.Number(
                "Loss in a bad year",
                formats.money(risk.value, base.currency),
                "exceeded in 5 of 100",
                say("likely {likely}", likely=formats.money_range(risk, bare=True)),
            )
        )
    needs = say("needs a list of initiatives"), say("needs a list of incidents")
    told = [
        number if range_.known else replace(number, value=formats.MISSING, unit="", likely=what)
        for number, range_, what in zip(shown, (value, risk), needs, strict=True)
    ]
    return [*told, blocks.Number("Better on both", formats.MISSING, "", "nothing is changed yet")]


def tone_of(comparison: Comparison) -> figures.Tone:
    """Better on one axis and not worse on the other is blue, the opposite orange, a trade is ink."""
    value = formats.direction(comparison.more_value, comparison.less_value)
    risk = formats.direction(comparison.less_risk, comparison.more_risk)
    if {value, risk} <= {"signal", "probably", "same"} and {value, risk} != {"same"}:
        return "good"
    return "bad" if {value, risk} <= {"not", "probably not", "same"} and {value, risk} != {"same"} else "ink"


def positions(comparison: Comparison, base: Report) -> tuple[figures.Position, figures.Position | None]:
    """Today's plan and the other one on the chart; none where nothing is changed."""
    today = _position(say("Today"), comparison.base, base, "ink")
    return today, None if unchanged(comparison) else _position(
        say("This plan"), comparison.scenario, base, tone_of(comparison)
    )


def position(name: str, comparison: Comparison, base: Report) -> figures.Position:
    """Where a plan stands, in the colour its difference to today's deserves."""
    return _position(name, comparison.scenario, base, tone_of(comparison))


def plan_on_paper(base: Report) -> blocks.Safe:
    """What the plan in the hand changes, for paper, where no slider says it."""
    chosen = session.choice()
    changes = changes_of(chosen.levers, chosen.actions, base.currency)
    return blocks.on_paper(say("Changed in this plan: {changes}.", changes=changes))


def unchanged(comparison: Comparison) -> bool:
    """Whether the plan does the same as today's on all four numbers."""
    return all(change.value in (None, 0.0) for change in comparison.difference.values())


def _position(label: str, side: dict[str, Range], base: Report, tone: figures.Tone) -> figures.Position:
    risk = side["bad_year_loss" if base.risk.limit is None else "chance_beyond_limit"]
    value = overview.value_axis(base) if base.velocity.counts_speak else side["value_landing_next_year"]
    return figures.Position(label, value, risk, tone)


def result_bar(comparison: Comparison, base: Report) -> blocks.Safe:
    """The result in three numbers, which stays in sight on a phone."""
    numbers = (
        _as_it_is(base)
        if unchanged(comparison)
        else [_value(comparison, base), _risk(comparison, base), _both(comparison)]
    )
    return blocks.facts({number.label: number.value for number in numbers})


def _value(comparison: Comparison, base: Report) -> blocks.Number:
    change = comparison.difference.get("value_landing_next_year", UNKNOWN)
    if not formats.known(change):
        return blocks.Number("Value landing next year", formats.MISSING, "", "needs initiatives with a yearly value")
    before, after = (side["value_landing_next_year"].value for side in (comparison.base, comparison.scenario))
    unit = f"{formats.money(before, base.currency)} → {formats.money(after, base.currency)}"
    return blocks.Number(
        "Value landing next year",
        formats.money(change.value, base.currency, signed=True),
        unit,
        say("likely {likely}", likely=formats.money_range(change, signed=True, bare=True)),
        *sure(
            comparison.more_value, comparison.less_value, (say("more value"), say("less value"), say("the same value"))
        ),
    )


def _risk(comparison: Comparison, base: Report) -> blocks.Number:
    change = comparison.difference.get("chance_beyond_limit", UNKNOWN)
    if formats.known(change) and base.risk.limit is not None:
        before, after = (
            formats.in_100(side["chance_beyond_limit"].value) for side in (comparison.base, comparison.scenario)
        )
        likely = say(
            "likely {likely}; board allows {limit_chance}",
            likely=formats.points_range(change),
            limit_chance=formats.in_100(base.risk.limit_chance),
        )
        label = say("Chance loss exceeds {limit}", limit=formats.money(base.risk.limit, base.currency))
        return blocks.Number(
            label,
            formats.points(change.value),
            say("{before} → {after} in 100", before=before, after=after),
            likely,
            *sure(
                comparison.less_risk, comparison.more_risk, (say("less risk"), say("more risk"), say("the same risk"))
            ),
            help=say(BEYOND),
        )
    return _bad_year(comparison, base)


def _bad_year(comparison: Comparison, base: Report) -> blocks.Number:
    change = comparison.difference.get("bad_year_loss", UNKNOWN)
    if not formats.known(change):
        return blocks.Number("Loss in a bad year", formats.MISSING, "", "needs a list of incidents")
    before, after = (side["bad_year_loss"].value for side in (comparison.base, comparison.scenario))
    unit = f"{formats.money(before, base.currency)} → {formats.money(after, base.currency)}"
    return blocks.Number(
        "Loss in a bad year",
        formats.money(change.value, base.currency, signed=True),
        unit,
        say("likely {likely}", likely=formats.money_range(change, signed=True, bare=True)),
        *sure(comparison.less_risk, comparison.more_risk, (say("less risk"), say("more risk"), say("the same risk"))),
    )


def _both(comparison: Comparison) -> blocks.Number:
    share = comparison.better_on_both
    return blocks.Number(
        "Better on both",
        formats.in_100(share),
        say("of 100 readings") if share is not None else "",
        "not worse on either axis, better on one",
    )


def sure(better: float | None, worse: float | None, words: tuple[str, str, str]) -> tuple[str, figures.Tone]:
    """The line that says how sure the direction is, and its tone; words for better, worse and the same."""
    found = formats.direction(better, worse)
    yes, no, same = words
    if better is None:
        return "", "open"
    if found == "same":
        return same, "open"
    against = 1 - better if worse is None else worse
    if found == "open":
        side, chance = max((yes, better), (no, against), (same, 1 - better - against), key=lambda one: one[1])
        return say("{side} in {chance} of 100: too close to call", side=side, chance=formats.in_100(chance)), "open"
    if found in ("signal", "probably"):
        return say(
            "{yes} in {better} of 100", yes=yes, better=formats.in_100(better)
        ), "good" if found == "signal" else "open"
    return say("{no} in {against} of 100", no=no, against=formats.in_100(against)), "bad" if found == "not" else "open"


def saved_table(base: Report) -> blocks.Safe:
    """Every saved plan beside today's, on the same readings of the evidence."""
    compared = [(row, session.evaluated(row)) for row in session.saved()]
    values = [value for _, (report, _) in compared for value in _parts(overview.value_axis(report))]
    risks = [value for _, (report, _) in compared for value in _parts(overview.risk_axis(report))]
    values += _parts(overview.value_axis(base))
    risks += [*_parts(overview.risk_axis(base)), *([base.risk.limit_chance] if base.risk.limit_chance else [])]
    scales = (_scale(values), _scale(risks))
    columns = [
        blocks.Column("Plan"),
        blocks.Column("What changes"),
        blocks.Column("Value a year", "right"),
        blocks.Column("", width="14%"),
        blocks.Column(say("Bad year") if base.risk.limit is None else say("Chance beyond limit"), "right"),
        blocks.Column("", width="14%"),
        blocks.Column("Better on both", "right"),
    ]
    rows = [_saved_row(say("Today's plan"), say("nothing"), base, None, scales)]
    rows += [
        _saved_row(
            blocks.strong(row.name, _by_whom(row)),
            blocks.strong(changes_of(row.levers, row.actions, base.currency), left_out_of(report)),
            report,
            comparison,
            scales,
        )
        for row, (report, comparison) in compared
    ]
    return blocks.table(columns, rows)


def left_out_of(report: Report) -> str:
    """What of a plan has no meaning on the date of its report, in a few sentences; empty where all of it has."""
    return formats.in_short(report.facts.get("plan_left_out", ()))


def _by_whom(row: store.SavedScenario) -> str:
    """Who saved a plan, when and why."""
    said = formats.by_whom(row.saved_by, row.saved_at)
    return f"{said}: {row.why}" if row.why else said


def _saved_row(
    name: str,
    what: str,
    report: Report,
    comparison: Comparison | None,
    scales: tuple[tuple[float, float], tuple[float, float]],
) -> tuple[object, ...]:
    value, risk = overview.value_axis(report), overview.risk_axis(report)
    limit = report.risk.limit_chance if report.risk.limit is not None else None
    if report.risk.limit is None:
        said = blocks.strong(formats.money(risk.value, report.currency), formats.money_range(risk, bare=True))
    else:
        said = blocks.strong(formats.in_100(risk.value), formats.chance_range(risk))
    money = blocks.strong(formats.money(value.value, report.currency), formats.money_range(value, bare=True))
    both = formats.chance(comparison.better_on_both) if comparison is not None else formats.MISSING
    return (
        name,
        what,
        money if value.known else None,
        blocks.strip(_strip(value, scales[0])),
        said if risk.known else None,
        blocks.strip(_strip(risk, scales[1], limit)),
        both,
    )


def _strip(range_: Range, ends: tuple[float, float], limit: float | None = None) -> blocks.Strip:
    return blocks.Strip(range_.value, range_.low, range_.high, *ends, limit=limit, said=say("likely range"))


def _parts(range_: Range) -> list[float]:
    return [part for part in (range_.value, range_.low, range_.high) if part is not None]


def _scale(values: Sequence[float]) -> tuple[float, float]:
    return (min(values) * 0.8, max(values) * 1.1) if values else (0.0, 1.0)
