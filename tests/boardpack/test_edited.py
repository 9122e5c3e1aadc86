"""People's own words in a pack: always marked as theirs, in every format, and never alive."""

import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pptx
import pytest

from balance.boardpack import render
from balance.boardpack.doubts import doubts
from balance.boardpack.edited import Ask, Edits, Said
from balance.boardpack.html import picture
from balance.boardpack.slides import Numbers, Points
from boardpack import invented
from boardpack.test_outline import HOSTILE, block

ON = date(2026, 10, 2)
OWN = invented.pack()
KEYS = [slide.key for slide in OWN.slides if slide.key]


def slide_of(outline, key):
    return next(slide for slide in outline.slides if slide.key == key)


def titled(text, key="answer", instead_of=None):
    own = slide_of(OWN, key).title if instead_of is None else instead_of
    return invented.pack(edits=Edits({key: Said(text, "Ana Lima", ON, own)}))


def test_every_message_can_be_worded_and_no_appendix():
    assert KEYS == ["answer", "velocity", "exposure", "trade-off", "incidents", "decisions"]


def test_a_title_that_says_what_the_numbers_say_is_theirs_in_the_footer_and_in_the_notes():
    told = slide_of(titled("More value lands than a year ago, probably at more risk than the board allows"), "answer")
    assert told.title.startswith("More value lands")
    assert told.footer.startswith("Title in the words of Ana Lima · Data to 30 Sep 2026")
    assert told.subtitle == OWN.slides[0].subtitle
    assert told.notes[0].endswith(f"Balance's own: {OWN.slides[0].title}.")
    assert told.worded.doubts == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("We deliver 37 more things and probably carry more risk than allowed", "37 stands nowhere on this slide."),
        ("We deliver more value and carry more risk than the board allows", "Balance says “probably”"),
        ("We probably deliver less value and carry too much risk", "Balance says “more”, these words “less”."),
    ],
)
def test_a_title_that_no_longer_says_it_stands_beside_what_the_numbers_say(words, why):
    told = slide_of(titled(words), "answer")
    assert any(doubt.startswith(why) for doubt in told.worded.doubts)
    assert told.subtitle.startswith(f"In the words of Ana Lima; the numbers say: {OWN.slides[0].title}. ")
    assert told.notes[1 : 1 + len(told.worded.doubts)] == told.worded.doubts


def test_a_title_written_before_the_numbers_moved_says_so():
    told = slide_of(titled("We probably carry more risk and deliver more", instead_of="We are fine"), "answer")
    assert told.worded.doubts == ("The numbers have moved since it was written. Balance then said: We are fine",)


def test_numbers_of_the_slide_dates_and_small_numbers_in_words_raise_no_doubt():
    slide = slide_of(OWN, "velocity")
    own = slide.title
    told = "By 15 Jan 2027 12 of sixty initiatives (£6.4M) probably make their date, thirty could go either way, Q3 too"
    assert doubts(told, own, own, slide) == ()
    assert doubts(own, own, own, slide) == ()


def test_balances_own_words_typed_again_are_no_ones():
    assert titled(OWN.slides[0].title).slides[0] == OWN.slides[0]


def test_the_recommendation_stands_between_the_plans_and_what_they_rest_on():
    own = block(OWN, "trade_off", Points)
    assert own.title == "Recommendation"
    assert own.items[0].text.startswith("Choose “Keep at most 42 initiatives open, and bring security in now”")
    told = invented.pack(edits=Edits(recommendation=Said("Do both, slowly", "Ana", ON, "old")))
    assert block(told, "trade_off", Points).title.startswith("Recommendation, in the words of Ana; the numbers do not")
    assert slide_of(told, "trade-off").notes[0] == f"Balance's own recommendation: {OWN.recommendation.own}"


def test_decisions_in_their_words_keep_the_effects_of_the_plan_they_name():
    plan = invented.plans()[0]
    asks = (
        Ask("Do less at once", "COO", date(2026, 12, 1), plan.title),
        Ask("Something new"),
        Ask("A plan that is gone", plan="Nobody's"),
    )
    told = invented.pack(asked=(), edits=Edits(asks=asks, asks_by="Ana"))
    first, second, third = told.asked
    assert (first.value, first.owner, first.due) == (
        plan.comparison.difference["value_landing_next_year"],
        "COO",
        asks[0].due,
    )
    assert first.effect == f"“{plan.title}”: {plan.what}"
    assert (second.effect, second.value.known) == ("", False)
    assert third.effect == "“Nobody's” is no longer among the plans"
    for key in ("answer", "decisions"):
        assert slide_of(told, key).footer.startswith("Decisions in the words of Ana")
    assert slide_of(told, "velocity").footer == slide_of(OWN, "velocity").footer
    assert invented.pack(edits=Edits(asks=(), asks_by="Ana")).asked == ()


def hostile_everywhere():
    said = Said(HOSTILE, HOSTILE, ON, HOSTILE)
    asks = tuple(Ask(HOSTILE, HOSTILE, ON, HOSTILE) for _ in range(6))
    return invented.pack(edits=Edits(dict.fromkeys(KEYS, said), said, asks, HOSTILE))


def test_hostile_words_are_text_in_the_web_page_and_in_the_pictures():
    outline = hostile_everywhere()
    page = render(outline, "html").decode()
    assert "<a href='http" not in page
    assert "&lt;a href=" in page
    for at in range(1, len(outline.slides) + 1):
        root = ElementTree.fromstring(picture(outline, at))
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert not names & {"a", "script", "img", "iframe", "object", "link"}
    assert "{{7*7}}" in "".join(ElementTree.fromstring(picture(outline, 1)).itertext())


def test_hostile_words_are_text_in_powerpoint():
    deck = pptx.Presentation(io.BytesIO(render(hostile_everywhere(), "pptx")))
    title = deck.slides[0].shapes.title
    assert title.text_frame.text.startswith('=HYPERLINK("http://x","y")')
    for slide in deck.slides:
        assert not any("hyperlink" in rel.reltype for rel in slide.part.rels.values())


def test_hostile_words_are_text_in_the_workbook():
    book = openpyxl.load_workbook(io.BytesIO(render(hostile_everywhere(), "xlsx")))
    for name in ("Slides", "Decisions"):
        cells = [cell for row in book[name].iter_rows() for cell in row]
        assert any(str(cell.value).startswith("=HYPERLINK") and cell.data_type == "s" for cell in cells)
        assert not any(cell.hyperlink for cell in cells)


def test_the_workbook_says_whose_words_the_slides_are():
    book = openpyxl.load_workbook(io.BytesIO(render(titled("We probably deliver more at more risk"), "xlsx")))
    rows = [[cell.value for cell in row] for row in book["Slides"].iter_rows()]
    (told,) = [row for row in rows if row[1] == "We probably deliver more at more risk"]
    assert told[2] == "Ana Lima"
    assert told[4] == OWN.slides[0].title


@pytest.mark.slow
def test_hostile_words_are_no_links_in_the_pdf():
    outline = hostile_everywhere()
    content = render(replace(outline, slides=outline.slides[:1]), "pdf")
    assert content.startswith(b"%PDF-")
    assert not any(mark in content for mark in (b"/URI", b"/JavaScript", b"/Launch", b"/SubmitForm"))


def test_an_outline_in_their_words_keeps_its_numbers():
    told = hostile_everywhere()
    assert block(told, "answer", Numbers) == block(OWN, "answer", Numbers)
