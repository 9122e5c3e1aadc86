"""The pictures of security in delivery keep the grammar, print what they are given and let nothing take effect."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from tests.figures.conftest import HOSTILE

from balance import figures, formats
from balance.figures.range_rows import Row, Scale
from balance.ranges import UNKNOWN, Range

AS_OF = date(2026, 9, 30)
ROWS = (
    Row(HOSTILE, Range(2.0, 1.4, 2.8), "bad", ("×2.0", "3"), f"{HOSTILE}: said"),
    Row("open", Range(1.1, 0.9, 1.3), "open", ("×1.1", "4"), "open"),
    Row("fact", Range(1.0, 1.0, 1.0), "ink", ("×1.0", "5"), "fact"),
    Row("unknown", UNKNOWN, "open", (formats.MISSING, "6"), "unknown"),
)
COVERED = pd.DataFrame({
    "technology": [HOSTILE, "bare", "silent", "idle"], "at_least": [0.4, 0.0, np.nan, 0.0],
    "at_most": [0.9, 0.0, np.nan, 0.0], "initiatives": [3, 2, 1, 0], "value": [3e6, 2e6, 1e6, 0.0],
    "guardrails": [(HOSTILE,), (), ("one",), ()],
})  # fmt: skip
WAITED = pd.DataFrame({
    "name": [HOSTILE, "B", "C"], "asked_days": [-900.0, -500.0, -300.0], "took_days": [100.0, 200.0, 300.0],
    "waiting": [False, False, True],
})  # fmt: skip


def every(**how) -> dict[str, figures.Figure]:
    scale = Scale("times", 1.0, formats.factor, steps=True)
    plain = Scale("a year", None, formats.number, least=0.0)
    return {
        "steps": figures.range_rows(ROWS, ("times", "open"), scale, "Rows: some.", **how),
        "plain": figures.range_rows(ROWS, ("times", "open"), plain, "Rows: some.", **how),
        "none": figures.range_rows((), ("times",), plain, "Rows: none.", **how),
        "covered": figures.coverage_rows(COVERED, currency="GBP", **how),
        "waited": figures.waiting_times(WAITED, AS_OF, half_days=150.0, slowest_days=float("nan"), **how),
        "nothing": figures.waiting_times(WAITED.head(0), AS_OF, half_days=None, slowest_days=float("nan"), **how),
    }


def texts(figure) -> list[str]:
    said = [note.text or "" for note in figure.layout.annotations]
    for trace in figure.data:
        for told in (trace.text, trace.hovertext):
            said += [str(one) for one in ([] if told is None else [told] if isinstance(told, str) else told)]
    return said


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_they_keep_the_grammar(mode, phone):
    for name, figure in every(mode=mode, phone=phone).items():
        layout = figure.layout
        assert layout.height, name
        assert not layout.showlegend, name
        assert all(axis.fixedrange for axis in (layout.xaxis, layout.yaxis)), name
        assert figures.alt_of(figure).endswith("."), name
        assert sum(len(trace.x) for trace in figure.data) <= 300, name
        assert not any("<script" in text or "$x^2$" in text for text in texts(figure)), name


def test_only_a_clear_effect_has_a_colour_and_the_unknown_no_mark():
    figure = every()["steps"]
    dots = {float(trace.x[0]): trace.marker for trace in figure.data if trace.mode == "markers"}
    assert sorted(dots) == [1.0, 1.1, 2.0]
    assert dots[2.0].color == figures.LIGHT.bad
    assert dots[1.1].color == figures.LIGHT.bg, "what could be chance is hollow"
    assert {"<b>×2.0</b>", "3", "6"} <= set(texts(figure))


def test_what_moves_onto_nothing_that_guards_is_named():
    said = texts(every()["covered"])
    assert "<b>▲ no guardrail</b>" in said
    assert said.count("no guardrail") == 1, "where nothing moves there is nothing to warn of"
    assert "not stated" in said
    assert [float(trace.x[0]) for trace in every()["covered"].data] == [90.0, 40.0]


def test_who_still_waits_is_a_triangle_with_a_word():
    figure = every()["waited"]
    done, waits = figure.data
    assert (len(done.x), len(waits.x)) == (2, 1)
    assert waits.marker.symbol == "triangle-up-open"
    assert "still waiting" in texts(figure)
    assert figure.data[0].y[0] == pytest.approx(100 / formats.DAYS_PER_MONTH)


def test_many_rows_stand_closer_and_no_more_than_thirty():
    rows = [Row(f"row {n}", Range(n, n - 1.0, n + 1.0), "open", ("1",), "said") for n in range(50)]
    figure = figures.range_rows(rows, ("one",), Scale("x", 0.0, formats.number), "Rows: many.")
    assert len([trace for trace in figure.data if trace.mode == "markers"]) == 30
    assert figure.layout.height < 30 * 30
