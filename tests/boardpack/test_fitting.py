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


names = st.lists(st.text("abN ,é", min_size=1, max_size=60).map(str.strip), min_size=1, max_size=6)


@given(names, st.floats(0.8, 3.0), st.integers(1, 2))
def test_names_of_a_column_fit_whether_cut_at_their_end_or_in_the_middle(texts, room, most):
    told = fitting.shorten_apart(texts, room, 11, most=most)
    assert all(len(fitting.lines(short, room, 11)) <= most for short in told)
    assert all(short == text or "…" in short for short, text in zip(told, texts, strict=True))


def test_names_that_differ_at_their_end_stay_different():
    texts = [f"Renewal of the group-wide order, stock and invoicing platform {at}" for at in range(12)]
    told = fitting.shorten_apart(texts, 2.2, 11, bold=True)
    assert len(set(told)) == 12
    assert told[7].startswith("Renewal of")
    assert told[7].endswith("7")
