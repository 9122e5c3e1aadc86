from hypothesis import given
from hypothesis import strategies as st

from balance.boardpack import fitting

words = st.text(st.sampled_from("abcWMil .,–界é"), max_size=120)


@given(words, st.floats(0.5, 4.0))
def test_lines_fit_and_lose_nothing(text, room):
    broken = fitting.lines(text, room, 11)
    assert all(fitting.width(line, 11) <= room for line in broken)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")


@given(words, st.floats(0.5, 4.0), st.integers(1, 3))
def test_shortened_text_takes_no_more_lines_than_allowed(text, room, most):
    told = fitting.shorten(text, room, 11, most=most)
    assert len(fitting.lines(told, room, 11)) <= most
    assert told == text or told.endswith("…")


def test_whole_sentences_are_kept_where_they_fit():
    text = "Incidents cost £6.3M in an average year. A bad year costs more than £24M. And so on for long."
    assert fitting.sentences(text, 6.2, 13, 1) == "Incidents cost £6.3M in an average year."
    assert fitting.sentences(text, 6.2, 13, 3) == text


def test_the_largest_size_that_fits_is_taken():
    assert fitting.largest("short", 5, (20, 18), bold=True, most=1) == 20
    assert fitting.largest("a" * 60, 5, (20, 18), bold=True, most=1) == 18
