"""The JSON documents of the command line: one function per document, keys exactly as documented.

Every document depends on loaded content, assumptions, scenario and program version only,
so the same input gives the same bytes. What cannot be said is null, never left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from balance import stating
from balance.ages import years_old
from balance.assumptions import Stated, Unused
from balance.findings import Finding, cautions
from balance.frontier import Frontier, Plan, Step
from balance.pipeline import Analysis, Sensitivity
from balance.ranges import Range
from balance.report import Caution, Effect, Indicator, Quality, Report, Risk, TrackRecord, Velocity, Widening
from balance.scenario import Comparison, Lever
from balance.sensitivity import MOST, Answer, Challenge, Swing, Tornado
from balance.store import SnapshotInfo

OUTCOMES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")
"""The four numbers a scenario is judged by, in the order of the documents."""

PARTS = ("share_of_tail", "moves_bad_year_by", "moves_chance_by")
"""What a class or an initiative does to the bad years; the first adds up, the others are slopes."""

REASON = ("initiative_id", "action", "value", "exposure", "runs_from", "why")
"""What is done with an initiative in the advised plan, what running it adds there, and why."""


def text_of(document: Mapping[str, Any]) -> str:
    """The document as JSON text: stable order, no NaN, dates as ISO 8601."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=2, allow_nan=False)


def report_document(report: Report, findings: Iterable[Finding]) -> dict[str, Any]:
    """Every headline number of the screens."""
    return {
        "as_of": report.as_of,
        "currency": report.currency,
        "scenario": report.scenario,
        "data_hash": report.data_hash,
        "model_version": report.model_version,
        "velocity": _velocity(report.velocity),
        "risk": _risk(report.risk),
        "coupling": [_effect(effect) for effect in report.coupling],
        "quality": _quality(report.quality, report.currency),
        "findings": [_finding(finding) for finding in findings],
        "indicators": [_indicator(indicator) for indicator in report.indicators],
    }


def track_record_document(report: Report, finding: Finding) -> dict[str, Any]:
    """How earlier forecasts turned out: verdicts, every scored range, chances summed up, what would show and when."""
    record = report.track_record
    head = {"as_of": report.as_of, "currency": report.currency, "finding": _finding(finding)}
    return head | {"track_record": None if record is None else _track_record(record)}


def _track_record(record: TrackRecord) -> dict[str, Any]:
    return {
        "days": _records(record.days, ("as_of", "how", "model_version")),
        "next_due": record.next_due,
        "verdicts": _records(record.verdicts, list(record.verdicts.columns)),
        "scores": _records(record.scores, list(record.scores.columns)),
        "finishes": _finishes(record.finishes),
        "detectable": _records(record.detectable, ("change", "quarters")),
        "lateness": {
            "factor": record.lateness.as_json(),
            "dates": record.dates,
            "correction": record.correction,
            "advised": record.advised,
        },
        "other_currencies": [asdict(one) for one in record.translated],
        "scores_needed": [{"true_share": share, "scores": n} for share, n in record.scores_needed.items()],
    }


def _finishes(finishes: pd.DataFrame) -> list[dict[str, Any]]:
    """Per kind of chance: how many count, how many were expected to come true, how many did, and the Brier score."""
    counted = finishes[finishes["counts"] & (finishes["how"] == "frozen")]
    return [
        {"quantity": name, "scores": len(rows), "expected": float(rows["chance"].sum()),
         "happened": int(rows["outcome"].sum()), "brier": float(rows["brier"].mean())}
        for name, rows in counted.groupby("quantity", sort=True)
    ]  # fmt: skip


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Base, scenario and their paired difference."""
    return {
        "base": _four(comparison.base),
        "scenario": _four(comparison.scenario),
        "difference": _four(comparison.difference),
        "better_on_both": comparison.better_on_both,
    }


def levers_document(levers: Sequence[Lever], base: Mapping[str, Range]) -> dict[str, Any]:
    """The levers that exist, beside today's four numbers."""
    names = ("name", "meaning", "least", "greatest", "today", "unit")
    return {"base": _four(base), "levers": [{name: getattr(lever, name) for name in names} for lever in levers]}


def frontier_document(found: Frontier) -> dict[str, Any]:
    """The undominated plans, today's beside them, and what appetite is worth."""
    return {
        "today": _plan(found.today),
        "plans": [
            {**_plan(plan), "actions": dict(plan.actions), "since_last": _since(step)}
            for plan, step in zip(found.plans, (None, *found.steps), strict=False)
        ],
        "gain_at_same_exposure": found.gain_at_same_exposure,
        "saving_at_same_value": found.saving_at_same_value,
        "price_of_appetite": found.price_of_appetite,
        "advised": found.advised,
        "reasons": [{name: getattr(reason, name) for name in REASON} for reason in found.reasons],
    }


def assumptions_document(rows: Sequence[Mapping[str, Any]], unused: Iterable[Unused]) -> dict[str, Any]:
    """Every assumption as it is used, and what was stated and is not."""
    names = ("key", "found", "why", "instead")
    return {"assumptions": list(rows), "unused": [{name: getattr(row, name) for name in names} for row in unused]}


def assumption_row(row: Stated, as_of: date | None = None, due: bool | None = None) -> dict[str, Any]:
    """One assumption: its value and range, where it comes from, who stated it and why, and whether it is due."""
    names = ("key", "value", "low", "high", "unit", "source", "year", "owner", "stated_on", "reason", "assumed")
    found = {name: getattr(row, name) for name in names}
    found |= {"basis": stating.basis(row), "meaning": stating.meaning(row.key)}
    return found if as_of is None else found | {"years_old": years_old(row, as_of), "due": due}


def statement_document(
    key: str, before: Stated | None, after: Stated | None, moved: Comparison | None, *, kept: bool
) -> dict[str, Any]:
    """A changed assumption: before, after, and what it moves in the four headline numbers."""
    return {
        "status": "ok", "key": key, "kept": kept, "before": assumption_row(before) if before else None,
        "after": assumption_row(after) if after else None, "moved": comparison_document(moved) if moved else None,
    }  # fmt: skip


def sensitivity_document(analysis: Analysis, found: Sensitivity, told: Iterable[Finding]) -> dict[str, Any]:
    """What each assumption moves, and what it takes to turn the verdicts."""
    tornado, report = found.tornado, analysis.report
    return {
        "as_of": report.as_of, "scenario": report.scenario, "data_hash": report.data_hash,
        "model_version": report.model_version, "measures": list(tornado.measures),
        "base": _answer(tornado.base, tornado.measures),
        "assumptions": [_swing(swing, tornado) for swing in tornado.swings],
        "challenge": {"appetite": _challenge(found.appetite), "plan": _challenge(found.plan)},
        "findings": [_finding(finding) for finding in told],
    }  # fmt: skip


def _answer(answer: Answer, measures: Sequence[str]) -> dict[str, Any]:
    return {name: answer.of(name) for name in measures}


def _swing(swing: Swing, tornado: Tornado) -> dict[str, Any]:
    names = tornado.measures
    return {
        **assumption_row(swing.row), "measured": swing.measured, "at_low": _answer(swing.low, names),
        "at_high": _answer(swing.high, names), "swing": {name: swing.of(name, tornado.base) for name in names},
    }  # fmt: skip


def _challenge(found: Challenge | None) -> dict[str, Any] | None:
    if found is None:
        return None
    turns = [
        {"key": turn.row.key, "value": turn.row.value, "turns_at": turn.there.value, "low": turn.there.low,
         "high": turn.there.high, "spreads_away": turn.away,
         "chance_beyond_limit": turn.answer.chance_beyond_limit, "better_on_both": turn.answer.better_on_both}
        for turn in found.turns
    ]  # fmt: skip
    return {"holds": found.holds, "turns": turns, "firm": [row.key for row in found.firm], "within_spreads": MOST}


def _since(step: Step | None) -> dict[str, Any]:
    """What changes from the plan before; nothing for the first one."""
    names = ("enters", "leaves", "secured", "unsecured")
    return {name: [] if step is None else list(getattr(step, name)) for name in names}


def _plan(plan: Plan) -> dict[str, Any]:
    names = ("value", "exposure", "chance_beyond_limit", "cost", "in_flight")
    return {name: getattr(plan, name) for name in names}


def snapshots_document(snapshots: Iterable[SnapshotInfo]) -> dict[str, Any]:
    """Every snapshot, newest last."""
    names = ("id", "as_of", "loaded_at", "tables", "dropped")
    ordered = sorted(snapshots, key=lambda snapshot: (snapshot.as_of, snapshot.loaded_at))
    return {"snapshots": [{name: getattr(snapshot, name) for name in names} for snapshot in ordered]}


def _four(ranges: Mapping[str, Range]) -> dict[str, Any]:
    return {name: ranges[name].as_json() for name in OUTCOMES}


def _velocity(velocity: Velocity) -> dict[str, Any]:
    columns = ("initiative_id", "finish_p50", "finish_p80", "chance_on_time", "chance_within_year",
               "expected_value", "cost_of_delay_per_week", "landed_lost_per_week")  # fmt: skip
    ranges = ("value_landing_next_year", "finished_per_quarter", "cycle_time_days")
    return {
        "value_landed_past_year": velocity.value_landed_past_year,
        **{name: getattr(velocity, name).as_json() for name in ranges},
        "in_flight": velocity.in_flight,
        "on_time_share": velocity.on_time_share.as_json(),
        "load_effect": velocity.load_effect.as_json(),
        "initiatives": _records(velocity.initiatives, columns),
    }


def _risk(risk: Risk) -> dict[str, Any]:
    ranges = ("incidents_next_quarter", "expected_annual_loss", "bad_year_loss", "beyond_bad_year_mean")
    return {
        **{name: getattr(risk, name).as_json() for name in ranges},
        "limit": risk.limit,
        "chance_beyond_limit": risk.chance_beyond_limit.as_json() if risk.chance_beyond_limit else None,
        "inside_appetite": risk.inside_appetite,
        "exceedance": _records(risk.exceedance, ("loss", "chance", "low", "high")),
        "classes": _records(
            risk.classes, ("class", "per_year", "typical_loss", "expected_annual_loss", *PARTS, "chance_of_two_kinds")
        ),
        "initiatives": _records(risk.initiatives, ("initiative_id", "expected_annual_loss", *PARTS)),
        **{f"{name}_elsewhere": risk.elsewhere.get(name) for name in ("expected_annual_loss", "share_of_tail")},
        "appetite": _records(risk.appetite, ("loss", "chance_allowed", "chance", "low", "high", "chance_met")),
        "chance_inside": risk.chance_inside,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {"effect": effect.effect, "multiplier": effect.multiplier.as_json()}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    names = ("name", "meaning", "value", "threshold", "unit", "crossed", "assumed")
    return {name: getattr(indicator, name) for name in names}


def _quality(quality: Quality, currency: str) -> dict[str, Any]:
    parts = [
        {"part": part.part, "score": part.score, "why": part.why, "effects": [_widening(one) for one in part.effects]}
        for part in quality.parts
    ]
    return {"score": quality.score, "parts": parts, "cautions": [_caution(one, currency) for one in quality.cautions]}


def _caution(one: Caution, currency: str) -> dict[str, Any]:
    """What speaks against the numbers: in words, which numbers it touches, and what it makes of them."""
    names = ("name", "seen", "touches", "ranges", "wider", "numbers", "weight")
    return {"said": cautions.said(one, currency)} | {name: getattr(one, name) for name in names}


HEADLINE_OF = {
    "delivery": "velocity.value_landing_next_year",
    "rate": "risk.expected_annual_loss",
    "severity": "risk.expected_annual_loss",
    "links": "risk.expected_annual_loss",
}


def _widening(effect: Widening) -> dict[str, Any]:
    """How many times as wide a range is as with perfect data, and whether the range shown has that in it."""
    told = {"of": effect.of, "width": effect.width, "included": effect.included}
    return told | {"headline": HEADLINE_OF[effect.on], "headline_width": effect.headline_width}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "topic": finding.topic,
        "headline": finding.headline,
        "text": finding.text,
        "caveats": list(finding.caveats),
    }


def _records(frame: pd.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    values = [frame[column].tolist() if column in frame else [None] * len(frame) for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is any
    match value:
        case Mapping():
            return {str(key): _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case Range():
            return value.as_json()
        case _:
            return _scalar(value)


def _scalar(value: Any) -> Any:  # noqa: ANN401 - JSON is any
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
