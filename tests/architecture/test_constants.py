"""What the model takes as given is a row of the known assumptions, never a bare number in the code.

A number that is none of these (a limit of a check, a step of a grid, a floor that keeps a division sound) is named here
with what it is. Half and whole numbers up to 4, ten, tolerances up to 1e-4 and bounds of `number(...)` need no name.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "balance"
PLACES = ("model", "scenario", "frontier", "securing", "track_record", "sensitivity", "forecasting.py")
PLAIN = {0.0, 0.25, 0.5, 1.0, -1.0, 2.0, 3.0, 4.0, 10.0}
TOLERANCE, BEYOND_ALL = 1e-4, 1e8

REPEATS = {
    "model/coupling.py": {0.8, 1.15}, "model/delivery.py": {1.5, 1.4, 0.95, 0.15, 0.2, 0.4, 3.4, 16.6, 0.6, 0.45},
    "model/level.py": {0.05, 0.2, 0.8, 0.0716}, "model/loss_shapes.py": {0.3}, "model/newcomers.py": {0.85},
    "model/priors.py": {5.0, 3.4, 16.6}, "model/severe.py": {0.886, 0.001},
    "model/severity.py": {11.0, 1.4, 0.2, 0.35, 0.4}, "securing/learning.py": {0.35, 0.8, 1.25},
}  # fmt: skip
"""Defaults of functions and values that repeat a documented row; that they do is tested beside the model."""

LIMITS_OF_CAUTIONS = {
    "model/cautions/coming_work.py": {0.1, 0.6, 0.7, 0.8, 1.65, 2.2, 15.0}, "model/cautions/effects.py": {0.05, 0.8},
    "model/cautions/levels.py": {0.04, 0.1, 0.3, 0.35, 0.8, 1.1, 1.37}, "model/cautions/linked.py": {0.05},
    "model/cautions/loss_sizes.py": {0.1}, "model/cut_off.py": {0.4}, "model/quality.py": {1.25},
    "model/cautions/unrecorded.py": {0.03, 0.1, 0.2, 0.7, 0.9, 0.99, 1.1, 1.25, 1.45, 1.65, 1.7, 2.4, 2.6},
    "model/false_links.py": {0.01, 0.05}, "model/precision.py": {0.9, 1.645},
}  # fmt: skip
"""From where on a person is told; they change no number. Set on tuning companies, measured in docs/calibration.md."""

LEVELS_OF_TESTS_AND_QUANTILES = {
    "model/loss_curve.py": {0.05, 0.002, 0.005}, "model/loss_grid.py": {0.00025, 0.0015, 0.01},
    "model/newcomers.py": {0.05, 0.95}, "model/precision.py": {1.2816}, "model/response_times.py": {0.9},
    "model/severe.py": {0.9, 1.2815515655446004, 1.6448536269514722}, "model/single_event.py": {3.0902},
    "model/signal.py": {0.05, 0.7, 0.8, 0.9, 2.66}, "scenario/curve.py": {0.001}, "securing/adaptation.py": {0.9},
    "track_record/distribution.py": {0.05, 0.1, 0.2, 0.8, 0.9, 0.95}, "track_record/scores.py": {0.05, 0.6, 0.8},
    "track_record/verdicts.py": {0.02, 0.1, 0.2, 0.7, 0.8, 0.9, 1.645, 2.576},
}  # fmt: skip
"""Which chance a number is about, and the deviates that belong to it."""

GRIDS = {
    "model/delivery.py": {0.02, 0.08, 0.11, 0.15, 0.2, 0.26, 0.33, 0.42, 0.45, 0.52, 0.6, 1.6},
    "model/level.py": {0.01, 0.03, 0.035, 0.07, 0.1, 0.12, 0.2, 0.33, 0.35, 0.6, 2.5},
    "model/loss_curve.py": {1.5, 14.0}, "model/loss_grid.py": {1.2}, "scenario/curve.py": {1.2, 1.5},
    "model/loss_posterior.py": {0.001, 0.1, 1.001, 1.1, 1.2, 4.2, 12.0},
    "model/loss_shapes.py": {0.08, 0.1, 0.2, 0.3, 0.35, 2.5, 3.5, 6.0, 12.0},
}  # fmt: skip
"""Where a distribution is worked out, and how far its grid reaches."""

FLOORS = {
    "model/coupling.py": {0.05, 6.0}, "model/delivery.py": {0.001, 0.8, 0.999}, "model/frequency.py": {0.2, 5.0},
    "model/history.py": {0.01, 0.2, 0.999, 12.0}, "model/level.py": {0.05}, "model/levers.py": {0.02, 0.9},
    "model/littles_law.py": {0.01}, "model/newcomers.py": {0.1}, "model/panel.py": {0.01}, "model/plan.py": {0.1},
    "model/portfolio.py": {7.0, 14600.0}, "model/priors.py": {0.001, 0.01}, "model/recording.py": {0.05, 0.99},
    "model/severe.py": {0.01}, "model/severe_events.py": {1.05}, "model/unit_pace.py": {0.001, 0.999},
    "securing/learning.py": {0.01}, "securing/yields.py": {0.95},
}  # fmt: skip
"""The least and the most that a sum, a share or a draw may be, so that what is senseless stays harmless."""

PUBLISHED_TABLE = {
    "model/severe.py": {0.073, 0.083, 0.098, 0.105, 0.128, 0.139, 329e3, 403e3, 467e3, 603e3, 2e6, 6e6, 7e6, 10e6, 12e6,
                        32e6, 62e6},
}  # fmt: skip
"""Published experience by revenue: what is used of it for a company stands among its assumptions, worked out."""

WORKED_OUT = {"model/priors.py": {100.0, 1e7}}
"""The cap of one loss where nobody states it, which is a row of its own that says how it is found."""

NO_PRIOR = {"model/severity.py": {0.1, 1.5}}
"""So little that a class speaks for itself."""

UNITS = {"model/portfolio.py": {91.25}, "scenario/kept.py": {1e6}, "securing/adaptation.py": {365.0}}
"""A quarter and a year in days, a megabyte in bytes."""

SEARCH = {
    "frontier/curve.py": {0.4, 0.6}, "frontier/means.py": {0.05, 0.1, 0.2, 0.35, 0.75, 1.5, 2.5},
    "frontier/price.py": {0.02}, "frontier/sweep.py": {0.2, 0.4, 0.55, 0.6, 0.7, 0.8, 0.85, 1.2},
    "scenario/settings.py": {1.5}, "sensitivity/challenge.py": {0.01},
}  # fmt: skip
"""Which plans and values are looked at; every one that is shown is evaluated exactly."""

NAMED = (REPEATS, LIMITS_OF_CAUTIONS, LEVELS_OF_TESTS_AND_QUANTILES, GRIDS, FLOORS, PUBLISHED_TABLE, WORKED_OUT,
         NO_PRIOR, UNITS, SEARCH)  # fmt: skip


def modules() -> list[Path]:
    """Every file of the model and of what is worked out with it."""
    places = (PACKAGE / place for place in PLACES)
    return [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*.py")))]


def constants(source: str) -> set[float]:
    """The numbers with a point that stand in a source and are neither plain, nor a tolerance, nor a bound of a row."""
    tree = ast.parse(source)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "number")
    bounds = {id(given) for call in calls for given in call.args}
    numbers = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float))
    found = (node.value for node in numbers if id(node) not in bounds)
    return {value for value in found if value not in PLAIN and TOLERANCE < abs(value) < BEYOND_ALL}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_number_is_a_row_of_the_assumptions_or_named_here(path):
    place = path.relative_to(PACKAGE).as_posix()
    named = set().union(*(group.get(place, set()) for group in NAMED))
    bare = constants(path.read_text(encoding="utf-8")) - named
    assert not bare, f"{place}: {sorted(bare)}: an assumption (known_assumptions.py), or to be named here with its kind"


def test_the_check_finds_a_number_that_nobody_named():
    found = constants('rate = 0.37 * base\nspread = number(given, "effect:x", 0.05, 20.0)\nclose = 1e-9\nhalf = 0.5\n')
    assert found == {0.37}


def test_files_named_here_exist():
    known = {path.relative_to(PACKAGE).as_posix() for path in modules()}
    assert {place for group in NAMED for place in group} <= known
