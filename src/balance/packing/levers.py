"""The grid of what-ifs that a live web page carries: computed once, for a few levers and positions each."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from balance import pipeline
from balance.boardpack import Outline
from balance.boardpack.live import Live, Setting, live, said, sheet
from balance.errors import BalanceError
from balance.pipeline import Analysis
from balance.scenario import Lever

SHARES = {
    "wip_limit": (1.0, 0.85, 0.7, 0.6, 0.5, 0.4),
    "secure_at_design": (0.0, 0.5, 1.0),
    "control_spend": (0.0, 0.1, 0.25, 0.5),
}
"""The levers a page carries, and their positions as shares of the greatest: at most 72 combinations."""


def with_levers(outline: Outline, analysis: Analysis) -> Outline:
    """The pack whose web page carries live levers, and whose workbook their numbers; today's plan only."""
    if analysis.today is not None:
        raise BalanceError("Live levers start from today's plan: leave --scenario out, or --live.")
    told = levers_of(analysis)
    return replace(outline, live=told, sheets=(*outline.sheets, sheet(told, analysis.report)))


def levers_of(analysis: Analysis) -> Live:
    """Every combination of the positions, each exactly what `what-if` says of it."""
    known = {lever.name: lever for lever in pipeline.levers(analysis)}
    settings = [_setting(known[name], analysis.report.currency) for name in SHARES if name in known]
    settings = [setting for setting in settings if len(setting.values) > 1]
    compared = {
        at: pipeline.what_if(analysis, pipeline.plan_of(analysis, _set(settings, at), ()))
        for at in product(*(range(len(setting.values)) for setting in settings))
    }
    return live(analysis.report, settings, compared)


def _setting(lever: Lever, currency: str) -> Setting:
    at = (lever.greatest * share for share in SHARES[lever.name])
    if lever.name == "wip_limit":
        at = (float(max(round(value), lever.least)) for value in at)
    values = tuple(dict.fromkeys(at))
    return Setting(lever.name, lever.meaning, values, tuple(said(value, lever.unit, currency) for value in values))


def _set(settings: list[Setting], at: tuple[int, ...]) -> list[str]:
    """The settings of a combination as `what-if --set` takes them; a lever at today's position is left alone."""
    return [f"{one.name}={one.values[place]!r}" for one, place in zip(settings, at, strict=True) if place != one.today]
