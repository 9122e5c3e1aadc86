"""Scenarios: what would be done differently, and what it brings on both axes."""

from balance.scenario.appetite import holds, inside_for
from balance.scenario.comparison import Comparison, compare, compare_fits, counts_speak, headlines, inside
from balance.scenario.evaluation import InBrief, Outcome, evaluate, in_brief
from balance.scenario.settings import (
    ACTIONS,
    BASE,
    NAMES,
    TODAY,
    Lever,
    Scenario,
    allowed,
    as_it_stands,
    as_known,
    checked,
    levers,
    parse,
    problems,
    scenario,
)

__all__ = [
    "ACTIONS", "BASE", "NAMES", "TODAY", "Comparison", "InBrief", "Lever", "Outcome", "Scenario", "allowed",
    "as_it_stands", "as_known", "checked", "compare", "compare_fits", "counts_speak", "evaluate", "headlines", "holds",
    "in_brief", "inside", "inside_for", "levers", "parse", "problems", "scenario",
]  # fmt: skip
