"""What a screen shows while the store cannot be read: the last good numbers, and never of other units."""

from datetime import date

import pytest

from balance import roles
from balance.errors import BalanceError
from balance.roles import Person, Role
from balance.ui import session
from balance.ui.address import Choice

RETAIL, FREIGHT = frozenset({"Retail"}), frozenset({"Freight"})
GOOD = object()


def seer(units):
    return roles.acting_as(Person("bo", frozenset({Role.VIEWER}), units, signed_in=True))


@pytest.fixture
def chosen(monkeypatch):
    """A visitor of Retail whose numbers were worked out once; since then the store cannot be read."""
    kept = Choice(days=(date(2026, 3, 31),), version="1")
    monkeypatch.setattr(session, "choice", lambda: kept)
    monkeypatch.setattr(session.worked_out, "analysis", lambda *given: GOOD)
    with seer(RETAIL):
        assert session.analysis() is GOOD

    def broken(*given):
        raise BalanceError("The store is busy.")

    monkeypatch.setattr(session.worked_out, "analysis", broken)
    with seer(RETAIL):
        assert session.analysis() is GOOD  # this run of the page goes on with what it began with
    assert kept.trouble == ""
    monkeypatch.setattr(session.pipeline, "exists", broken)
    session.look()  # the next run of the page
    kept.trouble = ""
    return kept


@pytest.mark.parametrize("days", [(date(2026, 3, 31),), ()])
@pytest.mark.parametrize(("units", "shown"), [(RETAIL, GOOD), (FREIGHT, None), (frozenset(), None), (None, None)])
def test_the_last_good_numbers_stay_for_the_same_units_only(chosen, days, units, shown):
    chosen.days, chosen.trouble = days, "" if days else "The store is busy."
    with seer(units):
        assert session.analysis() is shown
        assert session.last_good() is shown
    assert chosen.trouble == "The store is busy."
