"""Blocks show numbers with their ranges, and nothing from an upload becomes markup."""

from html.parser import HTMLParser

import pytest

from balance.ui import blocks

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "[click](javascript:alert(1))", "$\\frac{1}{0}$",
    "</td></tr></table><h1>owned</h1>", "<style>*{display:none}</style>", "'; DROP TABLE", "&lt;b&gt;",
]  # fmt: skip


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.said = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data):
        self.said += data


def test_a_sign_is_never_left_at_the_end_of_a_line_without_its_sum():
    said = "Second carrier −£330k (likely −£330k to +€2.0M), 3 − 2"
    for html in (blocks.section("A", said), blocks.caveats([said]), blocks.verdict("A", "B.", said, ("−£330k",))):
        assert html.count("−\N{WORD JOINER}£330k") == 2
        assert "+\N{WORD JOINER}€2.0M" in html
        assert "3 − 2" in html
        assert read(html).said.replace("\N{WORD JOINER}", "").count("−£330k") == 2


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def every_block(words: str) -> list[str]:
    column = blocks.Column(words)
    return [
        blocks.verdict(words, words, words, [words]), blocks.section(words, words), blocks.pill(words),
        blocks.numbers([blocks.Number(words, words, words, words, words)]),
        blocks.table([column, column], [(words, words)], caption=words),
        blocks.cards([(words, {words: words, "": words})]),
        blocks.box(words, words, status=words), blocks.steps(words, [words]), blocks.caveats([words]),
        blocks.footer({words: words}), blocks.strong(words, words),
        blocks.strip(blocks.Strip(1, 0, 2, 0, 3, said=words)),
    ]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_written_and_add_no_tag(words):
    for html, plain in zip(every_block(words), every_block("plain"), strict=True):
        assert read(html).tags == read(plain).tags
        assert read(html).attributes == read(plain).attributes


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_shown_is_what_was_written(words):
    assert words in read(blocks.section(words)).said


def test_a_strip_stays_inside_its_scale():
    html = blocks.strip(blocks.Strip(value=50, low=-10, high=90, least=0, greatest=10, before=5, limit=20))
    assert html.count("left:100.0%") == 2
    assert "left:0.0%" in html
    assert "left:50.0%" in html


def test_a_strip_without_a_number_is_nothing():
    assert blocks.strip(blocks.Strip(None, None, None, 0, 1)) == ""


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.95, "within"), (0.8, "probably within"), (0.5, "too close"), (0.2, "probably over"), (0.05, "over")],
)
def test_appetite_is_told_on_the_one_scale(chance, words):
    assert words in blocks.against_appetite(chance)


def test_a_table_says_its_heads_again_for_a_phone():
    html = blocks.table(
        [blocks.Column("Cause"), blocks.Column("Loss", "right")], [("Outage", blocks.strong("2.2", "1 to 3"))]
    )
    assert 'data-label="Loss"' in html
    assert 'scope="row"' in html
    assert "<b>2.2</b>" in html


def test_numbers_and_units_do_not_part_on_a_screen():
    assert "23 in 100" not in blocks.text("23 in 100")


def test_a_head_or_label_that_stands_on_several_screens_explains_itself_and_its_own_words_come_first():
    table = blocks.table(
        [blocks.Column("On time, in 100"), blocks.Column("Named", help="Mine"), blocks.Column("Initiative")],
        [("1", "2", "3")],
    )
    assert table.count("title=") == 2
    assert 'title="In how many of 100 readings it is done by its planned date"' in table.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert 'title="Mine"' in table
    number = blocks.numbers([blocks.Number("Loss in a bad year", "£18M")]).replace("\N{NO-BREAK SPACE}", " ")
    assert 'title="The loss that 5 in 100 next years exceed"' in number


def test_a_strip_under_a_number_is_explained_with_the_number():
    strip = blocks.Strip(2.0, 1.0, 3.0, 0.0, 4.0, before=1.5, said="likely range")
    shown = blocks.numbers([blocks.Number("Loss in a bad year", "£2M", strip=strip)]).replace("\N{NO-BREAK SPACE}", " ")
    assert "years exceed. Strip: dot = now, grey = likely range, ring = last time</p>" in shown
    assert "Strip" not in blocks.numbers([blocks.Number("Loss in a bad year", "£2M")])
