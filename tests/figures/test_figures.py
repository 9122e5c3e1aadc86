"""Every figure: our colours, few points, fixed height, an alt sentence, nothing from data as markup, both modes."""

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from scipy.stats import lognorm

from balance import figures
from balance.figures.row_names import row_names
from balance.ranges import UNKNOWN, Range

AS_OF = date(2026, 9, 30)
KEPT = pd.DataFrame(
    {"due_on": pd.to_datetime(["2026-03-31", "2026-06-30", "2026-09-30"]), "q05": [1e6, 0.5e6, 2e6],
     "q10": [1.5e6, 0.7e6, 2.5e6], "q90": [4e6, 5e6, np.nan], "q95": [6e6, 8e6, np.nan],
     "outcome": [2e6, 9e6, np.nan], "in_80": [True, False, None]}
)  # fmt: skip

TIMED = [figures.Timed("Noticed <b>", Range(0.7, 0.6, 0.8), Range(9.5, 8, 12), True),
         figures.Timed("Over", Range(None, None, None), UNKNOWN, True),
         figures.Timed("Noticed, year before", Range(0.9, 0.7, 1.1), UNKNOWN, False)]  # fmt: skip
SCALES = [
    figures.Scale("Chance <script>", 0.26, "26", 1.0, 0.05, "allowed 5"),
    figures.Scale("Bad year", 18e6, "£18M", 80e6),
]
STRUCK = [
    figures.Struck("Flood $x^2$", (0.6, 30e6), ("60", "£30M")),
    figures.Struck("None", (0.26, 18e6), ("26", "£18M")),
]


SPENT = [(0.0, Range(0.32, 0.25, 0.4)), (1e6, Range(0.26, 0.2, 0.33)), (2e6, Range(0.23, 0.17, 0.3))]
COVERAGE = pd.DataFrame(
    {"quarter_end": pd.to_datetime(["2026-03-31", "2026-06-30", "2026-09-30"]), "incidents": [4, 0, 9],
     "with_loss": [0.5, np.nan, 0.33], "linked": [0.25, np.nan, 0.31]}
)  # fmt: skip


def every(drawn, **how):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    effects = [
        ("Security joined late <b>", Range(1.6, 1.2, 2.1, measured=0.6)),
        ("AI", Range(1.1, 0.8, 1.5, measured=0)),
    ]
    finished = pd.DataFrame(
        {"name": ["A", "B"], "finish_actual": pd.to_datetime(["2026-01-01", "2026-05-01"]), "days": [90.0, 300.0]}
    )
    return {
        "balance": figures.balance_chart(drawn.base, frame, allowed=0.2, trail=drawn.trail, scenario=drawn.plan, **how),
        "dots": figures.hundred_years(drawn.curve, limit=1e7, currency="GBP", **how),
        "curve": figures.exceedance_curve(drawn.curve, drawn.appetite, currency="GBP", **how),
        "forecast": figures.forecast_rows(drawn.forecast, AS_OF, currency="GBP", **how),
        "load": figures.load_curve(Range(0.66, 0.45, 0.9), 14, Range(4, 3.2, 4.9), drawn.record, **how),
        "record": figures.control_chart(drawn.record, **how),
        "cycle": figures.cycle_times(finished, half_days=200.0, **how),
        "contribution": figures.contribution(drawn.forecast, currency="GBP", **how),
        "effects": figures.effects_chart(effects, **how),
        "kept": figures.kept_forecasts(KEPT, thing="Loss <b>", currency="GBP", **how),
        "coverage": figures.coverage(COVERAGE, **how),
        "response_times": figures.response_times(TIMED, **how),
        "stress": figures.stress_rows(SCALES, STRUCK, **how),
        "spending_curve": figures.spending_curve(
            SPENT,
            1e6,
            x="Spent on controls a year",
            y="Chance of a loss beyond £10M",
            currency="GBP",
            of_chance=True,
            **how,
        ),
        "readiness": figures.readiness({"Business": 0.84, "Security": None}, **how),
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_figure_keeps_the_grammar(drawn, mode, phone):
    for name, figure in every(drawn, mode=mode, phone=phone).items():
        layout = figure.layout
        assert layout.height, name
        assert not layout.showlegend, name
        assert layout.dragmode is False, name
        assert all(axis.fixedrange for axis in (layout.xaxis, layout.yaxis)), name
        assert figures.alt_of(figure).endswith("."), name
        assert sum(len(trace.x) for trace in figure.data) <= 300, name
        go.Figure(figure.to_dict())  # raises where a property does not exist or has no such value


def test_nothing_from_data_is_markup(drawn):
    for name, figure in every(drawn).items():
        texts = [note.text or "" for note in figure.layout.annotations]
        texts += [str(text) for trace in figure.data for text in (trace.text if trace.text is not None else [])]
        assert not any("<script" in text or "$x^2$" in text or "late <b>" in text for text in texts), name


def test_filled_dots_say_the_same_number_as_the_text(drawn):
    figure = figures.hundred_years(drawn.curve, limit=1e7, currency="GBP")
    hollow, filled = (len(trace.x) for trace in figure.data)
    chance = float(drawn.curve["chance"].iloc[10])
    assert hollow + filled == 100
    assert abs(filled - 100 * chance) <= 1.5
    assert any(f"{filled} of 100" in note.text for note in figure.layout.annotations)


def test_axes_do_not_move_with_a_scenario(drawn):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    plain = figures.balance_chart(drawn.base, frame, allowed=0.2)
    with_plan = figures.balance_chart(drawn.base, frame, allowed=0.2, scenario=drawn.plan)
    assert plain.layout.xaxis.range == with_plan.layout.xaxis.range
    assert plain.layout.yaxis.range == with_plan.layout.yaxis.range


@pytest.mark.parametrize(("value", "risk", "missing"), [
    (UNKNOWN, Range(0.2, 0.1, 0.3), "list of initiatives"), (Range(5e6, 4e6, 6e6), UNKNOWN, "list of incidents"),
    (UNKNOWN, UNKNOWN, "Nothing to place"),
])  # fmt: skip
def test_half_of_the_data_shows_its_half_and_says_what_is_missing(value, risk, missing):
    base = figures.Position("Today", value, risk)
    frame = figures.frame_of(base, None, currency="GBP", limit=1e7, allowed=0.05)
    figure = figures.balance_chart(base, frame, allowed=0.05)
    assert any(missing in note.text for note in figure.layout.annotations)


def test_without_a_limit_the_axis_is_the_bad_year():
    base = figures.Position("Today", Range(5e6, 4e6, 6e6), Range(2.4e7, 1.8e7, 3.2e7))
    frame = figures.frame_of(base, None, currency="GBP", limit=None, allowed=None)
    figure = figures.balance_chart(base, frame)
    assert "5 in 100 next years exceed" in figure.layout.xaxis.title.text
    assert any("£5.0M, £24M" in note.text for note in figure.layout.annotations)


def test_a_scenario_far_outside_is_held_at_the_edge(drawn):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    far = figures.Position("This plan", Range(9e7, 8e7, 9.9e7), Range(0.9, 0.8, 0.95), "ink")
    figure = figures.balance_chart(drawn.base, frame, allowed=0.2, scenario=far)
    assert max(figure.data[-1].x) <= frame.x[1]
    assert any("£90M" in note.text for note in figure.layout.annotations)


def test_a_signal_is_marked_only_where_a_rule_fires(drawn):
    calm = drawn.record.assign(finished=[3, 4, 3, 4, 3, 4, 3, 4])
    assert not any("signal" in note.text for note in figures.control_chart(calm).layout.annotations)
    assert any("signal" in note.text for note in figures.control_chart(drawn.record).layout.annotations)


def test_empty_tables_are_drawn_without_error(drawn):
    none = drawn.forecast.head(0)
    figures.forecast_rows(none, AS_OF, currency="GBP")
    figures.contribution(none, currency="GBP")
    figures.control_chart(drawn.record.head(0))
    figures.exceedance_curve(drawn.curve, drawn.appetite.head(0), currency="GBP")
    figures.cycle_times(pd.DataFrame({"name": [], "finish_actual": pd.to_datetime([]), "days": []}), half_days=None)


def plans(values, risks) -> pd.DataFrame:
    return pd.DataFrame({"value": values, "risk": risks})


def line_of(figure) -> tuple[list[float], list[float]]:
    found = [trace for trace in figure.data if trace.name == "frontier"]
    return (list(found[0].x), list(found[0].y)) if found else ([], [])


@pytest.mark.parametrize("phone", [False, True])
def test_the_frontier_is_a_named_line_that_moves_no_axis(drawn, phone):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    best = plans(np.linspace(5e6, 8e6, 60), np.linspace(0.08, 0.3, 60))
    how = {"allowed": 0.2, "trail": drawn.trail, "scenario": drawn.plan, "phone": phone}
    without = figures.balance_chart(drawn.base, frame, **how)
    figure = figures.balance_chart(drawn.base, frame, frontier=best.sample(frac=1, random_state=1), **how)
    across, up = line_of(figure)
    assert across == pytest.approx(np.linspace(8, 30, 60))
    assert up == pytest.approx(np.linspace(5, 8, 60))
    assert any("Best reachable" in note.text for note in figure.layout.annotations)
    assert "best that is reachable" in figures.alt_of(figure)
    assert (figure.layout.xaxis.range, figure.layout.yaxis.range) == (
        without.layout.xaxis.range, without.layout.yaxis.range)  # fmt: skip
    assert sum(len(trace.x) for trace in figure.data) <= 300


def test_the_frontier_is_cut_where_it_leaves_the_frame(drawn):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    top = frame.y[1] * 1e6
    across, up = line_of(figures.balance_chart(drawn.base, frame, frontier=plans([-1e6, 2 * top], [0.0, 0.2])))
    assert up == pytest.approx([frame.y[0], top / 1e6])
    assert across == pytest.approx(
        [20 * (frame.y[0] * 1e6 + 1e6) / (2 * top + 1e6), 20 * (top + 1e6) / (2 * top + 1e6)]
    )


@pytest.mark.parametrize(("values", "risks"), [
    ([], []), ([5e6], [0.1]), ([np.nan, np.nan], [0.1, 0.2]), ([9e9, 9.1e9], [0.1, 0.2]), ([1.0, 2.0], [0.1, 0.2]),
    ([5e6, 6e6], [0.97, 0.99]), ([5e6, 5e6], [0.1, 0.1]),
])  # fmt: skip
def test_a_frontier_without_a_line_in_the_frame_is_not_drawn(drawn, values, risks):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    figure = figures.balance_chart(drawn.base, frame, frontier=plans(values, risks).astype("float64"))
    if frame.y[0] > 0 or max(values, default=0) > 2:
        assert line_of(figure) == ([], [])
        assert not any("Best reachable" in note.text for note in figure.layout.annotations)


def test_what_another_plan_beats_on_the_shown_axes_is_not_on_the_line(drawn):
    frame = figures.frame_of(drawn.base, drawn.trail, currency="GBP", limit=1e7, allowed=0.2)
    best = plans([5e6, 5.8e6, 5.5e6, 6e6], [0.1, 0.12, 0.14, 0.16])
    assert line_of(figures.balance_chart(drawn.base, frame, frontier=best))[0] == pytest.approx([10, 12, 16])


def test_without_a_limit_the_frontier_stands_on_the_bad_year():
    base = figures.Position("Today", Range(5e6, 4e6, 6e6), Range(2.4e7, 1.8e7, 3.2e7))
    frame = figures.frame_of(base, None, currency="GBP", limit=None, allowed=None)
    figure = figures.balance_chart(base, frame, frontier=plans([4e6, 5.5e6], [1.5e7, 2.2e7]))
    assert line_of(figure)[0] == pytest.approx([15, 22])


def test_an_outcome_outside_its_range_is_told_without_colour():
    dots = figures.kept_forecasts(KEPT, thing="Loss", currency="GBP").data[-1]
    assert list(dots.marker.symbol) == ["circle", "diamond"]
    assert "not known yet" in figures.alt_of(figures.kept_forecasts(KEPT, thing="Loss", currency="GBP"))
    assert "none yet" in figures.alt_of(figures.kept_forecasts(KEPT.iloc[:0], thing="Loss"))


def test_a_name_that_is_too_long_for_a_phone_goes_on_in_a_second_line_instead_of_being_cut(drawn):
    """What a row is about must be readable where there is no hovering."""
    told = ["Unrecorded losses smaller by", "Where far overruns begin", "Where far overruns end"]
    panel = figures.Panel("Value", 1.0, "now 1", "1", more_is_better=True)
    moved = [figures.Moved(name, "0 to 1", ((0.5, 2.0),), (("0.5", "2"),)) for name in told]
    effects = [(name, Range(1.6, 1.2, 2.1, measured=0.6)) for name in told]
    struck = [figures.Struck(name, (0.6, 30e6), ("60", "£30M")) for name in told]
    named = drawn.forecast.assign(name=told * 2)
    for figure, usual in (
        (figures.tornado_chart([panel], moved, phone=True), figures.tornado_chart([panel], moved)),
        (figures.effects_chart(effects, phone=True), figures.effects_chart(effects)),
        (figures.stress_rows(SCALES, struck, phone=True), figures.stress_rows(SCALES, struck)),
        (
            figures.forecast_rows(named, AS_OF, currency="GBP", phone=True),
            figures.forecast_rows(named, AS_OF, currency="GBP"),
        ),
        (figures.contribution(named, currency="GBP", phone=True), figures.contribution(named, currency="GBP")),
    ):
        texts = [note.text for note in figure.layout.annotations]
        assert {" ".join(text.split("<br>")) for text in texts} >= set(told)
        assert figure.layout.height > usual.layout.height, "two lines take more room than one"


def test_on_a_phone_a_name_takes_a_third_line_before_it_is_cut_and_the_rows_make_room(drawn):
    named = drawn.forecast.assign(name=["Temperature passports for biologics"] * 6)
    phone, usual = (figures.forecast_rows(named.assign(name=name), AS_OF, currency="GBP", phone=True)
                    for name in (named["name"], "Storage"))  # fmt: skip
    assert "Temperature<br>passports for<br>biologics" in {note.text for note in phone.layout.annotations}
    assert phone.layout.height - usual.layout.height == 6 * (55 - 36)


def test_a_planned_date_before_today_stands_at_the_edge_by_a_mark_that_points_there(drawn):
    planned = [pd.Timestamp("2024-08-22"), pd.Timestamp("2027-03-01")]
    figure = figures.forecast_rows(drawn.forecast.head(2).assign(finish_planned=planned), AS_OF, currency="GBP")
    (marks,) = (trace for trace in figure.data if "triangle-left" in (trace.marker.symbol or ()))
    assert list(marks.marker.symbol) == ["triangle-left", "triangle-down"]
    assert pd.Timestamp(marks.x[0]) == pd.Timestamp(AS_OF)
    assert list(marks.text) == ["planned 22 Aug 2024", "planned 1 Mar 2027"], "hovering says the day itself"


@pytest.mark.parametrize("phone", [False, True])
def test_no_mark_lets_shine_through_what_lies_behind_it_and_none_is_cut_at_nought(drawn, phone):
    """Where sizes differ plotly draws marks at 0.7 unless told otherwise, and cuts them at the axis."""
    for name, figure in every(drawn, phone=phone).items():
        for trace in figure.data:
            if np.ndim(getattr(trace.marker, "size", None)):
                assert trace.marker.opacity == 1, name
    none_came = drawn.record.assign(finished=[0, 3, 2, 4, 3, 2, 3, 0])
    (line,) = (trace for trace in figures.control_chart(none_came, phone=phone).data if "markers" in trace.mode)
    kept = figures.kept_forecasts(KEPT.assign(outcome=[0.0, 1.0, np.nan]), thing="Finished", phone=phone)
    (came,) = (trace for trace in kept.data if trace.mode == "markers")
    assert line.cliponaxis is False
    assert came.cliponaxis is False
    ready = figures.readiness({"Business": 1.0, "Security": 0.0}, phone=phone)
    assert all(trace.cliponaxis is False for trace in ready.data if trace.mode == "markers")


@pytest.mark.parametrize("phone", [False, True])
def test_the_estimate_is_not_written_beside_the_mark_of_what_the_board_tolerates(phone):
    """Its number would be read as the board's."""
    losses = np.linspace(0, 35e6, 200)
    curve = pd.DataFrame(
        {"loss": losses, "chance": lognorm(0.45, scale=7.2e6).sf(losses), "low": lognorm(0.45, scale=4.5e6).sf(losses),
         "high": lognorm(0.45, scale=11e6).sf(losses)}
    )  # fmt: skip
    appetite = pd.DataFrame(
        {"loss": [5e6, 10e6, 25e6], "chance_allowed": [0.85, 0.05, 0.01], "chance": [0.78, 0.26, 0.03]}
    )
    figure = figures.exceedance_curve(curve, appetite, currency="GBP", phone=phone)
    (note,) = (note for note in figure.layout.annotations if note.text == "<b>78</b>")
    per_point = (320 - 86) / 100
    above = (note.ay and -note.ay if note.showarrow else note.yshift or 0) + (
        {"bottom": 9, "top": -9}.get(note.yanchor, 0)
    )
    beside = note.ax if note.showarrow else note.xshift or 0
    height_of_tick = (85 - 78) * per_point
    assert abs(above - height_of_tick) > 9 or beside < -16, (above, beside, height_of_tick)


def test_an_axis_is_named_in_the_same_type_in_every_figure(drawn):
    for name, figure in every(drawn).items():
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            if axis.title.text:
                assert axis.title.font.size == 14, name


@pytest.mark.parametrize("ends", [(np.nan, np.nan), (0.0, 0.0), (1.0, 1.0), (0.02, 0.05)])
def test_the_names_of_two_lines_that_end_at_one_place_stand_clear_of_each_other(ends):
    last = COVERAGE.assign(with_loss=[*COVERAGE["with_loss"][:2], ends[0]], linked=[*COVERAGE["linked"][:2], ends[1]])
    first, second = (note.y for note in figures.coverage(last).layout.annotations if note.xanchor == "left" and note.x)
    assert abs(first - second) >= 15.9
    assert all(4 <= y <= 100 for y in (first, second))


LONG = [
    f"Replacement of the mainframe batch for {place} by event streams, with archive" for place in ("Iberia", "Benelux")
]


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("name", ["forecast", "contribution"])
def test_names_that_differ_in_the_middle_are_told_apart(drawn, name, phone):
    rows = drawn.forecast.head(2).assign(name=LONG)
    shown = {
        "forecast": figures.forecast_rows(rows, AS_OF, currency="GBP", phone=phone),
        "contribution": figures.contribution(rows, currency="GBP", phone=phone),
    }[name]
    written = [one.text for one in shown.layout.annotations if "Replacement" in one.text]
    assert len(written) == len(set(written)) == 2
    assert ["Iberia" in written[0] or "Iberia" in written[1], any("Benelux" in one for one in written)] == [True, True]


@pytest.mark.parametrize("most", [10, 14, 20])
def test_names_that_no_room_tells_apart_are_drawn_all_the_same(most):
    kept = "ab-ac bc-- ab -/ aaa/b -/b--c   /a"
    names = [f"{kept}- bb/cbabbcc", f"{kept}-bb/cbabbcc", f"{kept.replace('-- ab', '-- abb')}- bb/cbabbcc"]
    shown = row_names(names, most)
    assert len(shown) == 3
    assert shown[2] not in shown[:2]


def test_no_month_is_written_twice_under_how_long_work_takes():
    finished = pd.DataFrame(
        {"name": ["A", "B"], "finish_actual": pd.to_datetime(["2026-01-20", "2026-04-10"]), "days": [90.0, 300.0]}
    )
    assert figures.cycle_times(finished, half_days=None).layout.xaxis.dtick == "M1"
    finished["finish_actual"] = pd.to_datetime(["2023-01-20", "2026-04-10"])
    assert figures.cycle_times(finished, half_days=None).layout.xaxis.dtick == "M12"


def test_counts_are_counted_in_whole_numbers():
    record = pd.DataFrame({"quarter_end": pd.to_datetime(["2026-03-31", "2026-06-30"]), "finished": [1, 0]})
    assert figures.control_chart(record).layout.yaxis.dtick == 1


def test_what_is_to_come_is_written_above_the_ranges_beside_it():
    kept = KEPT.assign(q95=[6e6, 8e6, 3e6], q90=[5e6, 7e6, 2.5e6])
    said = [one for one in figures.kept_forecasts(kept, thing="Loss", currency="GBP").layout.annotations
            if one.text == "to come"]  # fmt: skip
    assert [one.y for one in said] == [8.0]


@pytest.mark.parametrize(("steps", "labels"), [([126, 130, 122, 128, 120, 131], 1), ([20, 40, 30, 60, 55, 90], 2)])
def test_labels_of_a_narrow_usual_range_do_not_lie_on_each_other(steps, labels):
    ends = pd.date_range("2025-03-31", periods=len(steps), freq="QE")
    drawn = figures.control_chart(pd.DataFrame({"quarter_end": ends, "finished": steps}))
    said = [note.text for note in drawn.layout.annotations if "average" in note.text or "usual range" in note.text]
    assert len(said) == labels


def test_the_name_of_the_usual_range_stays_below_the_name_of_the_axis():
    """Where the range ends just under the highest tick, the axis goes on for as much as the words take."""
    days = np.array([10.0, 20, 12, 24, 11, 22, 13, 26, 12, 25]) * 30.4
    ends = pd.date_range("2025-01-31", periods=len(days), freq="ME")
    drawn = figures.cycle_times(pd.DataFrame({"name": "A", "finish_actual": ends, "days": days}), half_days=400.0)
    (usual,) = (note for note in drawn.layout.annotations if "usual range" in note.text)
    bottom, top = drawn.layout.yaxis.range
    assert (top - usual.y) / (top - bottom) > 0.08


def test_names_in_wide_letters_are_wrapped_by_their_width():
    (shown,) = row_names(["支付平台现代化与身份认证统一改造项目第三阶段"], 25)
    assert max(map(len, shown.split("<br>"))) <= 13


def test_a_share_that_was_counted_may_be_all():
    whole = COVERAGE.assign(with_loss=1.0, linked=0.0)
    said = [note.text for note in figures.coverage(whole).layout.annotations]
    assert {"100 carry a loss", "0 are linked"} <= set(said)


def test_the_labels_of_large_counts_have_room_and_the_average_lies_in_its_range():
    counts = [125_300, 125_250, 125_100, 125_200, 125_150, 125_180, 125_120, 125_160, 124_000, 123_500]
    ends = pd.date_range("2023-03-31", periods=len(counts), freq="QE")
    drawn = figures.control_chart(pd.DataFrame({"quarter_end": ends, "finished": counts}))
    (usual,) = (note.text for note in drawn.layout.annotations if "usual range" in note.text)
    assert "average 124,896" in usual
    assert max(map(len, usual.split("<br>"))) <= len("average 124,896")
    (signal,) = (note.text for note in drawn.layout.annotations if "signal" in note.text)
    assert max(map(len, signal.split("<br>"))) < 40
    assert max(counts) <= drawn.layout.yaxis.range[1] * 0.85, "the signal's words stand above the points"
    assert "<br>" not in drawn.layout.meta
