"""The frontier in words: what another choice would bring, or that nothing can be traded."""

import pytest

from balance.findings import frontier
from balance.frontier import Frontier, Plan, Reason

TODAY = Plan(20e6, 9e6, 0.04, 5e6, 3)
BETTER = Plan(23e6, 8e6, 0.03, 4e6, 2, (("A", "run"), ("B", "secure_first"), ("C", "pause")))
REASON = Reason("C", "Name", "pause", 1.0, 2.0, None, "It needs B, which waits.")


@pytest.mark.parametrize(
    ("gain", "saving", "word"), [(3e6, 1e6, "£3.0M more"), (0.0, 1e6, "£1.0M smaller"), (0, 0, "No other")]
)
def test_the_headline_tells_the_gain_first_then_the_saving(gain, saving, word):
    told = frontier(Frontier(TODAY, (BETTER,), gain, saving, 0.5, (REASON,), 0), "GBP")
    assert word in told.headline
    assert "run 1, secure first 1 and pause 1" in told.text
    assert "0.5" in told.text
    assert told.table["why"].tolist() == [REASON.why]
    assert told.caveats


def test_nothing_to_trade():
    told = frontier(Frontier(TODAY, (), 0.0, 0.0, 0.0), "GBP")
    assert "together" in told.headline
    assert not told.caveats
