"""The paper of two pages: it says what the slides say, and nothing on its pages is cut, whatever the company."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from playwright.sync_api import sync_playwright

from balance.boardpack import build, render
from balance.boardpack.paper.document import document
from balance.boardpack.paper.pages import pages
from balance.errors import BalanceError
from boardpack import invented
from boardpack.test_golden import MADE_UP
from boardpack.test_html import HOSTILE, Document, hostile_pack
from boardpack.test_outline import texts
from obtain_browser import find_browser

UPRIGHT = {"width": 680, "height": 1036}
"""A4 without its margins, in points of a screen."""

CUT = """[...document.querySelectorAll('.sheet, .sheet *')].filter(one => !one.closest('svg') && !one.matches('.unseen')
&& getComputedStyle(one).overflow === 'hidden'
&& (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 1)).map(one => one.textContent)"""
"""What is longer than its place."""


def said(outline):
    """All that the slides say, to look texts up in."""
    told = [text for slide in outline.slides for text in (slide.title, slide.subtitle, *texts(slide.blocks))]
    return " ".join((*told, *(note for slide in outline.slides for note in slide.notes)))


def test_the_first_page_is_where_we_stand_and_the_second_what_we_ask():
    outline = invented.pack()
    first, _ = pages(outline)
    assert first.title == outline.slides[0].title
    heads = [item.head for block in first.blocks for item in getattr(block, "items", ()) if hasattr(item, "head")]
    assert heads == ["Delivery", "The link", "Exposure", "Incidents"]
    shown = Document(document(outline)).text
    assert "Recommendation" in shown
    assert all(decision.text in shown for decision in outline.asked)
    assert "How sure are we?" in shown


@pytest.mark.parametrize("name", MADE_UP)
def test_it_says_nothing_that_the_slides_do_not_say(name):
    outline = MADE_UP[name]()
    known = said(outline)
    for page in pages(outline):
        for text in (page.title, *texts(page.blocks)):
            parts = [part.rstrip(".") for part in text.split(". ")]
            assert all(part in known for part in parts if "further row" not in part and len(part.split()) > 3), text


def test_only_what_the_pack_holds_is_in_it_and_nothing_is_a_sentence():
    asks = build(invented.sample(), invented.findings(), asked=invented.asked(), sections=("decisions",))
    (page,) = pages(asks)
    assert page.title == "We ask the board for three decisions"
    appendix = build(invented.sample(), invented.findings(), sections=("appendix",))
    with pytest.raises(BalanceError, match="made of the answer"):
        render(appendix, "paper")


def test_hostile_text_is_text_and_nothing_may_run_or_be_fetched():
    content = document(hostile_pack())
    read = Document(content)
    assert HOSTILE.split()[0][:8] in read.text
    assert not [tag for tag in ("script", "a", "img", "iframe", "form") if read.all(tag)]
    assert b"script-src" not in content
    assert b"default-src &#x27;none&#x27;" in content


def cut(folder, outlines):
    """What stands cut on the pages of each outline, and how many pages it prints."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport=UPRIGHT)
        page.emulate_media(media="print")
        for name, outline in outlines.items():
            path = folder / f"{name}.html"
            path.write_bytes(document(outline))
            page.goto(path.as_uri())
            printed = page.pdf(prefer_css_page_size=True, print_background=True)
            found[name] = page.evaluate(CUT), printed.count(b"/Type /Page\n")
        browser.close()
    return found


@pytest.mark.browser
def test_every_company_has_two_whole_pages(sample_outline, tmp_path):
    wordy = replace(invented.asked()[0], text="Renew the platform " * 4, effect="frees people " * 9)
    many = invented.pack(asked=(wordy,) * 7)
    words = {"text": "Dampf" * 8, "owner": "Dampf" * 5, "effect": "least value: " + "Dampf" * 16}
    unbroken = replace(invented.asked()[0], **words)
    long_words = invented.pack(asked=(unbroken, *invented.asked()[1:]))
    outlines = {
        "sample": sample_outline,
        "many": many,
        "long words": long_words,
        **{name: make() for name, make in MADE_UP.items()},
    }
    with ThreadPoolExecutor(1) as apart:  # another test of this process may drive a browser already
        found = apart.submit(cut, tmp_path, outlines).result()
    assert found == dict.fromkeys(outlines, ([], 2))


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine: the PDF is not read")
def test_the_file_is_printed_with_its_words(sample_outline, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(sample_outline, "paper"))
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert told.count("\f") == 2
    shown = " ".join(told.replace("\N{NO-BREAK SPACE}", " ").split())
    assert sample_outline.slides[0].title in shown
    assert "Page 2 of 2" in shown
