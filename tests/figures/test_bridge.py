"""The bridge: each cause begins where the one above ended, and its look says whether it is more than chance."""

import pytest

from balance.figures import Moving, Total, alt_of, bridge_chart

TOTALS = [Total("Value landing\nnext year, £M", 30.0, 26.0, "£30M", "£26M"), Total("Chance", 0.3, 0.35, "30", "35")]
STEPS = [
    Moving("Work that ended", (-5.0, -0.1), ("−5.0", "−10"), ("bad", "good")),
    Moving("<b>Corrected</b>", (0.0, 0.05), ("", "+5"), ("data", "data")),
    Moving("Incidents", (1.0, 0.1), ("+1.0", "+10"), ("open", "open")),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_each_bar_begins_where_the_one_above_ended(mode, phone):
    figure = bridge_chart(TOTALS, STEPS, ("Q2 2026", "Q3 2026"), mode=mode, phone=phone)
    bars = {y: (base, base + x) for bar in figure.data if bar.type == "bar" for x, base, y in
            zip(bar.x[:], bar.base, bar.y, strict=True) if base > 1}  # fmt: skip
    dots = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"][1]
    assert bars[1][0] == pytest.approx(dots.x[0])
    assert bars[2][0] == pytest.approx(bars[1][1])
    assert bars[3][0] == pytest.approx(bars[2][1])
    assert bars[3][1] == pytest.approx(dots.x[1])


def test_worse_is_hatched_and_chance_is_outlined():
    looks = [bar.marker for bar in bridge_chart(TOTALS[:1], STEPS, ("a", "b")).data if bar.type == "bar" and len(bar.y)]
    assert [look.pattern.shape for look in looks] == ["/", None]
    assert looks[1].line.width == 1.5


def test_the_words_tell_it_all_and_are_harmless():
    figure = bridge_chart(TOTALS, STEPS, ("Q2 2026", "Q3 2026"))
    assert "Value landing next year, £M: £30M on Q2 2026, £26M on Q3 2026" in alt_of(figure)
    assert "Work that ended: Value landing next year, £M −5.0, Chance −10" in alt_of(figure)
    assert any("&lt;b&gt;" in note.text for note in figure.layout.annotations)
    assert alt_of(bridge_chart(TOTALS, [], ("a", "b"))).endswith("nothing.")


def test_the_numbers_of_the_last_panel_have_room_however_long_they_are():
    wide = [TOTALS[0], Total("Loss in a\nbad year, £M", 6.1e6, 6.0e6, "£6.1M", "£6.0M")]
    margins = [bridge_chart(totals, [], ("Q3 2026", "Q4 2026")).layout.margin.r for totals in (TOTALS, wide)]
    assert margins[1] - margins[0] >= 3 * 7
