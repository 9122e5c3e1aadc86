"""Live levers of the web page: only computed positions, the numbers of what-if, nothing fetched."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import sync_playwright

from balance import formats, packing, pipeline
from balance.boardpack import html, render
from balance.boardpack.sheets import Typed
from balance.errors import BalanceError
from boardpack.test_html import Document
from obtain_browser import find_browser


@pytest.fixture(scope="module")
def live(sample_outline, sample_analysis):
    return packing.with_levers(sample_outline, sample_analysis)


@pytest.fixture(scope="module")
def content(live):
    return html.write(live)


TODAY = "today's plan"
ROW = re.compile(r'<tr data-at="([\d ]+)">(.*?)</tr>', re.DOTALL)
NUMBERS = ("value_landing_next_year", "chance_beyond_limit", "bad_year_loss", "expected_annual_loss")


def test_every_position_says_what_what_if_says(live, content, sample_analysis):
    """Each point is asked for as the command line asks; the page's and the workbook's row of it quote the answer."""
    told, rows = live.live, dict(ROW.findall(content.decode("utf-8")))
    sheet = next(sheet for sheet in live.sheets if sheet.name == "Levers")
    assert len({position.at for position in told.positions}) == len(told.positions) == len(rows) == 72
    for position, entries in zip(told.positions, sheet.rows, strict=True):
        settings = list(zip(told.settings, position.at, strict=True))
        asked = [f"{one.name}={one.values[at]}" for one, at in settings if at != one.today]
        compared = pipeline.what_if(sample_analysis, pipeline.plan_of(sample_analysis, asked, ()))
        assert compared == position.compared, position.at
        assert [number.value for number in position.numbers] == in_words(compared.scenario), position.at
        assert cells(rows[" ".join(map(str, position.at))]) == expected_cells(settings, position), position.at
        plain = [entry.value if isinstance(entry, Typed) else entry for entry in entries]
        assert plain == in_the_workbook(settings, compared), position.at


def in_words(brought):
    said = {"chance_beyond_limit": formats.chance}
    return [said.get(name, in_pounds)(brought[name].value) for name in NUMBERS]


def in_pounds(amount):
    return formats.money(amount, "GBP")


def cells(row):
    return [Document(cell.encode()).text for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row)]


def expected_cells(settings, position):
    now = all(at == one.today for one, at in settings)
    numbers = [f"{number.value} {TODAY if now else number.moved}".strip() for number in position.numbers]
    return [*(one.said[at] for one, at in settings), *numbers, formats.MISSING if now else position.better]


def in_the_workbook(settings, compared):
    """A row of the workbook: the levers, then each number under the plan and its difference, with their ranges."""
    ranges = [part[name] for name in NUMBERS for part in (compared.scenario, compared.difference)]
    ends = [end for one in ranges for end in (one.value, one.low, one.high)]
    return [*(one.values[at] for one, at in settings), *ends, compared.better_on_both]


def test_todays_position_is_the_report(live, sample_analysis):
    today = next(each for each in live.live.positions if set(each.at) == {0})
    assert today.compared.difference["bad_year_loss"].value == 0
    assert today.numbers[2].value == formats.money(sample_analysis.report.risk.bad_year_loss.value, "GBP")


def test_the_file_stays_small_says_what_is_computed_and_fetches_nothing(content, sample_outline):
    document = Document(content)
    assert len(content) - len(html.write(sample_outline)) < 100_000
    assert "stop at 72 positions that were computed" in document.text
    assert len([row for row in document.all("tr") if "data-at" in row]) == 72
    assert not re.search(rb"https?://(?!www\.w3\.org)", content)
    assert b"default-src &#x27;none&#x27;" in content


def test_the_workbook_has_every_position(live):
    rows = next(sheet for sheet in live.sheets if sheet.name == "Levers").rows
    assert len(rows) == 72
    assert rows[0][0] == live.live.settings[0].values[0]


def test_under_a_scenario_it_is_refused(sample_outline, kept_sample):
    with pytest.raises(BalanceError, match="leave --scenario out"):
        packing.with_levers(sample_outline, pipeline.analysis_of(kept_sample, None, "Slower and safer"))


@pytest.mark.browser
def moved_in_a_browser(page_file):
    """What the page says after two levers were moved, the console's messages, and what it asked for."""
    said, asked = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        page.locator("#lever-0").press("ArrowRight")
        page.locator("#lever-2").press("End")
        shown = page.locator("#levers .number .value").all_inner_texts()
        browser.close()
    return shown, said, asked


def test_a_slider_shows_the_row_that_was_computed(live, content, tmp_path):
    page_file = tmp_path / "pack.html"
    page_file.write_bytes(content)
    with ThreadPoolExecutor(1) as apart:  # another test of this process may drive a browser already
        shown, said, asked = apart.submit(moved_in_a_browser, page_file).result()
    position = next(each for each in live.live.positions if each.at == (1, 0, 3))
    plain = [formats.unbroken(number.value) for number in position.numbers]
    assert [formats.unbroken(text) for text in shown[: len(plain)]] == plain
    assert said == []
    assert asked == [page_file.as_uri()]


@pytest.mark.browser
def test_sliders_are_not_printed(live, tmp_path, monkeypatch):
    """On paper nothing can be moved: the pages are those of the slides."""
    monkeypatch.setenv("PATH", f"{find_browser().parent}{os.pathsep}{os.environ['PATH']}")
    printed = render(live, "pdf")
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == len(live.slides)
