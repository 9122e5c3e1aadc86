"""Delivery, exposure, trade-off, quality and what-if, each in words that could be false."""

from dataclasses import replace

import pandas as pd
import pytest

from balance import findings, ui
from balance.boardpack import wording
from balance.model.cautions.kinds import caution
from balance.ranges import UNKNOWN, Range
from balance.scenario import Comparison

NAMES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")


def compared(value=1e6, chance=-0.05, more=0.95, less=0.95, better=0.92) -> Comparison:
    differences = dict(
        zip(NAMES, (Range(value, value, value), UNKNOWN, UNKNOWN, Range(chance, chance, chance)), strict=True)
    )
    base = dict.fromkeys(NAMES, Range(1.0, 1.0, 1.0))
    return Comparison(base, base, differences, better, 0.3, 0.8, more, less)


def test_open_initiatives_are_counted_by_how_sure_their_date_is(report):
    headline = findings.velocity(report).headline
    assert headline.startswith("Of 3 open or approved initiatives, one will probably make its date")
    assert headline.endswith("one could go either way and one will probably be late.")


def test_why_much_was_on_time_while_much_is_late_is_said_wherever_the_share_is_known(report):
    known = replace(report, velocity=replace(report.velocity, on_time_share=Range(0.7, 0.78, 0.9)))
    unknown = replace(report, velocity=replace(report.velocity, on_time_share=UNKNOWN))
    assert "what is late and still open is not in it" in findings.on_time_counts(known)
    assert "what is late and still open is not in it" in ui.velocity.pace_numbers(known, {})
    assert findings.on_time_counts(unknown) == ""


def test_one_finished_initiative_gives_a_time_but_no_range(report):
    one = replace(report, velocity=replace(report.velocity, cycle_time_days=Range(472.0, 472.0, 472.0)))
    said = "too few or too alike for a range"
    assert f"Half of them take longer than 15.5 months ({said})." in findings.velocity(one).text
    assert f">{said}<" in ui.velocity.pace_numbers(one, {})
    assert "likely 15.5" not in ui.velocity.pace_numbers(one, {}) + findings.velocity(one).text
    assert "longer than 7.1 months (likely 6.2 to 8.2)." in findings.velocity(report).text


def test_a_currency_nobody_stated_is_told_where_the_answer_stands_and_on_every_slide(report):
    unstated = replace(report, currency="USD", facts=report.facts | {"stated": ("loss_limit",)})
    stated = replace(unstated, facts=report.facts | {"stated": ("loss_limit", "reporting_currency")})
    told = "in which currency the sums are; they are shown as USD"
    assert sum(told in one for one in findings.overview(unstated).caveats) == 1
    assert not any(told in one for one in findings.overview(stated).caveats)
    assert "in USD (not stated)" in wording.footer(unstated)
    assert "money in USD" in wording.footer(stated)


def test_initiatives_without_a_date_are_not_called_late(report):
    rows = pd.DataFrame({"initiative_id": ["A"], "chance_on_time": [float("nan")]})
    told = replace(report, velocity=replace(report.velocity, initiatives=rows))
    assert "no open initiative states" in findings.velocity(told).headline.lower()


def test_what_usually_starts_beside_the_tables_is_told_where_it_is_felt(report):
    more = replace(report, quality=replace(report.quality, cautions=(caution("unannounced_work", 0.3, more=6.2),)))
    said = "6 initiatives more than are approved would start within the year"
    assert any(said in one for one in findings.velocity(more).caveats)
    assert not any(said in one for one in findings.velocity(report).caveats)


def test_appetite_points_are_told_with_the_worst_first(report):
    headline = findings.risk(report).headline
    assert headline == (
        "A loss above £10M is probably more likely than the board accepts; £5.0M is probably within tolerance."
    )


@pytest.mark.parametrize(
    "met", [(0.05, 0.5, 0.5), (0.5, 0.2, 0.5), (0.05, 0.2, 0.5), (0.05, 0.2, 0.8), (0.95, 0.2, 0.8)]
)
def test_the_headline_of_three_points_stays_within_two_lines(report, met):
    points = pd.DataFrame({"loss": (5e6, 1e7, 2.5e7), "chance_met": met})
    risk = replace(report.risk, appetite=points.assign(chance_allowed=0.1, chance=0.1, low=0.05, high=0.2))
    assert len(findings.risk(replace(report, risk=risk)).headline) <= 130


def test_the_class_that_makes_bad_years_is_named(report):
    assert findings.incidents(report).headline == "70 in 100 of what bad years cost comes from Outage."


def test_only_a_clear_effect_is_stated_plainly(report):
    headline = findings.trade_off(report).headline
    assert headline == "Initiatives that security joined late cause ×1.8 the incidents (likely ×1.3 to ×2.4)."
    unclear = replace(report, coupling=report.coupling[:1])
    assert findings.trade_off(unclear).headline.startswith("No link between delivery and risk is certain yet")


def test_an_assumed_load_effect_is_a_caveat(report):
    assert any("assumption" in caveat for caveat in findings.trade_off(report).caveats)


def test_the_weakest_part_of_the_data_is_named(report):
    assert "links" in findings.quality(report).headline


@pytest.mark.parametrize(
    ("more", "less", "headline"),
    [
        (0.95, 0.95, "This plan lands more value and takes less risk."),
        (0.8, 0.95, "This plan probably lands more value at less risk."),
        (0.95, 0.05, "This plan buys value with risk."),
        (0.05, 0.95, "This plan buys safety with value."),
        (0.05, 0.05, "This plan lands less value and takes more risk."),
        (0.5, 0.95, "This plan takes less risk; what it does to value is too close to call."),
        (0.8, 0.5, "This plan probably lands more value; what it does to risk is too close to call."),
        (0.5, 0.5, "This change is too small to call."),
    ],
)
def test_the_verdict_on_a_plan(report, more, less, headline):
    assert findings.what_if(report, compared(more=more, less=less)).headline == headline


@pytest.mark.parametrize(
    ("more", "less", "headline"),
    [
        ((0.0, 0.0), (0.99, 0.0), "This plan takes less risk at the same value."),
        ((0.0, 0.0), (0.0, 0.8), "This plan probably takes more risk at the same value."),
        ((0.95, 0.02), (0.03, 0.02), "This plan lands more value at the same risk."),
        ((0.05, 0.75), (0.95, 0.0), "This plan probably buys safety with value."),
        ((0.0, 0.0), (0.02, 0.03), "This change moves neither value nor risk."),
    ],
)
def test_ties_are_neither_more_nor_less(report, more, less, headline):
    told = replace(compared(more=more[0], less=less[0]), less_value=more[1], more_risk=less[1])
    assert findings.what_if(report, told).headline == headline


def test_a_difference_that_few_readings_pull_away_is_explained(report):
    told = compared(value=7e4, more=0.09)
    pulled = Range(7e4, -5.5e5, 7e4, typical=(-5.5e5, -2e4, 0.0))
    text = findings.what_if(report, replace(told, difference={**told.difference, NAMES[0]: pulled})).text
    assert "+£70k" in text
    assert "a few readings move far more than the rest" in text
    assert "a few readings" not in findings.what_if(report, told).text


def test_nothing_changed_asks_for_a_change(report):
    assert "Move a slider" in findings.what_if(report, compared(0.0, 0.0, 0.0, 0.0, 0.0)).headline


def test_the_heaviest_cautions_stand_first_and_the_least_only_with_the_quality_of_the_data(report):
    told = (
        caution("recording_floor", 0.4, floor=5e3, missing=0.5), caution("severe_published", 0.3, share=0.3, own=1),
        caution("loss_ranges", 0.2, share=0.4, wide=10.0), caution("uneven_quarters", 0.15, swing=0.9),
        caution("ordinary_above_floor", 0.05, floor=4e4),
        caution("drift_unknown", 0.0, quarters=8, incidents=90, step=0.1),
    )  # fmt: skip
    warned = replace(report, quality=replace(report.quality, cautions=told))
    overview, quality = findings.overview(warned).caveats, findings.quality(warned).caveats
    assert [sum(text in one for one in overview) for text in ("No loss below £5.0k", "severe class", "are ranges")] == [
        1
    ] * 3
    assert not any("very good and very bad" in one or "can neither show" in one for one in overview)
    assert len(quality) == len(findings.quality(report).caveats) + len(told)
    assert quality[-1].startswith("8 quarters with 90 incidents can neither show nor exclude")
    assert not any("No loss below" in one for one in findings.velocity(warned).caveats)
