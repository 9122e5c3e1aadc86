"""The pack in another locale: numbers, months and dates are written its way, in whichever process draws."""

import re

import pytest

from balance import language, packing
from balance.boardpack import render
from balance.packing import apart
from boardpack import invented
from boardpack.test_html import Document
from boardpack.test_outline import texts


@pytest.fixture
def german():
    language.speak("de")
    yield invented.pack(beside=invented.beside())
    language.speak(language.ENGLISH)


def test_no_number_is_written_the_english_way(german):
    english = re.compile(r"\d\.\d(?!\d\d\b)|\d,\d{3}\b|\b(Dec|Oct|May|Mar) \d{4}")
    said = [text for slide in german.slides for text in texts(slide.blocks) if english.search(text)]
    assert said == []
    assert any("6,4 Mio." in text for text in texts(german.slides[0].blocks))


def test_a_process_of_its_own_draws_the_same(german, monkeypatch):
    monkeypatch.setattr(apart, "LONGEST_SECONDS", 900.0)  # it stands back behind everybody else on the machine
    drawn = packing.written_apart(german, ("html",))
    assert drawn.missing == ()
    assert drawn.files["html"] == render(german, "html")
    assert "6,4" in Document(drawn.files["html"]).text
