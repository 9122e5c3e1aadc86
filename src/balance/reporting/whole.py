"""The whole report in one value."""

from __future__ import annotations

from typing import Any

from balance import MODEL_VERSION
from balance.ages import due
from balance.company import Company
from balance.model.fit import Fit
from balance.model.indicators import indicators
from balance.model.signal import Direction, count_direction, sum_direction
from balance.report import Report
from balance.reporting.effects import effects
from balance.reporting.exposure import risk
from balance.reporting.precision import quality
from balance.reporting.velocity import finished_within, landed_value, undated, velocity
from balance.scenario import Outcome


def report_of(company: Company, fit: Fit, outcome: Outcome, scenario_name: str | None = None) -> Report:
    """Every headline number of one company, one day and one scenario.

    The scenario's own name is used where none is given.
    """
    return Report(
        as_of=company.as_of, currency=company.currency, scenario=scenario_name or outcome.scenario.name,
        data_hash=company.data_hash, model_version=MODEL_VERSION, velocity=velocity(fit, outcome),
        risk=risk(fit, outcome), coupling=effects(fit), quality=quality(fit, outcome),
        facts=facts(company, fit), indicators=indicators(fit),
    )  # fmt: skip


def facts(company: Company, fit: Fit) -> dict[str, Any]:
    """Counts that sentences need."""
    past, losses = fit.history, fit.losses
    incidents = len(past.incidents)
    undated_work = undated(past.portfolio) if fit.has_initiatives else 0
    before = finished_within(past.portfolio, 1) if fit.has_initiatives and not undated_work else None
    return {
        "finished_year_before": None if before is None else len(before),
        "value_landed_year_before": None if before is None else landed_value(before),
        **_more_landed(fit),
        "done_undated": undated_work,
        "initiatives": len(past.portfolio),
        "running": fit.plan.size,
        "incidents": incidents,
        "incidents_loaded": 0 if company.incidents is None else len(company.incidents),
        "incidents_left_out": dict(past.left_out),
        "quarters": past.quarters,
        "silent_since": past.silent_since,
        "linked": past.linked,
        "unlinked": past.unlinked,
        "linked_share": past.linked / incidents if incidents else None,
        "change_caused_share": float(fit.coupling.change_caused_share.mean()),
        "missing_loss_share": losses.missing_share if losses is not None else None,
        "known_losses": int(losses.known.sum()) if losses is not None else 0,
        "downtime": past.downtime,
        "loss_cap": losses.loss_cap.amount if losses is not None else None,
        "loss_cap_assumed": losses.loss_cap.assumed if losses is not None else None,
        "severe_class": losses.severe is not None if losses is not None else False,
        "programme_cost": fit.programme_cost,
        "programme_cost_assumed": fit.programme_assumed,
        "finished": fit.delivery.finished,
        "joined_late": int(fit.plan.rows["late"].sum()),
        "stated": tuple(sorted(key for key, row in company.assumptions.rows.items() if not row.assumed)),
        "assumptions": len(company.assumptions.rows),
        "assumptions_due": due(company.assumptions, company.as_of),
        "assumptions_unused": company.assumptions.unused,
        "table_dates": dict(company.table_dates),
    }


def _more_landed(fit: Fit) -> dict[str, float]:
    """How sure it is that more finished, and more of value, in the past year than in the one before; 0..1 each."""
    if not fit.has_initiatives:
        return {}
    before, after = (finished_within(fit.history.portfolio, years_ago) for years_ago in (1, 0))
    finished = count_direction(len(before), len(after), 1.0, 1.0)
    value = sum_direction(before["annual_value"], after["annual_value"])
    return {"finished_more_chance": _up(finished), "value_landed_more_chance": _up(value)}


def _up(found: Direction) -> float:
    return found.chance if found.sign > 0 else 1 - found.chance
