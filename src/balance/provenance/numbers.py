"""Every number of the report that can be traced: what it is, how it comes from rows, which rows, which assumptions.

Names are those of the report's document, such as `risk.expected_annual_loss`; `risk.classes.NAME` and `coupling.EFFECT`
are the rows of its tables, `findings.TOPIC` is all that a finding is told from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from balance.model.quality import INCIDENT_COLUMNS, INITIATIVE_COLUMNS
from balance.pipeline import Analysis
from balance.provenance import at_fault, rows
from balance.provenance.number import (
    COUPLING_KEYS,
    LANDING_KEYS,
    LIMIT_KEYS,
    LOSS_KEYS,
    MONEY_KEYS,
    PACE_KEYS,
    RATE_KEYS,
    Number,
)
from balance.provenance.rows import Part
from balance.provenance.security import SECURITY
from balance.report import Indicator


def _loss_rows(analysis: Analysis) -> list[Part]:
    return [rows.counted(analysis, rows.LOSSES), rows.exposed(analysis)]


def _coupling_rows(analysis: Analysis) -> list[Part]:
    return [rows.linked(analysis), rows.changes_between(analysis), rows.exposed(analysis)]


def _quality_rows(analysis: Analysis) -> list[Part]:
    whole = analysis.company
    return [
        rows.part(whole, "initiatives", "every row", ("stage", "finish_actual", *INITIATIVE_COLUMNS)),
        rows.part(whole, "incidents", "every row", ("opened_at", "initiative_id", "change_id", *INCIDENT_COLUMNS)),
    ]


_FIXED = (
    Number("velocity.value_landed_past_year", "Value landed in the past year",
           "The sum of annual_value over what finished in the 365 days up to the as-of date.",
           lambda a: [rows.finished(a, ("stage", "finish_actual", "annual_value"))], MONEY_KEYS),
    Number("velocity.value_landing_next_year", "Value landing next year",
           "The sum of annual_value over what is in flight or approved, each counted with the chance that it finishes "
           "within 365 days; how plans turn out is learnt from earlier work.",
           lambda a: [rows.running(a, ("stage", *rows.DATES, "annual_value")), rows.learnt_from(a)],
           (*LANDING_KEYS, *MONEY_KEYS)),
    Number("velocity.finished_per_quarter", "Finished per quarter", "What finished in the past 365 days, by four.",
           lambda a: [rows.finished(a, ("stage", "finish_actual"))]),
    Number("velocity.cycle_time_days", "Time from start to done",
           "The median number of days from start to finish; what still runs counts as not finished yet.",
           lambda a: [rows.begun(a)]),
    Number("velocity.in_flight", "Initiatives in flight", "The rows with the stage in flight, counted.",
           lambda a: [rows.open_now(a, ("stage",))]),
    Number("velocity.on_time_share", "Finished on time, past year",
           "Of what finished in the past 365 days, the share with finish_actual on or before finish_planned.",
           lambda a: [rows.finished(a, ("stage", "finish_planned", "finish_actual"))]),
    Number("velocity.load_effect", "Speed of one initiative when work in progress doubles",
           "Fitted to how durations ran against plans while much or little was open, together with what is assumed.",
           lambda a: [rows.learnt_from(a)], PACE_KEYS),
    Number("velocity.finished_past_year", "Finished in the past year", "The rows, counted.",
           lambda a: [rows.finished(a, ("stage", "finish_actual"))]),
    Number("velocity.without_value", "Open without a stated value", "The rows, counted; they land no value.",
           lambda a: [rows.without_value(a)]),
    Number("risk.incidents_next_quarter", "Incidents next quarter",
           "How often incidents came in the record, for what will be open next quarter.",
           lambda a: [rows.counted(a, ("opened_at", "class", "state")), rows.exposed(a)], RATE_KEYS),
    Number("risk.expected_annual_loss", "Loss in an average year",
           "How often incidents come times what one costs on average, summed over the classes.", _loss_rows, LOSS_KEYS),
    Number("risk.expected_annual_loss_elsewhere", "Loss in an average year that no initiative carries",
           "The loss in an average year less what the initiatives in the plan carry of it.", _loss_rows, LOSS_KEYS),
    Number("risk.share_of_tail_elsewhere", "Part of the worst years that no initiative carries",
           "The share of the worst years' losses less what the initiatives in the plan carry of it.",
           _loss_rows, LOSS_KEYS),
    Number("risk.bad_year_loss", "Loss in a bad year",
           "The loss that next year exceeds with a chance of 5 in 100, from how often and how costly incidents are.",
           _loss_rows, LOSS_KEYS),
    Number("risk.beyond_bad_year_mean", "Loss when the bad year is exceeded", "The mean loss of the years beyond it.",
           _loss_rows, LOSS_KEYS),
    Number("risk.exceedance", "The loss curve", "The chance that next year's losses exceed each amount.",
           _loss_rows, LOSS_KEYS),
    Number("risk.limit", "The board's limit", "Stated as loss_limit.", lambda a: [], ("loss_limit",)),
    Number("risk.chance_beyond_limit", "Chance of a year beyond the limit",
           "The chance that the sum of next year's losses exceeds the limit.", _loss_rows, (*LIMIT_KEYS, *LOSS_KEYS)),
    Number("risk.inside_appetite", "Whether we are inside the appetite",
           "Whether the chance found is at most the chance allowed, for every point the board has stated.",
           _loss_rows, (*LIMIT_KEYS, *LOSS_KEYS)),
    Number("risk.appetite", "Every point of the appetite",
           "The chance that next year's losses exceed each stated loss, beside the chance the board allows.",
           _loss_rows, (*LIMIT_KEYS, *LOSS_KEYS)),
    Number("risk.chance_inside", "How surely we are inside the appetite",
           "The share of the readings of the evidence in which every point the board has stated holds.",
           _loss_rows, (*LIMIT_KEYS, *LOSS_KEYS)),
    Number("incidents.record", "The record of incidents",
           "Incidents counted by when they were opened; times from beginning to noticing, from opening to being over; "
           "what they name as their cause; when clocks of notification started.",
           lambda a: [rows.counted(a, rows.RECORD), rows.changes_between(a)], ("regime:",)),
    Number("horizon.technologies", "The technologies",
           "Open and approved initiatives by technology tag, with what they carry of next year's expected loss; "
           "incidents by tag; and the controls that name a technology.",
           lambda a: [rows.running(a, rows.AHEAD), rows.counted(a, ("opened_at", "technology")), rows.guarding(a)],
           RATE_KEYS),
    Number("horizon.stress_tests", "The stress tests",
           "The loss curve of the year with one stated event added to it; for the largest project, its budget.",
           lambda a: [*_loss_rows(a), rows.running(a, ("stage", "budget", "annual_value"))], ("stress:", *LOSS_KEYS)),
    Number("quality.score", "Quality of the data",
           "The share of the reachable precision that is reached, for what lands and what incidents cost.",
           _quality_rows),
)  # fmt: skip

FINDINGS: Mapping[str, tuple[str, ...]] = {
    "overview": ("velocity.value_landed_past_year", "velocity.value_landing_next_year", "risk.chance_beyond_limit"),
    "velocity": ("velocity.value_landing_next_year", "velocity.in_flight", "velocity.cycle_time_days",
                 "velocity.on_time_share", "velocity.load_effect"),
    "trade-off": ("coupling.", "velocity.load_effect"),
    "risk": ("risk.chance_beyond_limit", "risk.bad_year_loss", "risk.inside_appetite"),
    "incidents": ("risk.classes.",),
    "indicators": ("indicators.",),
    "quality": ("quality.score",),
}  # fmt: skip
"""The numbers each finding is told from; a name that ends in a dot stands for all that begin so."""

FIXED: Mapping[str, Number] = {number.name: number for number in _FIXED}


def numbers_of(analysis: Analysis) -> dict[str, Number]:
    """Every number that this analysis has, by name."""
    report = analysis.report
    classes = [_of_class(str(name)) for name in report.risk.classes["class"]] if len(report.risk.classes) else []
    effects = [_of_effect(effect.effect, effect.meaning) for effect in report.coupling]
    signs = [_of_indicator(sign) for sign in report.indicators]
    parts = [_of_quality(part.part) for part in report.quality.parts]
    told = (*classes, *effects, *signs, *parts, *SECURITY)
    found = dict(FIXED) | {number.name: number for number in told}
    return found | {f"findings.{topic}": _of_finding(topic, found) for topic in FINDINGS} | {TAKEN.name: TAKEN}


TAKEN = Number(
    "findings.assumptions", "The finding on assumptions", "Every assumption in force, counted, with its age.",
    lambda a: [], (*LIMIT_KEYS, *LOSS_KEYS, "kri:", "review:"),
)  # fmt: skip


def _of_finding(topic: str, numbers: Mapping[str, Number]) -> Number:
    """Everything that the numbers of a finding rest on."""
    named = FINDINGS[topic]
    told = [number for name, number in numbers.items()
            if name in named or any(one.endswith(".") and name.startswith(one) for one in named)]  # fmt: skip
    how = f"Told from: {'; '.join(number.title for number in told)}."
    keys = dict.fromkeys(key for number in told for key in number.keys)
    return Number(f"findings.{topic}", f"The finding on {topic}", how, lambda a: _merged(a, told), tuple(keys))


def _merged(analysis: Analysis, told: Sequence[Number]) -> list[Part]:
    """The parts of several numbers, equal ones once."""
    found: dict[tuple[str, str, tuple[str, ...]], Part] = {}
    for number in told:
        for part in number.parts(analysis):
            found.setdefault((part.table, part.role, part.columns), part)
    return list(found.values())


def _of_class(name: str) -> Number:
    return replace(
        FIXED["risk.expected_annual_loss"],
        name=f"risk.classes.{name}",
        title=f"Losses from {name}",
        how="How often incidents of this class come, times what one costs on average.",
        parts=lambda a: [rows.counted(a, rows.LOSSES, name), rows.exposed(a)],
    )


def _of_indicator(sign: Indicator) -> Number:
    table = INDICATOR_ROWS.get(sign.name, _open_rows)
    how = "Counted from these rows, beside the threshold stated or documented for it."
    return Number(f"indicators.{sign.name}", sign.meaning, how, table, (f"kri:{sign.name}",))


def _open_rows(analysis: Analysis) -> list[Part]:
    columns = ("stage", "finish_planned", "security_joined", "last_assessed", "findings_open", "oldest_finding_on")
    return [rows.open_now(analysis, columns)]


def _incident_rows(analysis: Analysis) -> list[Part]:
    return [rows.counted(analysis, (*rows.LINKS, "loss", "loss_low", "loss_high"))]


INDICATOR_ROWS: Mapping[str, Callable[[Analysis], list[Part]]] = {
    "unlinked_share": _incident_rows, "missing_loss_share": _incident_rows, "incidents_quarter": _incident_rows,
    "overdue_reviews_share": lambda a: [
        rows.part(a.company, "controls", "every row", ("status", "in_force_on", "last_reviewed", "review_every_days"))
    ],
    "data_age_days": _quality_rows,
}  # fmt: skip


def _of_quality(part: str) -> Number:
    title, how, rows_of = at_fault.PARTS.get(
        part, (f"Data quality: {part}", "Worked out from these rows.", _quality_rows)
    )
    return Number(f"quality.{part}", title, how, rows_of, ("loss_recording_floor",) if part == "truncation" else ())


def _of_effect(effect: str, meaning: str) -> Number:
    how = "Fitted to the incidents linked to initiatives and to what was open meanwhile, with what is assumed."
    return Number(f"coupling.{effect}", meaning, how, _coupling_rows, COUPLING_KEYS)
