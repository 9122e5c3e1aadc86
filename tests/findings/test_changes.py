"""A change is a signal only where the earlier number lies outside today's likely range."""

from types import SimpleNamespace

from balance.findings.changes import changes, headline
from balance.ranges import UNKNOWN, Range


def report(value: Range, chance: Range = UNKNOWN, limit: float | None = 1e7):
    velocity = SimpleNamespace(value_landing_next_year=value, cycle_time_days=UNKNOWN, finished_per_quarter=UNKNOWN)
    risk = SimpleNamespace(
        limit=limit, chance_beyond_limit=chance, bad_year_loss=UNKNOWN, incidents_next_quarter=UNKNOWN
    )
    return SimpleNamespace(velocity=velocity, risk=risk, currency="GBP")


def test_inside_the_likely_range_it_could_be_chance():
    found = changes(report(Range(6.4e6, 5.3e6, 7.5e6)), report(Range(5.9e6, 5e6, 7e6)))
    assert list(found) == ["value"]
    assert found["value"].told == "+£0.5M: could be chance" or found["value"].told == "+£500k: could be chance"
    assert "no headline number moved" in headline(found, "Q2 2026")


def test_outside_the_likely_range_it_is_a_signal_with_a_good_or_a_bad_side():
    chance = Range(0.23, 0.2, 0.26)
    found = changes(report(UNKNOWN, chance), report(UNKNOWN, Range(0.4, 0.3, 0.5)))
    assert found["chance"].signal
    assert found["chance"].better
    assert found["chance"].told == "−17: signal"
    assert "1 number moved more than chance" in headline(found, "Q2 2026")


def test_a_chance_of_another_limit_is_not_compared():
    before = report(UNKNOWN, Range(0.4, 0.3, 0.5), limit=5e6)
    assert changes(report(UNKNOWN, Range(0.23, 0.2, 0.26)), before) == {}


def test_what_reads_the_same_has_not_changed():
    found = changes(report(Range(6.41e6, 6.4e6, 7.5e6)), report(Range(6.4e6, 5e6, 7e6)))
    assert found["value"].told == "unchanged"
    assert not found["value"].signal
