"""What a slider brings along: the parts of the page that would now tell something else, and no other."""

from types import SimpleNamespace

import pytest

from balance.ui import following
from balance.ui.following import ANSWER, FOOT


class DrawnAnewError(Exception):
    """Where the run of a callback ends; with the parts that are drawn."""


@pytest.fixture
def plan(monkeypatch):
    """A plan in the hand, on a page whose foot is the only part beside the answer."""
    held, told = SimpleNamespace(name="unsaved plan", own=0.98), {}

    def rerun(parts):
        raise DrawnAnewError(parts)

    def compared():
        return SimpleNamespace(scenario={"expected_annual_loss": SimpleNamespace(measured=held.own)})

    monkeypatch.setattr(following, "_told", lambda: told)
    monkeypatch.setattr(following, "presenting", lambda: False)
    monkeypatch.setattr(following.st, "rerun", rerun)
    monkeypatch.setattr(following.session, "named", lambda: held.name)
    monkeypatch.setattr(following.session, "compared", compared)
    following.drawn(FOOT)
    return held


@pytest.mark.parametrize(("change", "drawn"), [
    ({}, None), ({"own": 0.9801}, None), ({"own": 0.41}, [ANSWER, FOOT]), ({"name": "Focus"}, [ANSWER, FOOT]),
])  # fmt: skip
def test_the_foot_follows_the_plans_name_and_how_far_own_data_carries_it(plan, change, drawn):
    vars(plan).update(change)
    try:
        asked = following.follow()
    except DrawnAnewError as ended:
        asked = ended.args[0]
    assert asked == drawn
