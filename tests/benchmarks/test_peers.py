"""The problems on which loss engines stand side by side, and that this project's engine answers them."""

import re

import pytest
from benchmarks.peers import ROOT, balance, fine_grid, problems, simulated

KNOWN = {"A": (90_754_503.1, 141_163_468.8), "B": (8_986_199.7, 22_640_489.0)}
"""From a grid of four million points, and twelve million simulated years."""


@pytest.mark.parametrize("problem", problems(), ids=lambda problem: problem.name)
def test_the_fine_grid_is_right_and_the_engine_is_near_it(problem):
    truth = fine_grid(problem)
    assert truth == pytest.approx(KNOWN[problem.name], rel=5e-6)
    for run in balance(problem, 2048):
        assert run() == pytest.approx(truth, rel=3e-4)
    assert simulated(problem, 20_000)() == pytest.approx(truth, rel=0.08)


def test_a_moved_rate_needs_no_new_transforms_and_says_the_same():
    anew, moved = balance(problems()[0], 1024)
    assert anew() == moved()


def test_the_other_engines_stand_on_the_same_packages():
    def pins(name):
        return dict(re.findall(r"^([a-z-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    ours, theirs = pins("requirements.txt"), pins("requirements-peers.txt")
    assert {name: version for name, version in theirs.items() if name in ours} == {
        name: ours[name] for name in ("numpy", "scipy", "pandas")
    }
