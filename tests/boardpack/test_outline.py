from dataclasses import fields, is_dataclass, replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance import options
from balance.boardpack import build, decisions, fitting, layout, style
from balance.boardpack.beside import Beside
from balance.boardpack.slides import BarChart, Decision, Notice, Number, Numbers, Points, Table, XYChart
from balance.boardpack.wording import plain
from balance.errors import BalanceError
from balance.ranges import UNKNOWN, Range
from balance.report import Effect, Quality
from boardpack import invented

ORDER = ["answer", "velocity", "exposure", "trade_off", "incidents", "decisions", "table", "table", "method", "table"]

HOSTILE = '=HYPERLINK("http://x","y")\x00\x07\u202e<a href=\'http://evil\'>&amp;\r\n{{7*7}}\ufffe _x0041_'


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts(getattr(value, part.name))


def block(outline, layout, kind, at=0):
    slide = next(slide for slide in outline.slides if slide.layout == layout)
    return [found for found in slide.blocks if isinstance(found, kind)][at]


def test_slides_in_order_each_with_a_message_notes_and_footer():
    outline = invented.pack()
    assert [slide.layout for slide in outline.slides] == ORDER
    for slide in outline.slides:
        assert slide.title
        assert not slide.title.endswith(".")
        assert any(note.startswith("How sure are we?") for note in slide.notes)
        for said in ("30 Sep 2026", "scenario: today", "GBP", "model 0.1.0", "data 7f3a91c2"):
            assert said in slide.footer


def test_titles_and_texts_are_those_of_the_findings():
    outline, told = invented.pack(), invented.findings()
    assert outline.slides[0].title == told["overview"].headline.removesuffix(".")
    assert outline.slides[2].subtitle == told["risk"].text
    assert f"Caveat: {invented.CAVEAT}" in outline.slides[0].notes


def test_headline_numbers_carry_the_ranges_of_the_report():
    report = invented.sample()
    value, chance, time, loss = block(invented.pack(report), "answer", Numbers).items
    assert value.range == report.velocity.value_landing_next_year
    assert (value.value, value.likely) == ("£6.4M", "likely 5.3 to 7.5; Jun 2026: £5.9M")
    assert chance.range == report.risk.chance_beyond_limit
    assert (chance.value, chance.unit, chance.verdict, chance.tone) == ("23", "in 100", "△ probably over 20", "bad")
    assert time.range == report.velocity.cycle_time_days
    assert loss.range == report.risk.bad_year_loss


def test_range_beside_a_number_of_another_scale_names_its_own():
    report = invented.sample()
    velocity = replace(report.velocity, value_landing_next_year=Range(9.5e5, 6e5, 1.3e6))
    number = block(invented.pack(replace(report, velocity=velocity)), "answer", Numbers).items[0]
    assert number.value == "£950k"
    assert number.likely.startswith("likely £0.6M to £1.3M")


def test_balance_chart_stands_where_the_report_says():
    chart = block(invented.pack(), "answer", XYChart)
    series = {part.name: part for part in chart.series}
    assert (series["Today"].x, series["Today"].y) == ((23.0,), (6.41,))
    assert series["Likely range of the risk"].x == (16.0, 32.0)
    assert series["Likely range of the value"].y == (5.3, 7.52)
    assert series["The board's appetite"].x == (20.0, 20.0)
    assert len(series["Earlier dates"].x) == 8
    assert series["Earlier dates"].y[-1] == 6.41
    assert chart.zone is not None


def test_the_first_chart_shows_what_is_asked_by_the_numbers_of_the_list_below_it():
    pack = invented.pack()
    chart, asked = block(pack, "answer", XYChart), block(pack, "answer", Table)
    shown = [part.name for part in chart.series if part.role == "plan"]
    assert shown == [row[0].text.split()[0] for row in asked.rows] == ["1", "2", "3"]


def test_without_effects_of_what_is_asked_the_first_chart_shows_the_recommended_plan():
    chart = block(invented.pack(asked=(Decision("Agree the appetite anew"),)), "answer", XYChart)
    series = {part.name: part for part in chart.series}
    assert series["Focus and secure"].x == pytest.approx((14.0,))


def test_a_recommended_plan_that_is_not_asked_is_named_on_the_first_slide():
    best, *others = invented.plans()
    told = {item.head: item.text for item in block(invented.pack(), "answer", Points).items}
    assert best.title in told["Not asked"]
    assert "better and no worse in 92 of 100 readings" in told["Not asked"]
    for asked in (Decision(best.title), Decision("Choose", effect=f"the plan “{best.title}”")):
        assert "Not asked" not in {item.head for item in block(invented.pack(asked=(asked,)), "answer", Points).items}
    unsure = invented.pack(plans=others[-1:])
    assert "Not asked" not in {item.head for item in block(unsure, "answer", Points).items}


def test_trail_takes_only_earlier_dates_and_skips_gaps():
    trail = invented.trail()
    trail.loc[2, "chance_beyond_limit"] = None
    later = pd.DataFrame({**{name: [1.0] for name in trail.columns}, "as_of": [invented.AS_OF]})
    chart = block(invented.pack(trail=pd.concat([trail, later])), "answer", XYChart)
    assert len(next(part for part in chart.series if part.role == "trail").x) == 7


def test_hundred_dots_agree_with_the_headline_chance():
    chart = block(invented.pack(), "exposure", XYChart, 1)
    dots = {part.role: part for part in chart.series}
    assert (len(dots["inside"].x), len(dots["beyond"].x)) == (77, 23)
    assert max(dots["inside"].x) < 10.0 < min(dots["beyond"].x)
    assert chart.title == "23 of 100 possible next years cost more than £10M"


@pytest.mark.parametrize("chance", [0.001, 0.0096, 0.5, 0.999])
def test_dots_never_say_more_than_the_number(chance):
    report = invented.sample()
    risk = replace(report.risk, chance_beyond_limit=Range(chance, chance, chance))
    chart = block(invented.pack(replace(report, risk=risk)), "exposure", XYChart, 1)
    dots = sum(len(part.x) for part in chart.series if part.role in ("inside", "beyond"))
    assert dots == 100


def test_forecast_shows_the_largest_and_counts_the_rest():
    table = block(invented.pack(), "velocity", Table)
    assert [row[0].text for row in table.rows[:3]] == list(invented.NAMES[:3])
    assert len(table.rows) == 9
    assert table.more == "and 51 smaller initiatives, all in the workbook"
    late = [row for row in table.rows if row[-1].text.startswith("△")]
    assert all(row[-1].tone == "bad" for row in late)
    assert "P80" not in " ".join(texts(invented.pack()))


def test_forecast_beyond_ten_years_says_so_and_stays_on_the_axis():
    report = invented.sample(3)
    rows = report.velocity.initiatives.assign(finish_p80=pd.NaT, finish_p90=pd.NaT)
    table = block(
        invented.pack(replace(report, velocity=replace(report.velocity, initiatives=rows))), "velocity", Table
    )
    assert {row[4].text for row in table.rows} == {"over 10 years"}
    assert all(x <= table.chart.x.greatest for part in table.chart.series for x in part.x)


def test_decisions_as_given_and_as_derived():
    given_, derived = invented.pack(), invented.pack(asked=())
    assert given_.slides[5].title == "We ask the board for three decisions"
    assert derived.slides[5].title == "We ask the board to choose a plan"
    assert block(derived, "decisions", Table).rows[0][0].text.endswith("and bring security in now")
    cell = block(given_, "decisions", Table).rows[2][3]
    assert (cell.text, cell.rest) == ("−2", "(−5 to +1) ○")


def test_many_decisions_take_the_room_of_the_chart():
    outline = invented.pack(asked=invented.asked() * 2)
    assert outline.slides[5].layout == "many_decisions"
    assert len(block(outline, "many_decisions", Table).rows) == 6


def test_a_long_scenario_name_leaves_room_for_the_rest_of_the_footer():
    footer = invented.pack(replace(invented.sample(), scenario="a plan " * 60)).slides[0].footer
    assert "data 7f3a91c2" in footer
    assert fitting.shorten(footer, layout.footer()[0].width, style.FOOTER) == footer


def test_a_destination_off_the_chart_is_labelled_at_its_edge():
    far = invented.plan("Do nothing at all", "Nothing", -40e6, 2.0, 0.0)
    chart = block(invented.pack(plans=(far,)), "answer", XYChart)
    for label in chart.labels:
        assert chart.x.least <= label.x <= chart.x.greatest
        assert chart.y.least <= label.y <= chart.y.greatest


def test_without_a_limit_the_bad_year_stands_on_the_axis_and_a_limit_is_asked_for():
    outline = invented.pack(invented.without_limit(), asked=())
    chart = block(outline, "answer", XYChart)
    assert chart.zone is None
    assert "5 of 100" in chart.x.title
    assert any("State the loss limit" in said for said in texts(block(outline, "decisions", Table)))


def test_without_incidents_the_risk_half_says_what_is_missing():
    outline = build(invented.without_incidents(), {})
    keys = [slide.key for slide in outline.slides if slide.key]
    assert keys == ["answer", "velocity"], "what could only say that nothing is loaded is left to the first slide"
    for section in ("exposure", "incidents", "trade-off", "decisions"):
        alone = build(invented.without_incidents(), {}, sections=(section,))
        assert isinstance(alone.slides[0].blocks[0], Notice), "asked for by name it says so itself"
    assert len(build(invented.without_incidents(), {}, sections=("exposure", "incidents")).slides) == 1
    assert isinstance(outline.slides[0].blocks[1], Table)
    assert "needs a list of incidents" in " ".join(texts(outline.slides[0]))


def test_without_initiatives_the_value_half_says_what_is_missing():
    outline = build(invented.without_initiatives(), {})
    assert "velocity" not in [slide.key for slide in outline.slides]
    alone = build(invented.without_initiatives(), {}, sections=("velocity",))
    assert isinstance(alone.slides[0].blocks[1], Notice)
    assert {"needs initiatives"} == {one.likely for one in block(outline, "answer", Numbers).items if "Value" in
                                     one.label or "Time" in one.label}  # fmt: skip
    assert outline.slides[0].blocks[1].title.startswith("23 of 100")
    assert "needs a list of initiatives" in " ".join(texts(outline.slides[0]))


def test_numbers_that_are_not_finite_are_dashes():
    report = invented.sample()
    endless = Range(float("inf"), float("nan"), float("inf"))
    risk = replace(report.risk, bad_year_loss=endless, beyond_bad_year_mean=UNKNOWN, expected_annual_loss=endless)
    outline = invented.pack(replace(report, risk=risk, coupling=(Effect("x", UNKNOWN, "x"),), quality=Quality(0.0, ())))
    told = " ".join(texts(outline))
    assert "nan" not in told.split()
    assert "inf" not in told.split()
    assert Number("Loss in a bad year", "–", likely="needs incidents") in block(outline, "answer", Numbers).items


def test_text_of_the_data_is_plain_everywhere():
    report = invented.sample(4)
    velocity = replace(report.velocity, initiatives=invented.initiatives(4, HOSTILE))
    risk = replace(report.risk, classes=invented.classes((HOSTILE, "Fraud")))
    hostile = replace(report, velocity=velocity, risk=risk, scenario=HOSTILE, coupling=())
    told = list(texts(build(hostile, invented.findings(), trail=invented.trail())))
    assert any('=HYPERLINK("http://x","y")' in said for said in told)
    for said in told:
        said.encode("utf-8")
        assert not set(said) & {"\x00", "\x07", "\r", "\n", "\u202e", "\ufffe"}


def test_the_track_record_is_a_slide_where_forecasts_were_scored_and_a_sentence_where_none_was():
    whole = invented.pack(beside=invented.beside())
    (slide,) = (slide for slide in whole.slides if slide.layout == "record")
    coverage, leaning, brier, dates = slide.blocks[0].items
    assert (coverage.value, coverage.likely) == ("9 of 10", "promised: 80 of 100 or more, here 8")
    assert (leaning.value, leaning.likely) == ("0 of 1", "1 more have fewer than 8 scores")
    assert (brier.value, brier.unit) == ("0.04", "over 10")
    assert dates.value == "7 of 10"
    assert [row[-1].text for row in slide.blocks[1].rows] == ["15 more", "6 more"]
    assert "30 Sep 2026" in slide.subtitle
    told = invented.record()
    waiting = Beside(record=replace(told, scores=told.scores.iloc[:0]))
    without = invented.pack(beside=waiting)
    assert "record" not in [slide.layout for slide in without.slides]
    assert any("none has come due yet" in said for said in texts(without.slides[-2]))


def test_only_the_sections_asked_for_are_in_the_pack():
    outline = invented.pack(sections=("decisions", "answer"))
    assert [slide.layout for slide in outline.slides] == ["answer", "decisions"]
    with pytest.raises(BalanceError, match=r"chapter.*appendix"):
        invented.pack(sections=("chapter",))


def test_saved_plans_stand_first_with_who_and_when():
    saved = (replace(invented.plans()[1], title="Board plan", what="saved by CIO on 3 Nov 2026"),)
    table = block(invented.pack(beside=Beside(saved=saved)), "trade_off", Table)
    assert [row[0].text for row in table.rows[:2]] == ["Today's plan", "Board plan"]
    assert table.rows[1][0].rest == "saved by CIO on 3 Nov 2026"
    assert len(table.rows) == 4


def test_the_reports_own_slides_owe_nothing_to_the_track_record():
    plain_, whole = invented.pack(), invented.pack(beside=Beside(record=invented.record()))
    assert [slide for slide in whole.slides if slide.layout != "record"] == list(plain_.slides)


def test_open_decisions_of_the_day_are_asked_and_earlier_ones_are_followed():
    outline = invented.pack(asked=(), beside=invented.beside())
    asked = block(outline, "decisions", Table)
    assert [(row[0].text, row[4].text, row[5].text) for row in asked.rows] == [
        ("1 Fund the access programme", "CISO", "1 Dec 2026"),
        ("2 Agree the appetite anew", "to be named", "to be set"),
    ]  # fmt: skip
    assert asked.rows[0][2].text == "+1.2"
    followed = next(slide for slide in outline.slides if slide.title.startswith("Of two earlier decisions"))
    assert followed.title == "Of two earlier decisions one is settled and one is overdue"
    overdue, settled = followed.blocks[0].rows
    assert (overdue[-1].text, overdue[3].tone) == ("△ open, overdue", "bad")
    assert settled[-1].text == "● 1 Aug 2026: done in June"
    assert "3 finished, worth £1.2M a year" in settled[5].text


@given(st.text(max_size=300))
@settings(max_examples=50)
def test_plain_text_is_stable(raw):
    once = plain(raw)
    assert plain(once) == once
    assert once.isprintable()


def test_half_a_character_is_dropped():
    assert plain("a\ud800b") == "ab"


def test_every_chart_and_table_has_an_alternative_text():
    for slide in invented.pack().slides:
        for found in slide.blocks:
            if isinstance(found, Table | XYChart | BarChart):
                assert found.alt
            if isinstance(found, Table) and found.chart:
                assert found.chart.alt
            if isinstance(found, Points):
                assert found.title


def test_a_kept_decision_that_calls_a_suggested_plan_by_its_name_has_its_effects(sample_analysis):
    plan = options.suggest(sample_analysis.fit, sample_analysis.outcome)[0]
    row = SimpleNamespace(
        decision=f" {plan.title.upper()} ", owner="CIO", due_on=date(2026, 12, 31), scenario="", choice="", why=""
    )
    kept = SimpleNamespace(decision=row, rested=None)
    (asked,) = decisions.asked_for(sample_analysis.report, [plan], (), [kept])
    assert (asked.owner, asked.chance) == ("CIO", plan.comparison.difference["chance_beyond_limit"])


def test_with_incidents_alone_a_plan_is_judged_by_the_half_that_is_known():
    plans = (replace(invented.plans()[0], comparison=_without_value(invented.plans()[0].comparison)),)
    outline = build(invented.without_initiatives(), {}, plans=plans)
    slide = next(slide for slide in outline.slides if slide.key == "trade-off")
    assert slide.title.endswith("bring security in now”: −9 in 100 for a year beyond £10M (likely −13 to −6)")
    table = slide.blocks[0]
    assert [column.head for column in table.columns] == ["Plan", "Chance beyond £10M, in 100", "Loss in a bad year, £M"]
    assert {len(cells) for cells in table.rows} == {3}
    assert "its table is not loaded" in slide.blocks[1].items[0].text
    asked = next(slide for slide in outline.slides if slide.key == "decisions")
    assert [column.head for column in asked.blocks[0].columns][2:-2] == ["Chance beyond £10M, in 100"]
    assert not any(isinstance(block, Notice) for block in asked.blocks)


def _without_value(told):
    parts = ("base", "scenario", "difference")
    known = {name: {**getattr(told, name), "value_landing_next_year": UNKNOWN} for name in parts}
    return replace(told, **known, better_on_both=None)


def test_the_zone_says_what_it_is_where_no_point_stands():
    low = invented.trail().assign(value_landing_next_year=6.4e6, chance_beyond_limit=0.21)
    chart = block(invented.pack(trail=low.iloc[:1]), "answer", XYChart)
    assert not chart.zone.above
    falling = low.assign(value_landing_next_year=3.6e6, chance_beyond_limit=0.22)
    assert block(invented.pack(trail=falling, asked=(), plans=()), "answer", XYChart).zone.above


def test_where_every_one_of_the_largest_will_be_late_it_says_all():
    late = invented.sample(5)
    rows = late.velocity.initiatives.assign(chance_on_time=0.1)
    told = block(build(replace(late, velocity=replace(late.velocity, initiatives=rows)), {}), "velocity", Table)
    assert told.title == "All of the open initiatives will probably miss their date"
