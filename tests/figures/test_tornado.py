"""The tornado: better is filled, worse is hatched, the largest first, and every number in words."""

import pytest

from balance.figures import Moved, Panel, alt_of, tornado_chart

VALUE = Panel("Value landing", 10.0, "now 10", "10", True)
CHANCE = Panel("Chance", 0.2, "now 20 in 100", "20", False)
ROWS = [
    Moved("Overruns", "1 to 2", ((12.0, 7.0), (0.2, 0.2)), (("12", "7"), ("20", "20"))),
    Moved("<b>Losses</b>", "0 to 1", ((10.0, 10.0), (0.4, 0.1)), (("10", "10"), ("40", "10"))),
]


def bars(figure):
    return [trace for trace in figure.data if trace.type == "bar"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_better_and_worse_lie_on_the_right_side(mode, phone):
    better_value, worse_value, better_chance, worse_chance = bars(
        tornado_chart([VALUE, CHANCE], ROWS, mode=mode, phone=phone)
    )
    assert better_value.x[0] > 0 > worse_value.x[0]
    assert better_chance.x[0] < 0 < worse_chance.x[0]
    assert worse_value.marker.pattern.shape == "/"
    assert better_value.marker.pattern.shape is None
    assert list(better_chance.y) == [1]


def test_a_number_that_reads_like_todays_is_not_printed_again():
    texts = [note.text for note in tornado_chart([VALUE, CHANCE], ROWS).layout.annotations]
    assert {"12", "7", "40"} <= set(texts)
    assert "20" not in texts


def test_two_ends_on_one_side_are_labelled_once():
    both = [
        Moved("Kinds", "0 to 1", ((11.0, 12.0),), (("11", "12"),)),
        Moved("Tail", "0 to 1", ((7.0, 7.0),), (("7", "7"),)),
    ]
    texts = [note.text for note in tornado_chart([VALUE], both).layout.annotations]
    assert "11" not in texts
    assert (texts.count("12"), texts.count("7")) == (1, 1)


def test_names_from_data_are_harmless_and_the_words_tell_it_all():
    figure = tornado_chart([VALUE], [replace_ends(row) for row in ROWS])
    assert any("&lt;b&gt;" in note.text for note in figure.layout.annotations)
    assert "Overruns from 1 to 2: Value landing 12 to 7" in alt_of(figure)


def replace_ends(row):
    return Moved(row.name, row.span, row.ends[:1], row.said[:1])


def test_nothing_to_show_is_an_empty_frame():
    assert alt_of(tornado_chart([VALUE], [])).endswith("none.")
