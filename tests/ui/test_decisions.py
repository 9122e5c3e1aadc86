"""Decisions on the screen: what came since is told in the currency it is counted in."""

from datetime import date

from balance.deciding import HEADLINES, Followed, Rested
from balance.ranges import Range
from balance.store import Decision
from balance.track_record.since import Since
from balance.ui.decisions import table


def test_what_came_since_is_in_todays_currency_and_what_it_rested_on_in_that_of_its_day():
    four = dict.fromkeys(HEADLINES, Range(3e6, 2e6, 4e6))
    rested = Rested(date(2026, 3, 31), "GBP", "", "", four, four, four, None, {}, {})
    came = Since(183, 4, 5e6, 0.0, 2, 7e6)
    told = str(table((Followed(Decision(date(2026, 3, 31), "Cap at 8"), rested, came, four),), "EUR"))
    assert ("£3.0M" in told, "€5.0M" in told, "€7.0M" in told, "£5.0M" in told) == (True, True, True, False)
