"""A figure that is plain values: to whoever asks it is plotly's own figure, and nobody who is given it changes it."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import plotly.graph_objects as go
import pytest

from balance.figures.sketch import Drawing
from balance.figures.theme import alt_of, canvas


@pytest.fixture
def drawn():
    figure = canvas("light", 300, "A line.")
    figure.scatter(x=np.arange(3.0), y=(1, 2, 3), marker={"size": np.linspace(5, 9, 3)})
    figure.annotation(text="here", x=1, y=2)
    figure.vertical(1.0, {"width": 2})
    return figure.drawn()


def test_what_is_shown_is_what_plotly_makes_of_it(drawn):
    shown = drawn.to_dict()
    assert go.Figure(shown, skip_invalid=False), "plotly finds nothing wrong with it"
    assert shown == go.Figure(**shown, _validate=False).to_dict()
    assert shown["data"][0]["marker"]["size"] == [5.0, 7.0, 9.0], "a list, which a browser compares"
    assert alt_of(drawn) == "A line."
    assert isinstance(drawn, go.Figure)
    assert (drawn.data[0].y, drawn.layout.annotations[0].text) == ((1, 2, 3), "here")
    assert drawn.to_dict() == shown, "also once plotly's objects are made"


def test_to_be_shown_with_its_sentence_it_makes_none_of_plotlys_objects(drawn, monkeypatch):
    monkeypatch.setattr(go.Figure, "__init__", lambda *given, **named: pytest.fail("plotly's objects were made"))
    assert (alt_of(drawn), drawn.to_dict()["layout"]["height"]) == ("A line.", 300)


def test_the_sentence_of_a_figure_that_was_changed_is_the_changed_one(drawn):
    assert alt_of(drawn.update_layout(meta="Another.")) == "Another."
    assert alt_of(go.Figure(layout={"meta": "Of plotly's own."})) == "Of plotly's own."


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_copy_is_the_same_figure_and_stands_alone(drawn, asked_before):
    if asked_before:
        assert drawn.layout.height == 300
    for other in (copy.deepcopy(drawn), pickle.loads(pickle.dumps(drawn))):
        assert other == drawn
        other.update_layout(height=500).add_scatter(y=[1])
        assert (len(drawn.data), drawn.layout.height, other.layout.height) == (1, 300, 500)


def test_who_changes_what_was_given_does_not_change_the_figure(drawn):
    given = drawn.to_dict()
    given["layout"]["height"], given["data"][0]["x"][0] = 1, -1.0
    given["layout"]["annotations"].clear()
    assert drawn.to_dict() != given
    assert (drawn.layout.height, drawn.data[0].x[0], len(drawn.layout.annotations)) == (300, 0.0, 1)


def test_many_may_ask_at_once_and_what_is_nowhere_is_missing(drawn):
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: drawn.layout.height, range(64))) == {300}
    other = Drawing({"data": [], "layout": {}})
    with pytest.raises(AttributeError):
        _ = other.nowhere
    assert not hasattr(drawn, "nowhere")
